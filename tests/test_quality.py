"""The extraction is as good as it was: no figure below its floor on text that we annotated."""

from __future__ import annotations

import pytest
from quality import FILES, PINS, measured

from kg.evaluate import gate


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    """Measured once, over all annotated documents."""
    return measured()


def test_no_figure_is_below_its_floor(figures: dict[str, float]) -> None:
    assert gate.failures(gate.read_pins(PINS), figures, gate.gold_sha256(FILES)) == []


def test_every_figure_that_is_measured_is_pinned(figures: dict[str, float]) -> None:
    assert set(gate.read_pins(PINS).figures) == set(figures)
