"""Numbers of people: "at least 156", "dozens of", "between 10 and 20"."""

from __future__ import annotations

import re

from kg.model import Count, Record
from kg.syntax import Parse, Token

_WORDS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split()
    )
} | {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_VAGUE = {"dozens": 24, "scores": 40, "hundreds": 100, "thousands": 1000, "millions": 1_000_000, "tens": 20}
_AT_LEAST = frozenset(("least", "over", "than", "minimum"))
_AT_MOST = frozenset(("to", "most", "under"))
_FRACTION = re.compile(r"^\d+\.\d+$")
_PLAIN = re.compile(r"^\d{1,3}(?:,\d{3})+$|^\d+$|^\d+\.\d+$")


class Amount(Record, frozen=True, kw_only=True):
    """A number and the tokens that tell it."""

    min: int | None
    max: int | None
    first: int
    last: int


def value_of(text: str) -> int | None:
    """The number a single word stands for."""
    low = text.lower()
    if _PLAIN.match(low):
        number = float(low.replace(",", ""))
        return int(number) if number == int(number) else None
    if low in _WORDS:
        return _WORDS[low]
    if "-" in low:
        parts = [_WORDS.get(part) for part in low.split("-")]
        if len(parts) == 2 and all(part is not None for part in parts):
            return sum(part for part in parts if part)
    return None


def amount(parse: Parse, noun: Token) -> Amount | None:
    """How many of the noun: its numeral, or a vague quantity it depends on or is itself."""
    if noun.lower in _VAGUE:
        return Amount(min=_VAGUE[noun.lower], max=None, first=noun.i, last=noun.i)
    numerals = [token for token in noun.children if token.dep in ("nummod", "det", "quantmod", "amod")]
    if noun.pos == "NUM":
        numerals = [noun]
    for numeral in numerals:
        if numeral.lower == "dozen":
            return _bounded(parse, numeral, numeral.i, 12)
        if numeral.lower in _VAGUE:
            return Amount(min=_VAGUE[numeral.lower], max=None, first=numeral.i, last=numeral.i)
        found = _numeral(parse, numeral)
        if found:
            return found
    return None


def _numeral(parse: Parse, token: Token) -> Amount | None:
    parts = [child for child in token.children if child.dep in ("compound", "nummod") and child.i < token.i]
    run = [*parts, token]
    total, current = 0, 0
    seen = False
    for part, after in zip(run, [*run[1:], None], strict=True):
        low = part.lower
        scale = _SCALES.get(after.lower) if after is not None else None
        if scale and _FRACTION.match(low):  # "2.6 million"
            return _bounded(parse, token, run[0].i, round(float(low) * scale))
        if low in _SCALES:
            total += max(current, 1) * _SCALES[low]
            current, seen = 0, True
            continue
        number = value_of(part.text)
        if number is None:
            return None
        current, seen = current + number, True
    if not seen:
        return None
    upper = _upper(token)
    if upper is not None:
        return Amount(min=total + current, max=upper[0], first=run[0].i, last=upper[1])
    return _bounded(parse, token, run[0].i, total + current)


def _upper(token: Token) -> tuple[int, int] | None:
    """The second number of "between 10 and 15", "10 to 15"."""
    between = any(child.lower in ("between", "from") for child in token.children)
    for child in token.children:
        if child.dep == "conj" and child.pos == "NUM" and between:
            value = value_of(child.text)
            if value is not None:
                return value, child.i
    return None


def _bounded(parse: Parse, token: Token, first: int, number: int) -> Amount:
    hedges = {child.lower: child.i for child in token.children if child.i < first}
    for child in token.children:
        hedges |= {inner.lower: inner.i for inner in child.children if inner.i < first}
    start = min([first, *hedges.values()])
    if hedges.keys() & {"no", "not"} and hedges.keys() & {"less", "fewer"}:
        return Amount(min=number, max=None, first=start, last=token.i)
    if "not" in hedges:
        return Amount(min=number, max=number, first=first, last=token.i)
    if hedges.keys() & _AT_LEAST and "less" not in hedges and "fewer" not in hedges:
        return Amount(min=number, max=None, first=start, last=token.i)
    if hedges.keys() & _AT_MOST or "less" in hedges or "fewer" in hedges:
        return Amount(min=None, max=number, first=start, last=token.i)
    return Amount(min=number, max=number, first=first, last=token.i)


def count(parse: Parse, kind: str, noun: Token) -> Count | None:
    """The number of a noun as a count of an event."""
    found = amount(parse, noun)
    if found is None:
        return None
    tokens = parse.tokens
    return Count(
        kind=kind, min=found.min, max=found.max, start=tokens[found.first].start, end=tokens[found.last].end
    )
