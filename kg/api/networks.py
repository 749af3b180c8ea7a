"""Who did what to whom as a networkx graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import networkx
import pyoxigraph as ox

from kg.visualise import gather, style
from kg.visualise.choice import choose
from kg.visualise.records import Edge


def network(graph: ox.Store, **choice: Any) -> networkx.MultiDiGraph[str]:
    """All chosen claims, one edge for each pair and relation; the choice is that of ``kg.visualise``."""
    whole = gather.network(graph, choose(graph, **choice))
    found = gather.strongest(graph, whole, len(whole.edges))
    drawn = networkx.MultiDiGraph(name=found.title)
    for node in found.nodes:
        drawn.add_node(node.id, label=node.label, type=node.type)
    for edge in found.edges:
        name, facts = edge.relation.rsplit("#", 1)[-1], _facts(edge)
        drawn.add_edge(edge.source, edge.target, key=name, **facts)
        if style.look(edge.relation).symmetric and edge.source != edge.target:
            drawn.add_edge(edge.target, edge.source, key=name, **facts)
    return drawn


def _facts(edge: Edge) -> dict[str, str | int]:
    """Plain values that every file format of networkx can hold."""
    denied = sum(card.stance == "denies" for card in edge.cards)
    facts: dict[str, str | int] = {
        "relation": edge.relation,
        "family": style.look(edge.relation).family,
        "weight": len(edge.cards) - denied,
        "denied": denied,
        "alleged": sum(card.stance == "alleges" for card in edge.cards),
        "documents": len({card.document for card in edge.cards}),
    }
    days = {"first": _days(edge, "earliest"), "last": _days(edge, "latest")}
    return facts | {name: (min if name == "first" else max)(found) for name, found in days.items() if found}


def _days(edge: Edge, end: str) -> Sequence[str]:
    return [day for card in edge.cards if (day := getattr(card, end)) is not None]
