"""Figures as text for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from kg.evaluate.figures import Figures, Score
from kg.evaluate.problems import Problem

ORDER = (
    "main",
    "missed",
    "category",
    "spurious",
    "must_not",
    "again",
    "actor",
    "recipient",
    "status",
    "attribution",
    "date",
    "place",
    "mode",
    "type",
    "entity",
    "extra_entity",
    "instrument",
    "count",
)


def as_json(figures: Figures, *, errors: int = 0, per_class: bool = False) -> str:
    """One object; ``problems`` and ``per_class`` only when asked for."""
    value = msgspec.to_builtins(figures)
    value["problems"] = [msgspec.to_builtins(p) for p in pick(figures.problems, errors)]
    if not per_class:
        del value["per_class"], value["confusion"]
    return msgspec.json.encode(value, order="sorted").decode("utf-8")


def as_text(figures: Figures, *, errors: int = 0, per_class: bool = False) -> str:
    """A table of the figures, then classes and errors when asked for."""
    lines = [*_rate_lines(figures.rates), "", *_score_lines(figures.scores), "", *_bin_lines(figures)]
    if per_class:
        lines += ["", "per class", *_score_lines(figures.per_class), "", "taken for another class"]
        lines += [f"  {name:32} {number:5}" for name, number in figures.confusion.items()]
    if errors:
        lines += ["", *_error_lines(figures.problems, errors)]
    return "\n".join(lines)


def _rate_lines(rates: dict[str, float]) -> Iterator[str]:
    for name, value in rates.items():
        yield f"{name:24} {value:>8.3f}" if isinstance(value, float) else f"{name:24} {value:>8}"


def _score_lines(scores: dict[str, Score]) -> Iterator[str]:
    for name, s in scores.items():
        numbers = f"right {s.right}, gold {s.gold}, found {s.found}"
        yield f"{name:24} P {s.precision:.3f}  R {s.recall:.3f}  F1 {s.f1:.3f}  ({numbers})"


def _bin_lines(figures: Figures) -> Iterator[str]:
    yield "confidence: share that is right"
    for b in figures.reliability:
        yield f"  {b.low:.1f}-{b.high:.1f}  {b.events:5} events  said {b.confidence:.2f}  right {b.right:.2f}"


def pick(problems: Sequence[Problem], number: int) -> list[Problem]:
    """The first ``number`` problems of each kind, the gravest kinds first."""
    kinds = [*ORDER, *sorted({p.kind for p in problems} - set(ORDER))]
    return [p for kind in kinds for p in _first(problems, kind, number)]


def _first(problems: Iterable[Problem], kind: str, number: int) -> list[Problem]:
    return [p for p in problems if p.kind == kind][:number]


def _error_lines(problems: Sequence[Problem], number: int) -> Iterator[str]:
    last = ""
    for problem in pick(problems, number):
        if problem.kind != last:
            total = sum(p.kind == problem.kind for p in problems)
            yield f"{problem.kind}: {total}"
            last = problem.kind
        yield f"  {problem.id}: {problem.message}"
        yield f"      {_short(problem.text)}"


def _short(text: str, most: int = 300) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 3] + "..."
