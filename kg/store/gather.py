"""Takes documents into the index and lets go of those that are gone: notes only what differs."""

from __future__ import annotations

import msgspec

from kg.build import Digest, Met
from kg.resolve.merge import NamedThing
from kg.store.index import Index, changes

_NOWHERE = frozenset({"Place", "Facility"})


def take(index: Index, document: str, digest: Digest, units: set[str]) -> tuple[set[str], set[str]]:
    """Replaces what the index holds of a document; the units that came into need and that went out of it."""
    _take_events(index, document, {one.iri: msgspec.json.encode(one) for one in digest.told})
    things = {one.iri: msgspec.json.encode(_thing(one)) for one in digest.met if _may_be_joined(one)}
    _take_things(index, document, things)
    return _take_units(index, document, units)


def forget(index: Index, document: str) -> tuple[set[str], set[str]]:
    """Lets go of a document; see ``take``."""
    return take(index, document, Digest(told=(), met=(), named=()), set())


def _may_be_joined(one: Met) -> bool:
    return not one.known and one.type not in _NOWHERE


def _thing(one: Met) -> NamedThing:
    return NamedThing(
        iri=one.iri, document=one.document, type=one.type, name=one.name, code=one.code, known=one.known
    )


def _take_events(index: Index, document: str, events: dict[str, bytes]) -> None:
    rows = index.db.execute("SELECT iri, event FROM told WHERE document = ?", (document,))
    old = {row[0]: row[1] for row in rows}
    gone = [(iri,) for iri in old if iri not in events]
    index.db.executemany("UPDATE told SET event = NULL, dirty = 1 WHERE iri = ?", gone)
    changed = [(iri, document, event) for iri, event in events.items() if old.get(iri) != event]
    index.db.executemany(
        "INSERT INTO told VALUES (?, ?, ?, NULL, NULL, 1) "
        "ON CONFLICT (iri) DO UPDATE SET event = excluded.event, dirty = 1",
        changed,
    )


def _take_things(index: Index, document: str, things: dict[str, bytes]) -> None:
    rows = index.db.execute("SELECT iri, thing FROM thing WHERE document = ?", (document,))
    old = {row[0]: row[1] for row in rows}
    gone = [iri for iri in old if iri not in things]
    changed = [iri for iri, thing in things.items() if old.get(iri) != thing]
    index.db.executemany(
        "DELETE FROM thing WHERE iri = ? AND document = ?", ((iri, document) for iri in gone)
    )
    index.db.executemany(
        "INSERT OR REPLACE INTO thing VALUES (?, ?, ?)", ((iri, document, things[iri]) for iri in changed)
    )
    index.mark("stale_actor", gone + changed)


def _take_units(index: Index, document: str, units: set[str]) -> tuple[set[str], set[str]]:
    old = index.column("SELECT unit FROM need WHERE document = ?", document)
    gone, new = changes(old, units)
    index.db.executemany(
        "DELETE FROM need WHERE document = ? AND unit = ?", ((document, one) for one in gone)
    )
    index.db.executemany("INSERT INTO need VALUES (?, ?)", ((document, one) for one in new))
    lost = {one for one in gone if not index.support(one, -1)}
    return {one for one in new if index.support(one, 1) == 1}, lost
