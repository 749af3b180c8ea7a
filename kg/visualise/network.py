"""The network picture: who did what to whom, as arrows that lead to the sentences they rest on."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple

from msgspec.structs import replace

from kg.visualise import style
from kg.visualise.counting import several
from kg.visualise.curves import bends, curve_between
from kg.visualise.figure import Figure
from kg.visualise.layout import Box, Point, positions
from kg.visualise.letters import cut, lines, width
from kg.visualise.page import as_data, page, visible, web_address
from kg.visualise.records import Card, Edge, Network, Node

MOST_EDGES = 150
MOST_TOLD = 1500
"""Up to so many claims bring their sentence; every arrow gets its share of them."""
LABELLED = 16
"""Up to so many arrows each one is labelled; above, only the one that is pointed at or chosen."""

INSIDE = frozenset({"box", "ellipse"})
"""Shapes that hold their label; others stand above it."""

_STANCES = ("reports", "alleges", "denies")
_LINE = 1.25
_WIDEST = 170.0
_SAID = 13.5
"""The size of letters on arrows."""
_DOTS = 24
_KEPT = 10_000
"""Looks of nodes that are kept: those of a large site stand in many of its pictures."""


class Looks(NamedTuple):
    """How a node is drawn: its shape, font size and size in pixels, its label in lines, how wide and
    high these are, and the room that all of it takes, with a margin."""

    shape: str
    letters: int
    size: int
    lines: tuple[str, ...]
    wide: float
    high: float
    box: Box


def network_page(network: Network, matrix: Figure, *, first: str = "picture") -> str:
    """The HTML page of a network of at most 150 edges, beside the matrix of all there are.

    ``first`` is what it opens on: ``picture`` or ``matrix``. The same network gives the same bytes.
    """
    claims = several(sum(len(edge.cards) for edge in network.edges), "claims")
    arrows, actors = several(len(network.edges), "arrows"), several(len(network.nodes), "actors")
    subtitle = f"{claims} in {arrows} between {actors}"
    return page(
        "network.html",
        styles=("base.css", "figure.css", "network.css"),
        colours=style.families(),
        scripts=("engine", "network.js"),
        figure=matrix,
        first=first,
        **matrix.values,
        title=visible(network.title),
        subtitle=subtitle,
        data=as_data(payload(network)),
    )


def payload(network: Network) -> dict[str, Any]:
    """Everything the page's script needs, as JSON values; pyvis's Network is what it is made from."""
    drawn = _drawn(network)
    looks = {edge.relation: style.look(edge.relation) for edge in network.edges}
    families = {look.family for look in looks.values()}
    shapes = sorted({(style.class_label(node.type), style.shape(node.type)) for node in network.nodes})
    statuses = {card.status for edge in network.edges for card in edge.cards}
    stances = {card.stance for edge in network.edges for card in edge.cards}
    return {
        "total": network.total,
        "labelled": LABELLED,
        "nodes": [_node(node, vis) for node, vis in zip(network.nodes, drawn.nodes, strict=True)],
        "edges": [_edge(i, edge, drawn.edges[i]) for i, edge in enumerate(network.edges)],
        "claims": [claim for i, edge in enumerate(network.edges) for claim in _claims(i, edge)],
        "relations": {iri: _look(looks[iri]) for iri in sorted(looks)},
        "families": {n: _family(f) for n, f in style.families().items() if n in families},
        "types": [{"label": label, "shape": shape} for label, shape in shapes],
        "statuses": [status for status in style.STATUSES if status in statuses],
        "stances": [stance for stance in _STANCES if stance in stances],
        "off": off(network),
    }


def at_first(network: Network) -> Network:
    """What is drawn before anybody asks for more: what is told as real, or all where nothing is or where
    statuses were asked for."""
    hidden = frozenset(off(network))
    kept = [
        replace(edge, cards=cards)
        for edge in network.edges
        if (cards := tuple(card for card in edge.cards if card.status not in hidden))
    ]
    used = {end for edge in kept for end in (edge.source, edge.target)}
    nodes = tuple(node for node in network.nodes if node.id in used)
    return replace(network, nodes=nodes, edges=tuple(kept))


def off(network: Network) -> list[str]:
    """The statuses that are hidden at first."""
    statuses = {card.status for edge in network.edges for card in edge.cards}
    if network.statuses or statuses.isdisjoint(style.REAL):
        return []
    return [status for status in style.STATUSES if status not in style.REAL]


def looks(network: Network) -> dict[str, Looks]:
    """The looks of every node by its id: actors with more claims are larger."""
    ties = _ties(network)
    return {node.id: _looks(node, ties[node.id]) for node in network.nodes}


def spots(network: Network, seen: dict[str, Looks]) -> dict[str, Point]:
    """Where the nodes stand."""
    pairs = [(edge.source, edge.target) for edge in network.edges]
    boxes = {id: one.box for id, one in seen.items()}
    labelled = len(pairs) <= LABELLED
    words = [width(phrase(edge), _SAID) for edge in network.edges] if labelled else []
    return positions(list(seen), pairs, boxes, step=_step(network), words=words)


def above(network: Network, seen: dict[str, Looks], places: Mapping[str, Point]) -> frozenset[str]:
    """The nodes whose label stands above them, since more of it would lie on arrows below."""
    pairs = [(edge.source, edge.target) for edge in network.edges]
    outside = {id: look for id, look in seen.items() if look.shape not in INSIDE}
    curves = (
        curve_between(places[a], places[b], bend)
        for (a, b), bend in zip(pairs, bends(pairs), strict=True)
        if a != b and outside
    )
    dots = [curve.at(i / _DOTS) for curve in curves for i in range(_DOTS + 1)]
    return frozenset(id for id, look in outside.items() if _crossed(look, places[id], dots))


def _crossed(look: Looks, place: Point, dots: list[Point]) -> bool:
    """Whether fewer dots lie where the label would be above than where it would be below."""
    near = [(x - place[0], y - place[1]) for x, y in dots if abs(x - place[0]) < look.wide / 2 + 3]
    levels = [dy for _, dy in near if look.size < abs(dy) < look.size + look.high + 8]
    return sum(dy < 0 for dy in levels) < sum(dy > 0 for dy in levels)


@lru_cache(_KEPT)
def _looks(node: Node, ties: int) -> Looks:
    shape = style.shape(node.type)
    letters = round((14 if shape in INSIDE else 13) + min(6.0, 1.2 * math.log2(1 + ties)))
    size = round(9 + min(10.0, 2 * math.log2(1 + ties)))
    rows = lines(cut(visible(node.label), 48), letters, _WIDEST)
    wide = round(max((width(row, letters) for row in rows), default=0), 1)
    high = len(rows) * letters * _LINE
    box = (wide + 40, high + 34) if shape in INSIDE else (max(wide, 2.0 * size) + 18, high + 2.0 * size + 22)
    return Looks(shape, letters, size, tuple(rows), wide, high, box)


def _drawn(network: Network) -> Any:
    """The network in pyvis's model, with positions, sizes and bends."""
    model = _pyvis()(directed=True)
    ids = {node.id: f"n{index}" for index, node in enumerate(network.nodes)}
    seen = looks(network)
    places = spots(network, seen)
    high = above(network, seen, places)
    for node in network.nodes:
        model.add_node(ids[node.id], **_node_options(seen[node.id], places[node.id], node.id in high))
    loops = 0
    pairs = [(edge.source, edge.target) for edge in network.edges]
    for edge, bend in zip(network.edges, bends(pairs), strict=True):
        loops += edge.source == edge.target
        model.add_edge(ids[edge.source], ids[edge.target], **_edge_options(edge, bend, loops))
    return model


