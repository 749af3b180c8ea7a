"""An rdflib Dataset over the Oxigraph store of a knowledge base: nothing is copied, nothing can be changed.

rdflib's own engine would follow SERVICE and FROM to other servers and files. So every query goes
through ``kg.query``, which refuses both, and is answered by Oxigraph.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result
from rdflib.store import Store
from rdflib.term import Node

from kg.errors import StoreError, UsageError
from kg.query import Rows, parse_query
from kg.query.ask import answered, prepare
from kg.query.bind import bind_all
from kg.query.prefixes import PREFIXES

Pattern = tuple[Node | None, Node | None, Node | None]
Triple = tuple[Node, Node, Node]


def dataset(graph: ox.Store) -> rdflib.Dataset:
    """All of the store; triples and queries without a graph see all named graphs as one."""
    return rdflib.Dataset(store=Oxigraph(graph), default_union=True)


class Oxigraph(Store):
    """What rdflib asks of a store, for one that is only read."""

    context_aware = True
    graph_aware = True
    formula_aware = False
    transaction_aware = False

    def __init__(self, graph: ox.Store) -> None:
        super().__init__()
        self._graph = graph
        self._prefixes: dict[str, rdflib.URIRef] = {
            name: rdflib.URIRef(start) for name, start in PREFIXES.items()
        }

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[tuple[Triple, Iterator[Any]]]:
        """The statements of a graph, each once, with the graphs they stand in; ``None`` is all graphs."""
        seen: set[Triple] = set()
        for quad in self._quads(triple_pattern, context):
            triple = (of_term(quad.subject), of_term(quad.predicate), of_term(quad.object))
            if context is not None:
                yield triple, iter((context,))
            elif triple not in seen:
                seen.add(triple)
                yield triple, iter(self._holding(quad))

    def contexts(self, triple: Any = None) -> Generator[rdflib.Graph, None, None]:
        """The named graphs, or those that hold the statement."""
        if triple is None:
            yield from (self._as_graph(name) for name in self._graph.named_graphs())
        else:
            yield from (self._as_graph(quad.graph_name) for quad in self._quads(triple, None))

    def __len__(self, context: Any = None) -> int:
        """How many statements there are, each counted once however many graphs say it."""
        return sum(1 for _ in self.triples((None, None, None), context))

    def query(
        self,
        query: Any,
        initNs: Mapping[str, Any],
        initBindings: Mapping[str, Node],
        queryGraph: str,
        **options: Any,
    ) -> Result:
        """The answer of SPARQL text, bindings bound as whole values. ``UsageError`` as in ``kg.query``."""
        if not isinstance(query, str):
            raise UsageError("Give SPARQL as text: rdflib itself would run what is prepared.")
        declared = {**PREFIXES, **{str(name): str(start) for name, start in initNs.items()}}
        values = {str(name): to_term(value) for name, value in initBindings.items()}
        text = prepare(self._graph, parse_query(bind_all(query, values), name="query"), {})  # type: ignore[arg-type]
        union = queryGraph in ("__UNION__", None)
        return _result(
            answered(self._graph, text, prefixes=declared, name=None if union else str(queryGraph))
        )

    def add(self, *_: Any, **__: Any) -> None:
        """Refused, as every change is."""
        raise StoreError("A knowledge base that was opened with kg.open is only read; add with kg build.")

    remove = addN = remove_graph = update = create = destroy = add

    def add_graph(self, graph: Any) -> None:
        """Nothing: rdflib names every graph that it looks into."""

    def bind(self, prefix: str, namespace: rdflib.URIRef, override: bool = True) -> None:
        """Notes a prefix, for this object only."""
        if override or prefix not in self._prefixes:
            self._prefixes[prefix] = namespace

    def namespace(self, prefix: str) -> rdflib.URIRef | None:
        """What a prefix stands for."""
        return self._prefixes.get(prefix)

    def prefix(self, namespace: rdflib.URIRef) -> str | None:
        """The prefix of a namespace."""
        return next((name for name, start in self._prefixes.items() if start == namespace), None)

    def namespaces(self) -> Iterator[tuple[str, rdflib.URIRef]]:
        """All prefixes."""
        return iter(list(self._prefixes.items()))

    def _quads(self, pattern: Pattern, context: Any) -> Iterator[ox.Quad]:
        try:
            one, says, other = (None if part is None else to_term(part) for part in pattern)
            return self._graph.quads_for_pattern(one, says, other, _graph_name(context))  # type: ignore[arg-type]
        except (
            ValueError,
            TypeError,
        ):  # no such term can be in the store: a literal as subject, a broken IRI
            return iter(())

    def _holding(self, quad: ox.Quad) -> list[Any]:
        found = self._graph.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return [self._as_graph(one.graph_name) for one in found]

    def _as_graph(self, name: Any) -> rdflib.Graph:
        iri = DATASET_DEFAULT_GRAPH_ID if isinstance(name, ox.DefaultGraph) else of_term(name)
        return rdflib.Graph(store=self, identifier=iri)


def to_term(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """rdflib's term as Oxigraph's; ``TypeError`` or ``ValueError`` for what is none."""
    if isinstance(node, rdflib.Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        kind = None if node.datatype is None else ox.NamedNode(str(node.datatype))
        return ox.Literal(str(node), datatype=kind)
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    raise TypeError(f"{node!r} is no RDF term")


def of_term(node: Any) -> Any:
    """Oxigraph's term as rdflib's, its spelling untouched."""
    if isinstance(node, ox.NamedNode):
        return rdflib.URIRef(node.value)
    if isinstance(node, ox.BlankNode):
        return rdflib.BNode(node.value)
    if node.language:
        return rdflib.Literal(node.value, lang=node.language)
    kind = node.datatype.value
    plain = kind == str(rdflib.XSD.string)
    return rdflib.Literal(node.value, datatype=None if plain else rdflib.URIRef(kind), normalize=False)


def _graph_name(context: Any) -> Any:
    if context is None:
        return None
    iri = context.identifier if isinstance(context, rdflib.Graph) else context
    return ox.DefaultGraph() if iri == DATASET_DEFAULT_GRAPH_ID else to_term(iri)


def _result(rows: Rows) -> Result:
    result = Result({"select": "SELECT", "ask": "ASK", "graph": "CONSTRUCT"}[rows.form])
    if rows.form == "ask":
        result.askAnswer = next(rows.rows)[0].value == "true"  # type: ignore[union-attr]
    elif rows.form == "graph":
        result.graph = rdflib.Graph()
        for triple in rows.rows:
            result.graph.add(tuple(map(of_term, triple)))
    else:
        result.vars = [rdflib.Variable(name) for name in rows.columns]
        result.bindings = [
            {v: of_term(node) for v, node in zip(result.vars, row, strict=True) if node is not None}
            for row in rows.rows
        ]
    return result
