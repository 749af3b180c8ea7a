"""Who may be saying something where the grammar names nobody: whoever stands near a word of saying.

Bad translations put the verb first or last ("announced Thursday a communiqué of the Ministry"), and the
parser loses the subject. Whether somebody found so says anything, the fitted weights tell
(``kg.extract.ties.voices``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from kg.drafts import Participant, Source
from kg.extract.attribution import Speech
from kg.syntax import Token

_BEFORE, _BEHIND = 12, 8
"""How many words off a speaker may stand."""
_NOUNS = ("told-noun", "document-noun", "accusation")
_SPOKEN = ("VERB", "AUX", "NOUN")


def overheard(speech: Speech, people: Sequence[Participant]) -> Iterator[Source]:
    """Everybody near a word of saying that has no speaker by grammar; ``people`` in text order."""
    heads = [who.head for who in people]
    for cue in speech.parse.tokens:
        stance = _stance(speech, cue)
        if stance is not None:
            for who in _near(speech, cue, people, heads):
                yield Source(stance=stance, who=who, first=cue.i, last=cue.i)


def _stance(speech: Speech, cue: Token) -> str | None:
    """What a word of saying does; ``None`` for any other word, and where the grammar has a speaker."""
    if cue.pos not in _SPOKEN or cue.child("neg") is not None:
        return None
    stance = speech.knowledge.reporting.get(cue.lemma)
    if stance is not None and cue.pos != "NOUN":
        return stance if speech.speaker(cue) is None else None
    classes = speech.knowledge.classes
    if cue.lemma in classes["weak-report"] and cue.pos != "NOUN":
        return "reports"
    if cue.pos == "NOUN" and (stance is not None or any(cue.lemma in classes[name] for name in _NOUNS)):
        return speech.knowledge.reporting_nouns.get(cue.lemma, "reports")
    return None


def _near(
    speech: Speech, cue: Token, people: Sequence[Participant], heads: Sequence[int]
) -> Iterator[Participant]:
    """The nearest two on either side in the sentence, outside of quotations unless the cue stands in one."""
    inside = speech.quotations.inside
    here = bisect_left(heads, cue.i)
    before = people[max(bisect_left(heads, cue.i - _BEFORE), here - 2) : here]
    behind = people[here : min(bisect_right(heads, cue.i + _BEHIND), here + 2)]
    for who in (*before, *behind):
        quoted = who.head in inside and cue.i not in inside
        if not quoted and who.head != cue.i and speech.parse.tokens[who.head].sent == cue.sent:
            yield who
