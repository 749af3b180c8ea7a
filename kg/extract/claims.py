"""Events told by way of their noun: "claimed responsibility for", "died in"."""

from __future__ import annotations

from kg.drafts import CLAIMED, DEATHS, Draft, Participant, Source
from kg.extract.clauses import Slots, depth, objects_of
from kg.extract.compose import MATERIAL_CONFLICT
from kg.extract.nouns import device_mode, is_device, noun_frame, noun_mode
from kg.extract.participants import joined, unique
from kg.extract.reading import Reading
from kg.extract.roles import noun_roles
from kg.extract.sides import subjects
from kg.extract.status import status_of
from kg.extract.tolls import counts, dead
from kg.knowledge import Frame
from kg.syntax import Token

_FOR = ("for", "in", "to", "with")


def casualties(reading: Reading, verb: Token, found: Slots) -> Draft | None:
    """ "Eleven soldiers died in an ambush": the ambush, with its dead."""
    tokens = [t for slot in ("in", "during", "from", "of", "after", "under") for t in found.get(slot, ())]
    tokens += [t for result in found.get("as", ()) for t in objects_of(result, "of")]
    for token in tokens:
        frame = noun_frame(reading, token)
        if frame is None or frame.event not in ("ASSAULT", "PROTEST"):
            continue
        roles = noun_roles(reading, token, frame)
        victims = reading.phrases.actors(found.get("subj", []))
        return Draft(
            event=frame.event, mode=noun_mode(reading, token, frame), first=token.i, last=token.i,
            sent=verb.sent, tokens=(verb.i, token.i), actors=roles.actors,
            recipients=joined(victims, roles.recipients), targets=roles.targets, places=roles.places,
            counts=counts(reading, verb, found), depth=depth(verb),
            rule=f"{verb.lemma} in {frame.lemma}",
        )  # fmt: skip
    return _deaths(reading, verb, found)


def is_losing_life(verb: Token, found: Slots) -> bool:
    """ "Ten villagers lost their lives"."""
    return verb.lemma == "lose" and any(token.lemma == "life" for token in found.get("obj", ()))


def _deaths(reading: Reading, verb: Token, found: Slots) -> Draft | None:
    """ "Two soldiers died.": those who did, for the attack told before."""
    causes = [t for slot in ("in", "during", "after", "under") for t in found.get(slot, ())]
    if found.get("of") or found.get("from") or any(reading.is_one(t, "accident") for t in causes):
        return None
    people = [reading.phrases.actors([t]) or _counted(reading, t) for t in found.get("subj", ())]
    victims = unique(who for several in people for who in several)
    if not victims:
        return None
    return Draft(
        event="ASSAULT", mode=None, first=verb.i, last=verb.i, sent=verb.sent, tokens=(verb.i,),
        recipients=victims, counts=dead(reading, found.get("subj", ())), toll=True, depth=depth(verb),
        rule=DEATHS,
    )  # fmt: skip


def _counted(reading: Reading, token: Token) -> tuple[Participant, ...]:
    return (reading.phrases.someone(token),) if token.pos == "NUM" else ()


def claimed(reading: Reading, verb: Token, found: Slots) -> Draft | None:
    """ "claimed responsibility for the bombing": the bombing, by the word of whoever did it."""
    noun = next((t for t in found.get("obj", ()) if reading.is_one(t, "answered-for")), None)
    if noun is None or not reading.is_one(verb, "answering-verb"):
        return None
    for word in _FOR:
        for token in (*found.get(word, ()), *objects_of(noun, word)):
            frame = noun_frame(reading, token)
            if (frame is None or not frame.mode) and is_device(reading, token):  # "for a car bomb in Ankara"
                frame = Frame(lemma=token.lemma, event="ASSAULT", mode=device_mode(reading, [token]))
            if frame is not None and frame.event in MATERIAL_CONFLICT:
                return _claim(reading, verb, found, token, frame)
    told = any(found.get(word) or objects_of(noun, word) for word in _FOR)
    return None if told or verb.lemma != "claim" else _bare_claim(reading, verb, found, noun)


def _bare_claim(reading: Reading, verb: Token, found: Slots, noun: Token) -> Draft | None:
    """ "The BLA claimed responsibility.": for the attack told before."""
    actors = subjects(reading, found).actors
    if not actors or status_of(verb, reading.knowledge) == "negated":
        return None
    source = Source(stance="reports", who=actors[0], first=verb.i, last=verb.i)
    return Draft(
        event="ASSAULT", mode=None, first=noun.i, last=noun.i, sent=verb.sent, tokens=(verb.i, noun.i),
        actors=actors, depth=depth(verb), nominal=True, definite=True,
        sources=(*reading.speech.sources(verb), source), rule=CLAIMED,
    )  # fmt: skip


def _claim(reading: Reading, verb: Token, found: Slots, noun: Token, frame: Frame) -> Draft:
    unclaimed = status_of(verb, reading.knowledge) == "negated"  # "no group has claimed": by nobody known
    actors = () if unclaimed else subjects(reading, found).actors
    roles = noun_roles(reading, noun, frame)
    stance = reading.knowledge.reporting.get(verb.lemma, "reports")
    source = Source(stance=stance, who=actors[0] if actors else None, first=verb.i, last=verb.i)
    return Draft(
        event=frame.event, mode=noun_mode(reading, noun, frame), first=noun.i, last=noun.i, sent=verb.sent,
        tokens=(noun.i,) if unclaimed else (verb.i, noun.i),
        actors=actors, recipients=roles.recipients, targets=roles.targets, hosts=roles.hosts,
        places=roles.places, depth=depth(verb), nominal=True, definite=True,
        sources=(*reading.speech.sources(verb), *(() if unclaimed else (source,))),
        rule=f"{verb.lemma} responsibility for {frame.lemma}",
    )  # fmt: skip
