"""The W3C's own tests of the protocol and of the query language, through the endpoint.

What the bare engine passes the endpoint must pass; what the engine itself answers otherwise is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from served import Server, serving, world_store

__all__ = ["world_store"]

HOME = Path(__file__).absolute().parents[2].parent / "shared" / "conformance" / "sparql11"
pytestmark = pytest.mark.skipif(not HOME.is_dir(), reason="needs the W3C tests in ../shared/conformance")

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
KASEI = "http://kasei.us/2009/09/sparql/data/"
TOPICS = (
    "aggregates bind bindings cast construct csv-tsv-res exists functions grouping json-res negation "
    "project-expression property-path subquery syntax-query"
).split()


def manifest(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path, format="turtle", publicID=path.as_uri())


def entries(path: Path) -> Iterator[tuple[rdflib.Graph, Any]]:
    if not path.is_file():
        return
    graph = manifest(path)
    for head in graph.objects(None, MF.entries):
        for test in Collection(graph, head):
            yield graph, test


def file(node: object) -> Path:
    return Path(urlsplit(str(node)).path)


def with_graphs(home: Path, graphs: dict[str, bytes | Path]) -> Path:
    """Puts a graph of exactly these named graphs in the place of the one that is served."""
    number = 100 + len(list((home / "graph").glob("view-*")))
    view = home / "graph" / f"view-{number:06d}"
    store = ox.Store(str(view))
    for name, data in graphs.items():
        kind = ox.RdfFormat.N_TRIPLES if isinstance(data, bytes) else _format(data)
        body = data if isinstance(data, bytes) else data.read_bytes()
        store.add_graph(ox.NamedNode(name))
        store.load(body, format=kind, base_iri=name, to_graph=ox.NamedNode(name))
    store.flush()
    del store
    (home / "graph" / "current").write_text(view.name)
    return view


def _format(path: Path) -> ox.RdfFormat:
    return ox.RdfFormat.RDF_XML if path.suffix == ".rdf" else ox.RdfFormat.TURTLE


@pytest.fixture(scope="module")
def endpoint(world_store: Path) -> Iterator[tuple[Server, Path]]:
    with serving(world_store, "--timeout", "20") as server:
        yield server, world_store


def test_the_protocol_tests_of_the_w3c_pass(endpoint: tuple[Server, Path]) -> None:
    server, home = endpoint
    with_graphs(home, {f"{KASEI}data{n}.rdf": HOME / "protocol" / f"data{n}.nt" for n in (1, 2, 3)})
    failed, run = [], 0
    for graph, test in entries(HOME / "protocol" / "manifest.ttl"):
        name = str(test).rsplit("#", 1)[-1]
        if name.startswith("update_"):
            continue
        run += 1
        for connection in graph.objects(test, MF.action):
            for request in Collection(graph, graph.value(connection, HT.requests)):
                failed += [f"{name}: {why}" for why in faults(server, graph, request)]
    assert (failed, run) == ([], 27)


def faults(server: Server, graph: rdflib.Graph, request: Any) -> Iterator[str]:
    path = "/sparql" + str(graph.value(request, HT.absolutePath)).removeprefix("/sparql/")
    listed = graph.value(request, HT.headers)
    headers = {
        str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue))
        for one in (Collection(graph, listed) if listed else ())
    }
    content = graph.value(request, HT.body)
    body = None
    if content is not None:
        charset = str(graph.value(content, CNT.characterEncoding) or "utf-8")
        body = str(graph.value(content, CNT.chars)).encode(charset)
    got = server.ask(str(graph.value(request, HT.methodName)), path, headers, body)
    wanted = graph.value(request, HT.resp)
    classes = {str(one)[-3] for one in graph.objects(wanted, MF.expectedStatus)}
    if str(got.status)[0] not in classes:
        yield f"{got.status} {got.text[:90]}"
    truth = graph.value(wanted, MF.expectedBoolean)
    if truth is not None and got.status == 200 and json.loads(got.body)["boolean"] != truth.toPython():
        yield "the other answer"


@pytest.mark.parametrize("topic", TOPICS)
def test_the_query_tests_of_the_w3c_pass(endpoint: tuple[Server, Path], topic: str) -> None:
    failed = []
    for graph, test in entries(HOME / topic / "manifest.ttl"):
        kind = str(graph.value(test, rdflib.RDF.type)).rsplit("#", 1)[-1]
        name = str(graph.value(test, MF.name))
        if kind.startswith(("PositiveSyntax", "NegativeSyntax")):
            why = syntax(endpoint[0], graph, test, kind)
        elif kind in ("QueryEvaluationTest", "CSVResultFormatTest"):
            why = evaluation(*endpoint, graph, test)
        else:
            continue
        failed += [f"{name}: {why}"] if why else []
    assert failed == []


def syntax(server: Server, graph: rdflib.Graph, test: Any, kind: str) -> str:
    text = file(graph.value(test, MF.action)).read_text(encoding="utf-8")
    if re.search(r"\bSERVICE\b", text):
        return ""
    got = server.query(text, "*/*", **{"default-graph-uri": "urn:none"})
    understood = got.status == 200 or got.text.startswith("The query cannot be answered: ")
    return "" if understood == kind.startswith("Positive") and got.status in (200, 400) else got.text


def evaluation(server: Server, home: Path, graph: rdflib.Graph, test: Any) -> str:
    action = graph.value(test, MF.action)
    query = file(graph.value(action, QT.query)).read_text(encoding="utf-8")
    default = [str(one) for one in graph.objects(action, QT.data)]
    named = [str(one) for one in graph.objects(action, QT.graphData)]
    with_graphs(home, {name: file(name) for name in [*default, *named]})
    chosen = [("default-graph-uri", one) for one in default] or [("default-graph-uri", "urn:none")]
    chosen += [("named-graph-uri", one) for one in named]
    wanted = file(graph.value(test, MF.result))
    accept = ACCEPT[wanted.suffix]
    form = urlencode([("query", query), *chosen]).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
    got = server.ask("POST", "/sparql", headers, form)
    if (wanted.suffix in (".ttl", ".rdf")) != bool(re.search(r"\bCONSTRUCT\b", query)):
        return ""  # rows told as a graph
    same = same_graph if wanted.suffix in (".ttl", ".rdf") else same_rows
    if got.status == 200 and same(got.body, wanted, accept):
        return ""
    if not alone(query, default, named, wanted):
        return ""  # the engine itself answers otherwise
    return f"{got.status} {got.text[:120]}"


def alone(query: str, default: list[str], named: list[str], wanted: Path) -> bool:
    """Whether the bare engine gives the answer that is wanted."""
    store = ox.Store()
    for name in default:
        store.load(path=file(name), format=_format(file(name)), base_iri=name, to_graph=ox.DefaultGraph())
    for name in named:
        store.load(path=file(name), format=_format(file(name)), base_iri=name, to_graph=ox.NamedNode(name))
    try:
        found = store.query(query, base_iri="http://localhost/sparql")
    except (SyntaxError, RuntimeError):
        return False
    if isinstance(found, ox.QueryTriples):
        return same_graph(found.serialize(format=ox.RdfFormat.TURTLE) or b"", wanted, "text/turtle")
    kind = ox.QueryResultsFormat.CSV if wanted.suffix == ".csv" else FORMATS[wanted.suffix]
    return same_rows(found.serialize(format=kind) or b"", wanted, "")


ACCEPT = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".ttl": "text/turtle",
    ".rdf": "application/rdf+xml",
}
FORMATS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}


def same_graph(body: bytes, wanted: Path, accept: str) -> bool:
    got = rdflib.Graph().parse(data=body, format=accept)
    return isomorphic(got, rdflib.Graph().parse(wanted))


def same_rows(body: bytes, wanted: Path, accept: str) -> bool:
    if wanted.suffix == ".csv":
        ours, theirs = (sorted(_unnamed(data)) for data in (body.decode(), wanted.read_bytes().decode()))
        return ours == theirs
    ours, theirs = (_rows(data, FORMATS[wanted.suffix]) for data in (body, wanted.read_bytes()))
    return ours == theirs


def _unnamed(text: str) -> list[str]:
    return [re.sub(r"_:\w+", "_:", line) for line in text.replace("\r\n", "\n").splitlines()]


def _rows(data: bytes, format: ox.QueryResultsFormat) -> object:
    found = ox.parse_query_results(data, format=format)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = sorted(variable.value for variable in found.variables)
    return names, sorted(str([_value(row[name]) for name in names]) for row in found)


def _value(node: Any) -> object:
    """Numbers by value, blank nodes by being some."""
    if isinstance(node, ox.Literal) and node.datatype.value.endswith(("#decimal", "#double", "#float")):
        return float(node.value)
    return "_:" if isinstance(node, ox.BlankNode) else node
