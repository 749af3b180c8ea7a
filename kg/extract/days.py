"""Calendar arithmetic for time expressions: stretches of days with a precision.

Weeks run from Monday to Sunday, seasons are the meteorological ones of the northern
hemisphere, "early", "mid" and "late" are the thirds of a period.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple

from kg.model import Precision


class Days(NamedTuple):
    """Both ends inclusive; ``None`` is an open end."""

    earliest: dt.date | None
    latest: dt.date | None
    precision: Precision


OPEN = Days(None, None, "unknown")


def date_or_none(year: int, month: int, day: int) -> dt.date | None:
    """The date, or ``None`` when the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def one_day(day: dt.date | None) -> Days:
    return OPEN if day is None else Days(day, day, "day")


def week_of(day: dt.date) -> Days:
    monday = plus_days(day, -day.weekday())
    return Days(monday, plus_days(monday, 6), "week")


def weeks_from(day: dt.date, unit: str, by: int) -> Days:
    """ "Two weeks ago" means the day two weeks before, give or take: told in weeks."""
    there = plus_units(day, unit, by)
    return Days(there, there, "week")


def weekend_of(day: dt.date) -> Days:
    monday = plus_days(day, -day.weekday())
    return Days(plus_days(monday, 5), plus_days(monday, 6), "day")


def month_of(year: int, month: int) -> Days:
    last = calendar.monthrange(year, month)[1]
    return Days(dt.date(year, month, 1), dt.date(year, month, last), "month")


def season_of(year: int, first_month: int) -> Days:
    """Three months from the first one; winter runs into the next year."""
    end_year, end_month = shift_month(year, first_month, 2)
    return Days(dt.date(year, first_month, 1), month_of(end_year, end_month).latest, "season")


def year_of(year: int) -> Days:
    return Days(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def years(first: int, last: int) -> Days:
    return Days(dt.date(first, 1, 1), dt.date(min(last, 9999), 12, 31), "years")


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def plus_days(day: dt.date, by: int) -> dt.date:
    """Clipped to the years that Python knows."""
    ordinal = day.toordinal() + by
    return dt.date.fromordinal(max(1, min(ordinal, dt.date.max.toordinal())))


def plus_years(day: dt.date, by: int) -> dt.date:
    year = max(1, min(day.year + by, 9999))
    return date_or_none(year, day.month, day.day) or dt.date(year, day.month, 28)


def plus_units(day: dt.date, unit: str, by: int) -> dt.date:
    """The same day ``by`` units later; units shorter than a day count as none."""
    if unit in ("year", "decade", "century"):
        return plus_years(day, by * {"year": 1, "decade": 10, "century": 100}[unit])
    if unit == "month":
        year, month = shift_month(day.year, day.month, by)
        return month_day(year, month, day.day)
    return plus_days(day, by * {"day": 1, "night": 1, "week": 7, "fortnight": 14}.get(unit, 0))


def month_day(year: int, month: int, day: int) -> dt.date:
    """The day of that month, or its last one when it is shorter."""
    year = max(1, min(year, 9999))
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def unit_of(day: dt.date, unit: str) -> Days:
    """The calendar week, month, year, ... that holds the day."""
    if unit in ("week", "fortnight"):
        return week_of(day)
    if unit == "weekend":
        return weekend_of(day)
    if unit == "month":
        return month_of(day.year, day.month)
    if unit == "year":
        return year_of(day.year)
    if unit == "decade":
        return years(day.year // 10 * 10, day.year // 10 * 10 + 9)
    if unit == "century":
        return years((day.year - 1) // 100 * 100 + 1, (day.year - 1) // 100 * 100 + 100)
    return one_day(day)


def third(days: Days, position: int) -> Days:
    """Early (1), middle (2) or late (3) part: four months of a year, ten days of a month."""
    first, last = days.earliest, days.latest
    if first is None or last is None:
        return days
    if days.precision == "year":
        start = dt.date(first.year, 4 * position - 3, 1)
        return Days(start, month_of(first.year, 4 * position).latest, "season")
    size = ((last - first).days + 1) // 3
    start = plus_days(first, size * (position - 1))
    if days.precision == "years":
        start = dt.date(first.year + round(10 * (position - 1) / 3), 1, 1)
        ends = {1: dt.date(first.year + 3, 12, 31), 2: dt.date(first.year + 6, 12, 31), 3: last}
        return Days(start, ends[position], "years")
    return Days(start, last if position == 3 else plus_days(start, size - 1), days.precision)


def edge(days: Days, position: int) -> Days:
    """Beginning (1), middle (2) or end (3): a month of a year, a third of anything else."""
    first = days.earliest
    if first is None or days.precision != "year" or position == 2:
        return third(days, position)
    return month_of(first.year, 1 if position == 1 else 12)


def part(days: Days, number: int, of: int) -> Days:
    """The ``number``-th half (of 2), quarter (of 4) or week (of 0) of a year or month."""
    first = days.earliest
    if first is None:
        return days
    if of == 0:
        start = plus_days(first, 7 * (number - 1))
        return Days(start, plus_days(start, 6), "week")
    size = 12 // of
    month = size * (number - 1) + 1
    return Days(dt.date(first.year, month, 1), month_of(first.year, month + size - 1).latest, "season")


def merge(first: Days, last: Days) -> Days:
    """From the start of the one to the end of the other."""
    coarse: Precision = "years" if first.precision == "year" else first.precision
    return Days(first.earliest, last.latest, coarse)
