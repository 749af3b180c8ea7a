"""Keeps the graph in step with the ledger. The only place where the store meets building and merging."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec
from pyoxigraph import NamedNode, Quad
from pyoxigraph import Store as Graph

from kg.build import (
    Digest,
    Knowledge,
    Ontology,
    Said,
    Surroundings,
    Told,
    actor_lines,
    build_document,
    digest_document,
    event_lines,
    inferred_lines,
    is_shared,
    knowledge_lines,
    links_of,
    load_knowledge,
    meta_lines,
    ontology_files,
    ontology_of,
    outlet_iri,
    outlet_lines,
    read_triples,
    run_lines,
    said_of,
    shared_lines,
    shortcut_lines,
    shortcuts_of,
    with_references,
)
from kg.data import knowledge_files
from kg.iris import document_iri, graph_iri, version_iri
from kg.model import Entity
from kg.resolve.merge import Decision, Judgement
from kg.store import gather
from kg.store.actors import join_actors
from kg.store.events import EventJoiner
from kg.store.index import INDEX_VERSION, Index, changes, short_hash
from kg.store.ledger import Entry, Ledger
from kg.store.load import Load, put_in_order
from kg.vocabulary import KG, RDF

_RULES = "4"
"""Raised when the way graphs are derived changes, so that they are derived again."""
_CHUNK = 32
_PAGE = 500
_MARK = "\x1f"
Link = tuple[str, str, str]


@dataclass
class Deriver:
    """Derives the graphs of a knowledge base; reads the ontology and the knowledge when first needed."""

    base: str
    extra: tuple[Path, ...] = ()
    reasoning: bool = True

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
        """Changes when the rules, the ontology, the knowledge, the base or the reasoning do."""
        files = [*ontology_files(self.extra), *knowledge_files("actors", self.extra)]
        files += knowledge_files("places", self.extra)
        hashed = hashlib.sha256(f"{_RULES} {INDEX_VERSION} {self.base}".encode())
        hashed.update(b"" if self.reasoning else b" without reasoning")
        for path in files:
            hashed.update(hashlib.sha256(path.read_bytes()).digest())
        return hashed.hexdigest()

    def document_lines(self, entry: Entry) -> list[str]:
        """What one document says and what is known about it, as N-Quads lines."""
        said = build_document(
            entry.document,
            entry.extraction,
            ontology=self.ontology,
            knowledge=self.knowledge,
            base=self.base,
            checked=True,  # by Store.put
        )
        return said + meta_lines(entry.document, entry.pipeline, knowledge=self.knowledge, base=self.base)

    def digest(self, entry: Entry) -> Digest:
        """What one document contributes to the graphs of the whole set."""
        return digest_document(entry.document, entry.extraction, knowledge=self.knowledge, base=self.base)

    def said(self, entry: Entry, event: str) -> list[Said]:
        """The claims of a document about one of its events."""
        return said_of(
            entry.document,
            entry.extraction,
            event,
            ontology=self.ontology,
            knowledge=self.knowledge,
            base=self.base,
        )

    def units(self, entry: Entry, digest: Digest) -> set[str]:
        """Names for the shared parts of the graph that a document needs: see ``unit_lines``."""
        units = {f"known{_MARK}{iri}" for iri in self._with_references(digest.named)}
        units |= {f"met{_MARK}{one.iri}{_MARK}{one.cls}" for one in digest.met}
        units |= {_shared_unit(one) for one in entry.extraction.entities if self._is_shared(one)}
        outlet = outlet_iri(entry.document.source, self.knowledge, base=self.base)
        if outlet is not None and outlet not in self.knowledge.entries:
            units.add(f"outlet{_MARK}{outlet}{_MARK}{entry.document.source}")
        return units

    def _is_shared(self, entity: Entity) -> bool:
        return is_shared(entity) and entity.iri not in self.knowledge.entries

    def _with_references(self, named: Iterable[str]) -> set[str]:
        return {iri for one in named for iri in self._references(one)}

    @cached_property
    def _references(self) -> _References:
        return lru_cache(4_000)(lambda iri: frozenset(with_references(self.knowledge, [iri])))

    def unit_lines(self, unit: str) -> list[str]:
        """What a shared part consists of: it depends on its name and the knowledge alone."""
        kind, iri, *more = unit.split(_MARK, 2)
        if kind == "met":
            return self.inferred([(iri, RDF.type, more[0])])
        if kind == "shared":
            entity = msgspec.json.decode(more[0], type=Entity)
            return shared_lines(entity, knowledge=self.knowledge, base=self.base)
        if kind == "outlet":
            return outlet_lines(iri, more[0], base=self.base)
        known = self._known(iri)
        return known + self._inferred_known(iri, set(links_of(known)))

    def _known(self, iri: str) -> list[str]:
        return knowledge_lines(self.knowledge, iri, graph_iri("knowledge", base=self.base))

    def _inferred_known(self, iri: str, links: set[Link]) -> list[str]:
        """What follows, without what the other thing says itself of the two."""
        lines = self.inferred(links)
        others = {one for one, _, _ in links_of(lines) if one != iri and one in self.knowledge.entries}
        said = {link for one in others for link in links_of(self._known(one))}
        return [line for line, link in zip(lines, links_of(lines), strict=True) if link not in said]

    def inferred(self, links: Iterable[Link]) -> list[str]:
        """What follows from some statements between IRIs; nothing where reasoning is switched off."""
        return [] if not self.reasoning else inferred_lines(links, self.ontology, base=self.base)

    def with_inferred(self, lines: list[str]) -> list[str]:
        """The lines and what follows from them."""
        return lines + self.inferred(links_of(lines))

    def ontology_lines(self) -> list[str]:
        """The ontology as N-Quads lines; Oxigraph keeps numbers in another form than its files."""
        graph = graph_iri("ontology", base=self.base)
        return [f"{triple} <{graph}> .\n" for triple in read_triples(ontology_files(self.extra))]

    def containers(self, places: Iterable[str]) -> dict[str, str]:
        """Place -> the place it lies in, for these places and all that contain them."""
        found: dict[str, str] = {}
        for place in places:
            while place not in found and (outer := self._container(place)) is not None:
                found[place] = outer
                place = outer
        return found

    @cached_property
    def _container(self) -> _Container:
        return lru_cache(20_000)(lambda place: self.knowledge.containers([place]).get(place))


def _shared_unit(entity: Entity) -> str:
    """All that such a thing is, apart from the document that names it."""
    bare = msgspec.structs.replace(entity, mentions=(), roles=())
    return f"shared{_MARK}{entity.iri}{_MARK}{msgspec.json.encode(bare).decode()}"


_References = Callable[[str], frozenset[str]]
_Container = Callable[[str], str | None]


def refresh(ledger: Ledger, graph: Graph, index: Index, deriver: Deriver) -> bool:
    """Brings the graph up to date; ``False`` when it was already. Safe to be killed at any point.

    What the graph is about to hold is noted before it is written, and what it holds after, so
    that whatever a killed run left is dropped and written again.
    """
    if ledger.setting("fingerprint") != deriver.fingerprint:
        ledger.release_all()
        graph.clear()
        index.clear()
        ledger.set("fingerprint", deriver.fingerprint)
    revision = ledger.setting("revision") or "0"
    if ledger.setting("derived") == revision and not ledger.due("", 1) and not index.has_unfinished():
        return False
    index.keep("unfinished", "1")
    loose = _Refresh(ledger, graph, index, deriver).run()
    graph.flush()
    put_in_order(graph, index, loose)
    index.keep("unfinished", "0")
    index.commit()
    ledger.set("derived", revision)
    return True


class _Refresh:
    """One run over all that changed."""

    def __init__(self, ledger: Ledger, graph: Graph, index: Index, deriver: Deriver) -> None:
        self._ledger = ledger
        self._graph = graph
        self._index = index
        self._deriver = deriver
        self._load = Load(ledger, graph, index)

    def run(self) -> int:
        """Documents first, then what is one, then the graphs of the whole set; ``Load.loose``."""
        self._insert_ontology()
        self._take_documents()
        self._take_runs()
        join_actors(self._index, self._judgements("actor"))
        self._join_events()
        self._link()
        self._write_actors()
        self._write_events()
        self._write_lines()
        self._load.flush()
        return self._load.loose

    def _insert_ontology(self) -> None:
        """Writes the ontology when it is not there: a change of it clears the graph before."""
        name = NamedNode(graph_iri("ontology", base=self._deriver.base))
        if next(self._graph.quads_for_pattern(None, None, None, name), None) is None:
            self._load.add(self._deriver.ontology_lines())

    def _take_documents(self) -> None:
        last = ""
        while ids := self._ledger.due(last, _CHUNK):
            for doc_id in ids:
                self._take_document(doc_id)
            last = ids[-1]

    def _take_document(self, doc_id: str) -> None:
        entry = self._ledger.entry(doc_id)
        old = self._ledger.held_graph(doc_id)
        if old is not None:
            self._drop(doc_id, old)
        if entry is None:
            self._note(gather.forget(self._index, doc_id))
            self._load.gone.append(doc_id)
            return
        digest = self._deriver.digest(entry)
        self._note(gather.take(self._index, doc_id, digest, self._deriver.units(entry, digest)))
        name = version_iri(doc_id, entry.document.sha256, base=self._deriver.base)
        self._load.held.append((doc_id, name, entry.revision))
        self._load.add(self._deriver.document_lines(entry))

    def _drop(self, doc_id: str, graph: str) -> None:
        self._graph.remove_graph(NamedNode(graph))
        for subject in (document_iri(doc_id, base=self._deriver.base), graph):
            self._load.remove(self._quads("meta", subject=subject))

    def _quads(
        self,
        graph: str,
        *,
        subject: str | None = None,
        predicate: str | None = None,
        value: str | None = None,
    ) -> Iterator[Quad]:
        one, says, other = (None if iri is None else NamedNode(iri) for iri in (subject, predicate, value))
        return self._graph.quads_for_pattern(one, says, other, self._name(graph))

    def _name(self, graph: str) -> NamedNode:
        return NamedNode(graph_iri(graph, base=self._deriver.base))

    def _note(self, units: tuple[set[str], set[str]]) -> None:
        new, lost = units
        for unit in new:
            self._index.say(self._deriver.unit_lines(unit))
        for unit in lost:
            self._index.unsay(self._deriver.unit_lines(unit))

    def _take_runs(self) -> None:
        old = msgspec.json.decode(self._index.fact("runs") or "[]", type=list[str])
        new = run_lines(self._ledger.pipelines(), base=self._deriver.base)
        if old != new:
            gone, added = changes(old, new)
            self._index.unsay(sorted(gone))
            self._index.say(sorted(added))
            self._index.keep("runs", msgspec.json.encode(new).decode())

    def _judgements(self, kind: str) -> list[Judgement]:
        return [
            Judgement(left=one.left, right=one.right, same=one.same, reason=one.reason)
            for one in self._ledger.judgements()
            if one.kind == kind
        ]

    def _join_events(self) -> None:
        joiner = EventJoiner(
            self._index, self._judgements("event"), self._deriver.containers, self._deriver.base
        )
        for iri, event in self._dirty():
            if event is None:
                joiner.drop(iri)
            else:
                told = msgspec.json.decode(event, type=Told)
                joiner.place(told, self._note_parties(told))
        joiner.compare_again()
        joiner.settle()

    def _dirty(self) -> Iterator[tuple[str, bytes | None]]:
        """The events that changed, also by what their actors turned out to be; ``None`` for those gone."""
        last = ""
        query = f"SELECT iri, event FROM told WHERE dirty AND iri > ? ORDER BY iri LIMIT {_PAGE}"
        while rows := self._index.db.execute(query, (last,)).fetchall():
            yield from rows
            last = rows[-1][0]

    def _note_parties(self, told: Told) -> dict[str, str]:
        """Notes what takes part in an event and may turn out to be another; what it is now."""
        named = {iri for _, iris in told.roles for iri in iris if iri not in self._deriver.knowledge.entries}
        self._index.db.execute("DELETE FROM party WHERE event = ?", (told.iri,))
        rows = ((iri, told.iri) for iri in named)
        self._index.db.executemany("INSERT INTO party VALUES (?, ?)", rows)
        return self._same(named)

    def _same(self, iris: Iterable[str]) -> dict[str, str]:
        """What the actors are, for those that are another one."""
        query = "SELECT first FROM actor WHERE iri = ? AND first NOT NULL"
        return {iri: first for iri in iris for first in self._index.column(query, iri)}

    def _link(self) -> None:
        """Brings the shortcuts in step with the changed events; those are no longer dirty then."""
        self._forget_links()
        for iri, event in self._dirty():
            self._unlink(iri)
            told = msgspec.json.decode(event or b"", type=Told)
            same = self._same({one for pair in told.reported for one in pair})
            for one, relation, other in shortcuts_of(told, same, self._deriver.ontology):
                pair = short_hash(_MARK.join(sorted((one, other))))
                row = (iri, pair, one, relation, other)
                self._index.db.execute("INSERT INTO link VALUES (?, ?, ?, ?, ?)", row)
                self._index.mark("stale_pair", [pair])
        self._index.db.execute(
            "INSERT OR IGNORE INTO unsaid_event SELECT place FROM told WHERE dirty AND place NOT NULL"
        )
        self._index.db.execute("UPDATE told SET dirty = 0 WHERE dirty")
        for stale in self._index.column("SELECT pair FROM stale_pair ORDER BY pair"):
            self._write_pair(int(stale))
        self._index.db.execute("DELETE FROM stale_pair")

    def _forget_links(self) -> None:
        for iri in self._index.column("SELECT iri FROM gone_event"):
            self._unlink(iri)
            self._index.db.execute("DELETE FROM party WHERE event = ?", (iri,))
        self._index.db.execute("DELETE FROM gone_event")

    def _unlink(self, event: str) -> None:
        pairs = self._index.column("SELECT DISTINCT pair FROM link WHERE event = ?", event)
        self._index.mark("stale_pair", pairs)
        self._index.db.execute("DELETE FROM link WHERE event = ?", (event,))

    def _write_pair(self, pair: int) -> None:
        columns = "one, relation, other"
        old, new = (
            set(self._index.db.execute(f"SELECT DISTINCT {columns} FROM {table} WHERE pair = ?", (pair,)))
            for table in ("shortcut", "link")
        )
        if old == new:
            return
        self._index.db.execute("DELETE FROM shortcut WHERE pair = ?", (pair,))
        self._index.db.executemany("INSERT INTO shortcut VALUES (?, ?, ?, ?)", ((pair, *one) for one in new))
        self._index.unsay(self._pair_lines(old))
        self._index.say(self._pair_lines(new))

    def _pair_lines(self, links: Iterable[Link]) -> list[str]:
        return self._deriver.with_inferred(shortcut_lines(links, base=self._deriver.base))

    def _write_actors(self) -> None:
        for iris in self._index.batches("unsaid_actor", "iri", _PAGE):
            for iri in iris:
                self._write_actor(iri)
                self._load.settle("unsaid_actor", "iri", iri)

    def _write_actor(self, iri: str) -> None:
        if self._is_written(iri):
            self._remove_merges(iri)
            self._load.remove(self._quads("same", subject=iri, predicate=KG.sameActorAs))
            self._load.remove(self._quads("inferred", value=iri, predicate=KG.sameActorAs))
            self._load.remove(self._quads("inferred", subject=iri, predicate=KG.sameActorAs))
        query = "SELECT first, score, reason FROM actor WHERE iri = ? AND first NOT NULL"
        for first, score, reason in self._index.db.execute(query, (iri,)).fetchall():
            lines = actor_lines(iri, first, score, reason, base=self._deriver.base)
            self._load.add(self._deriver.with_inferred(lines))
            self._index.mark("written", [iri])

    def _remove_merges(self, iri: str) -> None:
        for merge in list(self._quads("same", predicate=KG.merged, value=iri)):
            self._load.remove(self._graph.quads_for_pattern(merge.subject, None, None, self._name("same")))
            self._load.remove(
                self._graph.quads_for_pattern(merge.subject, None, None, self._name("inferred"))
            )

    def _is_written(self, name: str) -> bool:
        return bool(self._index.column("SELECT 1 FROM written WHERE place = ?", name))

    def _write_events(self) -> None:
        for places in self._index.batches("unsaid_event", "place", _PAGE):
            for place in places:
                self._write_event(place)
                self._load.settle("unsaid_event", "place", place)

    def _write_event(self, place: str) -> None:
        if self._is_written(place):
            self._remove_event(place)
        rows = self._index.column("SELECT event FROM told WHERE place = ? ORDER BY iri", place)
        members = [msgspec.json.decode(row, type=Told) for row in rows]
        if not members:
            self._load.settle("written", "place", place)
            return
        around = self._around(members)
        lines = event_lines(
            members, self._holding(place), around, self._deriver.ontology, base=self._deriver.base
        )
        self._load.add(self._deriver.with_inferred(lines))
        self._index.mark("written", [place])

    def _around(self, members: list[Told]) -> Surroundings:
        places = {place for one in members for place in one.places} if len(members) > 1 else ()
        return Surroundings(
            same=self._same({iri for one in members for _, iris in one.roles for iri in iris}),
            within=self._deriver.containers(places),
            said=self._said,
        )

    def _said(self, told: Told) -> list[Said]:
        entry = self._ledger.entry(told.document)
        return [] if entry is None else self._deriver.said(entry, told.iri)

    def _holding(self, place: str) -> list[Decision]:
        query = "SELECT one, other, score, reason FROM holding WHERE place = ?"
        return [
            Decision(left=row[0], right=row[1], score=row[2], reason=row[3])
            for row in self._index.db.execute(query, (place,))
        ]

    def _remove_event(self, place: str) -> None:
        for graph in ("events", "inferred"):
            self._load.remove(self._quads(graph, subject=place))
        self._load.remove(self._quads("inferred", value=place))
        self._load.remove(self._quads("same", value=place, predicate=KG.sameEventAs))
        for graph, predicate in (("same", KG.into), ("events", KG.about)):
            for quad in list(self._quads(graph, predicate=predicate, value=place)):
                for name in (graph, "inferred"):
                    self._load.remove(
                        self._graph.quads_for_pattern(quad.subject, None, None, self._name(name))
                    )

    def _write_lines(self) -> None:
        for lines in self._index.batches("unsaid_line", "line", _PAGE):
            for line in lines:
                if self._index.column("SELECT 1 FROM unsaid_line WHERE line = ? AND wanted", line):
                    self._load.add([line])
                else:
                    self._load.unsay(line)
                self._load.settle("unsaid_line", "line", line)
