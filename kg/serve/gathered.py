"""Looks at a whole graph at once: for writing all pages, where asking for each thing anew takes too long."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import pyoxigraph as ox

from kg.query import SavedQuery, find, run
from kg.query.formats import plain
from kg.serve.look import Facts, Look, page_query
from kg.visualise.choice import Choice
from kg.visualise.figure import Figure
from kg.visualise.records import Edge, Network, Node
from kg.visualise.rows import node, relation_query

_WHOLE = frozenset(
    {"counterparts", "disputed", "happened-at", "mentions", "of-type", "published", "roles", "tellings"}
)
_WHOLE_SAVED = frozenset({"events-of-actor", "events-of-dyad"})
_AT_HAND = 1_000_000
"""Statements that are copied into memory, where they take about 450 bytes each."""
_MOST_EDGES = 40
"""Arrows of a picture that stands in a page."""
_SELECT = re.compile(r"SELECT(\s+DISTINCT)?(?=\s)")
_GROUP = re.compile(r"GROUP BY(?=\s)")


def at_hand(graph: ox.Store, most: int = _AT_HAND) -> ox.Store:
    """A copy in memory, which answers six times as fast; the graph itself when it is larger than ``most``."""
    if len(graph) > most:
        return graph
    copy = ox.Store()
    for name in (ox.DefaultGraph(), *graph.named_graphs()):
        data = graph.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name)
        copy.load(data, format=ox.RdfFormat.N_TRIPLES, to_graph=name, lenient=True)
    return copy


class Gathered(Look):
    """Asks each question once for everything there is, and keeps the answers by what they are about."""

    def __init__(self, graph: ox.Store, base: str) -> None:
        super().__init__(graph, base)
        self._answers: dict[str, dict[tuple[str, ...], list[Facts]]] = {}
        self._last, self._said = "", list[ox.Quad]()

    def about(self, iri: str) -> list[ox.Quad]:
        """All statements with this subject; those of the last one asked for are at hand."""
        if iri != self._last:
            self._last, self._said = iri, super().about(iri)
        return self._said

    def values(self, iri: str, predicate: str) -> Iterator[str]:
        """The values of a property as plain text."""
        if iri != self._last:
            return super().values(iri, predicate)
        return (plain(quad.object) for quad in self._said if quad.predicate.value == predicate)

    def rows(self, name: str, **params: str) -> Iterator[Facts]:
        """The answer of ``queries/pages/NAME.rq``."""
        if name not in _WHOLE:
            return super().rows(name, **params)
        return self._about(name, partial(page_query, name), params)

    def saved(self, name: str, **params: str) -> Iterator[Facts]:
        """The same for a saved query."""
        if name not in _WHOLE_SAVED:
            return super().saved(name, **params)
        return self._about(name, partial(find, name), params)

    def gather(self) -> None:
        """Asks all of it now."""
        for name in sorted(_WHOLE):
            self.rows(name)
        for name in sorted(_WHOLE_SAVED):
            self.saved(name)
        for name in ("contradictions", "told"):
            self.of_document(name, "")
        self._edges()

    def of_document(self, name: str, page: str) -> Iterable[Facts]:
        """The rows of ``queries/relations/NAME.rq`` about one document."""
        return self.kept(f"by page: {name}", lambda: self._by_page(name)).get(page, ())

    def picture(self, *actors: str) -> Figure | None:
        """What one actor or two did, the strongest arrows of it."""
        from kg.visualise.arrows import arrows
        from kg.visualise.gather import about, strongest

        edges = min((self._edges().get(actor, []) for actor in actors), key=len)
        whole = Network(title="", nodes=(), edges=tuple(edges), total=len(edges))
        part = about(whole, Choice(parties=actors), lambda iri: self._node(iri).label)
        if not part.edges:
            return None
        return arrows(strongest(self.graph, part, _MOST_EDGES, node_of=self._node), self.addresses.of)

    def _edges(self) -> dict[str, list[Edge]]:
        return self.kept("edges by actor", self._by_actor)

    def _node(self, iri: str) -> Node:
        return self.kept(f"node: {iri}", partial(node, self.graph, iri))

    def _by_actor(self) -> dict[str, list[Edge]]:
        """The arrows of everything, the strongest first, by each of their ends."""
        from kg.visualise.gather import strengths

        found: dict[str, list[Edge]] = defaultdict(list)
        for edge in strengths(self.graph, Choice()).edges:
            for end in {edge.source, edge.target}:
                found[end].append(edge)
        return dict(found)

    def _by_page(self, name: str) -> dict[str, list[Facts]]:
        found: dict[str, list[Facts]] = defaultdict(list)
        for row in self.as_facts(run(self.graph, relation_query(name).text)):
            found[row["page"]].append(row)
        return dict(found)

    def _about(self, name: str, query: Callable[[], SavedQuery], params: Facts) -> Iterator[Facts]:
        if name not in self._answers:
            self._answers[name] = self._everything(query())
        return iter(self._answers[name].get(tuple(params.values()), ()))

    def _everything(self, query: SavedQuery) -> dict[tuple[str, ...], list[Facts]]:
        """Rows by the values of the parameters that the query needs, which are left open."""
        names = [param.name for param in query.params if param.required]
        found: dict[tuple[str, ...], list[Facts]] = {}
        answer = run(self.graph, _open(query.text, names))
        for row in self.as_facts(answer):
            key = tuple(row.pop(name, "") for name in names)
            found.setdefault(key, []).append(row)
        return found


def _open(text: str, names: list[str]) -> str:
    """The query about everything: its parameters are columns, and groups are made for each of them."""
    columns = " ".join(f"?{name}" for name in names)
    text = _SELECT.sub(lambda match: f"{match[0]} {columns}", text, count=1)
    return _GROUP.sub(lambda match: f"{match[0]} {columns}", text, count=1)
