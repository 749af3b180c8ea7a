"""The gate of quality: figures may rise, and fall only with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.evaluate.gate import Pins, failures, gold_sha256, pin, read_pins, write_pins

PINS = Pins(gold_sha256="a", figures={"duplicates": 1.05, "event.f1": 0.8})


def test_figures_as_good_as_the_pins_pass() -> None:
    assert failures(PINS, {"duplicates": 1.04, "event.f1": 0.799, "other": 0.1}, "a") == []


def test_a_figure_that_fell_is_named_with_both_numbers() -> None:
    worse = failures(PINS, {"duplicates": 1.2, "event.f1": 0.7}, "a")
    assert worse == ["duplicates is 1.2000, pinned at 1.0500", "event.f1 is 0.7000, pinned at 0.8000"]


def test_a_figure_of_a_part_of_the_gold_is_worse_in_the_same_direction() -> None:
    pins = Pins(gold_sha256="a", figures={"articles.test.duplicates": 1.05})
    assert failures(pins, {"articles.test.duplicates": 1.0}, "a") == []
    assert failures(pins, {"articles.test.duplicates": 1.2}, "a") != []


def test_a_figure_that_is_gone_breaks_the_gate() -> None:
    assert failures(PINS, {"duplicates": 1.0}, "a") == ["event.f1 is no longer measured"]


def test_other_gold_breaks_the_gate() -> None:
    assert failures(PINS, {"duplicates": 1.0, "event.f1": 1.0}, "b") == [
        "The gold has changed: measure again and pin the new figures with a reason."
    ]


def test_pins_rise_without_a_reason_and_fall_only_with_one() -> None:
    better = {"duplicates": 1.0, "event.f1": 0.9, "other": 0.5}
    assert pin(PINS, better, "a") == Pins(gold_sha256="a", figures={"duplicates": 1.0, "event.f1": 0.9})
    worse = {"duplicates": 1.0, "event.f1": 0.5}
    with pytest.raises(UsageError, match=r"event\.f1 is 0\.5000, pinned at 0\.8000"):
        pin(PINS, worse, "a")
    assert pin(PINS, worse, "a", because="harder sentences") == Pins(
        gold_sha256="a", figures=worse, reasons=("harder sentences",)
    )


def test_pins_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "pins.json"
    write_pins(path, PINS)
    assert read_pins(path) == PINS
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(UsageError, match="holds no pinned figures"):
        read_pins(path)


def test_the_hash_changes_with_the_gold(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("one\n", encoding="utf-8")
    first = gold_sha256([path])
    path.write_text("two\n", encoding="utf-8")
    assert first != gold_sha256([path])
