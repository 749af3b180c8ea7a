"""kg site: the pages as files that open from the disk."""

from __future__ import annotations

import html
import html.parser
import re
from collections import Counter
from functools import cache, partial
from pathlib import Path

import pyoxigraph as ox
import pytest
import world
from hostile import NASTY
from samples import called

import kg.store
from kg.data import folder
from kg.errors import UsageError
from kg.query import read_query, run
from kg.query.formats import plain
from kg.serve import static
from kg.serve.gathered import at_hand
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


def test_pages_are_the_same_from_a_graph_that_is_too_large_for_memory(
    home: Path, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static, "at_hand", partial(at_hand, most=10))
    assert contents(written(home, tmp_path / "pages")) == contents(site)


def test_a_copy_in_memory_holds_the_same_statements_unless_there_are_too_many(home: Path) -> None:
    with kg.store.open(home, read_only=True) as store:
        graph = store.graph
        assert set(at_hand(graph)) == set(graph)
        assert at_hand(graph, most=len(graph) - 1) is graph


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


def drawn(page: Path) -> list[str]:
    """How much each picture in the page says that it shows."""
    return re.findall(
        r'<svg [^>]*class="network"[^>]*aria-label="[^"]*: (\d+ claims? [^".]*)\.', page.read_text()
    )


def test_the_pages_of_actors_and_pairs_carry_their_network(site: Path) -> None:
    assert drawn(site / "actor" / "iran.html") == ["6 claims told as real in 3 arrows between 3 actors"]
    pairs = [found for page in (site / "dyad").iterdir() if (found := drawn(page))]
    assert ["6 claims told as real in 3 arrows between 2 actors"] in pairs


def test_an_actor_in_a_picture_leads_to_its_page(site: Path) -> None:
    picture = (
        (site / "actor" / "iran.html").read_text().partition('class="network"')[2].partition("</svg>")[0]
    )
    assert '<a href="../actor/pakistan.html"><g><title>Pakistan (state)</title>' in picture


def test_the_number_of_pages_is_that_of_the_files(home: Path, tmp_path: Path) -> None:
    with kg.store.open(home, read_only=True) as store:
        assert write_site(store, tmp_path / "pages") == len(list((tmp_path / "pages").rglob("*.html")))


def test_only_the_network_picture_has_a_script(site: Path) -> None:
    with_script = {
        str(p.relative_to(site)) for p in site.rglob("*.html") if "<script" in p.read_text().lower()
    }
    assert with_script == {"picture/graph.html"}


def test_writing_again_gives_the_same_bytes(home: Path, site: Path) -> None:
    before = contents(site)
    assert contents(written(home, site)) == before


class Numbers(html.parser.HTMLParser):
    """The numbers of a page: what is shown, and the attributes that say where it is from."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.names: set[str] = set()
        self.bare: list[str] = []
        self._inside: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag == "a" and "#" in values.get("href", ""):
            self.names.add(values["href"].partition("#")[2])
        if tag in ("data", "span", "td", "b"):
            self._inside.append((tag, values))

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1][0] == tag:
            self._inside.pop()

    def handle_data(self, text: str) -> None:
        if self._inside and self._inside[-1][0] == "data":
            self.found.append((text, self._inside[-1][1]))
        elif self._inside and self._inside[-1][1].get("class") in ("count", "number") and text.strip():
            self.bare.append(text)


def answer(graph: ox.Store, name: str, params: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    """The rows of a query below queries/."""
    rows = run(graph, read_query(folder("queries") / f"{name}.rq"), dict(params))
    return [
        {key: plain(one) for key, one in zip(rows.columns, row, strict=True) if one is not None}
        for row in rows.rows
    ]


def told_by(rows: list[dict[str, str]], wanted: dict[str, str]) -> int:
    """The number that the attributes ask of the rows."""
    if wanted.get("data-count") == "*":
        return len(rows)
    if "data-count" in wanted:
        return len({row[wanted["data-count"]] for row in rows})
    keys = {name[9:]: value for name, value in wanted.items() if name.startswith("data-row-")}
    (row,) = [row for row in rows if keys.items() <= row.items()] or [{wanted["data-cell"]: "0"}]
    return int(row[wanted["data-cell"]])


def test_every_number_on_a_page_is_the_answer_of_the_query_named_there(home: Path, site: Path) -> None:
    with kg.store.open(home, read_only=True) as store:
        ask = cache(partial(answer, store.graph))
        checked: Counter[str] = Counter()
        for path in site.rglob("*.html"):
            page = Numbers()
            page.feed(path.read_text(encoding="utf-8"))
            assert page.bare == [], path
            for shown, wanted in page.found:
                name = wanted["data-query"]
                about = {key[11:]: value for key, value in wanted.items() if key.startswith("data-about-")}
                assert int(shown.replace(",", "")) == told_by(ask(name, tuple(about.items())), wanted), path
                assert name in page.names or path.name == "queries.html", (path, name)
                checked[name] += 1
    assert len(checked) > 12 and checked.total() > 300


def test_a_folder_with_something_else_in_it_is_left_alone(home: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(UsageError):
        written(home, tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.tex"]


class Foreign(html.parser.HTMLParser):
    """Notes every tag, handler and address that a text may have brought."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "img", "iframe", "object", "embed", "base", "form"):
            self.found.append(tag)
        for name, value in attributes:
            scheme = (value or "").partition(":")[0].strip().lower() if ":" in (value or "") else ""
            if name.startswith("on") or name in ("href", "src") and scheme not in ("", "http", "https"):
                self.found.append(f"{tag} {name}={value}")


def test_names_that_are_attacks_are_text_on_every_page_and_in_every_file_name(tmp_path: Path) -> None:
    assert len(NASTY) >= 40
    with kg.store.open(tmp_path / "x.kg", create=True) as store:
        for name, text in NASTY.items():
            store.put(*called(name, text), "by-hand")
    site = written(tmp_path / "x.kg", tmp_path / "pages")
    pages = [path for path in site.rglob("*.html") if path.parent.name != "picture"]
    assert len(pages) > 3 * len(NASTY)
    for path in pages:
        page = Foreign()
        page.feed(path.read_text(encoding="utf-8"))
        assert page.found == [], path
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", path.name), path


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
