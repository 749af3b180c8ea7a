"""Which frame of the lexicon fits a verb in its surroundings."""

from __future__ import annotations

from typing import Any

from kg.extract.clauses import Slots
from kg.extract.participants import Reader
from kg.knowledge import Frame, Knowledge
from kg.syntax import Token

_GROUPS = frozenset(("ArmedGroup", "Military", "Agency", "Party", "CivilGroup", "Organization", "NewsAgency"))
_ACTORS = _GROUPS | {"State", "Official", "Person", "InternationalOrganization"}
PARTICLES = frozenset(("up", "down", "off", "out", "over", "back", "away", "in"))
_ELSEWHERE = frozenset(("phrase", "noobj", "noxcomp", "prt", "prep", "with", "oprd"))
"""Conditions that may hold without a slot of their name."""
_THINGS = frozenset(("it", "itself", "this", "that", "which", "what"))
_PEOPLE_CLASSES = ("crowd", "prisoner", "arrested", "worker", "gathering")
_AS_PARTICLE = frozenset(("hostage", "captive", "prisoner", "dead", "free", "ablaze", "alight", "afire"))


class Matcher:
    """Tests the conditions of frames against slots."""

    def __init__(self, knowledge: Knowledge, reader: Reader) -> None:
        self.knowledge = knowledge
        self.reader = reader

    def best(self, verb: Token, slots: Slots) -> Frame | None:
        """The most specific frame of the verb whose conditions all hold."""
        frames = self.knowledge.verbs.get(verb.lemma)
        if not frames:
            return None
        particles = _particles(slots)
        given = slots.keys() | _ELSEWHERE
        for frame in frames:
            if not frame.when.keys() <= given:
                continue
            if particles & PARTICLES and "prt" not in frame.when and self._is_phrasal(verb.lemma):
                continue
            if all(self._holds(verb, key, wanted, slots, particles) for key, wanted in frame.when.items()):
                return frame
        return None

    def _is_phrasal(self, lemma: str) -> bool:
        """Verbs that mean something else with a particle: "call off", "turn down"."""
        if lemma in self.knowledge.cues.get("phrasal", frozenset()):
            return True
        return any("prt" in frame.when for frame in self.knowledge.verbs.get(lemma, ()))

    def _holds(self, verb: Token, key: str, wanted: Any, slots: Slots, particles: set[str]) -> bool:
        if key == "phrase":
            told = " ".join(token.lower for token in verb.subtree())
            return any(phrase in told for phrase in wanted)
        if key == "noobj":
            return "obj" not in slots
        if key == "noxcomp":
            return "xcomp" not in slots and "ccomp" not in slots
        if key == "prt":
            return bool(particles & set(wanted))
        if key == "prep":
            return any(word in slots or f"{word}.clause" in slots for word in wanted)
        if key == "with" and "using" in slots:
            key = "using"
        if key == "adv":
            return any(token.lower in wanted for token in slots.get("adv", ()))
        if key in ("xcomp", "ccomp"):
            return self._clause(slots.get(key, []), wanted)
        if key == "oprd" and "oprd" not in slots:
            return any(self.fits(token, wanted) for token in _said_of_object(slots))
        if key == "into" and wanted == ["*"]:
            return bool(slots.get("into"))
        return any(self.fits(token, wanted) for token in slots.get(key, ()))

    def _clause(self, tokens: list[Token], wanted: list[str]) -> bool:
        return any("*" in wanted or token.lemma in wanted for token in tokens)

    def fits(self, token: Token, wanted: list[str]) -> bool:
        """Whether a noun is one of the words, classes ("@prisoner") or kinds ("#State") wanted."""
        lemmas = self.reader.phrase_lemmas(token)
        for want in wanted:
            if want == "*":
                return True
            if want.startswith("@"):
                if lemmas & self.knowledge.classes.get(want[1:], frozenset()):
                    return True
            elif want.startswith("#"):
                if self._is_kind(token, want[1:]):
                    return True
            elif want in lemmas or want == token.lower:
                return True
        return False

    def _is_somebody(self, token: Token) -> bool:
        """Whether a word means people: an actor, a pronoun that is not for things, a bare number, or a
        noun by its class or ending; what stands to be arrested, beaten or led away."""
        if token.lemma in self.knowledge.classes["not-person"] or token.lower in _THINGS:
            return False
        who = self.reader.read(token)
        if self._is_kind(token, "number") or who is not None and who.type in _ACTORS:
            return who is None or who.type != "State"
        if token.pos == "PROPN":
            return token.ent == "PERSON"
        lemmas = self.reader.phrase_lemmas(token)
        if any(lemmas & self.knowledge.classes[name] for name in _PEOPLE_CLASSES):
            return True
        return token.pos == "NOUN" and token.lemma.endswith(tuple(self.knowledge.classes["person-ending"]))

    def _is_kind(self, token: Token, kind: str) -> bool:
        if kind == "number":
            return token.pos == "NUM" or token.lower in self.knowledge.classes["bare-quantity"]
        if kind == "somebody":
            return self._is_somebody(token)
        found = self.reader.read(token)
        if found is None:
            return False
        if found.kind == "pronoun":
            if kind == "actor":  # whoever acts upon himself meets no other party
                return not token.lower.endswith("self")
            return kind in (("Person", "Official") if found.person else ("group", "State"))
        if kind == "actor":
            return found.type in _ACTORS
        if kind == "group":
            return found.type in _GROUPS
        if kind == "place":
            return found.type in ("Place", "State")
        if kind == "Official":
            return found.type in ("Official", "Person")
        return found.type == kind


def _said_of_object(slots: Slots) -> list[Token]:
    """What stands after an object as if it described it: "called the verdict unfair"."""
    objects = [token for slot in ("obj", "iobj") for token in slots.get(slot, ())]
    after = [child for token in objects for child in token.all("acl", "appos", "amod") if child.i > token.i]
    return [*objects[1:], *after]


def _particles(slots: Slots) -> set[str]:
    found = {token.lower for token in slots.get("prt", ())}
    for slot in ("oprd", "obj", "obj2", "adv"):
        found |= {token.lower for token in slots.get(slot, ()) if token.lower in _AS_PARTICLE}
    found |= {token.lower for token in slots.get("adv", ()) if token.lower in PARTICLES}
    return found
