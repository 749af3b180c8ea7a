"""What days a time expression may mean: as it stands, ahead instead of back, up to now, or counted from a
day that was told before.

Which of them is meant, and whether any, the fitted weights say (``kg.extract.ties.dates``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence

from kg.drafts import changed
from kg.extract import days as cal
from kg.extract.days import Days
from kg.extract.offsets import applied, length_of, may_count, offset_of
from kg.extract.times import TimeExpression, anchor, bare
from kg.model import Interval, Record
from kg.syntax import Parse

CALENDAR = frozenset(("absolute", "deictic"))
_NARROW = ("day", "week", "month")
_BOUNDS = frozenset(("by", "until", "till", "before"))
_ONTO = frozenset(("to", "on", "of", "into", "the", "toward", "towards"))
_LOOK_BACK = 4
"""How far before a day may stand what changes it: "in the night on Tuesday", "since the vote in May"."""
_GOVERNING = re.compile(r"(?:after|before|since|prior to)$", re.IGNORECASE)
_NIGHT = re.compile(r"night", re.IGNORECASE)


class Stamp(Record, frozen=True, kw_only=True):
    """A time expression in the parse: its first and last token, the nouns above it up to ``host``.

    ``host`` is the event or verb that it stands with, -1 for none.
    """

    expression: TimeExpression
    first: int
    last: int
    nouns: tuple[int, ...]
    host: int


class Sense(Record, frozen=True, kw_only=True):
    """One reading of an expression: how it was ``reached``, and how many sentences before the expression the
    day stands that it was counted from."""

    reached: str
    interval: Interval
    back: int = 0


class Dated(Record, frozen=True, kw_only=True):
    """A time expression with the days that it may mean: tokens ``first`` to ``last``; ``host`` is the verb or
    event that it stands with, -1 for none."""

    senses: tuple[Sense, ...]
    first: int
    last: int
    host: int
    kind: str
    rule: str


class _Told(Record, frozen=True, kw_only=True):
    """Days told at a word."""

    days: Interval
    sent: int


class Senses:
    """Goes through the expressions of a text in order, and remembers which days were told."""

    def __init__(self, parse: Parse, published: dt.date | None, looks_ahead: Callable[[int], bool]) -> None:
        self.parse = parse
        self.published = published
        self.looks_ahead = looks_ahead
        self._past: list[_Told] = []

    def of(self, stamps: Sequence[Stamp]) -> Iterator[Dated]:
        """Every expression that may tell days."""
        for number, stamp in enumerate(stamps):
            senses = _each_once(self._all(stamp, stamps[number + 1 : number + 2]))
            if senses:
                self._remember(stamp, senses[0].interval)
                told = stamp.expression
                yield Dated(
                    senses=senses, first=stamp.first, last=stamp.last, host=stamp.host,
                    kind=told.kind, rule=told.rule,
                )  # fmt: skip

    def _all(self, stamp: Stamp, following: Sequence[Stamp]) -> Iterator[Sense]:
        kind = stamp.expression.kind
        if kind in CALENDAR:
            yield from self._of_the_calendar(stamp)
        elif stamp.expression.rule == "since then":
            yield from self._lasting(stamp)
        elif kind == "relative":
            yield from self._counted(stamp, following)
        elif kind == "duration":
            yield from self._long(stamp, following)

    def _of_the_calendar(self, stamp: Stamp) -> Iterator[Sense]:
        told, ahead = stamp.expression, self.looks_ahead(stamp.host)
        plain = anchor(told, self.published, future=ahead)
        yield Sense(reached="told", interval=plain)
        if self.published is None:
            return
        yield Sense(reached="turned", interval=anchor(told, self.published, future=not ahead))
        yield from self._lasting_until(self.published.isoformat(), stamp, plain)
        if told.rule in _BOUNDS:
            bound = anchor(told, self.published, future=True)
            yield Sense(reached="bound", interval=bound)
            yield Sense(reached="open", interval=changed(bound, earliest=None))
        if told.rule == "weekday" and self._after_night(stamp) and plain.earliest is not None:
            yield Sense(reached="night", interval=changed(plain, earliest=_day_before(plain.earliest)))

    def _lasting_until(self, today: str, stamp: Stamp, plain: Interval) -> Iterator[Sense]:
        """ "From Monday", "this month", "since the vote in May": days that last until now."""
        begun = plain.earliest is not None and plain.earliest <= today
        if self._leading(stamp, 1) == ["from"] and plain.earliest is not None:
            yield Sense(reached="onwards", interval=changed(plain, latest=today if begun else None))
        if plain.precision != "day" and begun and today < (plain.latest or ""):
            yield Sense(reached="so far", interval=changed(plain, latest=today))
        if stamp.expression.rule == "since":
            yield Sense(reached="start", interval=anchor(bare(stamp.expression), self.published))
        elif "since" in self._leading(stamp, _LOOK_BACK) and begun:
            yield Sense(reached="lasting", interval=changed(plain, latest=today))

    def _leading(self, stamp: Stamp, size: int) -> list[str]:
        tokens = self.parse.tokens[max(0, stamp.first - size) : stamp.first]
        return [token.lower for token in tokens]

    def _after_night(self, stamp: Stamp) -> bool:
        """ "in the night to Tuesday"."""
        leading = self._leading(stamp, _LOOK_BACK)
        return "night" in leading and {*leading[leading.index("night") + 1 :]} <= _ONTO

    def _lasting(self, stamp: Stamp) -> Iterator[Sense]:
        """ "Since then": from a day told before to the publication."""
        if self.published is not None:
            for told, name in zip(reversed(self._past), ("last", "earlier"), strict=False):
                days = changed(told.days, latest=self.published.isoformat())
                yield self._sense(f"since {name}", quoting(stamp, days), told, stamp)

    def _counted(self, stamp: Stamp, following: Sequence[Stamp]) -> Iterator[Sense]:
        offset = offset_of(stamp.expression.text)
        if offset is None:
            return
        governs = _GOVERNING.search(stamp.expression.text)
        for name, told in self._references(stamp, following):
            if not may_count(offset, told.days) or (days := applied(offset, told.days)) is None:
                continue
            yield self._sense(name, told_as(stamp, days), told, stamp)
            if governs and (behind := applied(offset, told.days, backwards=True)) is not None:
                yield self._sense(f"back from {name}", told_as(stamp, behind), told, stamp)
            if _NIGHT.search(stamp.expression.text) and not offset.sign and days.earliest == days.latest:
                whole = changed(told_as(stamp, days), earliest=_day_before(told.days.earliest or ""))
                yield self._sense(f"night to {name}", whole, told, stamp)

    def _long(self, stamp: Stamp, following: Sequence[Stamp]) -> Iterator[Sense]:
        """ "For three days": up to the publication, or to a day told beside it."""
        length = length_of(stamp.expression.text)
        if length is None:
            return
        for name, told in self._references(stamp, following):
            if told.days.latest is None or told.days.earliest is None or told.days.precision != "day":
                continue
            first, last = dt.date.fromisoformat(told.days.earliest), dt.date.fromisoformat(told.days.latest)
            began = cal.plus_units(last, length.unit, -length.number)
            ends = cal.plus_units(first, length.unit, length.number)
            for reached, early, late in (
                ("up to", cal.plus_days(began, 1), last), ("whole to", began, last), ("on from", first, ends),
            ):  # fmt: skip
                days = Days(early, late, told.days.precision)
                yield self._sense(f"{reached} {name}", told_as(stamp, days), told, stamp)

    def _references(self, stamp: Stamp, following: Sequence[Stamp]) -> Iterator[tuple[str, _Told]]:
        """The days that an expression may be counted from."""
        sent = self.parse.tokens[stamp.first].sent
        yield from zip(("last", "earlier"), self._past[:-3:-1], strict=False)
        if self.published is not None:
            today = self.published.isoformat()
            days = Interval(text="", start=0, end=0, earliest=today, latest=today, precision="day")
            yield "today", _Told(days=days, sent=sent)
        for other in following:
            if other.expression.kind in CALENDAR and self.parse.tokens[other.first].sent == sent:
                yield "next", _Told(days=anchor(other.expression, self.published), sent=sent)

    def _sense(self, reached: str, days: Interval, told: _Told, stamp: Stamp) -> Sense:
        back = self.parse.tokens[stamp.first].sent - told.sent
        return Sense(reached=reached, interval=days, back=back)

    def _remember(self, stamp: Stamp, days: Interval) -> None:
        """Days that lie behind and are few may be counted from."""
        told = stamp.expression
        point = anchor(bare(told), self.published) if told.rule == "since" else days
        if told.kind != "duration" and lies_behind(point, told.rule, self.published):
            self._past.append(_Told(days=point, sent=self.parse.tokens[stamp.first].sent))


def lies_behind(days: Interval, rule: str, published: dt.date | None) -> bool:
    """Whether days are known, few and past, so that others may be counted from them."""
    late = published is not None and (days.latest or "") > published.isoformat()
    known = days.earliest is not None and days.latest is not None and days.precision in _NARROW
    return known and not late and rule not in _BOUNDS


def told_as(stamp: Stamp, days: Days) -> Interval:
    """The days with the words of an expression."""
    told = stamp.expression
    return Interval(
        text=told.text, start=told.start, end=told.end, precision=days.precision,
        earliest=days.earliest.isoformat() if days.earliest else None,
        latest=days.latest.isoformat() if days.latest else None,
    )  # fmt: skip


def quoting(stamp: Stamp, days: Interval) -> Interval:
    """Days told elsewhere with the words of an expression."""
    told = stamp.expression
    return changed(days, text=told.text, start=told.start, end=told.end)


def _each_once(senses: Iterator[Sense]) -> tuple[Sense, ...]:
    """The first way that leads to any days; what is told stands also where its days are unknown."""
    found: dict[tuple[str | None, str | None], Sense] = {}
    for sense in senses:
        days = (sense.interval.earliest, sense.interval.latest)
        if days != (None, None) or sense.reached == "told":
            found.setdefault(days, sense)
    return tuple(found.values())


def _day_before(day: str) -> str:
    return cal.plus_days(dt.date.fromisoformat(day), -1).isoformat()
