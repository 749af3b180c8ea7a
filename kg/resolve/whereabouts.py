"""Links the place names of one document, all of them seen together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from kg.drafts import Participant
from kg.knowledge import Knowledge
from kg.model import Record
from kg.resolve.places import Gazetteer
from kg.syntax import Parse

_INTO = frozenset((",", "in", "of", "("))
_JOINTS = _INTO | {"the", "'s", "near"}
_REACH = 6  # words between a place and what contains it


class PlaceLink(Record, frozen=True, kw_only=True):
    """A place name and the known place it stands for."""

    iri: str
    name: str
    country: str | None


class Whereabouts:
    """Remembers which countries the document speaks of, what lies in what, and every link made."""

    def __init__(
        self, gazetteer: Gazetteer, mentions: list[Participant], knowledge: Knowledge, parse: Parse
    ) -> None:
        self.gazetteer = gazetteer
        self.states = Counter(who.code for who in mentions if who.code and who.code in knowledge.states)
        places = [who for who in mentions if who.kind == "name" and who.type in ("Place", "State")]
        self._homes = self._sure_homes(who.name for who in places if who.type == "Place")
        self._containers = self._contained(places, knowledge, parse)
        self._links: dict[str, PlaceLink | None] = {}

    def _sure_homes(self, names: Iterable[str]) -> dict[str, str]:
        """The country of each name that the gazetteer has in one country only."""
        homes = {name: {p.country for p in self.gazetteer.candidates(name)} for name in set(names)}
        return {
            name: str(next(iter(codes))) for name, codes in homes.items() if len(codes) == 1 and all(codes)
        }

    @staticmethod
    def _contained(places: list[Participant], knowledge: Knowledge, parse: Parse) -> dict[str, str]:
        """ "Beni territory, in North Kivu": the name that follows a place and tells where it lies."""
        nouns = knowledge.classes["area"] | knowledge.classes["part-of-place"]
        found: dict[str, str] = {}
        for one, other in pairwise(sorted(places, key=lambda who: who.head)):
            between = parse.tokens[_bounds(one)[1] + 1 : _bounds(other)[0]]
            near = one.type == "Place" and len(between) < _REACH and any(t.lower in _INTO for t in between)
            if near and all(t.lower in _JOINTS or t.lemma in nouns or t.pos == "ADJ" for t in between):
                found.setdefault(one.name, other.name)
        return found

    def link(self, name: str) -> PlaceLink | None:
        """The known place of this name; ``None`` when there is none or it is not clear which."""
        if name.islower():  # "the islands"
            return None
        if name not in self._links:
            self._links[name] = self._link(name)
        return self._links[name]

    def _link(self, name: str) -> PlaceLink | None:
        others = Counter(home for other, home in self._homes.items() if other != name)
        found = self.gazetteer.link(
            name,
            context_countries=self.states + others,
            container_text=self._containers.get(name, ""),
            guess=False,
        )
        if found is None:
            return None
        return PlaceLink(iri=found.place.iri, name=found.place.label, country=found.place.country)


def _bounds(who: Participant) -> tuple[int, int]:
    return who.core or (who.first, who.last)
