"""Whether it happened, from the words around the verb."""

from __future__ import annotations

import pytest
from conftest import ParseText

from kg.extract.status import is_inverted, is_purpose, status_of
from kg.knowledge import Knowledge
from kg.syntax import Parse, Token


def _attack(parse: Parse) -> Token:
    return next(token for token in parse.tokens if token.lemma == "attack" and token.pos == "VERB")


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Russia attacked Moldova.", "actual"),
        ("Russia has attacked Moldova.", "actual"),
        ("Russia is attacking Moldova.", "actual"),
        ("Russia did not attack Moldova.", "negated"),
        ("Russia has never attacked Moldova.", "negated"),
        ("Russia didn't attack Moldova.", "negated"),
        ("No country attacked Moldova.", "negated"),
        ("Nobody attacked Moldova.", "negated"),
        ("Neither Russia nor Belarus attacked Moldova.", "negated"),
        ("Russia left without attacking Moldova.", "negated"),
        ("Russia did not begin to attack Moldova.", "negated"),
        ("Russia will attack Moldova.", "future"),
        ("Russia won't attack Moldova.", "negated"),
        ("Russia is going to attack Moldova.", "future"),
        ("Russia to attack Moldova", "future"),
        ("Ukraine said Russia would attack Moldova.", "future"),
        ("Russia would attack Moldova.", "hypothetical"),
        ("Russia might attack Moldova.", "hypothetical"),
        ("Russia could have attacked Moldova.", "hypothetical"),
        ("If Russia attacks Moldova, Romania will respond.", "hypothetical"),
        ("It is unclear whether Russia attacked Moldova.", "hypothetical"),
        ("Should Russia attack Moldova, Romania will respond.", "hypothetical"),
        ("Russia often attacks Moldova.", "habitual"),
        ("Russia has frequently attacked Moldova.", "habitual"),
        ("Russia has long attacked Moldova.", "habitual"),
        ("Russia rarely attacks Moldova.", None),
        ("Russia had attacked Moldova before.", "historical"),
        ("Ukraine said Russia had attacked Moldova.", "actual"),
    ],
)
def test_the_words_around_a_verb_tell_whether_it_happened(
    parse: ParseText, knowledge: Knowledge, sentence: str, status: str | None
) -> None:
    assert status_of(_attack(parse(sentence)), knowledge) == status


def test_a_condition_can_begin_with_its_auxiliary(parse: ParseText) -> None:
    found = parse("Should Russia attack Moldova, Romania will respond.")
    assert is_inverted(_attack(found))


def test_a_statement_does_not_begin_with_its_auxiliary(parse: ParseText) -> None:
    assert not is_inverted(_attack(parse("Russia should attack Moldova.")))


def test_an_infinitive_of_purpose_is_not_said_to_have_happened(
    parse: ParseText, knowledge: Knowledge
) -> None:
    assert is_purpose(_attack(parse("Russia sent troops to attack Moldova.")), knowledge)


def test_the_infinitive_of_a_governing_verb_is_no_purpose(parse: ParseText, knowledge: Knowledge) -> None:
    assert not is_purpose(_attack(parse("Russia agreed to attack Moldova.")), knowledge)


@pytest.mark.parametrize(
    "text",
    [
        "The two presidents discussed a prisoner exchange.",
        "Qatar mediates between Chad and Mali on the release of the soldiers.",
        "The army offered a reward for the capture of the rebel commander.",
        "The pact covers attacks on Danish vessels.",
    ],
)
def test_what_is_only_spoken_of_or_hoped_for_is_no_event(read, text):
    material = {"ASSAULT", "RETREAT", "COERCE"}
    assert [event.event for event in read(text).events if event.event in material] == []


def test_an_attack_that_is_discussed_happened(read):
    assert [event.event for event in read("The ministers discussed the attack on the embassy.").events][
        -1:
    ] == ["ASSAULT"]


def test_what_nobody_claims_has_no_known_actor(read):
    for event in read(
        "Gunmen attacked a bank in Lima. No group has claimed responsibility for the attack."
    ).events:
        assert [who.name for who in event.actors] == ["Gunmen"] and event.attribution == ()


@pytest.mark.parametrize(
    "text",
    [
        "The king offered an amnesty to rebels who lay down their arms and free their hostages.",
        "Oslo would break off relations with any state that recognised the junta.",
    ],
)
def test_a_clause_that_says_who_is_meant_tells_no_event(read, text):
    assert {event.event for event in read(text).events} & {"RETREAT", "SUPPORT"} == set()
