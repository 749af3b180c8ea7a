"""The place and the outlet of a dateline ("GENEVA, Jan 5 (Agency) -") among the entities."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg import iris
from kg.drafts import changed
from kg.knowledge import Knowledge, words
from kg.model import Document, Entity, Span
from kg.resolve.whereabouts import Whereabouts
from kg.syntax import Dateline, Parse

_REACH = 40
"""Characters behind the place of a dateline in which its country may stand."""
_COUNTRY = re.compile(r"\s*,\s*([A-Z][\w.' -]*?)\s*(?=[,(/—–]| -)")


class Desk:
    """Reads the datelines of one document."""

    def __init__(
        self, document: Document, parse: Parse, knowledge: Knowledge, whereabouts: Whereabouts
    ) -> None:
        self.document = document
        self.datelines = parse.datelines
        self.knowledge = knowledge
        self.whereabouts = whereabouts

    def countries(self) -> list[tuple[int, str | None]]:
        """Where each dateline stands and the code of the country that it is from."""
        links = [(line.place[0], self.whereabouts.link(self._quote(*line.place))) for line in self.datelines]
        return [(start, link.country if link is not None else None) for start, link in links]

    def with_named(self, entities: Iterable[Entity]) -> tuple[Entity, ...]:
        """The entities and those of the datelines; what is known under its IRI gets one more mention."""
        by_iri = {entity.iri: entity for entity in entities}
        if not self.datelines:
            return tuple(by_iri.values())
        for line in self.datelines:
            place = self._place(*line.place, sure=line.outlet is not None)
            for found in (place, self._state(line), self._outlet(line.outlet)):
                if found is not None:
                    by_iri[found.iri] = _together(by_iri.get(found.iri), found)
        return tuple(sorted(by_iri.values(), key=lambda entity: entity.mentions[0].start))

    def _quote(self, start: int, end: int) -> str:
        return self.document.text[start:end]

    def _place(self, start: int, end: int, *, sure: bool) -> Entity | None:
        """A place that no list knows needs an outlet beside it: "NATO:" is none."""
        text = self._quote(start, end)
        link = self.whereabouts.link(text)
        if link is None and not sure:
            return None
        name = link.name if link else text.title()
        return Entity(
            iri=link.iri if link else iris.entity_iri(self.document.id, "Place", name), type="Place",
            name=name, code=link.country if link else None, sector=None, known=link is not None,
            mentions=(Span(text=text, start=start, end=end),),
        )  # fmt: skip

    def _state(self, line: Dateline) -> Entity | None:
        """The country behind the place: "KIRKUK, Iraq, May 20 (Agency)"."""
        place = self._quote(line.place[1], line.outlet[0] if line.outlet else line.place[1] + _REACH)
        found = _COUNTRY.match(place)
        key = words(found[1]) if found else ()
        exact = [names for length, names in self.knowledge.names.longest(key, 0) if length == len(key)]
        states = [n.actor for names in exact for n in names if n.actor.type == "State" and n.form == "name"]
        if found is None or not states:
            return None
        start = line.place[1] + found.start(1)
        return Entity(
            iri=states[0].iri, type="State", name=states[0].label, code=states[0].contract_code,
            sector=states[0].sector, known=True,
            mentions=(Span(text=found[1], start=start, end=start + len(found[1])),),
        )  # fmt: skip

    def _outlet(self, where: tuple[int, int] | None) -> Entity | None:
        if where is None:
            return None
        start, end = where
        text = self._quote(start, end)
        if any(char.isdigit() for char in text):
            return None
        key = words(text)
        exact = [names for length, names in self.knowledge.names.longest(key, 0) if length == len(key)]
        media = [name.actor for names in exact for name in names if name.actor.contract_type == "NewsAgency"]
        span = Span(text=text, start=start, end=end)
        if media:
            actor = media[0]
            return Entity(
                iri=actor.iri, type="NewsAgency", name=actor.label, code=actor.contract_code,
                sector=actor.sector, known=True, mentions=(span,),
            )  # fmt: skip
        return Entity(
            iri=iris.entity_iri(self.document.id, "NewsAgency", text), type="NewsAgency", name=text,
            code=None, sector="MED", known=False, mentions=(span,),
        )  # fmt: skip


def _together(known: Entity | None, found: Entity) -> Entity:
    if known is None:
        return found
    return changed(known, mentions=(*found.mentions, *known.mentions))
