"""What the trained network makes of a word: which event it tells where the rules are silent, and
whether it doubts what they say (``kg.triggers``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kg.drafts import SPOKEN, Draft, changed
from kg.extract.reading import Reading
from kg.knowledge import GUESSED, Frame
from kg.syntax import Token

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Bar(NamedTuple):
    """How likely a word must tell some ``event``, and this one (``category``), before the network's guess
    counts, and how ``likely`` a telling must be what it is taken for to stand without anybody in it."""

    event: float
    category: float
    likely: float


BRIEF, LONG = Bar(0.9, 0.5, 0.9), Bar(0.65, 0.4, 0.75)
"""A brief is about one thing: other words seldom tell another."""
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
    odds, bar = _odds(reading, tokens, 0), _bar(reading)
    best = odds[:, 1:].argmax(1) + 1
    sure = (1 - odds[:, 0] >= bar.event) & (odds[:, 1:].max(1) >= bar.category)
    names, frame = reading.knowledge.trust.categories, reading.knowledge.guessed_frame
    return {tokens[k].i: frame(names[best[k]], tokens[k].pos, tokens[k].lemma) for k in np.flatnonzero(sure)}


def weighed(reading: Reading, draft: Draft) -> Draft | None:
    """A telling with what the network makes of it. ``None`` when it takes none of its words for an event, or
    when it alone suggests one in which nobody speaks or takes part, and is not sure."""
    told = [t for i in draft.tokens if (t := reading.parse.tokens[i]).scores is not None]
    names = reading.knowledge.trust.categories
    if not told or draft.event not in names:
        return draft
    category, guess = names.index(draft.event), draft.rule.startswith(GUESSED)
    odds = _odds(reading, told, 0 if guess else category)
    if draft.rule.startswith(_BY_WORD) and (odds[:, 0] > DOUBT).all():
        return None
    likely = bool(odds[:, category].max() >= _bar(reading).likely)
    alone = not draft.actors and (draft.event in SPOKEN or not (draft.recipients or draft.targets))
    return None if guess and alone and not likely else changed(draft, likely=likely)


def _bar(reading: Reading) -> Bar:
    return BRIEF if reading.parse.is_brief else LONG


def _odds(reading: Reading, tokens: Sequence[Token], rule: int) -> NDArray[np.float32]:
    """The probability of every category (columns) for these words when the rules say this one."""
    import numpy as np

    knowledge = reading.knowledge
    known = np.stack([token.scores for token in tokens if token.scores is not None])
    scores = known + knowledge.trust.rules[rule] + np.stack([knowledge.leaning(t.lemma) for t in tokens])
    grown: NDArray[np.float32] = np.exp(scores - scores.max(1, keepdims=True))
    odds: NDArray[np.float32] = grown / grown.sum(1, keepdims=True)
    return odds
