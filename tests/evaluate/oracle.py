"""Turns annotated documents into the prediction that is right in everything, to test the ruler."""

from __future__ import annotations

from kg.evaluate.gold import Gold, GoldAttribution, GoldEvent, GoldMention
from kg.model import Attribution, Entity, Event, Extraction, Location, Mention, Span


def oracle(gold: Gold) -> Extraction:
    """Everything that is annotated and required, found at the same places."""
    entities = tuple(
        Entity(iri=f"{gold.id}#{i}", type=e.types[0] if e.types else "Organization", name=e.name, code=e.code,
               sector=e.sector, known=False, mentions=e.mentions)
        for i, e in enumerate(gold.entities)
    )  # fmt: skip
    return Extraction(
        id=gold.id, entities=entities, events=tuple(_event(gold, e) for e in gold.events if not e.optional)
    )


def _event(gold: Gold, event: GoldEvent) -> Event:
    return Event(
        id=f"{gold.pair} {event.label}" if event.label else f"{gold.id} {event.id}",
        event=event.event, mode=event.mode, contexts=(),
        actors=_mentions(gold, event.actors), recipients=_mentions(gold, event.recipients),
        units=_mentions(gold, event.units), targets=_mentions(gold, event.targets),
        instruments=event.instruments, counts=event.counts, trigger=event.trigger, mentions=event.mentions,
        status=event.status, attribution=tuple(_attribution(gold, a) for a in event.attribution),
        content=event.content, date=event.date, confidence=1.0,
        places=tuple(_location(p) for p in event.places),
    )  # fmt: skip


def _location(place: GoldMention) -> Location:
    return Location(text=place.text, start=place.start, end=place.end, iri=None, name=place.text)


def _mentions(gold: Gold, mentions: tuple[GoldMention, ...]) -> tuple[Mention, ...]:
    return tuple(_mention(gold, m) for m in mentions)


def _mention(gold: Gold, mention: GoldMention) -> Mention:
    entity = gold.entities[mention.entity]
    kind = entity.types[0] if entity.types else "Organization"
    return Mention(text=mention.text, start=mention.start, end=mention.end, iri=f"{gold.id}#{mention.entity}",
                   name=entity.name, type=kind, code=entity.code, sector=entity.sector)  # fmt: skip


def _attribution(gold: Gold, said: GoldAttribution) -> Attribution:
    source = _mention(gold, said.source) if said.source else None
    cue = said.cue or Span(text="", start=0, end=0)
    return Attribution(stance=said.stance, source=source, cue=cue, within=said.within)
