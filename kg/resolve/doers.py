"""Who did what nobody is said to have done: "Police dispersed the march. Five were detained."."""

from __future__ import annotations

from collections.abc import Iterable

from kg.drafts import Draft, Participant, is_just_before
from kg.model import HAPPENED

_FORCES = frozenset(("Agency", "Military"))
_HELD = frozenset(("arrest", "abduct", "imprison"))
_DONE_BY_FORCES = frozenset(("ASSAULT", "COERCE", "MOBILIZE", "AID"))


def implied(cluster: list[Draft], clusters: Iterable[list[Draft]]) -> tuple[Participant, ...]:
    """The police or army that acted in the sentence before or earlier in this one, when people are arrested
    by nobody; whoever held them, when they are set free by nobody. Empty when that is not clear."""
    lead = cluster[0]
    if any(draft.actors for draft in cluster) or lead.nominal or lead.status != "actual":
        return ()
    if (lead.event, lead.mode) == ("COERCE", "arrest"):
        told = [draft for other in clusters for draft in other if is_just_before(draft, lead)]
        return _last(draft for draft in told if _is_force(draft))
    if (lead.event, lead.mode) == ("RETREAT", "release"):
        told = [draft for other in clusters for draft in other if draft.first < lead.first]
        return _last(draft for draft in told if _held(draft, lead))
    return ()


def _last(drafts: Iterable[Draft]) -> tuple[Participant, ...]:
    last = max(drafts, key=lambda draft: draft.first, default=None)
    return last.actors if last is not None else ()


def _is_force(draft: Draft) -> bool:
    """Whether forces of order, and nobody else, did something before."""
    acting = bool(draft.actors) and all(who.type in _FORCES for who in draft.actors)
    return acting and draft.event in _DONE_BY_FORCES and draft.status in HAPPENED


def _held(draft: Draft, lead: Draft) -> bool:
    """Whether it tells of the capture of those who are freed, or of somebody just before."""
    if draft.mode not in _HELD or not draft.actors:
        return False
    same = {who.key for who in draft.recipients} & {who.key for who in lead.recipients}
    return bool(same) or is_just_before(draft, lead)
