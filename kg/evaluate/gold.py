"""Annotated documents to measure against: our own JSONL and the records of the PLOVER project."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from kg.data import read_jsonl
from kg.errors import UsageError
from kg.model import Count, EntityType, Interval, Record, Span, Stance, Status

Split = Literal["dev", "test", "all"]


class GoldMention(Record, frozen=True, kw_only=True):
    """A participant at one place; ``entity`` is its index among the entities of the document."""

    text: str
    start: int
    end: int
    entity: int


class GoldEntity(Record, frozen=True, kw_only=True):
    """One thing and all its mentions. ``types`` holds every type that is right, the best first."""

    name: str
    types: tuple[EntityType, ...]
    code: str | None = None
    sector: str | None = None
    mentions: tuple[Span, ...] = ()


class GoldAttribution(Record, frozen=True, kw_only=True):
    """Who says it; ``source`` is ``None`` when the text hides it, ``within`` the outer one."""

    stance: Stance
    source: GoldMention | None
    cue: Span | None
    within: int | None = None


class GoldEvent(Record, frozen=True, kw_only=True):
    """One real happening. ``alt`` are categories that are tolerated beside ``event``.

    An ``optional`` event is right when found and no error when missed. ``symmetric`` parties
    are all actors and fill either role. Events of a pair of articles with the same ``label``
    are the same happening.
    """

    id: str
    event: str
    alt: tuple[str, ...] = ()
    optional: bool = False
    symmetric: bool = False
    label: str | None = None
    mode: str | None = None
    actors: tuple[GoldMention, ...] = ()
    recipients: tuple[GoldMention, ...] = ()
    units: tuple[GoldMention, ...] = ()
    targets: tuple[GoldMention, ...] = ()
    instruments: tuple[Span, ...] = ()
    counts: tuple[Count, ...] = ()
    trigger: Span
    mentions: tuple[Span, ...]
    status: Status = "actual"
    attribution: tuple[GoldAttribution, ...] = ()
    content: tuple[str | Span, ...] = ()
    date: Interval | None = None
    places: tuple[GoldMention, ...] = ()


class MustNot(Record, frozen=True, kw_only=True):
    """A stretch in which nothing may be found: no event of any status (``event``), or none
    that stands as a fact, that is actual, historical or habitual without a doubt (``fact``)."""

    text: str
    start: int
    end: int
    level: Literal["event", "fact"] = "event"


class Gold(Record, frozen=True, kw_only=True):
    """One annotated document. ``tests`` says what a single sentence was written for."""

    id: str
    text: str
    published: dt.date | None = None
    pair: str | None = None
    tests: str = ""
    entities: tuple[GoldEntity, ...] = ()
    events: tuple[GoldEvent, ...] = ()
    must_not: tuple[MustNot, ...] = ()
    plover: bool = False
    """Made from a PLOVER record: mentions have no place in the text, and nothing is marked
    but category, actors and recipients."""

    @property
    def split(self) -> Split:
        """Half of the documents are for development, half are only measured; by id or pair."""
        digest = hashlib.sha256((self.pair or self.id).encode("utf-8")).digest()
        return "test" if digest[0] % 2 else "dev"


def read_gold(path: Path, split: Split = "all") -> Iterator[Gold]:
    """The documents of a JSONL file, ours or PLOVER records; a folder stands for its ``*.jsonl``.

    Raises ``UsageError`` naming the line that is neither.
    """
    paths = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    for file in paths:
        for row in read_jsonl(file):
            gold = _gold(row, file)
            if split == "all" or gold.split == split:
                yield gold


def _gold(row: dict[str, Any], path: Path) -> Gold:
    try:
        return _from_plover(row) if "ids" in row else msgspec.convert(row, Gold)
    except (KeyError, msgspec.ValidationError) as error:
        raise UsageError(f"{path}: {row.get('id')!r} is not an annotated document ({error}).") from error


def _from_plover(row: dict[str, Any]) -> Gold:
    entities: list[GoldEntity] = []
    events = tuple(_plover_event(event, entities) for event in row["events"])
    return Gold(id=row["id"], text=row["text"], entities=tuple(entities), events=events, plover=True)


def _plover_event(row: dict[str, Any], entities: list[GoldEntity]) -> GoldEvent:
    nowhere = Span(text=row.get("event_text") or "", start=0, end=0)
    return GoldEvent(
        id=row["record"],
        event=row["event"],
        alt=tuple(row["alt"]),
        symmetric=row["reciprocal"],
        mode=row.get("mode"),
        actors=tuple(_plover_mention(m, entities) for m in row["actors"]),
        recipients=tuple(_plover_mention(m, entities) for m in row["recipients"]),
        trigger=nowhere,
        mentions=(nowhere,),
    )


def _plover_mention(row: dict[str, Any], entities: list[GoldEntity]) -> GoldMention:
    entities.append(GoldEntity(name=row["text"], types=(), code=row.get("code"), sector=row.get("sector")))
    return GoldMention(text=row["text"], start=0, end=0, entity=len(entities) - 1)
