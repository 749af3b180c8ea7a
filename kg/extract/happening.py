"""Clauses whose subject is the event: "fighting broke out between A and B", "talks resumed"."""

from __future__ import annotations

from kg.drafts import Draft
from kg.extract.clauses import Slots, depth
from kg.extract.light import lifted
from kg.extract.nouns import noun_frame, noun_mode
from kg.extract.participants import joined
from kg.extract.reading import Reading
from kg.extract.roles import noun_roles
from kg.extract.sides import recipients
from kg.knowledge import Frame
from kg.syntax import Token

_TELLING = frozenset(("ASSAULT", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST"))
_DOERS = ("between", "among", "by", "involving")
_AIMS = ("against", "with", "on", "at")


def happening(reading: Reading, verb: Token, found: Slots) -> Draft | None:
    """The event of the noun that begins, goes on or breaks out; who takes part may stand at the verb."""
    if not _happens(reading, verb, found):
        return None
    for token in found.get("subj", ()):
        noun = lifted(reading, token)
        frame = noun_frame(reading, noun)
        if frame is not None and frame.event in _TELLING and noun.tag not in ("NNP", "NNPS"):
            return _draft(reading, verb, found, noun, frame)
    return None


def _happens(reading: Reading, verb: Token, found: Slots) -> bool:
    particles = {token.lower for slot in ("prt", "adv") for token in found.get(slot, ())}
    if reading.is_one(verb, "beginning-verb"):
        return "obj" not in found
    if reading.is_one(verb, "shaking-verb"):
        return "obj" in found
    if reading.is_one(verb, "happening-phrasal-verb"):
        return bool(particles & reading.knowledge.classes["happening-particle"])
    places = (token.lower for slot in ("obj", "into", "in", "to") for token in found.get(slot, ()))
    return verb.lemma in ("take", "come", "get") and any(
        word in reading.knowledge.classes["happening-object"] for word in places
    )


def _draft(reading: Reading, verb: Token, found: Slots, noun: Token, frame: Frame) -> Draft:
    roles = noun_roles(reading, noun, frame)
    doers = [who for slot in _DOERS for t in found.get(slot, ()) for who in reading.phrases.people(t)]
    actors = joined(roles.actors, tuple(who for who in doers if who.can_act))
    received = roles.recipients
    if not received and frame.event != "CONSULT":
        aimed = Frame(lemma=frame.lemma, event=frame.event, recipient=_AIMS)
        received = recipients(reading, aimed, found).recipients
    if frame.has("sym"):
        actors, received = joined(actors, received), ()
    return Draft(
        event=frame.event, mode=noun_mode(reading, noun, frame), first=noun.i, last=noun.i, sent=verb.sent,
        tokens=tuple(sorted((verb.i, noun.i))), actors=actors, recipients=received, targets=roles.targets,
        places=roles.places, symmetric=frame.has("sym"), depth=depth(verb),
        definite=reading.phrases.is_definite(noun), rule=f"happening {verb.lemma} + noun {frame.lemma}",
    )  # fmt: skip