def _pyvis() -> Any:
    """pyvis's Network. It names IPython for its own show(), which nothing here calls; where IPython is
    not loaded yet, an empty module stands in for it during the import, which spares seconds."""
    spared = [name for name in ("IPython", "IPython.display") if name not in sys.modules]
    sys.modules.update({name: ModuleType(name) for name in spared})
    for name in spared:
        setattr(sys.modules[name], "IFrame", None)  # noqa: B010
    try:
        return import_module("pyvis.network").Network
    finally:
        for name in spared:
            del sys.modules[name]


def _step(network: Network) -> float:
    """The length of an arrow: where arrows carry their names, these have room between the ends."""
    if len(network.edges) > LABELLED:
        return 130.0
    words = max((len(phrase(edge)) for edge in network.edges), default=0)
    return min(250.0, 6.0 * (words + 2) + 90)


def phrase(edge: Edge) -> str:
    """What stands on an arrow: ``attacked ×3 (alleged)``."""
    weight, said = claimed(edge), doubt(edge)
    times, doubted = f" ×{weight}" if weight > 1 else "", f" ({said})" if said else ""
    return f"{style.look(edge.relation).label}{times}{doubted}"


def claimed(edge: Edge) -> int:
    """The claims that say it is so; 1 where all deny it."""
    return max(1, sum(card.stance != "denies" for card in edge.cards))


