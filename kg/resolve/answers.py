"""Whom an answer is given to: "Oslo offered talks, but the rebels refused" - they refused Oslo."""

from __future__ import annotations

from collections.abc import Iterable

from kg.drafts import Draft, Participant, is_just_before
from kg.resolve.denials import REJECTED, same_side

ANSWERS = {"REJECT": frozenset(("REQUEST", "AGREE")), "AGREE": frozenset(("REQUEST",))}
"""What each kind of answer may be an answer to."""


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
