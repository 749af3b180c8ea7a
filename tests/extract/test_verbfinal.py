"""Clauses whose verb stands last."""

from __future__ import annotations

import pytest
from conftest import ParseText

from kg.extract.clauses import slots
from kg.extract.verbfinal import in_order


def _order(parse: ParseText, sentence: str, word: str) -> dict[str, list[str]]:
    found = parse(sentence)
    verb = next(token for token in found.tokens if token.text == word)
    told = in_order(found, verb, slots(verb))
    return {slot: [token.text for token in tokens] for slot, tokens in told.items()}


@pytest.mark.parametrize(
    ("sentence", "verb", "told"),
    [
        ("The company the plan withdrew.", "withdrew", {"subj": ["company"], "obj": ["plan"]}),
        ("Two sides a protocol signed.", "signed", {"subj": ["sides"], "obj": ["protocol"]}),
        (
            "The Red Crescent to Khartoum ninety tents carried.",
            "carried",
            {"subj": ["Crescent"], "obj": ["tents"], "to": ["Khartoum"]},
        ),
    ],
)
def test_the_first_noun_acts_and_the_last_one_undergoes(
    parse: ParseText, sentence: str, verb: str, told: dict[str, list[str]]
) -> None:
    assert _order(parse, sentence, verb) == told


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        ("The minister resigned.", "resigned"),
        ("The army attacked the town.", "attacked"),
        ("Angola denied arming the rebels, a claim Zambia repeated.", "repeated"),
        ("He praised the deal the envoys signed.", "signed"),
    ],
)
def test_a_clause_in_english_order_is_left_alone(parse: ParseText, sentence: str, verb: str) -> None:
    found = parse(sentence)
    token = next(each for each in found.tokens if each.text == verb)
    own = slots(token)
    assert in_order(found, token, own) is own
