"""Outlines of countries (Natural Earth 1:110m) as SVG paths, from the TopoJSON that is shipped."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
"""Longitude and latitude in degrees."""

_FILE = Path(__file__).resolve().parent / "vendored" / "countries-110m.json"


@cache
def rings() -> tuple[tuple[Point, ...], ...]:
    """The border of every part of every country."""
    return tuple(ring for _, parts in _whole() for part in parts for ring in _both_sides(part))


@cache
def countries() -> tuple[tuple[str, tuple[Point, ...]], ...]:
    """Each country's name with the border of its largest part."""
    return tuple((name, max(parts, key=area)) for name, parts in _whole())


@cache
def _whole() -> list[tuple[str, list[tuple[Point, ...]]]]:
    """Each country's name with the borders of its parts, also across the edge of the map."""
    world = json.loads(_FILE.read_text(encoding="utf-8"))
    arcs = [_arc(arc, world["transform"]) for arc in world["arcs"]]
    return [
        (shape["properties"]["name"], [_unbroken(list(_ring(ring, arcs))) for ring in _parts(shape)])
        for shape in world["objects"]["countries"]["geometries"]
    ]


def area(ring: Sequence[Point]) -> float:
    """The area inside, in square units of its coordinates."""
    return abs(sum(a * d - b * c for (a, b), (c, d) in pairwise([*ring, ring[0]]))) / 2


def _arc(arc: Sequence[Sequence[int]], transform: dict[str, list[float]]) -> list[Point]:
    """Each step of a TopoJSON arc is relative to the one before."""
    x = y = 0
    found = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        lon, lat = (
            value * scale + shift
            for value, scale, shift in zip((x, y), transform["scale"], transform["translate"], strict=True)
        )
        found.append((lon, lat))
    return found


def _parts(shape: Any) -> Iterator[list[int]]:
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape.get("arcs", ())
    for polygon in polygons:
        yield from polygon


def _ring(indexes: Sequence[int], arcs: Sequence[list[Point]]) -> Iterator[Point]:
    """The arcs one after the other; a negative index is an arc walked backwards."""
    for index in indexes:
        yield from arcs[index] if index >= 0 else reversed(arcs[~index])


def _unbroken(ring: list[Point]) -> tuple[Point, ...]:
    """The ring without jumps from one edge of the map to the other: it may go beyond 180 degrees."""
    found = ring[:1]
    for lon, lat in ring[1:]:
        turns = round((found[-1][0] - lon) / 360)
        found.append((lon + 360 * turns, lat))
    return tuple(found)


def _both_sides(ring: tuple[Point, ...]) -> Iterator[tuple[Point, ...]]:
    """The ring, and once more on the other side of the map when it goes beyond an edge."""
    yield ring
    longitudes = [lon for lon, _ in ring]
    if max(longitudes) > 180:
        yield tuple((lon - 360, lat) for lon, lat in ring)
    if min(longitudes) < -180:
        yield tuple((lon + 360, lat) for lon, lat in ring)
