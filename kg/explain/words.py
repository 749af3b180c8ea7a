"""The text around the words of an event, cut into parts by what the words stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.model import Event, Record

CONTEXT = 100
"""Characters shown before and after the words of an event, inside their paragraph."""


class Part(Record, frozen=True):
    """A stretch of text; ``kind`` is the part of the event that rests on it, or empty.

    ``quoted`` ones stand in a passage of the document, where nothing else says their kind.
    """

    text: str
    kind: str = ""
    quoted: bool = False


Line = tuple[Part, ...]


class Mark(Record, frozen=True):
    """What the characters from ``start`` to ``end`` stand for."""

    start: int
    end: int
    kind: str


def marks(event: Event) -> list[Mark]:
    """All stretches that the event rests on, those that win over others last."""
    found = [Mark(place.start, place.end, "place") for place in event.places]
    found += [Mark(one.start, one.end, "count") for one in event.counts]
    for kind, things in (
        ("content", [one for one in event.content if not isinstance(one, str)]),
        ("instrument", event.instruments),
        ("target", event.targets),
        ("recipient", event.recipients),
        ("unit", event.units),
        ("actor", event.actors),
    ):
        found += [Mark(thing.start, thing.end, kind) for thing in things]
    if event.date:
        found.append(Mark(event.date.start, event.date.end, "date"))
    for said in event.attribution:
        found.append(Mark(said.cue.start, said.cue.end, "says"))
        found += [Mark(said.source.start, said.source.end, "source")] if said.source else []
    found += [Mark(one.start, one.end, "event") for one in (*event.mentions, event.trigger)]
    kinds = {mark: rank for rank, mark in enumerate(found)}
    return sorted(found, key=lambda mark: (mark.start - mark.end, kinds[mark]))


def marked(text: str, event: Event) -> list[Line]:
    """The passages of a document that the event rests on, in the text's order."""
    found = marks(event)
    return [tuple(_parts(text, start, end, found)) for start, end in passages(text, found)]


def passages(text: str, found: Sequence[Mark]) -> list[tuple[int, int]]:
    """Stretches of text that hold all marks with some context; close ones are one."""
    spans: list[tuple[int, int]] = []
    for mark in sorted(found, key=lambda mark: mark.start):
        start, end = _around(text, mark)
        if spans and start <= spans[-1][1]:
            start, end = spans[-1][0], max(end, spans.pop()[1])
        spans.append((start, end))
    return spans


def _around(text: str, mark: Mark) -> tuple[int, int]:
    """The mark with context to whole words, not over the ends of its lines."""
    first = max(text.rfind("\n", 0, mark.start) + 1, mark.start - CONTEXT)
    close = text.find("\n", mark.end)
    last = min(len(text) if close < 0 else close, mark.end + CONTEXT)
    while first > 0 and not text[first - 1].isspace() and mark.start - first < CONTEXT + 40:
        first -= 1
    while last < len(text) and not text[last].isspace() and last - mark.end < CONTEXT + 40:
        last += 1
    return first, last


def _parts(text: str, start: int, end: int, found: Iterable[Mark]) -> Iterator[Part]:
    """The passage in parts of one kind; of marks that overlap the shorter one wins."""
    kinds = [""] * (end - start)
    for mark in found:
        for position in range(max(mark.start, start), min(mark.end, end)):
            kinds[position - start] = mark.kind
    begin = start
    for position in range(start + 1, end + 1):
        if position == end or kinds[position - start] != kinds[begin - start]:
            yield Part(text[begin:position], kinds[begin - start], quoted=True)
            begin = position
