"""Where things stand in the network picture: computed here, so the page opens drawn and still.

Each connected part is laid out by stress majorisation (distances on paper follow distances in the
network; Gansner, Koren, North 2004), turned level and stretched towards the shape of the window,
freed of overlapping labels, and the parts are packed into rows. Same input, same whole pixels.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

Point = tuple[float, float]
Box = tuple[float, float]

SEED = 20240116
_GAP = 60.0
_ROUNDS = 120
_ASPECT = 1.1
_STRETCH = 1.3


def positions(
    nodes: Sequence[str], pairs: Sequence[tuple[str, str]], boxes: dict[str, Box], *, step: float
) -> dict[str, Point]:
    """The middle of each node in pixels. ``boxes`` are the widths and heights with their labels;
    ``step`` is the usual length of an arrow."""
    import networkx as nx

    graph: Any = nx.Graph()
    graph.add_nodes_from(sorted(nodes))
    graph.add_edges_from(sorted((a, b) for a, b in pairs if a != b))
    parts = [sorted(part) for part in nx.connected_components(graph)]
    arrows = Counter(a for a, b in pairs if a != b)
    placed = [
        _part(graph.subgraph(part), part, boxes, step * _room(sum(arrows[a] for a in part), len(part)))
        for part in parts
    ]
    placed.sort(key=lambda part: (-len(part), min(part)))
    return _packed(placed, boxes)


def _room(arrows: int, nodes: int) -> float:
    """How much longer arrows are drawn where there are many of them for each node."""
    return min(2.2, max(1.0, 0.85 * math.sqrt(arrows / nodes)))


def _part(graph: Any, names: list[str], boxes: dict[str, Box], step: float) -> dict[str, tuple[float, float]]:
    import numpy as np

    if len(names) == 1:
        return {names[0]: (0.0, 0.0)}
    spots = _turned(_majorised(graph, names) * step)
    sizes = np.array([boxes[name] for name in names])
    apart = _apart(spots, sizes)
    return {name: (float(x), float(y)) for name, (x, y) in zip(names, apart, strict=True)}


def _majorised(graph: Any, names: list[str]) -> Any:
    """Positions whose distances come close to the numbers of steps between the nodes."""
    import networkx as nx
    import numpy as np

    steps = dict(nx.all_pairs_shortest_path_length(graph))
    wanted = np.array([[steps[a][b] for b in names] for a in names], dtype=float)
    # Crowded neighbours need room: steps to and from a hub are longer on paper.
    degree = np.sqrt(np.array([max(1, graph.degree(name)) for name in names], dtype=float))
    wanted *= 1 + 0.06 * (degree[:, None] + degree[None, :] - 2)
    weights = np.where(wanted > 0, 1 / np.maximum(wanted, 1e-9) ** 2, 0)
    start = nx.spring_layout(graph, seed=SEED, iterations=60)
    spots = np.array([start[name] for name in names], dtype=float) * len(names) ** 0.5
    return _smacof(spots, wanted, weights)


def _smacof(spots: Any, wanted: Any, weights: Any) -> Any:
    import numpy as np

    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.pinv(laplacian)
    for _ in range(_ROUNDS):
        distances = np.linalg.norm(spots[:, None] - spots[None, :], axis=2)
        ratio = -weights * wanted / np.maximum(distances, 1e-9)
        np.fill_diagonal(ratio, 0)
        np.fill_diagonal(ratio, -ratio.sum(axis=1))
        spots = inverse @ (ratio @ spots)
    return spots


def _turned(spots: Any) -> Any:
    """The longest direction laid level, the first node on the left."""
    import numpy as np

    centred = spots - spots.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    level = centred @ directions[:, ::-1]
    return _stretched(level * np.where(level[0] > 0, -1.0, 1.0))


def _stretched(level: Any) -> Any:
    """The same, higher where it would be much wider than high; a straight line stays one."""
    import numpy as np

    width, height = np.ptp(level, axis=0)
    if height > 1e-6 * width:
        level[:, 1] *= min(_STRETCH, max(1.0, width / (_ASPECT * height)))
    return level


def _apart(spots: Any, sizes: Any) -> Any:
    """Pushes overlapping boxes apart along the shorter way, a little at a time."""
    import numpy as np

    spots = spots.copy()
    for _ in range(_ROUNDS):
        moved = False
        for a in range(len(spots)):
            gap = spots - spots[a]
            need = (sizes + sizes[a]) / 2 - np.abs(gap)
            for b in np.nonzero((need > 0).all(axis=1))[0]:
                if b > a:
                    _push(spots, a, int(b), need[b], gap[b])
                    moved = True
        if not moved:
            break
    return spots


def _push(spots: Any, a: int, b: int, need: Any, gap: Any) -> None:
    axis = 1 if need[1] <= need[0] else 0
    shift = (need[axis] + 1) / 2 * (1 if gap[axis] >= 0 else -1)
    spots[a, axis] -= shift
    spots[b, axis] += shift


def _packed(parts: list[dict[str, tuple[float, float]]], boxes: dict[str, Box]) -> dict[str, Point]:
    """The parts in rows, the largest first, the whole about as wide as high."""
    frames = [_frame(part, boxes) for part in parts]
    area = sum((right - left + _GAP) * (bottom - top + _GAP) for left, top, right, bottom in frames)
    limit = max([(area * _ASPECT) ** 0.5, *(frame[2] - frame[0] for frame in frames)], default=0.0)
    x = y = height = 0.0
    found: dict[str, Point] = {}
    for part, (left, top, right, bottom) in zip(parts, frames, strict=True):
        if x and x + right - left > limit:
            x, y, height = 0.0, y + height + _GAP, 0.0
        found |= {name: (round(px - left + x), round(py - top + y)) for name, (px, py) in part.items()}
        x, height = x + right - left + _GAP, max(height, bottom - top)
    return found


def _frame(part: dict[str, tuple[float, float]], boxes: dict[str, Box]) -> tuple[float, float, float, float]:
    left = min(x - boxes[name][0] / 2 for name, (x, _) in part.items())
    right = max(x + boxes[name][0] / 2 for name, (x, _) in part.items())
    top = min(y - boxes[name][1] / 2 for name, (_, y) in part.items())
    bottom = max(y + boxes[name][1] / 2 for name, (_, y) in part.items())
    return left, top, right, bottom
