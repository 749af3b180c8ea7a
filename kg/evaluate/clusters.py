"""B-cubed: how well things that belong together were put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from kg.model import Record


class Clustering(Record, frozen=True, kw_only=True):
    """Sums over items, to be added over documents; divide by ``found`` and ``gold``."""

    precision: float = 0.0
    recall: float = 0.0
    items: int = 0
    missed: int = 0


def bcubed(pairs: Sequence[tuple[Hashable, Hashable]], missed: int = 0) -> Clustering:
    """For items given as (gold cluster, found cluster): sums of precision and recall.

    ``missed`` items were not found at all: they are counted apart and add nothing.
    """
    gold = Counter(g for g, _ in pairs)
    found = Counter(f for _, f in pairs)
    both = Counter(pairs)
    return Clustering(
        precision=sum(n * n / found[f] for (_, f), n in both.items()),
        recall=sum(n * n / gold[g] for (g, _), n in both.items()),
        items=len(pairs),
        missed=missed,
    )


def together(parts: Sequence[Clustering]) -> Clustering:
    """The sum of several."""
    return Clustering(
        precision=sum(p.precision for p in parts),
        recall=sum(p.recall for p in parts),
        items=sum(p.items for p in parts),
        missed=sum(p.missed for p in parts),
    )


def f1(clusters: Clustering, *, count_missed: bool = False) -> float:
    """Harmonic mean of precision and recall; 0 when nothing was found.

    With ``count_missed`` an item that was not found counts as recall 0.
    """
    if not clusters.items:
        return 0.0
    precision = clusters.precision / clusters.items
    recall = clusters.recall / (clusters.items + (clusters.missed if count_missed else 0))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
