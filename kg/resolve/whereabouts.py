"""Links the place names of one document, all of them seen together."""

from __future__ import annotations

from collections import Counter

from kg.drafts import Participant
from kg.knowledge import Knowledge
from kg.model import Record
from kg.resolve.places import Gazetteer


class PlaceLink(Record, frozen=True, kw_only=True):
    """A place name and the known place it stands for."""

    iri: str
    name: str
    country: str | None


class Whereabouts:
    """Remembers which countries the document speaks of, and every link made."""

    def __init__(self, gazetteer: Gazetteer, mentions: list[Participant], knowledge: Knowledge) -> None:
        self.gazetteer = gazetteer
        self.countries = Counter(who.code for who in mentions if who.code and who.code in knowledge.states)
        self._links: dict[str, PlaceLink | None] = {}

    def link(self, name: str) -> PlaceLink | None:
        """The known place of this name; ``None`` when there is none or it is not clear which."""
        if name.islower():  # "the islands"
            return None
        if name not in self._links:
            found = self.gazetteer.link(name, context_countries=self.countries)
            self._links[name] = (
                PlaceLink(iri=found.place.iri, name=found.place.label, country=found.place.country)
                if found
                else None
            )
        return self._links[name]
