"""Fits the weights of the signs of confidence: ``make confidence``.

A logistic model over the events that are found in the development half of ``tests/gold``: is the
event right or not? The words of the lexicon were chosen with that half in view, so a right event
counts for a little less than one there. Prints how well confidence and truth agree, before and
after, on both halves.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from kg.evaluate import Gold, evaluate, read_gold
from kg.evaluate.comparison import Comparison
from kg.evaluate.predict import predict
from kg.model import Event, Extraction
from kg.pipeline import Settings
from kg.resolve.confidence import ALWAYS, confidence, signs

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "ontology" / "lexicon" / "confidence.jsonl"
FILES = tuple(ROOT / "tests" / "gold" / name for name in ("articles.jsonl", "sentences.jsonl"))
TUNED = 0.95
"""What a right event of the development half counts for."""
PENALTY = 2.0
"""Draws the weights towards nothing (L2); the one of ``ALWAYS`` is free."""
STEPS, PACE = 3000, 0.5

Case = tuple[frozenset[str], float]
"""The signs of an event, and 1 for right."""


def fitted(cases: Sequence[Case]) -> dict[str, float]:
    """The weights that fit best, found by plain descent; the same cases always give the same."""
    names = sorted({sign for found, _ in cases for sign in found})
    weights = dict.fromkeys(names, 0.0)
    for _ in range(STEPS):
        slopes = dict.fromkeys(names, 0.0)
        for found, right in cases:
            gap = right - 1 / (1 + math.exp(-sum(weights[sign] for sign in sorted(found))))
            for sign in found:
                slopes[sign] += gap
        for sign in names:
            pull = 0.0 if sign == ALWAYS else PENALTY * weights[sign]
            weights[sign] += PACE * (slopes[sign] - pull) / len(cases)
    return {sign: round(weight, 2) for sign, weight in weights.items()}


def cases(gold: Iterable[Gold], found: Mapping[str, Extraction]) -> list[Case]:
    """The found events of the development half that count."""
    rows: list[Case] = []
    for one in gold:
        extraction = found.get(one.id)
        if one.split == "dev" and extraction is not None:
            judged = Comparison(one, extraction).events
            right = {j for _, j in judged.pairs}
            rows += [
                (signs(event), TUNED if j in right else 0.0)
                for j, event in enumerate(extraction.events)
                if j not in judged.pardoned
            ]
    return rows


def reweighed(extraction: Extraction, weights: Mapping[str, float]) -> Extraction:
    """The extraction with the confidence that other weights give."""

    def weighed(event: Event) -> Event:
        return msgspec.structs.replace(event, confidence=confidence(event, weights))

    return msgspec.structs.replace(extraction, events=tuple(map(weighed, extraction.events)))


def agreement(name: str, gold: Sequence[Gold], found: Iterable[Extraction]) -> str:
    """Calibration error and Brier score of each half, for people."""
    found = list(found)
    parts = [name]
    for split in ("dev", "test"):
        rates = evaluate([one for one in gold if one.split == split], found).rates
        parts.append(
            f"{split}: calibration error {rates['calibration_error']:.3f}, Brier {rates['brier']:.3f}"
        )
    return "; ".join(parts)


def main() -> None:
    """Measures, fits, measures again and writes the weights."""
    gold = [one for path in FILES for one in read_gold(path)]
    found = predict(gold, Settings(jobs=0))
    weights = fitted(cases(gold, {extraction.id: extraction for extraction in found}))
    print(agreement("before", gold, found))
    print(agreement("after", gold, [reweighed(extraction, weights) for extraction in found]))
    rows = [json.dumps({"sign": sign, "weight": weight}) for sign, weight in sorted(weights.items())]
    head = "# Weights of the signs of confidence (kg/resolve/confidence.py), fitted by: make confidence"
    WEIGHTS.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
