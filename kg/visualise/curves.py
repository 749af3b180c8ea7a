"""The lines of arrows: how they bend, as quadratic Bézier curves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Spot = tuple[float, float]
"""Pixels to the right and down."""


class Curve(NamedTuple):
    """A quadratic Bézier curve."""

    start: Spot
    bend: Spot
    end: Spot

    def at(self, t: float) -> Spot:
        """The spot at ``t`` between 0 and 1."""
        (ax, ay), (bx, by), (cx, cy) = self
        a, b, c = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
        return a * ax + b * bx + c * cx, a * ay + b * by + c * cy

    def between(self, s: float, t: float) -> Spot:
        """The blossom: ``at`` for equal values, the bend of the part from ``s`` to ``t`` otherwise."""
        a, b, c = (1 - s) * (1 - t), s + t - 2 * s * t, s * t
        x, y = (a * p + b * q + c * r for p, q, r in zip(self.start, self.bend, self.end, strict=True))
        return x, y

    def part(self, s: float, t: float) -> Curve:
        """The curve from ``s`` to ``t``."""
        return Curve(self.at(s), self.between(s, t), self.at(t))


def curve_between(start: Spot, end: Spot, bend: float) -> Curve:
    """From one middle to the other; ``bend`` is a share of their distance, to the right of the arrow."""
    (ax, ay), (bx, by) = start, end
    return Curve(start, ((ax + bx) / 2 - (by - ay) * bend, (ay + by) / 2 + (bx - ax) * bend), end)


def bends(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """How far each arrow bends to its right, so that arrows between the same two never lie on each other.

    One alone bends a little; the others fan out on both sides. Signs are as seen along the arrow.
    """
    between: dict[tuple[str, str], list[int]] = {}
    for index, (a, b) in enumerate(pairs):
        between.setdefault((min(a, b), max(a, b)), []).append(index)
    found = [0.0] * len(pairs)
    for (low, _), indexes in between.items():
        for slot, index in enumerate(indexes):
            side = (slot - (len(indexes) - 1) / 2) * 0.27 if len(indexes) > 1 else 0.08
            found[index] = round(side if pairs[index][0] == low else -side, 3)
    return found
