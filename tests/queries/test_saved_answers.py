"""Every shipped query has a known answer on one of two small worlds, the same from two SPARQL engines."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import feud
import pyoxigraph as ox
import pytest
import world

import kg.store
from kg.query import find, run, saved_queries, write
from kg.query.ask import prepare
from kg.query.prefixes import PREFIXES

ANSWERS = json.loads((Path(__file__).parent / "answers.json").read_text(encoding="utf-8"))


WORLDS = {"world": world.build, "feud": feud.build}
Graphs = dict[str, ox.Store]


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> Graphs:
    """The graph of each small world by its name."""
    homes = {name: build(tmp_path_factory.mktemp(name) / "small.kg") for name, build in WORLDS.items()}
    return {name: opened(home) for name, home in homes.items()}


def opened(home: Path) -> ox.Store:
    with kg.store.open(home, read_only=True) as store:
        return store.graph


@pytest.fixture(scope="module")
def copies(graphs: Graphs) -> dict[str, object]:
    """The same graphs in rdflib."""
    return {name: copied(graph) for name, graph in graphs.items()}


def copied(graph: ox.Store) -> object:
    from rdflib import Dataset

    dataset = Dataset(default_union=True)
    dataset.parse(data=graph.dump(format=ox.RdfFormat.N_QUADS), format="nquads")
    return dataset


def home_of(name: str) -> str:
    """The world in which a query is asked."""
    return str(ANSWERS[name].get("of", "world"))


def params(graph: ox.Store, name: str) -> dict[str, str]:
    """The parameters of the answer; ``killed 4`` stands for the event with so many killed."""
    given = dict(ANSWERS[name]["params"])
    if given.get("event") == "killed 4":
        killed = graph.quads_for_pattern(None, ox.NamedNode(PREFIXES["kg"] + "killed"), ox.Literal(4), None)
        given["event"] = next(quad.subject.value for quad in killed if "canonical/" in str(quad.subject))
    return given


def told(lines: str) -> list[str]:
    """CSV lines with the hashes of IRIs taken out, so that only the readable part is compared."""
    plain = re.sub(r"(urn:communique:[a-z]+/[a-z0-9-]*?)-?[0-9a-f]{12}\b", r"\1", lines)
    return plain.replace("urn:communique:", "").splitlines()


def test_every_saved_query_has_an_answer_here() -> None:
    assert sorted(ANSWERS) == [query.name for query in saved_queries()]


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_saved_query_gives_the_known_answer(graphs: Graphs, name: str) -> None:
    graph, out = graphs[home_of(name)], io.StringIO()
    write(run(graph, find(name), params(graph, name)), "csv", out)
    assert told(out.getvalue()) == ANSWERS[name]["csv"]


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_the_known_answer_has_rows(name: str) -> None:
    assert len(ANSWERS[name]["csv"]) > 1


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_second_engine_gives_the_same_answer(graphs: Graphs, copies: dict[str, object], name: str) -> None:
    text = prepare(graphs[home_of(name)], find(name), params(graphs[home_of(name)], name))
    answer = copies[home_of(name)].query(text, initNs=PREFIXES)  # type: ignore[attr-defined]
    body = told(answer.serialize(format="csv").decode())
    assert body[0] == ANSWERS[name]["csv"][0]
    assert sorted(body[1:]) == sorted(ANSWERS[name]["csv"][1:])
