"""What a language model is asked for: the records of the contract, with quotes instead of offsets.

The JSON Schema is made from these classes and the types of ``kg.model``. A model cannot count
characters and does not know our IRIs: both are worked out by ``kg.backends.llm.told``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from kg.backends.llm.codebook import Concept
from kg.model import EntityType, Precision, Record, Stance, Status


class Office(Record, frozen=True, kw_only=True):
    """An office of a person as the text titles it."""

    title: str
    of: str | None
    state: str


class Thing(Record, frozen=True, kw_only=True):
    """An entity; ``id`` is the answer's own."""

    id: str
    name: str
    type: EntityType
    country: str | None
    names: tuple[str, ...]
    offices: tuple[Office, ...]


class Party(Record, frozen=True, kw_only=True):
    """An entity as named in the passage of an event."""

    entity: str
    quote: str


class Voice(Record, frozen=True, kw_only=True):
    """Who says so; ``within`` counts in the same list."""

    stance: Stance
    source: Party | None
    cue: str
    within: int | None


class Number(Record, frozen=True, kw_only=True):
    """A count with the words that give it."""

    kind: str
    min: int | None
    max: int | None
    quote: str


class When(Record, frozen=True, kw_only=True):
    """A time expression and the days it may mean, as ISO 8601 dates."""

    quote: str
    earliest: str | None
    latest: str | None
    precision: Precision


class Happening(Record, frozen=True, kw_only=True):
    """An event; ``passage`` is the sentence that holds ``trigger`` and the parties."""

    passage: str
    trigger: str
    mentions: tuple[str, ...]
    event: str
    mode: str | None
    status: Status
    actors: tuple[Party, ...]
    units: tuple[Party, ...]
    recipients: tuple[Party, ...]
    targets: tuple[Party, ...]
    instruments: tuple[str, ...]
    counts: tuple[Number, ...]
    attribution: tuple[Voice, ...]
    content: tuple[str, ...]
    content_events: tuple[int, ...]
    date: When | None
    places: tuple[Party, ...]
    confidence: float


class Answer(Record, frozen=True, kw_only=True):
    """All that one part of a text says."""

    entities: tuple[Thing, ...]
    events: tuple[Happening, ...]


def schema(concepts: Sequence[Concept]) -> dict[str, Any]:
    """The JSON Schema of ``Answer`` in the dialect that endpoints take in strict mode.

    The root is an object, every object is closed, and categories and modes are those of the ontology.
    """
    made = msgspec.json.schema(Answer)
    definitions = made["$defs"]
    for definition in definitions.values():
        definition["additionalProperties"] = False
        definition.pop("description", None)
    event = definitions["Happening"]["properties"]
    event["event"] = {"enum": sorted({concept.category for concept in concepts})}
    modes = sorted({concept.mode for concept in concepts if concept.mode})
    event["mode"] = {"anyOf": [{"enum": modes}, {"type": "null"}]}
    return {**definitions.pop("Answer"), "$defs": definitions}
