"""Looks in two browsers whether a page takes text for more than text, or asks anybody for anything."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, Tab, tab
from firefox import FIREFOX, Fox, fox

SEARCH = """(() => {
  const alien = 'img, iframe, object, embed, base, video, form, math, foreignObject, ' +
    'a[href^="javascript" i], a[href^="data" i]';
  let strange = 0;
  const look = () => { strange = Math.max(strange, document.querySelectorAll(alien).length); };
  look();
  for (const one of document.querySelectorAll('button, input, a, tr, li, g')) {
    one.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
    if (one.tagName !== 'A' && !/^(save|csv)/.test(one.id) && one.click) { one.click(); look(); }
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


def touched(browser: Tab | Fox, beacon: Beacon, page: Path) -> list[str]:
    """Opens the file, touches everything, and tells what it asked for beside files."""
    beacon.seen.clear()
    if isinstance(browser, Tab):
        browser.requests.clear()
    browser.open(page)
    browser.run(SEARCH)
    return beacon.seen + [url for url in browser.requests if not url.startswith(("file:", "about:", "blob:"))]
