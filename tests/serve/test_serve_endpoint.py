"""The SPARQL endpoint: what it answers, in which form, and what it says when it does not."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from served import Server, server, world_store

__all__ = ["server", "world_store"]

ROWS = "SELECT ?x { VALUES ?x { 1 2 } }"
GRAPH = 'CONSTRUCT { <urn:a> <urn:b:c> "x" } WHERE {}'
CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
UNBOUNDED = "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^!<urn:x>)+ ?b . ?c (!<urn:x>|^!<urn:x>)+ ?d }"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.2, application/xml;q=0.9", "application/xml"),
        ("application/sparql-results+json;q=0, */*", "application/json"),
        ("text/*", "text/javascript"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
    ],
)
def test_rows_come_in_the_form_that_the_client_likes_best(server: Server, accept: str, media: str) -> None:
    got = server.query(ROWS, accept)
    assert (got.status, got.media) == (200, media)


@pytest.mark.parametrize(
    ("accept", "media", "format"),
    [
        ("text/turtle", "text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_graphs_come_in_four_forms_that_say_the_same(
    server: Server, accept: str, media: str, format: ox.RdfFormat
) -> None:
    got = server.query('CONSTRUCT { <urn:a> <urn:b> "x" } WHERE {}', accept)
    assert (got.status, got.media) == (200, media)
    triples = [quad.triple for quad in ox.parse(got.body, format=format)]
    assert triples == [ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("x"))]


@pytest.mark.parametrize(
    ("query", "accept", "said"),
    [
        (ROWS, "text/turtle", "answers with rows"),
        (ROWS, "image/png", "application/sparql-results+json"),
        ("ASK {}", "text/csv", "yes or no"),
        (GRAPH, "text/csv", "a graph"),
        ('SELECT ("a\\u0001b" AS ?x) {}', "application/sparql-results+xml", "control characters"),
        ('SELECT ("a\\uFFFEb" AS ?x) {}', "application/sparql-results+xml", "control characters"),
        ('CONSTRUCT { <urn:a> <urn:b> "a\\u0008" } WHERE {}', "application/rdf+xml", "control characters"),
        ('CONSTRUCT { <urn:a> <urn:b:1> "a" } WHERE {}', "application/rdf+xml", "urn:b:1"),
    ],
)
def test_what_a_form_cannot_carry_is_406_with_the_reason(
    server: Server, query: str, accept: str, said: str
) -> None:
    got = server.query(query, accept)
    assert got.status == 406
    assert said in got.text


def test_all_three_ways_to_send_a_query_give_the_same_answer(server: Server) -> None:
    by_get = server.get("/sparql?query=" + quote(ROWS))
    by_form = server.query(ROWS)
    direct = server.ask("POST", "/sparql", {"Content-Type": "application/sparql-query"}, ROWS.encode())
    assert by_get.body == by_form.body == direct.body
    assert server.ask("HEAD", "/sparql?query=" + quote(ROWS)).body == b""


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT * {\n ?s ?p ?o", "line 2, column 10"),
        ("SELECT * { ?s unknown:x ?o }", "line 1, column 24: Prefix not found"),
        ("ASK {} ASK {}", "line 1, column 14"),
        ("SELECT ?x {} GROUP BY ?y", "unbound"),
    ],
)
def test_a_malformed_query_is_told_with_its_place(server: Server, query: str, place: str) -> None:
    got = server.query(query)
    assert (got.status, got.media) == (400, "text/plain")
    assert place in got.text


def test_the_graphs_of_the_request_take_the_place_of_those_in_the_query(server: Server) -> None:
    events = "urn:communique:graph/events"
    ask = "ASK FROM <urn:x> { ?event a kg:CanonicalEvent }"
    assert json.loads(server.query(ask, **{"default-graph-uri": events}).body)["boolean"] is True
    named = "ASK { GRAPH ?g { ?event a kg:CanonicalEvent } }"
    assert json.loads(server.query(named, **{"named-graph-uri": events}).body)["boolean"] is True
    assert json.loads(server.query(named, **{"default-graph-uri": events}).body)["boolean"] is False
    assert json.loads(server.query(named, **{"named-graph-uri": "urn:none"}).body)["boolean"] is False


def test_without_a_query_the_endpoint_describes_itself(server: Server) -> None:
    got = server.get("/sparql", Accept="text/turtle")
    triples = {
        quad.triple.predicate.value: quad.object for quad in ox.parse(got.body, format=ox.RdfFormat.TURTLE)
    }
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert {sd + "endpoint", sd + "resultFormat", sd + "feature", "http://rdfs.org/ns/void#triples"} <= set(
        triples
    )
    for path in ("/.well-known/void", "/void", "/sparql.ttl"):
        assert server.get(path, Accept="text/turtle").body == got.body
    browser = server.get("/sparql", Accept="text/html,*/*;q=0.8")
    assert (browser.status, browser.headers["location"]) == (303, "/")


@pytest.mark.parametrize("query", [CARTESIAN, UNBOUNDED])
def test_a_runaway_query_is_stopped_within_a_second_of_its_limit(server: Server, query: str) -> None:
    begun = time.monotonic()
    got = server.query(query)
    assert time.monotonic() - begun < 4
    assert (got.status, got.headers["x-limit"]) == (503, "seconds")
    assert "3 s" in got.text


def test_runaway_queries_do_not_keep_others_waiting(server: Server) -> None:
    with ThreadPoolExecutor(2) as bombs:
        running = [bombs.submit(server.query, CARTESIAN) for _ in range(2)]
        time.sleep(1.5)
        assert server.query(ROWS).status == 200
        assert not any(one.done() for one in running)
        assert {one.result().status for one in running} == {503}


def test_an_answer_with_too_many_rows_is_refused_whole(server: Server) -> None:
    for accept in ("application/json", "text/csv", "text/tab-separated-values", "application/xml"):
        got = server.query("SELECT * { ?s ?p ?o } LIMIT 2001", accept)
        assert (got.status, got.headers["x-limit"]) == (422, "answer")
        assert server.query("SELECT * { ?s ?p ?o } LIMIT 2000", accept).status == 200
    assert server.query("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle").status == 422


def test_health_and_stylesheets_are_answered(server: Server) -> None:
    assert json.loads(server.get("/health").body) == {"status": "ok", "graph": "view-000001"}
    first = server.get("/assets/base.css")
    again = server.get("/assets/base.css", **{"If-None-Match": first.headers["etag"]})
    assert (first.status, again.status, again.body) == (200, 304, b"")
