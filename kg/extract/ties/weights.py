"""How likely two things of one text belong together, by weights that were fitted (``make ties``).

A pair is described by *facts* ("path": "pobj prep:in", "event": "ASSAULT"). A *sign* is one fact or several
together; every sign that is known has a weight, and the weights of a pair add up to the log odds of the tie.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from kg.knowledge import Ties

Facts = Mapping[str, str]


class _Known(dict[str, str | None]):
    """Facts of a pair, ``None`` for one that it has not."""

    def __missing__(self, name: str) -> None:
        return None


def chance(weights: Ties, facts: Facts) -> float:
    """How likely a pair is tied, 0 to 1."""
    known = _Known(facts)
    odds = weights.bias
    for pick, values in weights.tables:
        odds += values.get(pick(known), 0.0)
    return 1 / (1 + math.exp(-odds))


def signs_of(facts: Facts, table: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """The signs of a pair, each once; one with a fact that the pair has not is left out."""
    for names in table:
        values = [facts.get(name) for name in names]
        if None not in values:
            yield f"{'+'.join(names)}={'|'.join(values)}"  # type: ignore[arg-type]
