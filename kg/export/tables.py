"""Merged events as a table for spreadsheets, and who dealt with whom as a network."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import Literal, NamedNode
from pyoxigraph import Store as Graph

from kg.iris import graph_iri
from kg.vocabulary import KG, RDF, RDFS, SEM

_COLUMNS = {
    "label": RDFS.label,
    "status": KG.status,
    "stances": KG.stance,
    "types": KG.eventType,
    "contexts": KG.context,
    "earliest": KG.dateEarliest,
    "latest": KG.dateLatest,
    "precision": KG.datePrecision,
    "actors": KG.actor,
    "units": KG.unit,
    "recipients": KG.recipient,
    "targets": KG.target,
    "instruments": KG.instrument,
    "places": SEM.hasPlace,
    "killed_min": KG.killedMin,
    "killed_max": KG.killedMax,
    "injured_min": KG.injuredMin,
    "injured_max": KG.injuredMax,
    "documents": KG.documents,
    "outlets": KG.outlets,
    "confidence": KG.confidence,
}
_NAMED = frozenset({"actors", "units", "recipients", "targets", "places"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NOT_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")


def event_rows(graph: Graph, *, base: str) -> Iterator[bytes]:
    """CSV (UTF-8, comma, CRLF) of the canonical events, sorted by IRI; several values by ``; ``.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    yield _row(["event", *_COLUMNS])
    home = NamedNode(graph_iri("events", base=base))
    kind = NamedNode(KG.CanonicalEvent)
    for event in sorted(
        _value(q.subject) for q in graph.quads_for_pattern(None, NamedNode(RDF.type), kind, home)
    ):
        values: dict[str, list[str]] = defaultdict(list)
        for quad in graph.quads_for_pattern(NamedNode(event), None, None, home):
            values[quad.predicate.value].append(_value(quad.object))
        cells = (_cell(graph, name, values.get(predicate, [])) for name, predicate in _COLUMNS.items())
        yield _row([event, *cells])


def _cell(graph: Graph, column: str, values: list[str]) -> str:
    if column in _NAMED:
        return "; ".join(sorted(name_of(graph, iri) for iri in values))
    return "; ".join(
        sorted(_local(value) if column not in ("label", "instruments") else value for value in values)
    )


def _value(node: object) -> str:
    return node.value if isinstance(node, (NamedNode, Literal)) else str(node)


def _local(value: str) -> str:
    """The last part of an IRI of the vocabulary; other values as they are."""
    return value.rsplit("/", 1)[-1].rsplit("#", 1)[-1] if value.startswith("http") else value


def name_of(graph: Graph, iri: str) -> str:
    """The label of a thing, the first when documents give several; the IRI when there is none."""
    quads = graph.quads_for_pattern(NamedNode(iri), NamedNode(RDFS.label), None)
    return min((quad.object.value for quad in quads if isinstance(quad.object, Literal)), default=iri)


def _row(cells: Iterable[str]) -> bytes:
    out = io.StringIO()
    safe = (f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells)
    csv.writer(out).writerow(cell.replace("\0", "\ufffd") for cell in safe)
    return out.getvalue().encode()


def network_lines(graph: Graph, *, base: str) -> Iterator[bytes]:
    """GraphML of the shortcuts: actors are nodes, relations are directed edges; sorted."""
    home = NamedNode(graph_iri("shortcuts", base=base))
    edges = sorted(
        (_value(quad.subject), quad.predicate.value, _value(quad.object))
        for quad in graph.quads_for_pattern(None, None, None, home)
    )
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield b'<key id="label" for="node" attr.name="label" attr.type="string"/>\n'
    yield b'<key id="relation" for="edge" attr.name="relation" attr.type="string"/>\n'
    yield b'<graph edgedefault="directed">\n'
    for iri in sorted({iri for one, _, other in edges for iri in (one, other)}):
        yield f"<node id={_attribute(iri)}>{_data('label', name_of(graph, iri))}</node>\n".encode()
    for one, relation, other in edges:
        ends = f"source={_attribute(one)} target={_attribute(other)}"
        yield f"<edge {ends}>{_data('relation', _local(relation))}</edge>\n".encode()
    yield b"</graph>\n</graphml>\n"


def _attribute(value: str) -> str:
    return quoteattr(value.translate(_NOT_XML))


def _data(key: str, value: str) -> str:
    return f'<data key="{key}">{escape(value.translate(_NOT_XML))}</data>'
