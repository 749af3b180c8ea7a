"""From the matched words of a time expression to the days they mean.

Each function takes the named groups of a rule of ``kg.extract.time_rules`` and the clock;
without a clock it returns what is certain without the day of publication.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from kg.extract import days as cal
from kg.extract.days import OPEN, Days
from kg.extract.time_words import entry, words
from kg.model import Precision

_SOON = 60
"""Days within which a date told without its month by name lies most probably."""

_SHIFT = {"last": -1, "past": -1, "passed": -1, "previous": -1, "next": 1, "coming": 1}
"""How many units off a word counts; none for "this" and "current"."""


class Clock(NamedTuple):
    """The day of publication, and whether the text looks ahead of it."""

    today: dt.date
    future: bool


ANY_DAY = Clock(dt.date(2024, 7, 1), future=False)


def month_number(name: str) -> int:
    """1 to 12 from a full or short month name."""
    word = name.lower().rstrip(".")
    value: int = (words()["month"].get(word) or words()["month_short"][word])["value"]
    return value


def _weekday(groups: dict[str, str]) -> int:
    word = groups["weekday"].lower().rstrip(".")
    known = words()
    value: int = (known["weekday"].get(word) or known["weekday_short"][word])["value"]
    return value


def _count(groups: dict[str, str]) -> tuple[int, int]:
    """The least and the greatest number meant; one when none is told."""
    word = groups.get("number", "1").lower()
    if word[0].isdigit():
        value = int(word.replace(",", ""))
        return value, value
    found = entry("number", word)
    return found["min"], found["max"]


def _unit(groups: dict[str, str]) -> str:
    unit = groups["unit"].lower()
    return "century" if unit == "centurie" else unit


def _positioned(days: Days, groups: dict[str, str], clock: Clock | None) -> Days:
    """Narrow to the early, middle or late part that the words name."""
    if "edge" in groups:
        return cal.edge(days, entry("edge", groups["edge"])["value"])
    if "position" not in groups:
        return days
    value = entry("position", groups["position"])["value"]
    if value > 0:
        return cal.third(days, value)
    return _cut_today(days, clock, before=value == -1)


def _cut_today(days: Days, clock: Clock | None, *, before: bool) -> Days:
    if clock is None or days.earliest is None or days.latest is None:
        return days
    if not days.earliest <= clock.today <= days.latest:
        return cal.third(days, 1 if before else 3)
    if before:
        return Days(days.earliest, clock.today, days.precision)
    return Days(clock.today, days.latest, days.precision)


def _nearest(candidates: list[Days], clock: Clock) -> Days:
    """The last candidate that has begun, or with a future reference the first not yet over."""
    known = [days for days in candidates if days.earliest and days.latest]
    if clock.future:
        ahead = [days for days in known if days.latest and days.latest >= clock.today]
        return ahead[0] if ahead else OPEN
    begun = [days for days in known if days.earliest and days.earliest <= clock.today]
    return begun[-1] if begun else OPEN


def _around(clock: Clock) -> range:
    """Enough years to hold the nearest 29 February."""
    return range(max(1, clock.today.year - 8), min(9999, clock.today.year + 9))


def iso_days(groups: dict[str, str], clock: Clock | None) -> Days:
    return cal.one_day(cal.date_or_none(int(groups["year"]), int(groups["a"]), int(groups["b"])))


def numeric_days(groups: dict[str, str], clock: Clock | None) -> Days:
    """Day first where dots part the numbers; else day first and month first, without what lies
    after publication unless the text looks ahead; both when both are possible."""
    year, a, b = int(groups["year"]), int(groups["a"]), int(groups["b"])
    readings = [cal.date_or_none(year, b, a), cal.date_or_none(year, a, b)]
    dates = sorted({day for day in readings if day is not None})
    if groups.get("mark") == "." and readings[0] is not None:
        return cal.one_day(readings[0])
    if len(dates) == 2 and clock and not clock.future and dates[0] <= clock.today < dates[1]:
        return cal.one_day(dates[0])
    if len(dates) == 2:
        return Days(dates[0], dates[1], "unknown")
    return cal.one_day(dates[0] if dates else None)


def day_days(groups: dict[str, str], clock: Clock | None) -> Days:
    if "year" in groups:
        return _days_in(int(groups["year"]), groups)
    if clock is None:
        return OPEN
    if (year := _named_year(groups, clock)) is not None:
        return _days_in(year, groups)
    return _nearest([_days_in(year, groups) for year in _around(clock)], clock)


def _named_year(groups: dict[str, str], clock: Clock) -> int | None:
    """ "Of last year", "of the year past"."""
    word = groups.get("whose", groups.get("whose_year", "")).lower()
    return clock.today.year + _SHIFT.get(word, 0) if word else None


def _days_in(year: int, groups: dict[str, str]) -> Days:
    month = month_number(groups["month"])
    first = cal.date_or_none(year, month, int(groups["day"]))
    last = cal.date_or_none(year, month, int(groups["day2"])) if "day2" in groups else first
    return Days(first, last, "day") if first and last and first <= last else OPEN


def months_days(groups: dict[str, str], clock: Clock | None) -> Days:
    month = month_number(groups["month"])
    if "year" in groups:
        return _positioned(cal.month_of(int(groups["year"]), month), groups, clock)
    if clock is None:
        return OPEN
    if (year := _named_year(groups, clock)) is not None:
        return _positioned(cal.month_of(year, month), groups, clock)
    found = _month_by_word(month, groups.get("which", "").lower(), clock)
    return _positioned(found, groups, clock)


def _month_by_word(month: int, which: str, clock: Clock) -> Days:
    year = clock.today.year
    if which == "this":
        return cal.month_of(year, month)
    candidates = [cal.month_of(each, month) for each in _around(clock)]
    if which in ("next", "this coming", "the coming"):
        return next(days for days in candidates if days.earliest and days.earliest > clock.today)
    if which in ("last", "this past", "the past"):
        return [days for days in candidates if days.latest and days.latest < clock.today][-1]
    return _nearest(candidates, clock)


def year_days(groups: dict[str, str], clock: Clock | None) -> Days:
    return _positioned(cal.year_of(int(groups["year"])), groups, clock)


def year_range_days(groups: dict[str, str], clock: Clock | None) -> Days:
    first, last = groups["year"], groups["year2"]
    return cal.years(int(first), int(last if len(last) == 4 else first[:2] + last))


def decade_days(groups: dict[str, str], clock: Clock | None) -> Days:
    first = int(groups["decade"])
    return _positioned(cal.years(first, first + 9), groups, clock)


def century_days(groups: dict[str, str], clock: Clock | None) -> Days:
    digits = re.match(r"\d+", groups["which"])
    number = int(digits[0]) if digits else entry("ordinal", groups["which"])["value"]
    return _positioned(cal.years(100 * number - 99, 100 * number), groups, clock)


def part_of_days(groups: dict[str, str], clock: Clock | None) -> Days:
    of = {"half": 2, "quarter": 4, "week": 0}[groups["what"].lower()]
    whole = cal.year_of(int(groups["year"])) if "month" not in groups else months_days(groups, clock)
    if whole.earliest is None or whole.latest is None:
        return OPEN
    if groups["ordinal"].lower() in words()["ordinal_last"]:
        return cal.part(whole, of, of) if of else Days(cal.plus_days(whole.latest, -6), whole.latest, "week")
    number: int = entry("ordinal", groups["ordinal"])["value"]
    return cal.part(whole, number, of) if number <= (of or 5) else OPEN


def weekdays_days(groups: dict[str, str], clock: Clock | None) -> Days:
    if clock is None:
        return OPEN
    weekday, today = _weekday(groups), clock.today
    if "week" in groups:
        shift = {"last": -7, "this": 0, "next": 7}[groups["week"].lower()]
        return cal.one_day(cal.plus_days(today, weekday - today.weekday() + shift))
    which = groups.get("which", "").lower()
    back, ahead = (today.weekday() - weekday) % 7, (weekday - today.weekday()) % 7
    if which == "this":
        return cal.one_day(cal.plus_days(today, ahead if clock.future else weekday - today.weekday()))
    if which in ("next", "this coming", "the coming"):
        return cal.one_day(cal.plus_days(today, ahead or 7))
    if which or "gone" in groups:
        return cal.one_day(cal.plus_days(today, -(back or 7)))
    return cal.one_day(cal.plus_days(today, ahead if clock.future else -back))


def today_word(groups: dict[str, str], clock: Clock | None) -> Days:
    if clock is None:
        return OPEN
    word = " ".join(groups["word"].lower().split()).removeprefix("the ")
    if word == "overnight":
        return Days(cal.plus_days(clock.today, -1), clock.today, "day")
    shifts = {"day before yesterday": -2, "yesterday": -1, "last night": -1, "tomorrow": 1}
    shifts["day after tomorrow"] = 2
    return cal.one_day(cal.plus_days(clock.today, shifts.get(word, 0)))


def ago_days(groups: dict[str, str], clock: Clock | None) -> Days:
    if clock is None:
        return OPEN
    low, high = _count(groups)
    unit = _unit(groups)
    if unit in ("second", "minute", "hour"):
        return _hours_ago(low if unit == "hour" else 0, high if unit == "hour" else 0, clock)
    if "half" in groups:
        return _half_ago(low, unit, clock)
    if unit in ("week", "fortnight") and low == high:
        return cal.weeks_from(clock.today, unit, -low)
    first = cal.unit_of(cal.plus_units(clock.today, unit, -high), _grain(unit))
    last = cal.unit_of(cal.plus_units(clock.today, unit, -low), _grain(unit))
    return Days(first.earliest, last.latest, first.precision)


def _grain(unit: str) -> str:
    return "year" if unit in ("decade", "century") else unit


def _hours_ago(low: int, high: int, clock: Clock) -> Days:
    """Fewer than twelve hours count as the day of publication."""
    first = cal.plus_days(clock.today, -((high + 12) // 24))
    return Days(first, cal.plus_days(clock.today, -(low // 24)), "day")


def _half_ago(low: int, unit: str, clock: Clock) -> Days:
    smaller, size = {"year": ("month", 12), "month": ("week", 4), "decade": ("year", 10)}.get(
        unit, ("day", 7)
    )
    day = cal.plus_units(clock.today, smaller, -(low * size + size // 2))
    return cal.unit_of(day, smaller)


def span_ago_days(groups: dict[str, str], clock: Clock | None) -> Days:
    if clock is None:
        return OPEN
    unit = groups["span"].lower()
    found = entry("span", unit)
    if unit in ("minute", "hour"):
        return cal.one_day(clock.today)
    first = cal.plus_units(clock.today, unit, -found["max"])
    return Days(first, cal.plus_units(clock.today, unit, -found["min"]), _plural_precision(unit))


def recent_days(groups: dict[str, str], clock: Clock | None) -> Days:
    if clock is None:
        return OPEN
    unit = groups["span"].lower()
    back = entry("span", unit)["recent"] or 0
    return Days(cal.plus_units(clock.today, unit, -back), clock.today, _plural_precision(unit))


def _plural_precision(unit: str) -> Precision:
    precisions: dict[str, Precision] = {
        "year": "years",
        "decade": "years",
        "century": "years",
        "month": "month",
        "week": "week",
    }
    return precisions.get(unit, "week" if unit == "fortnight" else "day")


def unit_by_word_days(groups: dict[str, str], clock: Clock | None) -> Days:
    """Last, this or next week, month, year, weekend, decade."""
    if clock is None:
        return OPEN
    which, unit = groups.get("which", "the").lower(), groups["unit"].lower()
    if unit == "weekend":
        return _weekend(which, clock)
    shift = _SHIFT.get(which.split()[-1], 0)
    return _positioned(cal.unit_of(cal.plus_units(clock.today, unit, shift), unit), groups, clock)


def unit_before_days(groups: dict[str, str], clock: Clock | None) -> Days:
    """ "The week past"."""
    return unit_by_word_days({**groups, "which": "past"}, clock)


def _weekend(which: str, clock: Clock) -> Days:
    """The weekend under way or just past; with a future reference or "next" the one to come."""
    today = clock.today
    here = cal.weekend_of(today)
    past = here if today.weekday() >= 5 else cal.weekend_of(cal.plus_days(today, -7))
    if which == "last" and past == here:
        return cal.weekend_of(cal.plus_days(today, -7))
    if which == "next" or (clock.future and which.endswith("coming")):
        return cal.weekend_of(cal.plus_days(today, 7)) if today.weekday() >= 5 else here
    ahead = clock.future or (which == "this" and 2 <= today.weekday() < 5)
    return here if ahead else past


def past_units_days(groups: dict[str, str], clock: Clock | None) -> Days:
    """The past three days, the coming two weeks: up to or from the day of publication."""
    if clock is None:
        return OPEN
    unit = _unit(groups)
    high = _count(groups)[1] if "number" in groups else 1
    if unit == "hour":
        unit, high = "day", -(-high // 24)
    if groups["which"].lower() in ("next", "coming"):
        return Days(clock.today, cal.plus_units(clock.today, unit, high), _plural_precision(unit))
    return Days(cal.plus_units(clock.today, unit, -high), clock.today, _plural_precision(unit))


def season_days(groups: dict[str, str], clock: Clock | None) -> Days:
    first_month = entry("season", groups["season"])["value"]
    if "year" in groups:
        return _positioned(cal.season_of(int(groups["year"]), first_month), groups, clock)
    if clock is None:
        return OPEN
    candidates = [cal.season_of(year, first_month) for year in _around(clock)]
    which = groups.get("which", "").lower()
    if which == "next":
        return next(days for days in candidates if days.earliest and days.earliest > clock.today)
    if which == "last":
        return [days for days in candidates if days.latest and days.latest < clock.today][-1]
    if which == "this":
        return next(
            days for days in candidates if days.latest and days.latest >= cal.plus_days(clock.today, -92)
        )
    return _positioned(_nearest(candidates, clock), groups, clock)


def holiday_days(groups: dict[str, str], clock: Clock | None) -> Days:
    found = entry("holiday", groups["holiday"].replace("\u2019", "'"))
    if "year" in groups:
        return cal.one_day(cal.date_or_none(int(groups["year"]), found["month"], found["day"]))
    if clock is None:
        return OPEN
    year = [cal.date_or_none(each, found["month"], found["day"]) for each in _around(clock)]
    return _nearest([cal.one_day(day) for day in year], clock)


def fixed_days(groups: dict[str, str], clock: Clock | None) -> Days:
    return cal.one_day(dt.date.fromisoformat(entry("fixed", groups["fixed"])["value"]))


def month_number_days(groups: dict[str, str], clock: Clock | None) -> Days:
    """ "The 16th": the nearest one; "the 16th of last month"."""
    if clock is None:
        return OPEN
    if "whose" in groups:
        shift = _SHIFT.get(groups["whose"].lower(), 0)
        year, month = cal.shift_month(clock.today.year, clock.today.month, shift)
        return cal.one_day(cal.date_or_none(year, month, int(groups["day"])))
    months = [cal.shift_month(clock.today.year, clock.today.month, by) for by in range(-3, 4)]
    dates = [cal.date_or_none(year, month, int(groups["day"])) for year, month in months]
    return _nearest([cal.one_day(day) for day in dates], clock)


def ahead_days(groups: dict[str, str], clock: Clock | None) -> Days:
    """ "In three days" is a date only with a future reference."""
    if clock is None or not clock.future or "number" not in groups:
        return OPEN
    low, high = _count(groups)
    unit = _unit(groups)
    first = cal.unit_of(cal.plus_units(clock.today, unit, low), _grain(unit))
    last = cal.unit_of(cal.plus_units(clock.today, unit, high), _grain(unit))
    return Days(first.earliest, last.latest, first.precision)


def slashed_days(groups: dict[str, str], clock: Clock | None) -> Days:
    """ "1/10": the day first, unless only the month first makes a date near the publication."""
    if clock is None:
        return OPEN
    a, b = int(groups["a"]), int(groups["b"])
    found = [_nearest(_each_year(day, month, clock), clock) for day, month in ((a, b), (b, a))]
    near = [days for days in found if days.earliest and abs((clock.today - days.earliest).days) <= _SOON]
    return next(iter([*near, *(days for days in found if days != OPEN)]), OPEN)


def _each_year(day: int, month: int, clock: Clock) -> list[Days]:
    return [cal.one_day(cal.date_or_none(year, month, day)) for year in _around(clock) if 1 <= month <= 12]


def this_day(groups: dict[str, str], clock: Clock | None) -> Days:
    return OPEN if clock is None else cal.one_day(clock.today)


def since_units_days(groups: dict[str, str], clock: Clock | None) -> Days:
    """ "Since ten days": from then to the publication."""
    if clock is None:
        return OPEN
    unit = _unit(groups)
    return Days(cal.plus_units(clock.today, unit, -_count(groups)[1]), clock.today, _plural_precision(unit))


def never(groups: dict[str, str], clock: Clock | None) -> Days:
    return OPEN
