"""Why an event is what it is: the words and the rules behind each part, and what it was merged with."""

from __future__ import annotations

from kg.explain.find import Place, Why, find, label, members_of, reasons, short
from kg.explain.show import account, why_lines
from kg.explain.words import Line, Part, marked

__all__ = [
    "Line",
    "Part",
    "Place",
    "Why",
    "account",
    "find",
    "label",
    "marked",
    "members_of",
    "reasons",
    "short",
    "why_lines",
]
