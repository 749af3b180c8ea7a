"""Answers as Python values, tables of other libraries, and HTML for notebooks."""

from __future__ import annotations

import datetime as dt
import json
import sys

import pyoxigraph as ox
import pytest

from kg.api import Answer
from kg.api.answer import gathered
from kg.errors import UsageError
from kg.query import run

XSD = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
MIXED = """SELECT ?name ?many ?share ?day ?thing WHERE {
  VALUES (?name ?many ?share ?day ?thing) {
    ("one" 1 1.5 "2024-01-16"^^xsd:date <https://w3id.org/communique/actor/iran>)
    ("two" UNDEF 2.5 UNDEF UNDEF)
  } }"""
PAYLOAD = "<img src=x onerror=alert(1)>"


def ask(text: str) -> Answer:
    return gathered(run(ox.Store(), XSD + text))


def test_values_are_those_of_python() -> None:
    iran = "https://w3id.org/communique/actor/iran"
    assert [tuple(row) for row in ask(MIXED)] == [
        ("one", 1, 1.5, dt.date(2024, 1, 16), iran),
        ("two", None, 2.5, None, None),
    ]


def test_a_row_is_also_read_by_the_names_of_its_columns() -> None:
    row = ask(MIXED)[0]
    assert (row["day"], row[1], row.asdict()["name"]) == (dt.date(2024, 1, 16), 1, "one")
    with pytest.raises(KeyError, match="the columns are name, many, share, day, thing"):
        row["dya"]


def test_a_day_that_python_cannot_hold_stays_text() -> None:
    assert ask('SELECT ("-0044-03-15"^^xsd:date AS ?day) {}').column("day") == ["-0044-03-15"]


def test_an_ask_is_as_true_as_its_answer() -> None:
    assert (bool(ask("ASK {}")), bool(ask("ASK { ?s ?p ?o }"))) == (True, False)


def test_an_answer_without_rows_is_false() -> None:
    assert not ask("SELECT ?s { ?s ?p ?o }")


def test_json_keeps_the_kinds_of_terms() -> None:
    first = json.loads(ask(MIXED).to_json())["results"]["bindings"][0]
    assert first["day"] == {
        "type": "literal", "value": "2024-01-16", "datatype": "http://www.w3.org/2001/XMLSchema#date",
    }  # fmt: skip


def test_csv_guards_formulas() -> None:
    assert ask('SELECT ("=1+1" AS ?x) {}').to_csv() == "x\r\n'=1+1\r\n"


def test_a_construct_becomes_turtle_and_an_rdflib_graph() -> None:
    answer = ask("CONSTRUCT { <urn:a> <urn:b> <urn:c> } WHERE {}")
    assert answer.to_turtle().strip() == "<urn:a> <urn:b> <urn:c> ."
    assert len(answer.to_rdflib()) == 1
    with pytest.raises(UsageError, match="Turtle is for CONSTRUCT"):
        ask(MIXED).to_turtle()


def test_long_answers_show_their_beginning_and_how_long_they_are() -> None:
    answer = ask("SELECT ?x { VALUES ?x { " + " ".join(map(str, range(120))) + " } }")
    assert repr(answer).splitlines()[-1] == "… and 70 more rows"
    assert answer._repr_html_().endswith("<p>50 of 120 rows</p>")


def test_html_is_a_table_whose_every_text_is_escaped() -> None:
    shown = ask(f'SELECT ("{PAYLOAD}" AS ?x) (<urn:a%22onclick=alert> AS ?y) {{}}')._repr_html_()
    assert shown == (
        '<table><thead><tr><th style="text-align:left">x</th><th style="text-align:left">y</th></tr></thead>'
        '<tbody><tr><td style="text-align:left">&lt;img src=x onerror=alert(1)&gt;</td>'
        '<td style="text-align:left" title="urn:a%22onclick=alert">urn:a%22onclick=alert</td></tr></tbody>'
        "</table><p>1 row</p>"
    )


def test_characters_that_turn_text_around_are_shown_as_such() -> None:
    assert "safe\ufffdfdp" in ask('SELECT ("safe\u202efdp" AS ?x) {}')._repr_html_()


# Tables of other libraries


def test_pandas_gets_numbers_days_and_gaps() -> None:
    pytest.importorskip("pandas")
    frame = ask(MIXED).to_pandas()
    assert {name: str(kind)[:10] for name, kind in frame.dtypes.items()} | {"name": "", "thing": ""} == {
        "name": "", "many": "Int64", "share": "float64", "day": "datetime64", "thing": "",
    }  # fmt: skip
    assert frame["name"].tolist() == ["one", "two"]
    assert frame["day"].isna().tolist() == [False, True]


def test_pandas_gets_the_columns_of_an_empty_answer() -> None:
    pytest.importorskip("pandas")
    assert list(ask("SELECT ?s ?o { ?s ?p ?o }").to_pandas().columns) == ["s", "o"]


def test_polars_gets_numbers_days_and_gaps() -> None:
    pytest.importorskip("polars")
    frame = ask(MIXED).to_polars()
    assert [str(kind) for kind in frame.dtypes] == ["String", "Int64", "Float64", "Date", "String"]
    assert frame["many"].to_list() == [1, None]


def test_arrow_gets_numbers_days_and_gaps() -> None:
    pytest.importorskip("pyarrow")
    table = ask(MIXED).to_arrow()
    assert [str(field.type) for field in table.schema] == [
        "string",
        "int64",
        "double",
        "date32[day]",
        "string",
    ]


def test_a_column_of_several_kinds_becomes_text() -> None:
    pytest.importorskip("polars")
    assert ask('SELECT ?x { VALUES ?x { 1 "two" 3.5 } }').to_polars()["x"].to_list() == ["1", "two", "3.5"]


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_a_library_that_is_missing_is_named(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    method = {"pyarrow": "to_arrow"}.get(library, f"to_{library}")
    with pytest.raises(UsageError, match=rf"{library} is not installed; pip install {library}"):
        getattr(ask(MIXED), method)()
