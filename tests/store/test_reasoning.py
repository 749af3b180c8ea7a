"""What sub-classes and sub-properties entail stands in a graph of its own, and can be left out."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from world import build, world

import kg.store
from kg.query import find, run, saved_queries

CONFLICT = "SELECT DISTINCT ?a ?b { ?a kg:conflictWith ?b } ORDER BY ?a ?b"
PLAIN = "SELECT DISTINCT ?a ?b { ?a kg:attacked|kg:accused ?b } ORDER BY ?a ?b"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return build(tmp_path / "world.kg")


def answers(home: Path, text: str) -> list[tuple[str, ...]]:
    with kg.store.open(home, read_only=True) as base:
        return [tuple(map(str, row)) for row in run(base.graph, text).rows]


def stated(home: Path) -> set[str]:
    """All statements outside the graph of what follows."""
    with kg.store.open(home, read_only=True) as base:
        inferred = base.graph_iri("inferred")
        return {str(quad) for quad in base.graph if getattr(quad.graph_name, "value", "") != inferred}


def inferred(home: Path) -> int:
    with kg.store.open(home, read_only=True) as base:
        name = ox.NamedNode(base.graph_iri("inferred"))
        return sum(1 for _ in base.graph.quads_for_pattern(None, None, None, name))


def test_a_question_for_conflict_finds_attacks_and_accusations(home: Path) -> None:
    found = answers(home, CONFLICT)
    assert found
    assert set(found) >= set(answers(home, PLAIN))


def test_without_reasoning_nothing_is_inferred_and_everything_else_is_said(
    home: Path, tmp_path: Path
) -> None:
    plain = tmp_path / "plain.kg"
    with kg.store.open(plain, create=True, reasoning=False) as base:
        for document, extraction in world():
            base.put(document, extraction, "by-hand")
    assert (inferred(plain), answers(plain, CONFLICT)) == (0, [])
    assert stated(plain) == stated(home)


def test_reasoning_can_be_switched_off_and_on_again(home: Path) -> None:
    before = inferred(home)
    with kg.store.open(home, reasoning=False):
        pass
    assert inferred(home) == 0
    with kg.store.open(home):
        pass
    assert inferred(home) == 0, "it is remembered"
    with kg.store.open(home, reasoning=True) as base:
        assert base.reasoning
    assert inferred(home) == before > 0


@pytest.mark.parametrize(
    "query", [one.name for one in saved_queries() if not any(p.required for p in one.params)]
)
def test_the_saved_queries_answer_the_same_without_reasoning(
    both: tuple[ox.Store, ox.Store], query: str
) -> None:
    with_it, without = (run(graph, find(query)) for graph in both)
    assert [tuple(map(str, row)) for row in with_it.rows] == [tuple(map(str, row)) for row in without.rows]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[ox.Store, ox.Store]:
    """The graph of the world with and without what follows from it."""
    home = build(tmp_path_factory.mktemp("both") / "world.kg")
    with kg.store.open(home, read_only=True) as base:
        whole = base.graph
        plain = ox.Store()
        plain.extend(quad for quad in whole if not str(quad.graph_name).endswith("graph/inferred>"))
    return whole, plain


def test_the_rebuild_command_switches_it_and_status_tells(home: Path, kg: object) -> None:
    assert kg("rebuild", home, "--no-reasoning").returncode == 0  # type: ignore[operator]
    assert b"reasoning  off" in kg("status", home).stdout  # type: ignore[operator]
    assert inferred(home) == 0
