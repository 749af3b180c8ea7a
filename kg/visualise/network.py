"""The network picture: who did what to whom, as arrows that lead to the sentences they rest on."""

from __future__ import annotations

import math
from typing import Any

from kg.visualise import style
from kg.visualise.layout import Box, Point, bends, positions
from kg.visualise.page import as_data, page, visible, web_address
from kg.visualise.records import Card, Edge, Network, Node

MOST_EDGES = 150
MOST_CARDS = 60
LABELLED = 16
"""Up to so many arrows each one is labelled; above, on hover and selection only."""

_NOT_REAL = ("future", "hypothetical", "negated")
"""Not drawn at first, unless there is nothing else."""
_STATUSES = ("actual", "habitual", "historical", *_NOT_REAL)
_STANCES = ("reports", "alleges", "denies")
_INSIDE = frozenset({"box", "ellipse"})
_LETTER = 0.6
_LINE = 1.25


def network_page(network: Network) -> str:
    """The HTML page of a network of at most 150 edges; the same network gives the same bytes."""
    claims = sum(len(edge.cards) for edge in network.edges)
    subtitle = f"{claims} claims in {len(network.edges)} arrows between {len(network.nodes)} actors"
    return page(
        "network.html",
        styles=("base.css", "network.css"),
        scripts=("engine", "network.js"),
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
        "statuses": [status for status in _STATUSES if status in statuses],
        "stances": [stance for stance in _STANCES if stance in stances],
        "off": [status for status in _NOT_REAL if statuses - set(_NOT_REAL)],
    }


def _drawn(network: Network) -> Any:
    """The network in pyvis's model, with positions, sizes and bends."""
    from pyvis.network import Network as Model

    model = Model(directed=True)
    ids = {node.id: f"n{index}" for index, node in enumerate(network.nodes)}
    ties = _ties(network)
    boxes = {node.id: _box(node, ties[node.id]) for node in network.nodes}
    pairs = [(edge.source, edge.target) for edge in network.edges]
    spots = positions(list(ids), pairs, boxes, step=_step(network))
    for node in network.nodes:
        model.add_node(ids[node.id], **_node_options(node, ties[node.id], spots[node.id]))
    loops = 0
    for edge, bend in zip(network.edges, bends(pairs), strict=True):
        loops += edge.source == edge.target
        model.add_edge(ids[edge.source], ids[edge.target], **_edge_options(edge, bend, loops))
    return model


def _step(network: Network) -> float:
    """The length of an arrow: where arrows carry their names, these have room between the ends."""
    if len(network.edges) > LABELLED:
        return 165.0
    words = max((len(style.look(edge.relation).label) for edge in network.edges), default=0)
    return min(250.0, 6.0 * (words + 4) + 90)


def _ties(network: Network) -> dict[str, int]:
    ties = {node.id: 0 for node in network.nodes}
    for edge in network.edges:
        for end in (edge.source, edge.target):
            ties[end] += len(edge.cards)
    return ties


def _node_options(node: Node, ties: int, spot: Point) -> dict[str, Any]:
    shape = style.shape(node.type)
    font = {"size": _letters(shape, ties), "face": "system-ui, sans-serif", "multi": False}
    options = {
        "label": _cut(visible(node.label)),
        "shape": shape,
        "x": spot[0],
        "y": spot[1],
        "font": font,
        "size": _size(ties),
        "widthConstraint": {"maximum": 170},
    }
    if shape in _INSIDE:
        options["margin"] = 9 if shape == "box" else 7
    return options


def _edge_options(edge: Edge, bend: float, loops: int) -> dict[str, Any]:
    smooth = {"enabled": True, "type": "curvedCCW" if bend > 0 else "curvedCW", "roundness": abs(bend)}
    options: dict[str, Any] = {"smooth": smooth if bend else False}
    if edge.source == edge.target:
        options["selfReference"] = {"size": 22 + 5 * loops, "angle": math.pi / 4 * (loops % 8)}
    return options


def _letters(shape: str, ties: int) -> int:
    """Font size in pixels: actors with more claims are told larger."""
    return round((14 if shape in _INSIDE else 13) + min(6.0, 1.2 * math.log2(1 + ties)))


def _size(ties: int) -> int:
    return round(9 + min(10.0, 2 * math.log2(1 + ties)))


def _box(node: Node, ties: int) -> Box:
    """About how much room the node and its label take, with a margin."""
    shape = style.shape(node.type)
    letters = _letters(shape, ties)
    length = len(_cut(node.label)) * letters * _LETTER
    lines = math.ceil(length / 170)
    width = min(length, 170.0)
    if shape in _INSIDE:
        return width + 40, lines * letters * _LINE + 34
    return max(width, 2.0 * _size(ties)) + 18, lines * letters * _LINE + 2.0 * _size(ties) + 22


def _node(node: Node, vis: dict[str, Any]) -> dict[str, Any]:
    shape = style.shape(node.type)
    kept = {key: vis[key] for key in ("label", "shape", "x", "y", "font", "size", "widthConstraint")}
    margin = {"margin": vis["margin"]} if "margin" in vis else {}
    return {
        "id": vis["id"],
        "iri": node.id,
        "name": visible(node.label),
        "kind": style.class_label(node.type),
        "vis": kept | margin | {"inside": shape in _INSIDE},
    }


def _edge(index: int, edge: Edge, vis: dict[str, Any]) -> dict[str, Any]:
    kept = {key: vis[key] for key in ("smooth", "selfReference") if key in vis}
    ends = {"id": f"e{index}", "order": index, "from": vis["from"], "to": vis["to"]}
    return ends | {"relation": edge.relation, "vis": kept}


def _claims(index: int, edge: Edge) -> list[dict[str, Any]]:
    """All claims of an edge for counting, the first 60 of them with their sentences."""
    return [_claim(f"e{index}", card, told=i < MOST_CARDS) for i, card in enumerate(edge.cards)]


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


def _cut(label: str) -> str:
    return label if len(label) <= 48 else label[:46].rstrip() + "…"
