"""Whom an answer is given to, and whose deed is condemned.

"Oslo offered talks, but the rebels refused": they refused Oslo. "Oslo closed the border. Riga criticised the
move": Riga accuses Oslo.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.drafts import SPOKEN, Draft, Participant, is_just_before
from kg.model import HAPPENED
from kg.resolve.denials import REJECTED, same_side
from kg.syntax import Parse, Token

ANSWERS = {"REJECT": frozenset(("REQUEST", "AGREE")), "AGREE": frozenset(("REQUEST",))}
"""What each kind of answer may be an answer to."""
_MERE_WORDS = SPOKEN | {"CONSULT"}
_VIOLENT = frozenset("act atrocity crime incident outrage tragedy violence".split())
"""Deeds that only an attack can be."""
_POINTING = frozenset(("it", "this", "that"))


def answered(cluster: list[Draft], clusters: Iterable[list[Draft]]) -> tuple[Participant, ...]:
    """Whoever asked or offered what is answered, told in the same sentence or the one before; empty when
    nobody did, or only whoever answers."""
    answer = cluster[0]
    own = {who.key for draft in cluster for who in draft.actors}
    if not own:
        return ()
    told = [draft for other in clusters for draft in other if _may_be_meant(answer, draft)]
    asked = [draft for draft in told if own.isdisjoint(who.key for who in draft.actors)]
    asked = [draft for draft in asked if _is_addressed(draft, cluster, to_all=answer.event == "REJECT")]
    return max(asked, key=lambda draft: draft.first).actors if asked else ()


def condemned(
    parse: Parse, deeds: frozenset[str], cluster: list[Draft], clusters: Iterable[list[Draft]]
) -> tuple[Participant, ...]:
    """Whoever did what was told in the same sentence or the one before, where "the move" or "this" is what
    somebody condemns; ``deeds`` are nouns like that."""
    meant = {noun for draft in cluster for noun in _deeds(parse.tokens[draft.first], deeds)}
    if not meant:
        return ()
    violent = not meant.isdisjoint(_VIOLENT)
    accusing = [who for draft in cluster for who in draft.actors]
    told = [draft for other in clusters if other is not cluster for draft in other]
    done = [draft for draft in told if any(_is_done_before(draft, one, violent) for one in cluster)]
    doers = max(done, key=lambda draft: draft.first).actors if done else ()
    return () if any(same_side(who, other) for who in doers for other in accusing) else doers


def _is_done_before(draft: Draft, accusing: Draft, violent: bool) -> bool:
    """Whether it is a deed told just before, an attack where only one can be meant."""
    kinds = draft.event == "ASSAULT" if violent else draft.event not in _MERE_WORDS
    return kinds and draft.status in HAPPENED and is_just_before(draft, accusing)


def _deeds(verb: Token, deeds: frozenset[str]) -> Iterator[str]:
    """The nouns and pronouns for a deed under a verb."""
    nouns = [*verb.all("dobj"), *(t for prep in verb.all("prep") for t in prep.all("pobj"))]
    for noun in nouns:
        if noun.lower in _POINTING or noun.lemma in deeds and _is_told(noun):
            yield noun.lemma


def _is_told(noun: Token) -> bool:
    """ "the move", "the cowardly act", not "an act of" somebody."""
    definite = any(det.lower in ("the", "this", "that", "these", "those") for det in noun.all("det"))
    return definite and not any(prep.lower in ("of", "by") for prep in noun.all("prep"))


def _is_addressed(draft: Draft, cluster: list[Draft], *, to_all: bool) -> bool:
    """Whether it asks whoever answers or, when that is enough, nobody in particular."""
    if not draft.recipients:
        return to_all
    answering = [who for one in cluster for who in one.actors]
    return any(same_side(who, other) for who in draft.recipients for other in answering)


def _may_be_meant(answer: Draft, draft: Draft) -> bool:
    kinds = ANSWERS[answer.event]
    if answer.rule == REJECTED or draft.symmetric:
        return False
    return is_just_before(draft, answer) and draft.event in kinds and bool(draft.actors)
