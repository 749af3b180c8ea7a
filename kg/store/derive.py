"""Keeps the graph in step with the ledger. The only place where the store meets building and merging."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse
from pyoxigraph import Store as Graph

from kg.build import (
    Digest,
    Knowledge,
    Ontology,
    Told,
    build_document,
    derive_whole,
    digest_document,
    inferred_lines,
    knowledge_lines,
    links_of,
    load_knowledge,
    meta_lines,
    ontology_files,
    ontology_of,
    read_triples,
)
from kg.data import knowledge_files
from kg.iris import SHARED_GRAPHS, graph_iri, version_iri
from kg.resolve.merge import Judgement, NamedThing, Sighting, merge_entities, merge_events
from kg.store.ledger import Entry, Ledger
from kg.vocabulary import KG, RDF

_RULES = "1"
"""Raised when the way graphs are derived changes, so that they are derived again."""
_BATCH = 30_000
"""Statements that are written at a time."""
_MANY = 5_000
"""From so many statements on the bulk loader is used."""


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

    def document_lines(self, entry: Entry) -> list[str]:
        """What one document says, as sorted N-Quads lines."""
        return build_document(
            entry.document,
            entry.extraction,
            ontology=self.ontology,
            knowledge=self.knowledge,
            base=self.base,
        )

    def shared_lines(self, ledger: Ledger) -> list[str]:
        """The graphs of the whole set, as N-Quads lines."""
        digests = [self._digest(entry) for entry in ledger.entries()]
        whole = self._whole(digests, ledger)
        named = {iri for digest in digests for iri in digest.named}
        known = knowledge_lines(self.knowledge, named, graph_iri("knowledge", base=self.base))
        links = chain(links_of(known), links_of(whole), _classes(digests))
        inferred = inferred_lines(links, self.ontology, base=self.base)
        return [*self._meta(ledger), *known, *whole, *inferred, *self._ontology_lines()]

    def _digest(self, entry: Entry) -> Digest:
        return digest_document(entry.document, entry.extraction, knowledge=self.knowledge, base=self.base)

    def _meta(self, ledger: Ledger) -> list[str]:
        documents = ((entry.document, entry.pipeline) for entry in ledger.entries())
        return meta_lines(documents, ledger.pipelines(), knowledge=self.knowledge, base=self.base)

    def _ontology_lines(self) -> list[str]:
        graph = graph_iri("ontology", base=self.base)
        return [f"{triple} <{graph}> .\n" for triple in read_triples(ontology_files(self.extra))]

    def _whole(self, digests: list[Digest], ledger: Ledger) -> list[str]:
        actors = merge_entities(_things(digests), _judgements(ledger, "actor"))
        same = {member: group.members[0] for group in actors for member in group.members}
        told = {one.iri: one for digest in digests for one in digest.told}
        sightings = [_sighting(one, same) for one in told.values()]
        within = self.knowledge.containers({place for one in told.values() for place in one.places})
        events = merge_events(sightings, _judgements(ledger, "event"), within=within)
        return derive_whole(told, events, actors, self.ontology, base=self.base).lines()


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


def _classes(digests: Iterable[Digest]) -> Iterator[tuple[str, str, str]]:
    return ((one.iri, RDF.type, one.cls) for digest in digests for one in digest.met)


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
    _write_documents(ledger, graph, deriver, changed)
    _replace_shared(graph, deriver.shared_lines(ledger), base=deriver.base)
    graph.flush()
    ledger.set("derived", revision)
    return True


def _write_documents(ledger: Ledger, graph: Graph, deriver: Deriver, ids: list[str]) -> None:
    """Writes whole documents, as many at a time as make a good load."""
    waiting: list[Entry] = []
    lines: list[str] = []
    for doc_id in ids:
        entry = ledger.entry(doc_id)
        assert entry is not None, doc_id
        waiting.append(entry)
        lines += deriver.document_lines(entry)
        if len(lines) >= _BATCH:
            _load(ledger, graph, deriver, waiting, lines)
            waiting, lines = [], []
    _load(ledger, graph, deriver, waiting, lines)


def _load(ledger: Ledger, graph: Graph, deriver: Deriver, entries: list[Entry], lines: list[str]) -> None:
    held = [(entry.document.id, deriver.document_graph(entry), entry.revision) for entry in entries]
    ledger.hold((doc_id, name, 0) for doc_id, name, _ in held)
    _insert(graph, lines)
    ledger.hold(held)


def _insert(graph: Graph, lines: list[str]) -> None:
    """All lines or none: a few in one transaction, many by the bulk loader, which is twice as fast."""
    data = "".join(lines).encode()
    if len(lines) < _MANY:
        graph.load(data, format=RdfFormat.N_QUADS)
    else:
        graph.bulk_load(data, format=RdfFormat.N_QUADS)


def _replace_shared(graph: Graph, lines: list[str], *, base: str) -> None:
    """Makes the shared graphs hold exactly these statements, touching only what differs."""
    wanted = dict(zip(parse("".join(lines).encode(), format=RdfFormat.N_QUADS), lines, strict=True))
    for name in SHARED_GRAPHS:
        for quad in list(graph.quads_for_pattern(None, None, None, NamedNode(graph_iri(name, base=base)))):
            if wanted.pop(quad, None) is None:
                graph.remove(quad)
    missing = list(wanted.values())
    for start in range(0, len(missing), _BATCH):
        _insert(graph, missing[start : start + _BATCH])
