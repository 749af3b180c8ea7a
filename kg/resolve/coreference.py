"""Which mentions of a document are the same: names, descriptions and pronouns.

A pronoun is only resolved when its best antecedent is clear; what stays open is dropped from
the roles rather than guessed.
"""

from __future__ import annotations

import msgspec

from kg.drafts import Draft, Participant, Source, changed
from kg.knowledge import Knowledge
from kg.model import Record
from kg.resolve.aliases import aliases
from kg.resolve.descriptions import Antecedents, Descriptions
from kg.resolve.pronouns import Pronouns, is_anaphoric, pronoun
from kg.syntax import Parse


class Resolved(Record, frozen=True, kw_only=True):
    """Outcome: participants by the token of their head; ``keys`` maps a key to the one it joins.

    ``owners`` tells by the key of a phrase whose it is: "its troops".
    """

    keys: dict[str, str]
    pronouns: dict[int, tuple[Participant, ...]]
    owners: dict[str, Participant] = msgspec.field(default_factory=dict)


def resolve(parse: Parse, mentions: list[Participant], drafts: list[Draft], knowledge: Knowledge) -> Resolved:
    """Joins aliases and finds what descriptions and pronouns stand for."""
    keys = aliases(parse, mentions)
    canonical = [_rekeyed(who, keys) for who in mentions]
    done: Antecedents = {}
    descriptions = Descriptions(parse, canonical, knowledge.classes, done)
    pronouns = Pronouns(parse, canonical, knowledge.reporting, descriptions, done)
    described = {who.head: who for who in mentions if who.kind == "noun" and who.definite or who.plural}
    told = {token.i: pronoun(token) for token in parse.tokens if is_anaphoric(token)}
    for who in sorted((told | _used(drafts) | described).values(), key=lambda p: p.head):
        found = pronouns.meant(who) if who.kind == "pronoun" else ()
        found = descriptions.meant(who) if who.kind == "noun" else found
        if found:
            done[who.head] = found
    return Resolved(keys=keys, pronouns=done, owners=pronouns.owners())


def _used(drafts: list[Draft]) -> dict[int, Participant]:
    found = {}
    for draft in drafts:
        sources = [source.who for source in draft.sources if source.who is not None]
        for who in (*draft.actors, *draft.recipients, *draft.targets, *sources):
            found[who.head] = who
    return found


def apply(draft: Draft, resolved: Resolved) -> Draft:
    """The draft with every pronoun replaced and every alias under one key."""
    actors = _replaced(draft.actors, resolved)
    recipients = _replaced(draft.recipients, resolved)
    mutual = any(who.kind == "reciprocal" for who in draft.recipients)
    if mutual:
        recipients = actors
    sources = tuple(_source(source, resolved) for source in draft.sources)
    if draft.symmetric:
        recipients = ()
    else:
        own = set() if mutual else {a.key for a in actors}
        recipients = tuple(r for r in recipients if r.key not in own)
    places = tuple(_rekeyed(p, resolved.keys) for p in draft.places)
    targets, units = _replaced(draft.targets, resolved), _replaced(draft.units, resolved)
    return changed(
        draft, actors=actors, recipients=recipients, units=units, sources=sources, places=places,
        targets=targets,
    )  # fmt: skip


def _source(source: Source, resolved: Resolved) -> Source:
    if source.who is None:
        return source
    found = _replaced((source.who,), resolved)
    return Source(stance=source.stance, who=found[0] if found else None, first=source.first, last=source.last)


def _replaced(people: tuple[Participant, ...], resolved: Resolved) -> tuple[Participant, ...]:
    found: dict[str, Participant] = {}
    for who in people:
        meant = resolved.pronouns.get(who.head, () if who.kind in ("pronoun", "reciprocal") else (who,))
        for each in meant:
            if who.kind == "noun" and len(meant) > 1:  # "both sides": quoted as they stand
                each = changed(each, kind="noun", head=who.head, first=who.first, last=who.last, core=None)
            each = _rekeyed(each, resolved.keys)
            found.setdefault(each.key, each)
    return tuple(found.values())


def _rekeyed(who: Participant, keys: dict[str, str]) -> Participant:
    key = keys.get(who.key, who.key)
    return who if key == who.key else changed(who, key=key)
