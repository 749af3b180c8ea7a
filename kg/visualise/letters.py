"""How wide text is on paper, near enough to keep labels apart without asking a font."""

from __future__ import annotations

import unicodedata
from functools import cache

_NARROW = frozenset("iljtfrI.,:;'’‘!|()[]{}/\\-` ")
_BROAD = frozenset("mwMWOQGD@%&—…")


def width(text: str, size: float) -> float:
    """The width in pixels at this font size, in a sans-serif on the broad side such as DejaVu Sans."""
    return size * sum(map(_share, text))


def cut(text: str, most: int) -> str:
    """The text, or its beginning with an ellipsis, in at most so many characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def lines(text: str, size: float, most: float) -> list[str]:
    """The text in lines of at most that width, broken between words; a longer word has its own line."""
    found: list[str] = []
    for word in text.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and width(longer, size) <= most:
            found[-1] = longer
        else:
            found.append(word)
    return found


@cache
def _share(letter: str) -> float:
    """The width of a character as a share of the font size."""
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in _NARROW:
        return 0.38
    return 0.85 if letter in _BROAD else 0.7 if letter.isupper() else 0.61
