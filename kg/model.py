"""The frozen records that pass between the stages.

Offsets are Unicode code points into ``Document.text``; ``end`` is exclusive, so
``document.text[start:end]`` is the quoted text. The records from ``Mention`` down to
``Extraction`` are also the output contract of ``kg extract --format jsonl``: what is
written is these fields in this order, and ``docs/contract.schema.json`` is made from them.
An empty tuple means "none found"; ``None`` means "not known".
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Literal, get_args

import msgspec

EntityType = Literal[
    "State",
    "ArmedGroup",
    "Official",
    "Person",
    "Agency",
    "Military",
    "InternationalOrganization",
    "NewsAgency",
    "Party",
    "CivilGroup",
    "Place",
    "Facility",
    "Organization",
]
PERSONS: frozenset[EntityType] = frozenset(("Person", "Official"))
"""Types of a single human being."""
Status = Literal["actual", "negated", "future", "hypothetical", "habitual", "historical"]
HAPPENED: frozenset[Status] = frozenset(("actual", "historical"))
"""Statuses of what is said to have happened, once and for real."""
Stance = Literal["reports", "alleges", "denies"]
Precision = Literal["day", "week", "month", "season", "year", "years", "unknown"]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
"""From the finest to the coarsest."""
_ABOUT_A_WEEK = 3


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A value that never changes; equal when all its fields are equal."""


class Document(Record, frozen=True, kw_only=True):
    """One text as received, decoded, with a byte order mark removed and nothing else changed.

    ``id`` is stable and the user's own where there is one. ``published`` anchors relative
    dates; without it they stay open. ``path`` says where the text was read, for messages only.
    """

    id: str
    text: str
    title: str | None = None
    published: dt.date | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    path: str | None = None

    @property
    def sha256(self) -> str:
        """Hex digest of the UTF-8 text: the version of the document."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


class Failure(Record, frozen=True, kw_only=True):
    """A document that could not be used. ``reason`` is a short code, ``message`` is for people.

    ``status`` tells a document set aside on purpose (``skipped``: not English, empty) from
    one that broke (``failed``: unreadable, too slow).
    """

    id: str
    status: Literal["skipped", "failed"]
    reason: str
    message: str
    path: str | None = None
    sha256: str | None = None


class Span(Record, frozen=True, kw_only=True):
    """A quoted stretch of the document text."""

    text: str
    start: int
    end: int


class Mention(Record, frozen=True, kw_only=True):
    """A participant as named in one place: the text there and the entity it stands for.

    ``known`` is true when the entity was in the knowledge before any document.
    """

    text: str
    start: int
    end: int
    iri: str
    name: str
    type: EntityType
    code: str | None = None
    sector: str | None = None
    known: bool = False


class Role(Record, frozen=True, kw_only=True):
    """An office somebody is said to hold; ``of`` is the code or IRI of the body it belongs to.

    ``state`` is "former", "acting", "deputy", "designate" or a mix, in the text's order; the
    empty string means a plain present holder.
    """

    title: str
    of: str | None
    start: int
    end: int
    state: str = ""


class Entity(Record, frozen=True, kw_only=True):
    """One actor, place or facility of the document with every place it is mentioned."""

    iri: str
    type: EntityType
    name: str
    code: str | None
    sector: str | None
    known: bool
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    mentions: tuple[Span, ...] = ()


class Count(Record, frozen=True, kw_only=True):
    """A number of people (or things) that an event concerns; ``min`` = ``max`` when exact."""

    kind: str
    min: int | None
    max: int | None
    start: int
    end: int


class Attribution(Record, frozen=True, kw_only=True):
    """Who says it. ``within`` is the index of the outer attribution in the same tuple.

    ``source`` is ``None`` when the text hides it ("reportedly").
    """

    stance: Stance
    source: Mention | None
    cue: Span
    within: int | None = None


class Interval(Record, frozen=True, kw_only=True):
    """When: the expression and the days it may mean, both ends inclusive, ISO 8601 dates.

    Open ends (``None``) mean that the expression could not be anchored.
    """

    text: str
    start: int
    end: int
    earliest: str | None
    latest: str | None
    precision: Precision


def days_open(precision: str | None, earliest: str | None, latest: str | None) -> int:
    """How many days on either side a date leaves open: "two weeks ago" names one day, told in weeks."""
    return _ABOUT_A_WEEK if precision == "week" and earliest == latest else 0


class Location(Record, frozen=True, kw_only=True):
    """A place an event is said to have happened at; ``iri`` is ``None`` when it is not linked."""

    text: str
    start: int
    end: int
    iri: str | None
    name: str


class Event(Record, frozen=True, kw_only=True):
    """One real happening, however often the document tells it. See RDF-MODEL for the meaning."""

    id: str
    event: str
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[Mention, ...]
    recipients: tuple[Mention, ...]
    units: tuple[Mention, ...]
    targets: tuple[Mention, ...]
    instruments: tuple[Span, ...]
    counts: tuple[Count, ...]
    trigger: Span
    mentions: tuple[Span, ...]
    status: Status
    attribution: tuple[Attribution, ...]
    content: tuple[str | Span, ...]
    date: Interval | None
    places: tuple[Location, ...]
    confidence: float
    rule: str = ""


class ContraryClaim(Record, frozen=True, kw_only=True):
    """One side of a contradiction; ``source`` ``None`` means the outlet itself."""

    value: str
    start: int
    end: int
    source: Mention | None


class Contradiction(Record, frozen=True, kw_only=True):
    """Claims that cannot all hold. ``kind``: role, count, actor, target, place, denial.

    ``about`` is an event id or an entity IRI.
    """

    kind: str
    about: str
    claims: tuple[ContraryClaim, ...]


class Extraction(Record, frozen=True, kw_only=True):
    """All that one document says: the output contract."""

    id: str
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


def to_json(record: Record) -> bytes:
    """The record as one line of UTF-8 JSON, fields in the order of the class."""
    return msgspec.json.encode(record)


def extraction_from_json(line: bytes | str) -> Extraction:
    """The inverse of ``to_json``; raises ``msgspec.ValidationError`` naming the bad field."""
    return msgspec.json.decode(line, type=Extraction)
