"""Texts that no page may take for more than text, in every field of every picture, in two browsers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from browser import Tab
from firefox import Fox
from pictures import (
    HOSTILE,
    crowd,
    crowded_page,
    graph_page,
    hostile_places,
    map_page,
    matrix_page,
    named,
    timeline_page,
)
from probing import SEARCH, Beacon, beacon, browser, touched

from kg.visualise import figure
from kg.visualise.arrows import arrows
from kg.visualise.document import document_page
from kg.visualise.matrix import matrix
from kg.visualise.timeline import timeline

__all__ = ["beacon", "browser"]

_WHOLE = " ".join(HOSTILE)
PAGES: dict[str, Callable[[], str]] = {
    "graph": lambda: graph_page(crowd()),
    "matrix": lambda: matrix_page(crowd()),
    "timeline": lambda: timeline_page(crowd()),
    "map": lambda: map_page(hostile_places(_WHOLE)),
    "document": lambda: document_page(crowded_page()),
}
FIGURES: dict[str, Callable[[], str]] = {
    "graph": lambda: figure.svg(arrows(crowd())),
    "matrix": lambda: figure.svg(matrix(crowd(), named(crowd()))),
    "timeline": lambda: figure.svg(timeline(crowd(), named(crowd()))),
}


def asked(browser: Tab | Fox, beacon: Beacon, folder: Path, name: str, text: str) -> list[str]:
    """Opens the text as a file, touches everything, and tells what it asked for beside itself."""
    page = folder / name
    page.write_text(text.replace("127.0.0.1:9/", f"127.0.0.1:{beacon.server_port}/"), encoding="utf-8")
    return touched(browser, beacon, page)


def test_there_are_enough_hostile_texts() -> None:
    assert len(set(HOSTILE)) >= 60


def test_this_search_finds_text_that_is_run(browser: Tab | Fox, beacon: Beacon, tmp_path: Path) -> None:
    bad = "<li onmouseover='window.hit=1'>x</li><iframe></iframe><script>0</script>"
    asked(browser, beacon, tmp_path, "page.html", bad)
    assert browser.run(SEARCH) == ["number", 1, 1]


def test_this_search_finds_requests(browser: Tab | Fox, beacon: Beacon, tmp_path: Path) -> None:
    bad = "<script src=http://127.0.0.1:9/x.js></script>"
    assert "/x.js" in asked(browser, beacon, tmp_path, "page.html", bad)


@pytest.mark.parametrize("name", PAGES)
def test_no_text_is_run_in_a_page(browser: Tab | Fox, beacon: Beacon, tmp_path: Path, name: str) -> None:
    assert asked(browser, beacon, tmp_path, "page.html", PAGES[name]()) == []
    assert browser.run(SEARCH) == ["undefined", 0, 3 if name == "graph" else 0]


@pytest.mark.parametrize("name", FIGURES)
def test_no_text_is_run_in_a_figure(browser: Tab | Fox, beacon: Beacon, tmp_path: Path, name: str) -> None:
    assert asked(browser, beacon, tmp_path, "figure.svg", FIGURES[name]()) == []
    assert browser.run(SEARCH) == ["undefined", 0, 0]
    assert browser.run("document.documentElement.localName") == "svg"
