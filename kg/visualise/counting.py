"""What matrix and timeline count: claims told as real or of a chosen status, by pair, relation and day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from kg.visualise import style
from kg.visualise.figure import Key
from kg.visualise.records import Card, Edge, Network


def told(network: Network) -> list[Edge]:
    """The edges with only those claims that have the statuses asked for, or are told as real where nobody
    asked, and are not denials."""
    wanted = network.statuses or style.REAL
    kept = []
    for edge in network.edges:
        cards = tuple(card for card in edge.cards if card.status in wanted and card.stance != "denies")
        if cards and edge.source != edge.target:
            kept.append(Edge(source=edge.source, target=edge.target, relation=edge.relation, cards=cards))
    return kept


def keys(edges: Iterable[Edge]) -> tuple[Key, ...]:
    """The families that are present, in their order."""
    present = {style.look(edge.relation).family for edge in edges}
    return family_keys(present)


def family_keys(present: Iterable[str]) -> tuple[Key, ...]:
    """A coloured square for each of these families, in the order of the ontology."""
    wanted = set(present)
    families = style.families().items()
    return tuple(Key(symbol="swatch", label=one.label, family=n) for n, one in families if n in wanted)


def note(edges: list[Edge], statuses: frozenset[str], part: str) -> str:
    """How many claims there are; ``part`` says how much of it is shown."""
    words = told_as(statuses).replace("as real", "as real (actual, habitual, historical)")
    return f"{several(weight(edges), 'claims')} {words} and not denied; {part}"


def told_as(statuses: frozenset[str]) -> str:
    """The statuses that were asked for in words; where nobody asked, those of what is told as real."""
    if statuses and statuses != style.REAL:
        return f"told as {' or '.join(status for status in style.STATUSES if status in statuses)}"
    return "told as real"


def strongest(shown: int, of: int, what: str) -> str:
    """``the 40 strongest of 412 actors``, or ``12 actors`` when all are shown; ``what`` is a plural."""
    return f"the {shown:,} strongest of {of:,} {what}" if shown < of else several(of, what)


def several(count: int, what: str) -> str:
    """``1 claim``, ``1,234 claims``: the number with its noun, given as a plural."""
    first, *rest = what.split(" ")
    return f"{count:,} {' '.join([first.removesuffix('s') if count == 1 else first, *rest])}"


def weight(edges: Iterable[Edge]) -> int:
    """The number of claims."""
    return sum(len(edge.cards) for edge in edges)


def by_frequency(sums: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent first; of equals in the order of the alphabet."""
    return sorted(sums.items(), key=lambda one: (-one[1], one[0]))


def listed(words: Counter[str]) -> str:
    """``attacked 3, accused 1``."""
    return ", ".join(f"{word} {count:,}" for word, count in by_frequency(words))


def day(card: Card) -> dt.date | None:
    """The first day on which it may have happened, or the last where only that is known."""
    text = card.earliest or card.latest
    return dt.date.fromisoformat(text) if text else None
