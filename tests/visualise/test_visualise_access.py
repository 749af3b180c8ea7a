"""What axe-core finds of faults that shut people out: none that are serious, light and dark, on any page.

axe-core is not part of the package: ``npm install --no-save axe-core`` in this folder's checkout gets it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, Tab, tab
from pictures import graph_page, happening, many, map_page, matrix_page, small, timeline_page
from world import build

import kg.store
from kg.serve.static import write_site
from kg.visualise import render
from kg.visualise.records import Located

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TOWNS = Located(title="Where", happenings=(happening("urn:e:1", "Panjgur", "city", "POINT(64.09 26.96)"),))
PAGES: dict[str, Callable[[], str]] = {
    "graph": lambda: graph_page(small()),
    "matrix": lambda: matrix_page(many(60)),
    "timeline": lambda: timeline_page(many(60)),
    "map": lambda: map_page(TOWNS),
}

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium"),
    pytest.mark.skipif(not AXE.is_file(), reason="needs axe-core: npm install --no-save axe-core"),
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with tab(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world as pages, and the page of a document by itself."""
    home = tmp_path_factory.mktemp("site")
    with kg.store.open(build(home / "world.kg"), read_only=True) as store:
        write_site(store, home / "pages")
        page = render(
            store.graph, view="document", document="herald-1", text_of=lambda id: store.document(id).text
        )
    (home / "pages" / "article.html").write_text(page, encoding="utf-8")
    return home / "pages"


def faults(browser: Tab) -> list[str]:
    """The serious faults of the open page: rule, and the first elements that break it."""
    browser.run(AXE.read_text(encoding="utf-8") + ";0")
    found: list[dict[str, Any]] = browser.run(
        "axe.run(document, {resultTypes: ['violations']}).then(all => all.violations.map("
        "({id, impact, nodes}) => ({id, impact, nodes: nodes.slice(0, 3).map(one => one.html)})))"
    )
    return [f"{one['id']}: {one['nodes']}" for one in found if one["impact"] in ("serious", "critical")]


def test_axe_finds_what_is_bad(browser: Tab, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<img src=data:,><p style='color: #ccc'>pale</p>", encoding="utf-8")
    browser.open(tmp_path / "page.html")
    assert {fault.split(":")[0] for fault in faults(browser)} >= {"color-contrast", "image-alt"}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_picture_has_no_serious_fault(browser: Tab, tmp_path: Path, name: str, dark: bool) -> None:
    (tmp_path / "page.html").write_text(PAGES[name](), encoding="utf-8")
    browser.dark(dark)
    browser.open(tmp_path / "page.html", "#e0" if name == "graph" else "")
    assert faults(browser) == []
    for view in ("matrix", "table") if name == "graph" else ():
        browser.run(f"document.querySelector('#show-{view}').click()")
        assert faults(browser) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_of_a_site_have_no_serious_fault(browser: Tab, site: Path, dark: bool) -> None:
    browser.dark(dark)
    pages = [site / "index.html", site / "article.html"]
    for kind in sorted(path for path in site.iterdir() if path.is_dir()):
        pages += sorted(kind.rglob("*.html"))[:1]
    broken = {}
    for page in pages:
        browser.open(page)
        if found := faults(browser):
            broken[page.relative_to(site).as_posix()] = found
    assert broken == {}
