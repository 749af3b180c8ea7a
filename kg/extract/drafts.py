"""The event as extraction sees it in one place of the text, before mentions are brought together."""

from __future__ import annotations

from kg.extract.participants import Participant
from kg.model import Count, Interval, Record, Status


class Source(Record):
    """One level of attribution: a stance, who says it, and the words that show it (token range)."""

    stance: str
    who: Participant | None
    first: int
    last: int


class Draft(Record):
    """One telling of an event. Token positions throughout.

    ``tokens`` are all words that trigger it; ``first`` to ``last`` is the quoted trigger.
    ``depth`` counts the clauses above it; ``rule`` says which piece of the lexicon fired.
    """

    event: str
    mode: str | None
    first: int
    last: int
    sent: int
    tokens: tuple[int, ...]
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    targets: tuple[Participant, ...] = ()
    instruments: tuple[tuple[int, int], ...] = ()
    counts: tuple[Count, ...] = ()
    status: Status = "actual"
    sources: tuple[Source, ...] = ()
    content: tuple[tuple[int, int], ...] = ()
    content_events: tuple[int, ...] = ()
    date: Interval | None = None
    places: tuple[Participant, ...] = ()
    nominal: bool = False
    definite: bool = False
    symmetric: bool = False
    depth: int = 0
    rule: str = ""


def changed(draft: Draft, **values: object) -> Draft:
    """A copy with other values."""
    fields = {name: getattr(draft, name) for name in draft.__struct_fields__}
    return Draft(**{**fields, **values})
