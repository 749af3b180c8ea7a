"""Keeps in the index which unknown actors are one; only names that documents changed are looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from kg.build import best_decisions
from kg.resolve.merge import NAME_REASON, NAME_SCORE, Judgement, NamedThing, merge_entities, name_block
from kg.store.index import Index

Place = tuple[str | None, float | None, str | None]
"""The first of the group, and the score and reason of the decision; all ``None`` for a single actor."""

_ALONE: Place = (None, None, None)
_BATCH = 500


def join_actors(index: Index, judgements: list[Judgement]) -> None:
    """Groups the stale actors anew. What becomes another actor is noted, and the events it takes part in."""
    judged = {iri for one in judgements for iri in (one.left, one.right)}
    before = set(msgspec.json.decode(index.fact("judged actors") or "[]", type=list[str]))
    special = _blocks_of(index, judged | before)
    for iris in index.batches("stale_actor", "iri", _BATCH):
        for block, arrived in sorted(_move(index, iris).items()):
            if block not in special:
                _settle(index, block, arrived)
    if judged or before:
        special |= _blocks_of(index, judged | before)
        _settle_judged(index, judgements, special, judged | before)
        index.keep("judged actors", msgspec.json.encode(sorted(judged)).decode())
    index.db.execute("DELETE FROM stale_actor")


def _move(index: Index, iris: Iterable[str]) -> dict[str, list[str]]:
    """Writes what the last document tells of each actor; the blocks left and entered, with who entered."""
    touched: dict[str, list[str]] = defaultdict(list)
    for iri in iris:
        old = index.db.execute("SELECT block, thing FROM actor WHERE iri = ?", (iri,)).fetchone()
        query = "SELECT thing FROM thing WHERE iri = ? ORDER BY document DESC LIMIT 1"
        new = index.db.execute(query, (iri,)).fetchone()
        if old is not None and old[0] is not None:
            _ = touched[old[0]]
        if new is None:
            _place(index, iri, _ALONE)
            index.db.execute("DELETE FROM actor WHERE iri = ?", (iri,))
        elif old is None or old[1] != new[0]:
            block = _write(index, iri, new[0])
            if block is not None:
                touched[block].append(iri)
    return touched


def _write(index: Index, iri: str, thing: bytes) -> str | None:
    block = name_block(msgspec.json.decode(thing, type=NamedThing))
    index.db.execute(
        "INSERT INTO actor (iri, thing, block) VALUES (?, ?, ?) "
        "ON CONFLICT (iri) DO UPDATE SET thing = excluded.thing, block = excluded.block",
        (iri, thing, block),
    )
    if block is None:
        _place(index, iri, _ALONE)
    return block


def _settle(index: Index, block: str, arrived: list[str]) -> None:
    """All of one name are one. Unless the first of them changed, only who arrived is placed."""
    ends = index.column("SELECT iri FROM actor WHERE block = ? ORDER BY iri LIMIT 2", block)
    if not ends:
        return
    place: Place = (ends[0], NAME_SCORE, NAME_REASON) if len(ends) > 1 else _ALONE
    if _placed(index, ends[0]) != place:
        arrived = index.column("SELECT iri FROM actor WHERE block = ?", block)
    for iri in arrived:
        _place(index, iri, place)


def _placed(index: Index, iri: str) -> Place | None:
    row: Place | None = index.db.execute(
        "SELECT first, score, reason FROM actor WHERE iri = ?", (iri,)
    ).fetchone()
    return row


def _place(index: Index, iri: str, place: Place) -> None:
    old = _placed(index, iri)
    if old is None or old == place:
        return
    index.db.execute("UPDATE actor SET first = ?, score = ?, reason = ? WHERE iri = ?", (*place, iri))
    index.mark("unsaid_actor", [iri])
    if (old[0] or iri) != (place[0] or iri):
        index.db.execute(
            "UPDATE told SET dirty = 1 WHERE iri IN (SELECT event FROM party WHERE actor = ?)", (iri,)
        )


def _blocks_of(index: Index, iris: set[str]) -> set[str]:
    found = set()
    for iri in iris:
        found |= set(index.column("SELECT block FROM actor WHERE iri = ? AND block IS NOT NULL", iri))
    return found


def _settle_judged(index: Index, judgements: list[Judgement], blocks: set[str], judged: set[str]) -> None:
    """Actors that people judged, and all of the same names, are grouped by the full rules."""
    iris = {iri for name in blocks for iri in index.column("SELECT iri FROM actor WHERE block = ?", name)}
    rows = [index.column("SELECT thing FROM actor WHERE iri = ?", iri) for iri in sorted(iris | judged)]
    things = [msgspec.json.decode(row[0], type=NamedThing) for row in rows if row]
    placed: dict[str, Place] = {one.iri: _ALONE for one in things}
    for group in merge_entities(things, judgements):
        for member, decision in best_decisions(group.decisions).items():
            placed[member] = (group.members[0], decision.score, decision.reason)
    for iri, place in placed.items():
        _place(index, iri, place)
