"""Layout, sentences, looks, and what is gathered from a graph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from world import COURIER, build

import kg.store
from kg.errors import UsageError
from kg.visualise import gather, render, style
from kg.visualise.choice import Choice, choose
from kg.visualise.curves import bends
from kg.visualise.layout import positions
from kg.visualise.records import Network
from kg.visualise.sentence import around

KG = "https://w3id.org/communique/ontology#"


# ------------------------------------------------------------------ layout


def test_no_two_labels_overlap_and_the_parts_stand_apart() -> None:
    names = [f"n{i:02}" for i in range(40)]
    pairs = [(names[i], names[i * i % 30]) for i in range(30)] + [("n31", "n32"), ("n33", "n34")]
    boxes = {name: (90.0 + 3 * i, 50.0) for i, name in enumerate(names)}
    spots = positions(names, pairs, boxes, step=165)
    assert sorted(spots) == names
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            apart = [
                abs(spots[one][k] - spots[other][k]) >= (boxes[one][k] + boxes[other][k]) / 2 - 3
                for k in (0, 1)
            ]
            assert any(apart), (one, other)


def test_the_same_network_stands_the_same_whatever_the_order() -> None:
    pairs = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a"), ("e", "e")]
    boxes = dict.fromkeys("abcde", (80.0, 40.0))
    assert positions(list("abcde"), pairs, boxes, step=165) == positions(
        list("edcba"), pairs[::-1], boxes, step=165
    )


@pytest.mark.parametrize("others", [(), (("b", "c"),), (("b", "c"), ("c", "a"))])
def test_the_words_on_an_arrow_lie_on_neither_of_its_ends(others: tuple[tuple[str, str], ...]) -> None:
    pairs, wide = [("a", "b"), *others], 180.0
    boxes = dict.fromkeys("abc", (150.0, 60.0))
    spots = positions(list("abc"), pairs, boxes, step=140, words=[wide] * len(pairs))
    for a, b in pairs:
        across, up = (abs(spots[a][k] - spots[b][k]) for k in (0, 1))
        assert across >= wide + 150 - 26 or up >= 18 + 60 or across < 0.7 * up


def test_an_arrow_that_bends_far_reaches_into_no_other_part() -> None:
    pairs = [("a", "b")] * 5 + [("c", "d")]
    spots = positions(list("abcd"), pairs, dict.fromkeys("abcd", (60.0, 40.0)), step=300)
    bulge = 0.54 * (spots["b"][0] - spots["a"][0]) / 2
    assert spots["c"][1] - spots["a"][1] > bulge + 20


def test_arrows_between_two_fan_out_to_both_sides() -> None:
    assert bends([("a", "b"), ("a", "b"), ("b", "a"), ("a", "c")]) == [-0.27, 0.0, -0.27, 0.08]


# ------------------------------------------------------------------ sentences


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("One. Two hit three. Four.", "hit", "Two hit three."),
        ("Gen. Smith of the U.S. Army hit it. Next.", "hit", "Gen. Smith of the U.S. Army hit it."),
        ("He said: “They hit us.” Then left.", "hit", "He said: “They hit us.”"),
        ("Title line\nThey hit us\n\nMore.", "hit", "They hit us"),
        ("hit", "hit", "hit"),
        ("It cost 3.5 million to hit back! Why?", "hit", "It cost 3.5 million to hit back!"),
    ],
)
def test_the_sentence_around_some_words_is_found(text: str, words: str, sentence: str) -> None:
    start = text.index(words)
    found, first, last = around(text, start, start + len(words))
    assert (found, found[first:last]) == (sentence, words)


def test_a_text_without_sentences_gives_a_window_with_the_words_in_it() -> None:
    text = "word " * 1000 + "hit " + "word " * 1000
    found, first, last = around(text, 5000, 5003)
    assert found[first:last] == "hit" and len(found) < 900


# ------------------------------------------------------------------ looks


def test_a_mode_has_the_family_and_dash_of_its_category() -> None:
    category, mode = style.look(KG + "attacked"), style.look(KG + "shelled")
    assert (mode.family, mode.dash) == (category.family, category.dash) == ("Force", "solid")


def test_a_relation_that_nobody_described_is_drawn_in_grey() -> None:
    found = style.look("https://example.org/own#hadLunchWith")
    assert (found.label, found.family, found.dash, found.symmetric) == (
        "had lunch with",
        "Other",
        "solid",
        False,
    )


def test_every_category_has_a_look_of_its_own() -> None:
    looks = [style.look(iri) for iri in sorted(style.known_relations()) if style.is_category(iri)]
    assert len({(one.family, one.dash) for one in looks}) == len(looks) == 16


def test_the_narrowest_class_is_the_one_that_is_drawn() -> None:
    assert style.narrowest({"Actor", "Organization", "NewsAgency", "Group", "MediaOutlet"}) == "NewsAgency"
    assert style.narrowest(set()) == "Actor"


# ------------------------------------------------------------------ gathering


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kg.store.Store]:
    with kg.store.open(build(tmp_path_factory.mktemp("world") / "world.kg"), read_only=True) as opened:
        yield opened


def drawn(store: kg.store.Store, chosen: Choice, *, most: int = 150) -> Network:
    part = gather.strongest(store.graph, gather.strengths(store.graph, chosen), most)
    return gather.in_full(store.graph, part, chosen, lambda id: store.document(id).text, most=60)


def arrows(store: kg.store.Store, **choice: object) -> list[tuple[str, str, str, int]]:
    chosen = choose(store.graph, **choice)  # type: ignore[arg-type]
    found = drawn(store, chosen)
    names = {node.id: node.label for node in found.nodes}
    return [
        (names[e.source], e.relation.removeprefix(KG), names[e.target], len(e.cards)) for e in found.edges
    ]


def test_claims_are_bundled_into_arrows_of_merged_actors_the_strongest_first(store: kg.store.Store) -> None:
    assert arrows(store) == [
        ("Norland", "attacked", "Sudania", 5),
        ("Iran", "attacked", "Pakistan", 4),
        ("Sudania", "accused", "Norland", 2),
        ("Iran", "attacked", "headquarters", 1),
        ("Pakistan", "accused", "Iran", 1),
        ("Hossein Abdullahian", "metWith", "Anwar Kakar", 1),
        ("Norland", "metWith", "Sudania", 1),
        ("Sudania", "attacked", "Norland", 1),
    ]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"actor": "Kakar Anwar"}, UsageError),
        ({"actor": "pakistan", "relations": ["accuse"]}, [("Pakistan", "accused", "Iran", 1)]),
        (
            {"dyad": ("Sudania", "Norland"), "relations": ["attacked"], "status": ["actual"]},
            [("Norland", "attacked", "Sudania", 2), ("Sudania", "attacked", "Norland", 1)],
        ),
        ({"since": dt.date(2024, 2, 1)}, [("Norland", "attacked", "Sudania", 2)]),
        (
            {"until": dt.date(2024, 1, 31), "actor": "Iran"},
            [("Iran", "attacked", "Pakistan", 2), ("Iran", "attacked", "headquarters", 1)],
        ),
        ({"status": ["future"]}, [("Norland", "metWith", "Sudania", 1)]),
        ({"status": ["real"]}, UsageError),
        ({"relations": ["kissed"]}, UsageError),
    ],
)
def test_a_choice_narrows_the_arrows(
    store: kg.store.Store, choice: dict[str, object], expected: object
) -> None:
    if expected is UsageError:
        with pytest.raises(UsageError):
            arrows(store, **choice)
    else:
        assert arrows(store, **choice) == expected


def test_a_card_holds_the_sentence_its_place_and_who_says_so(store: kg.store.Store) -> None:
    chosen = choose(store.graph, dyad=("Norland", "Sudania"), relations=["attacked"], status=["actual"])
    found = drawn(store, chosen).edges[0].cards
    told = [(c.document, c.outlet, c.source, c.sentence[c.start : c.end], c.published) for c in found]
    assert told == [
        ("courier-1", "Daily Courier", None, "shelled", "2024-02-02"),
        ("tribune-1", "Tribune", "the ministry", "shelled", None),
    ]
    assert (
        found[0].sentence == "Norland shelled the town of Kesh in Sudania on 1 February, killing four people."
    )
    assert COURIER[found[0].place : found[0].stop] == "shelled"


def test_without_the_texts_the_evidence_is_the_quote_and_the_words_around_it(store: kg.store.Store) -> None:
    chosen = choose(store.graph, actor="Norland", status=["actual"], relations=["attacked"])
    whole = gather.strengths(store.graph, chosen)
    found = gather.in_full(store.graph, whole, chosen, lambda id: None, most=1)
    card = found.edges[0].cards[0]
    assert card.sentence == "Norland shelled the town of Kesh in Sudania on 1 Februa"
    assert card.sentence[card.start : card.end] == "shelled"


@pytest.mark.parametrize("since", [None, dt.date(2024, 1, 16)])
def test_counted_claims_are_as_many_as_told_ones(store: kg.store.Store, since: dt.date | None) -> None:
    chosen = Choice(since=since)

    def counts(found: Network) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
        return [
            (e.source, e.relation, e.target, sorted((c.status, c.stance) for c in e.cards))
            for e in found.edges
        ]

    whole = gather.network(store.graph, chosen)
    assert counts(gather.strengths(store.graph, chosen)) == counts(whole) != []


def test_the_cap_keeps_the_strongest_and_counts_all(store: kg.store.Store) -> None:
    found = gather.strongest(store.graph, gather.network(store.graph, Choice()), 2)
    assert (len(found.edges), found.total, len(found.nodes)) == (2, 8, 4)


def test_every_view_is_a_page(store: kg.store.Store) -> None:
    for view in ("graph", "matrix", "timeline"):
        html = render(store.graph, view=view, text_of=lambda id: store.document(id).text)
        assert "Norland" in html and html.startswith("<!doctype html>")
    document = render(
        store.graph, view="document", document="herald-1", text_of=lambda id: store.document(id).text
    )
    assert "The text contradicts itself" in document and "A strike at the border" in document


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            {"view": "pie"},
            "There is no view 'pie'; choose one of auto, graph, document, matrix, timeline, map.",
        ),
        ({"view": "document"}, "The document view needs the id of a document."),
        ({"view": "document", "document": "herald-2"}, "There is no document 'herald-2'. Near: herald-1"),
    ],
)
def test_a_picture_that_cannot_be_made_says_why(
    store: kg.store.Store, asked: dict[str, str], message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        render(store.graph, text_of=lambda id: store.document(id).text, **asked)  # type: ignore[arg-type]
    assert str(caught.value) == message


def test_an_empty_graph_gives_an_empty_picture(tmp_path: Path) -> None:
    import pyoxigraph as ox

    for view in ("graph", "matrix", "timeline"):
        assert "0 claims" in render(ox.Store(), view=view)


def test_the_claims_of_a_picture_are_the_rows_of_the_query_it_is_counted_from(tmp_path: Path) -> None:
    from kg.data import folder
    from kg.query import read_query, run

    with kg.store.open(build(tmp_path / "world.kg"), read_only=True) as store:
        answer = run(store.graph, read_query(folder("queries") / "relations" / "edges.rq"), {})
        asked = {row[0].value for row in answer.rows}
        whole = drawn(store, Choice())
    shown = [card for edge in whole.edges for card in edge.cards]
    assert {card.id for card in shown} == asked
    assert all(card.sentence and card.document for card in shown)
