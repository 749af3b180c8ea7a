"""The account of an event: its words and rules, and what people judged about merges."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from samples import STRIKE_TEXT, document, event, mention, short, span, strike

import kg.errors
import kg.store
from kg.cli import main
from kg.explain import find, marked, members_of
from kg.model import Extraction


def told_twice(home: Path) -> Path:
    """A knowledge base in which two outlets tell the same strike."""
    with kg.store.open(home, create=True) as store:
        store.put(*strike(), "by-hand")
        store.put(*short("post-1", "Iran struck Pakistan on Tuesday."), "by-hand")
    return home


def run(*arguments: object) -> str:
    """The output of a command that succeeds."""
    done = CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return str(done.stdout)


def strike_of(home: Path) -> str:
    """The merged event that the main event of the first document is part of."""
    with kg.store.open(home, read_only=True) as store:
        return find(store, "herald-1")[0].canonical or ""


def members(home: Path) -> list[int]:
    """How many events of documents the main event of each document is merged from."""
    with kg.store.open(home, read_only=True) as store:
        mains = [find(store, id)[0].canonical or "" for id in ("herald-1", "post-1")]
        return [len(members_of(store, one)) for one in mains]


def test_every_part_of_an_event_is_told_with_its_words(tmp_path: Path) -> None:
    shown = run("explain", told_twice(tmp_path / "a.kg"), strike_of(tmp_path / "a.kg"), "--no-color")
    said = span(STRIKE_TEXT, "said", 1)
    for line in (
        "  type        ASSAULT heavy-weapons (military, territory)",
        "  by rule     by-hand",
        "  words       “fired a missile” at 5-20",
        "  status      actual",
        "  actor       “Iran” at 0-4: Iran (State, IRN, GOV, known)",
        "  instrument  “missile” at 13-20",
        "  date        “Tuesday” at 56-63: 2024-01-16 to 2024-01-16 (day)",
        "  place       “border village” at 26-40: border village (not in the gazetteer)",
        "  said by     1. Tasnim: Tasnim (NewsAgency, IRN, MED, known) reports, "
        f"“said” at {said.start}-{said.end}",
    ):
        assert line in shown.split("\n"), line
    assert "[actor: Iran] [event: fired a ][instrument: missile] at a [place: border village]" in shown
    assert "  merged      score 1.00: same actors, same recipients, same date, same mode" in shown


def test_a_document_tells_all_its_events_in_their_order(tmp_path: Path) -> None:
    shown = run("explain", told_twice(tmp_path / "a.kg"), "herald-1", "--no-color")
    types = [line.split()[1] for line in shown.split("\n") if line.startswith("  type ")]
    with kg.store.open(tmp_path / "a.kg", read_only=True) as store:
        assert types == [one.event for one in store.extraction("herald-1").events]


def test_a_short_name_of_an_event_is_as_good_as_its_iri(tmp_path: Path) -> None:
    home = told_twice(tmp_path / "a.kg")
    short = strike_of(home).replace("urn:communique:canonical/", "canonical:")
    assert run("explain", home, short) == run("explain", home, strike_of(home))


def test_what_is_no_event_is_told_so(tmp_path: Path) -> None:
    home = told_twice(tmp_path / "a.kg")
    with (
        kg.store.open(home, read_only=True) as store,
        pytest.raises(kg.errors.UsageError, match="no document"),
    ):
        find(store, "canonical:assault-000000000000")


def test_a_text_cannot_move_the_cursor(tmp_path: Path) -> None:
    text = "Iran attacked \x1b[2JPakistan\u202e with \x07 bombs."
    who = mention(text, "Iran", "https://w3id.org/communique/actor/iran", "State")
    home = tmp_path / "a.kg"
    with kg.store.open(home, create=True) as store:
        attack = event("e1", "ASSAULT", span(text, "attacked"), actors=(who,))
        store.put(document("d", text), Extraction(id="d", events=(attack,)), "by-hand")
    shown = run("explain", home, "d")
    assert "\\x1b[2JPakistan\\u202e with \\x07 bombs." in shown
    assert not set(shown) & {"\x1b", "\u202e", "\x07"}


def test_passages_quote_the_text_and_mark_each_part_once() -> None:
    text = "Iran attacked the Iranian base of rebels. Nothing else. On Monday."
    who = mention(text, "Iran", "https://w3id.org/communique/actor/iran", "State")
    target = mention(text, "the Iranian base of rebels", "urn:communique:entity/base", "Facility")
    rebels = mention(text, "rebels", "urn:communique:entity/rebels", "ArmedGroup")
    attack = event(
        "e", "ASSAULT", span(text, "attacked"), actors=(who,), targets=(target,), recipients=(rebels,)
    )
    (line,) = marked(text, attack)
    assert [(part.text, part.kind) for part in line] == [
        ("Iran", "actor"),
        (" ", ""),
        ("attacked", "event"),
        (" ", ""),
        ("the Iranian base of ", "target"),
        ("rebels", "recipient"),
        (". Nothing else. On Monday.", ""),
    ]


def test_what_was_split_stays_apart_until_it_is_joined(tmp_path: Path) -> None:
    home = told_twice(tmp_path / "a.kg")
    assert members(home) == [2, 2]
    run("split", home, strike_of(home), "--because", "two waves")
    assert members(home) == [1, 1]
    run("rebuild", home)
    assert members(home) == [1, 1]
    with kg.store.open(home, read_only=True) as store:
        left, right = (find(store, id)[0].iri for id in ("herald-1", "post-1"))
        assert [one.reason for one in store.judgements()] == ["two waves"]
    run("join", home, left, right, "--because", "one wave")
    run("rebuild", home)
    assert members(home) == [2, 2]
    assert "  merged      score 1.00: one wave" in run("explain", home, left)


def test_one_event_is_split_from_the_others_it_was_merged_with(tmp_path: Path) -> None:
    home = told_twice(tmp_path / "a.kg")
    with kg.store.open(home, read_only=True) as store:
        one = find(store, "post-1")[0].iri
    run("split", home, one)
    assert members(home) == [1, 1]


def test_what_is_one_already_is_not_joined_again(tmp_path: Path) -> None:
    home = told_twice(tmp_path / "a.kg")
    done = CliRunner().invoke(main, ["join", str(home), strike_of(home), strike_of(home)])
    assert isinstance(done.exception, kg.errors.UsageError)


def test_the_word_that_set_the_status_is_told(tmp_path: Path) -> None:
    text = "Iran did not strike Pakistan."
    struck = event(
        "e1", "ASSAULT", span(text, "strike"), status="negated", rule="verb strike; status negated by not"
    )
    with kg.store.open(tmp_path / "a.kg", create=True) as store:
        store.put(document("a", text), Extraction(id="a", events=(struck,)), "by-hand")
    shown = run("explain", tmp_path / "a.kg", "a", "--no-color")
    assert "  status      negated, by “not”\n" in shown and "by rule     verb strike\n" in shown
