"""Matrix and timeline: static SVG in a page without script, readable where arrows are too many."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

from kg.visualise import style
from kg.visualise.page import page, visible
from kg.visualise.records import Edge, Network

MOST_CLAIMS = 1_000_000
MOST_ROWS = 40
_CELL = 30


def matrix_page(network: Network) -> str:
    """Actor by actor: who did how much to whom, in the colour of the most frequent family."""
    edges = _real(network)
    ranks = _ranked(edges)
    names = {node.id: _short(visible(node.label)) for node in network.nodes}
    order = _by_community(edges, ranks)
    label = 7.2 * max((len(names[iri]) for iri in order), default=0) + 16
    cells = _cells(edges, {iri: i for i, iri in enumerate(order)}, names, label)
    side = label + _CELL * len(order) + 8
    head = [{"text": names[iri], "at": label + _CELL * (i + 0.5)} for i, iri in enumerate(order)]
    return page(
        "matrix.html",
        styles=("base.css", "chart.css"),
        colours=style.families(),
        title=visible(network.title),
        note=_note(network, edges, shown=len(order), of=len(ranks), what="actors"),
        legend=_legend(edges),
        cells=cells,
        head=head,
        label=label,
        cell=_CELL,
        side=round(side, 1),
    )


def timeline_page(network: Network) -> str:
    """One row for each directed pair, a dot for each day and family, larger for more claims."""
    edges = _real(network)
    rows: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        rows[edge.source, edge.target].append(edge)
    dated = {pair: found for pair, found in rows.items() if _days(found)}
    ranked = sorted(dated, key=lambda pair: (-_weight(dated[pair]), pair))
    shown = sorted(ranked[:MOST_ROWS], key=lambda pair: (min(_days(dated[pair])), pair))
    names = {node.id: _short(visible(node.label)) for node in network.nodes}
    scale = _Scale([day for pair in shown for day in _days(dated[pair])])
    return page(
        "timeline.html",
        styles=("base.css", "chart.css"),
        colours=style.families(),
        title=visible(network.title),
        note=_note(network, edges, shown=len(shown), of=len(rows), what="pairs with a date"),
        legend=_legend(edges),
        rows=[_row(i, pair, dated[pair], names, scale) for i, pair in enumerate(shown)],
        ticks=scale.ticks(),
        width=_Scale.LEFT + _Scale.WIDE + 30,
        height=26 * len(shown) + 48,
        left=_Scale.LEFT,
    )


class _Scale:
    """Days to pixels."""

    LEFT = 330
    WIDE = 760

    def __init__(self, days: list[dt.date]) -> None:
        self.first = min(days, default=dt.date(2000, 1, 1)) - dt.timedelta(days=1)
        self.last = max(days, default=dt.date(2000, 1, 2)) + dt.timedelta(days=1)

    def at(self, day: dt.date) -> float:
        """The distance from the left edge."""
        whole = (self.last - self.first).days
        return round(self.LEFT + self.WIDE * (day - self.first).days / whole, 1)

    def ticks(self) -> list[dict[str, Any]]:
        """At most nine dates with their places: days, months or years, as the span asks for."""
        whole = (self.last - self.first).days
        step = next(
            (
                step
                for step in (1, 2, 7, 14, 30.44, 91.3, 182.6, 365.25, 1826.25, 3652.5)
                if whole / step <= 9
            ),
            36525,
        )
        days = [self.first + dt.timedelta(days=round(step * i)) for i in range(int(whole / step) + 1)]
        if step >= 30:
            days = sorted({day.replace(day=1) for day in days if day.replace(day=1) >= self.first})
        form = "%Y" if step >= 365 else "%b %Y" if step >= 30 else "%d %b %Y"
        return [{"at": self.at(day), "text": day.strftime(form)} for day in days]


def _row(
    index: int, pair: tuple[str, str], edges: list[Edge], names: dict[str, str], scale: _Scale
) -> dict[str, Any]:
    dots: Counter[tuple[dt.date, str, str]] = Counter()
    for edge in edges:
        look = style.look(edge.relation)
        for card in edge.cards:
            if day := _day(card.earliest, card.latest):
                dots[day, look.family, look.label] += 1
    marks = [
        {"x": scale.at(day), "r": round(4.4 + 2.0 * (count - 1) ** 0.5, 1), "family": family,
         "text": f"{day.isoformat()}: {names[pair[0]]} {label} {names[pair[1]]}, claims: {count}"}
        for (day, family, label), count in sorted(dots.items())
    ]  # fmt: skip
    symmetric = all(style.look(edge.relation).symmetric for edge in edges)
    text = f"{names[pair[0]]} {'–' if symmetric else '→'} {names[pair[1]]}"
    return {"y": 26 * index + 20, "text": _short(text, 46), "marks": marks}


def _real(network: Network) -> list[Edge]:
    """The edges with only those claims that are told as real and are not denials."""
    kept = []
    for edge in network.edges:
        cards = tuple(card for card in edge.cards if card.status in style.REAL and card.stance != "denies")
        if cards and edge.source != edge.target:
            kept.append(Edge(source=edge.source, target=edge.target, relation=edge.relation, cards=cards))
    return kept


def _ranked(edges: list[Edge]) -> list[str]:
    ties: Counter[str] = Counter()
    for edge in edges:
        ties.update({edge.source: len(edge.cards), edge.target: len(edge.cards)})
    return sorted(ties, key=lambda iri: (-ties[iri], iri))


def _by_community(edges: list[Edge], ranked: list[str]) -> list[str]:
    """The strongest actors, those that deal with each other side by side."""
    import networkx as nx

    kept = ranked[:MOST_ROWS]
    graph: Any = nx.Graph()
    graph.add_nodes_from(sorted(kept))
    for edge in edges:
        if edge.source in kept and edge.target in kept:
            before = graph.get_edge_data(edge.source, edge.target, {"weight": 0})["weight"]
            graph.add_edge(edge.source, edge.target, weight=before + len(edge.cards))
    if not graph.number_of_edges():
        return kept
    groups = nx.community.greedy_modularity_communities(graph, weight="weight")
    place = {iri: i for i, iri in enumerate(kept)}
    ordered = sorted((sorted(group, key=place.__getitem__) for group in groups), key=lambda g: place[g[0]])
    return [iri for group in ordered for iri in group]


def _cells(
    edges: list[Edge], place: dict[str, int], names: dict[str, str], label: float
) -> list[dict[str, Any]]:
    sums: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    words: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for edge in edges:
        if edge.source in place and edge.target in place:
            look = style.look(edge.relation)
            ends = [(edge.source, edge.target)] + [(edge.target, edge.source)] * look.symmetric
            for pair in ends:
                sums[pair][look.family] += len(edge.cards)
                words[pair][look.label] += len(edge.cards)
    most = max((sum(found.values()) for found in sums.values()), default=1)
    cells = []
    for source, target in sorted(sums, key=lambda pair: (place[pair[0]], place[pair[1]])):
        found = sums[source, target]
        told = ", ".join(
            f"{text} {n}" for text, n in sorted(words[source, target].items(), key=lambda x: (-x[1], x[0]))
        )
        family = min(found, key=lambda name: (-found[name], name))
        total = sum(found.values())
        cells.append(
            {
                "x": round(label + _CELL * place[target], 1),
                "y": round(label + _CELL * place[source], 1),
                "family": family,
                "total": total,
                "strength": round(0.22 + 0.6 * (total / most) ** 0.5, 2),
                "text": f"{names[source]} → {names[target]}: {told}",
            }
        )
    return cells


def _legend(edges: list[Edge]) -> list[dict[str, str]]:
    present = {style.look(edge.relation).family for edge in edges}
    return [
        {"name": name, "label": family.label} for name, family in style.families().items() if name in present
    ]


def _note(network: Network, edges: list[Edge], *, shown: int, of: int, what: str) -> str:
    claims = sum(len(edge.cards) for edge in edges)
    part = f"the {shown} strongest of {of} {what}" if shown < of else f"{of} {what}"
    return f"{claims} claims told as real (actual, habitual, historical) and not denied; {part}"


def _days(edges: list[Edge]) -> list[dt.date]:
    days = (_day(card.earliest, card.latest) for edge in edges for card in edge.cards)
    return [day for day in days if day is not None]


def _day(earliest: str | None, latest: str | None) -> dt.date | None:
    text = earliest or latest
    return dt.date.fromisoformat(text) if text else None


def _weight(edges: list[Edge]) -> int:
    return sum(len(edge.cards) for edge in edges)


def _short(label: str, most: int = 30) -> str:
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"
