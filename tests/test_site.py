"""kg site: the pages as files that open from the disk."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
import world

import kg.store
from kg.errors import UsageError
from kg.serve.static import file_name, write_site

ADDRESS = re.compile(r'\b(?:href|src|action)="([^"]*)"')


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world.build(tmp_path_factory.mktemp("base") / "world.kg")


@pytest.fixture(scope="module")
def site(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(home, tmp_path_factory.mktemp("site") / "pages")


def written(home: Path, out: Path) -> Path:
    with kg.store.open(home, read_only=True) as store:
        write_site(store, out)
    return out


def contents(site: Path) -> dict[str, bytes]:
    return {str(one.relative_to(site)): one.read_bytes() for one in site.rglob("*") if one.is_file()}


def test_every_link_leads_to_a_file_or_to_an_article_on_the_web(site: Path) -> None:
    lost = set()
    for page in site.rglob("*.html"):
        for address in map(html.unescape, ADDRESS.findall(page.read_text())):
            path = address.partition("#")[0]
            if path and not path.startswith(("https://", "http://")) and not (page.parent / path).is_file():
                lost.add((page.name, address))
    assert lost == set()


def test_there_is_a_page_for_every_document_event_and_actor(home: Path, site: Path) -> None:
    kinds = {"document": "Document", "event": "CanonicalEvent"}
    with kg.store.open(home, read_only=True) as store:
        for folder, kind in kinds.items():
            asked = f"SELECT DISTINCT ?x {{ ?x a <https://w3id.org/communique/ontology#{kind}> }}"
            found = list(store.graph.query(asked, use_default_graph_as_union=True))
            assert len(list((site / folder).iterdir())) == len(found)
    assert (site / "actor" / "iran.html").is_file()


def test_only_the_network_picture_has_a_script(site: Path) -> None:
    with_script = {
        str(p.relative_to(site)) for p in site.rglob("*.html") if "<script" in p.read_text().lower()
    }
    assert with_script == {"picture/graph.html"}


def test_writing_again_gives_the_same_bytes(home: Path, site: Path) -> None:
    before = contents(site)
    assert contents(written(home, site)) == before


def test_a_folder_with_something_else_in_it_is_left_alone(home: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(UsageError):
        written(home, tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize(
    "address",
    [
        "/document/..%2F..%2Fetc",
        "/document/CON",
        "/document/con",
        "/actor/" + "x" * 400,
        "/entity/%00%0a",
        "/dyad?a=/../b",
    ],
)
def test_no_address_becomes_a_dangerous_file_name(address: str) -> None:
    assert re.fullmatch(r"[a-z]+/[a-z0-9-]{1,40}-[0-9a-f]{12}\.html", file_name(address))


def test_names_that_differ_in_case_have_files_that_differ_in_more() -> None:
    assert file_name("/document/Abc").lower() != file_name("/document/abc").lower()
