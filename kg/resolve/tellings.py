"""One node per real event of a document: which tellings belong together."""

from __future__ import annotations

from kg.drafts import CLAIMED, DEATHS, DENIAL, Draft, changed
from kg.knowledge import Ties
from kg.model import HAPPENED
from kg.resolve.blame import with_blame
from kg.resolve.denials import as_denial, deny, deny_all, refusal
from kg.resolve.likeness import Cluster, actors_of, dates_differ, hit_by, overlap, towns
from kg.resolve.sameness import Events
from kg.syntax import Parse

_NEAR = 2  # sentences


def group(parse: Parse, drafts: list[Draft], ties: Ties) -> list[Cluster]:
    """Clusters of drafts in text order; each is one event. ``ties`` weigh whether two tell the same."""
    clusters: list[Cluster] = []
    events = Events(parse)
    waiting: list[Draft] = []
    sure = [draft for draft in drafts if draft.about is not None]
    known = {draft.first for draft in sure}
    for draft in drafts:
        if draft.rule == DENIAL:
            if draft.first not in known and not deny(draft, clusters):
                waiting.append(draft)
            continue
        _take(draft, clusters, events, ties)
        waiting = [one for one in waiting if not (_is_next(one, draft) and deny(one, clusters[-1:]))]
    clusters += [[refused] for one in waiting if (refused := refusal(one)) is not None]
    deny_all(sure, clusters)
    return clusters


def _take(draft: Draft, clusters: list[Cluster], events: Events, ties: Ties) -> None:
    denial = as_denial(draft)
    denied = _denied(denial, clusters) if denial is not None else None
    if denial is not None and denied is not None:
        denied.append(changed(denial, event=denied[0].event, status=denied[0].status, counts=()))
        return
    draft = with_blame(draft, clusters)
    same = _claimed(draft, clusters) if draft.rule == CLAIMED else events.same(draft, ties)
    if same is not None:
        same.append(draft)
    elif draft.rule not in (CLAIMED, DEATHS):
        clusters.append(same := [draft])
    if same is not None and draft.rule != CLAIMED:
        events.add(draft, same)


def _is_next(denial: Draft, draft: Draft) -> bool:
    """ "Baku denied the charge. Yerevan had said ...": what is denied is told right after."""
    return 0 <= draft.sent - denial.sent <= 1


def _claimed(claim: Draft, clusters: list[Cluster]) -> Cluster | None:
    """The last attack that a claim of responsibility can be about: one by those who claim it, or by nobody
    with a name ("gunmen" may well be theirs)."""
    return next((cluster for cluster in reversed(clusters) if _is_claimable(claim, cluster)), None)


def _is_claimable(claim: Draft, cluster: Cluster) -> bool:
    if cluster[0].event != claim.event or not {draft.status for draft in cluster} <= HAPPENED:
        return False
    doers = actors_of(cluster)
    if dates_differ(claim, cluster):
        return False
    return all(who.kind == "noun" for who in doers) or overlap(claim.actors, doers) > 0


def _denied(denial: Draft, clusters: list[Cluster]) -> Cluster | None:
    """The last event told by others that the denial can be about."""
    return next((cluster for cluster in reversed(clusters) if _is_denied(denial, cluster)), None)


def _is_denied(denial: Draft, cluster: Cluster) -> bool:
    kinds = {cluster[0].event, denial.event}
    if len(kinds) > 1 and kinds != {"AID", "SUPPORT"} or cluster[0].status in ("negated", "hypothetical"):
        return False
    if not any(draft.sources or draft.date for draft in cluster):
        return False
    actors, others = overlap(denial.actors, actors_of(cluster)), overlap(hit_by([denial]), hit_by(cluster))
    if actors < 0 or others < 0 or dates_differ(denial, cluster) or _is_elsewhere(denial, cluster):
        return False
    return others > 0 or denial.sent - max(draft.sent for draft in cluster) <= _NEAR


def _is_elsewhere(denial: Draft, cluster: Cluster) -> bool:
    """Whether both name places, and not the same; that of an attack is often told less narrowly."""
    own, theirs = towns([denial]), towns(cluster)
    known = own and theirs and not denial.nominal and denial.event != "ASSAULT"
    return bool(known) and own.isdisjoint(theirs)
