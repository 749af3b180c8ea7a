"""The pieces of network pictures and legends as SVG: in Python, since a site has them by the thousand.

A template takes five times as long for them. What is text is made visible and escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from kg.visualise.page import shown

if TYPE_CHECKING:
    from kg.visualise.figure import Key

_SHAPES = {
    "dot": '<circle r="1"/>',
    "square": '<rect x="-0.9" y="-0.9" width="1.8" height="1.8"/>',
    "box": '<rect x="-1.6" y="-0.9" width="3.2" height="1.8" rx="0.3"/>',
    "triangle": '<path d="M0 -1.1 L1.05 0.8 H-1.05 Z"/>',
    "diamond": '<path d="M0 -1.15 L1.15 0 L0 1.15 L-1.15 0 Z"/>',
    "star": '<path d="M0 -1.15 L.34 -.4 1.14 -.31 .55 .22 .71 1 0 .6 '
    '-.71 1 -.55 .22 -1.14 -.31 -.34 -.4 Z"/>',
    "hexagon": '<path d="M-.55 -1 H.55 L1.15 0 .55 1 H-.55 L-1.15 0 Z"/>',
    "database": '<path d="M-.85 -.65 C-.85 -1.1 .85 -1.1 .85 -.65 V.7 C.85 1.1 -.85 1.1 -.85 .7 Z '
    'M-.85 -.65 C-.85 -.25 .85 -.25 .85 -.65"/>',
}
"""What stands for a kind of thing, about as large as a circle of radius 1."""
_OTHER = '<ellipse rx="1.5" ry="0.95"/>'
_SYMBOLS = {
    "swatch": '<rect class="cell" x="4" y="1" width="14" height="14" rx="3"/>',
    "exact": '<circle class="exact" cx="11" cy="8" r="6"/>',
    "area": '<circle class="area" cx="11" cy="8" r="6"/>',
    "arrow": '<line class="arrow {dash}" x1="0" y1="8" x2="15" y2="8" stroke-width="2.4"/>'
    '<path class="head" d="M14 3.5 L23 8 L14 12.5 Z"/>',
    "tie": '<line class="arrow {dash}" x1="3" y1="8" x2="20" y2="8" stroke-width="2.4"/>'
    '<circle class="head" cx="3" cy="8" r="3"/><circle class="head" cx="20" cy="8" r="3"/>',
}
_KEPT = 50_000


def strokes(arrows: Iterable[Mapping[str, Any]], nodes: Iterable[Mapping[str, Any]]) -> Markup:
    """The arrows, the nodes on them, and all words above."""
    drawn, placed = list(arrows), list(nodes)
    words = (_words(one["label"][0], one["label"][1], one["words"]) for one in drawn if one["label"])
    names = (
        _words(one["x"], line["y"], line["text"], f' font-size="{one["letters"]}"')
        for one in placed
        for line in one["lines"]
    )
    return Markup("".join([*map(_arrow, drawn), *map(_node, placed), *words, *names]))


@lru_cache(_KEPT)
def symbol(one: Key) -> Markup:
    """A line of the legend's sign."""
    made = _SYMBOLS.get(one.symbol)
    inner = _shape(one.symbol, 11, 8, 6) if made is None else made.format(dash=shown(one.dash))
    return Markup(f'<g class="{shown(one.family)}">{inner}</g>')


def _arrow(one: Mapping[str, Any]) -> str:
    dash = f' stroke-dasharray="{one["dash"]}"' if one["dash"] else ""
    line = f'<path class="arrow" d="{one["path"]}" stroke-width="{one["thick"]}"{dash}/>'
    kind, thin = ("arrow", ' stroke-width="1.6"') if one["open"] else ("head", "")
    head = f'<path class="{kind}" d="{one["head"]}"{thin}/>' if one["head"] else ""
    dots = "".join(f'<circle class="head" cx="{x}" cy="{y}" r="{one["dot"]}"/>' for x, y in one["dots"])
    return f'<g class="{shown(one["family"])}"><title>{shown(one["title"])}</title>{line}{head}{dots}</g>\n'


def _node(one: Mapping[str, Any]) -> str:
    drawn = f"<g><title>{shown(one['title'])}</title>{_form(one)}</g>"
    return f'<a href="{shown(one["page"])}">{drawn}</a>\n' if one["page"] else f"{drawn}\n"


def _form(one: Mapping[str, Any]) -> str:
    x, y, across, up = (one[name] for name in ("x", "y", "across", "up"))
    if one["shape"] == "box":
        corner = f'x="{round(x - across, 1)}" y="{round(y - up, 1)}"'
        return (
            f'<rect class="node" stroke-width="1.4" {corner} width="{2 * across}" height="{2 * up}" rx="5"/>'
        )
    if one["shape"] == "ellipse":
        return f'<ellipse class="node" stroke-width="1.4" cx="{x}" cy="{y}" rx="{across}" ry="{up}"/>'
    return _shape(one["shape"], x, y, up)


def _shape(kind: str, x: float, y: float, r: float) -> str:
    """The shape in the middle of a node, ``r`` pixels from there to its edge."""
    place = f'transform="translate({x} {y}) scale({r})" stroke-width="{round(1.4 / r, 3)}"'
    return f'<g class="node" {place}>{_SHAPES.get(kind, _OTHER)}</g>'


def _words(x: float, y: float, text: str, size: str = "") -> str:
    return f'<text class="halo middle" x="{x}" y="{y}"{size}>{shown(text)}</text>\n'
