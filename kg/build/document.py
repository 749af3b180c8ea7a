"""Document and extraction -> the statements of one named graph: pure, sorted, without blank nodes."""

from __future__ import annotations

from kg.build.claims import describe_claims, describe_contents, describe_contradiction
from kg.build.entities import describe_entity, describe_place
from kg.build.knowledge import Knowledge
from kg.build.maker import Maker, check_offsets
from kg.build.ontology import Ontology
from kg.build.sheet import number, share, text
from kg.build.values import (
    agreed_counts,
    count_values,
    date_values,
    event_types,
    instruments,
    label_of,
    parties,
)
from kg.iris import BASE
from kg.model import Document, Event, Extraction
from kg.vocabulary import CONTEXT, KG, RDFS, SEM, status_iri


def build_document(
    document: Document,
    extraction: Extraction,
    *,
    ontology: Ontology,
    knowledge: Knowledge,
    base: str = BASE,
    checked: bool = False,
) -> list[str]:
    """The graph of one document version as sorted N-Quads lines.

    Raises ``BadOffsets`` when a quote is not in the text, unless that was ``checked`` before.
    """
    if not checked:
        check_offsets(document, extraction)
    maker = Maker(document, extraction, base=base, ontology=ontology, knowledge=knowledge)
    for entity in extraction.entities:
        describe_entity(maker, entity)
    for rank, event in enumerate(extraction.events):
        _describe_event(maker, event, rank)
        describe_claims(maker, event)
        describe_contents(maker, event)
    for contradiction in extraction.contradictions:
        describe_contradiction(maker, contradiction)
    return maker.sheet.lines()


def _describe_event(maker: Maker, event: Event, rank: int) -> None:
    """The node of an event; a value that the document tells two ways is left to the claims."""
    say, node = maker.sheet.say, maker.events[event.id]
    maker.sheet.type(node, KG.Event, SEM.Event)
    say(node, RDFS.label, text(label_of(event, maker.ontology)))
    say(node, KG.status, status_iri(event.status))
    say(node, KG.eventType, *event_types(event.event, event.mode))
    say(node, KG.context, *(CONTEXT + context for context in event.contexts))
    for predicate, mentions in parties(event):
        say(node, predicate, *(maker.thing(mention.iri) for mention in mentions))
    say(node, KG.instrument, *instruments(event))
    say(node, SEM.hasPlace, *(describe_place(maker, place) for place in event.places))
    for predicate, value in (*date_values(event.date), *count_values(agreed_counts(event, maker.extraction))):
        say(node, predicate, value)
    say(node, KG.dateText, text(event.date.text) if event.date else None)
    say(node, KG.rank, number(rank))
    say(node, KG.rule, text(event.rule or None))
    say(node, KG.confidence, share(event.confidence))
    spans = {(span.start, span.end) for span in (event.trigger, *event.mentions)}
    say(node, KG.evidence, *(maker.quote(*span) for span in sorted(spans)))
