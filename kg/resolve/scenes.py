"""One scene over two sentences: "Gunmen stormed a post on Monday. The attackers also abducted a man."."""

from __future__ import annotations

from collections.abc import Container

from kg.drafts import Draft, Participant, changed
from kg.syntax import Parse

_SCENIC = frozenset(("ASSAULT", "COERCE", "PROTEST"))
_AGREEING = frozenset(("CONSULT", "AGREE", "SUPPORT", "COOPERATE"))
_BACK = 1
_CROWDS = frozenset(("ArmedGroup", "CivilGroup", "Military", "Agency", "Person", "Official", "Organization"))


def continued(parse: Parse, drafts: list[Draft], doers: Container[str]) -> list[Draft]:
    """The drafts of acts with the date and the place of the scene that they go on with.

    ``doers`` are the nouns for those who made an attack.
    """
    found: list[Draft] = []
    for draft in drafts:
        scene = _scene(parse, found, draft, doers)
        found.append(draft if scene is None else _set_in(scene, draft))
    return found


def _scene(parse: Parse, told: list[Draft], draft: Draft, doers: Container[str]) -> Draft | None:
    for one in reversed(told):
        if draft.sent - one.sent > _BACK:
            return None
        if _goes_on(parse, one, draft, doers):
            return one
    return None


def _set_in(scene: Draft, draft: Draft) -> Draft:
    return changed(draft, date=draft.date or scene.date, places=draft.places or scene.places)


def _goes_on(parse: Parse, scene: Draft, draft: Draft, doers: Container[str]) -> bool:
    near = 0 < draft.sent - scene.sent <= _BACK
    if not near or draft.nominal or draft.status != "actual" or scene.status != "actual":
        return False
    if draft.date is not None or scene.date is None or scene.date.precision != "day":
        return False
    if not _is_past(parse, draft):
        return False
    if scene.event == "CONSULT" and draft.event in _AGREEING:
        return any(_are_parties(who) for who in draft.actors)
    if not {draft.event, scene.event} <= _SCENIC:
        return False
    if scene.event == "ASSAULT" and any(_is_doer(parse, who, doers) for who in draft.actors):
        return True
    return bool(_crowd(scene) & _crowd(draft))


def _are_parties(who: Participant) -> bool:
    """ "The ministers signed ..." after a meeting: those who met."""
    return who.kind == "noun" and who.definite and who.plural and who.type in ("Official", "Person", "Party")


def _is_doer(parse: Parse, who: Participant, doers: Container[str]) -> bool:
    """ "The attackers": named after what they did just before."""
    return who.kind == "noun" and who.definite and parse.tokens[who.head].lemma in doers


def _crowd(draft: Draft) -> set[str]:
    """The keys of those in a scene who are there in person."""
    people: tuple[Participant, ...] = (*draft.actors, *draft.recipients)
    return {who.key for who in people if who.type in _CROWDS and not who.known}


def _is_past(parse: Parse, draft: Draft) -> bool:
    token = parse.tokens[draft.first]
    return token.tag in ("VBD", "VBN", "VBG") and not any(
        c.lower in ("had", "have", "has") for c in token.all("aux")
    )
