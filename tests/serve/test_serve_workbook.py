"""The workbook: one file with the graph inside that answers SPARQL in a browser, from the disk, offline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from browser import CHROMIUM, Tab, tab
from hostile import NASTY
from served import world_store

import kg.store
from kg.query import SavedQuery, find, run, saved_queries
from kg.query.formats import plain
from kg.serve.workbook import workbook

__all__ = ["world_store"]

SHOWN = "[...document.querySelectorAll('#rows tr')].map((row) => [...row.cells].map((c) => c.textContent))"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    if CHROMIUM is None:
        pytest.skip("needs chromium")
    with tab(tmp_path_factory.mktemp("chromium")) as opened:
        opened._call("Network.emulateNetworkConditions", offline=True, latency=0,
                     downloadThroughput=0, uploadThroughput=0)  # fmt: skip
        yield opened


@pytest.fixture(scope="module")
def page(world_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with kg.store.open(world_store, read_only=True) as store:
        return written(tmp_path_factory.mktemp("book"), store.graph)


def written(folder: Path, graph: ox.Store) -> Path:
    page = folder / "sparql.html"
    page.write_text(workbook(graph, saved_queries()), encoding="utf-8")
    return page


def ready(browser: Tab, page: Path) -> None:
    browser.requests.clear()
    browser.errors.clear()
    browser.open(page)
    browser._until("document.documentElement.dataset.ready === 'yes'")


def ask(browser: Tab, query: str) -> list[list[str]]:
    """The rows of the answer as the page shows them."""
    code = (
        f"document.getElementById('query').value = {json.dumps(query)},"
        "document.getElementById('run').click(),"
        f"{SHOWN}"
    )
    found: list[list[str]] = browser.run(code)
    return found


def test_a_saved_question_has_the_answer_that_kg_gives(browser: Tab, page: Path, world_store: Path) -> None:
    ready(browser, page)
    with kg.store.open(world_store, read_only=True) as store:
        for name in ("most-active-actors", "statuses", "contradictions", "dyads"):
            rows = run(store.graph, find(name), {}).rows
            ours = [tuple("" if one is None else plain(one) for one in row) for row in rows]
            shown = browser.run(
                f"document.getElementById('saved').value = {name!r},"
                "document.getElementById('saved').dispatchEvent(new Event('change')),"
                f"{SHOWN}"
            )
            assert sorted(map(tuple, shown)) == sorted(ours), name
    assert browser.errors == []
    assert [url for url in browser.requests if not url.startswith(("file:", "about:", "blob:"))] == []


def test_prefixes_need_not_be_declared_and_a_mistake_is_told(browser: Tab, page: Path) -> None:
    ready(browser, page)
    assert ask(browser, "ASK { ?e a kg:CanonicalEvent }") == [["true"]]
    assert ask(browser, "SELECT * {\n ?s nowhere:x ?o }") == []
    assert " 2:" in browser.run("document.getElementById('said').textContent")
    assert ask(browser, "SELECT * { SERVICE <https://evil.example/> { ?s ?p ?o } }") == []
    assert len(ask(browser, "CONSTRUCT { ?e a kg:X } WHERE { ?e a kg:CanonicalEvent }")) > 3


def test_no_text_of_the_graph_or_of_a_query_is_run(browser: Tab, tmp_path: Path) -> None:
    graph = ox.Store()
    for number, text in enumerate(NASTY.values()):
        told = ox.Literal(text)
        graph.add(ox.Quad(ox.NamedNode(f"urn:x:{number}"), ox.NamedNode("urn:says"), told))
    nasty = "</script><img src=x onerror=alert(1)>"
    queries = (SavedQuery(name=nasty, summary=nasty, text=f"SELECT * {{ ?s ?p {nasty!r} }}"),)
    page = tmp_path / "sparql.html"
    page.write_text(workbook(graph, queries), encoding="utf-8", errors="replace")
    ready(browser, page)
    shown = ask(browser, "SELECT ?o { ?s ?p ?o }")
    assert sorted(row[0] for row in shown) == sorted(NASTY.values())
    assert browser.run("document.querySelectorAll('#rows td > *').length") == 0
    assert browser.errors == []


def test_the_policy_allows_its_own_scripts_alone_and_no_network(page: Path) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page.read_text(encoding="utf-8"))
    assert policy is not None
    rules = policy[1].replace("&#39;", "'")
    assert rules.startswith("default-src 'none'; script-src 'sha256-")
    assert "connect-src" not in rules and "'unsafe-inline'" not in rules and "'unsafe-eval'" not in rules


def test_the_same_graph_gives_the_same_bytes(world_store: Path) -> None:
    with kg.store.open(world_store, read_only=True) as store:
        assert workbook(store.graph, saved_queries()) == workbook(store.graph, saved_queries())
