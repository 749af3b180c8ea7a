"""Stretches of a parse that name or describe somebody."""

from __future__ import annotations

import re

from kg.knowledge import Actor, Noun
from kg.model import EntityType, Record
from kg.syntax import Parse, Token

_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[:.h][0-5]\d(?:am|pm|h)?")


class NameSpan(Record, frozen=True, kw_only=True):
    """A name, tokens ``first`` to ``last`` inclusive, headed by token ``head``.

    ``form`` is name, adjective, demonym or metonym; ``actor`` is ``None`` for the unknown.
    """

    first: int
    last: int
    head: int
    text: str
    type: EntityType
    form: str = "name"
    actor: Actor | None = None
    code: str | None = None
    sector: str | None = None


class NounSpan(Record, frozen=True, kw_only=True):
    """A generic actor noun, perhaps of several words."""

    first: int
    last: int
    head: int
    noun: Noun


def span_head(parse: Parse, first: int, last: int) -> Token:
    """The token of a span that the others hang on: the last one whose head lies outside."""
    tops = [
        token
        for token in parse.tokens[first : last + 1]
        if token.head is token or not first <= token.head.i <= last
    ]
    nominal = [token for token in tops if token.pos in ("NOUN", "PROPN", "ADJ", "PRON")]
    return (nominal or tops or [parse.tokens[last]])[-1]


def is_clock(parse: Parse, position: int) -> bool:
    """Whether a word is the time of day before an entry of a ticker: "17:30 Police: two men arrested"; not a
    number ("3.20 million people"), nor part of a name ("the 9.11 Commission")."""
    token = parse.tokens[position]
    if _CLOCK.fullmatch(token.text) is None or position + 1 == len(parse.tokens):
        return False
    before = parse.tokens[parse.sentences[token.sent][0] : position]
    opens = all(t.pos == "PUNCT" or t.ent in ("DATE", "TIME") for t in before)
    return opens and (":" in token.text or parse.tokens[position + 1].text[:1].isupper())
