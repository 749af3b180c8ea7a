"""Words at the beginning of a sentence that the tagger takes for something else."""

from __future__ import annotations

import pytest
from conftest import ParseText, Read

from kg.extract.repairs import mend_initials
from kg.knowledge import Knowledge
from kg.syntax import Parse, Token


def _tagged(text: str, pos: str, tag: str) -> Parse:
    """One word and a full stop; the word carries the given tags."""
    word = Token(0, text, text.lower(), pos, tag, "ROOT", 0, len(text))
    stop = Token(1, ".", ".", "PUNCT", ".", "punct", len(text), len(text) + 1)
    return Parse(f"{text}.", [word, stop], [(0, 2)], [0], [])


@pytest.mark.parametrize(
    ("text", "pos", "told"),
    [
        ("Guerrillas", "PROPN", ("NOUN", "NNS", "guerrilla")),
        ("Gunmen", "PROPN", ("NOUN", "NNS", "gunman")),
        ("NATO", "AUX", ("PROPN", "NNP", "nato")),
        ("Chad", "PROPN", ("PROPN", "X", "chad")),
        ("CAN", "AUX", ("AUX", "X", "can")),
    ],
)
def test_the_first_word_gets_the_tags_of_what_it_is(
    knowledge: Knowledge, text: str, pos: str, told: tuple[str, str, str]
) -> None:
    parse = _tagged(text, pos, "X")
    mend_initials(parse, knowledge)
    token = parse.tokens[0]
    assert (token.pos, token.tag, token.lemma) == told


def test_a_kind_of_actor_inside_a_longer_name_stays_a_name(knowledge: Knowledge, parse: ParseText) -> None:
    found = parse("Rebels Council left.")
    mend_initials(found, knowledge)
    assert found.tokens[0].text == "Rebels"
    assert (found.tokens[0].pos == "PROPN") is (parse("Rebels Council left.").tokens[0].pos == "PROPN")


def test_a_form_that_the_model_takes_for_another_verb_has_its_own_lemma(read: Read) -> None:
    assert [(event.event, event.mode) for event in read("Soldiers raped seven women.").events] == [
        ("ASSAULT", "sexual")
    ]
