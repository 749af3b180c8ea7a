"""The timeline: a row for each pair, a dot for each day and kind of relation."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from kg.visualise import counting, style
from kg.visualise.figure import Figure
from kg.visualise.letters import cut, width
from kg.visualise.page import visible
from kg.visualise.records import Edge, Network

MOST_ROWS = 40
_ROW = 26
_WIDE = 760.0
_LETTERS = 12.5
_CAPTION = (
    "A dot stands on the first day on which it may have happened; larger dots stand for more claims, "
    "the colour for the kind of relation. Claims without a date are not shown."
)

Pair = tuple[str, str]


class Scale:
    """Days to pixels."""

    def __init__(self, days: list[dt.date], left: float) -> None:
        self.first = min(days, default=dt.date(2000, 1, 1)) - dt.timedelta(days=1)
        self.last = max(days, default=dt.date(2000, 1, 2)) + dt.timedelta(days=1)
        self.left = left
        self.empty = not days

    def at(self, day: dt.date) -> float:
        """The distance from the left edge."""
        whole = (self.last - self.first).days
        return round(self.left + _WIDE * (day - self.first).days / whole, 1)

    def ticks(self) -> list[dict[str, Any]]:
        """At most nine dates with their places: days, months or years, as the span asks for; none where
        nothing has a date."""
        if self.empty:
            return []
        whole = (self.last - self.first).days
        step = next((step for step in _STEPS if whole / step <= 9), 36525)
        days = [self.first + dt.timedelta(days=round(step * i)) for i in range(int(whole / step) + 1)]
        if step >= 30:
            days = sorted({day.replace(day=1) for day in days if day.replace(day=1) >= self.first})
        form = "%Y" if step >= 365 else "%b %Y" if step >= 30 else "%d %b %Y"
        return [{"at": self.at(day), "text": day.strftime(form)} for day in days]


_STEPS = (1, 2, 7, 14, 30.44, 91.3, 182.6, 365.25, 1826.25, 3652.5)
"""Days between two ticks."""


def timeline(network: Network, name: Callable[[str], str]) -> Figure:
    """One row for each pair that has a date, the strongest pairs, in the order of their first day.

    ``name`` gives the name of an actor.
    """
    edges = counting.told(network)
    rows: dict[Pair, list[Edge]] = defaultdict(list)
    for edge in edges:
        rows[edge.source, edge.target].append(edge)
    days = {pair: found for pair, some in rows.items() if (found := _days(some))}
    ranked = sorted(days, key=lambda pair: (-counting.weight(rows[pair]), pair))
    shown = sorted(ranked[:MOST_ROWS], key=lambda pair: (min(days[pair]), pair))
    names = {iri: cut(visible(name(iri)), 30) for pair in shown for iri in pair}
    texts = {pair: _text(pair, rows[pair], names) for pair in shown}
    left = round(max((width(text, _LETTERS) for text in texts.values()), default=0) + 24, 1)
    scale = Scale([day for pair in shown for day in days[pair]], left)
    made = [
        {"y": _ROW * i + 20, "text": texts[pair], "marks": _marks(pair, rows[pair], names, scale)}
        for i, pair in enumerate(shown)
    ]
    return Figure(
        name="timeline",
        title=visible(network.title),
        note=counting.note(edges, network.statuses, _part(len(shown), len(days), len(rows))),
        caption=_CAPTION,
        query=network.query,
        keys=counting.keys(edges),
        width=round(left + _WIDE + 40, 1),
        height=float(_ROW * len(shown) + 48),
        values={"rows": made, "ticks": scale.ticks(), "left": left},
    )


def _part(shown: int, dated: int, pairs: int) -> str:
    if not dated:
        return f"none of {counting.several(pairs, 'pairs')} has a date"
    without = f", {pairs - dated:,} more without a date" if pairs > dated else ""
    return counting.strongest(shown, dated, "pairs with a date") + without


def _text(pair: Pair, edges: list[Edge], names: dict[str, str]) -> str:
    mutual = all(style.look(edge.relation).symmetric for edge in edges)
    return cut(f"{names[pair[0]]} {'–' if mutual else '→'} {names[pair[1]]}", 46)


def _marks(pair: Pair, edges: list[Edge], names: dict[str, str], scale: Scale) -> list[dict[str, Any]]:
    """The dots of a row; the larger ones first, so that none is hidden."""
    dots: Counter[tuple[dt.date, str, str]] = Counter()
    for edge in edges:
        look = style.look(edge.relation)
        days = (counting.day(card) for card in edge.cards)
        dots.update((day, look.family, look.label) for day in days if day)
    return [
        {
            "x": scale.at(day),
            "r": round(min(12.0, 4.4 + 2.0 * (count - 1) ** 0.5), 1),
            "family": family,
            "text": f"{day.isoformat()}: {names[pair[0]]} {label} {names[pair[1]]}, claims: {count:,}",
        }
        for (day, family, label), count in sorted(dots.items(), key=lambda one: (-one[1], one[0]))
    ]


def _days(edges: list[Edge]) -> list[dt.date]:
    days = (counting.day(card) for edge in edges for card in edge.cards)
    return [day for day in days if day is not None]
