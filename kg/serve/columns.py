"""What many pages need of all events and actors, read property by property.

The same rows as the queries ``events`` and ``most-active-actors`` give, many times faster on a large
graph: the engine walks along one property quickly, and looks up a thing in tens of thousands of places
slowly.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.iris import graph_iri
from kg.query.formats import plain
from kg.serve.look import Facts, Look
from kg.vocabulary import KG, RDF, RDFS

_DONE = (KG.actor, KG.unit)
_SUFFERED = (KG.recipient, KG.target)


def events(look: Look) -> list[Facts]:
    """The rows of ``queries/pages/events.rq``: the latest first."""
    known = _canonical(look)
    columns = {
        "what": _column(look, RDFS.label, known),
        "how_real": {event: value.removeprefix(KG.BASE) for event, value in _statuses(look, known).items()},
        "from": _column(look, KG.dateEarliest, known),
        "to": _column(look, KG.dateLatest, known),
        "documents": _column(look, KG.documents, known),
        "outlets": _column(look, KG.outlets, known),
    }
    rows = [
        {"event": event} | {name: column[event] for name, column in columns.items() if event in column}
        for event in known
    ]
    rows.sort(key=lambda row: (row.get("what", ""), row["event"]))
    rows.sort(key=lambda row: row.get("from", ""), reverse=True)
    return rows


def activity(look: Look) -> list[Facts]:
    """The rows of ``queries/most-active-actors.rq``: the most active first."""
    counted = _happened(look)
    doing, receiving = (_parties(look, roles, counted) for roles in (_DONE, _SUFFERED))
    rows = [
        {
            "actor": actor,
            "name": look.label(actor),
            "doing": str(len(doing.get(actor, ()))),
            "receiving": str(len(receiving.get(actor, ()))),
        }
        for actor in doing.keys() | receiving.keys()
    ]
    rows.sort(key=lambda row: (row["name"], row["actor"]))
    return sorted(rows, key=lambda row: (int(row["doing"]), int(row["receiving"])), reverse=True)


def _happened(look: Look) -> set[str]:
    """The merged events that happened as some source reports."""
    known = _canonical(look)
    reported = {iri for iri, value in _pairs(look, KG.stance) if value == KG.reports}
    return {event for event, status in _statuses(look, known).items() if status == KG.actual} & reported


def _parties(look: Look, roles: tuple[str, ...], counted: set[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for role in roles:
        for event, actor in _pairs(look, role):
            if event in counted:
                found.setdefault(actor, set()).add(event)
    return found


def _canonical(look: Look) -> set[str]:
    return {iri for iri, kind in _pairs(look, RDF.type) if kind == KG.CanonicalEvent}


def _statuses(look: Look, known: set[str]) -> dict[str, str]:
    return _column(look, KG.status, known)


def _column(look: Look, predicate: str, known: set[str]) -> dict[str, str]:
    """The value of each of these things that has one."""
    return {iri: value for iri, value in _pairs(look, predicate) if iri in known}


def _pairs(look: Look, predicate: str) -> Iterator[tuple[str, str]]:
    """The property's subjects and values in the graph of merged events."""
    graph = ox.NamedNode(graph_iri("events", base=look.base))
    for quad in look.graph.quads_for_pattern(None, ox.NamedNode(predicate), None, graph):
        yield plain(quad.subject), plain(quad.object)
