"""Short English labels for people: "Iran attacked Pakistan, 16 January 2024"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

_MANY = 3


def event_label(actors: Sequence[str], verb: str, others: Sequence[str], status: str, when: str) -> str:
    """Who did what to whom, and when. With nobody else the actors did it with one another, and with
    the same on both sides to each other."""
    if not others and len(actors) > 1:
        actors, others = actors[:1], actors[1:]
    mutual = len(set(actors)) > 1 and set(actors) == set(others)
    label = f"{listed(actors)} {verb} {'each other' if mutual else listed(others)}"
    label = label[:1].upper() + label[1:]
    marked = label if status == "actual" else f"{label} ({status})"
    return f"{marked}, {when}" if when else marked


def listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C", "A, B and 4 others"; "somebody" for none."""
    unique = list(dict.fromkeys(names))
    if not unique:
        return "somebody"
    if len(unique) > _MANY:
        unique = [*unique[: _MANY - 1], f"{len(unique) - _MANY + 1} others"]
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} and {unique[-1]}"


def date_label(earliest: str | None, latest: str | None) -> str:
    """The interval in words, as short as it can be; empty when it is open on both ends."""
    if earliest is None or latest is None:
        known = earliest or latest
        word = "from" if earliest else "until"
        return f"{word} {_day(dt.date.fromisoformat(known))}" if known else ""
    first, last = dt.date.fromisoformat(earliest), dt.date.fromisoformat(latest)
    if first == last:
        return _day(first)
    if first.day == 1 and (last + dt.timedelta(days=1)).day == 1:
        return _months(first, last)
    return f"{_day(first)} to {_day(last)}"


def _months(first: dt.date, last: dt.date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%B} {first.year}"
    if first.month == 1 and last.month == 12:
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    return f"{first:%B} {first.year} to {last:%B} {last.year}"


def _day(value: dt.date) -> str:
    return f"{value.day} {value:%B} {value.year}"