def doubt(edge: Edge) -> str | None:
    """What sources do that do not report it as fact; ``None`` where one does."""
    stances = {card.stance for card in edge.cards}
    return None if "reports" in stances else "alleged" if "alleges" in stances else "denied"


def _ties(network: Network) -> dict[str, int]:
    ties = {node.id: 0 for node in network.nodes}
    for edge in network.edges:
        for end in (edge.source, edge.target):
            ties[end] += len(edge.cards)
    return ties


def _node_options(look: Looks, spot: Point, above: bool) -> dict[str, Any]:
    font = {"size": look.letters, "face": "system-ui, sans-serif", "multi": False}
    options: dict[str, Any] = {
        "label": "\n".join(look.lines),
        "shape": look.shape,
        "x": spot[0],
        "y": spot[1],
        "font": font,
        "wide": look.wide,
        "high": look.high,
        "size": look.size,
    }
    if look.shape in INSIDE:
        options["margin"] = 9 if look.shape == "box" else 7
    elif above:
        font["vadjust"] = -round(2 * look.size + look.high + 12)
    return options


def _edge_options(edge: Edge, bend: float, loops: int) -> dict[str, Any]:
    smooth = {"enabled": True, "type": "curvedCCW" if bend > 0 else "curvedCW", "roundness": abs(bend)}
    options: dict[str, Any] = {"smooth": smooth if bend else False}
    if edge.source == edge.target:
        options["selfReference"] = {"size": 22 + 5 * loops, "angle": math.pi / 4 * (loops % 8)}
    return options


def _node(node: Node, vis: dict[str, Any]) -> dict[str, Any]:
    shape = style.shape(node.type)
    kept = {key: vis[key] for key in ("label", "shape", "x", "y", "font", "size", "wide", "high")}
    margin = {"margin": vis["margin"]} if "margin" in vis else {}
    return {
        "id": vis["id"],
        "iri": node.id,
        "name": visible(node.label),
        "kind": style.class_label(node.type),
        "vis": kept | margin | {"inside": shape in INSIDE},
    }


def _edge(index: int, edge: Edge, vis: dict[str, Any]) -> dict[str, Any]:
    kept = {key: vis[key] for key in ("smooth", "selfReference") if key in vis}
    ends = {"id": f"e{index}", "order": index, "from": vis["from"], "to": vis["to"]}
    return ends | {"relation": edge.relation, "vis": kept}


def _claims(index: int, edge: Edge) -> list[dict[str, Any]]:
    """All claims of an edge for counting, those that have one with their sentence."""
    return [_claim(f"e{index}", card, told=bool(card.sentence)) for card in edge.cards]


def _claim(edge: str, card: Card, *, told: bool) -> dict[str, Any]:
    return {
        "edge": edge,
        "status": card.status,
        "stance": card.stance,
        "source": visible(card.source) if card.source else None,
        "document": visible(card.document),
        "title": visible(card.title) if card.title and told else None,
        "outlet": visible(card.outlet) if card.outlet else None,
        "published": card.published,
        "url": web_address(card.url) if told else None,
        "earliest": card.earliest,
        "latest": card.latest,
        "confidence": card.confidence,
        "sentence": visible(card.sentence) if told else None,
        "start": card.start,
        "end": card.end,
    }


def _look(look: style.Look) -> dict[str, Any]:
    return {"label": look.label, "family": look.family, "dash": look.dash, "symmetric": look.symmetric}


def _family(family: style.Family) -> dict[str, str]:
    return {"label": family.label, "light": family.light, "dark": family.dark}
