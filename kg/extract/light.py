"""Verbs that only carry an event noun: "carried out an attack", "came under attack"."""

from __future__ import annotations

from kg.drafts import Draft, Participant
from kg.extract.clauses import Slots, depth
from kg.extract.compose import COOPERATIVE
from kg.extract.nouns import noun_frame, noun_mode
from kg.extract.participants import joined
from kg.extract.reading import Reading
from kg.extract.roles import Roles, noun_roles
from kg.extract.sides import recipients, subjects
from kg.extract.tolls import counts
from kg.knowledge import Frame
from kg.model import Record
from kg.syntax import Token

_NEAR = 6


class Carried(Record, frozen=True, kw_only=True):
    """An event noun and the role that the subject of its verb has: actor or recipient."""

    noun: Token
    frame: Frame
    role: str


def light(reading: Reading, verb: Token, found: Slots) -> Draft | None:
    """The event of the noun that a light verb carries."""
    role = reading.knowledge.light_verbs.get(verb.lemma)
    if role is None:
        return None
    joining = reading.is_one(verb, "joining-verb")
    for slot in ("obj", "in", "into", "to", "under") if joining else ("obj", "under"):
        for token in found.get(slot, ()):
            noun = lifted(reading, token)
            frame = noun_frame(reading, noun)
            if frame is None or noun.tag in ("NNP", "NNPS"):
                continue
            if slot == "under" and frame.event in COOPERATIVE:  # "left under an agreement"
                continue
            if role == "stop":
                reading.consume(noun)
                return None
            return _draft(reading, verb, found, Carried(noun=noun, frame=frame, role=role))
    return None


def lifted(reading: Reading, noun: Token) -> Token:
    """ "a wave of air strikes" is about the air strikes."""
    if reading.is_one(noun, "portion"):
        for prep in noun.all("prep"):
            inner = prep.child("pobj")
            if prep.lower == "of" and inner is not None and noun_frame(reading, inner):
                return inner
    return noun


def _draft(reading: Reading, verb: Token, found: Slots, carried: Carried) -> Draft:
    noun, frame = carried.noun, carried.frame
    own = subjects(reading, found)
    roles = noun_roles(reading, noun, frame)
    actors, received = _sides(own.actors, roles, carried)
    targets, hosts = roles.targets, roles.hosts
    if not received and not frame.has("sym"):
        more = recipients(reading, _prepositions_only(frame), found)
        received, targets = more.recipients, targets or more.targets
        hosts = hosts or more.hosts
    return Draft(
        event=frame.event, mode=noun_mode(reading, noun, frame), sent=verb.sent,
        first=verb.i if 0 < noun.i - verb.i <= _NEAR else noun.i, last=noun.i,
        tokens=tuple(sorted((verb.i, noun.i))), actors=actors, recipients=received, targets=targets,
        hosts=hosts,
        instruments=own.instruments, places=roles.places, counts=counts(reading, verb, found),
        symmetric=frame.has("sym"), depth=depth(verb), rule=f"light verb {verb.lemma} + noun {frame.lemma}",
    )  # fmt: skip


def _sides(
    own: tuple[Participant, ...], roles: Roles, carried: Carried
) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
    """Actors and recipients, from the subject of the verb and from the noun."""
    if carried.role == "recipient":
        return roles.actors, joined(own, roles.recipients)
    if carried.frame.has("sym"):
        return joined(own, joined(roles.actors, roles.recipients)), ()
    return own or roles.actors, roles.recipients


def _prepositions_only(frame: Frame) -> Frame:
    slots = tuple(slot for slot in frame.recipient if slot not in ("obj", "poss", "of")) or ("against",)
    return Frame(lemma=frame.lemma, event=frame.event, recipient=slots)
