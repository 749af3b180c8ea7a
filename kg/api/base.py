"""Opening a finished knowledge base for reading, and all that can be asked of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from kg import store as stores
from kg.api.answer import Answer, gathered
from kg.api.given import as_term, as_text
from kg.api.picture import Picture
from kg.api.things import Actor, Actors, Article, Dyad
from kg.data import folder
from kg.errors import UsageError
from kg.query import SavedQuery, find, names, parse_query, read_query, run, run_within, saved_queries
from kg.query.bind import bind_all
from kg.query.formats import plain
from kg.query.prefixes import shorten
from kg.vocabulary import KG, RDF, RDFS, SKOS

if TYPE_CHECKING:
    import networkx
    import rdflib

Day = dt.date | str
View = Literal["auto", "graph", "matrix", "timeline", "map", "document"]
_NAME = re.compile(r"[\w.-]+")


def open(path: str | Path) -> KnowledgeBase:
    """The knowledge base in this folder as it was when its last build was finished.

    It is only read. A build may go on meanwhile: it changes nothing here before ``refresh()``.
    Raises ``StoreError`` when there is none, or no build was ever finished.
    """
    return KnowledgeBase(path)


class KnowledgeBase(AbstractContextManager["KnowledgeBase"]):
    """An open knowledge base; made by ``kg.open``. A name of an actor may be an alias or an IRI."""

    def __init__(self, path: str | Path) -> None:
        self._store = stores.open(path, read_only=True)
        self.path = self._store.path
        self._graph = self._store.graph

    def close(self) -> None:
        """Frees the files; calling it twice is harmless."""
        self._store.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def refresh(self) -> None:
        """Goes on to the newest finished build."""
        self._store.close()
        self.__dict__.pop("graph", None)
        self._store = stores.open(self.path, read_only=True)
        self._graph = self._store.graph

    # Questions

    def query(
        self, question: str | Path, /, params: Mapping[str, object] | None = None, *,
        timeout: float | None = None, **more: object,
    ) -> Answer:  # fmt: skip
        """The answer of a saved query (its name), of a file (``Path`` or ``*.rq``), or of SPARQL text.

        Parameters are bound as whole values, never pasted. Those of a saved query are checked; in
        SPARQL text ``x=value`` takes the place of the variable ``?x``: an ``Actor`` as its IRI, a day
        as ``xsd:date``, a ``str`` as a string. ``timeout`` is in seconds; ``QueryTimeout`` follows.
        Names that are Python's own (``from``) go into ``params``.
        """
        given = {**(params or {}), **more}
        saved = self._question(question)
        if saved.params or self._is_name(question):
            words = {name: as_text(value) for name, value in given.items()}
        else:
            saved, words = self._bound(saved, given), {}
        if timeout is not None:
            return gathered(run_within(timeout, self._store.graph_folder, saved, words))
        return gathered(run(self._graph, saved, words))

    def queries(self) -> tuple[SavedQuery, ...]:
        """All saved queries, shipped and of the user's own knowledge."""
        return saved_queries(self._store.knowledge)

    def _question(self, question: str | Path) -> SavedQuery:
        if isinstance(question, Path) or (self._is_name(question) and question.endswith(".rq")):
            return read_query(Path(question))
        if self._is_name(question):
            return find(question, self._store.knowledge)
        return parse_query(question, name="query")

    @staticmethod
    def _is_name(question: str | Path) -> bool:
        return isinstance(question, str) and bool(_NAME.fullmatch(question))

    @staticmethod
    def _bound(saved: SavedQuery, given: Mapping[str, object]) -> SavedQuery:
        values = {name: as_term(name, value) for name, value in given.items()}
        return SavedQuery(name=saved.name, summary="", text=bind_all(saved.text, values))

    # Actors, events, documents

    def actor(self, name: str) -> Actor:
        """The one actor of this name, alias or IRI; ``UsageError`` lists the near ones, or the several."""
        return self._actor(names.actor(self._graph, name))

    def actors(self, text: str = "") -> Actors:
        """The actors whose name or alias holds these words, the best fit first; all without words."""
        return Actors([self._actor(node) for node in names.search(self._graph, text)])

    def events(
        self,
        *,
        category: str | None = None,
        actor: str | Actor | None = None,
        since: Day | None = None,
        until: Day | None = None,
        status: str | None = None,
        place: str | None = None,
    ) -> Answer:
        """Events, merged across documents, of every status unless one is asked for; one row each.

        ``category`` is an event type such as ``ASSAULT`` or ``ASSAULT-aerial``; ``since`` and ``until``
        are days; ``place`` is a place, facility or state, and everything in it counts.
        """
        named = {"category": category, "actor": actor, "since": since, "until": until, "status": status}
        found = self.query("events", {k: v for k, v in named.items() if v is not None})
        if place is None:
            return found
        there = {row["event"] for row in self.query("events-at-place", place=place)}
        kept = [terms for row, terms in zip(found, found.terms, strict=True) if row["event"] in there]
        return Answer(found.form, found.columns, kept)

    def dyad(self, one: str | Actor, other: str | Actor) -> Dyad:
        """Two actors, and everything between them."""
        return Dyad(self, self.actor(as_text(one)), self.actor(as_text(other)))

    def document(self, id: str) -> Article:
        """A document by its id; ``UsageError`` when there is none."""
        return Article(self, self._store.document(id), self._store.extraction(id))

    def documents(self) -> Answer:
        """All documents with title, outlet and day of publication."""
        return gathered(run(self._graph, read_query(folder("queries") / "pages" / "documents.rq")))

    def _actor(self, node: ox.NamedNode) -> Actor:
        from kg.visualise import style

        about = [
            (q.predicate.value, plain(q.object)) for q in self._graph.quads_for_pattern(node, None, None)
        ]
        called = sorted({value for name, value in about if name == RDFS.label})
        classes = {v.removeprefix(KG.BASE) for n, v in about if n == RDF.type and v.startswith(KG.BASE)}
        return Actor(
            self,
            node.value,
            called[0] if called else shorten(node.value),
            style.narrowest(sorted(classes)) if classes else "Actor",
            tuple(sorted({value for name, value in about if name == SKOS.altLabel})),
            (KG.known, "false") not in about,
        )

    # Pictures and other forms

    def picture(
        self,
        *,
        view: View = "auto",
        actor: str | Actor | None = None,
        dyad: Sequence[str | Actor] | None = None,
        since: Day | None = None,
        until: Day | None = None,
        relations: Sequence[str] = (),
        status: Sequence[str] = (),
        document: str | None = None,
    ) -> Picture:
        """What ``kg viz`` draws, as an object that shows itself in a notebook and can be saved."""
        from kg.visualise import render

        pair = None if dyad is None else _pair(dyad)
        title = document or (" and ".join(pair) if pair else as_text(actor) if actor else str(self.path.name))
        html = render(
            self._graph,
            view=view,
            actor=None if actor is None else as_text(actor),
            dyad=pair,
            since=_day(since),
            until=_day(until),
            relations=relations,
            status=status,
            document=document,
            text_of=self._text_of,
        )
        return Picture(html, title=f"{view}: {title}")

    def network(
        self,
        *,
        actor: str | Actor | None = None,
        dyad: Sequence[str | Actor] | None = None,
        since: Day | None = None,
        until: Day | None = None,
        relations: Sequence[str] = (),
        status: Sequence[str] = ("actual", "habitual", "historical"),
    ) -> networkx.MultiDiGraph[str]:
        """Who did what to whom as a networkx graph of actors (IRIs).

        An edge stands for one relation from one node to another and has the name of the relation
        (``attacked``) as key. Its ``weight`` counts the claims that say so (``alleged`` those of them
        that only allege it), ``denied`` those that deny it, ``documents`` the documents; ``first`` and
        ``last`` are ISO days or absent. What has no direction (``metWith``) has an edge each way.
        """
        from kg.api.networks import network

        pair = None if dyad is None else _pair(dyad)
        return network(
            self._graph,
            actor=None if actor is None else as_text(actor),
            dyad=pair,
            since=_day(since),
            until=_day(until),
            relations=relations,
            status=status,
        )

    @cached_property
    def graph(self) -> rdflib.Dataset:
        """An rdflib Dataset over the same store: all named graphs read as one, nothing copied."""
        from kg.api.dataset import dataset

        return dataset(self._graph)

    def _text_of(self, document: str) -> str | None:
        try:
            return self._store.document(document).text
        except UsageError:
            return None

    def _repr_html_(self) -> str:
        return self.overview()._repr_html_()

    def overview(self) -> Answer:
        """How many documents, events, actors, claims and contradictions of each kind there are."""
        return gathered(run(self._graph, read_query(folder("queries") / "stats" / "overview.rq")))

    def __repr__(self) -> str:
        return f"<KnowledgeBase {self.path}>"


def _pair(dyad: Sequence[str | Actor]) -> tuple[str, str]:
    if isinstance(dyad, str) or len(dyad) != 2:
        raise UsageError("A dyad is two actors: dyad=('Iran', 'Pakistan').")
    return as_text(dyad[0]), as_text(dyad[1])


def _day(value: Day | None) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise UsageError(f"{value!r} is not a date such as 2024-01-16.") from error
