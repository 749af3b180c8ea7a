"""What a knowledge base hands out: actors, pairs of actors, documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

from kg.api.html import heading, table
from kg.model import Document, Event, Extraction
from kg.query.prefixes import shorten

if TYPE_CHECKING:
    from kg.api.answer import Answer
    from kg.api.base import KnowledgeBase
    from kg.api.picture import Picture

_SHOWN = 50


class Actor:
    """A state, armed group, agency, person, ...: whoever acts or is acted upon.

    ``kind`` is its class without prefix, ``aliases`` its other names, ``known`` whether it was known
    before any document. As a parameter of a query it stands for its IRI.
    """

    def __init__(
        self, base: KnowledgeBase, iri: str, name: str, kind: str, aliases: tuple[str, ...], known: bool
    ) -> None:
        self._base = base
        self.iri, self.name, self.kind, self.aliases, self.known = iri, name, kind, aliases, known

    def events(self, **filters: Any) -> Answer:
        """What it takes part in; the filters are those of ``KnowledgeBase.events``."""
        return self._base.events(actor=self, **filters)

    def roles(self) -> Answer:
        """The offices that a person is said to hold."""
        return self._base.query("roles-of-officials", actor=self)

    def picture(self, **choice: Any) -> Picture:
        """What it did and what was done to it; the choice is that of ``KnowledgeBase.picture``."""
        return self._base.picture(actor=self, **choice)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Actor) and other.iri == self.iri

    def __hash__(self) -> int:
        return hash(self.iri)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.name}: {shorten(self.iri)}>"

    def _repr_html_(self) -> str:
        also = f"also {', '.join(self.aliases[:12])}" if self.aliases else ""
        under = " · ".join(filter(None, (self.kind, shorten(self.iri), also)))
        return heading(self.name, under) + self.events()._repr_html_()


class Actors(Sequence[Actor]):
    """Actors that a search found, the best first."""

    def __init__(self, found: Sequence[Actor]) -> None:
        self._found = tuple(found)

    @overload
    def __getitem__(self, index: SupportsIndex) -> Actor: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Actor, ...]: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Actor | tuple[Actor, ...]:
        return self._found[index]

    def __len__(self) -> int:
        return len(self._found)

    def __repr__(self) -> str:
        return "\n".join(map(repr, self._found)) or "no actors"

    def _repr_html_(self) -> str:
        cells = [
            [(one.name, ""), (one.kind, ""), (", ".join(one.aliases[:6]), ""), (shorten(one.iri), one.iri)]
            for one in self._found[:_SHOWN]
        ]
        return table(("name", "kind", "also called", "actor"), cells, total=len(self))


class Dyad:
    """Two actors and everything between them, in both directions."""

    def __init__(self, base: KnowledgeBase, one: Actor, other: Actor) -> None:
        self._base = base
        self.one, self.other = one, other

    def events(self, *, since: dt.date | str | None = None, until: dt.date | str | None = None) -> Answer:
        """What happened or is said to happen between them, with what each of the two does there."""
        named = {"actor": self.one, "other": self.other, "since": since, "until": until}
        return self._base.query("events-of-dyad", {k: v for k, v in named.items() if v is not None})

    def escalation(self) -> Answer:
        """Conflict and cooperation of each month, with the scores of PLOVER."""
        return self._base.query("escalation-by-month", actor=self.one, other=self.other)

    def picture(self, **choice: Any) -> Picture:
        """The two with what they did to each other; the choice is that of ``KnowledgeBase.picture``."""
        return self._base.picture(dyad=(self.one, self.other), **choice)

    def __repr__(self) -> str:
        return f"<Dyad {self.one.name} and {self.other.name}>"

    def _repr_html_(self) -> str:
        head = heading(f"{self.one.name} and {self.other.name}")
        return head + self.events()._repr_html_() + self.picture()._repr_html_()


class Article:
    """A document and what was read from it: ``document`` and ``extraction`` are records of ``kg.model``."""

    def __init__(self, base: KnowledgeBase, document: Document, extraction: Extraction) -> None:
        self._base = base
        self.document, self.extraction = document, extraction

    @property
    def id(self) -> str:
        """Its id in the knowledge base."""
        return self.document.id

    @property
    def text(self) -> str:
        """The stored text, which all offsets count in."""
        return self.document.text

    @property
    def title(self) -> str | None:
        """The headline, where the source gave one."""
        return self.document.title

    @property
    def published(self) -> dt.date | None:
        """The day of publication."""
        return self.document.published

    @property
    def events(self) -> tuple[Event, ...]:
        """The events as this document tells them, the main one first."""
        return self.extraction.events

    def picture(self) -> Picture:
        """The text with every piece of evidence marked, beside what was read from it."""
        return self._base.picture(view="document", document=self.id)

    def __repr__(self) -> str:
        return f"<Article {self.id}: {len(self.text)} characters, {len(self.events)} events>"

    def _repr_html_(self) -> str:
        return self.picture()._repr_html_()
