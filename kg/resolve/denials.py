"""Which event a denial is about: "Moscow denied the accusation", "no such attack had taken place"."""

from __future__ import annotations

from collections.abc import Iterable

from kg.drafts import Draft, Participant, changed
from kg.resolve.likeness import Cluster

MATERIAL = frozenset(("ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST", "AID"))
DENIABLE = MATERIAL | {"SUPPORT"}
_NEAR = 1
"""Sentences between an event and a denial that names neither the event nor who did it."""

REJECTED = "rejected accusation"
"""The rule of a denial of nothing that was told."""


def same_side(one: Participant, other: Participant) -> bool:
    """The same, or two of one country."""
    return one.key == other.key or bool(one.code and one.code == other.code)


def deny(denial: Draft, clusters: list[Cluster]) -> bool:
    """Joins a denial to the last event that it can be about; whether there was one."""
    for cluster in reversed(clusters):
        if _is_about(denial, cluster):
            cluster.append(_bare(denial, cluster[0]))
            return True
    return False


def deny_all(denials: Iterable[Draft], clusters: Iterable[Cluster]) -> None:
    """Joins denials to the events whose tellings they are known to be about, each voice once."""
    events = {token: cluster for cluster in clusters for draft in cluster for token in draft.tokens}
    for denial in denials:
        cluster = events.get(denial.about) if denial.about is not None else None
        who = denial.speaker
        if cluster is None or who is None or _has_told(who, cluster):
            continue
        said = (source.who for draft in cluster for source in draft.sources if source.stance == "denies")
        if all(other is None or other.key != who.key for other in said):
            cluster.append(_bare(denial, cluster[0]))


def _bare(denial: Draft, lead: Draft) -> Draft:
    """Nothing but the voice: the words of a denial tell nothing else of the event."""
    return changed(
        denial,
        event=lead.event,
        status=lead.status,
        actors=(),
        recipients=(),
        targets=(),
        date=None,
        places=(),
    )


def _is_about(denial: Draft, cluster: Cluster) -> bool:
    who = denial.speaker
    if cluster[0].event not in DENIABLE or denial.event not in ("", "REJECT", cluster[0].event):
        return False
    if who is None or _has_told(who, cluster):
        return False
    blamed = [actor for draft in cluster for actor in draft.actors]
    if any(same_side(actor, who) for actor in blamed):
        return True
    if any(source.stance == "alleges" for draft in cluster for source in draft.sources):
        return True
    said = any(draft.sources for draft in cluster)
    distance = denial.sent - max(draft.sent for draft in cluster)
    return distance == 0 or 0 < distance <= _NEAR and said


def _has_told(who: Participant, cluster: Cluster) -> bool:
    """Nobody denies what he says himself."""
    own = [s.who.key for d in cluster for s in d.sources if s.who is not None and s.stance != "denies"]
    return who.key in own


def refusal(denial: Draft) -> Draft | None:
    """A denial of nothing that was told: the rejection of an accusation, or nothing."""
    if not denial.event or not denial.actors:
        return None
    return changed(denial, nominal=False, sources=denial.sources[:-1], rule=REJECTED)


def as_denial(draft: Draft) -> Draft | None:
    """The draft when it denies what it tells: "denied attacking", "we did not attack"; else ``None``."""
    if not draft.sources or draft.event not in DENIABLE:
        return None
    last = draft.sources[-1]
    if last.stance == "denies":
        return draft
    own = last.who is not None and any(same_side(actor, last.who) for actor in draft.actors)
    if draft.status != "negated" or not own:
        return None
    return changed(draft, sources=(*draft.sources[:-1], changed(last, stance="denies")))
