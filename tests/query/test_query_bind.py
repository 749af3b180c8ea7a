"""Parameters enter a query as whole terms, whatever they hold."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.query import parse_query, run
from kg.query.bind import bind
from kg.query.tokens import tokens

INJECTIONS = [
    '"} SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } #',
    "x' . ?s ?p ?o . '",
    '\\" } UNION { ?s ?p ?o } #',
    "a\"\"\"b'''c",
    "line\nbreak\r\ttab",
    "?other",
    "<x:y>",
    "\\u0022",
    "\x00\x1f\u2028\U0001f600",
    "",
]


def bound(query: str, **values: ox.NamedNode | ox.Literal) -> str:
    return bind(query, tokens(query), values)


@pytest.mark.parametrize("value", INJECTIONS)
def test_a_text_parameter_comes_out_as_it_went_in(value: str) -> None:
    query = parse_query("#+ summary: s\n#+ params: [{name: t, type: text, doc: d}]\nSELECT ?t {}", name="q")
    assert list(run(ox.Store(), query, {"t": value}).rows) == [(ox.Literal(value),)]


@pytest.mark.parametrize("value", ["x:a> ?p ?o . <x:b", "x:a b", "no-scheme", "x:{}", 'x:"'])
def test_an_iri_parameter_that_is_none_is_refused(value: str) -> None:
    query = parse_query("#+ summary: s\n#+ params: [{name: t, type: iri, doc: d}]\nSELECT ?t {}", name="q")
    with pytest.raises(UsageError, match="is not an IRI"):
        run(ox.Store(), query, {"t": value})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?v ?o { ?v ?p ?o }", "SELECT (<x:a> AS ?v) ?o { <x:a> ?p ?o }"),
        (
            "SELECT (COUNT(DISTINCT $v) AS ?n) { ?s ?p $v }",
            "SELECT (COUNT(DISTINCT <x:a>) AS ?n) { ?s ?p <x:a> }",
        ),
        (
            "SELECT * { ?s ?p ?o FILTER(!BOUND(?v) || ?o = ?v) }",
            "SELECT * { ?s ?p ?o FILTER(!(true) || ?o = <x:a>) }",
        ),
        (
            "SELECT ?s { ?s ?p ?o } GROUP BY ?s ?v ORDER BY ?v",
            "SELECT ?s { ?s ?p ?o } GROUP BY ?s (<x:a>) ORDER BY (<x:a>)",
        ),
        ("ASK { { SELECT ?v { ?v ?p ?o } } }", "ASK { { SELECT (<x:a> AS ?v) { <x:a> ?p ?o } } }"),
        ("SELECT ?vv { ?vv ?p '?v' } # ?v", "SELECT ?vv { ?vv ?p '?v' } # ?v"),
    ],
)
def test_a_term_takes_the_place_of_its_variable_and_of_nothing_else(query: str, expected: str) -> None:
    assert bound(query, v=ox.NamedNode("x:a")) == expected


@pytest.mark.parametrize(
    "query",
    ["SELECT * { BIND(1 AS ?v) }", "SELECT * { VALUES ?v { 1 } }", "SELECT * { VALUES (?v) { (1) } }"],
)
def test_a_query_that_assigns_its_own_parameter_is_refused(query: str) -> None:
    with pytest.raises(UsageError, match="must not assign it"):
        bound(query, v=ox.Literal("x"))
