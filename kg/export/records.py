"""The extraction contract again, one document a line, with the ids that events have after merging."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

import msgspec
from pyoxigraph import NamedNode
from pyoxigraph import Store as Graph

from kg.iris import event_iris
from kg.model import Event, Extraction, to_json
from kg.vocabulary import KG


class Entry(Protocol):
    """A document's extraction as the store gives it."""

    @property
    def extraction(self) -> Extraction: ...


def record_lines(entries: Iterator[Entry], graph: Graph, *, base: str) -> Iterator[bytes]:
    """One line of JSON for each document; an event has the same id wherever it is told."""
    for entry in entries:
        own = event_iris(entry.extraction, base=base)
        names = {id: _canonical(graph, iri) for id, iri in own.items()}
        yield to_json(with_ids(entry.extraction, names)) + b"\n"


def _canonical(graph: Graph, iri: str) -> str:
    """The merged event; the event itself while the graph does not know it yet."""
    for quad in graph.quads_for_pattern(NamedNode(iri), NamedNode(KG.sameEventAs), None):
        if isinstance(quad.object, NamedNode):
            return quad.object.value
    return iri


def with_ids(extraction: Extraction, names: Mapping[str, str]) -> Extraction:
    """The same extraction with other event ids; contents and contradictions follow."""
    return msgspec.structs.replace(
        extraction,
        events=tuple(_renamed(event, names) for event in extraction.events),
        contradictions=tuple(
            msgspec.structs.replace(one, about=names.get(one.about, one.about))
            for one in extraction.contradictions
        ),
    )


def _renamed(event: Event, names: Mapping[str, str]) -> Event:
    content = tuple(names.get(one, one) if isinstance(one, str) else one for one in event.content)
    return msgspec.structs.replace(event, id=names[event.id], content=content)
