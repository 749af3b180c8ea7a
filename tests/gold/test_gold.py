"""The annotated documents: what is written down is what is compiled, and it covers everything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from compile_gold import GoldError, compile_draft, compile_folder, compiled, read_source

from kg.evaluate import Gold, read_gold

HERE = Path(__file__).resolve().parent
MODES: dict[str, list[str]] = json.loads((HERE / "modes.json").read_text(encoding="utf-8"))


def _source(tmp_path: Path, text: str) -> Gold:
    (tmp_path / "one.txt").write_text(text, encoding="utf-8")
    return compile_draft(next(read_source(tmp_path / "one.txt")))


@pytest.mark.parametrize("kind", ["sentences", "articles"])
def test_the_compiled_file_is_what_the_sources_say(kind: str) -> None:
    assert (HERE / f"{kind}.jsonl").read_bytes() == compiled(HERE / kind)


def test_every_offset_holds_its_quote() -> None:
    for gold in read_gold(HERE):
        spans = [s for e in gold.entities for s in e.mentions]
        spans += [m for e in gold.events for m in e.mentions]
        assert [s.text for s in spans] == [gold.text[s.start : s.end] for s in spans]


def test_the_sentences_cover_all_categories_modes_and_statuses() -> None:
    events = [e for g in read_gold(HERE / "sentences.jsonl") for e in g.events]
    kinds = {(e.event, e.mode) for e in events}
    assert {(c, m) for c, modes in MODES.items() for m in modes} - kinds == set()
    assert {e.status for e in events} == {
        "actual", "negated", "future", "hypothetical", "habitual", "historical",
    }  # fmt: skip
    assert {(c, s) for c in MODES for s in ("actual", "negated")} - {
        (e.event, e.status) for e in events
    } == set()


def test_there_are_enough_documents() -> None:
    sentences = list(read_gold(HERE / "sentences.jsonl"))
    assert len(sentences) >= 600
    assert sum(len(g.text.split()) >= 20 for g in sentences) * 3 >= len(sentences)


def test_an_event_is_compiled_with_its_parts(tmp_path: Path) -> None:
    gold = _source(
        tmp_path,
        "%date 2024-05-16\n## x-1 a test\nTwo rebels hit Bunia on Monday, Goma said.\n"
        "! ASSAULT hit | a rebels/G/COD | n killed 2 @ Two | p Bunia | d 05-13 @ Monday | by Goma/S/COD\n",
    )
    event = gold.events[0]
    assert (event.event, event.status, event.trigger.text, gold.tests) == (
        "ASSAULT",
        "actual",
        "hit",
        "a test",
    )
    assert event.date is not None
    assert (event.date.earliest, event.date.latest, event.date.precision) == (
        "2024-05-13",
        "2024-05-13",
        "day",
    )
    assert [gold.entities[m.entity].types for m in (*event.actors, *event.places)] == [
        ("ArmedGroup",),
        ("Place",),
    ]
    assert [(c.kind, c.min, c.max, c.start) for c in event.counts] == [("killed", 2, 2, 0)]
    assert [(a.stance, a.source and a.source.text, a.cue and a.cue.text) for a in event.attribution] == [
        ("reports", "Goma", "said")
    ]


@pytest.mark.parametrize(
    ("marks", "message"),
    [
        ("! ASSAULT struck", "'struck' is not in the text"),
        ("! ASSAULT hit", "'hit' occurs 2 times"),
        ("! ASSAULT hit#3", "there are 2 of it"),
        ("! ASSAULT:bomb hit#1", "no category or mode ASSAULT:bomb"),
        ("! ASSAULT hit#1 | a rebels", "'rebels' needs a type"),
        ("! ASSAULT hit#1 | d 05-12 @ Monday", "2024-05-12 is no monday"),
        ("! ASSAULT hit#1 | z rebels", "no key 'z'"),
        ("! ASSAULT ~maybe hit#1", "no status '~maybe'"),
    ],
)
def test_a_mark_that_is_wrong_stops_the_run(tmp_path: Path, marks: str, message: str) -> None:
    with pytest.raises(GoldError, match=message):
        _source(tmp_path, f"%date 2024-05-16\n## x-1\nThe rebels hit and hit Bunia on Monday.\n{marks}\n")


def test_all_mistakes_of_a_folder_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "## a\nOne.\nnone\n## b\nTwo.\nx three\n## a\nFour.\nx five\n", encoding="utf-8"
    )
    with pytest.raises(GoldError) as caught:
        compile_folder(tmp_path)
    assert str(caught.value).splitlines() == [
        "a.txt b: 'three' is not in the text",
        "a.txt a: 'five' is not in the text",
    ]
