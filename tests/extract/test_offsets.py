"""Days counted from another day than publication."""

from __future__ import annotations

import pytest

from kg.extract.offsets import applied, offset_of
from kg.model import Interval


def _day(earliest: str | None, latest: str | None = None) -> Interval:
    return Interval(
        text="", start=0, end=0, earliest=earliest, latest=latest or earliest,
        precision="day" if earliest == (latest or earliest) else "month",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("two days after", ("2024-01-18", "2024-01-18")),
        ("a day before", ("2024-01-15", "2024-01-15")),
        ("the following day", ("2024-01-17", "2024-01-17")),
        ("the same morning", ("2024-01-16", "2024-01-16")),
        ("hours later", ("2024-01-16", "2024-01-16")),
        ("48 hours later", ("2024-01-18", "2024-01-18")),
        ("several days later", ("2024-01-19", "2024-01-23")),
        ("two weeks earlier", ("2024-01-02", "2024-01-02")),
        ("a few weeks earlier", ("2023-12-11", "2024-01-07")),
        ("same day", ("2024-01-16", "2024-01-16")),
        ("shortly after dawn", ("2024-01-16", "2024-01-16")),
        ("14 years before", ("2010-01-01", "2010-12-31")),
        ("the following Friday", ("2024-01-19", "2024-01-19")),
        ("the previous Friday", ("2024-01-12", "2024-01-12")),
    ],
)
def test_an_offset_is_counted_from_a_tuesday(words: str, days: tuple[str, str]) -> None:
    offset = offset_of(words)
    assert offset is not None
    found = applied(offset, _day("2024-01-16"))
    assert found is not None
    assert (str(found.earliest), str(found.latest)) == days


def test_the_other_end_of_an_offset_lies_on_the_other_side() -> None:
    offset = offset_of("two days after")
    assert offset is not None
    found = applied(offset, _day("2024-01-16"), backwards=True)
    assert found is not None
    assert str(found.earliest) == "2024-01-14"


def test_days_do_not_shift_a_date_known_to_the_month() -> None:
    offset = offset_of("two days after")
    assert offset is not None
    found = applied(offset, _day("2024-01-01", "2024-01-31"))
    assert found is not None
    assert (str(found.earliest), str(found.latest)) == ("2024-01-01", "2024-01-31")


@pytest.mark.parametrize("words", ["days after", "weeks later", "two days into"])
def test_an_offset_without_a_number_tells_no_day(words: str) -> None:
    assert offset_of(words) is None


def test_an_open_reference_leaves_the_date_open() -> None:
    offset = offset_of("a day later")
    assert offset is not None
    assert applied(offset, _day(None)) is None
