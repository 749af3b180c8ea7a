"""Queries that would write, reach out, or bring the engine down are refused before it sees them."""

from __future__ import annotations

import socket
import threading
import time

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.query import run
from kg.query.guard import DEEPEST, LONGEST, check
from kg.query.tokens import tokens


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "INSERT would change the store"),
        ("PREFIX x: <y:z> DELETE WHERE { ?s ?p ?o }", "DELETE would change the store"),
        ("LOAD <file:///etc/passwd>", "LOAD would change the store"),
        ("# SELECT\nDROP ALL", "DROP would change the store"),
        ("", "begins with SELECT"),
        ("hello", "begins with SELECT"),
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * { service silent ?x { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * { ?s ?p ?o FILTER(?o<?p#>'''\n) SERVICE <http://x/> {} } #'''", "put spaces around '<'"),
        ("SELECT * FROM <http://x/> { ?s ?p ?o }", "no such graph in this store"),
        ("SELECT * FROM NAMED <file:///etc/passwd> { ?s ?p ?o }", "no such graph in this store"),
        ("SELECT * { ?s ?p 'open }", "string without its end"),
        ("SELECT * { ?s ?p ?o FILTER(" + "(" * 50_000, "nests deeper"),
        ("SELECT * { ?s ?p ?o FILTER(" + "!" * (DEEPEST + 1) + "?o) }", "nests deeper"),
        ("SELECT * { " + "?s ?p ?o . " * 3000 + "}", "tokens"),
        ("SELECT * { ?s ?p '" + "x" * LONGEST + "' }", "longer than 64 KB"),
    ],
)
def test_a_query_that_does_more_than_ask_is_refused(query: str, words: str) -> None:
    with pytest.raises(UsageError, match=words.replace("(", r"\(").replace("'", ".")):
        check(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service <http://x/service> 'SERVICE <http://x/> {}' }  # SERVICE <http://x/>",
        "SELECT * { ?a <x:b> ?c FILTER(?a < ?c && ?c > 3) }",
        'SELECT * { ?a ?b """ \' " "" SERVICE """ }',
        "PREFIX kg: <https://w3id.org/communique/ontology#> ASK { ?e kg:status kg:actual }",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "DESCRIBE <x:a>",
    ],
)
def test_words_in_strings_comments_names_and_iris_do_not_matter(query: str) -> None:
    check(query)


def test_a_stored_graph_may_be_named_in_from() -> None:
    graph = ox.Store()
    graph.load(b"<x:a> <x:b> <x:c> <x:g> .", format=ox.RdfFormat.N_QUADS)
    assert list(run(graph, "SELECT ?s FROM <x:g> { ?s ?p ?o }").rows) == [(ox.NamedNode("x:a"),)]


def test_no_spelling_of_a_service_call_reaches_a_server() -> None:
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        threading.Thread(target=_listen, args=(server, calls), daemon=True).start()
        for query in _attacks(address):
            with pytest.raises(UsageError):
                list(run(_one_triple(), query).rows)
    assert calls == []


def _attacks(address: str) -> list[str]:
    call = f"SERVICE <{address}> {{ ?a ?b ?c }}"
    return [
        f"SELECT * {{ {call} }}",
        f"SELECT * {{ ?s ?p ?o FILTER(?p<?o#>'''\n) {call} }} #'''",
        f'SELECT * {{ ?s ?p ?o FILTER(?p<?o#>"""\n) {call} }} #"""',
        f"SELECT * {{ ?s ?p ?o FILTER(3<x:y#>'\n) {call} }}",
        f"PREFIX x: <x:> SELECT * {{ ?s ?p ?o FILTER(?p<x:o#>'''\n) {call} }} #'''",
        f"SELECT * {{ ?s ?p ?o FILTER(?p<?o#> \\u0027\n) {call} }}",
        f"SELECT * {{ ?s ?p ?o }} # \r {call}",
        f"SELECT * {{ ?s ?p 'it\\'s' . {call} . ?a ?b '' }}",
        f"SELECT * {{ ?s ?p ?o{call} }}",
        f"SELECT * {{ ?s ?p ?o .SERVICE<{address}>{{}} }}",
    ]


def test_a_string_without_its_end_is_refused_without_reading_on() -> None:
    began = time.process_time()
    with pytest.raises(UsageError, match="without its end at character 9"):
        tokens('SELECT """' + '\\"' * 30_000)
    assert time.process_time() - began < 1


def _listen(server: socket.socket, calls: list[object]) -> None:
    try:
        while True:
            connection, peer = server.accept()
            calls.append(peer)
            connection.close()
    except OSError:
        return


def _one_triple() -> ox.Store:
    graph = ox.Store()
    graph.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal("o")))
    return graph
