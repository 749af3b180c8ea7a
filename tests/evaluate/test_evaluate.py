"""The ruler itself: what is right counts 1, what is wrong counts what it must."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from oracle import oracle

from kg.errors import UsageError
from kg.evaluate import Gold, as_json, as_text, evaluate, read_gold
from kg.evaluate.clusters import bcubed, f1
from kg.evaluate.match import lenient, strict
from kg.model import Extraction

HERE = Path(__file__).resolve().parent
SENTENCES = HERE.parent / "gold" / "sentences.jsonl"
ARTICLES = HERE.parent / "gold" / "articles.jsonl"
PLOVER = HERE.parents[2] / "shared" / "gold" / "plover_gsr" / "dev.jsonl"
CATEGORIES = json.loads((HERE.parent / "gold" / "modes.json").read_text(encoding="utf-8"))
FILES = [SENTENCES, ARTICLES, PLOVER]
BEST_AT_ZERO = {"missing", "must_not_violations", "calibration_error", "brier"}


def _gold(path: Path) -> list[Gold]:
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    return list(read_gold(path))


def _one(gold: list[Gold], name: str) -> Gold:
    return next(g for g in gold if g.id == name)


def _changed(extraction: Extraction, change: object) -> Extraction:
    events = tuple(change(e) for e in extraction.events)  # type: ignore[operator]
    return msgspec.structs.replace(extraction, events=events)


def _next(category: str) -> str:
    names: list[str] = sorted(CATEGORIES)
    return names[(names.index(category) + 1) % len(names)]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_right_answer_is_best_in_every_figure(path: Path) -> None:
    gold = _gold(path)
    figures = evaluate(gold, map(oracle, gold), canonical=path == ARTICLES)
    flat = {k: v for k, v in figures.flat().items() if k != "documents"}
    assert {k: v for k, v in flat.items() if v != (0.0 if k in BEST_AT_ZERO else 1.0)} == {}
    assert figures.problems == ()
    assert figures.confusion == {}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_swapped_roles_cost_the_triples_and_not_the_participants(path: Path) -> None:
    gold = _gold(path)
    swapped = [
        _changed(oracle(g), lambda e: msgspec.structs.replace(e, actors=e.recipients, recipients=e.actors))
        for g in gold
    ]
    figures = evaluate(gold, swapped).flat()
    assert figures["participant.lenient.f1"] > 0.99
    assert figures["actor.lenient.f1"] < 0.35
    assert figures["triple.lenient.f1"] < 0.35


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_wrong_categories_cost_the_triples_and_not_the_dyads(path: Path) -> None:
    gold = _gold(path)
    wrong = [_changed(oracle(g), lambda e: msgspec.structs.replace(e, event=_next(e.event))) for g in gold]
    figures = evaluate(gold, wrong).flat()
    assert figures["main_category"] < 0.1
    assert figures["triple.lenient.f1"] < 0.1
    assert figures["dyad.lenient.f1"] > 0.9


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_no_prediction_is_counted_as_missing_and_scores_nothing(path: Path) -> None:
    gold = _gold(path)
    figures = evaluate(gold, [])
    assert figures.rates["missing"] == len(gold)
    assert {score.f1 for score in figures.scores.values()} == {0.0}


def test_an_event_told_twice_is_a_duplicate_and_not_right_twice() -> None:
    gold = _one(_gold(SENTENCES), "assault-002")
    found = oracle(gold)
    twice = msgspec.structs.replace(found, events=(*found.events, *found.events))
    figures = evaluate([gold], [twice])
    assert figures.rates["duplicates"] == 2.0
    assert (figures.scores["event"].precision, figures.scores["event"].recall) == (0.5, 1.0)


def test_an_event_in_a_forbidden_span_is_a_violation() -> None:
    gold = _one(_gold(SENTENCES), "retreat-005")
    span = gold.must_not[0]
    event = oracle(_one(_gold(SENTENCES), "retreat-003")).events[0]
    trigger = msgspec.structs.replace(event.trigger, start=span.start, end=span.end)
    found = Extraction(id=gold.id, events=(msgspec.structs.replace(event, trigger=trigger),))
    figures = evaluate([gold], [found])
    assert figures.rates["must_not_violations"] == 1.0
    assert "must_not" in {p.kind for p in figures.problems}


def test_content_of_a_threat_is_wrong_as_a_fact_and_pardoned_as_a_possibility() -> None:
    gold = _one(_gold(SENTENCES), "threaten-001")
    span = gold.must_not[0]
    found = oracle(gold)
    place = msgspec.structs.replace(found.events[0].trigger, start=span.start, end=span.end)
    fact = msgspec.structs.replace(found.events[0], event="COERCE", trigger=place)
    maybe = msgspec.structs.replace(fact, status="hypothetical")

    def measured(extra: object) -> tuple[float, float]:
        both = msgspec.structs.replace(found, events=(*found.events, extra))
        rates = evaluate([gold], [both])
        return rates.scores["event"].precision, rates.rates["must_not_violations"]

    assert measured(fact) == (0.5, 0.5)
    assert measured(maybe) == (1.0, 0.0)


def test_each_wrong_detail_is_named() -> None:
    gold = _one(_gold(SENTENCES), "assault-001")
    found = oracle(gold)
    event = msgspec.structs.replace(
        found.events[0],
        status="future",
        mode=None,
        date=None,
        places=(),
        counts=(),
        attribution=(),
        actors=(),
    )
    figures = evaluate([gold], [Extraction(id=gold.id, entities=found.entities[1:], events=(event,))])
    kinds = sorted(p.kind for p in figures.problems)
    assert kinds == ["actor", "attribution", "count", "date", "entity", "mode", "place", "status"]


def test_optional_events_neither_help_nor_hurt() -> None:
    gold = _one(_gold(SENTENCES), "assault-016")
    optional = next(e for e in gold.events if e.optional)
    required = msgspec.structs.replace(gold, events=(msgspec.structs.replace(optional, optional=False),))
    found = oracle(gold)
    more = msgspec.structs.replace(found, events=(*found.events, *oracle(required).events))
    assert evaluate([gold], [more]).scores["event"] == evaluate([gold], [found]).scores["event"]


def test_events_joined_across_a_pair_count_only_with_canonical_ids() -> None:
    gold = [g for g in _gold(ARTICLES) if g.pair]
    found = [oracle(g) for g in gold]
    assert evaluate(gold, found, canonical=True).rates["pair_bcubed"] == 1.0
    assert evaluate(gold, found).rates["pair_bcubed"] < 1.0


def test_the_split_keeps_pairs_together_and_halves_the_rest() -> None:
    gold = _gold(SENTENCES)
    assert {g.id for g in read_gold(SENTENCES, "dev")} | {g.id for g in read_gold(SENTENCES, "test")} == {
        g.id for g in gold
    }
    share = sum(g.split == "dev" for g in gold) / len(gold)
    assert 0.4 < share < 0.6
    sides: dict[str, set[str]] = {}
    for article in _gold(ARTICLES):
        if article.pair:
            sides.setdefault(article.pair, set()).add(article.split)
    assert {len(side) for side in sides.values()} == {1}


def test_bcubed_of_everything_in_one_heap() -> None:
    heap = bcubed([("a", 1), ("a", 1), ("b", 1), ("b", 1)])
    assert (heap.precision / heap.items, heap.recall / heap.items) == (0.5, 1.0)
    assert f1(heap) == pytest.approx(2 / 3)


def test_names_fit_by_their_content_words() -> None:
    assert lenient("Iran's foreign minister Hossein Amir Abdullahian", "the foreign minister")
    assert lenient("U.N.", "United Nations") and strict("the US", "United States")
    assert not strict("Iran's foreign minister Hossein Amir Abdullahian", "Iran")
    assert not lenient("Iran", "Iraq")


def test_the_report_lists_figures_classes_and_errors() -> None:
    gold = _gold(SENTENCES)[:20]
    figures = evaluate(gold, [])
    text = as_text(figures, errors=1, per_class=True)
    assert "per class" in text and "missed: " in text and gold[0].id in text
    data = json.loads(as_json(figures, errors=1))
    assert "per_class" not in data and [p["kind"] for p in data["problems"]] == ["missed", "entity"]


def test_a_file_that_is_no_gold_is_refused_with_the_id(tmp_path: Path) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text('{"id": "x", "text": 3}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="'x' is not an annotated document"):
        list(read_gold(path))
