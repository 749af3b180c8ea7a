"""Finds quotes again in the text they were taken from, by exact search, or says that they are not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Span

_QUOTES = {ord(c): '"' for c in "“”„«»"} | {ord(c): "'" for c in "’‘‛"}
_SPACES = {ord(c): " " for c in "\t\n\r\v\f\u00a0\u2002\u2003\u2009\u202f"}
_PLAIN = _QUOTES | _SPACES | {ord(c): "-" for c in "\u2010\u2011"}
"""Every sign becomes one other, so offsets stay: models tidy quotation marks and spaces up."""


class Locator:
    """Looks for quotes in one stretch of a text. ``missed`` counts those that were not there."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._plain = text.translate(_PLAIN)
        self._start = start
        self._end = end
        self.sought = self.missed = 0

    def find(self, quote: str, within: Span | None = None) -> Span | None:
        """Where the quote stands as whole words: in ``within`` if it is there, else first in the stretch.

        ``None`` when the text does not hold it. The span quotes the text, not the model.
        """
        self.sought += 1
        areas = [(within.start, within.end)] if within else []
        for start, end in (*areas, (self._start, self._end)):
            for found in self._search(quote, start, end):
                return found
        self.missed += 1
        return None

    def all(self, quote: str) -> list[Span]:
        """Every place where the quote stands as whole words, in order."""
        self.sought += 1
        found = list(self._search(quote, self._start, self._end))
        self.missed += not found
        return found

    def _search(self, quote: str, start: int, end: int) -> Iterator[Span]:
        plain = quote.translate(_PLAIN).strip()
        if not plain:
            return
        before = r"(?<!\w)" if _is_word(plain[0]) else ""
        after = r"(?!\w)" if _is_word(plain[-1]) else ""
        for match in re.compile(before + re.escape(plain) + after).finditer(self._plain, start, end):
            yield Span(text=self._text[match.start() : match.end()], start=match.start(), end=match.end())


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"
