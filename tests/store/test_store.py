"""A knowledge base on disk: what goes in comes out, once, and goes away again."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from io import BytesIO
from itertools import permutations
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from samples import document, mention, short, span, strike

import kg.store
from kg.build import BadOffsets
from kg.errors import StoreError, UsageError
from kg.export import export
from kg.model import Document, Entity, Extraction, Failure
from kg.store import StaleDocument, Store, Verdict
from kg.vocabulary import ACTOR, KG, RDFS

STRIKE = strike()
SAME = short("post-1", "Iran struck Pakistan on Tuesday.", killed=2)
OTHER = short("gazette-1", "On Tuesday Iran struck Pakistan.", source="The Gazette")


def nquads(path: Path) -> bytes:
    """Everything in the graph that readers see."""
    out = BytesIO()
    with kg.store.open(path, read_only=True) as store:
        graphs = ["documents", *kg.store.SHARED_GRAPHS]
        export(store, "nq", graphs=graphs, out=out)
    return out.getvalue()


def build(path: Path, *pairs: object, pipeline: str = "p1") -> bytes:
    """The graph after taking in these documents."""
    with kg.store.open(path, create=True) as store:
        for document, extraction in pairs:  # type: ignore[misc]
            store.put(document, extraction, pipeline)
    return nquads(path)


def canonical(store: Store, event: str) -> list[str]:
    """The canonical events that have this label."""
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    graph = NamedNode(store.graph_iri("events"))
    quads = store.graph.quads_for_pattern(None, label, None, graph)
    return sorted(quad.subject.value for quad in quads if quad.object.value == event)  # type: ignore[union-attr]


def test_what_is_put_comes_back(tmp_path: Path) -> None:
    build(tmp_path / "a.kg", STRIKE, SAME)
    with kg.store.open(tmp_path / "a.kg", read_only=True) as store:
        assert list(store.documents()) == [STRIKE[0], SAME[0]]
        assert store.document("post-1") == SAME[0]
        assert store.extraction("herald-1") == STRIKE[1]
        assert [entry.pipeline for entry in store.entries()] == ["p1", "p1"]


def test_building_twice_changes_nothing(tmp_path: Path) -> None:
    first = build(tmp_path / "a.kg", STRIKE, SAME)
    with kg.store.open(tmp_path / "a.kg") as store:
        assert store.has("post-1", SAME[0].sha256, "p1")
        assert not store.put(*SAME, "p1")
        assert not store.refresh_graph()
    assert nquads(tmp_path / "a.kg") == first
    assert build(tmp_path / "b.kg", STRIKE, SAME) == first


def test_rebuilding_gives_the_same_graph(tmp_path: Path) -> None:
    first = build(tmp_path / "a.kg", STRIKE, SAME)
    with kg.store.open(tmp_path / "a.kg") as store:
        store.rebuild()
    assert nquads(tmp_path / "a.kg") == first


def test_a_damaged_graph_is_rebuilt(tmp_path: Path) -> None:
    first = build(tmp_path / "a.kg", STRIKE)
    (tmp_path / "a.kg" / "graph" / "work" / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError, match="kg rebuild"), kg.store.open(tmp_path / "a.kg") as store:
        store.put(*SAME, "p1")
    with kg.store.open(tmp_path / "a.kg") as store:
        store.remove("post-1")
        store.rebuild()
    assert nquads(tmp_path / "a.kg") == first


def test_a_lost_graph_is_derived_again(tmp_path: Path) -> None:
    first = build(tmp_path / "a.kg", STRIKE, SAME)
    shutil.rmtree(tmp_path / "a.kg" / "graph")
    with kg.store.open(tmp_path / "a.kg"):
        pass
    assert nquads(tmp_path / "a.kg") == first


def test_what_a_killed_load_left_is_cleared_away(tmp_path: Path) -> None:
    first = build(tmp_path / "a.kg", STRIKE, SAME)
    with sqlite3.connect(tmp_path / "a.kg" / "ledger.sqlite") as ledger:
        ledger.execute("UPDATE held SET revision = 0 WHERE id = 'post-1'")
    with kg.store.open(tmp_path / "a.kg") as store:
        assert store.refresh_graph()
    assert nquads(tmp_path / "a.kg") == first
    assert not list((tmp_path / "a.kg" / "graph").glob("work.*"))


def test_the_order_of_documents_does_not_matter(tmp_path: Path) -> None:
    graphs = {
        build(tmp_path / f"{number}.kg", *order)
        for number, order in enumerate(permutations([STRIKE, SAME, OTHER]))
    }
    assert len(graphs) == 1


def test_a_changed_document_replaces_exactly_its_own(tmp_path: Path) -> None:
    build(tmp_path / "a.kg", STRIKE, SAME)
    later = short("post-1", "Pakistan said that Iran struck on Tuesday.", killed=3)
    changed = build(tmp_path / "a.kg", later)
    assert changed == build(tmp_path / "fresh.kg", STRIKE, later)


def test_another_pipeline_replaces_what_it_extracted_from_the_same_text(tmp_path: Path) -> None:
    build(tmp_path / "a.kg", STRIKE, SAME)
    less = (SAME[0], Extraction(id="post-1"))
    assert build(tmp_path / "a.kg", less) == build(tmp_path / "fresh.kg", STRIKE, less)


def test_removing_takes_back_what_only_this_document_said(tmp_path: Path) -> None:
    alone = build(tmp_path / "alone.kg", STRIKE)
    build(tmp_path / "a.kg", STRIKE, SAME)
    with kg.store.open(tmp_path / "a.kg") as store:
        assert store.remove("post-1")
        assert not store.remove("post-1")
    assert nquads(tmp_path / "a.kg") == alone


def test_an_empty_knowledge_base_says_nothing_about_events(tmp_path: Path) -> None:
    build(tmp_path / "a.kg", STRIKE)
    with kg.store.open(tmp_path / "a.kg") as store:
        store.remove("herald-1")
        store.refresh_graph()
        graphs = {
            node.value
            for node in store.graph.named_graphs()
            if list(store.graph.quads_for_pattern(None, None, None, node))
        }
        assert graphs == {store.graph_iri("ontology")}


def test_two_outlets_on_one_strike_make_one_canonical_event(tmp_path: Path) -> None:
    build(tmp_path / "a.kg", STRIKE, SAME)
    with kg.store.open(tmp_path / "a.kg", read_only=True) as store:
        (one,) = canonical(store, "Iran attacked Pakistan, 16 January 2024")
        facts = {
            quad.predicate.value: quad.object.value  # type: ignore[union-attr]
            for quad in store.graph.quads_for_pattern(NamedNode(one), None, None)
        }
        members = list(store.graph.quads_for_pattern(None, NamedNode(KG.sameEventAs), NamedNode(one)))
        assert (facts[KG.documents], facts[KG.outlets], len(members)) == ("2", "2", 2)


def test_a_judgement_keeps_apart_what_would_be_merged_until_it_is_withdrawn(tmp_path: Path) -> None:
    merged = build(tmp_path / "a.kg", STRIKE, SAME)
    with kg.store.open(tmp_path / "a.kg") as store:
        (one,) = canonical(store, "Iran attacked Pakistan, 16 January 2024")
        quads = store.graph.quads_for_pattern(None, NamedNode(KG.sameEventAs), NamedNode(one))
        left, right = sorted(quad.subject.value for quad in quads)  # type: ignore[union-attr]
        store.judge(right, left, same=False, reason="two waves")
        store.refresh_graph()
        assert len(canonical(store, "Iran attacked Pakistan, 16 January 2024")) == 2
        assert store.judgements() == [
            Verdict(kind="event", left=left, right=right, same=False, reason="two waves")
        ]
        assert store.withdraw_judgement(left, right)
    assert nquads(tmp_path / "a.kg") == merged


def test_who_follows_from_a_known_actor_is_described_once_and_not_in_each_document(tmp_path: Path) -> None:
    def told(id: str) -> tuple[Document, Extraction]:
        text = "The army of Iran struck a town."
        words, iri = "The army of Iran", f"{ACTOR}iran--army"
        army = mention(text, words, iri, "Agency", code="IRN", name="Iran: army")
        iran = Entity(
            iri=army.iri, type=army.type, name=army.name, code="IRN", sector="MIL", known=True,
            mentions=(span(text, "The army of Iran"),),
        )  # fmt: skip
        return document(id, text), Extraction(id=id, entities=(iran,), events=())

    def described(store: Store) -> list[tuple[str, str]]:
        quads = store.graph.quads_for_pattern(NamedNode(f"{ACTOR}iran--army"), NamedNode(RDFS.label), None)
        return [(str(quad.object), str(quad.graph_name)) for quad in quads]

    with kg.store.open(tmp_path / "a.kg", create=True) as store:
        for id in ("one", "two"):
            store.put(*told(id), "p1")
        store.refresh_graph()
        assert described(store) == [('"Iran: army"', f"<{store.graph_iri('knowledge')}>")]
        store.remove("one")
        store.refresh_graph()
        assert len(described(store)) == 1
        store.remove("two")
        store.refresh_graph()
        assert described(store) == []


def test_only_what_somebody_reports_becomes_a_shortcut(tmp_path: Path) -> None:
    build(tmp_path / "a.kg", STRIKE)
    with kg.store.open(tmp_path / "a.kg", read_only=True) as store:
        quads = store.graph.quads_for_pattern(None, None, None, NamedNode(store.graph_iri("shortcuts")))
        found = {(q.subject.value, q.predicate.value, q.object.value) for q in quads}  # type: ignore[union-attr]
    iran, pakistan = f"{ACTOR}iran", f"{ACTOR}pakistan"
    headquarters = "urn:communique:entity/herald-1-headquarters"
    minister, kakar = (f"urn:communique:entity/herald-1-{name}" for name in ("abdullahian", "kakar"))
    assert found == {
        (iran, KG.attacked, pakistan),
        (iran, KG.shelled, pakistan),
        (iran, KG.attacked, headquarters),
        (iran, KG.shelled, headquarters),
        (pakistan, KG.accused, iran),
        (pakistan, KG.charged, iran),
        (minister, KG.metWith, kakar),
        (kakar, KG.metWith, minister),
    }


def test_a_failure_is_kept_until_the_document_succeeds(tmp_path: Path) -> None:
    failure = Failure(id="post-1", status="failed", reason="slow", message="took too long")
    with kg.store.open(tmp_path / "a.kg", create=True) as store:
        store.fail(failure, "p1")
        assert store.failures() == [failure]
        store.put(*SAME, "p1")
        assert store.failures() == []


def test_status_tells_the_documents_of_another_pipeline(tmp_path: Path) -> None:
    build(tmp_path / "a.kg", STRIKE)
    build(tmp_path / "a.kg", SAME, pipeline="p2")
    with kg.store.open(tmp_path / "a.kg", read_only=True) as store:
        status = store.status("p2")
        assert status.stale == (StaleDocument(id="herald-1", pipeline="p1"),)
        assert (status.documents, status.failures, status.graph_is_current) == (2, (), True)
        assert store.status().stale == ()


def test_an_extraction_with_wrong_offsets_is_refused_and_nothing_written(tmp_path: Path) -> None:
    document = SAME[0]
    other = short("post-1", "Last Tuesday Iran struck Pakistan.")[1]
    with kg.store.open(tmp_path / "a.kg", create=True) as store:
        with pytest.raises(BadOffsets):
            store.put(document, other, "p1")
        with pytest.raises(UsageError):
            store.put(document, STRIKE[1], "p1")
        assert list(store.documents()) == []


def test_a_reader_beside_a_writer_sees_the_last_finished_graph(tmp_path: Path) -> None:
    first = build(tmp_path / "a.kg", STRIKE)
    with kg.store.open(tmp_path / "a.kg") as writer:
        writer.put(*SAME, "p1")
        assert nquads(tmp_path / "a.kg") == first
        with kg.store.open(tmp_path / "a.kg", read_only=True) as reader:
            before = len(reader.graph)
            writer.refresh_graph()
            assert len(reader.graph) == before
            assert not reader.status().stale
    assert nquads(tmp_path / "a.kg") == build(tmp_path / "b.kg", STRIKE, SAME)


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    build(tmp_path / "a.kg", STRIKE)
    with kg.store.open(tmp_path / "a.kg", read_only=True) as store:
        for write in (store.rebuild, store.refresh_graph, lambda: store.remove("herald-1")):
            with pytest.raises(StoreError, match="reading only"):
                write()


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    first = kg.store.open(tmp_path / "a.kg", create=True)
    with pytest.raises(StoreError, match="another writing command"):
        kg.store.open(tmp_path / "a.kg")
    first.close()
    kg.store.open(tmp_path / "a.kg").close()


def test_a_missing_or_foreign_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no knowledge base at"):
        kg.store.open(tmp_path / "none.kg")
    with pytest.raises(StoreError, match="not a knowledge base"):
        kg.store.open(tmp_path)
    with (
        pytest.raises(UsageError, match="no document 'x'"),
        kg.store.open(tmp_path / "a.kg", create=True) as store,
    ):
        store.document("x")


def test_an_unfinished_graph_is_told_to_readers(tmp_path: Path) -> None:
    store = kg.store.open(tmp_path / "a.kg", create=True)
    store.put(*SAME, "p1")
    store.close()
    with kg.store.open(tmp_path / "a.kg", read_only=True) as reader:
        assert not reader.status().graph_is_current
        with pytest.raises(StoreError, match="no finished graph yet"):
            _ = reader.graph


def test_another_version_of_the_ledger_is_refused(tmp_path: Path) -> None:
    build(tmp_path / "a.kg", SAME)
    with sqlite3.connect(tmp_path / "a.kg" / "ledger.sqlite") as ledger:
        ledger.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="another version of kg"):
        kg.store.open(tmp_path / "a.kg")


def test_a_damaged_ledger_is_told(tmp_path: Path) -> None:
    build(tmp_path / "a.kg", SAME)
    (tmp_path / "a.kg" / "ledger.sqlite").write_bytes(b"nonsense" * 1000)
    with pytest.raises(StoreError, match="damaged"):
        kg.store.open(tmp_path / "a.kg")


def test_the_base_is_fixed_when_the_folder_is_made(tmp_path: Path) -> None:
    with kg.store.open(tmp_path / "a.kg", create=True, base="https://example.org/") as store:
        store.put(*SAME, "p1")
    assert b"urn:communique:" not in nquads(tmp_path / "a.kg")
    with kg.store.open(tmp_path / "a.kg") as store:
        assert store.base == "https://example.org/"
    with pytest.raises(UsageError, match="made with the base"):
        kg.store.open(tmp_path / "a.kg", base="https://example.com/")
    with pytest.raises(UsageError, match="cannot start an IRI"):
        kg.store.open(tmp_path / "b.kg", create=True, base="no base")


def test_knowledge_of_the_user_is_remembered_and_used(tmp_path: Path) -> None:
    actors = tmp_path / "mine" / "actors"
    actors.mkdir(parents=True)
    line = f'{{"iri":"{ACTOR}tasnim-by-hand","type":"NewsAgency","label":"Tasnim News","wikidata":"Q1"}}\n'
    (actors / "mine.jsonl").write_text(line, encoding="utf-8")
    with kg.store.open(tmp_path / "a.kg", create=True, knowledge=[tmp_path / "mine"]) as store:
        store.put(*STRIKE, "p1")
    first = nquads(tmp_path / "a.kg")
    assert b'"Tasnim News"' in first
    with kg.store.open(tmp_path / "a.kg") as store:
        store.rebuild()
    assert nquads(tmp_path / "a.kg") == first


def test_opening_for_a_query_is_fast_and_imports_nothing_heavy(tmp_path: Path) -> None:
    build(tmp_path / "a.kg", STRIKE)
    code = (
        "import sys, time, kg.store; begin = time.process_time()\n"
        f"kg.store.open({str(tmp_path / 'a.kg')!r}, read_only=True).graph\n"
        "print(time.process_time() - begin)\n"
        "print(sorted({'rdflib', 'spacy', 'networkx', 'kg.build', 'kg.resolve.merge'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment()
    )
    seconds, heavy = done.stdout.splitlines()
    assert heavy == "[]"
    assert float(seconds) < 0.5


def environment() -> dict[str, str]:
    home = Path(__file__).parents[2]
    return {**os.environ, "PYTHONPATH": f"{home}{os.pathsep}{home / 'tests'}"}


KILLED = """
import sys, kg.store
from samples import document, mention, short, span, strike
with kg.store.open(sys.argv[1], create=True) as store:
    for number in range(8):
        store.put(*short(f"d{number}", "Iran struck Pakistan on Tuesday.", source=f"Outlet {number}"), "p1")
        store.put(*strike(f"s{number}"), "p1")
        print(number, flush=True)
        if number % 3 == 2:
            store.refresh_graph()
            print("graph", flush=True)
