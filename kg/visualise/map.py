"""Where events happened: a static SVG map without tiles, with the precision of each place shown."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from kg.visualise import style
from kg.visualise.outlines import Point, rings
from kg.visualise.page import page, visible
from kg.visualise.records import Happening, Located

_WIDE = 1120.0
_NARROWEST = 12.0
_NAMED = 24
_WKT = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_EXACT = frozenset({"city", "facility"})


class Frame(NamedTuple):
    """The part of the world that is shown, in degrees, on paper of ``_WIDE`` pixels width."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> tuple[float, float]:
        """Pixels for a degree; those of longitude are as long as in the middle of the frame."""
        across = _WIDE / (self.east - self.west)
        return across, across / max(0.3, math.cos(math.radians((self.south + self.north) / 2)))

    @property
    def height(self) -> float:
        """The height of the paper."""
        return round((self.north - self.south) * self.scale[1], 1)

    def at(self, spot: Point) -> Point:
        """The spot on paper."""
        across, up = self.scale
        return round((spot[0] - self.west) * across, 1), round((self.north - spot[1]) * up, 1)


def map_page(located: Located) -> str:
    """The HTML page of a map."""
    found = _by_place(located.happenings)
    spots = {place: spot for place, some in found.items() if (spot := _spot(some[0].point))}
    frame = _framed(list(spots.values()))
    ordered = sorted(spots, key=lambda place: (-_size(found[place]), place))
    marks = [_mark(found[place], frame.at(spots[place])) for place in ordered]
    _name(marks)
    families = {mark["family"] for mark in marks}
    return page(
        "map.html",
        styles=("base.css", "chart.css", "map.css"),
        colours=style.families(),
        title=visible(located.title),
        note=_note(located, found, spots),
        legend=[{"name": n, "label": f.label} for n, f in style.families().items() if n in families],
        land=list(_land(frame)),
        marks=marks,
        width=_WIDE,
        height=frame.height,
    )


def _by_place(happenings: Iterable[Happening]) -> dict[str, list[Happening]]:
    found: dict[str, list[Happening]] = defaultdict(list)
    for one in happenings:
        found[one.place].append(one)
    return dict(sorted(found.items()))


def _size(some: list[Happening]) -> int:
    return len({one.event for one in some})


def _spot(point: str | None) -> Point | None:
    found = _WKT.fullmatch(point or "")
    spot = (float(found[1]), float(found[2])) if found else None
    return spot if spot and abs(spot[0]) <= 180 and abs(spot[1]) <= 90 else None


def _framed(spots: list[Point]) -> Frame:
    """All spots with a margin; the whole world where there are none."""
    if not spots:
        return Frame(-180, -60, 180, 85)
    (west, east), (south, north) = ((min(axis), max(axis)) for axis in zip(*spots, strict=True))
    wide = max(_NARROWEST, 1.25 * (east - west), 2.1 * (north - south))
    high = max(0.5 * wide, 1.25 * (north - south))
    x, y = (west + east) / 2, (south + north) / 2
    west, east = max(-180.0, x - wide / 2), min(180.0, x + wide / 2)
    return Frame(west, max(-85.0, y - high / 2), east, min(85.0, y + high / 2))


def _land(frame: Frame) -> Iterable[str]:
    """The borders that may reach into the frame, as paths."""
    for ring in rings():
        if _reaches(ring, frame):
            spots = [frame.at(spot) for spot in ring]
            yield "M" + "L".join(f"{x:g} {y:g}" for x, y in spots) + "Z"


def _reaches(ring: Iterable[Point], frame: Frame) -> bool:
    xs, ys = zip(*ring, strict=True)
    beside = max(xs) < frame.west or min(xs) > frame.east
    return not beside and max(ys) >= frame.south and min(ys) <= frame.north


def _mark(some: list[Happening], at: Point) -> dict[str, Any]:
    events = {one.event: style.look(one.relation) for one in some}
    families = Counter(look.family for look in events.values())
    words = Counter(look.label for look in events.values())
    family = min(families, key=lambda name: (-families[name], name))
    told = ", ".join(f"{word} {n}" for word, n in sorted(words.items(), key=lambda x: (-x[1], x[0])))
    name, kind = visible(some[0].name), some[0].kind or "place"
    return {
        "x": at[0],
        "y": at[1],
        "r": round(3.5 + 2.2 * len(events) ** 0.5, 1) if len(events) < 200 else 34.6,
        "family": family,
        "exact": kind in _EXACT,
        "name": name,
        "kind": kind,
        "count": len(events),
        "label": "",
        "told": told,
    }


def _name(marks: list[dict[str, Any]]) -> None:
    """Puts names beside the largest circles, as far as there is room for them."""
    taken: list[tuple[float, float, float]] = []
    for mark in marks:
        left, right = mark["x"] + mark["r"], mark["x"] + mark["r"] + 7.5 * len(mark["name"]) + 8
        free = all(right < a or left > b or abs(mark["y"] - y) > 15 for a, b, y in taken)
        if free and right < _WIDE and len(taken) < _NAMED:
            mark["label"] = mark["name"]
            taken.append((left, right, mark["y"]))


def _note(located: Located, found: dict[str, list[Happening]], spots: dict[str, Point]) -> str:
    events = {one.event for place in spots for one in found[place]}
    without = len({one.event for one in located.happenings} - events)
    rest = f"; {without} events name only places without a point" if without else ""
    return f"{len(events)} events told as real at {len(spots)} places{rest}"
