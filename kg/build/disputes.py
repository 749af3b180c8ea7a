"""What the documents that tell of one event contradict each other about.

A contradiction between documents is derived: it hangs on the merged event, and its sides are the
claims that the documents' own graphs hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from kg.build.claims import Claim, claims_of, stance_of
from kg.build.digest import Numbers, Told
from kg.build.knowledge import Knowledge
from kg.build.maker import Maker
from kg.build.ontology import Ontology
from kg.build.sheet import Sheet, text
from kg.iris import mint
from kg.model import Document, Extraction, Record, Stance
from kg.vocabulary import KG


class Said(Record, frozen=True):
    """A claim of a document about an event, as far as others may contradict it."""

    claim: str
    topic: str
    subject: str | None
    object: str | None
    stance: Stance


class Dispute(Record, frozen=True):
    """What documents differ on; ``topic`` is what the claims on its sides are about."""

    kind: str
    topic: str


def said_of(
    document: Document,
    extraction: Extraction,
    event: str,
    *,
    ontology: Ontology,
    knowledge: Knowledge,
    base: str,
) -> list[Said]:
    """The claims that the graph of a document holds about one of its events, named by its IRI."""
    maker = Maker(document, extraction, base=base, ontology=ontology, knowledge=knowledge)
    return [
        _said(claim, stance_of(told, claim.voice))
        for told in extraction.events
        if maker.events[told.id] == event
        for claim in claims_of(maker, told)
    ]


def _said(claim: Claim, stance: Stance) -> Said:
    what = claim.statement
    return Said(claim=claim.node, topic=what.topic, subject=what.subject, object=what.object, stance=stance)


def disputes(members: list[Told], same: Mapping[str, str], within: Mapping[str, str]) -> list[Dispute]:
    """What at least two of the documents cannot both be right about, sorted.

    ``same`` gives the actor that another one is, ``within`` the place that one lies in.
    """
    found = {Dispute(kind="count", topic=name) for name in _contrary_numbers(members)}
    for one, other in combinations(members, 2):
        found.update(_between(one, other, same, within))
    return sorted(found, key=lambda dispute: (dispute.kind, dispute.topic))


def _between(one: Told, other: Told, same: Mapping[str, str], within: Mapping[str, str]) -> Iterator[Dispute]:
    if _others_act(one, other, same, (KG.actor, KG.unit)):
        yield Dispute(kind="actor", topic="parties")
    if _others_act(one, other, same, (KG.target,)):
        yield Dispute(kind="target", topic="parties")
    if _elsewhere(one.places, other.places, within):
        yield Dispute(kind="place", topic="place")
    if _at_other_times(one, other):
        yield Dispute(kind="date", topic="date")
    if {one.stances, other.stances} & {("denies",)} and one.stances != other.stances:
        yield Dispute(kind="denial", topic="parties")


def _contrary_numbers(members: Iterable[Told]) -> set[str]:
    """The properties for which two documents give numbers that no one number can be."""
    told: dict[str, list[Numbers]] = {}
    for one in members:
        for numbers in one.counts:
            told.setdefault(numbers[0], []).append(numbers)
    return {
        name
        for name, rows in told.items()
        if any(_exclude(one, other) for one, other in combinations(rows, 2))
    }


def _exclude(one: Numbers, other: Numbers) -> bool:
    return _below(one[2], other[1]) or _below(other[2], one[1])


def _below(most: int | None, least: int | None) -> bool:
    return most is not None and least is not None and most < least


def _others_act(one: Told, other: Told, same: Mapping[str, str], roles: tuple[str, ...]) -> bool:
    """Whether everybody named in these roles is somebody else of another country."""
    left, right = _named(one, same, roles), _named(other, same, roles)
    if not left or not right or left.keys() & right.keys():
        return False
    return not {code for code in left.values() if code} & {code for code in right.values() if code}


def _named(told: Told, same: Mapping[str, str], roles: tuple[str, ...]) -> dict[str, str | None]:
    """IRI -> country; empty when one of them has no name of his own ("gunmen"), who may be anybody."""
    names, codes = dict(told.names), dict(told.codes)
    iris = [iri for role, things in told.roles if role in roles for iri in things]
    if any(names.get(iri, "").islower() for iri in iris):
        return {}
    return {same.get(iri, iri): codes.get(iri) for iri in iris}


def _elsewhere(left: tuple[str, ...], right: tuple[str, ...], within: Mapping[str, str]) -> bool:
    """Whether both are told and no place of one is, or lies in, or holds a place of the other."""
    if not left or not right:
        return False
    inner = {place for one in left for place in _with_containers(one, within)}
    outer = {place for one in right for place in _with_containers(one, within)}
    return not (inner & set(right) or outer & set(left))


def _with_containers(place: str, within: Mapping[str, str]) -> set[str]:
    found = {place}
    while (outer := within.get(place)) is not None and outer not in found:
        found.add(outer)
        place = outer
    return found


def _at_other_times(one: Told, other: Told) -> bool:
    return _before(one.latest, other.earliest) or _before(other.latest, one.earliest)


def _before(end: str | None, start: str | None) -> bool:
    return end is not None and start is not None and end < start


def describe_disputes(sheet: Sheet, node: str, found: Iterable[Dispute], said: list[Said], base: str) -> None:
    """The contradictions about a merged event, each with the claims on its sides; none is preferred."""
    for dispute in found:
        sides = [one.claim for one in said if _takes_side(one, dispute)]
        contradiction = mint("contradiction", dispute.kind, node, dispute.kind, dispute.topic, base=base)
        sheet.type(contradiction, KG.Contradiction)
        sheet.say(contradiction, KG.contradictionKind, text(dispute.kind))
        sheet.say(contradiction, KG.about, node)
        sheet.say(contradiction, KG.side, *sides)


def _takes_side(said: Said, dispute: Dispute) -> bool:
    if said.topic != dispute.topic:
        return False
    if dispute.kind == "actor":
        return said.subject is not None
    return dispute.kind != "target" or said.object is not None
