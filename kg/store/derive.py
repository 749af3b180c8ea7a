"""Keeps the graph in step with the ledger. The only place where the store meets building and merging."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path

import msgspec
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
    run_lines,
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

    def shared_lines(self, ledger: Ledger) -> Iterator[str]:
        """The graphs of the whole set as N-Quads lines, in no order and now and then twice."""
        gathered = _Gathered()
        for entry in ledger.entries():
            digest = self._digest(entry)
            gathered.take(digest)
            yield from meta_lines(entry.document, entry.pipeline, knowledge=self.knowledge, base=self.base)
            yield from self._inferred((one.iri, RDF.type, one.cls) for one in digest.met)
        yield from run_lines(ledger.pipelines(), base=self.base)
        known = knowledge_lines(self.knowledge, gathered.named, graph_iri("knowledge", base=self.base))
        for part in chain([known], self._whole(gathered, ledger)):
            yield from part
            yield from self._inferred(links_of(part))

    def _digest(self, entry: Entry) -> Digest:
        return digest_document(entry.document, entry.extraction, knowledge=self.knowledge, base=self.base)

    def _inferred(self, links: Iterable[tuple[str, str, str]]) -> list[str]:
        return inferred_lines(links, self.ontology, base=self.base)

    def ontology_lines(self) -> list[str]:
        """The ontology as N-Quads lines; Oxigraph keeps numbers in another form than its files."""
        graph = graph_iri("ontology", base=self.base)
        return [f"{triple} <{graph}> .\n" for triple in read_triples(ontology_files(self.extra))]

    def _whole(self, gathered: _Gathered, ledger: Ledger) -> Iterator[list[str]]:
        actors = merge_entities(gathered.things, _judgements(ledger, "actor"))
        same = {member: group.members[0] for group in actors for member in group.members}
        sightings = [_sighting(gathered.told(iri), same) for iri in gathered.events]
        within = self.knowledge.containers({place for one in sightings for place in one.places})
        events = merge_events(sightings, _judgements(ledger, "event"), within=within)
        return derive_whole(gathered.told, events, actors, self.ontology, base=self.base)


class _Gathered:
    """What is kept in memory of all documents: events as compact JSON, unknown actors, known IRIs."""

    def __init__(self) -> None:
        self.events: dict[str, bytes] = {}
        self.things: list[NamedThing] = []
        self.named: set[str] = set()

    def take(self, digest: Digest) -> None:
        """Adds a document."""
        self.events.update((one.iri, msgspec.json.encode(one)) for one in digest.told)
        self.things += _things(digest)
        self.named.update(digest.named)

    def told(self, iri: str) -> Told:
        """The event of this IRI."""
        return msgspec.json.decode(self.events[iri], type=Told)


def _judgements(ledger: Ledger, kind: str) -> list[Judgement]:
    return [
        Judgement(left=one.left, right=one.right, same=one.same, reason=one.reason)
        for one in ledger.judgements()
        if one.kind == kind
    ]


def _things(digest: Digest) -> Iterator[NamedThing]:
    """The actors that only documents tell of: those that may have to be joined."""
    for one in digest.met:
        if not one.known and one.type not in {"Place", "Facility"}:
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


def refresh(ledger: Ledger, graph: Graph, deriver: Deriver) -> bool:
    """Brings the graph up to date; ``False`` when it was already. Safe to be killed at any point.

    What the graph is about to hold is noted before it is written, and what it holds after, so
    that whatever a killed run left is dropped and written again.
    """
    if ledger.setting("fingerprint") != deriver.fingerprint:
        ledger.release_all()
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
    _insert_ontology(graph, deriver)
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


def _replace_shared(graph: Graph, lines: Iterator[str], *, base: str) -> None:
    """Makes the shared graphs hold exactly these statements, touching only what differs."""
    names = [NamedNode(graph_iri(name, base=base)) for name in SHARED_GRAPHS if name != "ontology"]
    filled = any(next(graph.quads_for_pattern(None, None, None, name), None) for name in names)
    kept: set[int] = set()
    for batch in _batches(lines):
        if filled:
            quads = list(parse("".join(batch).encode(), format=RdfFormat.N_QUADS))
            kept.update(map(hash, quads))
            batch = [line for line, quad in zip(batch, quads, strict=True) if quad not in graph]
        _insert(graph, batch)
    if filled:
        _remove_others(graph, names, kept)


def _insert_ontology(graph: Graph, deriver: Deriver) -> None:
    """Writes the ontology when it is not there: a change of it clears the graph before."""
    name = NamedNode(graph_iri("ontology", base=deriver.base))
    if next(graph.quads_for_pattern(None, None, None, name), None) is None:
        _insert(graph, deriver.ontology_lines())


def _batches(lines: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(lines, _BATCH)):
        yield batch


def _remove_others(graph: Graph, names: list[NamedNode], kept: set[int]) -> None:
    for name in names:
        for quad in graph.quads_for_pattern(None, None, None, name):
            if hash(quad) not in kept:
                graph.remove(quad)
