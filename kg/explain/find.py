"""From the name of an event or a document to the places where it is told, and to its merges."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode
from pyoxigraph import Store as Graph

from kg.errors import UsageError
from kg.iris import KINDS, event_iris, is_iri
from kg.model import Document, Event, Extraction, Record
from kg.store import Store
from kg.vocabulary import DCTERMS, KG, PROV, RDF, RDFS


class Place(Record, frozen=True, kw_only=True):
    """An event as one document tells it; ``canonical`` is the merged event that it is part of."""

    iri: str
    canonical: str | None
    document: Document
    extraction: Extraction
    event: Event


class Why(Record, frozen=True, kw_only=True):
    """Why an event of a document belongs to a merged one."""

    iri: str
    score: float
    reason: str


class Contrary(Record, frozen=True, kw_only=True):
    """A contradiction between documents, with what each side says in words."""

    kind: str
    sides: tuple[str, ...]


def find(base: Store, name: str) -> list[Place]:
    """Where an event is told, or all events of a document, the main one first.

    ``name`` is the id of a document, or an IRI of an event, merged or of a document, as it is or
    short (``canonical:assault-09273b901b24``). Raises ``UsageError`` when there is no such thing.
    """
    if (document := _document(base, name)) is not None:
        return _places(base, document)
    return [_place(base, iri) for iri in members_of(base, name)]


def members_of(base: Store, name: str) -> list[str]:
    """The sorted events of documents that a merged event consists of; of any other event, itself."""
    node = NamedNode(_iri(base, name))
    found = [quad.subject for quad in base.graph.quads_for_pattern(None, _SAME, node)]
    members = [one.value for one in found if isinstance(one, NamedNode)]
    if members:
        return sorted(members)
    if next(base.graph.quads_for_pattern(node, _SAME, None), None) is None:
        raise UsageError(
            f"{base.path} has no document and no event {name!r}. "
            f"kg explain {base.path} DOCUMENT names the events of a document."
        )
    return [node.value]


def reasons(base: Store, canonical: str) -> list[Why]:
    """Why the members of a merged event were joined, sorted; empty for an event told once."""
    merges = [
        quad.subject for quad in base.graph.quads_for_pattern(None, NamedNode(KG.into), NamedNode(canonical))
    ]
    found = [
        Why(
            iri=_value(base.graph, merge, KG.merged),
            score=float(_value(base.graph, merge, KG.mergeScore) or 0),
            reason=_value(base.graph, merge, KG.mergeReason),
        )
        for merge in merges
        if isinstance(merge, NamedNode)
    ]
    return sorted(found, key=lambda one: one.iri)


def contrary(base: Store, canonical: str) -> list[Contrary]:
    """What the documents of a merged event contradict each other about, sorted."""
    about = base.graph.quads_for_pattern(None, NamedNode(KG.about), NamedNode(canonical))
    found = [
        Contrary(kind=kind, sides=tuple(sorted(_sides(base, quad.subject, kind))))
        for quad in about
        if isinstance(quad.subject, NamedNode)
        and (kind := _value(base.graph, quad.subject, KG.contradictionKind))
    ]
    return sorted(found, key=lambda one: (one.kind, one.sides))


def _sides(base: Store, contradiction: NamedNode, kind: str) -> Iterator[str]:
    """What each side says, who says it, and in which document."""
    for quad in base.graph.quads_for_pattern(contradiction, NamedNode(KG.side), None):
        claim = quad.object
        if not isinstance(claim, NamedNode):
            continue
        speaker = _value(base.graph, claim, KG.attributedTo)
        who = label(base, speaker) if speaker else "the outlet"
        event = _value(base.graph, claim, KG.about)
        documents = ", ".join(sorted(set(_documents(base.graph, NamedNode(event)))))
        yield f"{_what(base, claim, kind)} (says {who}, {documents})"


def _what(base: Store, claim: NamedNode, kind: str) -> str:
    """The value that a claim gives, or the party that it names."""
    if value := _value(base.graph, claim, KG.value):
        return value
    if kind == "denial":
        return _value(base.graph, claim, KG.stance).rpartition("#")[2]
    return label(base, _value(base.graph, claim, KG.subject if kind == "actor" else KG.object))


def label(base: Store, iri: str) -> str:
    """The name of an event; its IRI when the graph has none."""
    return _value(base.graph, NamedNode(iri), RDFS.label) or iri


def short(iri: str, base: str) -> str:
    """``event:assault-1a2b`` for a thing under the base, as ``find`` understands it."""
    kind, slash, rest = iri.removeprefix(base).partition("/")
    return f"{kind}:{rest}" if iri.startswith(base) and slash and kind in KINDS else iri


_SAME = NamedNode(KG.sameEventAs)


def _iri(base: Store, name: str) -> str:
    prefix, colon, rest = name.partition(":")
    iri = f"{base.base}{prefix}/{rest}" if colon and prefix in KINDS else name
    if not is_iri(iri):
        raise UsageError(f"{base.path} has no document {name!r}, and it is no IRI of an event.")
    return iri


def _document(base: Store, name: str) -> Document | None:
    try:
        return base.document(name)
    except UsageError:
        return None


def _places(base: Store, document: Document) -> list[Place]:
    extraction = base.extraction(document.id)
    iris = event_iris(extraction, base=base.base)
    return [
        Place(
            iri=iris[event.id],
            canonical=_canonical(base.graph, iris[event.id]),
            document=document,
            extraction=extraction,
            event=event,
        )
        for event in extraction.events
    ]


def _place(base: Store, iri: str) -> Place:
    for document in _documents(base.graph, NamedNode(iri)):
        for place in _places(base, base.document(document)):
            if place.iri == iri:
                return place
    raise UsageError(
        f"{iri} is not in the ledger any more; kg rebuild {base.path} brings the graph up to date."
    )


def _documents(graph: Graph, event: NamedNode) -> Iterator[str]:
    """The ids of the documents whose graphs tell of the event."""
    for told in graph.quads_for_pattern(event, NamedNode(RDF.type), None):
        if not isinstance(told.graph_name, NamedNode):
            continue
        for origin in graph.quads_for_pattern(told.graph_name, NamedNode(PROV.wasDerivedFrom), None):
            if isinstance(origin.object, NamedNode):
                yield _value(graph, origin.object, DCTERMS.identifier)


def _canonical(graph: Graph, iri: str) -> str | None:
    return _value(graph, NamedNode(iri), KG.sameEventAs) or None


def _value(graph: Graph, node: NamedNode, predicate: str) -> str:
    """The one value of a node; empty when there is none."""
    found = next(graph.quads_for_pattern(node, NamedNode(predicate), None), None)
    return found.object.value if found and isinstance(found.object, (NamedNode, Literal)) else ""
