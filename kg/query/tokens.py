"""Cuts SPARQL text into tokens: enough to find keywords, variables and nesting, not a parser.

Where the grammar is ambiguous (``?a<?b`` may begin an IRI or compare) the token is read as an
IRI, as the specification's longest match asks, and ``is_ambiguous`` tells it apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from kg.errors import UsageError

_PATTERN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<comment>\#[^\r\n]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*(?:\\u[0-9A-Fa-f]{4}[^<>"{}|^`\\\x00-\x20]*)*>)
  | (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
             | \"(?:[^"\\\r\n]|\\.)*\" | '(?:[^'\\\r\n]|\\.)*')
  | (?P<open>["'])
  | (?P<var>[?$]\w+)
  | (?P<pname>(?:[^\W\d_][\w.\-]*)?:(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<word>\w+)
  | (?P<punct>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING, _CLOSING = "({[", ")}]"
_ENDS_AN_OPERAND = frozenset({"iri", "string", "var", "pname", "number", "word"})


class Token(NamedTuple):
    """One token; ``kind`` is a group name of the pattern, ``start`` counts characters."""

    kind: str
    text: str
    start: int


def tokens(query: str) -> list[Token]:
    """All tokens but blanks and comments; UsageError for a quotation mark without its partner."""
    kept = []
    for match in _PATTERN.finditer(query):
        kind = match.lastgroup or "punct"
        if kind == "open":  # at the first one: looking for every later end would take quadratic time
            raise UsageError(f"The query has a string without its end at character {match.start()}.")
        if kind not in ("space", "comment"):
            kept.append(Token(kind, match.group(), match.start()))
    return kept


def depth(found: Iterable[Token]) -> int:
    """The deepest nesting of brackets, and of signs that nest without brackets (``!!!x``)."""
    deepest = level = run = 0
    for token in found:
        run = run + 1 if token.text in ("!", "-", "+", "^") else 0
        level += (token.text in _OPENING) - (token.text in _CLOSING) if token.kind == "punct" else 0
        deepest = max(deepest, level + run)
    return deepest


def is_ambiguous(found: list[Token], index: int) -> bool:
    """Whether an IRI that follows an operand could be a comparison that starts a comment or string."""
    token = found[index]
    if token.kind != "iri" or index == 0 or not ("#" in token.text or "'" in token.text):
        return False
    before = found[index - 1]
    return before.kind in _ENDS_AN_OPERAND or before.text in _CLOSING
