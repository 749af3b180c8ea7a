"""Keeps in the index which events are one; only what documents changed and its neighbours is looked at.

The outcome is that of ``kg.resolve.merge.merge_events`` over the whole set.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

import msgspec

from kg.build import Told, canonical_iri
from kg.model import days_open
from kg.resolve.merge import (
    BLOCK_CAP,
    WINDOW,
    Decision,
    Group,
    Judgement,
    Sighting,
    block_day,
    compare,
    event_blocks,
    group_events,
)
from kg.store.index import Index, changes, short_hash
from kg.vocabulary import KG

Containers = Callable[[Iterable[str]], Mapping[str, str]]
"""Places -> each of them, and of what contains them, with the place it lies in."""

_BATCH = 500
_CACHE = 4_000


def sighting_of(told: Told, same: Mapping[str, str]) -> Sighting:
    """What merging looks at of an event; ``same`` gives the actor that another one is."""
    roles = dict(told.roles)
    give = days_open(told.precision, told.earliest, told.latest)

    def parties(*predicates: str) -> tuple[str, ...]:
        return tuple(sorted({same.get(iri, iri) for name in predicates for iri in roles.get(name, ())}))

    return Sighting(
        iri=told.iri,
        document=told.document,
        category=told.event,
        mode=told.mode,
        status=told.status,
        actors=parties(KG.actor) or parties(KG.unit),
        affected=parties(KG.recipient) or parties(KG.target),
        places=tuple(sorted(told.places)),
        earliest=_shifted(_date(told.earliest), -give),
        latest=_shifted(_date(told.latest), give),
        published=_date(told.published),
        counts=tuple(
            (name, least) for name, least, most in told.counts if least is not None and least == most
        ),
    )


def _shifted(day: dt.date | None, by: int) -> dt.date | None:
    return day + dt.timedelta(days=by) if day is not None and by else day


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


class EventJoiner:
    """Brings the groups of events in an index up to date."""

    def __init__(self, index: Index, judgements: list[Judgement], containers: Containers, base: str) -> None:
        self._index = index
        self._db = index.db
        self._judgements = judgements
        self._containers = containers
        self._base = base
        self._seen: dict[str, Sighting] = {}

    def place(self, told: Told, same: Mapping[str, str]) -> None:
        """Puts a changed event into its blocks; whom that brings near or moves apart is noted."""
        sighting = sighting_of(told, same)
        self._leave(told.iri)
        day = block_day(sighting).toordinal()
        keys = {short_hash("\x1f".join(key)) for key in event_blocks(sighting)}
        self._db.executemany(
            "INSERT OR IGNORE INTO block VALUES (?, ?, ?)", ((key, day, told.iri) for key in keys)
        )
        self._seen.pop(told.iri, None)
        packed = msgspec.json.encode(sighting)
        self._db.execute("UPDATE told SET sighting = ? WHERE iri = ?", (packed, told.iri))
        self._db.execute("INSERT OR IGNORE INTO again VALUES (?)", (told.iri,))
        self._db.execute("INSERT OR IGNORE INTO unsettled VALUES (?)", (told.iri,))
        self._crowd(told.iri, [(key, day) for key in keys])

    def drop(self, iri: str) -> None:
        """Takes an event that is gone out of its blocks."""
        self._leave(iri)
        self._seen.pop(iri, None)
        self._forget(self._decisions_of(iri))
        self._db.execute("INSERT OR IGNORE INTO unsettled VALUES (?)", (iri,))

    def _leave(self, iri: str) -> None:
        rows = self._db.execute("SELECT key, day FROM block WHERE event = ?", (iri,)).fetchall()
        if rows:
            self._crowd(iri, rows)
            self._db.execute("DELETE FROM block WHERE event = ?", (iri,))

    def _crowd(self, iri: str, rows: Iterable[tuple[int, int]]) -> None:
        """Where more events are near than are compared, those after this one are compared anew."""
        for key, day in rows:
            before, after = self._before(key, day, iri), self._after(key, day, iri)
            if len(before) + len(after) > BLOCK_CAP:
                self._index.mark("again", after)

    def _before(self, key: int, day: int, iri: str) -> list[str]:
        return self._index.column(
            "SELECT event FROM block WHERE key = ?1 AND day >= ?2 AND (day, event) < (?3, ?4) "
            f"ORDER BY day DESC, event DESC LIMIT {BLOCK_CAP}",
            key, day - WINDOW, day, iri,
        )  # fmt: skip

    def _after(self, key: int, day: int, iri: str) -> list[str]:
        return self._index.column(
            "SELECT event FROM block WHERE key = ?1 AND day <= ?2 AND (day, event) > (?3, ?4) "
            f"ORDER BY day, event LIMIT {BLOCK_CAP}",
            key, day + WINDOW, day, iri,
        )  # fmt: skip

    def compare_again(self) -> None:
        """Decides anew about each event that was noted for it, and all its neighbours."""
        for iris in self._index.batches("again", "iri", _BATCH):
            for iri in iris:
                self._compare(iri)
        self._db.execute("DELETE FROM again")

    def _compare(self, iri: str) -> None:
        old = {(one.left, one.right): one for one in self._decisions_of(iri)}
        new = {}
        if (mine := self._sighting(iri)) is not None:
            for other in sorted(self._neighbours(iri)):
                if (theirs := self._sighting(other)) is not None and (found := self._decide(mine, theirs)):
                    new[(found.left, found.right)] = found
        self._forget(one for pair, one in old.items() if new.get(pair) != one)
        self._learn(one for pair, one in new.items() if old.get(pair) != one)

    def _neighbours(self, iri: str) -> set[str]:
        rows = self._db.execute("SELECT key, day FROM block WHERE event = ?", (iri,)).fetchall()
        return {
            other
            for key, day in rows
            for other in (*self._before(key, day, iri), *self._after(key, day, iri))
        }

    def _decide(self, one: Sighting, other: Sighting) -> Decision | None:
        within = self._containers((*one.places, *other.places)) if one.places and other.places else {}
        return compare(one, other, within=within)

    def _sighting(self, iri: str) -> Sighting | None:
        if (known := self._seen.get(iri)) is not None:
            return known
        row = self._db.execute(
            "SELECT sighting FROM told WHERE iri = ? AND event NOT NULL", (iri,)
        ).fetchone()
        if row is None:
            return None
        if len(self._seen) >= _CACHE:
            self._seen.clear()
        self._seen[iri] = msgspec.json.decode(row[0], type=Sighting)
        return self._seen[iri]

    def _decisions_of(self, iri: str) -> list[Decision]:
        query = "SELECT * FROM decision WHERE one = ?1 UNION ALL SELECT * FROM decision WHERE other = ?1"
        return [_decision(row) for row in self._db.execute(query, (iri,))]

    def _forget(self, decisions: Iterable[Decision]) -> None:
        for one in decisions:
            self._db.execute("DELETE FROM decision WHERE one = ? AND other = ?", (one.left, one.right))
            self._index.mark("unsettled", (one.left, one.right))

    def _learn(self, decisions: Iterable[Decision]) -> None:
        for one in decisions:
            row = (one.left, one.right, one.score, one.reason)
            self._db.execute("INSERT OR REPLACE INTO decision VALUES (?, ?, ?, ?)", row)
            self._index.mark("unsettled", (one.left, one.right))

    def settle(self) -> None:
        """Groups anew what is unsettled, region by region, and notes the groups that differ."""
        self._note_judgements()
        while rows := self._index.column("SELECT iri FROM unsettled ORDER BY iri LIMIT 1"):
            _Region(self._index, self._judgements, self._sighting, self._decisions_of, self._base).settle(
                rows[0]
            )
        self._db.execute("INSERT INTO gone_event SELECT iri FROM told WHERE dirty AND event IS NULL")
        self._db.execute("DELETE FROM told WHERE dirty AND event IS NULL")

    def _note_judgements(self) -> None:
        now = msgspec.json.encode(self._judgements).decode()
        old = self._index.fact("judged events") or "[]"
        if now != old:
            for one in (*self._judgements, *msgspec.json.decode(old, type=list[Judgement])):
                self._index.mark("unsettled", (one.left, one.right))
            self._index.keep("judged events", now)


def _decision(row: tuple[str, str, float, str]) -> Decision:
    return Decision(left=row[0], right=row[1], score=row[2], reason=row[3])


class _Region:
    """Events that are grouped together, and settled groups beside them that must stay as they are.

    When one of those would not, it is taken in and all is grouped again: what lies further out
    cannot be touched, because nothing changed at its border.
    """

    def __init__(
        self,
        index: Index,
        judgements: list[Judgement],
        sighting: Callable[[str], Sighting | None],
        decisions_of: Callable[[str], list[Decision]],
        base: str,
    ) -> None:
        self._index = index
        self._judgements = judgements
        self._sighting = sighting
        self._decisions_of = decisions_of
        self._base = base
        self._judged: dict[str, list[str]] = {}
        for one in judgements:
            if one.same:
                self._judged.setdefault(one.left, []).append(one.right)
                self._judged.setdefault(one.right, []).append(one.left)
        self._inner: dict[str, list[Decision]] = {}
        self._outer: dict[str, frozenset[str]] = {}

    def settle(self, seed: str) -> None:
        """Groups the event and all that hangs together with it."""
        self._take([seed])
        while moved := self._moved(groups := self._grouped()):
            self._take(moved)
        self._keep([group for group in groups if group.members[0] in self._inner])
        gone = ((iri,) for iri in self._inner)
        self._index.db.executemany("DELETE FROM unsettled WHERE iri = ?", gone)

    def _take(self, iris: Iterable[str]) -> None:
        waiting = list(iris)
        while waiting:
            iri = waiting.pop()
            if iri in self._inner:
                continue
            self._inner[iri] = self._decisions_of(iri)
            self._outer.pop(iri, None)
            waiting += [*self._companions(iri), *self._judged.get(iri, ())]
            for decision in self._inner[iri]:
                other = decision.right if decision.left == iri else decision.left
                waiting += self._border(other)

    def _companions(self, iri: str) -> list[str]:
        """The other members of the group it was in, and itself."""
        query = "SELECT iri FROM told WHERE place = (SELECT place FROM told WHERE iri = ?)"
        return self._index.column(query, iri)

    def _border(self, iri: str) -> list[str]:
        """What to take in with an event beside the region: nothing when its group is settled."""
        if iri in self._inner or iri in self._outer:
            return []
        members = self._companions(iri) or [iri]
        if any(self._is_unsettled(member) for member in members):
            return members
        self._outer.update(dict.fromkeys(members, frozenset(members)))
        return []

    def _is_unsettled(self, iri: str) -> bool:
        return bool(self._index.column("SELECT 1 FROM unsettled WHERE iri = ?", iri))

    def _grouped(self) -> list[Group]:
        iris = (*self._inner, *self._outer)
        sightings = {iri: one for iri in iris if (one := self._sighting(iri)) is not None}
        found = {
            (one.left, one.right): one
            for iri in sightings
            for one in (self._inner.get(iri) or self._decisions_of(iri))
            if one.left in sightings and one.right in sightings
        }
        return group_events(sightings, found.values(), self._judgements)

    def _moved(self, groups: list[Group]) -> list[str]:
        """The members of settled groups that would not stay as they are."""
        return [
            iri
            for group in groups
            for iri in group.members
            if iri in self._outer and self._outer[iri] != frozenset(group.members)
        ]

    def _keep(self, groups: list[Group]) -> None:
        old = self._old()
        for place in old:
            self._index.db.execute("DELETE FROM holding WHERE place = ?", (place,))
        now: dict[str, Group] = {}
        for group in groups:
            now[self._write(group)] = group
        gone, new = changes(list(old), now)
        stayed = [place for place in set(old) & set(now) if old[place] != _content(now[place])]
        self._index.mark("unsaid_event", sorted({*gone, *new, *stayed}))

    def _old(self) -> dict[str, object]:
        """Place -> what its group was, for the groups that the region had before."""
        found: dict[str, object] = {}
        places = {
            place
            for iri in self._inner
            for place in self._index.column("SELECT place FROM told WHERE iri = ? AND place NOT NULL", iri)
        }
        for place in places:
            members = self._index.column("SELECT iri FROM told WHERE place = ? ORDER BY iri", place)
            rows = self._index.db.execute(
                "SELECT one, other, score, reason FROM holding WHERE place = ? ORDER BY one, other", (place,)
            )
            found[place] = (tuple(members), tuple(_decision(row) for row in rows))
        return found

    def _write(self, group: Group) -> str:
        (event,) = self._index.column("SELECT event FROM told WHERE iri = ?", group.members[0])
        place = canonical_iri(msgspec.json.decode(event, type=Told), base=self._base)
        self._index.db.executemany(
            "UPDATE told SET place = ? WHERE iri = ?", ((place, iri) for iri in group.members)
        )
        self._index.db.executemany(
            "INSERT INTO holding VALUES (?, ?, ?, ?, ?)",
            ((place, one.left, one.right, one.score, one.reason) for one in group.decisions),
        )
        return place


def _content(group: Group) -> tuple[tuple[str, ...], tuple[Decision, ...]]:
    return group.members, group.decisions
