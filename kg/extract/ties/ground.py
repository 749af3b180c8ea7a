"""What is known of a telling, of a word beside it, and of the way between the two."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from kg.chance import far, flag, path
from kg.drafts import Draft
from kg.syntax import Parse, Token

_BESIDE = frozenset(("conj", "appos", "compound", "poss", "nmod", "amod", "nummod"))


class Ground:
    """One text with its tellings, as all kinds of ties look at it."""

    def __init__(self, parse: Parse, drafts: Sequence[Draft]) -> None:
        self.parse = parse
        self.drafts = drafts
        self.told = {position for draft in drafts for position in draft.tokens}
        self._starts = sorted({draft.first for draft in drafts})
        self._sentences = [draft.sent for draft in drafts]
        self._verbs = [token.i for token in parse.tokens if token.pos in ("VERB", "AUX")]

    def numbers(self, sentence: int, back: int, ahead: int) -> range:
        """The numbers of the tellings near a sentence."""
        return range(*window(self._sentences, sentence, back, ahead))

    def telling(self, draft: Draft) -> dict[str, str]:
        """The facts of a telling alone."""
        tokens = self.parse.tokens
        main = tokens[draft.first]
        had = any(child.lower == "had" for child in main.all("aux"))
        return {
            "event": draft.event,
            "mode": draft.mode or "",
            "status": draft.status,
            "word": main.lemma,
            "tag": main.tag,
            "rule": draft.rule.split(" ")[0],
            "manner": f"{flag(draft.nominal)}{flag(draft.definite)}{flag(draft.toll)}",
            "spoken": flag(bool(draft.sources)),
            "had": flag(had),
            "opening": tokens[self.parse.sentences[main.sent][0]].lower,
            "sentence": str(min(main.sent, 3)),
            "brief": flag(self.parse.is_brief),
        }

    def way(self, draft: Draft, token: Token) -> dict[str, str]:
        """The facts of the way from a word to a telling."""
        parse, main = self.parse, self.parse.tokens[draft.first]
        low, high = sorted((token.i, main.i))
        apart = main.sent - token.sent
        paragraphs = parse.paragraphs[main.sent] - parse.paragraphs[token.sent]
        facts = {
            "apart": str(max(-2, min(apart, 4))),
            "same": flag(apart == 0),
            "paragraphs": str(max(-1, min(paragraphs, 2))),
            "before": flag(token.i < main.i),
            "distance": far(high - low),
            "events": str(min(4, inside(self._starts, low, high))),
            "verbs": str(min(4, inside(self._verbs, low, high))),
            "its sentence": str(min(token.sent, 3)),
        }
        if apart == 0:
            facts.update(path(token, [parse.tokens[i] for i in draft.tokens]))
        return facts


def window(sentences: Sequence[int], sentence: int, back: int, ahead: int) -> tuple[int, int]:
    """From where to where (exclusive) sorted sentence numbers lie near a sentence."""
    return bisect_left(sentences, sentence - back), bisect_right(sentences, sentence + ahead)


def between(positions: Iterable[int], one: int, other: int) -> int:
    """How many of the positions lie between two others."""
    low, high = sorted((one, other))
    return sum(low < position < high for position in positions)


def standing(token: Token) -> dict[str, str]:
    """How a noun stands: its label, the preposition before it, the word that it hangs on."""
    while token.dep in _BESIDE and token.head is not token:
        token = token.head
    prep = token.head if token.dep == "pobj" else None
    above = token.head if prep is None else prep.head
    return {"label": token.dep, "preposition": prep.lower if prep else "", "above": above.lemma}


def parties(draft: Draft) -> set[str]:
    """The keys of all who take part."""
    return {who.key for who in (*draft.actors, *draft.recipients)}


def inside(positions: Sequence[int], low: int, high: int) -> int:
    """How many of sorted positions lie between two others, without looking at each."""
    return max(0, bisect_left(positions, high) - bisect_right(positions, low))
