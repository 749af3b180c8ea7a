"""Every number on a picture is the answer of the saved query that is named beside it."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections import Counter

import pyoxigraph as ox
import pytest
from world import build

import kg.store
from kg.query import find, run
from kg.query.formats import plain
from kg.visualise import gather, style
from kg.visualise.arrows import arrows
from kg.visualise.choice import choose
from kg.visualise.document import document_page
from kg.visualise.figure import Figure
from kg.visualise.map import world_map
from kg.visualise.matrix import matrix
from kg.visualise.network import network_page, payload
from kg.visualise.rows import label
from kg.visualise.timeline import timeline

KG = "https://w3id.org/communique/ontology#"
CHOICES: tuple[dict[str, object], ...] = (
    {},
    {"actor": "Iran"},
    {"dyad": ("Norland", "Sudania"), "since": dt.date(2024, 1, 20)},
)
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """The small world, and a point for the one place in it."""
    made = ox.Store()
    with kg.store.open(build(tmp_path_factory.mktemp("world") / "world.kg"), read_only=True) as store:
        made.extend(store.graph)
    geo = "http://www.opengis.net/ont/geosparql#"
    has_place = ox.NamedNode("http://semanticweb.cs.vu.nl/2009/11/sem/hasPlace")
    place = next(made.quads_for_pattern(None, has_place, None))
    spot = ox.NamedNode("urn:x:spot")
    made.add(ox.Quad(place.object, ox.NamedNode(geo + "hasGeometry"), spot, spot))  # type: ignore[arg-type]
    made.add(ox.Quad(spot, ox.NamedNode(geo + "asWKT"), ox.Literal("POINT(61 28)"), spot))
    return made


def rows(graph: ox.Store, command: str) -> Rows:
    """The answer of a query as it is named on a page."""
    name, *options = shlex.split(command)
    params = dict(option.split("=", 1) for option in options if option != "-p")
    answer = run(graph, find(name), params)
    return [
        {key: plain(node) for key, node in zip(answer.columns, row, strict=True) if node is not None}
        for row in answer.rows
    ]


def real(found: Rows) -> Rows:
    """The claims that matrix and timeline count, each once."""
    kept = [one for one in found if one["how_real"] in style.REAL and one["stance"] != "denies"]
    return list({one["claim"]: one for one in kept}.values())


def first_number(text: str) -> int:
    return int(text.split(" ")[0].replace(",", ""))


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_the_cells_of_a_matrix_are_counted_by_its_query(graph: ox.Store, choice: dict[str, object]) -> None:
    whole = gather.strengths(graph, choose(graph, **choice))  # type: ignore[arg-type]
    drawn = matrix(whole, lambda iri: label(graph, iri))
    counted: Counter[tuple[str, str]] = Counter()
    for one in real(rows(graph, drawn.query)):
        counted[one["source"], one["target"]] += 1
        if style.look(KG + one["relation"]).symmetric:
            counted[one["target"], one["source"]] += 1
    cells = {
        tuple(re.split(" → |: ", cell["text"])[:2]): int(cell["total"]) for cell in drawn.values["cells"]
    }
    assert cells == counted
    assert first_number(drawn.note) == len(real(rows(graph, drawn.query)))


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_the_dots_of_a_timeline_are_counted_by_its_query(graph: ox.Store, choice: dict[str, object]) -> None:
    whole = gather.network(graph, choose(graph, **choice))  # type: ignore[arg-type]
    drawn = timeline(whole, lambda iri: label(graph, iri))
    found = real(rows(graph, drawn.query))
    dated = Counter(one["first"] for one in found if "first" in one)
    dots: Counter[str] = Counter()
    for row in drawn.values["rows"]:
        for mark in row["marks"]:
            dots[mark["text"][:10]] += int(mark["text"].rsplit(" ", 1)[1])
    assert dots == dated
    assert first_number(drawn.note) == len(found)


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_the_arrows_of_a_network_are_counted_by_its_query(graph: ox.Store, choice: dict[str, object]) -> None:
    chosen = choose(graph, **choice)  # type: ignore[arg-type]
    whole = gather.strengths(graph, chosen)
    part = gather.in_full(graph, gather.strongest(graph, whole, 150), chosen, lambda id: None, 60)
    found = rows(graph, part.query)
    shown = payload(part)
    names = {node["id"]: node["iri"] for node in shown["nodes"]}
    relations = {edge["id"]: edge["relation"].removeprefix(KG) for edge in shown["edges"]}
    pairs = {edge["id"]: tuple(sorted((names[edge["from"]], names[edge["to"]]))) for edge in shown["edges"]}
    drawn = Counter(
        (*pairs[c["edge"]], relations[c["edge"]], c["status"], c["stance"]) for c in shown["claims"]
    )
    asked = {one["claim"]: one for one in found}.values()
    ends = [tuple(sorted((one["source_iri"], one["target_iri"]))) for one in asked]
    assert drawn == Counter(
        (*pair, one["relation"], one["how_real"], one["stance"])
        for pair, one in zip(ends, asked, strict=True)
    )
    assert {c["document"] for c in shown["claims"]} == {one["document"] for one in found}
    assert {c["outlet"] for c in shown["claims"]} == {one["outlet"] for one in found}
    figure = arrows(part)
    at_first = [one for one in asked if one["how_real"] in style.REAL] or list(asked)
    assert first_number(figure.note) == len(at_first)


def test_the_events_of_a_map_are_counted_by_its_query(graph: ox.Store) -> None:
    drawn = world_map(gather.located(graph, choose(graph, actor="Iran")))
    found = [one for one in rows(graph, drawn.query) if one["how_real"] in style.REAL]
    counted = Counter(where for where, _ in {(one["where"], one["event"]) for one in found})
    assert {mark["name"]: mark["count"] for mark in drawn.values["marks"]} == counted != {}
    assert first_number(drawn.note) == len({one["event"] for one in found})


def test_the_statements_of_a_document_are_counted_by_its_query(graph: ox.Store) -> None:
    page = gather.document(graph, "herald-1", text_of=lambda id: "x" * 999)
    html = document_page(page)
    shown = re.search(r"kg query STORE ([^<]+)</code>", html)
    assert shown is not None
    first: dict[str, dict[str, str]] = {}
    for one in rows(graph, shown[1]):
        first.setdefault(one["claim"], one)
    columns = ("start", "end", "source", "relation", "target", "how_real")
    distinct = {tuple(one[name] for name in columns) for one in first.values()}
    assert f"<h2>{len(distinct)} statements between actors</h2>" in html


def test_a_choice_of_statuses_is_what_every_picture_counts_and_says(graph: ox.Store) -> None:
    choice = choose(graph, status=["negated", "future"], since=dt.date(2020, 1, 1), relations=["attack"])
    whole = gather.network(graph, choice)
    whole = gather.strongest(graph, whole, 150)
    figures = [matrix(whole, lambda iri: label(graph, iri)), timeline(whole, lambda iri: label(graph, iri))]
    figures += [arrows(whole), world_map(gather.located(graph, choice))]
    for figure in figures:
        assert "told as future or negated" in figure.note and "real" not in figure.note
        assert "; only attacked, told as future or negated, since 2020-01-01" in figure.title


def test_what_was_asked_for_by_status_is_drawn_at_first(graph: ox.Store) -> None:
    choice = choose(graph, status=["actual", "future"])
    part = gather.strongest(graph, gather.network(graph, choice), 150)
    assert payload(part)["off"] == []
    asked = {one["claim"] for one in rows(graph, part.query) if one["how_real"] in choice.statuses}
    assert first_number(arrows(part).note) == len(asked)


@pytest.mark.parametrize("draw", [matrix, timeline])
def test_a_page_names_its_query(graph: ox.Store, draw: object) -> None:
    from kg.visualise.figure import html

    whole = gather.network(graph, choose(graph, actor="Iran"))
    drawn: Figure = draw(whole, lambda iri: label(graph, iri))  # type: ignore[operator]
    named = "kg query STORE claims -p actor=https://w3id.org/communique/actor/iran</code>"
    assert named in html(drawn)


def test_the_page_of_the_network_names_its_query(graph: ox.Store) -> None:
    whole = gather.network(graph, choose(graph, actor="Iran"))
    page = network_page(gather.strongest(graph, whole, 150), matrix(whole, lambda iri: label(graph, iri)))
    assert "kg query STORE claims -p actor=https://w3id.org/communique/actor/iran</code>" in page
