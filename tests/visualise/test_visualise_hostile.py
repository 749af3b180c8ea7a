"""Texts that no page may take for more than text, in every field of every picture, in two browsers."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, Tab, tab
from firefox import FIREFOX, Fox, fox
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

from kg.visualise import figure
from kg.visualise.arrows import arrows
from kg.visualise.document import document_page
from kg.visualise.matrix import matrix
from kg.visualise.timeline import timeline

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
SEARCH = """(() => {
  const alien = 'img, iframe, object, embed, base, video, form, math, foreignObject, ' +
    'a[href^="javascript" i], a[href^="data" i]';
  let strange = 0;
  const look = () => { strange = Math.max(strange, document.querySelectorAll(alien).length); };
  look();
  for (const one of document.querySelectorAll('button, input, a, tr, li, g')) {
    one.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
    if (one.tagName !== 'A' && !(one.id || '').startsWith('save') && one.click) { one.click(); look(); }
  }
  return [typeof window.hit, strange, document.querySelectorAll('script').length];
})()"""
"""Touches and clicks everything, then tells whether a text was run and what strange elements there were."""


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab | Fox]:
    home = tmp_path_factory.mktemp(request.param)
    if (CHROMIUM if request.param == "chromium" else FIREFOX) is None:
        pytest.skip(f"needs {request.param}")
    with tab(home) if request.param == "chromium" else fox(home) as opened:
        yield opened


@pytest.fixture(scope="module")
def beacon() -> Iterator[Beacon]:
    server = Beacon(("127.0.0.1", 0), _Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


class Beacon(http.server.ThreadingHTTPServer):
    """Stands where the hostile texts point to, and lists what it is asked for."""

    def __init__(self, *about: Any) -> None:
        super().__init__(*about)
        self.seen: list[str] = []


class _Answer(http.server.BaseHTTPRequestHandler):
    server: Beacon

    def do_GET(self) -> None:
        self.server.seen.append(self.path)
        self.send_error(404)

    def log_message(self, format: str, *about: object) -> None:
        """Says nothing."""


def asked(browser: Tab | Fox, beacon: Beacon, folder: Path, name: str, text: str) -> list[str]:
    """Opens the text as a file, touches everything, and tells what it asked for beside itself."""
    page = folder / name
    page.write_text(text.replace("127.0.0.1:9/", f"127.0.0.1:{beacon.server_port}/"), encoding="utf-8")
    beacon.seen.clear()
    if isinstance(browser, Tab):
        browser.requests.clear()
    browser.open(page)
    browser.run(SEARCH)
    return beacon.seen + [url for url in browser.requests if not url.startswith(("file:", "about:"))]


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
