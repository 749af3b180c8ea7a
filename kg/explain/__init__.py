"""Why an event is what it is: the words and the rules behind each part, and what it was merged with."""

from __future__ import annotations

from kg.explain.find import Contrary, Place, Why, contrary, find, label, members_of, reasons, short
from kg.explain.show import account, contrary_lines, why_lines
from kg.explain.words import Line, Part, marked

__all__ = [
    "Contrary",
    "Line",
    "Part",
    "Place",
    "Why",
    "account",
    "contrary",
    "contrary_lines",
    "find",
    "label",
    "marked",
    "members_of",
    "reasons",
    "short",
    "why_lines",
]
