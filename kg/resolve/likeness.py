"""How what two tellings say agrees: who takes part, when, where and how many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from kg.drafts import Draft, Participant
from kg.model import Interval, days_open

Cluster = list[Draft]
"""The tellings of one event."""


def actors_of(cluster: Iterable[Draft]) -> list[Participant]:
    """Who does it, by any of the tellings."""
    return [who for draft in cluster for who in draft.actors]


def hit_by(cluster: Iterable[Draft]) -> list[Participant]:
    """To whom or what it is done, by any of the tellings."""
    return [who for draft in cluster for who in (*draft.recipients, *draft.targets)]


def overlap(own: Sequence[Participant], theirs: Sequence[Participant]) -> int:
    """2 the same, 1 the same country, 0 one side is silent, -1 different."""
    if not own or not theirs:
        return 0
    if {who.key for who in own} & {who.key for who in theirs}:
        return 2
    codes = {who.code for who in own if who.code} & {who.code for who in theirs if who.code}
    if codes and any(_stand_for_each_other(a, b) for a in own for b in theirs if a.code == b.code):
        return 1
    if all(who.type == "Facility" for who in own) or all(who.type == "Facility" for who in theirs):
        return 0
    if any(not who.code for who in own) and any(who.kind == "noun" for who in own):
        return 0
    return -1


def _stand_for_each_other(one: Participant, other: Participant) -> bool:
    """A state and its army, minister or territory; two descriptions of one country's people."""
    kinds = {one.type, other.type}
    if "State" in kinds:
        return True
    if one.kind == "name" and other.kind == "name" and one.known and other.known:
        return False
    return (
        one.type == other.type
        or kinds <= {"Official", "Person", "Agency"}
        or kinds <= {"Military", "ArmedGroup"}
    )


def dates_differ(draft: Draft, cluster: Cluster) -> bool:
    """Whether one of its tellings has another date than this one."""
    if draft.date is None or draft.date.earliest is None or draft.date.latest is None:
        return False
    for other in cluster:
        date = other.date
        if date is None or date.earliest is None or date.latest is None:
            continue
        if _vague(draft.date) or _vague(date):
            continue
        (first, last), (start, end) = _days(draft.date), _days(date)
        if first > end or start > last:
            return True
        if _adds_up(draft.date) != _adds_up(date):
            return True
    return False


def _days(date: Interval) -> tuple[str, str]:
    """Both ends; "two weeks ago" leaves some days on either side open."""
    first, last = date.earliest or "", date.latest or ""
    give = dt.timedelta(days=days_open(date.precision, date.earliest, date.latest))
    if not give:
        return first, last
    day = dt.date.fromisoformat(first)
    return (day - give).isoformat(), (day + give).isoformat()


def _adds_up(date: Interval) -> bool:
    """ "More than 150 have been killed since October": a sum of many events."""
    if date.earliest is None or date.latest is None or date.precision not in ("day", "week", "month"):
        return False
    return date.text.lower().startswith("since") and date.earliest[:7] < date.latest[:7]


def _vague(date: Interval) -> bool:
    """ "a few minutes ago" in a quotation counts from when it was said, not from publication."""
    return any(word in date.text for word in ("minute", "hour", "moment", "second"))


def towns(cluster: Iterable[Draft]) -> set[str]:
    """The keys of the named places where it happened."""
    return {place.key for draft in cluster for place in draft.places if place.type == "Place"}


def numbers(cluster: Iterable[Draft]) -> set[tuple[str, int | None]]:
    """How many were killed, injured and so on, by any of the tellings."""
    return {(count.kind, count.min) for draft in cluster for count in draft.counts}
