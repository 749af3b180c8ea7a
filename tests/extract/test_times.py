"""Time expressions: what is found, what it means, and what is left alone."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path
from typing import Any

import pytest

from kg.extract.times import anchor, find_times
from kg.model import Interval

_LINES = (Path(__file__).parent / "times.jsonl").read_text(encoding="utf-8").splitlines()
CASES: list[list[Any]] = [json.loads(line) for line in _LINES if not line.startswith("#")]


def _read(sentence: str, options: dict[str, Any]) -> list[tuple[str | None, ...]]:
    day = options.get("published", "2024-01-17")
    published = dt.date.fromisoformat(day) if day else None
    found = []
    for expression in find_times(sentence):
        days = anchor(expression, published, future=options.get("future", False))
        found.append((expression.text, expression.kind, days.earliest, days.latest, days.precision))
    return found


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_phrase_means_the_days_that_a_reader_takes_it_for(case: list[Any]) -> None:
    options = case[6] if len(case) > 6 else {}
    expected = [tuple(case[1:6])] if case[1] else []
    assert _read(case[0], options) == expected


def test_offsets_quote_the_text() -> None:
    text = "On Monday and on 3 May 2021, \U0001f4a5 then in recent years \u2013 and on Tuesday\u2019s eve."
    assert [text[each.start : each.end] for each in find_times(text)] == [
        "Monday",
        "3 May 2021",
        "recent years",
        "Tuesday",
    ]


def test_the_interval_keeps_the_place_of_the_expression() -> None:
    (expression,) = find_times("He left on Tuesday.")
    assert anchor(expression, dt.date(2024, 1, 17)) == Interval(
        text="Tuesday", start=11, end=18, earliest="2024-01-16", latest="2024-01-16", precision="day"
    )


def test_every_anchored_interval_is_in_order_and_holds_real_dates() -> None:
    for case in CASES:
        for published in (dt.date(1, 1, 1), dt.date(1000, 1, 1), dt.date(2024, 2, 29), dt.date(9999, 12, 31)):
            for future in (False, True):
                for expression in find_times(case[0]):
                    days = anchor(expression, published, future=future)
                    earliest = dt.date.fromisoformat(days.earliest) if days.earliest else dt.date.min
                    latest = dt.date.fromisoformat(days.latest) if days.latest else dt.date.max
                    assert earliest <= latest, (expression, published, future)


def test_an_article_takes_a_few_milliseconds_at_most() -> None:
    text = "Officials said on Tuesday night that two soldiers were killed in the past three days. " * 27
    find_times(text)
    start = time.process_time()
    find_times(text)
    assert time.process_time() - start < 0.02


@pytest.mark.parametrize(
    "noise", ["1" * 20_000, "a few " * 5_000, "the " * 10_000, "20-" * 7_000, "May " * 5_000]
)
def test_a_hostile_text_takes_no_longer_than_its_length_explains(noise: str) -> None:
    start = time.process_time()
    find_times(noise)
    assert time.process_time() - start < 2
