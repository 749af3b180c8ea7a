"""How likely two things of one text belong together, by weights that were fitted (``make ties``).

A pair is described by *facts* ("path": "pobj prep:in", "event": "ASSAULT"). A *sign* is one fact or several
together; every sign that is known has a weight, and the weights of a pair add up to the log odds of the tie.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from kg.knowledge import KindWeights, Ties
from kg.model import EntityType
from kg.syntax import Token

Facts = Mapping[str, str]
_STEPS = 7
"""A longer way up or down the tree is cut here."""
_FAR = (0, 1, 2, 3, 5, 8, 12, 20, 40)
_LEXICAL = frozenset(("prep", "agent", "dative", "prt"))
_ASIDE = frozenset(("conj", "appos", "compound"))


class _Known(dict[str, str | None]):
    """Facts of a pair, ``None`` for one that it has not."""

    def __missing__(self, name: str) -> None:
        return None


def chance(weights: Ties, facts: Facts) -> float:
    """How likely a pair is tied, 0 to 1."""
    known = _Known(facts)
    total = weights.bias
    for pick, values in weights.tables:
        total += values.get(pick(known), 0.0)
    return 1 / (1 + math.exp(-total))


def odds(weights: KindWeights, facts: Facts) -> dict[EntityType, float]:
    """How much speaks for every kind; larger is likelier."""
    total = list(weights.bias)
    for sign in signs_of(facts, weights.signs):
        for number, weight in enumerate(weights.weights.get(sign, ())):
            total[number] += weight
    return dict(zip(weights.kinds, total, strict=True))


def signs_of(facts: Facts, table: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """The signs of a pair, each once; one with a fact that the pair has not is left out."""
    for names in table:
        values = [facts.get(name) for name in names]
        if None not in values:
            yield f"{'+'.join(names)}={'|'.join(values)}"  # type: ignore[arg-type]


def far(number: int) -> str:
    """A number of words, coarser the larger it is."""
    at = bisect_left(_FAR, number)
    return str(_FAR[at]) if at < len(_FAR) else "more"


def few(number: int, most: int = 3) -> str:
    """A number, no larger than the most."""
    return str(min(number, most))


def flag(value: object) -> str:
    """Whether something is so, or is there at all."""
    return "yes" if value else "no"


def path(token: Token, ends: Sequence[Token]) -> dict[str, str]:
    """The labels from a word up to what it shares with the nearest trigger, and from there down to that."""
    above = [token, *token.ancestors()]
    place = {each.i: number for number, each in enumerate(above)}
    best: tuple[int, int, list[Token]] | None = None
    for end in ends:
        below: list[Token] = []
        for each in (end, *end.ancestors()):
            if each.i in place:
                if best is None or place[each.i] + len(below) < best[0]:
                    best = (place[each.i] + len(below), place[each.i], below)
                break
            below.append(each)
    if best is None:
        return {}
    length, top, down = best
    up, falling = above[:top], down[::-1]
    return {
        "path": _labels([_lexical(t) for t in up] + [">" + _lexical(t) for t in falling]),
        "plain path": _labels([t.dep for t in up] + [">" + t.dep for t in falling]),
        "short path": _labels(
            [_lexical(t) for t in up if t.dep not in _ASIDE]
            + [">" + _lexical(t) for t in falling if t.dep != "conj"]
        ),
        "down": _labels([t.dep for t in falling]),
        "steps": f"{min(len(up), 6)} {min(len(down), 6)}",
        "length": str(min(length, 9)),
    }


def _lexical(token: Token) -> str:
    return f"{token.dep}:{token.lower}" if token.dep in _LEXICAL else token.dep


def _labels(steps: Sequence[str]) -> str:
    return " ".join(steps[:_STEPS]) + (" .." if len(steps) > _STEPS else "")
