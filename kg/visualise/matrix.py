"""The matrix: who did how much to whom, readable where arrows are too many."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from kg.visualise import counting, style
from kg.visualise.figure import Figure
from kg.visualise.letters import cut, width
from kg.visualise.page import visible
from kg.visualise.records import Edge, Network

MOST_ACTORS = 40
_CELL = 30
_LETTERS = 12.5
_CAPTION = (
    "Rows act on columns; a number is that of claims, a colour that of the most frequent kind of relation. "
    "Meetings and other mutual relations count both ways."
)


def matrix(network: Network, name: Callable[[str], str]) -> Figure:
    """Actor by actor, in the colour of the most frequent family; ``name`` gives the name of an actor."""
    edges = counting.told(network)
    ranks = _ranked(edges)
    order = _by_community(edges, ranks)
    names = {iri: cut(visible(name(iri)), 30) for iri in order}
    label = round(max((width(names[iri], _LETTERS) for iri in order), default=0) + 16, 1)
    side = round(label + _CELL * len(order) + 8, 1)
    head = [{"text": names[iri], "at": round(label + _CELL * (i + 0.5), 1)} for i, iri in enumerate(order)]
    return Figure(
        name="matrix",
        title=visible(network.title),
        note=counting.note(edges, network.statuses, counting.strongest(len(order), len(ranks), "actors")),
        caption=_CAPTION,
        query=network.query,
        keys=counting.keys(edges),
        width=side,
        height=side,
        values={"cells": _cells(edges, order, names, label), "head": head, "label": label, "cell": _CELL},
    )


def _ranked(edges: list[Edge]) -> list[str]:
    ties: Counter[str] = Counter()
    for edge in edges:
        ties.update({edge.source: len(edge.cards), edge.target: len(edge.cards)})
    return sorted(ties, key=lambda iri: (-ties[iri], iri))


def _by_community(edges: list[Edge], ranked: list[str]) -> list[str]:
    """The strongest actors, those that deal with each other side by side."""
    import networkx as nx

    place = {iri: i for i, iri in enumerate(ranked[:MOST_ACTORS])}
    graph: Any = nx.Graph()
    graph.add_nodes_from(sorted(place))
    for edge in edges:
        if edge.source in place and edge.target in place:
            before = graph.get_edge_data(edge.source, edge.target, {"weight": 0})["weight"]
            graph.add_edge(edge.source, edge.target, weight=before + len(edge.cards))
    if not graph.number_of_edges():
        return list(place)
    groups = nx.community.greedy_modularity_communities(graph, weight="weight")
    ordered = sorted((sorted(group, key=place.__getitem__) for group in groups), key=lambda g: place[g[0]])
    return [iri for group in ordered for iri in group]


def _cells(edges: list[Edge], order: list[str], names: dict[str, str], label: float) -> list[dict[str, Any]]:
    place = {iri: i for i, iri in enumerate(order)}
    families, words = _sums(edges, place)
    most = max((found.total() for found in families.values()), default=1)
    return [
        {
            "x": round(label + _CELL * place[target], 1),
            "y": round(label + _CELL * place[source], 1),
            "family": counting.by_frequency(families[source, target])[0][0],
            "total": _brief(families[source, target].total()),
            "strength": round(0.18 + 0.34 * (families[source, target].total() / most) ** 0.5, 2),
            "source": visible(source),
            "target": visible(target),
            "text": f"{names[source]} → {names[target]}: {counting.listed(words[source, target])}",
        }
        for source, target in sorted(families, key=lambda pair: (place[pair[0]], place[pair[1]]))
    ]


Sums = dict[tuple[str, str], Counter[str]]


def _sums(edges: list[Edge], place: dict[str, int]) -> tuple[Sums, Sums]:
    """The claims of each pair by family, and by relation in words."""
    families: Sums = defaultdict(Counter)
    words: Sums = defaultdict(Counter)
    for edge in edges:
        if edge.source in place and edge.target in place:
            look = style.look(edge.relation)
            there, back = (edge.source, edge.target), (edge.target, edge.source)
            for pair in (there, back) if look.symmetric else (there,):
                families[pair][look.family] += len(edge.cards)
                words[pair][look.label] += len(edge.cards)
    return families, words


def _brief(count: int) -> str:
    """At most four characters, so that it fits its cell."""
    return str(count) if count < 10_000 else f"{count // 1000}k"
