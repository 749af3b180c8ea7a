"""The two sides of an event that a verb tells: its subjects and its recipients, with tools and numbers."""

from __future__ import annotations

from kg.drafts import Participant
from kg.extract.below import deep_recipients, lands_below
from kg.extract.clauses import Slots, objects_of, with_conjuncts
from kg.extract.nouns import is_device, noun_frame
from kg.extract.participants import unique
from kg.extract.reading import Reading
from kg.extract.roles import Filling, Roles, fill, noun_roles, thing
from kg.knowledge import Frame
from kg.model import PERSONS, Record
from kg.syntax import Token

_DEEP = frozenset(("AGREE", "REQUEST", "REJECT", "ACCUSE", "SANCTION", "CONCEDE", "SUPPORT", "THREATEN",
                   "PROTEST", "MOBILIZE", "AID", "COOPERATE", "COERCE"))  # fmt: skip

_HOSTED = frozenset(("AGREE", "REQUEST", "SANCTION", "CONCEDE", "SUPPORT", "THREATEN", "AID", "COERCE",
                     "REJECT", "RETREAT", "ASSAULT"))  # fmt: skip

_FORCES = ("Military", "Agency", "ArmedGroup")
_BOMBERS = ("ArmedGroup", "Person", "CivilGroup")


class Subjects(Record, frozen=True, kw_only=True):
    """What the subject of a verb holds: actors, tools (token ranges) and the event nouns among them
    that tell the same as the verb (tokens)."""

    actors: tuple[Participant, ...]
    instruments: tuple[tuple[int, int], ...]
    events: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.actors or self.instruments or self.events)


def subjects(reading: Reading, found: Slots, frame: Frame | None = None) -> Subjects:
    """The subjects of a verb, sorted; without a frame event nouns stand for whoever does them."""
    actors: list[Participant] = []
    instruments: list[tuple[int, int]] = []
    events: set[int] = set()
    for token in found.get("subj", ()):
        who = reading.phrases.read(token)
        event = noun_frame(reading, token)
        if event is not None and (
            who is None or who.kind == "noun" and not _acts(reading, token, frame, event)
        ):
            if frame is not None and event.event == frame.event:
                events.add(token.i)
            if frame is None or frame.event in (event.event, "ASSAULT"):
                actors.extend(noun_roles(reading, token, event).actors)
        elif is_device(reading, token):
            instruments.append(reading.phrases.extent(token))
            acting = [who] if who is not None and who.type in _BOMBERS else []
            actors.extend(reading.phrases.within(token) or _users(reading, token) or acting)
        elif who is None:
            actors.extend(reading.phrases.within(token))
        elif who.can_act:
            actors.extend([*reading.phrases.people(token), *_leaders(reading, token)])
    return Subjects(actors=unique(actors), instruments=tuple(instruments), events=frozenset(events))


def _leaders(reading: Reading, noun: Token) -> list[Participant]:
    """ "a delegation led by Minister X": X too."""
    clauses = [c for c in noun.all("acl") if reading.is_one(c, "leading-verb")]
    named = [t for clause in clauses for agent in clause.all("agent") for t in agent.all("pobj")]
    found = [reading.phrases.read(t) for t in named]
    return [who for who in found if who is not None and who.type in PERSONS]


def _acts(reading: Reading, token: Token, frame: Frame | None, event: Frame) -> bool:
    """ "the opposition rallied": the people, not their resistance."""
    known = token.i in reading.index.noun_at
    return known and (frame is None or frame.event != event.event)


def _users(reading: Reading, noun: Token) -> list[Participant]:
    """ "missiles fired by Iran": whoever used the instrument."""
    clause = noun.child("acl", "relcl")
    if clause is None:
        return []
    agents = [reading.phrases.read(t) for t in reading.slots(clause).get("subj", ()) if t is not noun]
    return [who for who in agents if who is not None and who.can_act]


