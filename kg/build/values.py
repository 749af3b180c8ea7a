"""The plain values of an event, the same way for a document's event and for a merged one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.build.labels import date_label, event_label
from kg.build.ontology import Ontology
from kg.build.sheet import Literal, Value, day, number, text
from kg.model import Contradiction, Count, Event, Extraction, Interval, Mention
from kg.vocabulary import KG, count_property, event_type, precision_iri

Said = tuple[str, Value]
"""A predicate and its object."""


def event_types(event: str, mode: str | None) -> list[str]:
    """The concept of the category and the one of the mode."""
    return [event_type(event), event_type(event, mode)] if mode else [event_type(event)]


def parties(event: Event) -> list[tuple[str, tuple[Mention, ...]]]:
    """Role by role, who takes part."""
    return [
        (KG.actor, event.actors),
        (KG.recipient, event.recipients),
        (KG.unit, event.units),
        (KG.target, event.targets),
    ]


def doers(event: Event) -> tuple[Mention, ...]:
    """Who did it: the actors, or the units where no actor is told."""
    return event.actors or event.units


def affected(event: Event) -> tuple[Mention, ...]:
    """Who or what it was done to."""
    return (*event.recipients, *event.targets)


def date_values(date: Interval | None) -> list[Said]:
    """The interval and its precision."""
    if date is None:
        return []
    return [
        (KG.dateEarliest, day(date.earliest)),
        (KG.dateLatest, day(date.latest)),
        (KG.datePrecision, precision_iri(date.precision)),
    ]


def count_values(counts: Iterable[Count]) -> Iterator[Said]:
    """Numbers of people or things: the exact number where there is one, and both bounds."""
    for count in counts:
        name = count_property(count.kind)
        if count.min == count.max:
            yield name, number(count.min)
        yield f"{name}Min", number(count.min)
        yield f"{name}Max", number(count.max)


def agreed_counts(event: Event, extraction: Extraction) -> list[Count]:
    """The counts of kinds that the document tells one way only."""
    disputed = {
        (side.start, side.end)
        for contradiction in disputes(event.id, extraction)
        if contradiction.kind == "count"
        for side in contradiction.claims
    }
    kinds = {count.kind for count in event.counts if (count.start, count.end) in disputed}
    told: dict[str, set[tuple[int | None, int | None]]] = {}
    for count in event.counts:
        told.setdefault(count_property(count.kind), set()).add((count.min, count.max))
    return [
        count
        for count in event.counts
        if count.kind not in kinds and len(told[count_property(count.kind)]) == 1
    ]


def disputes(about: str, extraction: Extraction) -> list[Contradiction]:
    """The contradictions about this event id or entity IRI."""
    return [one for one in extraction.contradictions if one.about == about]


def instruments(event: Event) -> list[Literal]:
    """What it was done with, in small letters, so that equal means the same."""
    return [word for span in event.instruments if (word := text(span.text.casefold())) is not None]


def verb(event: str, ontology: Ontology) -> str:
    """The words for what an event of this category is, between who did it and to whom."""
    relation = ontology.relation(event)
    return ontology.labels.get(relation, event.lower()) if relation else event.lower()


def label_of(event: Event, ontology: Ontology) -> str:
    """Who did what to whom, and when."""
    return event_label(
        _names(doers(event)),
        verb(event.event, ontology),
        _names(event.recipients or event.targets),
        event.status,
        date_label(event.date.earliest, event.date.latest) if event.date else "",
    )


def _names(mentions: Sequence[Mention]) -> list[str]:
    return [" ".join(mention.name.split()) for mention in mentions]
