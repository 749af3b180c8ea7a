"""Where events happened: a static SVG map without tiles, with the precision of each place shown."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

from kg.visualise import style
from kg.visualise.counting import by_frequency, family_keys, listed, several, told_as
from kg.visualise.figure import Figure, Key
from kg.visualise.letters import cut, width
from kg.visualise.outlines import Point, area, countries, rings
from kg.visualise.page import visible
from kg.visualise.records import Happening, Located

_WIDE = 1120.0
_NARROWEST = 24.0
_NAMED = 24
_LETTERS = 12.5
_WKT = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_EXACT = frozenset({"city", "facility"})
_AREA = "somewhere in a district or province"
_CAPTION = (
    "Larger circles stand for more events, the colour for their most frequent kind. A dashed ring stands in "
    "the middle of an area: the text names no town. Borders are those of Natural Earth, drawn at a scale of "
    "1:110 million as they are in fact held; they say nothing about whose land it is."
)


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


class Stretch(NamedTuple):
    """Where a name stands: from where to where across, and how far down its middle is."""

    start: float
    end: float
    y: float

    def is_free(self, taken: list[Stretch]) -> bool:
        """Whether it lies on none of these."""
        return all(self.end < a or self.start > b or abs(self.y - y) > 15 for a, b, y in taken)

    def lies_on(self, mark: dict[str, Any]) -> bool:
        """Whether it reaches into that circle."""
        across = mark["x"] - min(max(mark["x"], self.start), self.end)
        return bool(math.hypot(across, max(0.0, abs(mark["y"] - self.y) - 8)) < mark["r"])


def world_map(located: Located) -> Figure:
    """The events at their places, on the part of the world that holds them."""
    found = _by_place(located.happenings)
    spots = {place: spot for place, some in found.items() if (spot := _spot(some[0].point))}
    frame = _framed(list(spots.values()))
    ordered = sorted(spots, key=lambda place: (-_size(found[place]), place))
    marks = [_mark(found[place], frame.at(spots[place])) for place in ordered]
    _name(marks)
    precision = (Key(symbol="exact", label="a town"), Key(symbol="area", label=_AREA))
    return Figure(
        name="map",
        title=visible(located.title),
        note=_note(located, found, spots),
        caption=_CAPTION,
        query=located.query,
        keys=(*family_keys(mark["family"] for mark in marks), *precision),
        width=_WIDE,
        height=frame.height,
        values={"land": list(_land(frame)), "marks": marks, "names": list(_names(frame, marks))},
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


def _names(frame: Frame, marks: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """The names of countries near the middle of what is seen of them, where they fit and lie on no mark and
    on no other name."""
    taken: list[Stretch] = []
    for name, ring in countries():
        seen = [_within(frame.at(spot), frame) for spot in ring]
        wide = width(name, _LETTERS)
        if area(seen) < 4 * _LETTERS * wide or max(seen)[0] - min(seen)[0] < wide:
            continue
        x, middle = _centre(seen)
        spots = [(x, middle + aside) for aside in (0, -50, 50) if 12 < middle + aside < frame.height - 6]
        free = (
            spot
            for spot in spots
            if Stretch(x - wide / 2, x + wide / 2, spot[1]).is_free(taken)
            and all(_beside(spot, wide / 2, mark) for mark in marks)
        )
        if (spot := next(free, None)) and wide / 2 < x < _WIDE - wide / 2:
            taken.append(Stretch(x - wide / 2, x + wide / 2, spot[1]))
            yield {"x": round(spot[0], 1), "y": round(spot[1], 1), "text": name}


def _beside(spot: Point, half: float, mark: dict[str, Any]) -> bool:
    """Whether a name of that half width in that spot is clear of a mark and its label."""
    words = mark["words"] or Stretch(mark["x"], mark["x"], mark["y"])
    start, end = min(mark["x"] - mark["r"], words.start), max(mark["x"] + mark["r"] + 12, words.end)
    across = spot[0] + half < start or spot[0] - half > end
    return bool(across or abs(mark["y"] - spot[1]) > mark["r"] + 16)


def _within(spot: Point, frame: Frame) -> Point:
    return min(max(spot[0], 0.0), _WIDE), min(max(spot[1], 0.0), frame.height)


def _centre(ring: list[Point]) -> Point:
    """The centre of gravity of what is inside."""
    steps = [((a, b), (c, d), a * d - b * c) for (a, b), (c, d) in pairwise([*ring, ring[0]])]
    whole = 3 * sum(share for _, _, share in steps)
    x = sum((one[0] + other[0]) * share for one, other, share in steps) / whole
    return x, sum((one[1] + other[1]) * share for one, other, share in steps) / whole


def _reaches(ring: Iterable[Point], frame: Frame) -> bool:
    xs, ys = zip(*ring, strict=True)
    beside = max(xs) < frame.west or min(xs) > frame.east
    return not beside and max(ys) >= frame.south and min(ys) <= frame.north


def _mark(some: list[Happening], at: Point) -> dict[str, Any]:
    events = {one.event: style.look(one.relation) for one in some}
    families = Counter(look.family for look in events.values())
    kind = visible(some[0].kind or "place")
    return {
        "x": at[0],
        "y": at[1],
        "r": round(min(34.6, 3.5 + 2.2 * len(events) ** 0.5), 1),
        "family": by_frequency(families)[0][0],
        "exact": kind in _EXACT,
        "name": visible(some[0].name),
        "kind": kind,
        "count": len(events),
        "label": "",
        "words": None,
        "end": False,
        "told": listed(Counter(look.label for look in events.values())),
    }


def _name(marks: list[dict[str, Any]]) -> None:
    """Puts names beside the largest circles, as far as there is room for them: to the right, or to the
    left where another circle stands on the right only."""
    taken: list[Stretch] = []
    for mark in marks:
        name = cut(mark["name"], 30)
        wide, y = width(name, _LETTERS) + 12, mark["y"]
        right = Stretch(mark["x"] + mark["r"], mark["x"] + mark["r"] + wide, y)
        left = Stretch(mark["x"] - mark["r"] - wide, mark["x"] - mark["r"], y)
        free = [side for side in (right, left) if side.start > 0 and side.end < _WIDE and side.is_free(taken)]
        clear = [side for side in free if not any(side.lies_on(one) for one in marks if one is not mark)]
        chosen = next(iter([*clear, *(side for side in free if side is right)]), None)
        if chosen and len(taken) < _NAMED:
            mark |= {"label": name, "words": chosen, "end": chosen is left}
            taken.append(chosen)


def _note(located: Located, found: dict[str, list[Happening]], spots: dict[str, Point]) -> str:
    events = {one.event for place in spots for one in found[place]}
    without = len({one.event for one in located.happenings} - events)
    rest = f"; {several(without, 'events')} only at places whose point nobody knows" if without else ""
    told = f"{several(len(events), 'events')} {told_as(located.statuses)}"
    return f"{told} at {several(len(spots), 'places')}{rest}"
