"""Keeps the graph in step with the ledger. The only place where the store meets building and merging."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import NamedNode, Quad
from pyoxigraph import Store as Graph

from kg.build import (
    Digest,
    Knowledge,
    Ontology,
    Told,
    build_document,
    derive_whole,
    digest_document,
    inferred_quads,
    knowledge_quads,
    load_knowledge,
    meta_quads,
    ontology_files,
    ontology_of,
    read_triples,
)
from kg.data import knowledge_files
from kg.iris import graph_iri, version_iri
from kg.resolve.merge import Judgement, NamedThing, Sighting, merge_entities, merge_events
from kg.store.ledger import Entry, Ledger
from kg.vocabulary import KG, RDF

SHARED_GRAPHS = ("meta", "knowledge", "same", "events", "shortcuts", "inferred", "ontology")
"""The graphs that belong to no single document."""

_RULES = "1"
"""Raised when the way graphs are derived changes, so that they are derived again."""
_BATCH = 64
"""Documents written in one transaction."""
_CHUNK = 10_000
"""Quads of the shared graphs written in one transaction."""


@dataclass
class Deriver:
    """Derives the graphs of a knowledge base; reads the ontology and the knowledge when first needed."""

    base: str
    extra: tuple[Path, ...] = ()

    @cached_property
    def ontology(self) -> Ontology:
        """The shipped ontology and the user's."""
        return ontology_of(read_triples(ontology_files(self.extra)))

    @cached_property
    def knowledge(self) -> Knowledge:
        """The shipped actors, offices and places and the user's."""
        return load_knowledge(self.extra)

    @cached_property
    def fingerprint(self) -> str:
        """Changes when the rules, the ontology, the knowledge or the base do."""
        files = [*ontology_files(self.extra), *knowledge_files("actors", self.extra)]
        files += knowledge_files("places", self.extra)
        hashed = hashlib.sha256(f"{_RULES} {self.base}".encode())
        for path in files:
            hashed.update(hashlib.sha256(path.read_bytes()).digest())
        return hashed.hexdigest()

    def document_graph(self, entry: Entry) -> str:
        """The graph of a document as it stands in the ledger."""
        return version_iri(entry.document.id, entry.document.sha256, base=self.base)

    def document_quads(self, entry: Entry) -> list[Quad]:
        """What one document says, sorted."""
        return build_document(
            entry.document,
            entry.extraction,
            ontology=self.ontology,
            knowledge=self.knowledge,
            base=self.base,
        )

    def shared_quads(self, ledger: Ledger) -> list[Quad]:
        """The graphs of the whole set."""
        digests = [self._digest(entry) for entry in ledger.entries()]
        whole = self._whole(digests, ledger)
        named = {iri for digest in digests for iri in digest.named}
        known = knowledge_quads(self.knowledge, named, graph_iri("knowledge", base=self.base))
        inferred = inferred_quads([*known, *whole, *_class_quads(digests)], self.ontology, base=self.base)
        return [*self._meta(ledger), *known, *whole, *inferred, *self._ontology_quads()]

    def _digest(self, entry: Entry) -> Digest:
        return digest_document(entry.document, entry.extraction, knowledge=self.knowledge, base=self.base)

    def _meta(self, ledger: Ledger) -> list[Quad]:
        documents = ((entry.document, entry.pipeline) for entry in ledger.entries())
        return meta_quads(documents, ledger.pipelines(), knowledge=self.knowledge, base=self.base)

    def _ontology_quads(self) -> list[Quad]:
        graph = NamedNode(graph_iri("ontology", base=self.base))
        triples = read_triples(ontology_files(self.extra))
        return [Quad(one.subject, one.predicate, one.object, graph) for one in triples]

    def _whole(self, digests: list[Digest], ledger: Ledger) -> list[Quad]:
        actors = merge_entities(_things(digests), _judgements(ledger, "actor"))
        same = {member: group.members[0] for group in actors for member in group.members}
        told = {one.iri: one for digest in digests for one in digest.told}
        sightings = [_sighting(one, same) for one in told.values()]
        events = merge_events(sightings, _judgements(ledger, "event"), within=self.knowledge.within)
        return derive_whole(told, events, actors, self.ontology, base=self.base).quads()