"""


def run_and_kill(path: Path, lines: int, pause: float) -> bool:
    """Starts the program above and kills it some time after it has printed so many lines."""
    command = [sys.executable, "-c", KILLED, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment()) as child:
        assert child.stdout is not None
        for _ in range(lines):
            child.stdout.readline()
        time.sleep(pause)
        child.kill()
        return child.wait() != 0


def test_a_build_killed_anywhere_is_finished_by_the_next(tmp_path: Path) -> None:
    whole = tmp_path / "whole.kg"
    subprocess.run(
        [sys.executable, "-c", KILLED, str(whole)], check=True, env=environment(), capture_output=True
    )
    wanted = nquads(whole)
    path = tmp_path / "a.kg"
    kills = 0
    for lines, pause in [(0, 0.15), (2, 0.0), (3, 0.02), (3, 0.1), (4, 0.0), (7, 0.03), (8, 0.2), (9, 0.1)]:
        kills += run_and_kill(path, lines, pause)
        if (path / "ledger.sqlite").exists():
            with kg.store.open(path, read_only=True) as store:
                acknowledged = len(list(store.documents()))
                assert acknowledged % 2 == 0 or acknowledged > 0
    assert kills >= 6
    with kg.store.open(path, create=True) as store:
        for number in range(8):
            store.put(
                *short(f"d{number}", "Iran struck Pakistan on Tuesday.", source=f"Outlet {number}"), "p1"
            )
            store.put(*strike(f"s{number}"), "p1")
    assert nquads(path) == wanted


def test_nothing_acknowledged_is_lost_by_a_kill(tmp_path: Path) -> None:
    run_and_kill(tmp_path / "a.kg", 3, 0.0)
    with kg.store.open(tmp_path / "a.kg", read_only=True) as store:
        assert {"d0", "s0", "d1", "s1", "d2", "s2"} <= {document.id for document in store.documents()}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs setrlimit")
def test_a_full_disk_is_told_and_leaves_a_good_store(tmp_path: Path) -> None:
    build(tmp_path / "a.kg", SAME)
    first = nquads(tmp_path / "a.kg")
    code = (
        "import resource, signal, sys, kg.store; from samples import strike\n"
        "from kg.errors import StoreError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "store = kg.store.open(sys.argv[1])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, resource.RLIM_INFINITY))\n"
        "try:\n"
        "    for number in range(1000): store.put(*strike(f's{number}'), 'p1')\n"
        "except StoreError as error: print(type(error).__name__)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "a.kg")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment())
    assert done.stdout == "StoreError\n"
    with kg.store.open(tmp_path / "a.kg") as store:
        for document in [one.id for one in store.documents()]:
            if document != "post-1":
                store.remove(document)
    assert nquads(tmp_path / "a.kg") == first
