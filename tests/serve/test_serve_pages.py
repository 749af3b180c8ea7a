"""Pages: what they show, as HTML, Turtle and JSON, and that no name on them is more than text."""

from __future__ import annotations

import html.parser
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from hostile import NASTY
from samples import called
from served import Server, server, serving, world_store

import kg.store
from kg.iris import document_iri, entity_iri

__all__ = ["server", "world_store"]

STRIKE = "/event/assault-a2574ba09d29"
PAGES = [
    "/overview",
    "/actors",
    "/events",
    "/documents",
    "/ontology",
    "/actor/iran",
    "/entity/herald-1-headquarters",
    "/dyad?a=Iran&b=Pakistan",
    STRIKE,
    "/document/herald-1-c02eb63f2cb0",
    "/outlet/morning-herald-d3d1736d1f67",
    "/ontology/attacked",
    "/type/ASSAULT",
    "/search?q=iran",
]


def as_suffix(path: str, suffix: str) -> str:
    head, mark, query = path.partition("?")
    return f"{head}.{suffix}{mark}{query}"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_html_turtle_and_json_at_one_address(server: Server, path: str) -> None:
    page = server.get(path, Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (page.status, page.media) == (200, "text/html")
    assert page.headers["vary"].startswith("Accept")
    turtle = server.get(path, Accept="text/turtle")
    assert turtle.media == "text/turtle"
    assert len(list(ox.parse(turtle.body, format=ox.RdfFormat.TURTLE))) > 3
    assert server.get(as_suffix(path, "ttl")).body == turtle.body
    data = server.get(path, Accept="application/json")
    assert json.loads(data.body)
    assert server.get(as_suffix(path, "json")).body == data.body


def test_an_event_page_tells_who_says_so_in_which_words(server: Server) -> None:
    page = json.loads(server.get(STRIKE + ".json").body)
    assert (page["label"], page["status"]) == ("Iran attacked Pakistan, 16 January 2024", "actual")
    assert [one["outlet"] for one in page["tellings"]] == ["Morning Herald", "Evening Post"]
    by_army = [v for v in page["tellings"][0]["voices"] if v["speaker"] and v["speaker"]["label"] == "army"]
    assert [(one["says"], one["words"]["quote"]) for one in by_army] == [(["number killed 2"], "Two people")]
    assert [one["sides"] for one in page["disputes"]] == [["2 (army)", "3"]]


def test_an_actor_page_leads_to_events_roles_and_documents(server: Server) -> None:
    page = json.loads(server.get("/actor/iran.json").body)
    assert page["label"] == "Iran"
    assert "Persia" in page["names"]
    assert STRIKE in [one["event"]["address"] for one in page["events"]]
    assert [(one["title"], one["how"]) for one in page["roles"]] == [
        ("foreign minister", "acting"),
        ("President", None),
    ]
    assert {one["other"]["label"]: one["conflict"] for one in page["counterparts"]}["Pakistan"] == 2
    assert {one["document"]["label"] for one in page["mentions"]} == {"A strike at the border", "post-1"}


def test_a_dyad_is_found_by_names_and_by_addresses(server: Server) -> None:
    by_name = json.loads(server.get("/dyad.json?a=iran&b=PAKISTAN").body)
    by_address = json.loads(server.get("/dyad.json?a=actor/iran&b=actor/pakistan").body)
    assert by_name == by_address
    assert [one["happening"]["status"] for one in by_name["events"]] == ["actual"] * len(by_name["events"])
    unknown = server.get("/dyad?a=Irann&b=Pakistan")
    assert (unknown.status, b"Did you mean Iran" in unknown.body) == (400, True)


def test_a_search_finds_names_aliases_and_titles(server: Server) -> None:
    def found(words: str) -> list[str]:
        page = json.loads(server.get("/search.json?q=" + quote(words)).body)
        return [hit["thing"]["label"] for hit in page["hits"]]

    assert found("IRAN")[0] == "Iran"
    assert "Iran" in found("persia")
    assert found("strike at the") == ["A strike at the border"]
    assert found("") == found("no such name") == []


def test_things_without_a_page_of_their_own_have_one_by_iri(server: Server) -> None:
    assert (
        server.get("/thing?iri=" + quote("https://w3id.org/communique/actor/iran")).headers["location"]
        == "/actor/iran"
    )
    role = "urn:communique:role/hossein-abdullahian-president-ca09098e7148"
    assert server.get("/thing?iri=" + quote(role)).status == 200


@pytest.mark.parametrize(
    "path", ["/actor/nobody", "/event/x", "/nope", "/thing", "/document/x", "/ontology/x", "/"]
)
def test_what_is_not_there_is_404(server: Server, path: str) -> None:
    assert server.get(path).status == (200 if path == "/" else 404)


@pytest.mark.parametrize("view", ["graph", "matrix", "timeline"])
def test_a_picture_comes_with_its_own_policy(hostile: tuple[Server, Path], view: str) -> None:
    got = hostile[0].get(f"/picture?view={view}")
    assert got.status == 200, hostile[0].log
    assert "sha256-" in got.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in got.headers["content-security-policy"]


def test_the_console_binds_parameters_as_terms(server: Server) -> None:
    got = server.get("/console/query?name=events-of-actor&param-actor=Iran")
    assert (got.status, "<https://w3id.org/communique/actor/iran>" in got.text) == (200, True)
    assert server.get("/console/query?name=events-of-actor&param-actor=%7D%20DROP").status == 400
    assert server.get("/console/query?name=nothing").status == 400
    terms = json.loads(server.get("/console/terms.json").body)
    assert "https://w3id.org/communique/ontology#attacked" in terms["properties"]
    assert ["Iran", "https://w3id.org/communique/actor/iran"] in terms["actors"]


class Checked(html.parser.HTMLParser):
    """Notes every tag, handler and address that a text may not have brought."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        if tag in ("img", "iframe", "object", "embed", "base") or (tag == "script" and "src" not in values):
            self.wrong.append(tag)
        for name, value in values.items():
            if name.startswith("on") or name == "style" and value and "display:none" in value:
                self.wrong.append(f"{tag} {name}")
            if name in ("href", "src", "action") and not (value or "").startswith(
                ("/", "#", "?", "https://", "http://")
            ):
                self.wrong.append(f"{tag} {name}={value}")
            if name == "src" and not (value or "").startswith("/assets/"):
                self.wrong.append(f"{tag} src {value}")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    home = tmp_path_factory.mktemp("hostile") / "hostile.kg"
    with kg.store.open(home, create=True) as store:
        for name, text in NASTY.items():
            store.put(*called(name, text), "by-hand")
    with serving(home, "--timeout", "20") as running:
        yield running, home


@pytest.mark.parametrize("name", sorted(NASTY))
def test_no_name_on_any_page_is_more_than_text(hostile: tuple[Server, Path], name: str) -> None:
    server, _ = hostile
    id = f"{name} {NASTY[name]}"[:300]
    here = document_iri(id).rsplit("/", 1)[-1]
    actor = entity_iri(id, "ArmedGroup", NASTY[name] if NASTY[name].strip() else "x").rsplit("/", 1)[-1]
    about = json.loads(server.get(f"/entity/{actor}.json").body)
    places = [f"/document/{here}", f"/entity/{actor}", *(one["event"]["address"] for one in about["events"])]
    places += [one["pair"] for one in about["counterparts"]]
    for path in [*places, "/search?q=" + quote(NASTY[name][:200])]:
        page = server.get(path)
        assert page.status == 200, path
        checked = Checked()
        checked.feed(page.text)
        assert checked.wrong == []
        for data in ("ttl", "json"):
            assert server.get(as_suffix(path, data)).status == 200


@pytest.mark.parametrize(
    "path", ["/overview", "/actors", "/events", "/documents", "/", "/picture?view=matrix"]
)
def test_no_list_of_hostile_names_holds_more_than_text(hostile: tuple[Server, Path], path: str) -> None:
    checked = Checked()
    checked.feed(hostile[0].get(path).text)
    assert checked.wrong == []
