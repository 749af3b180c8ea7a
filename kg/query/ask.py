"""Asks a graph a question and hands back rows, without ever writing or leaving the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from kg.errors import StoreError, UsageError
from kg.query.bind import bind
from kg.query.guard import check
from kg.query.parameters import terms
from kg.query.prefixes import PREFIXES
from kg.query.saved import SavedQuery

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Node | None, ...]


@dataclass(frozen=True)
class Rows:
    """The answer. ``rows`` streams and can be walked once; ``None`` in a row means unbound.

    An ``ask`` has one row with one boolean; a ``graph`` (CONSTRUCT, DESCRIBE) has the columns
    subject, predicate, object.
    """

    form: Literal["select", "ask", "graph"]
    columns: tuple[str, ...]
    rows: Iterator[Row]


def run(graph: ox.Store, query: SavedQuery | str, params: Mapping[str, str] | None = None) -> Rows:
    """The answer of a saved query or of SPARQL text (which takes no parameters) on that graph.

    All named graphs are read as one; use COUNT(DISTINCT ...), since a statement that stands in two
    graphs counts twice. Raises UsageError for a query that is malformed, refused, or lacks a parameter.
    """
    return answered(graph, prepare(graph, query, params or {}))


def answered(
    graph: ox.Store, text: str, *, prefixes: Mapping[str, str] = PREFIXES, name: str | None = None
) -> Rows:
    """The answer of a query that ``prepare`` gave, on all named graphs as one, or on the one of that IRI."""
    only = None if name is None else ox.NamedNode(name)
    try:
        found = graph.query(
            text, prefixes=dict(prefixes), use_default_graph_as_union=only is None, default_graph=only
        )
    except SyntaxError as error:
        raise UsageError(f"The query is not SPARQL 1.1: {error}") from error
    return as_rows(found)


def run_within(
    seconds: float, folder: Path, query: SavedQuery | str, params: Mapping[str, str] | None = None
) -> Rows:
    """Like ``run`` on the Oxigraph folder, in a process of its own that is ended after the time.

    The engine cannot stop a running query itself. Raises QueryTimeout (exit code 5) then. The whole
    answer is held in memory.
    """
    from kg.query import worker

    text = prepare(open_read_only(folder), query, params or {})
    return worker.answer(seconds, folder, text)


def prepare(graph: ox.Store, query: SavedQuery | str, params: Mapping[str, str]) -> str:
    """The checked SPARQL text with all parameters bound."""
    saved = query if isinstance(query, SavedQuery) else SavedQuery(name="query", summary="", text=query)
    found = check(saved.text, stored=partial(_stored, graph))
    return bind(saved.text, found, terms(graph, saved, params))


def open_read_only(folder: Path) -> ox.Store:
    """The Oxigraph store in that folder; StoreError when there is none."""
    if not folder.is_dir():
        raise StoreError(f"There is no graph at {folder}; make one with kg build.")
    try:
        return ox.Store.read_only(str(folder))
    except OSError as error:
        raise StoreError(f"The graph at {folder} cannot be opened: {error}") from error


def _stored(graph: ox.Store, iri: str) -> bool:
    try:
        return graph.contains_named_graph(ox.NamedNode(iri))
    except ValueError:
        return False


def as_rows(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Rows:
    """What the engine returns as rows."""
    if isinstance(found, ox.QuerySolutions):
        columns = tuple(variable.value for variable in found.variables)
        return Rows("select", columns, map(tuple, found))
    if isinstance(found, ox.QueryBoolean):
        return Rows("ask", ("answer",), iter([(ox.Literal(bool(found)),)]))
    return Rows("graph", ("subject", "predicate", "object"), _triples(found))


def _triples(found: ox.QueryTriples) -> Iterator[Row]:
    """Each triple once: CONSTRUCT may make the same one from several solutions."""
    seen: set[ox.Triple] = set()
    for triple in found:
        if triple not in seen:
            seen.add(triple)
            yield triple.subject, triple.predicate, triple.object