def recipients(reading: Reading, frame: Frame, found: Slots) -> Roles:
    """Recipients of the first slot that has any; facilities as targets; bare places."""
    filling = Filling(frame)
    if frame.has("target") and "obj" not in frame.recipient:
        _aim(reading, filling, found)
    for slot in frame.recipient or ("obj",):
        for token in _slot_tokens(reading, slot, found):
            fill(reading, filling, slot, token)
            for one in _examples(token) if slot == "obj" and filling.people else ():
                fill(reading, filling, slot, one)
        if filling.people:
            return filling.roles()
    if frame.event == "MOBILIZE":
        filling.hosts = _beyond_border(reading, found)
    if frame.event == "REQUEST":
        filling.people = _asked_in_clause(reading, found)
    if frame.event in _DEEP and not filling.people:
        filling.people = deep_recipients(reading, found, frame)
    if frame.event in _HOSTED and not filling.hosts:
        filling.hosts = [who for token in found.get("obj", ()) for who in lands_below(reading, token)]
    if frame.event == "ASSAULT" and filling.targets and not filling.hosts:
        scene = Filling(frame)
        for token in found.get("in", ()):
            fill(reading, scene, "", token)
        filling.hosts = scene.hosts
    return filling.roles()


def _examples(noun: Token) -> list[Token]:
    """ "killed 12 people, including three children", "34, among them a priest": those named apart."""
    preps = [p for top in (noun, noun.head) for p in top.all("prep") if p.i > noun.i]
    told = [p for p in preps if p.lower == "including" and p.head is noun]
    told += [p for p in preps if p.lower == "among" and any(t.lower == "them" for t in p.all("pobj"))]
    return [t for p in told for inner in p.all("pobj") if inner.pos != "PRON" for t in with_conjuncts(inner)]


def _beyond_border(reading: Reading, found: Slots) -> list[Participant]:
    """ "along the border with Chad": against whom troops are moved there."""
    places = [t for slot in ("along", "on", "near", "at", "to", "around") for t in found.get(slot, ())]
    places += [t for noun in found.get("obj", ()) for p in noun.all("prep") for t in p.all("pobj")]
    others = [other for place in places for other in objects_of(place, "with")]
    return [who for t in others if (who := reading.phrases.read(t)) is not None and who.type == "State"]


def _asked_in_clause(reading: Reading, found: Slots) -> list[Participant]:
    """ "repeated its demand that Norway pay": whoever is to do it."""
    clauses = [*found.get("ccomp", ()), *(c for t in found.get("obj", ()) for c in t.all("acl", "ccomp"))]
    asked = [t for clause in clauses if clause.tag != "VBN" for t in clause.all("nsubj", "nsubjpass")]
    return list(reading.phrases.actors(asked))


def _aim(reading: Reading, filling: Filling, found: Slots) -> None:
    """What is destroyed or seized: a target, or a place when it is one."""
    for token in found.get("obj", ()):
        who = reading.phrases.read(token)
        if who is not None and who.type in ("Place", "State"):
            filling.places.append(who)
        elif who is not None and who.type == "Facility":
            filling.targets.append(who)
        elif who is None and token.pos in ("NOUN", "PROPN") and noun_frame(reading, token) is None:
            filling.targets.append(thing(reading, token))


def _slot_tokens(reading: Reading, slot: str, found: Slots) -> list[Token]:
    """The nouns of a slot of the lexicon: those of the verb, then those after its object."""
    objects = found.get("obj", [])
    if slot == "obj-of-xcomp":
        clauses = [*found.get("xcomp", ()), *found.get("advcl", ())]
        return [t for clause in clauses if clause.tag == "VB" for t in reading.slots(clause).get("obj", [])]
    if slot == "ccomp.subj":
        inner = [reading.slots(clause) for clause in found.get("ccomp", [])]
        return [t for each in inner for t in each.get("subj", each.get("obj", []))]
    if slot in ("poss", "mod"):
        return [c for t in objects for c in t.all("poss", "amod", "compound")]
    preps = [prep for noun in objects for prep in noun.all("prep") if prep.lower == slot]
    after = [t for prep in preps for p in prep.all("pobj") for t in with_conjuncts(p)]
    return [*found.get(slot, ()), *after]


def units(reading: Reading, frame: Frame, found: Slots) -> tuple[Participant, ...]:
    """The forces that somebody sets in motion: "deployed riot police", "put its army on alert"."""
    if frame.event != "MOBILIZE":
        return ()
    moved = [who for token in found.get("obj", ()) for who in reading.phrases.people(token)]
    return unique(who for who in moved if who.type in _FORCES)


def instruments(reading: Reading, frame: Frame, found: Slots) -> tuple[tuple[int, int], ...]:
    """The tools named with a verb, as token ranges."""
    wanted = [t for slot in ("with", "by", "using") for t in found.get(slot, ())]
    if frame.has("instr"):
        wanted = [*found.get("obj", ()), *wanted]
    return tuple(reading.phrases.extent(token) for token in wanted if is_device(reading, token))
