"""A finished knowledge base as a Python object: what it answers, and what it hands out."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import environment
from samples import short
from world import build

import kg
import kg.store
from kg.api import KnowledgeBase
from kg.errors import QueryTimeout, StoreError, UsageError

IRAN = "https://w3id.org/communique/actor/iran"
PAKISTAN = "https://w3id.org/communique/actor/pakistan"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("api") / "world.kg")


@pytest.fixture(scope="module")
def base(home: Path) -> Iterator[KnowledgeBase]:
    with kg.open(home) as opened:
        yield opened


def whats(answer: kg.api.Answer) -> list[object]:
    return answer.column("what")


# Questions


def test_a_saved_query_is_asked_by_its_name_with_python_values(base: KnowledgeBase) -> None:
    answer = base.query("events-of-actor", actor=base.actor("Iran"), since=dt.date(2024, 1, 1))
    assert [row["what"] for row in answer] == ["Iran attacked Pakistan, 16 January 2024"]


def test_sparql_text_takes_values_for_its_variables_as_whole_terms(base: KnowledgeBase) -> None:
    text = """SELECT ?day WHERE {
      ?event a kg:CanonicalEvent ; kg:actor ?who ; kg:dateEarliest ?day . FILTER(?day >= ?since) }"""
    answer = base.query(text, who=base.actor("Iran"), since=dt.date(2024, 1, 1))
    assert [tuple(row) for row in answer] == [(dt.date(2024, 1, 16),)]


def test_a_value_cannot_end_the_term_it_stands_in(base: KnowledgeBase) -> None:
    answer = base.query("SELECT ?x { ?x rdfs:label ?name }", name='Iran" } #')
    assert not answer


def test_a_value_for_a_variable_that_is_not_there_is_refused(base: KnowledgeBase) -> None:
    with pytest.raises(UsageError, match=r"no variable \?nmae\. Did you mean \?name"):
        base.query("SELECT ?x { ?x rdfs:label ?name }", nmae="Iran")


def test_a_value_that_is_no_term_is_refused(base: KnowledgeBase) -> None:
    with pytest.raises(UsageError, match="cannot stand in a query"):
        base.query("SELECT ?x { ?x rdfs:label ?name }", name=object())


def test_an_unknown_saved_query_names_the_near_ones(base: KnowledgeBase) -> None:
    with pytest.raises(UsageError, match="who-attacked-whom"):
        base.query("who-atacked-whom")


def test_a_query_file_is_asked_by_its_path(base: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "states.rq"
    path.write_text("SELECT DISTINCT ?name { ?s a kg:State ; rdfs:label ?name } ORDER BY ?name")
    assert base.query(path).column("name") == ["Iran", "Norland", "Pakistan", "Sudania"]


def test_a_query_that_leaves_the_store_is_refused(base: KnowledgeBase) -> None:
    with pytest.raises(UsageError, match="SERVICE is refused"):
        base.query("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")


def test_a_query_is_ended_at_its_time(base: KnowledgeBase) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(QueryTimeout):
        base.query(endless, timeout=0.3)


def test_saved_queries_of_the_users_own_are_found(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    (mine / "queries").mkdir(parents=True)
    (mine / "queries" / "states.rq").write_text(
        "#+ summary: States\nSELECT DISTINCT ?name { ?s a kg:State ; rdfs:label ?name } ORDER BY ?name"
    )
    with kg.store.open(tmp_path / "own.kg", create=True, knowledge=[mine]) as store:
        store.put(*short("one", "Iran struck Pakistan on Tuesday."), "by-hand")
    with kg.open(tmp_path / "own.kg") as base:
        assert base.query("states").column("name") == ["Iran", "Pakistan"]
        assert "states" in [query.name for query in base.queries()]


# Actors, events, documents


def test_actors_are_found_by_part_of_a_name_the_best_fit_first(base: KnowledgeBase) -> None:
    assert [actor.name for actor in base.actors("an")] == [
        "Anwar Kakar", "Iran", "Norland", "Pakistan", "Sudania", "Hossein Abdullahian",
    ]  # fmt: skip
    assert [actor.name for actor in base.actors("SUDAN")] == ["Sudania"]


def test_an_actor_tells_what_it_is(base: KnowledgeBase) -> None:
    iran = base.actor("Islamic Republic of Iran")
    assert (iran.iri, iran.name, iran.kind, iran.known) == (IRAN, "Iran", "State", True)
    assert base.actor("army").known is False


def test_an_unknown_actor_names_the_near_ones(base: KnowledgeBase) -> None:
    with pytest.raises(UsageError, match=r"Did you mean .*Sudania"):
        base.actor("Sudaniaa")


def test_events_are_chosen_by_category_status_time_actor_and_place(base: KnowledgeBase) -> None:
    shelling = "Norland attacked Sudania, 1 February 2024"
    strike = "Iran attacked Pakistan, 16 January 2024"
    assert whats(base.events(category="ASSAULT-heavy-weapons", since="2024-02-01")) == [shelling]
    assert whats(base.events(status="historical")) == ["Norland attacked Sudania (historical)"]
    assert whats(base.events(actor="Iran", until=dt.date(2024, 1, 31))) == [strike]
    assert whats(base.events(place="border village")) == [strike]
    assert len(base.events()) == 12


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"category": "ASAULT"}, "Did you mean ASSAULT"),
        ({"status": "real"}, "'real' is not a status"),
        ({"since": "yesterday"}, "is not a date"),
        ({"place": "Atlantis"}, "No place is called 'Atlantis'"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(
    base: KnowledgeBase, wrong: dict[str, str], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        base.events(**wrong)


def test_a_dyad_has_what_happened_between_the_two(base: KnowledgeBase) -> None:
    dyad = base.dyad("Norland", "Sudania")
    assert whats(dyad.events(since="2024-01-01")) == ["Norland attacked Sudania, 1 February 2024"]
    assert [tuple(row) for row in dyad.escalation()] == [("2024-02", 1, 1, -9.5, -9.5)]


def test_a_document_has_its_text_and_what_was_read_from_it(base: KnowledgeBase) -> None:
    article = base.document("courier-1")
    assert (article.title, article.published) == ("Shells on Kesh", dt.date(2024, 2, 2))
    first = article.events[0]
    assert article.text[first.trigger.start : first.trigger.end] == "shelled"
    with pytest.raises(UsageError, match="no document 'courier-2'"):
        base.document("courier-2")


def test_documents_are_listed(base: KnowledgeBase) -> None:
    assert base.documents().column("document") == ["courier-1", "herald-1", "post-1", "tribune-1"]


def test_the_network_counts_claims_and_denials_of_each_relation(base: KnowledgeBase) -> None:
    drawn = base.network(relations=["attacked"], dyad=("Iran", "Pakistan"))
    assert drawn.nodes[IRAN] == {"label": "Iran", "type": "State"}
    assert list(drawn.edges(keys=True, data=True)) == [
        (IRAN, PAKISTAN, "attacked", {
            "relation": "https://w3id.org/communique/ontology#attacked", "family": "Force",
            "weight": 3, "denied": 1, "alleged": 1, "documents": 2,
            "first": "2024-01-16", "last": "2024-01-16",
        })
    ]  # fmt: skip


def test_a_meeting_has_an_edge_each_way(base: KnowledgeBase) -> None:
    drawn = base.network(relations=["met"])
    (one, other), (back, forth) = drawn.edges()
    assert (one, other) == (forth, back)


def test_the_network_can_be_written_as_graphml(base: KnowledgeBase, tmp_path: Path) -> None:
    import networkx

    networkx.write_graphml(base.network(), tmp_path / "network.graphml")
    assert len(networkx.read_graphml(tmp_path / "network.graphml")) == len(base.network())


# The life of a knowledge base


def test_nothing_is_read_before_a_build_was_finished(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no knowledge base"):
        kg.open(tmp_path / "none.kg")


def test_an_open_one_stays_as_it_was_until_it_is_refreshed(tmp_path: Path) -> None:
    home = build(tmp_path / "world.kg")
    with kg.open(home) as base:
        for number in range(3):
            with kg.store.open(home) as writer:
                writer.put(*short(f"more-{number}", "Iran struck Pakistan on Tuesday."), "by-hand")
                assert base.query("statuses")
        before, triples = len(base.documents()), len(base.graph)
        base.refresh()
        assert (before, len(base.documents())) == (4, 7)
        assert len(base.graph) > triples


def test_importing_kg_loads_nothing_heavy() -> None:
    heavy = "('rdflib', 'networkx', 'pyoxigraph', 'msgspec')"
    code = f"import kg, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), check=True)
    assert done.stdout == b"[]\n"


def test_opening_one_loads_neither_spacy_nor_rdflib_nor_networkx(home: Path) -> None:
    code = (
        "import kg, sys; kg.open(sys.argv[1]).query('statuses'); "
        "print([m for m in ('spacy', 'rdflib', 'networkx', 'pandas') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(home)]
    done = subprocess.run(command, capture_output=True, env=environment(), check=True)
    assert done.stdout == b"[]\n"
