"""Saved queries, their parameters, and the time limit."""

from __future__ import annotations

import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import KnowledgeError, QueryTimeout, StoreError, UsageError
from kg.query import Param, SavedQuery, find, parse_query, read_query, run, run_within, saved_queries

TURTLE = b"""
@prefix kg: <https://w3id.org/communique/ontology#> . @prefix actor: <https://w3id.org/communique/actor/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
actor:iran a kg:State ; rdfs:label "Iran" ; skos:altLabel "Islamic Republic of Iran" .
actor:cote a kg:State ; rdfs:label "C\xc3\xb4te d'Ivoire" ; skos:altLabel "Ivory Coast" .
actor:jaish a kg:ArmedGroup ; rdfs:label "Jaish al-Adl" ; skos:altLabel "Army of Justice" .
actor:front-a a kg:ArmedGroup ; rdfs:label "National Front" .
actor:front-b a kg:PoliticalParty ; rdfs:label "National Front" .
<x:old> a kg:State ; rdfs:label "Norland" .
<x:new> a kg:State ; rdfs:label "Norland" ; kg:sameActorAs <x:old> .
<x:event> a kg:Event ; rdfs:label "Iran attacked" .
"""


@pytest.fixture(scope="module")
def graph() -> ox.Store:
    store = ox.Store()
    store.load(TURTLE, format=ox.RdfFormat.TURTLE)
    return store


def ask(graph: ox.Store, type: str, value: str | None) -> list[tuple[object, ...]]:
    param = Param(name="v", type=type, doc="d", required=True)  # type: ignore[arg-type]
    query = SavedQuery(name="q", summary="s", text="SELECT ?v {}", params=(param,))
    return list(run(graph, query, {} if value is None else {"v": value}).rows)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Iran", "iran"),
        ("iran", "iran"),
        ("The Islamic republic of IRAN", "iran"),
        ("cote divoire", "cote"),
        ("Ivory Coast", "cote"),
        ("jaish al adl", "jaish"),
        ("https://w3id.org/communique/actor/iran", "iran"),
    ],
)
def test_an_actor_is_found_by_name_alias_or_iri(graph: ox.Store, name: str, slug: str) -> None:
    assert ask(graph, "actor", name) == [(ox.NamedNode(f"https://w3id.org/communique/actor/{slug}"),)]


def test_of_merged_actors_the_one_they_became_is_found(graph: ox.Store) -> None:
    assert ask(graph, "actor", "Norland") == [(ox.NamedNode("x:old"),)]


@pytest.mark.parametrize(
    ("type", "value", "message"),
    [
        ("actor", "Irann", "No actor is called 'Irann' here. Did you mean Iran?"),
        ("actor", "Iran attacked", "No actor is called 'Iran attacked' here."),
        ("actor", "Zzzzz", "No actor is called 'Zzzzz' here."),
        ("date", "2024-1-1", "v='2024-1-1' is not a date such as 2024-01-16."),
        ("integer", "1.5", "v='1.5' is not a number of type integer."),
        ("decimal", "NaN", "v='NaN' is not a number of type decimal."),
        ("text", None, "The query q needs v: --param v=..."),
    ],
)
def test_a_wrong_parameter_is_refused_with_what_to_do(
    graph: ox.Store, type: str, value: str | None, message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        ask(graph, type, value)
    assert str(caught.value) == message


def test_a_name_of_several_actors_is_refused_with_their_iris(graph: ox.Store) -> None:
    with pytest.raises(
        UsageError, match=r"front-a>, National Front <https://w3id.org/communique/actor/front-b>; give"
    ):
        ask(graph, "actor", "National Front")


def test_typed_parameters_become_typed_literals(graph: ox.Store) -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert ask(graph, "date", "2024-01-16") == [
        (ox.Literal("2024-01-16", datatype=ox.NamedNode(xsd + "date")),)
    ]
    assert ask(graph, "integer", "-3") == [(ox.Literal("-3", datatype=ox.NamedNode(xsd + "integer")),)]


def test_an_unknown_parameter_names_the_near_one(graph: ox.Store) -> None:
    with pytest.raises(UsageError, match=r"no parameter 'actr'. Did you mean actor\?"):
        run(graph, find("events-of-actor"), {"actr": "Iran"})


def test_an_unknown_query_names_the_near_ones() -> None:
    with pytest.raises(UsageError, match="Did you mean who-attacked-whom"):
        find("who-attacks-whom")


def test_at_least_sixteen_questions_are_shipped() -> None:
    assert len(saved_queries()) >= 16


def test_a_users_query_replaces_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "denials.rq").write_text("#+ summary: mine\nASK {}", encoding="utf-8")
    assert find("denials", [tmp_path]).summary == "mine"
    assert len(saved_queries([tmp_path])) == len(saved_queries())


@pytest.mark.parametrize(
    "header", ["#+ summary: a: b", "#+ sumary: x", "#+ summary: x\n#+ params: [{name: a, type: int, doc: d}]"]
)
def test_a_malformed_header_is_refused_with_the_name_of_the_file(header: str) -> None:
    with pytest.raises(KnowledgeError, match=r"^my\.rq: the header of #\+ lines"):
        parse_query(header + "\nASK {}", name="q", path=Path("my.rq"))


def test_a_query_file_without_a_header_can_be_asked(tmp_path: Path, graph: ox.Store) -> None:
    (tmp_path / "own.rq").write_text("SELECT ?s { ?s a kg:PoliticalParty }", encoding="utf-8")
    rows = run(graph, read_query(tmp_path / "own.rq")).rows
    assert list(rows) == [(ox.NamedNode("https://w3id.org/communique/actor/front-b"),)]


def test_a_syntax_error_says_where(graph: ox.Store) -> None:
    with pytest.raises(UsageError, match=r"not SPARQL 1\.1: error at 1:"):
        run(graph, "SELECT ?s WHERE { ?s ?p }")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("graph") / "view"
    store = ox.Store(str(home))
    store.load(TURTLE, format=ox.RdfFormat.TURTLE)
    store.flush()
    return home


def test_within_its_time_a_query_gives_the_same_rows(folder: Path, graph: ox.Store) -> None:
    text = "SELECT ?s ?label { ?s a kg:ArmedGroup ; rdfs:label ?label } ORDER BY ?label"
    assert list(run_within(60, folder, text).rows) == list(run(graph, text).rows)
    triples = "CONSTRUCT { ?s a kg:Actor } WHERE { ?s a kg:ArmedGroup }"
    assert sorted(run_within(60, folder, triples).rows, key=str) == sorted(run(graph, triples).rows, key=str)
    assert list(run_within(60, folder, "ASK { ?s a kg:State }").rows) == [(ox.Literal(True),)]


def test_past_its_time_a_query_is_ended(folder: Path) -> None:
    endless = (
        "SELECT (COUNT(DISTINCT ?a) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(12)) + " }"
    )
    begun = time.monotonic()
    with pytest.raises(QueryTimeout, match="ran past 1 s"):
        run_within(1, folder, endless)
    assert time.monotonic() - begun < 20


def test_a_missing_graph_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no graph at"):
        run_within(1, tmp_path / "none", "ASK {}")
