"""How sure it is that an event is told: the signs that its record shows, weighed.

The weights are those of a logistic model, fitted on the development half of ``tests/gold`` by
``make confidence`` and kept in ``ontology/lexicon/confidence.jsonl``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from kg.knowledge import GUESSED
from kg.model import Event

ALWAYS = "always"
_LOWEST, _HIGHEST = 0.05, 0.98


def signs(event: Event) -> frozenset[str]:
    """What speaks for or against an event: the piece of lexicon that fired, how fully it is told."""
    parties = (*event.actors, *event.recipients)
    shown = {
        ALWAYS: True,
        "told by a noun": event.rule.startswith("noun"),
        "told by a verb and its noun": event.rule.startswith("light"),
        "guessed from its surroundings": event.rule.startswith(GUESSED),
        "under another verb": " under " in event.rule,
        "by the words around": "obj=" in event.rule or "prep=" in event.rule,
        "told more than once": len(event.mentions) > 1,
        "nobody acts": not event.actors,
        "nobody undergoes": not (event.recipients or event.targets),
        "known actor": any(who.known for who in event.actors),
        "known recipient": any(who.known for who in event.recipients),
        "nobody of a country": not any(who.code for who in parties),
        "dated": event.date is not None,
        "placed": bool(event.places),
        "counted": bool(event.counts),
        "somebody says so": bool(event.attribution),
        "not a fact": event.status in ("negated", "hypothetical", "habitual", "future"),
        "background": event.status == "historical",
    }
    return frozenset(sign for sign, holds in shown.items() if holds)


def confidence(event: Event, weights: Mapping[str, float]) -> float:
    """The chance that the event is right, to two digits; signs without a weight do not count."""
    total = sum(weights.get(sign, 0.0) for sign in signs(event))
    return round(min(max(1 / (1 + math.exp(-total)), _LOWEST), _HIGHEST), 2)
