"""Who is blamed for what nobody is said to have done: "A bomb hit a bus. The army blamed Daesh."."""

from __future__ import annotations

from kg.drafts import BLAMED, Draft, Source, changed
from kg.model import HAPPENED

_NEAR = 1


def with_blame(draft: Draft, clusters: list[list[Draft]]) -> Draft:
    """Adds to the attack told just before what the accuser says of who did it, and to the accusation what it
    is about; the accusation as it was when there is no such attack."""
    if not draft.blames or not draft.recipients or draft.content_events or draft.status != "actual":
        return draft
    near = [cluster for cluster in clusters if _is_open(cluster, draft)]
    if not near:
        return draft
    attack = max(near, key=lambda cluster: cluster[-1].first)
    attack.append(_allegation(draft, attack[0]))
    return changed(draft, content_events=attack[0].tokens)


def _is_open(cluster: list[Draft], blame: Draft) -> bool:
    lead = cluster[0]
    last = max(draft.sent for draft in cluster)
    done = any(draft.actors for draft in cluster) or lead.status not in HAPPENED
    return lead.event == "ASSAULT" and not done and 0 <= blame.sent - last <= _NEAR


def _allegation(blame: Draft, attack: Draft) -> Draft:
    accuser = blame.actors[0] if blame.actors else None
    source = Source(stance="alleges", who=accuser, first=blame.first, last=blame.last)
    return Draft(
        event=attack.event, mode=attack.mode, first=blame.first, last=blame.last, sent=blame.sent, tokens=(),
        actors=blame.recipients, status=attack.status, sources=(source,), nominal=True, depth=blame.depth,
        rule=BLAMED,
    )  # fmt: skip
