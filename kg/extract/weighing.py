"""What the trained network makes of a word: which event it tells where the rules are silent, and
whether it doubts what they say (``kg.triggers``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.drafts import Draft
from kg.extract.reading import Reading
from kg.knowledge import Frame
from kg.syntax import Token

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
    if reading.guesses is None:
        reading.guesses = _guesses(reading)
    return reading.guesses.get(token.i)


def _guesses(reading: Reading) -> dict[int, Frame]:
    """All words of a text that the network is sure of, without the rules."""
    import numpy as np

    tokens = [token for token in reading.parse.tokens if token.scores is not None]
    if not tokens:
        return {}
    odds = _odds(reading, tokens, 0)
    best = odds[:, 1:].argmax(1) + 1
    sure = (1 - odds[:, 0] >= EVENT) & (odds[:, 1:].max(1) >= CATEGORY)
    names, frame = reading.knowledge.trust.categories, reading.knowledge.guessed_frame
    return {tokens[k].i: frame(names[best[k]], tokens[k].pos, tokens[k].lemma) for k in np.flatnonzero(sure)}


def is_doubted(reading: Reading, draft: Draft) -> bool:
    """Whether the network takes none of the words of a telling for an event."""
    if not draft.rule.startswith(_BY_WORD):
        return False
    told = [t for i in draft.tokens if (t := reading.parse.tokens[i]).scores is not None]
    names = reading.knowledge.trust.categories
    rule = names.index(draft.event) if draft.event in names else 0
    return bool(told) and bool((_odds(reading, told, rule)[:, 0] > DOUBT).all())


def _odds(reading: Reading, tokens: Sequence[Token], rule: int) -> NDArray[np.float32]:
    """The probability of every category (columns) for these words when the rules say this one."""
    import numpy as np

    knowledge = reading.knowledge
    known = np.stack([token.scores for token in tokens if token.scores is not None])
    scores = known + knowledge.trust.rules[rule] + np.stack([knowledge.leaning(t.lemma) for t in tokens])
    grown: NDArray[np.float32] = np.exp(scores - scores.max(1, keepdims=True))
    odds: NDArray[np.float32] = grown / grown.sum(1, keepdims=True)
    return odds
