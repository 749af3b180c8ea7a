"""Time expressions in a text and the days they mean.

``find_times`` tries, at every word that can begin an expression, the rules that can begin
with it, and keeps the longest match; then it joins points to ranges ("from Monday to
Friday") and bounds ("since 2012"). ``anchor`` computes the days against the day of publication.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from kg.extract import days as cal
from kg.extract.days import OPEN, Days
from kg.extract.time_days import Clock
from kg.extract.time_rules import Kind, rules, rules_by_first_word
from kg.extract.time_words import alternatives, blocked_first_words, core_words, groups
from kg.model import Interval, Record


class TimeExpression(Record, frozen=True, kw_only=True):
    """A time expression; offsets count characters of the given text, ``end`` is exclusive.

    ``absolute``: a date, perhaps without its year. ``deictic``: counted from publication.
    ``relative``: counted from another event. ``duration`` and ``recurring`` are no dates.
    ``rule`` names the rule that found it; ``anchor`` needs it.
    """

    start: int
    end: int
    text: str
    kind: Kind
    rule: str


_WORD = re.compile(r"[^\W\d_]+|\d+")
_PREFIX = re.compile(r"(from|between|since|until|till|by|before|after)\s+", re.IGNORECASE)
_JOINT = re.compile(r"\s+(?:to|until|till|through|and)\s+|\s?[-\u2013\u2014]\s?", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+(?:on\s+)?", re.IGNORECASE)
_PREFIXES = frozenset("from between since until till by before after".split())
_REACH = (
    8  # words from the start of an expression to its last word of time, "the first half of the year 2022"
)
_DATED = frozenset(
    {
        "day month",
        "month day",
        "month",
        "year",
        "iso date",
        "numeric date",
        "edge of unit",
        "part of",
        "day of month",
    }
)
_CALENDAR = frozenset({"absolute", "deictic"})


def find_times(text: str) -> tuple[TimeExpression, ...]:
    """All time expressions of the text in order, without overlaps."""
    found: list[TimeExpression] = []
    end = 0
    for word in _promising(text):
        if word.start() < end:
            continue
        blocked = _blocked().match(text, word.start())
        if blocked:
            end = blocked.end()
            continue
        expression = _bounded(text, word) or _point(text, word.start(), word[0])
        if expression:
            found.append(expression)
            end = expression.end
    return tuple(found)


def _promising(text: str) -> list[re.Match[str]]:
    """The words that can begin an expression and have a word of time or a number close behind."""
    near = 0
    kept: list[re.Match[str]] = []
    for word in reversed(list(_WORD.finditer(text))):
        lower = word[0].lower()
        near = _REACH if lower in core_words() or lower[0].isdigit() else near - 1
        if near > 0 and (lower in _first_words() or lower[0].isdigit()):
            kept.append(word)
    kept.reverse()
    return kept


@cache
def _first_words() -> frozenset[str]:
    return frozenset(rules_by_first_word()) | _PREFIXES | blocked_first_words()


def anchor(expression: TimeExpression, published: dt.date | None, *, future: bool = False) -> Interval:
    """The days the expression may mean, seen from ``published``.

    ``future`` says that the sentence looks ahead ("will meet on Friday"). Open ends mean
    that the days depend on something unknown: the publication (a day before the year 1000 or
    after 8999 counts as unknown) or another event.
    """
    clock = Clock(published, future) if published and 1000 <= published.year < 9000 else None
    days = _days(expression, clock)
    return Interval(
        text=expression.text,
        start=expression.start,
        end=expression.end,
        earliest=days.earliest.isoformat() if days.earliest else None,
        latest=days.latest.isoformat() if days.latest else None,
        precision=days.precision,
    )


def bare(expression: TimeExpression) -> TimeExpression:
    """The point in an expression with a bound: "November" of "since November"."""
    prefix = _PREFIX.match(expression.text) if expression.rule in _PREFIXES else None
    point = _point_at(expression.text, prefix.end()) if prefix else None
    return point or expression


@cache
def _blocked() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('not_a_time')})\b", re.IGNORECASE)


def _point(text: str, start: int, word: str) -> TimeExpression | None:
    """The point that begins here; two weekdays with "and" between them are one."""
    first = _single(text, start, word)
    return first if first is None or first.rule != "weekday" else _pair(text, first)


def _single(text: str, start: int, word: str) -> TimeExpression | None:
    """The longest expression of one rule that begins here."""
    if not _may_begin(text, start, word):
        return None
    best: TimeExpression | None = None
    for rule in rules_by_first_word().get("#" if word[0].isdigit() else word.lower(), ()):
        match = rule.pattern.match(text, start)
        if match and (best is None or match.end() > best.end) and rule.accept(text, match):
            best = TimeExpression(start=start, end=match.end(), text=match[0], kind=rule.kind, rule=rule.name)
    return best


def _pair(text: str, first: TimeExpression) -> TimeExpression:
    """ "Saturday and Sunday"."""
    joint = _AND.match(text, first.end)
    last = _point_at(text, joint.end()) if joint else None
    if last is None or last.rule not in ("weekday", "pair"):
        return first
    return _spanning(text, first.start, last.end, first.kind, "pair")


def _may_begin(text: str, start: int, word: str) -> bool:
    """Not inside a number (1,990), an amount ($2019) or a name (F-16)."""
    if start == 0:
        return True
    before, further = text[start - 1], text[start - 2 : start - 1]
    if before == "_" or before.isalnum():
        return False
    if not word[0].isdigit():
        return True
    return not (before in "$\u20ac\u00a3#" or (before in ".,:/-" and further.isalnum()))


def _point_at(text: str, start: int) -> TimeExpression | None:
    word = _WORD.match(text, start)
    found = _point(text, start, word[0]) if word else None
    return found if found and found.kind in _CALENDAR else None


def _bounded(text: str, word: re.Match[str]) -> TimeExpression | None:
    """A point after "since", "until", ...; two points after "from" or "between"."""
    prefix = _PREFIX.match(text, word.start())
    first = _point_at(text, prefix.end()) if prefix else None
    if prefix is None or first is None:
        return None
    name = prefix[1].lower()
    if name in ("from", "between"):
        return _ranged(text, word.start(), first)
    owns = text[first.end : first.end + 2] in ("'s", "\u2019s") and name != "since"
    if owns or (name in ("before", "after") and first.rule not in _DATED):
        return None
    return _spanning(text, word.start(), first.end, first.kind, name)


def _ranged(text: str, start: int, first: TimeExpression) -> TimeExpression | None:
    joint = _JOINT.match(text, first.end)
    last = _point_at(text, joint.end()) if joint else None
    if last:
        return _spanning(text, start, last.end, first.kind, "range")
    if _JOINT.search(first.text):
        return TimeExpression(
            start=start, end=first.end, text=text[start : first.end], kind=first.kind, rule="range"
        )
    return None


def _spanning(text: str, start: int, end: int, kind: Kind, rule: str) -> TimeExpression:
    return TimeExpression(start=start, end=end, text=text[start:end], kind=kind, rule=rule)


def _days(expression: TimeExpression, clock: Clock | None) -> Days:
    rule = rules().get(expression.rule)
    if rule is None:
        return _combined(expression, clock)
    match = rule.pattern.fullmatch(expression.text)
    return rule.days(groups(match), clock) if match else OPEN


def _combined(expression: TimeExpression, clock: Clock | None) -> Days:
    text = expression.text
    prefix = _PREFIX.match(text)
    first = _single(text, 0, text.split()[0]) if expression.rule == "pair" else None
    if prefix is not None:
        first = _point_at(text, prefix.end())
    if first is None:
        return OPEN
    if expression.rule in ("range", "pair"):
        return _range_days(expression.text, first, clock)
    ends = " end " in f" {first.text.lower()} "
    return _bound(expression.rule, _days(first, clock), clock, ends=ends)


def _range_days(text: str, first: TimeExpression, clock: Clock | None) -> Days:
    """Anchor one end first and the other against it: the later one, unless the text looks ahead."""
    joint = _JOINT.match(text, first.end)
    last = _point_at(text, joint.end()) if joint else None
    if last is None:
        return _days(first, clock)
    if clock and clock.future:
        early = _days(first, clock)
        return _whole(early, _days(last, Clock(early.earliest or clock.today, True)))
    late = _days(last, clock)
    return _whole(_days(first, Clock(late.latest, False) if late.latest else clock), late)


def _whole(first: Days, last: Days) -> Days:
    return _in_order(cal.merge(first, last), None, None)


def _bound(name: str, days: Days, clock: Clock | None, *, ends: bool = False) -> Days:
    """ "Since 2012" ends with the publication; "until May" has no known beginning; "before the end of
    May" (``ends``) may be its last day."""
    precision = "years" if days.precision == "year" else days.precision
    today = clock.today if clock else None
    ahead = clock.today if clock and clock.future else None
    if name in ("since", "after"):
        first = days.earliest if name == "since" else _next_day(days.latest, 1)
        return _in_order(Days(first, None if ahead and name == "after" else today, precision), first, None)
    last = _next_day(days.earliest, -1) if name == "before" and not ends else days.latest
    return _in_order(Days(None if name in ("before", "by") else ahead, last, precision), None, last)


def _next_day(day: dt.date | None, by: int) -> dt.date | None:
    return cal.plus_days(day, by) if day else None


def _in_order(days: Days, first: dt.date | None, last: dt.date | None) -> Days:
    """The days, or only the named ends when the publication lies on the wrong side."""
    if days.earliest and days.latest and days.earliest > days.latest:
        return Days(first, last, days.precision)
    return days
