"""Who may be saying something where the grammar names nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import ParseText

from kg.extract.overheard import overheard
from kg.extractor import read as read_parse
from kg.knowledge import Knowledge
from kg.resolve.places import load_places

Heard = Callable[[str], set[tuple[str, str, str]]]


@pytest.fixture(scope="module")
def heard(parse: ParseText, knowledge: Knowledge) -> Heard:
    def run(text: str) -> set[tuple[str, str, str]]:
        reading = read_parse(parse(text), knowledge, load_places())
        tokens = reading.parse.tokens
        return {
            (source.stance, source.who.name, tokens[source.first].text)
            for source in overheard(reading.speech, reading.people)
            if source.who is not None
        }

    return run


def test_whoever_stands_near_a_word_of_saying_may_speak(heard: Heard) -> None:
    found = heard("14 were detained, thus updated the police in the night.")
    assert ("reports", "police", "updated") in found


def test_a_statement_may_be_that_of_somebody_near(heard: Heard) -> None:
    found = heard("Two soldiers were killed, by the statement which Ukraine put out.")
    assert ("reports", "Ukraine", "statement") in found


def test_a_speaker_by_grammar_leaves_no_doubt(heard: Heard) -> None:
    assert heard("The army said that Ukraine attacked Moldova.") == set()


def test_who_is_quoted_does_not_speak_outside(heard: Heard) -> None:
    found = heard('It was revealed: "Ukraine attacked Moldova."')
    assert all(name != "Ukraine" for _, name, _ in found)