def _judgements(ledger: Ledger, kind: str) -> list[Judgement]:
    return [
        Judgement(left=one.left, right=one.right, same=one.same, reason=one.reason)
        for one in ledger.judgements()
        if one.kind == kind
    ]


def _things(digests: Iterable[Digest]) -> Iterator[NamedThing]:
    for digest in digests:
        for one in digest.met:
            if one.type not in {"Place", "Facility"}:
                yield NamedThing(
                    iri=one.iri,
                    document=one.document,
                    type=one.type,
                    name=one.name,
                    code=one.code,
                    known=one.known,
                )


def _sighting(told: Told, same: dict[str, str]) -> Sighting:
    roles = dict(told.roles)

    def parties(*predicates: str) -> tuple[str, ...]:
        return tuple(sorted({same.get(iri, iri) for name in predicates for iri in roles.get(name, ())}))

    return Sighting(
        iri=told.iri,
        document=told.document,
        category=told.event,
        mode=told.mode,
        status=told.status,
        actors=parties(KG.actor) or parties(KG.unit),
        affected=parties(KG.recipient) or parties(KG.target),
        places=tuple(sorted(told.places)),
        earliest=_date(told.earliest),
        latest=_date(told.latest),
        published=_date(told.published),
        counts=tuple(
            (name, least) for name, least, most in told.counts if least is not None and least == most
        ),
    )


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _class_quads(digests: Iterable[Digest]) -> Iterator[Quad]:
    for digest in digests:
        for one in digest.met:
            yield Quad(NamedNode(one.iri), NamedNode(RDF.type), NamedNode(one.cls))


def refresh(ledger: Ledger, graph: Graph, deriver: Deriver) -> bool:
    """Brings the graph up to date; ``False`` when it was already. Safe to be killed at any point.

    What the graph is about to hold is noted before it is written, and what it holds after, so
    that whatever a killed run left is dropped and written again.
    """
    if ledger.setting("fingerprint") != deriver.fingerprint:
        ledger.release_all()
        ledger.set("published", "")
        graph.clear()
        ledger.set("fingerprint", deriver.fingerprint)
    changed, dropped = ledger.outdated()
    revision = ledger.setting("revision") or "0"
    if not changed and not dropped and ledger.setting("derived") == revision:
        return False
    for name in dropped:
        graph.remove_graph(NamedNode(name))
        ledger.release(name)
    for start in range(0, len(changed), _BATCH):
        _write_documents(ledger, graph, deriver, changed[start : start + _BATCH])
    _replace_shared(graph, deriver.shared_quads(ledger), base=deriver.base)
    graph.flush()
    ledger.set("derived", revision)
    return True


def _write_documents(ledger: Ledger, graph: Graph, deriver: Deriver, ids: list[str]) -> None:
    entries = [entry for doc_id in ids if (entry := ledger.entry(doc_id)) is not None]
    for entry in entries:
        ledger.hold(entry.document.id, deriver.document_graph(entry), 0)
    graph.extend(quad for entry in entries for quad in deriver.document_quads(entry))
    for entry in entries:
        ledger.hold(entry.document.id, deriver.document_graph(entry), entry.revision)


def _replace_shared(graph: Graph, quads: list[Quad], *, base: str) -> None:
    """Makes the shared graphs hold exactly these quads, touching only what differs."""
    wanted = set(quads)
    for name in SHARED_GRAPHS:
        for quad in list(graph.quads_for_pattern(None, None, None, NamedNode(graph_iri(name, base=base)))):
            if quad in wanted:
                wanted.remove(quad)
            else:
                graph.remove(quad)
    missing = [quad for quad in quads if quad in wanted]
    for start in range(0, len(missing), _CHUNK):
        graph.extend(missing[start : start + _CHUNK])
