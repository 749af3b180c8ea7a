"""What the trained network makes of a word: which event it tells where the rules are silent, and
whether it doubts what they say (``kg.triggers``)."""

from __future__ import annotations

import math

from kg.drafts import Draft
from kg.extract.reading import Reading
from kg.knowledge import Frame
from kg.syntax import Token

EVENT, CATEGORY = 0.85, 0.6
"""How likely a word must tell some event, and this one, before the network's guess counts."""
DOUBT = 0.98
"""How likely all words of a telling must tell none before the rules are not believed."""
_BY_WORD = ("verb ", "noun ", "light verb ", "happening ")
"""Rules that go by the word itself; the network knows nothing of the others."""


def guessed(reading: Reading, token: Token) -> Frame | None:
    """The frame of the event that a word most probably tells, though no rule says so."""
    if token.scores is None:
        return None
    if token.i not in reading.guesses:
        reading.guesses[token.i] = _guess(reading, token)
    return reading.guesses[token.i]


def _guess(reading: Reading, token: Token) -> Frame | None:
    odds = _odds(reading, token, 0)
    best = max(range(1, len(odds)), key=odds.__getitem__)
    if 1 - odds[0] < EVENT or odds[best] < CATEGORY:
        return None
    return reading.knowledge.guessed_frame(reading.knowledge.trust.categories[best], token.pos, token.lemma)


def is_doubted(reading: Reading, draft: Draft) -> bool:
    """Whether the network takes none of the words of a telling for an event."""
    if not draft.rule.startswith(_BY_WORD):
        return False
    told = [t for i in draft.tokens if (t := reading.parse.tokens[i]).scores is not None]
    names = reading.knowledge.trust.categories
    rule = names.index(draft.event) if draft.event in names else 0
    return bool(told) and all(_odds(reading, token, rule)[0] > DOUBT for token in told)


def _odds(reading: Reading, token: Token, rule: int) -> list[float]:
    """The probability of every category when the rules say this one (0: nothing)."""
    trust = reading.knowledge.trust
    known = [trust.categories.index(name) for name in reading.knowledge.categories_of(token.lemma)]
    scores = (token.scores + trust.rules[rule] + trust.lexicon[known].sum(0)).tolist()
    top = max(scores)
    grown = [math.exp(score - top) for score in scores]
    total = sum(grown)
    return [value / total for value in grown]
