"""Text and lines stand out from what they are drawn on, as WCAG 2 asks for: computed, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kg.visualise
from kg.visualise import style

Colour = tuple[float, float, float]
CSS = (Path(kg.visualise.__file__).parent / "templates" / "base.css").read_text(encoding="utf-8")
WORDS = [
    *((ink, ground) for ink in ("ink", "soft") for ground in ("paper", "raised", "sunken")),
    *(("accent", ground) for ground in ("paper", "raised", "sunken")),
    ("warn", "paper"),
    ("warn", "warn-ground"),
    ("mark-ink", "mark"),
    ("paper", "ink"),
]
"""What is written on what."""
GROUNDS = ("paper", "raised", "sunken")
TINT = 0x38 / 0xFF
"""How much of the colour of a family is in its tint."""
MOST = 0.52
"""How much of it is in the strongest cell of a matrix."""


def tones(theme: str) -> dict[str, Colour]:
    """The colours of the pages by name."""
    blocks = re.findall(r"([^{}]*)\{([^{}]*--paper:[^{}]*)\}", CSS)
    wanted = next(body for head, body in blocks if ('data-theme="dark"' in head) == (theme == "dark"))
    return {name: colour(value) for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{6})", wanted)}


def colour(word: str) -> Colour:
    red, green, blue = (int(word[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def mixed(colour: Colour, ground: Colour, share: float) -> Colour:
    red, green, blue = (share * a + (1 - share) * b for a, b in zip(colour, ground, strict=True))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def light(colour: Colour) -> float:
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def families(theme: str) -> dict[str, Colour]:
    return {name: colour(getattr(one, theme)) for name, one in style.families().items()}


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast(colour("#000000"), colour("#ffffff")) == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_can_be_read(theme: str, ink: str, ground: str) -> None:
    found = tones(theme)
    assert contrast(found[ink], found[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_can_be_read_on_the_colour_of_every_family(theme: str) -> None:
    found = tones(theme)
    for name, one in families(theme).items():
        for ground in ("paper", "raised"):
            assert contrast(found["ink"], mixed(one, found[ground], TINT)) >= 4.5, name
        assert contrast(found["ink"], mixed(one, found["paper"], MOST)) >= 4.5, name


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_lines_can_be_seen(theme: str) -> None:
    found = tones(theme)
    lines = {**families(theme), "outline": found["soft"], "chosen": found["accent"]}
    for name, one in lines.items():
        for ground in GROUNDS:
            assert contrast(one, found[ground]) >= 3, (name, ground)


def test_no_cell_of_a_matrix_is_stronger_than_what_is_measured_here() -> None:
    from pictures import many, named

    from kg.visualise.matrix import matrix

    network = many(150)
    strengths = [cell["strength"] for cell in matrix(network, named(network)).values["cells"]]
    assert max(strengths) == MOST
