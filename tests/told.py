"""Short forms of an extraction, for comparing whole results in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import pytest

from kg.model import Count, Document, Event, Extraction, Mention, Record

OVERRULED = pytest.mark.xfail(strict=True, reason="the rules say so, but fitted weights overrule them")
"""A case that the rules get right and the whole does not; strict, so that it is unmarked when mended."""

Telling = tuple[str, str | None, list[str], list[str], str]


def events(found: Extraction) -> list[Telling]:
    """(category, mode, actors, recipients, status) of every event, the main one first."""
    return [(e.event, e.mode, names(e.actors), names(e.recipients), e.status) for e in found.events]


def categories(found: Extraction) -> list[str]:
    """The category of every event."""
    return [event.event for event in found.events]


def names(people: Iterable[Mention]) -> list[str]:
    """What the participants are called."""
    return [who.name for who in people]


def only(found: Extraction) -> Event:
    """The single event of a document."""
    (event,) = found.events
    return event


def voices(event: Event) -> list[tuple[str, str | None, str, int | None]]:
    """(stance, source, cue, index of the outer voice) of every attribution."""
    return [(a.stance, a.source.name if a.source else None, a.cue.text, a.within) for a in event.attribution]


def numbers(counts: Iterable[Count]) -> list[tuple[str, int | None, int | None]]:
    """(kind, least, most) of every count."""
    return [(count.kind, count.min, count.max) for count in counts]


def entities(found: Extraction) -> list[tuple[str, str, str | None]]:
    """(type, name, code) of every entity, in the order of the text."""
    return [(each.type, each.name, each.code) for each in found.entities]


def quotes(record: Record) -> Iterator[tuple[str, int, int]]:
    """(text, start, end) of everything in a record that quotes its document."""
    if {"text", "start", "end"} <= set(record.__struct_fields__):
        yield record.text, record.start, record.end  # type: ignore[attr-defined]
    for name in record.__struct_fields__:
        value = getattr(record, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Record):
                yield from quotes(each)


def misquoted(document: Document, found: Extraction) -> list[tuple[str, int, int]]:
    """Quotations that are not what stands at their offsets."""
    return [quote for quote in quotes(found) if document.text[quote[1] : quote[2]] != quote[0]]


def as_json(found: Extraction) -> bytes:
    """All of it as bytes."""
    return msgspec.json.encode(found)
