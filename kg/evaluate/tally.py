"""Counts what is right in one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kg.evaluate.clusters import Clustering
from kg.evaluate.comparison import Comparison
from kg.evaluate.gold import Gold, GoldEvent
from kg.evaluate.problems import Problem, plover_problems, problems
from kg.evaluate.roles import count_roles, found_deed, gold_deed
from kg.model import Event, Extraction, Record


class Tally(Record, frozen=True, kw_only=True):
    """What one document adds to the figures."""

    counts: Counter[str]
    classes: Counter[tuple[str, str]]
    """(category, ``right`` | ``gold`` | ``found``)"""
    confusion: Counter[tuple[str, str]]
    """(annotated category, category found in its place)"""
    mentions: Clustering
    judged: tuple[tuple[float, bool], ...]
    """Confidence of each found event and whether it is right."""
    told: tuple[tuple[str, str], ...]
    """For an article of a pair: (real event, found event id) of each event that was found."""
    untold: int
    problems: tuple[Problem, ...]


def tally(gold: Gold, extraction: Extraction | None, *, canonical: bool = False) -> Tally:
    """Counts one document; ``None`` stands for a document without prediction."""
    found = extraction or Extraction(id=gold.id)
    one = _plover(gold, found) if gold.plover else _own(Comparison(gold, found), canonical)
    one.counts["missing"] = int(extraction is None)
    return one


def _plover(gold: Gold, found: Extraction) -> Tally:
    """A PLOVER record: categories, actors and recipients, nothing else is marked."""
    counts = _categories(gold.events, found.events, [e.event for e in gold.events])
    counts += count_roles(
        [gold_deed(gold, e) for e in gold.events], [found_deed(e, text_only=True) for e in found.events]
    )
    wanted, got = {e.event for e in gold.events}, {e.event for e in found.events}
    main = (gold.events[0].event, found.events[0].event if found.events else "-")
    return Tally(
        counts=counts,
        classes=_classes(wanted, got, wanted & got),
        confusion=Counter([main]),
        mentions=Clustering(),
        judged=tuple((e.confidence, e.event in wanted) for e in found.events),
        told=(),
        untold=0,
        problems=tuple(plover_problems(gold, found)),
    )


def _own(comparison: Comparison, canonical: bool) -> Tally:
    """One of our documents, in which everything is marked."""
    required = comparison.required
    counts = _categories(required, comparison.counted, [e.event for e in required[:1]])
    counts.update(comparison.counts())
    right = [wanted.event for wanted, _ in comparison.pairs]
    return Tally(
        counts=counts,
        classes=_classes([e.event for e in required], comparison.found_categories(), right),
        confusion=comparison.confusion(),
        mentions=comparison.mention_clusters(),
        judged=comparison.judged(),
        told=comparison.told(canonical),
        untold=len(required) - len(right) if comparison.gold.pair else 0,
        problems=tuple(problems(comparison)),
    )


def _categories(wanted: Sequence[GoldEvent], got: Sequence[Event], main: Sequence[str]) -> Counter[str]:
    """Main and any category of a document, and its set of categories; as the PLOVER scorer."""
    gold, found = {e.event for e in wanted}, {e.event for e in got}
    tolerated = gold.union(*(e.alt for e in wanted))
    alternatives = {*main}.union(*(e.alt for e in wanted if e.event in main))
    first = got[0].event if got else ""
    return Counter(
        {
            "documents": 1,
            "with_gold": int(bool(gold)),
            "main": int(first in main),
            "any": int(bool(gold & found)),
            "main_alt": int(first in alternatives),
            "any_alt": int(bool(tolerated & found)),
            "category.right": len(gold & found),
            "category.gold": len(gold),
            "category.found": len(found),
        }
    )


def _classes(wanted: Iterable[str], got: Iterable[str], right: Iterable[str]) -> Counter[tuple[str, str]]:
    counts = Counter((c, "gold") for c in wanted)
    counts.update((c, "found") for c in got)
    counts.update((c, "right") for c in right)
    return counts
