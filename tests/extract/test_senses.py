"""What days an expression may mean beside those that it names: ahead, up to now, counted from another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from conftest import ParseText

from kg.extract import events
from kg.extract.when import Calendar
from kg.extractor import read as read_parse
from kg.knowledge import Knowledge
from kg.resolve.places import load_places

Days = tuple[str | None, str | None]
Read = Callable[..., dict[str, Days]]
TODAY = dt.date(2024, 1, 17)  # a Wednesday


@pytest.fixture(scope="module")
def senses(parse: ParseText, knowledge: Knowledge) -> Read:
    """The senses of the last expression of a text, by how they were reached."""

    def run(text: str, published: dt.date | None = TODAY) -> dict[str, Days]:
        reading = read_parse(parse(text), knowledge, load_places())
        calendar = Calendar(reading.parse, events.drafts(reading), reading.phrases, published)
        last = calendar.told()[-1]
        return {s.reached: (s.interval.earliest, s.interval.latest) for s in last.senses}

    return run


@pytest.mark.parametrize(
    ("text", "reached", "days"),
    [
        ("The vote was set for Friday.", "turned", ("2024-01-19", "2024-01-19")),
        ("Farmers have blocked the road from Monday.", "onwards", ("2024-01-15", "2024-01-17")),
        ("Gunmen killed nine people this month.", "so far", ("2024-01-01", "2024-01-17")),
        ("It was the third attack since Monday.", "start", ("2024-01-15", "2024-01-15")),
        ("They are suspended since the riots of January 10.", "lasting", ("2024-01-10", "2024-01-17")),
        ("Shells fell in the night to Tuesday.", "night", ("2024-01-15", "2024-01-16")),
        ("He must stay in prison until Friday.", "open", (None, "2024-01-19")),
        ("Rebels attacked a post on Monday. A day later they left.", "last", ("2024-01-16", "2024-01-16")),
        ("Rebels attacked a post on Monday. Police came the same day.", "last", ("2024-01-15", "2024-01-15")),
        ("He was freed on Tuesday, two days after he fled.", "back from last", ("2024-01-14", "2024-01-14")),
        ("In the evening shells fell.", "today", ("2024-01-17", "2024-01-17")),
        ("A bomb went off on Monday. Since then it is shut.", "since last", ("2024-01-15", "2024-01-17")),
        ("They marched for a third day.", "up to today", ("2024-01-15", "2024-01-17")),
        ("They have been on strike for two weeks.", "whole to today", ("2024-01-03", "2024-01-17")),
    ],
)  # fmt: skip
def test_an_expression_may_mean_other_days_too(senses: Read, text: str, reached: str, days: Days) -> None:
    assert senses(text)[reached] == days


def test_the_days_that_it_names_come_first(senses: Read) -> None:
    assert next(iter(senses("Rebels attacked a post on Monday."))) == "told"


def test_a_day_is_not_counted_from_a_month(senses: Read) -> None:
    found = senses("Rebels attacked a post in December. A day later they left.")
    assert "last" not in found


def test_without_a_publication_date_nothing_is_turned(senses: Read) -> None:
    assert senses("Rebels attacked a post on 3 May 2023.", None) == {"told": ("2023-05-03", "2023-05-03")}
