"""The network as one SVG for papers: what the page of the network shows when it opens, without a script."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from kg.visualise import counting, style
from kg.visualise.counting import several
from kg.visualise.curves import Curve, Spot, bends, curve_between
from kg.visualise.figure import Figure, Key
from kg.visualise.network import (
    INSIDE,
    LABELLED,
    Looks,
    above,
    at_first,
    claimed,
    doubt,
    looks,
    off,
    phrase,
    spots,
)
from kg.visualise.page import visible
from kg.visualise.records import Edge, Network, Node

_MARGIN = 34.0
_STEPS = 160
_LETTERS = 12.5
_CAPTION = (
    "An arrow runs from who acts to whom it is done; a line with two dots is mutual. Wider arrows stand "
    "for more claims; thin ones with an open head are only alleged or denied."
)


class Outline(NamedTuple):
    """The place a node takes: its middle, and half of its width and height; round or not."""

    x: float
    y: float
    across: float
    up: float
    round: bool

    def holds(self, spot: Spot, gap: float) -> bool:
        """Whether the spot is inside, or nearer to it than ``gap``."""
        dx, dy = abs(spot[0] - self.x) / (self.across + gap), abs(spot[1] - self.y) / (self.up + gap)
        return dx * dx + dy * dy < 1 if self.round else max(dx, dy) < 1


def arrows(network: Network, page_of: Callable[[str], str | None] = lambda iri: None) -> Figure:
    """The network with at most 150 arrows; ``page_of`` gives the address to which a node leads."""
    shown = at_first(network)
    seen = looks(shown)
    places = _moved(spots(shown, seen), seen)
    outlines = {node.id: _outline(seen[node.id], places[node.id]) for node in shown.nodes}
    pairs = [(edge.source, edge.target) for edge in shown.edges]
    widths = _widths(shown.edges)
    bent = zip(shown.edges, bends(pairs), strict=True)
    drawn = [_arrow(edge, bend, outlines, widths) for edge, bend in bent]
    if len(pairs) <= LABELLED:
        _name(drawn, outlines)
    high = above(shown, seen, places)
    nodes = [
        _node(node, seen[node.id], outlines[node.id], node.id in high) | {"page": page_of(node.id)}
        for node in shown.nodes
    ]
    width, height = _paper(outlines, nodes)
    return Figure(
        name="network",
        title=visible(network.title),
        note=_note(network, shown),
        caption=_CAPTION,
        query=network.query,
        keys=(*_relations(shown), *_types(shown)),
        width=width,
        height=height,
        values={"arrows": drawn, "nodes": nodes},
    )


def _note(network: Network, shown: Network) -> str:
    claims, actors = several(counting.weight(shown.edges), "claims"), several(len(shown.nodes), "actors")
    rest = f"; the {len(network.edges)} strongest of {network.total:,} arrows"
    more = rest if network.total > len(network.edges) else ""
    real = f" {counting.told_as(network.statuses)}" if network.statuses or off(network) else ""
    return f"{claims}{real} in {several(len(shown.edges), 'arrows')} between {actors}{more}"


def _relations(network: Network) -> list[Key]:
    """A line for each relation, those of a family together."""
    found = {look.label: look for edge in network.edges for look in [style.look(edge.relation)]}
    order = list(style.families())
    ranked = sorted(
        found.values(), key=lambda look: (order.index(look.family), look.dash != "solid", look.label)
    )
    return [
        Key(symbol="tie" if look.symmetric else "arrow", label=look.label, family=look.family, dash=look.dash)
        for look in ranked
    ]


def _types(network: Network) -> list[Key]:
    kinds = sorted({(style.class_label(node.type), style.shape(node.type)) for node in network.nodes})
    return [Key(symbol=shape, label=label) for label, shape in kinds]


def _moved(places: dict[str, Spot], seen: dict[str, Looks]) -> dict[str, Spot]:
    """The places with the left upper corner of all at the margin."""
    left = min((x - seen[id].box[0] / 2 for id, (x, _) in places.items()), default=0) - _MARGIN
    top = min((y - seen[id].box[1] / 2 for id, (_, y) in places.items()), default=0) - _MARGIN
    return {id: (round(x - left, 1), round(y - top, 1)) for id, (x, y) in places.items()}


def _outline(look: Looks, place: Spot) -> Outline:
    if look.shape in INSIDE:
        extra = (12, 8) if look.shape == "box" else (18, 13)
        return Outline(*place, look.wide / 2 + extra[0], look.high / 2 + extra[1], look.shape != "box")
    return Outline(*place, look.size, look.size, True)


def _paper(outlines: dict[str, Outline], nodes: list[dict[str, Any]]) -> Spot:
    right = max((one.x + one.across for one in outlines.values()), default=400)
    words = max((node["x"] + node["wide"] / 2 for node in nodes), default=0)
    low = max((one.y + one.up for one in outlines.values()), default=100)
    below = max((line["y"] for node in nodes for line in node["lines"]), default=0)
    return round(max(right, words) + _MARGIN, 1), round(max(low, below) + _MARGIN, 1)


def _node(node: Node, look: Looks, outline: Outline, above: bool) -> dict[str, Any]:
    step = look.letters * 1.25
    inside = look.shape in INSIDE
    first = outline.y - step * (len(look.lines) - 1) / 2
    if not inside:
        away = outline.up + step * (len(look.lines) + 1) / 2
        first += -away if above else away
    rows = [
        {"y": round(first + i * step + look.letters * 0.36, 1), "text": t} for i, t in enumerate(look.lines)
    ]
    return {
        "shape": look.shape,
        "title": f"{visible(node.label)} ({style.class_label(node.type)})",
        "x": outline.x,
        "y": outline.y,
        "across": round(outline.across, 1),
        "up": round(outline.up, 1),
        "wide": look.wide,
        "letters": look.letters,
        "lines": rows,
    }


def _arrow(
    edge: Edge, bend: float, outlines: dict[str, Outline], width_of: Callable[[int], float]
) -> dict[str, Any]:
    look = style.look(edge.relation)
    doubted = doubt(edge) is not None
    thick = 1.4 if doubted else width_of(claimed(edge))
    head = 5 + 1.6 * thick
    source, target = outlines[edge.source], outlines[edge.target]
    curve = (
        _loop(source) if source == target else curve_between((source.x, source.y), (target.x, target.y), bend)
    )
    dot = 2.2 + 0.7 * thick
    first, last = _free(
        curve, source, target, *((dot, dot) if look.symmetric else (2.0, 2.0 if doubted else head * 0.8))
    )
    line = curve.part(first, last)
    words = phrase(edge)
    return {
        "family": look.family,
        "dash": _dash(look.dash, thick),
        "path": _path(line),
        "thick": round(thick, 1),
        "open": doubted,
        "head": None if look.symmetric else _head(curve, last, target, head),
        "dots": [_rounded(spot) for spot in (line.start, line.end)] if look.symmetric else [],
        "dot": round(dot, 1),
        "title": f"{words}: {several(len(edge.cards), 'claims')}",
        "curve": line,
        "words": words,
        "label": None,
    }


def _widths(edges: tuple[Edge, ...]) -> Callable[[int], float]:
    """The width of an arrow by the number of its claims; where there are many arrows all are thinner."""
    most = max(map(claimed, edges), default=1)
    widest = min(5.0 if len(edges) > 40 else 9.0, 1.6 + 1.5 * math.log2(most))
    return lambda count: 1.4 + (widest - 1.4) * (count / most) ** 0.5


def _loop(node: Outline) -> Curve:
    """Out at the upper left, in at the upper right."""
    reach = node.up + 46
    side = min(node.across, 40) + 10
    y = node.y - node.up / 2
    return Curve((node.x - side / 2, y), (node.x, node.y - 2 * reach), (node.x + side / 2, y))


def _free(curve: Curve, source: Outline, target: Outline, before: float, after: float) -> tuple[float, float]:
    """The part of the curve between both nodes, with so much room at its ends."""
    half = range(_STEPS // 2 + 1)
    first = bisect_left(half, True, key=lambda i: not source.holds(curve.at(i / _STEPS), before))
    last = bisect_left(half, True, key=lambda i: not target.holds(curve.at(1 - i / _STEPS), after))
    return (first / _STEPS, 1 - last / _STEPS) if first + last < _STEPS else (0.0, 1.0)


def _head(curve: Curve, last: float, target: Outline, size: float) -> str:
    """Two strokes whose tip touches the target: a triangle when it is filled."""
    x, y = curve.at(last)
    tip = next((t for t in _after(last) if target.holds(curve.at(t), 1.5)), 1.0)
    ahead = curve.at(tip)
    length = math.hypot(ahead[0] - x, ahead[1] - y) or 1.0
    ux, uy = (ahead[0] - x) / length, (ahead[1] - y) / length
    back, half = size, size * 0.42
    foot = ahead[0] - ux * back, ahead[1] - uy * back
    corners = [(foot[0] - uy * half, foot[1] + ux * half), ahead, (foot[0] + uy * half, foot[1] - ux * half)]
    return "M" + "L".join(f"{cx:.1f} {cy:.1f}" for cx, cy in corners)


def _after(last: float) -> Iterator[float]:
    return (last + (1 - last) * i / _STEPS for i in range(1, _STEPS + 1))


def _dash(dash: str, thick: float) -> str | None:
    if dash == "dashed":
        return f"{5 + 2 * thick:.1f} {3 + 1.4 * thick:.1f}"
    return f"{thick:.1f} {2 + 1.2 * thick:.1f}" if dash == "dotted" else None


def _path(line: Curve) -> str:
    (a, b), (c, d), (e, f) = line
    return f"M{a:.1f} {b:.1f}Q{c:.1f} {d:.1f} {e:.1f} {f:.1f}"


def _rounded(spot: Spot) -> Spot:
    return round(spot[0], 1), round(spot[1], 1)


def _name(drawn: list[dict[str, Any]], outlines: dict[str, Outline]) -> None:
    """Puts its words on each arrow, where along it they lie on nothing else if there is such a place."""
    from kg.visualise.letters import width

    taken = [(one.x, one.y, one.across, one.up) for one in outlines.values()]
    for arrow in drawn:
        half = width(arrow["words"], _LETTERS) / 2 + 4
        places = [arrow["curve"].at(t) for t in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)]
        x, y = min(places, key=lambda spot: (_crowd(spot, half, taken), places.index(spot)))
        arrow["label"] = _rounded((x, y + 4))
        taken.append((x, y, half, 9.0))


def _crowd(spot: Spot, half: float, taken: list[tuple[float, float, float, float]]) -> int:
    """How many things a label there would lie on."""
    x, y = spot
    return sum(abs(x - tx) < half + across and abs(y - ty) < 9 + up for tx, ty, across, up in taken)
