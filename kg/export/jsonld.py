"""JSON-LD: one object for each graph, in it one for each subject; sorted, so the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import msgspec
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.export.names import Names
from kg.export.rows import grouped
from kg.vocabulary import RDF, XSD


def jsonld_parts(lines: Iterable[str], names: Names) -> Iterator[bytes]:
    """The document in pieces, from lines ``graph subject predicate object`` that are sorted."""
    yield b'{"@context":' + _json(names.table()) + b',"@graph":['
    comma = b""
    for graph, group in groupby(lines, key=_first):
        yield comma + b'\n{"@id":' + _json(_id(graph[1:-1], names)) + b',"@graph":['
        comma = b""
        for _, one in grouped((line.split(" ", 1)[1] for line in group), _first):
            yield comma + b"\n" + _json(_node(one, names))
            comma = b","
        yield b"]}"
        comma = b","
    yield b"]}\n"


def _node(lines: list[str], names: Names) -> dict[str, Any]:
    """One subject with all its values; ``@type`` first."""
    quads = list(parse("".join(f"{line} .\n" for line in lines).encode(), format=RdfFormat.N_TRIPLES))
    subject = quads[0].subject
    assert isinstance(subject, NamedNode)
    node: dict[str, Any] = {"@id": _id(subject.value, names)}
    for quad in sorted(quads, key=lambda one: one.predicate.value != RDF.type):
        if quad.predicate.value == RDF.type and isinstance(quad.object, NamedNode):
            node.setdefault("@type", []).append(_id(quad.object.value, names))
        else:
            node.setdefault(_id(quad.predicate.value, names), []).append(_value(quad.object, names))
    return node


def _first(line: str) -> str:
    return line.split(" ", 1)[0]


def _value(value: object, names: Names) -> dict[str, str]:
    if isinstance(value, NamedNode):
        return {"@id": _id(value.value, names)}
    assert isinstance(value, Literal)
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype.value == XSD.string:
        return {"@value": value.value}
    return {"@value": value.value, "@type": _id(value.datatype.value, names)}


def _id(iri: str, names: Names) -> str:
    return names.short(iri) or iri


def _json(value: object) -> bytes:
    return msgspec.json.encode(value)
