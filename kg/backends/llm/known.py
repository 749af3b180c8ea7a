"""Names that a model gives -> known actors and places, or things of the document's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kg import iris
from kg.backends.llm.answer import Thing
from kg.knowledge import Actor, Knowledge, Name, words
from kg.model import PERSONS, EntityType, Record
from kg.resolve.places import Gazetteer

_GROUND = frozenset(("Place", "Facility"))


class Subject(Record, frozen=True, kw_only=True):
    """Who or what a mention stands for: the fields it lends to the records."""

    iri: str
    name: str
    type: EntityType
    code: str | None
    sector: str | None
    known: bool


class Linker:
    """Finds the entities of one document in the knowledge. ``countries`` counts those it speaks of."""

    def __init__(self, knowledge: Knowledge, gazetteer: Gazetteer) -> None:
        self._knowledge = knowledge
        self._gazetteer = gazetteer
        self._codes = {actor.contract_code for actor in knowledge.actors.values()}
        self.countries: Counter[str] = Counter()
        self.tenures: Mapping[str, str] = knowledge.office_states
        self.contexts: Mapping[str, str] = knowledge.context_words

    def fresh(self) -> Linker:
        """The same for another document."""
        other = object.__new__(Linker)
        other.__dict__ = {**self.__dict__, "countries": Counter()}
        return other

    def code(self, text: str | None) -> str | None:
        """A code of the contract: the text itself or the code of the actor it names."""
        if text in self._codes:
            return text
        actor = self._actor(text, None) if text else None
        return actor.contract_code if actor else None

    def subject(self, document: str, thing: Thing) -> Subject:
        """The known actor or place of that name, or else one of this document."""
        for name in (thing.name, *thing.names):
            actor = self._actor(name, thing.type)
            if actor is not None:
                return _of_actor(actor, thing.type)
        code = self.code(thing.country)
        place = self._place(thing, code) if thing.type == "Place" else None
        if place is not None:
            return place
        name = thing.name.strip() or thing.id
        iri = iris.entity_iri(document, thing.type, f"{code or ''} {name}".strip())
        return Subject(iri=iri, name=name, type=thing.type, code=code, sector=None, known=False)

    def _actor(self, name: str, type: EntityType | None) -> Actor | None:
        key = words(name)
        key = key[1:] if key[:1] == ("the",) else key
        found = [n for length, ns in self._knowledge.names.longest(key, 0) if length == len(key) for n in ns]
        fitting = [n.actor for n in found if n.form == "name" and _spelt(n, name) and _can_be(n.actor, type)]
        return min(fitting, key=_likelier, default=None)

    def _place(self, thing: Thing, code: str | None) -> Subject | None:
        link = self._gazetteer.link(thing.name, context_countries=self.countries)
        if link is None:
            return None
        place = link.place
        return Subject(
            iri=place.iri, name=place.label, type="Place", code=place.country or code, sector=None, known=True
        )


def _of_actor(actor: Actor, asked: EntityType) -> Subject:
    kind = asked if asked == "Official" and actor.contract_type == "Person" else actor.contract_type
    return Subject(
        iri=actor.iri, name=actor.label, type=kind, code=actor.contract_code, sector=actor.sector, known=True
    )


def _spelt(name: Name, text: str) -> bool:
    """Whether an acronym is written as one: WHO is no "who"."""
    return name.exact is None or text.replace(".", "").replace(" ", "") == name.exact.replace(" ", "")


def _can_be(actor: Actor, type: EntityType | None) -> bool:
    """Whether people stay people and sites stay sites; the finer type is left to the knowledge."""
    known = actor.contract_type
    if type is None:
        return True
    if (known in PERSONS) != (type in PERSONS):
        return False
    return type not in _GROUND or known in _GROUND or known == "State"


def _likelier(actor: Actor) -> tuple[bool, bool, str]:
    return actor.end is not None, actor.type != "State", actor.iri
