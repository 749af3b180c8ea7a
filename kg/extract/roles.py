"""Who and what fills the roles of an event that a noun tells, and how a slot is sorted."""

from __future__ import annotations

from kg.drafts import Participant, changed
from kg.extract.clauses import LOCATIVE, objects_of
from kg.extract.nouns import noun_frame
from kg.extract.participants import unique
from kg.extract.reading import Reading
from kg.knowledge import Frame
from kg.model import Record
from kg.syntax import Token

_MODIFIERS = ("amod", "compound", "nmod")
_SCENE = LOCATIVE - {"on"}
_LANDLESS = _SCENE - {"at"}
_PLACELESS = frozenset(("PROTEST", "MOBILIZE"))
_HELD = frozenset(("hostage", "prisoner", "captive"))
_NEVER_BUILDINGS = ("Facility", "ArmedGroup", "Military", "CivilGroup")


class Roles(Record, frozen=True, kw_only=True):
    """The fillers of one event, each once; ``hosts`` as in a draft."""

    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    targets: tuple[Participant, ...] = ()
    places: tuple[Participant, ...] = ()
    hosts: tuple[Participant, ...] = ()


class Filling:
    """Collects what the slots of one frame hold: people who undergo it, things hit, and places."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.people: list[Participant] = []
        self.targets: list[Participant] = []
        self.places: list[Participant] = []
        self.hosts: list[Participant] = []

    def roles(self) -> Roles:
        """What was collected, the people as recipients."""
        return Roles(
            recipients=unique(self.people), targets=unique(self.targets), places=unique(self.places),
            hosts=self._first_hosts(),
        )  # fmt: skip

    def _first_hosts(self) -> tuple[Participant, ...]:
        """The first place that is told: "in Cizre in southeastern Turkey" is about Cizre."""
        return () if self.frame.has("sym") else unique(sorted(self.hosts, key=lambda who: who.head)[:1])


def fill(reading: Reading, filling: Filling, slot: str, token: Token) -> None:
    """Sorts the noun of one slot in."""
    if filling.frame.mode == "abduct" and token.lower in _HELD and not token.children:
        return  # "took three guards hostage"
    if slot in ("poss", "mod"):
        named = reading.phrases.modifier(token)
        if named is not None and named.can_act:
            filling.people.append(named)
        return
    who = reading.phrases.read(token)
    if who is None:
        _fill_unknown(reading, filling, slot, token)
    elif who.type == "Place" or _is_scene(who, slot, filling.frame):
        filling.places.append(who)
        if filling.frame.event == "ASSAULT" and slot not in _LANDLESS:
            filling.people.extend(_land_of(reading, token))
        if who.kind == "name" and _concerns(filling.frame, slot):
            filling.hosts.append(reading.phrases.host(token) or who)
    elif filling.frame.event == "ASSAULT" and _is_building(reading, token, who):
        filling.targets.append(changed(who, type="Facility"))
    elif who.type == "Facility":
        _fill_facility(reading, filling, token, who)
    else:
        filling.people.extend(reading.phrases.people(token))


def _fill_unknown(reading: Reading, filling: Filling, slot: str, token: Token) -> None:
    """A noun that no list knows as an actor: an event, a tool, somebody's thing, or somebody."""
    frame = filling.frame
    event = noun_frame(reading, token)
    if event is not None and frame.has("sym") and slot == "with":
        return  # "exchanged prisoners with mediation by Oman"
    if event is not None:
        told = noun_roles(reading, token, event)
        blamed = told.recipients if frame.mode == "investigate" and event.event == "ACCUSE" else ()
        filling.people.extend(blamed or told.actors or reading.phrases.within(token))
        return
    if frame.has("instr") and slot == "obj":
        return
    inside = reading.phrases.within(token) if slot not in _SCENE else []
    nominal = token.pos in ("NOUN", "PROPN")
    if frame.has("people") and slot == "obj" and _is_counted(token, nominal):
        inside = [reading.phrases.someone(token)]
    filling.people.extend(inside)
    if frame.has("target") and nominal:
        filling.targets.append(thing(reading, token))


def _is_counted(token: Token, nominal: bool) -> bool:
    """A noun, a bare number ("arrested fifteen"), or others with their number."""
    if token.lemma == "other":
        return token.child("nummod") is not None
    return nominal or token.pos == "NUM" and token.ent not in ("DATE", "TIME", "MONEY", "PERCENT")


def _fill_facility(reading: Reading, filling: Filling, token: Token, who: Participant) -> None:
    owners = reading.phrases.within(token)
    frame = filling.frame
    seized = frame.mode in ("seize", "restrict", "cyber") and not owners
    if frame.event in ("ASSAULT", "PROTEST") or seized:
        filling.targets.append(who)
    filling.people.extend(owners)


