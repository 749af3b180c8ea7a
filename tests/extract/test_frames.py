"""Which reading of a verb its surroundings choose."""

from __future__ import annotations

import pytest
from conftest import ParseText

from kg.extract.clauses import slots
from kg.extract.frames import Matcher
from kg.extract.names import find_names
from kg.extract.participants import Reader
from kg.knowledge import Frame, Knowledge


def _best(knowledge: Knowledge, parse: ParseText, sentence: str, word: str) -> Frame | None:
    found = parse(sentence)
    verb = next(token for token in found.tokens if token.text == word)
    index = find_names(found, knowledge, lambda name: False)
    return Matcher(knowledge, Reader(found, knowledge, index)).best(verb, slots(verb))


@pytest.mark.parametrize(
    ("sentence", "verb", "category"),
    [
        ("Rebels released 20 hostages.", "released", "RETREAT"),
        ("Police fired on the crowd.", "fired", "ASSAULT"),
        ("Iran fired its defense minister.", "fired", None),
        ("Iran attacked Iraq.", "attacked", "ASSAULT"),
        ("Iran signed an agreement with Iraq.", "signed", "SUPPORT"),
        ("She met the Chinese foreign minister in Berlin.", "met", "CONSULT"),
        ("He ate an apple.", "ate", None),
        ("Iran recalled its ambassador.", "recalled", "SANCTION"),
        ("He recalled his youth.", "recalled", None),
        ("Iran expelled two diplomats.", "expelled", "SANCTION"),
    ],
)
def test_the_object_decides_what_a_verb_tells(
    knowledge: Knowledge, parse: ParseText, sentence: str, verb: str, category: str | None
) -> None:
    found = _best(knowledge, parse, sentence, verb)
    assert (found.event if found else None) == category


def test_a_weapon_named_with_the_verb_gives_its_mode(knowledge: Knowledge, parse: ParseText) -> None:
    found = _best(knowledge, parse, "Ukraine attacked Russia with drones.", "attacked")
    assert found is not None and (found.event, found.mode) == ("ASSAULT", "drone")


def test_a_particle_makes_another_verb(knowledge: Knowledge, parse: ParseText) -> None:
    found = _best(knowledge, parse, "Iran turned down the offer.", "turned")
    assert found is not None and found.event == "REJECT"


@pytest.mark.parametrize(
    ("sentence", "verb", "category"),
    [
        ("Kenya donated a scanner to the hospital.", "donated", "AID"),
        ("Peru sent tanks to the border.", "sent", "MOBILIZE"),
        ("Norway offered an amnesty to the gunmen.", "offered", "CONCEDE"),
        ("Norway offered two ferries to the islanders.", "offered", "AGREE"),
    ],
)
def test_a_wide_frame_is_asked_when_no_other_fits(
    knowledge: Knowledge, parse: ParseText, sentence: str, verb: str, category: str
) -> None:
    found = _best(knowledge, parse, sentence, verb)
    assert found is not None
    assert found.event == category


@pytest.mark.parametrize(
    ("whom", "category"), [("eleven", "RETREAT"), ("most of them", "RETREAT"), ("the report", None)]
)
def test_a_bare_number_stands_for_people(
    knowledge: Knowledge, parse: ParseText, whom: str, category: str | None
) -> None:
    found = _best(knowledge, parse, f"The magistrate released {whom} on Monday.", "released")
    assert (found.event if found else None) == category
