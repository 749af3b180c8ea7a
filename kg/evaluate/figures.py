"""From the counts of the documents to the figures of quality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.evaluate.clusters import Clustering, bcubed, f1, together
from kg.evaluate.problems import Problem
from kg.evaluate.tally import Tally
from kg.model import Record

BINS = 10
ACCURACIES = ("status", "mode", "stance", "code")


class Score(Record, frozen=True, kw_only=True):
    """Precision, recall and their harmonic mean, with the numbers behind them."""

    precision: float
    recall: float
    f1: float
    right: int
    gold: int
    found: int


class Bin(Record, frozen=True, kw_only=True):
    """Found events of about the same confidence: how many there are, and how many are right."""

    low: float
    high: float
    events: int
    confidence: float
    right: float


class Figures(Record, frozen=True, kw_only=True):
    """All figures of one run; README.md of ``tests/gold`` says what each of them means.

    ``rates`` are shares of 1 except ``duplicates`` (found events per real event, 1 is best),
    and ``documents`` and ``missing`` (plain numbers). A figure that nothing was counted for
    is left out.
    """

    rates: dict[str, float]
    scores: dict[str, Score]
    per_class: dict[str, Score]
    confusion: dict[str, int]
    reliability: tuple[Bin, ...]
    problems: tuple[Problem, ...]

    def flat(self) -> dict[str, float]:
        """Every figure by name, scores by their F1: what a gate compares with its floors."""
        return {**self.rates, **{f"{name}.f1": score.f1 for name, score in self.scores.items()}}


def add_up(tallies: Sequence[Tally]) -> Figures:
    """The figures over all documents."""
    counts: Counter[str] = Counter()
    classes: Counter[tuple[str, str]] = Counter()
    confusion: Counter[tuple[str, str]] = Counter()
    for one in tallies:
        counts.update(one.counts)
        classes.update(one.classes)
        confusion.update(one.confusion)
    judged = [pair for one in tallies for pair in one.judged]
    bins = _reliability(judged)
    per_class = _per_class(classes)
    return Figures(
        rates=_rates(counts) | _clusters(tallies) | _calibration(bins, judged) | _macro(per_class),
        scores=_scores(counts),
        per_class=per_class,
        confusion=_confusion(confusion),
        reliability=bins,
        problems=tuple(problem for one in tallies for problem in one.problems),
    )


def _score(right: int, gold: int, found: int) -> Score:
    precision = right / found if found else 0.0
    recall = right / gold if gold else 0.0
    mean = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Score(precision=round(precision, 4), recall=round(recall, 4), f1=round(mean, 4),
                 right=right, gold=gold, found=found)  # fmt: skip


def _scores(counts: Counter[str]) -> dict[str, Score]:
    names = {name.rpartition(".")[0] for name in counts if name.endswith((".gold", ".found"))}
    trios = {n: (counts[f"{n}.right"], counts[f"{n}.gold"], counts[f"{n}.found"]) for n in names}
    return {name: _score(*trios[name]) for name in sorted(names.difference(ACCURACIES)) if any(trios[name])}


def _share(part: float, whole: float, name: str) -> dict[str, float]:
    return {name: round(part / whole, 4)} if whole else {}


def _rates(counts: Counter[str]) -> dict[str, float]:
    rates: dict[str, float] = {"documents": counts["documents"], "missing": counts["missing"]}
    for name in ("main", "any", "main_alt", "any_alt"):
        rates |= _share(counts[name], counts["with_gold"], f"{name}_category")
    for name in ACCURACIES:
        rates |= _share(counts[f"{name}.right"], counts[f"{name}.gold"], f"{name}_accuracy")
    for name in ("date", "place"):
        rates |= _share(counts[f"{name}.right"], counts[f"{name}.gold"], f"{name}_right")
    right = counts["event.right"]
    rates |= _share(right + counts["told_again"], right, "duplicates")
    return rates | _share(counts["must_not.broken"], counts["must_not.spans"], "must_not_violations")


def _clusters(tallies: Sequence[Tally]) -> dict[str, float]:
    """B-cubed of mentions in documents and of events across the articles of pairs; ``_all``
    counts what was not found as recall 0."""
    mentions = together([one.mentions for one in tallies])
    told = [pair for one in tallies for pair in one.told]
    events = bcubed(list(told), sum(one.untold for one in tallies))
    return _bcubed("mention_bcubed", mentions) | _bcubed("pair_bcubed", events)


def _bcubed(name: str, clusters: Clustering) -> dict[str, float]:
    if not clusters.items + clusters.missed:
        return {}
    return {name: round(f1(clusters), 4), f"{name}_all": round(f1(clusters, count_missed=True), 4)}


def _reliability(judged: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Found events by confidence in tenths; empty tenths are left out."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in judged:
        bins.setdefault(min(int(confidence * BINS), BINS - 1), []).append((confidence, right))
    return tuple(
        Bin(
            low=number / BINS,
            high=(number + 1) / BINS,
            events=len(items),
            confidence=round(sum(c for c, _ in items) / len(items), 4),
            right=round(sum(r for _, r in items) / len(items), 4),
        )
        for number, items in sorted(bins.items())
    )


def _calibration(bins: Sequence[Bin], judged: Sequence[tuple[float, bool]]) -> dict[str, float]:
    """Mean distance between confidence and share of right events, weighted by events; and the
    Brier score of single events. 0 is best in both."""
    gap = sum(b.events * abs(b.confidence - b.right) for b in bins)
    brier = sum((confidence - right) ** 2 for confidence, right in judged)
    return _share(gap, len(judged), "calibration_error") | _share(brier, len(judged), "brier")


def _per_class(classes: Counter[tuple[str, str]]) -> dict[str, Score]:
    names = sorted({name for name, _ in classes})
    return {n: _score(classes[n, "right"], classes[n, "gold"], classes[n, "found"]) for n in names}


def _macro(per_class: dict[str, Score]) -> dict[str, float]:
    means = [score.f1 for score in per_class.values() if score.gold]
    return _share(sum(means), len(means), "macro_f1")


def _confusion(confusion: Counter[tuple[str, str]]) -> dict[str, int]:
    """``ACCUSE > REQUEST`` and how often, the most frequent first; ``-`` is nothing."""
    ranked = sorted(confusion.items(), key=lambda item: (-item[1], item[0]))
    return {f"{gold} > {found}": number for (gold, found), number in ranked if gold != found}