def _land_of(reading: Reading, token: Token) -> list[Participant]:
    """ "into Pakistan's Balochistan province", "at northern Israel": the state that is hit."""
    owned = [reading.phrases.modifier(c) for c in token.all("poss", "amod")]
    states = [who for who in owned if who is not None and who.type == "State"]
    who = reading.phrases.read(token)
    return states or ([who] if who is not None and who.type == "State" else [])


def _is_scene(who: Participant, slot: str, frame: Frame) -> bool:
    """A state after "in" is where it happens; a visitor's destination is the host."""
    return who.type == "State" and slot in _SCENE and frame.mode != "visit"


def _concerns(frame: Frame, slot: str) -> bool:
    """Whether a place in this slot is what the event is about, and no mere scene of it."""
    return frame.event not in _PLACELESS and not (frame.event == "ASSAULT" and slot in _SCENE)


def _is_building(reading: Reading, token: Token, who: Participant) -> bool:
    """A school or an embassy that is hit is a target, though it can act as a body too."""
    if who.kind != "noun" or who.known or who.type in _NEVER_BUILDINGS:
        return False
    return reading.is_one(token, "facility")


def thing(reading: Reading, token: Token) -> Participant:
    """A noun that is no actor, as the target of an act."""
    first, last = reading.phrases.extent(token)
    return Participant(
        head=token.i, first=first, last=last, kind="noun", type="Facility", key=f"thing:{token.lemma}",
        name=reading.phrases.quote(first, last), code=reading.phrases.code_of(token),
    )  # fmt: skip


def noun_roles(reading: Reading, noun: Token, frame: Frame) -> Roles:
    """Roles told inside the noun phrase itself; the sides of a symmetric event are all actors."""
    actors: list[Participant] = []
    for slot in frame.actor or ("by", "poss", "mod"):
        actors = _noun_slot(reading, noun, slot)
        if actors:
            break
    filling = Filling(frame)
    for slot in frame.recipient:
        for token in noun.all("poss") if slot == "poss" else objects_of(noun, slot):
            fill(reading, filling, slot, token)
        if filling.people:
            break
    if frame.event in ("ACCUSE", "REQUEST") and not filling.people:
        filling.people = _spoken_of(reading, noun)
    own = {who.key for who in actors}
    filling.people = [who for who in filling.people if who.key not in own]
    if frame.has("sym"):
        return changed(filling.roles(), actors=unique([*actors, *filling.people]), recipients=())
    return changed(filling.roles(), actors=unique(actors))


def _spoken_of(reading: Reading, noun: Token) -> list[Participant]:
    """ "the allegation that rebels had taken a town", "its demand that Oman pay": whoever it is about."""
    clauses = [c for c in noun.all("acl", "ccomp") if c.child("mark") is not None]
    return list(reading.phrases.actors(t for clause in clauses for t in clause.all("nsubj", "nsubjpass")))


def _noun_slot(reading: Reading, noun: Token, slot: str) -> list[Participant]:
    if slot == "mod":
        return _modifying(reading, noun)
    found: list[Participant | None]
    if slot == "poss":
        found = [reading.phrases.modifier(c) for c in noun.all("poss") if c.i < noun.i]
    else:
        found = [who for token in objects_of(noun, slot) for who in reading.phrases.people(token)]
        if slot == "by" and not found:
            found = list(reading.phrases.agents_of(noun)) or _agents_below(reading, noun)
    return [who for who in found if who is not None and who.can_act]


def _agents_below(reading: Reading, noun: Token) -> list[Participant | None]:
    """ "a crackdown on dissent by the government": its agent hangs one noun too deep."""
    inner = [token for prep in noun.all("prep") for token in prep.all("pobj")]
    plain = [token for token in inner if noun_frame(reading, token) is None]
    agents = [token for each in plain for token in objects_of(each, "by")]
    return [who for token in agents for who in reading.phrases.people(token)]


def _modifying(reading: Reading, noun: Token) -> list[Participant]:
    """Actors among the modifiers of a noun, and among the modifiers of those that are none."""
    modifiers = [c for c in noun.all(*_MODIFIERS) if c.i < noun.i]
    found = [reading.phrases.modifier(c) for c in modifiers if not _is_venue(reading, c)]
    for child in modifiers:
        if reading.phrases.modifier(child) is None:
            found += [reading.phrases.modifier(inner) for inner in child.all(*_MODIFIERS)]
    return [who for who in found if who is not None and who.can_act]


def _is_venue(reading: Reading, token: Token) -> bool:
    """A capital before the noun is where it happens: "the Geneva talks"."""
    name = reading.index.name_at.get(token.i)
    return name is not None and name.form == "metonym"
