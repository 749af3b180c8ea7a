"""How likely two things of one text belong together, by weights that were fitted (``make ties``).

A pair is described by *facts* ("path": "pobj prep:in", "event": "ASSAULT"). A *sign* is one fact or several
together; every sign that is known has a weight, and the weights of a pair add up to the log odds of the tie.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from kg.knowledge import Ties

Facts = Mapping[str, str]


def chance(weights: Ties, facts: Facts) -> float:
    """How likely a pair is tied, 0 to 1."""
    known = weights.weights
    odds = weights.bias + sum(known.get(sign, 0.0) for sign in signs_of(facts, weights.signs))
    return 1 / (1 + math.exp(-odds))


def signs_of(facts: Facts, table: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """The signs of a pair, each once; one with a fact that the pair has not is left out."""
    for names in table:
        values = [facts.get(name) for name in names]
        if None not in values:
            yield f"{'+'.join(names)}={'|'.join(values)}"  # type: ignore[arg-type]
