"""A picture that is one SVG: inside a page without script, or as a file of its own for papers."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from kg.errors import KgError
from kg.model import Record
from kg.visualise import style
from kg.visualise.letters import width
from kg.visualise.page import asset, environment, page

_MARGIN = 16.0
_LETTERS = 12.5
_NARROWEST = 520.0


class Key(Record, frozen=True):
    """A line of the legend: a symbol of ``strokes`` in the colour of a family, and what it means."""

    symbol: str
    label: str
    family: str = ""
    dash: str = "solid"


class Figure(Record, frozen=True):
    """A picture as the template ``NAME.svg`` draws it; ``values`` are what that template takes.

    ``note`` says how much is shown of what, ``caption`` how to read it, ``query`` is the saved query
    from whose rows all its numbers are counted, as ``kg query STORE ...`` takes it.
    """

    name: str
    title: str
    note: str
    caption: str
    query: str
    keys: tuple[Key, ...]
    width: float
    height: float
    values: dict[str, Any]


def html(figure: Figure) -> str:
    """The page that shows the figure."""
    return page(
        "figure.html",
        styles=("base.css", "chart.css", "figure.css"),
        colours=style.families(),
        title=figure.title,
        figure=figure,
        **figure.values,
    )


def svg(figure: Figure) -> str:
    """The figure as a file: light, on white, with its legend, free of CSS variables."""
    across = max(figure.width, _NARROWEST)
    keys, below = _laid_out(figure.keys, across)
    return str(
        environment()
        .get_template("figure.svg")
        .render(
            figure=figure,
            style=_literal(),
            keys=keys,
            top=below,
            margin=_MARGIN,
            across=round(across + 2 * _MARGIN, 1),
            high=round(below + figure.height + _MARGIN, 1),
            **figure.values,
        )
    )


def _laid_out(keys: tuple[Key, ...], across: float) -> tuple[list[tuple[float, float, Key]], float]:
    """The lines of the legend with their places, in rows, and where the picture may begin below them."""
    x, y = _MARGIN, _MARGIN
    placed = []
    for key in keys:
        wide = 30 + width(key.label, _LETTERS) + 18
        if x > _MARGIN and x + wide > across + _MARGIN:
            x, y = _MARGIN, y + 22
        placed.append((round(x, 1), y, key))
        x += wide
    return placed, y + 32 if keys else y


@cache
def _literal() -> Any:
    """The style sheet of figures with the colours of the light page in place of its variables."""
    from markupsafe import Markup

    light = asset("base.css").split("}", 1)[0]
    tones = dict(re.findall(r"--([\w-]+): ([^;]+);", light)) | {"paper": "#ffffff"}
    rules = re.sub(r"var\(--([\w-]+)\)", lambda found: tones[found[1]], asset("figure.css"))
    families = (f".{name} {{ color: {family.light}; }}" for name, family in style.families().items())
    return Markup("\n".join([rules.strip(), *families]))


def png(drawing: str, *, scale: float = 2.0) -> bytes:
    """The SVG in pixels, ``scale`` for each of its own; KgError when the optional resvg_py is missing."""
    try:
        import resvg_py
    except ImportError as error:
        raise KgError(
            "PNG needs one more package: pip install 'communique[png]'. Or draw SVG: -o FILE.svg"
        ) from error
    if not _has_letters(resvg_py):
        raise KgError(
            "There is no font on this machine that PNG could be written with. Install one, such as DejaVu"
            " (apt-get install fonts-dejavu-core), or draw SVG: -o FILE.svg"
        )
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, zoom=scale))


@cache
def _has_letters(rasteriser: Any) -> bool:
    """Whether letters come out: without any font they are left out in silence."""
    frame = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="30">{}</svg>'
    letter = f'<text x="5" y="20" font-family="{_families()}">A</text>'
    empty, told = (bytes(rasteriser.svg_to_bytes(svg_string=frame.format(one))) for one in ("", letter))
    return empty != told


def _families() -> str:
    found = re.search(r"--sans: ([^;]+);", asset("base.css"))
    return found[1].replace('"', "") if found else "sans-serif"
