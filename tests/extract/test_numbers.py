"""How many: exact numbers, bounds and vague quantities."""

from __future__ import annotations

import pytest
from conftest import ParseText

from kg.extract.numbers import amount, count, value_of
from kg.model import Count


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("7", 7),
        ("1,200", 1200),
        ("1,200,000", 1_200_000),
        ("twelve", 12),
        ("Forty", 40),
        ("twenty-five", 25),
        ("2.0", 2),
        ("2.5", None),
        ("1,20", None),
        ("dozens", None),
        ("mid-twenty", None),
        ("", None),
    ],
)
def test_a_word_stands_for_a_number_or_for_none(word: str, value: int | None) -> None:
    assert value_of(word) == value


@pytest.mark.parametrize(
    ("phrase", "bounds"),
    [
        ("12 soldiers", (12, 12, "12")),
        ("three soldiers", (3, 3, "three")),
        ("at least 20 soldiers", (20, None, "at least 20")),
        ("more than 40 soldiers", (40, None, "more than 40")),
        ("over 40 soldiers", (40, None, "over 40")),
        ("up to 30 soldiers", (None, 30, "up to 30")),
        ("fewer than 30 soldiers", (None, 30, "fewer than 30")),
        ("1,200 soldiers", (1200, 1200, "1,200")),
        ("two hundred soldiers", (200, 200, "two hundred")),
        ("twenty-five soldiers", (25, 25, "twenty-five")),
        ("a dozen soldiers", (12, 12, "dozen")),
        ("at least a dozen soldiers", (12, None, "at least a dozen")),
        ("no fewer than 30 soldiers", (30, None, "no fewer than 30")),
        ("5 thousand soldiers", (5000, 5000, "5 thousand")),
    ],
)
def test_the_number_before_a_noun_says_how_many(
    parse: ParseText, phrase: str, bounds: tuple[int | None, int | None, str]
) -> None:
    found = parse(f"They killed {phrase} there.")
    noun = next(token for token in found.tokens if token.text == "soldiers")
    told = amount(found, noun)
    assert told is not None
    quoted = found.text[found.tokens[told.first].start : found.tokens[told.last].end]
    assert (told.min, told.max, quoted) == bounds


def test_a_vague_quantity_says_only_the_least(parse: ParseText) -> None:
    found = parse("Rebels killed dozens there.")
    told = amount(found, found.tokens[2])
    assert told is not None and (told.min, told.max) == (24, None)


def test_a_noun_without_a_number_has_no_amount(parse: ParseText) -> None:
    found = parse("Rebels killed soldiers.")
    assert amount(found, found.tokens[2]) is None


def test_a_count_quotes_the_words_of_the_number(parse: ParseText) -> None:
    found = parse("Rebels killed at least 20 soldiers.")
    assert count(found, "killed", found.tokens[5]) == Count(kind="killed", min=20, max=None, start=14, end=25)


def test_no_number_is_no_count(parse: ParseText) -> None:
    found = parse("Rebels killed soldiers.")
    assert count(found, "killed", found.tokens[2]) is None
