"""One entry point for all formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import BinaryIO, Protocol

from pyoxigraph import NamedNode
from pyoxigraph import Store as Graph

from kg.errors import UsageError
from kg.export.jsonld import jsonld_parts
from kg.export.names import Names
from kg.export.records import Entry, record_lines
from kg.export.rows import sorted_lines, statement
from kg.export.tables import event_rows, network_lines
from kg.export.turtle import prefix_lines, section, turtle_lines, use_names
from kg.iris import SHARED_GRAPHS, graph_iri

DEFAULT_LEFT_OUT = ("inferred", "ontology")
"""Graphs that are exported only when named: they follow from the others, or come with the software."""


class KnowledgeBase(Protocol):
    """What exporting needs of an open store."""

    base: str

    @property
    def graph(self) -> Graph: ...
    def entries(self) -> Iterator[Entry]: ...


def export(store: KnowledgeBase, format: str, *, graphs: Sequence[str] | None = None, out: BinaryIO) -> None:
    """Writes the knowledge base in one of ``FORMATS``.

    ``graphs`` are short names (``events``, ``shortcuts``, ...), ``documents`` for all document
    graphs, or full IRIs; ``None`` is all but inferred and ontology. Turtle and N-Triples hold each
    statement once, TriG, N-Quads and JSON-LD in every graph it stands in; the tables and JSONL
    take no choice of graphs. Raises ``UsageError`` for an unknown format or graph.
    """
    if format not in FORMATS:
        raise UsageError(f"There is no format {format!r}; there are {', '.join(sorted(FORMATS))}.")
    for part in FORMATS[format](store, graphs):
        out.write(part)


def chosen(store: KnowledgeBase, graphs: Sequence[str] | None) -> list[str]:
    """The IRIs of the graphs asked for, sorted."""
    present = {node.value for node in store.graph.named_graphs() if isinstance(node, NamedNode)}
    shared = {name: graph_iri(name, base=store.base) for name in SHARED_GRAPHS}
    documents = present - set(shared.values())
    if graphs is None:
        return sorted(present - {shared[name] for name in DEFAULT_LEFT_OUT})
    found: set[str] = set()
    for name in graphs:
        found |= _named(name, shared, documents, present)
    return sorted(found)


def _named(name: str, shared: dict[str, str], documents: set[str], present: set[str]) -> set[str]:
    if name == "documents":
        return documents
    if name in shared:
        return {shared[name]}
    if name in present:
        return {name}
    raise UsageError(
        f"There is no graph {name!r}; there are documents, {', '.join(SHARED_GRAPHS)}, or a full IRI."
    )


def _statements(store: KnowledgeBase, graphs: Sequence[str] | None) -> Iterator[tuple[str, str]]:
    """Graph and statement, unsorted."""
    for graph in chosen(store, graphs):
        for quad in store.graph.quads_for_pattern(None, None, None, NamedNode(graph)):
            yield graph, statement(quad)


def _ntriples(store: KnowledgeBase, graphs: Sequence[str] | None) -> Iterator[bytes]:
    lines = (line for _, line in _statements(store, graphs))
    return (f"{line} .\n".encode() for line in sorted_lines(lines))


def _nquads(store: KnowledgeBase, graphs: Sequence[str] | None) -> Iterator[bytes]:
    lines = (f"{line} <{graph}>" for graph, line in _statements(store, graphs))
    return (f"{line} .\n".encode() for line in sorted_lines(lines))


def _turtle(store: KnowledgeBase, graphs: Sequence[str] | None) -> Iterator[bytes]:
    names = Names(store.base)
    numbered = (_numbered(line, names, store.base) for _, line in _statements(store, graphs))
    ordered = sorted_lines(numbered)
    first = next(ordered, None)  # the sorting has now seen every statement, so all prefixes are known
    if first is None:
        return
    for line in prefix_lines(names):
        yield line.encode()
    for line in turtle_lines(_again(first, ordered), names):
        yield line.encode()


def _again(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _numbered(line: str, names: Names, base: str) -> str:
    use_names(line, names)
    return f"{section(line.split(' ', 1)[0], base):02d} {line}"


def _trig(store: KnowledgeBase, graphs: Sequence[str] | None) -> Iterator[bytes]:
    names = Names(store.base)
    numbered = (
        f"<{graph}> {_numbered(line, names, store.base)}" for graph, line in _statements(store, graphs)
    )
    ordered = sorted_lines(numbered)
    first = next(ordered, None)
    if first is None:
        return
    for line in prefix_lines(names):
        yield line.encode()
    for graph, group in groupby(_again(first, ordered), key=lambda line: line.split(" ", 1)[0]):
        yield f"\nGRAPH {graph} {{".encode()
        for line in turtle_lines((line.split(" ", 1)[1] for line in group), names, indent="  "):
            yield line.encode()
        yield b"}\n"


def _jsonld(store: KnowledgeBase, graphs: Sequence[str] | None) -> Iterator[bytes]:
    names = Names(store.base)
    ordered = sorted_lines(_noted(line, names, graph) for graph, line in _statements(store, graphs))
    first = next(ordered, None)
    yield from jsonld_parts(_again(first, ordered) if first is not None else (), names)


def _noted(line: str, names: Names, graph: str) -> str:
    names.short(graph)
    use_names(line, names)
    return f"<{graph}> {line}"


def _records(store: KnowledgeBase, graphs: Sequence[str] | None) -> Iterator[bytes]:
    return record_lines(store.entries(), store.graph, base=store.base)


def _events(store: KnowledgeBase, graphs: Sequence[str] | None) -> Iterator[bytes]:
    return event_rows(store.graph, base=store.base)


def _network(store: KnowledgeBase, graphs: Sequence[str] | None) -> Iterator[bytes]:
    return network_lines(store.graph, base=store.base)


FORMATS: dict[str, Callable[[KnowledgeBase, Sequence[str] | None], Iterator[bytes]]] = {
    "turtle": _turtle,
    "trig": _trig,
    "nq": _nquads,
    "nt": _ntriples,
    "jsonld": _jsonld,
    "jsonl": _records,
    "csv": _events,
    "graphml": _network,
}
"""Format -> the function that gives its bytes in pieces."""
