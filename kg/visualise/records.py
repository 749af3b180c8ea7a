"""What the pictures are drawn from: plain frozen records, free of RDF and of HTML."""

from __future__ import annotations

from kg.model import Record


class Node(Record, frozen=True):
    """An actor, place or facility; ``type`` is a class of the ontology without its prefix."""

    id: str
    label: str
    type: str


class Card(Record, frozen=True):
    """One claim with the words it rests on: what an arrow is made of.

    ``sentence`` is a stretch of the document's text around the evidence; ``start`` and ``end``
    mark the evidence inside it (code points, end exclusive), ``place`` and ``stop`` in the document;
    ``more`` are further places in the document that say the same.
    ``subject``, ``relation`` and ``object`` are IRIs. Dates are ISO; both ``None`` when the text gives
    none. ``source`` is who says so, ``None`` when it is the outlet itself.
    """

    id: str
    subject: str
    relation: str
    object: str
    status: str
    stance: str
    source: str | None
    document: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    earliest: str | None
    latest: str | None
    confidence: float
    sentence: str
    start: int
    end: int
    place: int
    stop: int
    more: tuple[tuple[int, int], ...] = ()


class Edge(Record, frozen=True):
    """All claims of one relation from one node to another: one arrow."""

    source: str
    target: str
    relation: str
    cards: tuple[Card, ...]


class Network(Record, frozen=True):
    """A picture's content, strongest edges first; ``total`` counts the edges before the cap.

    ``query`` asks for the rows it is counted from, as ``kg query STORE`` takes it. ``statuses`` are those
    that were asked for; empty when nobody asked, and then pictures show what is told as real.
    """

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    total: int
    query: str = "claims"
    statuses: frozenset[str] = frozenset()


class Fault(Record, frozen=True):
    """Claims of one document that cannot all hold; ``kind`` as in ``kg.model.Contradiction``.

    ``spans`` are the places of the sides in the text, start and end.
    """

    kind: str
    about: str
    sides: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


class Page(Record, frozen=True):
    """One document with what was found in it; ``labels`` are the names of things by IRI."""

    id: str
    title: str | None
    text: str
    outlet: str | None
    published: str | None
    url: str | None
    labels: tuple[tuple[str, str], ...]
    cards: tuple[Card, ...]
    faults: tuple[Fault, ...] = ()


class Happening(Record, frozen=True):
    """A merged event of a relation at a place; ``point`` is WKT, ``None`` where nobody knows it."""

    event: str
    relation: str
    place: str
    name: str
    kind: str | None
    point: str | None


class Located(Record, frozen=True):
    """A map's content; ``query`` and ``statuses`` as in ``Network``."""

    title: str
    happenings: tuple[Happening, ...]
    query: str = "places-of-events"
    statuses: frozenset[str] = frozenset()
