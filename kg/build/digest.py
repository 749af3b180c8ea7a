"""A document's extraction reduced to what the graphs of the whole set are derived from."""

from __future__ import annotations

from itertools import permutations

from kg.build.claims import pairs, stance_of, voices
from kg.build.knowledge import Knowledge, plain
from kg.build.maker import place_iri, thing_iri
from kg.build.values import affected, agreed_counts, disputes, doers, parties
from kg.iris import digest, event_iris, mint
from kg.model import (
    Document,
    EntityType,
    Event,
    Extraction,
    Mention,
    Precision,
    Record,
    Stance,
    Status,
    to_json,
)
from kg.vocabulary import class_of, count_property

Numbers = tuple[str, int | None, int | None]
"""The property of a count with its least and greatest value."""


class Told(Record, frozen=True):
    """An event as one document tells it, in IRIs. ``roles`` is predicate -> IRIs in the text's order.

    ``stances`` are those of the innermost voices; ``reported`` are the pairs (who, whom) that some
    voice states as fact; ``disputed`` the kinds of value that the document contradicts itself on.
    ``codes`` are the countries of those who take part; ``words`` changes when anything that is told does.
    """

    iri: str
    document: str
    outlet: str | None
    published: str | None
    event: str
    mode: str | None
    contexts: tuple[str, ...]
    status: Status
    roles: tuple[tuple[str, tuple[str, ...]], ...]
    names: tuple[tuple[str, str], ...]
    codes: tuple[tuple[str, str], ...]
    instruments: tuple[str, ...]
    counts: tuple[Numbers, ...]
    earliest: str | None
    latest: str | None
    precision: Precision | None
    places: tuple[str, ...]
    stances: tuple[Stance, ...]
    reported: tuple[tuple[str, str], ...]
    disputed: tuple[str, ...]
    rank: int
    confidence: float
    words: str


class Met(Record, frozen=True):
    """An actor or place as one document tells of it; ``cls`` is its class."""

    iri: str
    document: str
    type: EntityType
    cls: str
    name: str
    code: str | None
    known: bool


class Digest(Record, frozen=True):
    """What one document contributes. ``named`` are the known things it refers to."""

    told: tuple[Told, ...]
    met: tuple[Met, ...]
    named: tuple[str, ...]


def digest_document(document: Document, extraction: Extraction, *, knowledge: Knowledge, base: str) -> Digest:
    """The digest of one document; it depends on nothing but the arguments."""
    outlet = outlet_iri(document.source, knowledge, base=base)
    iris = event_iris(extraction, base=base)
    told = tuple(
        _told(document, extraction, event, iris[event.id], outlet=outlet, rank=rank, base=base)
        for rank, event in enumerate(extraction.events)
    )
    met = tuple(_met(document, extraction, base))
    named = {one.iri for one in met} | {iri for one in told for iri in _mentioned(one)} | {outlet or ""}
    named |= {iri for iri in _offices(extraction, knowledge) if iri}
    return Digest(told=told, met=met, named=tuple(sorted(iri for iri in named if iri in knowledge.entries)))


def outlet_iri(source: str | None, knowledge: Knowledge, *, base: str) -> str | None:
    """The outlet of this name: a known one by its exact name, otherwise one of the user's own."""
    if source is None or not source.strip():
        return None
    return knowledge.outlets.get(plain(source)) or mint("outlet", source, plain(source), base=base)


def _met(document: Document, extraction: Extraction, base: str) -> list[Met]:
    return [
        Met(
            iri=thing_iri(entity.iri, document.id, base=base),
            document=document.id,
            type=entity.type,
            cls=class_of(entity.type),
            name=entity.name,
            code=entity.code,
            known=entity.known,
        )
        for entity in extraction.entities
    ]


def _offices(extraction: Extraction, knowledge: Knowledge) -> list[str | None]:
    roles = [role for entity in extraction.entities for role in entity.roles]
    titles = [knowledge.offices.get(plain(role.title)) for role in roles]
    return titles + [knowledge.country(role.of) or role.of for role in roles]


def _mentioned(told: Told) -> list[str]:
    return [iri for _, iris in told.roles for iri in iris] + list(told.places)


def _told(
    document: Document,
    extraction: Extraction,
    event: Event,
    iri: str,
    *,
    outlet: str | None,
    rank: int,
    base: str,
) -> Told:
    def things(mentions: tuple[Mention, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(thing_iri(one.iri, document.id, base=base) for one in mentions))

    named = [one for _, mentions in parties(event) for one in mentions]
    return Told(
        iri=iri,
        document=document.id,
        outlet=outlet,
        published=document.published.isoformat() if document.published else None,
        event=event.event,
        mode=event.mode,
        contexts=event.contexts,
        status=event.status,
        roles=tuple((predicate, things(mentions)) for predicate, mentions in parties(event)),
        names=tuple(sorted({(thing_iri(one.iri, document.id, base=base), one.name) for one in named})),
        codes=tuple(
            sorted({(thing_iri(one.iri, document.id, base=base), one.code) for one in named if one.code})
        ),
        instruments=tuple(span.text.casefold() for span in event.instruments),
        counts=tuple((count_property(c.kind), c.min, c.max) for c in agreed_counts(event, extraction)),
        earliest=event.date.earliest if event.date else None,
        latest=event.date.latest if event.date else None,
        precision=event.date.precision if event.date else None,
        places=tuple(dict.fromkeys(place_iri(place, document.id, base=base) for place in event.places)),
        stances=tuple(sorted({stance_of(event, voice) for voice in voices(event)})),
        reported=_reported(document, event, base),
        disputed=tuple(sorted({one.kind for one in disputes(event.id, extraction)})),
        rank=rank,
        confidence=event.confidence,
        words=_words(event, extraction),
    )


def _words(event: Event, extraction: Extraction) -> str:
    """Differs for events of which anything at all is told in another way."""
    records = (event, *disputes(event.id, extraction))
    return digest(*(to_json(record).decode() for record in records))


def _reported(document: Document, event: Event, base: str) -> tuple[tuple[str, str], ...]:
    """Who and whom, when at least one chain of voices states it as fact from end to end."""
    if not any(_is_reported(event, voice) for voice in voices(event)):
        return ()
    told = pairs(event)
    if not affected(event):
        told = list(permutations(doers(event), 2))
    linked = {
        (thing_iri(one.iri, document.id, base=base), thing_iri(other.iri, document.id, base=base))
        for one, other in told
        if one is not None and other is not None
    }
    return tuple(sorted(pair for pair in linked if pair[0] != pair[1]))


def _is_reported(event: Event, voice: int | None) -> bool:
    seen: set[int] = set()
    while voice is not None and voice not in seen:
        seen.add(voice)
        if event.attribution[voice].stance != "reports":
            return False
        voice = event.attribution[voice].within
    return True
