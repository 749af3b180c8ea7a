"""The word list of time expressions as a look-up and as pieces of patterns."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from kg.data import folder, read_jsonl


@cache
def words() -> dict[str, dict[str, dict[str, Any]]]:
    """class -> word -> entry."""
    classes: dict[str, dict[str, dict[str, Any]]] = {}
    for entry in read_jsonl(folder("ontology") / "lexicon" / "times.en.jsonl"):
        classes.setdefault(entry["class"], {})[entry["word"]] = entry
    return classes


def entry(word_class: str, word: str) -> dict[str, Any]:
    return words()[word_class][" ".join(word.lower().split())]


def groups(match: re.Match[str]) -> dict[str, str]:
    """The named groups that took part."""
    return {name: value for name, value in match.groupdict().items() if value is not None}


def alternatives(*word_classes: str) -> str:
    found = {word for name in word_classes for word in words()[name]}
    longest_first = sorted(found, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)


def slots() -> dict[str, str]:
    months = f"(?:{alternatives('month')}|(?:{alternatives('month_short')})\\b\\.?)"
    number = rf"(?:\d{{1,3}}(?:,\d{{3}})*|{alternatives('number')})"
    unit = alternatives("unit")
    return {
        "weekday": rf"(?P<weekday>{alternatives('weekday')})",
        "anyday": rf"(?P<weekday>{alternatives('weekday')}|(?:{alternatives('weekday_short')})\b\.?)",
        "month": rf"(?P<month>{months})",
        "day": r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)(?:st|nd|rd|th)?",
        "day2": r"(?P<day2>3[01]|[12]\d|0?[1-9])(?!\d)(?:st|nd|rd|th)?",
        "year": r"(?P<year>1\d{3}|20\d{2}|2100)(?!\d|[.,]\d)",
        "number": rf"(?P<number>{number})",
        "unit": rf"(?P<unit>{unit})",
        "units": rf"(?P<unit>{unit}|centurie)s?\b",
        "part": rf"(?:{alternatives('part')})",
        "position": rf"(?P<position>{alternatives('position')})",
        "edge": rf"(?P<edge>{alternatives('edge')})",
        "season": rf"(?P<season>{alternatives('season')})",
        "holiday": rf"(?P<holiday>{alternatives('holiday')})",
        "fixed": rf"(?P<fixed>{alternatives('fixed')})",
        "ordinal": rf"(?P<ordinal>{alternatives('ordinal', 'ordinal_last')})",
        "about": rf"(?:(?:{alternatives('about')})\s+)?",
        "span": rf"(?P<span>{alternatives('span')})",
        "dash": r"\s?[-\u2013\u2014]\s?",
    }


_CORE = ("weekday", "weekday_short", "month", "month_short", "unit", "season", "part")
_CORE_WORDS = (
    "today",
    "yesterday",
    "tomorrow",
    "tonight",
    "overnight",
    "weekend",
    "eve",
    "christmas",
    "quarter",
    "half",
    "shortly",
    "soon",
    "immediately",
    "moments",
)


@cache
def core_words() -> frozenset[str]:
    """Lower-case words without one of which (or a number) nothing is a time expression."""
    pieces = {word for name in _CORE for word in words()[name]}
    return frozenset(
        {
            *pieces,
            *(f"{piece}s" for piece in pieces),
            *_CORE_WORDS,
            "centuries",
            "afterwards",
            "thereafter",
            "beforehand",
            "then",
        }
    )


@cache
def blocked_first_words() -> frozenset[str]:
    return frozenset(re.split(r"\W", word)[0] for word in words()["not_a_time"])
