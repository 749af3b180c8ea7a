"""Measures extraction against annotated documents: our own gold and PLOVER records."""

from __future__ import annotations

from collections.abc import Iterable

from kg.evaluate.figures import Figures, add_up
from kg.evaluate.gold import Gold, read_gold
from kg.evaluate.report import as_json, as_text
from kg.evaluate.tally import tally
from kg.model import Extraction

__all__ = ["Figures", "Gold", "as_json", "as_text", "evaluate", "read_gold"]


def evaluate(gold: Iterable[Gold], predictions: Iterable[Extraction], *, canonical: bool = False) -> Figures:
    """Compares predictions with annotated documents of the same id; others are left out.

    The first event of a prediction is the main one. ``canonical`` says that equal event ids in
    different documents mean the same event (as in an export of a store); otherwise an id is
    good inside its document only, and no event is joined across the articles of a pair.
    """
    by_id = {extraction.id: extraction for extraction in predictions}
    return add_up([tally(one, by_id.get(one.id), canonical=canonical) for one in gold])
