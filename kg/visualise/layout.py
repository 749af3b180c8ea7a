"""Where things stand in the network picture: computed here, so the page opens drawn and still.

Each connected part is laid out by stress majorisation (distances on paper follow distances in the
network; Gansner, Koren, North 2004), turned level and stretched towards the shape of the window,
freed of overlapping labels, and the parts are packed into rows. Same input, same whole pixels.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from kg.visualise.curves import bends, curve_between

Point = tuple[float, float]
Box = tuple[float, float]

SEED = 20240116
_GAP = 60.0
_ROUNDS = 120
_ASPECT = 1.1
_STRETCH = 1.3
_LINE = 18.0
"""The height of words on an arrow."""
_SPARE = 24.0
"""What of the margin of a box the words may take."""
_STEEP = 0.7
_WIDEST = 2.5
_KEPT = 256
"""Forms of parts that are kept: among the pictures of single actors most are stars."""


def positions(
    nodes: Sequence[str],
    pairs: Sequence[tuple[str, str]],
    boxes: dict[str, Box],
    *,
    step: float,
    words: Sequence[float] = (),
) -> dict[str, Point]:
    """The middle of each node in pixels. ``boxes`` are the widths and heights with their labels;
    ``step`` is the usual length of an arrow, ``words`` the width of what stands on each of them."""
    near: dict[str, set[str]] = {one: set() for one in nodes}
    for a, b in pairs:
        if a != b:
            near[a].add(b)
            near[b].add(a)
    arrows = Counter(a for a, b in pairs if a != b)
    placed = [
        _part(near, part, boxes, step * _room(sum(arrows[a] for a in part), len(part)))
        for part in _parts(near)
    ]
    said = list(zip(pairs, words, strict=True)) if words else []
    placed = [_widened(part, said, boxes) for part in placed]
    placed.sort(key=lambda part: (-len(part), min(part)))
    return _packed(placed, [_frame(part, boxes, _crests(part, pairs)) for part in placed])


def _parts(near: dict[str, set[str]]) -> list[list[str]]:
    """The nodes that are connected, those with the most neighbours first."""
    left, found = set(near), []
    for one in sorted(near):
        if one in left:
            part, waiting = {one}, [one]
            while waiting:
                new = near[waiting.pop()] - part
                part |= new
                waiting += new
            left -= part
            found.append(sorted(part, key=lambda name: (-len(near[name]), name)))
    return found


def _room(arrows: int, nodes: int) -> float:
    """How much longer arrows are drawn where there are many of them for each node."""
    return min(2.2, max(1.0, 0.85 * math.sqrt(arrows / nodes)))


def _part(
    near: dict[str, set[str]], names: list[str], boxes: dict[str, Box], step: float
) -> dict[str, tuple[float, float]]:
    import numpy as np

    if len(names) == 1:
        return {names[0]: (0.0, 0.0)}
    if len(names) == 2:
        return _two(names, boxes, step)
    number = {name: at for at, name in enumerate(names)}
    ties = sorted((number[a], number[b]) for a in names for b in near[a] if number[a] < number[b])
    sizes = np.array([boxes[name] for name in names])
    apart = _apart(_formed(len(names), tuple(ties)) * step, sizes).tolist()
    return {name: (x, y) for name, (x, y) in zip(names, apart, strict=True)}


def _two(names: list[str], boxes: dict[str, Box], step: float) -> dict[str, tuple[float, float]]:
    """Side by side, with room for the arrows between their boxes."""
    first, second = sorted(names)
    apart = (boxes[first][0] + boxes[second][0]) / 2 + max(60.0, step - 60)
    return {first: (0.0, 0.0), second: (apart, 0.0)}


@lru_cache(_KEPT)
def _formed(count: int, ties: tuple[tuple[int, int], ...]) -> Any:
    """Where so many nodes with these ties stand, for arrows of length 1."""
    return _turned(_majorised(count, ties))


def _majorised(count: int, ties: tuple[tuple[int, int], ...]) -> Any:
    """Positions of so many nodes whose distances come close to the numbers of steps between them."""
    import networkx as nx
    import numpy as np

    graph: Any = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(ties)
    steps = dict(nx.all_pairs_shortest_path_length(graph))
    wanted = np.array([[steps[a][b] for b in range(count)] for a in range(count)], dtype=float)
    # Crowded neighbours need room: steps to and from a hub are longer on paper.
    degree = np.sqrt(np.array([max(1, graph.degree(one)) for one in range(count)], dtype=float))
    wanted *= 1 + 0.06 * (degree[:, None] + degree[None, :] - 2)
    weights = np.where(wanted > 0, 1 / np.maximum(wanted, 1e-9) ** 2, 0)
    start = nx.spring_layout(graph, seed=SEED, iterations=60)
    spots = np.array([start[one] for one in range(count)], dtype=float) * count**0.5
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
    """The longest direction laid level, the last node on the right."""
    import numpy as np

    centred = spots - spots.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    level = centred @ directions[:, ::-1]
    return _stretched(level * np.where(level[-1] < 0, -1.0, 1.0))


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

    spots, room = spots.copy(), (sizes[:, None] + sizes[None, :]) / 2
    for _ in range(_ROUNDS):
        over = (np.abs(spots[:, None] - spots[None, :]) < room).all(axis=2)
        pairs = np.argwhere(np.triu(over, 1)).tolist()
        for a, b in pairs:
            _push(spots, a, b, room[a, b])
        if not pairs:
            break
    return spots


def _push(spots: Any, a: int, b: int, room: Any) -> None:
    """Moves two boxes apart, if they still overlap."""
    across, up = (spots[b] - spots[a]).tolist()
    need = room[0] - abs(across), room[1] - abs(up)
    axis, gap = (1, up) if need[1] <= need[0] else (0, across)
    if need[axis] > 0:
        shift = (need[axis] + 1) / 2 * (1 if gap >= 0 else -1)
        spots[a, axis] -= shift
        spots[b, axis] += shift


def _widened(
    part: dict[str, Point], said: list[tuple[tuple[str, str], float]], boxes: dict[str, Box]
) -> dict[str, Point]:
    """The part so much wider that the words in the middle of its arrows lie on neither end of them."""
    scales = [
        _scale(part[a], part[b], wide, boxes[end])
        for (a, b), wide in said
        if a in part and a != b
        for end in (a, b)
    ]
    scale = min(_WIDEST, max(scales, default=1.0))
    return {name: (x * scale, y) for name, (x, y) in part.items()} if scale > 1 else part


def _scale(start: Point, end: Point, wide: float, box: Box) -> float:
    """How much wider the arrow must be for its words, which run along it where it is steep."""
    across, up = abs(start[0] - end[0]), abs(start[1] - end[1])
    if across < _STEEP * up or up >= _LINE + box[1]:
        return 1.0
    return (wide + box[0] - _SPARE) / max(across, 1.0)


Frame = tuple[float, float, float, float]
"""Left, top, right and bottom."""


def _packed(parts: list[dict[str, Point]], frames: list[Frame]) -> dict[str, Point]:
    """The parts in rows, each in the middle, the largest first, the whole about as wide as high."""
    area = sum((right - left + _GAP) * (bottom - top + _GAP) for left, top, right, bottom in frames)
    limit = max([(area * _ASPECT) ** 0.5, *(frame[2] - frame[0] for frame in frames)], default=0.0)
    rows: list[list[int]] = []
    x = 0.0
    for at, (left, _, right, _) in enumerate(frames):
        if not rows or x + right - left > limit:
            rows.append([])
            x = 0.0
        rows[-1].append(at)
        x += right - left + _GAP
    widths = [sum(frames[at][2] - frames[at][0] + _GAP for at in row) for row in rows]
    found: dict[str, Point] = {}
    y = 0.0
    for row, wide in zip(rows, widths, strict=True):
        x = (max(widths) - wide) / 2
        for at in row:
            left, top, right, _ = frames[at]
            found |= {
                name: (round(px - left + x), round(py - top + y)) for name, (px, py) in parts[at].items()
            }
            x += right - left + _GAP
        y += max(frames[at][3] - frames[at][1] for at in row) + _GAP
    return found


def _crests(part: dict[str, Point], pairs: Sequence[tuple[str, str]]) -> list[Point]:
    """The middles of the arrows of a part, to where they bend."""
    return [
        curve_between(part[a], part[b], bend).at(0.5)
        for (a, b), bend in zip(pairs, bends(pairs), strict=True)
        if a in part and a != b
    ]


def _frame(part: dict[str, Point], boxes: dict[str, Box], crests: list[Point]) -> Frame:
    """What a part takes: its boxes, and its arrows with a line of words on them."""
    taken = [(x, y, *boxes[name]) for name, (x, y) in part.items()]
    taken += [(x, y, 0.0, _LINE) for x, y in crests]
    return (
        min(x - wide / 2 for x, _, wide, _ in taken),
        min(y - high / 2 for _, y, _, high in taken),
        max(x + wide / 2 for x, _, wide, _ in taken),
        max(y + high / 2 for _, y, _, high in taken),
    )
