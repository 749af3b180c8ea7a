"""What documents that tell of one event contradict each other about."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from samples import document, event, interval, mention, short, span

import kg.store
from kg.cli import main
from kg.model import Attribution, Document, Entity, Extraction, Location, Mention
from kg.query import find, run
from kg.vocabulary import ACTOR, KG

DATE = ("2024-01-16", "2024-01-16", "day")


def shelling(id: str, by: str, at: str = "Panjgur", *, denied: bool = False) -> tuple[Document, Extraction]:
    """ "BY shelled Pakistan at AT on Tuesday.", or that BY denies it; places are known ones."""
    text = f"{by} shelled Pakistan at {at} on Tuesday."
    states = [
        mention(text, who, f"{ACTOR}{who.lower()}", "State", code=who[:3].upper()) for who in (by, "Pakistan")
    ]
    where = span(text, at)
    place = Location(text=at, start=where.start, end=where.end, iri=f"{ACTOR}{at.lower()}", name=at)
    denial = Attribution(stance="denies", source=states[0], cue=span(text, "shelled"))
    told = event(
        "e1", "ASSAULT", span(text, "shelled"), mode="heavy-weapons", actors=(states[0],),
        recipients=(states[1],), places=(place,), date=interval(text, "Tuesday", *DATE),
        attribution=(denial,) if denied else (),
    )  # fmt: skip
    return document(id, text), Extraction(id=id, entities=tuple(map(entity, states)), events=(told,))


def entity(one: Mention) -> Entity:
    return Entity(
        iri=one.iri, type=one.type, name=one.name, code=one.code, sector=None, known=True,
        mentions=(span(" " * one.start + one.text, one.text),),
    )  # fmt: skip


def sides(home: Path) -> list[tuple[str, str, str, str]]:
    """Kind, side, source and document, as the saved query gives them."""
    with kg.store.open(home, read_only=True) as store:
        found = run(store.graph, find("contradictions"), {}).rows
        rows = [tuple(getattr(cell, "value", "") for cell in row) for row in found]
    return [(kind, side, source, doc) for kind, _, side, source, doc, *_ in rows]


def stored(home: Path, *told: tuple[Document, Extraction]) -> Path:
    with kg.store.open(home, create=True) as store:
        for one in told:
            store.put(*one, "by-hand")
    return home


def canonical_properties(home: Path) -> set[str]:
    """The local names of what the merged event says itself."""
    with kg.store.open(home, read_only=True) as store:
        lines = store.graph.query(
            f"SELECT DISTINCT ?p WHERE {{ GRAPH ?g {{ ?e a <{KG.CanonicalEvent}> ; ?p ?o }} }}"
        )
        return {row["p"].value.rpartition("#")[2] for row in lines}  # type: ignore[union-attr]


def test_two_numbers_of_the_dead_stand_side_by_side_with_their_documents(tmp_path: Path) -> None:
    told = (
        short("a", "Iran struck Pakistan on Tuesday.", killed=2),
        short("b", "Iran struck Pakistan on Tuesday.", killed=5),
    )
    home = stored(tmp_path / "a.kg", *told)
    assert sides(home) == [("count", "2", "", "a"), ("count", "5", "", "b")]
    assert "killed" not in canonical_properties(home)


def test_equal_numbers_are_no_contradiction(tmp_path: Path) -> None:
    told = [short(id, "Iran struck Pakistan on Tuesday.", killed=2) for id in "ab"]
    assert sides(stored(tmp_path / "a.kg", *told)) == []


def test_one_attack_laid_at_two_doors_is_one_event_with_two_claims(tmp_path: Path) -> None:
    home = stored(tmp_path / "a.kg", shelling("a", "Iran"), shelling("b", "Israel"))
    assert sides(home) == [("actor", "Iran", "", "a"), ("actor", "Israel", "", "b")]
    assert "actor" not in canonical_properties(home)


def test_two_places_are_a_contradiction_and_stand_on_no_merged_event(tmp_path: Path) -> None:
    home = tmp_path / "a.kg"
    stored(home, shelling("a", "Iran"), shelling("b", "Iran", "Quetta"))
    with kg.store.open(home) as store:
        events = sorted(
            quad.subject.value  # type: ignore[union-attr]
            for quad in store.graph
            if str(quad.object) == f"<{KG.Event}>" and "graph/" not in str(quad.graph_name)
        )
        store.judge(events[0], events[1], same=True)
    assert [row[:2] for row in sides(home)] == [("place", "Panjgur"), ("place", "Quetta")]
    assert "hasPlace" not in canonical_properties(home)


def test_a_denial_in_one_document_contradicts_the_report_in_another(tmp_path: Path) -> None:
    home = stored(tmp_path / "a.kg", shelling("a", "Iran"), shelling("b", "Iran", denied=True))
    assert sides(home) == [("denial", "reports", "", "a"), ("denial", "denies", "Iran", "b")]


def test_a_contradiction_goes_with_the_document_that_made_it(tmp_path: Path) -> None:
    home = stored(tmp_path / "a.kg", shelling("a", "Iran"), shelling("b", "Israel"))
    with kg.store.open(home) as store:
        store.remove("b")
    assert sides(home) == []


def test_another_speaker_of_the_same_event_is_another_side(tmp_path: Path) -> None:
    home = stored(tmp_path / "a.kg", shelling("a", "Iran"), shelling("b", "Israel"))
    sides(home)
    with kg.store.open(home) as store:
        store.put(*shelling("b", "Israel", denied=True), "by-hand")
    assert sides(home) == [
        ("actor", "Iran", "", "a"),
        ("actor", "Israel", "Israel", "b"),
        ("denial", "reports", "", "a"),
        ("denial", "denies", "Israel", "b"),
    ]


def test_explain_shows_what_the_documents_disagree_on(tmp_path: Path) -> None:
    home = stored(tmp_path / "a.kg", shelling("a", "Iran"), shelling("b", "Israel"))
    shown = CliRunner().invoke(main, ["explain", str(home), "a", "--no-color"]).output
    assert (
        "disputed    actor, between documents: Iran (says the outlet, a); Israel (says the outlet, b)"
        in shown
    )
