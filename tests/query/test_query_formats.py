"""Rows in every format, with hostile text in them."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.query import Rows, run, write

NASTY = '=HYPERLINK("http://x/")\n\x1b[31mred\u202eevil\x00,"quote"'


@pytest.fixture
def graph() -> ox.Store:
    store = ox.Store()
    for name, value in (
        ("a", ox.Literal(NASTY)),
        ("b", ox.Literal(-3)),
        ("c", ox.Literal("Große", language="de")),
    ):
        store.add(
            ox.Quad(ox.NamedNode(f"https://w3id.org/communique/actor/{name}"), ox.NamedNode("x:p"), value)
        )
    return store


def written(rows: Rows, format: str, width: int | None = None) -> str:
    out = io.StringIO()
    write(rows, format, out, width=width)
    return out.getvalue()


def rows(graph: ox.Store) -> Rows:
    return run(
        graph, "SELECT ?who ?value ?none { ?who <x:p> ?value OPTIONAL { ?who <x:q> ?none } } ORDER BY ?who"
    )


def test_csv_guards_formulas_and_leaves_numbers_alone(graph: ox.Store) -> None:
    lines = list(csv.reader(io.StringIO(written(rows(graph), "csv"))))
    assert lines[0] == ["who", "value", "none"]
    assert [line[1] for line in lines[1:]] == ["'" + NASTY.replace("\x00", "\ufffd"), "-3", "Große"]


def test_tsv_is_read_back_by_another_reader(graph: ox.Store) -> None:
    body = written(rows(graph), "tsv").encode()
    again = ox.parse_query_results(io.BytesIO(body), format=ox.QueryResultsFormat.TSV)
    assert [row["value"] for row in again] == [
        ox.Literal(NASTY),
        ox.Literal(-3),
        ox.Literal("Große", language="de"),
    ]


def test_json_is_read_back_by_another_reader(graph: ox.Store) -> None:
    body = written(rows(graph), "json").encode()
    again = ox.parse_query_results(io.BytesIO(body), format=ox.QueryResultsFormat.JSON)
    assert [row["value"] for row in again] == [
        ox.Literal(NASTY),
        ox.Literal(-3),
        ox.Literal("Große", language="de"),
    ]
    assert json.loads(written(run(graph, "ASK { ?s ?p -3 }"), "json")) == {"head": {}, "boolean": True}


def test_jsonl_has_one_plain_object_a_row(graph: ox.Store) -> None:
    lines = [json.loads(line) for line in written(rows(graph), "jsonl").splitlines()]
    assert [line["value"] for line in lines] == [NASTY, -3, "Große"]
    assert lines[1] == {"who": "https://w3id.org/communique/actor/b", "value": -3, "none": None}


def test_a_table_is_aligned_and_shows_no_control_characters(graph: ox.Store) -> None:
    assert written(rows(graph), "table", width=40) == (
        "who      value                      none\n"
        "───────  ─────────────────────────  ────\n"
        'actor:a  =HYPERLINK("http://x/") …\n'
        "actor:b  -3\n"
        "actor:c  Große\n"
    )
    assert "\\u001b[31mred\\u202eevil\\u0000" in written(rows(graph), "table")


def test_numbers_stand_to_the_right(graph: ox.Store) -> None:
    text = written(run(graph, "SELECT ?n { VALUES ?n { 5 1000 } }"), "table")
    assert text == "   n\n────\n   5\n1000\n"


def test_turtle_is_sorted_and_only_for_triples(graph: ox.Store) -> None:
    text = written(run(graph, "CONSTRUCT { ?who <x:q> 1 } WHERE { ?who <x:p> ?v }"), "turtle")
    assert text.splitlines()[-3:] == [f"actor:{name} <x:q> 1 ." for name in "abc"]
    assert "@prefix skos:" not in text
    with pytest.raises(UsageError, match="Turtle is for CONSTRUCT"):
        written(rows(graph), "turtle")


def test_an_unknown_format_is_refused_with_the_known_ones(graph: ox.Store) -> None:
    with pytest.raises(UsageError, match="choose one of table, csv, tsv, json, jsonl, turtle"):
        written(rows(graph), "xml")
