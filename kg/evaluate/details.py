"""Compares the details of an annotated event with those of the found one that stands for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from kg.evaluate.gold import Gold, GoldAttribution, GoldEvent, GoldMention
from kg.evaluate.match import Party, lenient, pair_up, same
from kg.evaluate.roles import found_party, gold_party
from kg.model import Attribution, Count, Event, Location, Mention

T = TypeVar("T")
U = TypeVar("U")


def compare(gold: Gold, wanted: GoldEvent, got: Event) -> Counter[str]:
    """``place.right``, ``place.gold``, ``place.found`` and the like for every detail."""
    counts = same_values(wanted, got)
    for part in (sources, dates, instruments, places, numbers, parties):
        counts.update(part(gold, wanted, got))
    return counts


def prf(name: str, right: int, gold: int, found: int) -> Counter[str]:
    """The three numbers behind a score."""
    return Counter({f"{name}.right": right, f"{name}.gold": gold, f"{name}.found": found})


def is_plain(text: str) -> bool:
    """Whether there is no name in it: "the border"."""
    return text == text.lower()


def same_values(wanted: GoldEvent, got: Event) -> Counter[str]:
    """Status and mode."""
    return Counter(
        {
            "status.right": int(wanted.status == got.status),
            "status.gold": 1,
            "mode.right": int(wanted.mode == got.mode),
            "mode.gold": 1,
        }
    )


def sources(gold: Gold, wanted: GoldEvent, got: Event) -> Counter[str]:
    """An actor who is also given as the source of his own act ("we refuse", he said) is
    neither asked for nor an error."""
    left, right = wanted.attribution, got.attribution
    actors = [gold_party(gold, m) for m in wanted.actors]
    pairs = pair_up(len(left), len(right), lambda i, j: _same_source(gold, left[i], right[j]))
    missed = [a.source for i, a in enumerate(left) if i not in pairs]
    extra = [a.source for j, a in enumerate(right) if j not in pairs.values()]
    missed_others = sum(not (m and _is_one_of(gold_party(gold, m), actors)) for m in missed)
    extra_others = sum(not (m and _is_one_of(_found(m), actors)) for m in extra)
    counts = prf("attribution", len(pairs), len(pairs) + missed_others, len(pairs) + extra_others)
    counts["stance.gold"] = len(pairs)
    counts["stance.right"] = _matches(
        left, right, lambda g, f: g.stance == f.stance and _same_source(gold, g, f)
    )
    return counts


def _same_source(gold: Gold, wanted: GoldAttribution, got: Attribution) -> bool:
    if wanted.source is None or got.source is None:
        return wanted.source is None and got.source is None
    return _alike(gold_party(gold, wanted.source), _found(got.source))


def dates(gold: Gold, wanted: GoldEvent, got: Event) -> Counter[str]:
    """Right when both ends of the interval are."""
    right = (
        wanted.date is not None
        and got.date is not None
        and (wanted.date.earliest, wanted.date.latest) == (got.date.earliest, got.date.latest)
    )
    return prf("date", int(right), int(wanted.date is not None), int(got.date is not None))


def instruments(gold: Gold, wanted: GoldEvent, got: Event) -> Counter[str]:
    """By their words."""
    right = _matches(wanted.instruments, got.instruments, lambda g, f: lenient(g.text, f.text))
    return prf("instrument", right, len(wanted.instruments), len(got.instruments))


def numbers(gold: Gold, wanted: GoldEvent, got: Event) -> Counter[str]:
    """Kind, least and most must be right."""
    right = _matches(wanted.counts, got.counts, _same_count)
    return prf("count", right, len(wanted.counts), len(got.counts))


def _same_count(gold: Count, found: Count) -> bool:
    return (gold.kind, gold.min, gold.max) == (found.kind, found.min, found.max)


def places(gold: Gold, wanted: GoldEvent, got: Event) -> Counter[str]:
    """Places without a name ("the border") and states beside a narrower place may be left out,
    and are no error when found."""
    left = [(gold_party(gold, p), _is_needed(gold, p, wanted.places)) for p in wanted.places]
    found = [_place(p) for p in got.places]
    needed = [party for party, need in left if need]
    right = pair_up(len(needed), len(found), lambda i, j: _alike(needed[i], found[j]))
    free = [party for party, need in left if not need] + (_states(gold) if right else [])
    counted = [p for j, p in enumerate(found) if j in right.values() or not _is_one_of(p, free)]
    return prf("place", len(right), len(needed), len(counted))


def _states(gold: Gold) -> list[Party]:
    states = [e for e in gold.entities if "State" in e.types]
    return [Party(text=e.name, names=tuple(s.text for s in e.mentions)) for e in states]


def _is_needed(gold: Gold, place: GoldMention, all_places: Sequence[GoldMention]) -> bool:
    state = "State" in gold.entities[place.entity].types[:1]
    return not is_plain(place.text) and not (state and len(all_places) > 1)


def parties(gold: Gold, wanted: GoldEvent, got: Event) -> Counter[str]:
    """Units and targets; actors and recipients are counted with all events."""
    return _party("unit", gold, wanted.units, got.units) + _party("target", gold, wanted.targets, got.targets)


def _party(name: str, gold: Gold, wanted: Sequence[GoldMention], got: Sequence[Mention]) -> Counter[str]:
    left, right = [gold_party(gold, m) for m in wanted], [_found(m) for m in got]
    return prf(name, _matches(left, right, _alike), len(left), len(right))


def _found(mention: Mention) -> Party:
    return found_party(mention, text_only=False)


def _place(place: Location) -> Party:
    return Party(text=place.text, names=(place.name,))


def _alike(gold: Party, found: Party) -> bool:
    return same(gold, found, "lenient")


def _is_one_of(party: Party, among: Sequence[Party]) -> bool:
    return any(_alike(other, party) for other in among)


def _matches(gold: Sequence[T], found: Sequence[U], fit: Callable[[T, U], bool]) -> int:
    """How many can be paired; ``fit`` takes one of each."""
    return len(pair_up(len(gold), len(found), lambda i, j: fit(gold[i], found[j])))
