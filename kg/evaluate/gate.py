"""Pinned figures of quality: they may rise, and fall only on purpose and with a reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from kg.errors import UsageError
from kg.model import Record

LOWER_IS_BETTER = frozenset(
    {"duplicates", "must_not_violations", "calibration_error", "brier", "missing"},
)
SLACK = 0.002
"""Figures within this distance of their pin count as equal: ties may fall either way when a
library changes in its last digits."""


class Pins(Record, frozen=True, kw_only=True):
    """The figures that hold for one state of the gold, and why some were ever made worse."""

    gold_sha256: str
    figures: dict[str, float]
    reasons: tuple[str, ...] = ()


def gold_sha256(paths: Iterable[Path]) -> str:
    """Hex digest over the bytes of the gold files in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_pins(path: Path) -> Pins:
    """Raises ``UsageError`` when the file holds something else."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Pins)
    except msgspec.DecodeError as error:
        raise UsageError(f"{path} holds no pinned figures ({error}).") from error


def write_pins(path: Path, pins: Pins) -> None:
    """One figure a line, sorted, so that a change can be read in a diff."""
    text = msgspec.json.format(msgspec.json.encode(pins, order="sorted"), indent=1)
    path.write_bytes(text + b"\n")


def lower_is_better(name: str) -> bool:
    """Also for a figure of a part of the gold, as ``articles.test.duplicates``."""
    return name.rpartition(".")[2] in LOWER_IS_BETTER


def is_worse(name: str, pinned: float, now: float) -> bool:
    """Whether a figure fell behind its pin by more than ``SLACK``."""
    loss = now - pinned if lower_is_better(name) else pinned - now
    return loss > SLACK


def failures(pins: Pins, figures: Mapping[str, float], gold: str) -> list[str]:
    """What breaks the gate, in words; empty when all is well."""
    if gold != pins.gold_sha256:
        return ["The gold has changed: measure again and pin the new figures with a reason."]
    gone = [f"{name} is no longer measured" for name in pins.figures if name not in figures]
    worse = [
        f"{name} is {figures[name]:.4f}, pinned at {pinned:.4f}"
        for name, pinned in pins.figures.items()
        if name in figures and is_worse(name, pinned, figures[name])
    ]
    return gone + worse


def pin(pins: Pins, figures: Mapping[str, float], gold: str, *, because: str = "") -> Pins:
    """The pins moved to the figures of today, for the names that are pinned already.

    Raises ``UsageError`` when that makes one worse, or the gold is another, without a reason.
    """
    wrong = failures(pins, figures, gold)
    if wrong and not because.strip():
        raise UsageError("A reason is needed to pin this: " + "; ".join(wrong))
    kept = {name: figures[name] for name in pins.figures if name in figures}
    reasons = (*pins.reasons, because.strip()) if wrong else pins.reasons
    return Pins(gold_sha256=gold, figures=kept, reasons=reasons)
