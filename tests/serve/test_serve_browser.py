"""The console and the pages in a real browser: they work, ask nobody else, and run no text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from browser import CHROMIUM, Tab, tab
from served import Server, server, world_store

__all__ = ["server", "world_store"]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")

TABLE = "document.querySelectorAll('.yasr .dataTable tbody tr').length"
EDITOR = "document.querySelector('.CodeMirror') !== null"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with tab(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


def visit(browser: Tab, server: Server, path: str) -> None:
    browser.requests.clear()
    browser.errors.clear()
    browser._call("Page.navigate", url="about:blank")
    browser._call("Page.navigate", url=server.address + path.removeprefix("/"))
    browser._until("document.readyState === 'complete' && location.protocol === 'http:'")


def abroad(browser: Tab, server: Server) -> list[str]:
    """What was asked of anybody but the server."""
    own = (server.address, "about:", "data:", "blob:")
    return [url for url in browser.requests if not url.startswith(own)]


def run(browser: Tab, query: str) -> None:
    browser.run(f"window.yasgui.getTab().getYasqe().setValue({query!r}), 0")
    browser.run("window.yasgui.getTab().getYasqe().query().then(() => 0, () => 0)")


def test_the_console_answers_a_query_and_asks_nobody_else(browser: Tab, server: Server) -> None:
    visit(browser, server, "/")
    browser._until(EDITOR)
    run(browser, "SELECT ?x { VALUES ?x { 1 2 3 } }")
    browser._until(f"{TABLE} === 3")
    assert browser.errors == []
    assert abroad(browser, server) == []


def test_the_console_shows_what_is_wrong_and_where(browser: Tab, server: Server) -> None:
    visit(browser, server, "/")
    browser._until(EDITOR)
    run(browser, "SELECT * { ?s nowhere:x ?o }")
    browser._until("document.querySelector('.yasr').innerText.includes('Prefix not found')")


def test_a_graph_is_drawn_as_a_network(browser: Tab, server: Server) -> None:
    visit(browser, server, "/")
    browser._until(EDITOR)
    run(
        browser,
        "CONSTRUCT { ?a <urn:hit> ?b } WHERE { VALUES (?a ?b) { (<urn:x> <urn:y>) (<urn:y> <urn:z>) } }",
    )
    browser._until("document.querySelector('.yasr .drawn canvas') !== null")
    assert browser.errors == []


def test_a_saved_question_comes_into_the_editor_with_its_parameters(browser: Tab, server: Server) -> None:
    visit(browser, server, "/")
    browser._until(EDITOR)
    home = "document.querySelector('[data-name=events-of-actor]').parentElement"
    browser.run(
        f"{home}.querySelector('[data-param=actor]').value = 'Iran', {home}.querySelector('.use').click(), 0"
    )
    browser._until("window.yasgui.getTab().getYasqe().getValue().includes('communique/actor/iran>')")


def test_a_share_link_carries_the_query_and_cannot_point_elsewhere(browser: Tab, server: Server) -> None:
    query = "SELECT ?shared { VALUES ?shared { 1 } }"
    visit(browser, server, "/#query=" + quote(query) + "&endpoint=" + quote("https://evil.example/sparql"))
    browser._until(EDITOR)
    browser._until("window.yasgui !== undefined")
    assert browser.run("window.yasgui.getTab().getYasqe().getValue()") == query
    run(browser, query)
    browser._until(f"{TABLE} === 1")
    assert abroad(browser, server) == []
    link = browser.run("window.yasgui.getTab().getShareableLink()")
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/#query=[^&]*", link)


def test_no_text_in_a_result_is_run(browser: Tab, server: Server) -> None:
    visit(browser, server, "/")
    browser._until(EDITOR)
    run(
        browser,
        "SELECT ?x { VALUES ?x { '<img src=x onerror=window.hit=1>' '<script>window.hit=1</script>' } }",
    )
    browser._until(f"{TABLE} === 2")
    assert (
        browser.run("window.hit === undefined && document.querySelectorAll('.yasr img').length === 0") is True
    )


@pytest.mark.parametrize(
    "path", ["/overview", "/actor/iran", "/event/assault-a2574ba09d29", "/ontology", "/picture"]
)
def test_a_page_is_shown_without_errors(browser: Tab, server: Server, path: str) -> None:
    visit(browser, server, path)
    assert browser.run("document.querySelector('h1, #picture') !== null") is True
    assert browser.errors == []
    assert abroad(browser, server) == []
