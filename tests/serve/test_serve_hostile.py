"""Texts that no file of a site may take for more than text, in two browsers: its pages and its workbook."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from browser import Tab
from firefox import Fox
from hostile import NASTY
from pictures import HOSTILE
from probing import SEARCH, Beacon, beacon, browser, touched
from samples import called

import kg.store
from kg.query import SavedQuery, saved_queries
from kg.serve.static import write_site
from kg.serve.workbook import workbook

__all__ = ["beacon", "browser"]

KINDS = ("document", "entity", "event", "dyad")
ASK = """(() => {
  document.getElementById('query').value = 'SELECT DISTINCT ?o { ?s ?p ?o FILTER(isLiteral(?o)) }';
  document.getElementById('run').click();
  return document.querySelectorAll('#rows tr').length;
})()"""


@pytest.fixture(scope="module")
def home(beacon: Beacon, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base in which things are called like that; the network they name is the beacon."""
    home = tmp_path_factory.mktemp("hostile") / "x.kg"
    with kg.store.open(home, create=True) as store:
        for number, text in enumerate([*HOSTILE, *NASTY.values()]):
            here = text.replace("127.0.0.1:9/", f"127.0.0.1:{beacon.server_port}/")
            store.put(*called(str(number), here), "by-hand")
    return home


@pytest.fixture(scope="module")
def site(home: Path) -> Path:
    with kg.store.open(home, read_only=True) as store:
        write_site(store, home.parent / "pages")
    return home.parent / "pages"


def pages(site: Path) -> list[Path]:
    """What lists everything, and every eighth page of each kind: of another text each time."""
    some = [page for at, kind in enumerate(KINDS) for page in sorted((site / kind).iterdir())[at::8]]
    return [*sorted(site.glob("*.html")), *sorted((site / "picture").iterdir()), *some]


def test_no_text_is_run_in_the_pages_of_a_site(browser: Tab | Fox, beacon: Beacon, site: Path) -> None:
    assert len(pages(site)) > 40
    for page in pages(site):
        assert touched(browser, beacon, page) == [], page
        scripts = 3 if page.parent.name == "picture" and page.name == "graph.html" else 0
        assert browser.run(SEARCH) == ["undefined", 0, scripts], page


def test_no_text_is_run_in_a_workbook(browser: Tab | Fox, beacon: Beacon, home: Path) -> None:
    asked = [SavedQuery(name=text, summary=text, text=f"ASK {{ }} # {text}") for text in HOSTILE]
    page = home.parent / "sparql.html"
    with kg.store.open(home, read_only=True) as store:
        page.write_text(workbook(store.graph, (*saved_queries(), *asked)), "utf-8", errors="replace")
    browser.open(page)
    end = time.monotonic() + 60
    while browser.run("document.documentElement.dataset.ready") != "yes":
        assert time.monotonic() < end, "the workbook never became ready"
        time.sleep(0.1)
    assert browser.run(ASK) > len(HOSTILE)
    assert browser.run("document.querySelectorAll('#rows td > *').length") == 0
    assert browser.run(SEARCH) == ["undefined", 0, 2]
    assert touched(browser, beacon, page) == []
