"""Days counted from another day than publication: "two days after", "the following Friday"."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from kg.extract import days as cal
from kg.extract.days import Days
from kg.extract.time_words import alternatives, entry, words
from kg.model import PRECISIONS, Interval, Precision, Record

_SHORT = frozenset(("second", "minute", "hour"))
_COARSE: dict[str, Precision] = {
    "week": "week",
    "fortnight": "week",
    "month": "month",
    "year": "year",
    "decade": "years",
    "century": "years",
}


class Offset(Record, frozen=True, kw_only=True):
    """From ``least`` to ``most`` units; ``sign`` -1 is before the reference, 1 after it, 0 the same time.

    ``weekday`` (0 is Monday) stands for the nearest day of that name in this direction.
    """

    unit: str
    sign: int
    least: int = 1
    most: int = 1
    weekday: int | None = None


def may_count(offset: Offset, reference: Interval) -> bool:
    """Whether a distance is no finer than the days it is counted from: no day is counted from a month."""
    grain: Precision = _COARSE.get(offset.unit, "day")
    return PRECISIONS.index(reference.precision) <= PRECISIONS.index(grain)


def offset_of(text: str) -> Offset | None:
    """What a relative expression adds to its day of reference; ``None`` when it does not say how much."""
    plain = " ".join(text.lower().split())
    match = next((found for pattern in _patterns() if (found := pattern.fullmatch(plain))), None)
    if match is None:
        return None
    parts = match.groupdict()
    sign = 1 if parts.get("on") else -1 if parts.get("back") else 0
    if parts.get("weekday"):
        return Offset(unit="day", sign=sign, weekday=words()["weekday"][parts["weekday"]]["value"])
    unit = parts.get("unit") or ("day" if parts.get("back") else "hour")
    if unit in _SHORT:
        least, most = _numbers(parts.get("number") or "0")
        least, most = (round(least / 24), round(most / 24)) if unit == "hour" else (0, 0)
        return Offset(unit="day", sign=sign, least=least, most=most)
    least, most = _numbers(parts.get("number") or "1")
    whole = "day" if unit in words()["part"] or unit in ("weekday", "weekend") else unit
    return Offset(unit=whole, sign=sign, least=least, most=most)


class Length(Record, frozen=True, kw_only=True):
    """So many units, at most."""

    unit: str
    number: int


def length_of(text: str) -> Length | None:
    """How long a duration is: "for three days", "for a third night"; ``None`` when it does not say."""
    match = _length().search(" ".join(text.lower().split()))
    if match is None or match["unit"] in _SHORT:
        return None
    if match["ordinal"]:
        digits = re.match(r"\d+", match["ordinal"])
        number = int(digits[0]) if digits else entry("ordinal", match["ordinal"])["value"]
    else:
        number = _numbers(match["number"])[1]
    return Length(unit=match["unit"], number=number) if number else None


@cache
def _length() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<ordinal>\d{{1,3}}(?:st|nd|rd|th)|{alternatives('ordinal')})"
        rf"|\b(?P<number>\d{{1,3}}|{alternatives('number')}))"
        rf"[ -](?:(?:more|straight|consecutive|successive|full|whole|long) )?"
        rf"(?P<unit>{alternatives('unit')})s?\b"
    )


def applied(offset: Offset, reference: Interval, *, backwards: bool = False) -> Days | None:
    """The days that lie so far from those of the reference; ``None`` when these are open.

    ``backwards`` finds the reference from the other end. A unit that is finer than the
    precision of the reference changes nothing.
    """
    if reference.earliest is None or reference.latest is None:
        return None
    first, last = dt.date.fromisoformat(reference.earliest), dt.date.fromisoformat(reference.latest)
    days = Days(first, last, reference.precision)
    if offset.weekday is not None:
        return _to_weekday(offset.weekday, offset.sign, days)
    return _shifted(days, offset, -offset.sign if backwards else offset.sign)


def _shifted(days: Days, offset: Offset, sign: int) -> Days | None:
    grain: Precision = _COARSE.get(offset.unit, "day")
    if days.earliest is None or days.latest is None:
        return None
    if offset.most == 0 or PRECISIONS.index(days.precision) > PRECISIONS.index(grain):
        return days
    if grain == "week" and offset.sign and offset.least == offset.most and days.earliest == days.latest:
        return cal.weeks_from(days.earliest, offset.unit, sign * offset.least)
    near, far = sorted((sign * offset.least, sign * offset.most))
    first = cal.plus_units(days.earliest, offset.unit, near)
    last = cal.plus_units(days.latest, offset.unit, far)
    if grain == "day":
        return Days(first, last, days.precision)
    unit = "year" if grain == "years" else offset.unit
    return Days(cal.unit_of(first, unit).earliest, cal.unit_of(last, unit).latest, grain)


def _to_weekday(weekday: int, sign: int, days: Days) -> Days | None:
    """The next, the last or the same weekday of that name."""
    if days.earliest is None or days.latest is None:
        return None
    if sign > 0:
        return cal.one_day(cal.plus_days(days.latest, (weekday - days.latest.weekday()) % 7 or 7))
    back = (days.earliest.weekday() - weekday) % 7
    return cal.one_day(cal.plus_days(days.earliest, -(back or (7 if sign else 0))))


def _numbers(word: str) -> tuple[int, int]:
    """The least and the greatest number meant."""
    if word[0].isdigit():
        return int(word), int(word)
    found = entry("number", word)
    return found["min"], found["max"]


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    number = rf"(?P<number>\d{{1,3}}|{alternatives('number')})"
    unit = rf"(?P<unit>{alternatives('unit', 'part')}|weekday|weekend)"
    weekday = rf"(?P<weekday>{alternatives('weekday')})"
    about = rf"(?:(?:{alternatives('about')}) )?"
    after = r"(?P<on>later|after|afterwards?|since|on)"
    before = r"(?P<back>earlier|before|beforehand|prior to)"
    side = r"(?:very )?(?:(?P<on>following|next)|(?P<back>previous|preceding))"
    shapes = (
        rf"{about}{number} {unit}s? (?:{after}|{before})",
        rf"(?P<unit>second|minute|hour)s (?:{after}|{before})",
        rf"(?:the |a )?{side} {weekday}",
        rf"(?:the |a )?{side} {unit}",
        rf"(?:the|that) (?:(?:very )?same )?(?:{weekday}|{unit})",
        rf"same {unit}",
        rf"the {unit} (?:{after}|{before})",
        r"the (?P<back>eve)",
        r"(?:shortly|soon|immediately|just|moments|right) \w+",
        rf"(?:later|earlier) (?:in the|that) {unit}",
        r"(?:(?:shortly|just|soon) )?(?:at|around|before|after|since|in|during) .*",
    )
    return tuple(re.compile(shape) for shape in shapes)
