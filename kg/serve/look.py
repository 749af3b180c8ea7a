"""Looking things up in a graph, for pages: names, kinds, statements and saved questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, TypeVar, cast

import pyoxigraph as ox

from kg.data import folder
from kg.iris import graph_iri
from kg.query import Rows, SavedQuery, find, read_query, run
from kg.query.formats import plain
from kg.query.prefixes import shorten
from kg.serve.addresses import Addresses
from kg.serve.records import Fact, Link
from kg.visualise import style
from kg.visualise.figure import Figure
from kg.visualise.rows import rows as relation_rows
from kg.vocabulary import KG, RDF, RDFS

Facts = dict[str, str]
T = TypeVar("T")
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_LABELS = (RDFS.label, _SKOS + "prefLabel")
ALIAS = _SKOS + "altLabel"
_KEPT = 200_000
"""Names that are kept at a time."""
_SHOWN_APART = {RDF.type, *_LABELS, ALIAS, KG.evidence, KG.known}


class Look:
    """One graph, with the base of the user's own things."""

    def __init__(self, graph: ox.Store, base: str) -> None:
        self.graph = graph
        self.base = base
        self.addresses = Addresses(base)
        self._kept: dict[str, Any] = {}
        self._labels: dict[str, str] = {}
        self._derived = {graph_iri(name, base=base) for name in ("inferred", "shortcuts")}

    def rows(self, name: str, **params: str) -> Iterator[Facts]:
        """The answer of ``queries/pages/NAME.rq`` as plain text by column, without what is unbound."""
        return self.answered(page_query(name), params)

    def saved(self, name: str, **params: str) -> Iterator[Facts]:
        """The same for a saved query."""
        return self.answered(find(name), params)

    def answered(self, query: SavedQuery, params: Facts) -> Iterator[Facts]:
        return self.as_facts(run(self.graph, query, params))

    def as_facts(self, answer: Rows) -> Iterator[Facts]:
        """The rows as plain text by column, without what is unbound."""
        for row in answer.rows:
            yield {
                key: plain(node) for key, node in zip(answer.columns, row, strict=True) if node is not None
            }

    def of_document(self, name: str, page: str) -> Iterable[Facts]:
        """The rows of ``queries/relations/NAME.rq`` about one document."""
        return relation_rows(self.graph, name, page)

    def picture(self, *actors: str) -> Figure | None:
        """What one actor or two did as a picture that stands in a page; ``None`` where pages lead to a
        picture of its own instead, or where there is nothing to draw."""
        return None

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """What ``make`` returns, made once: a snapshot never changes."""
        if name not in self._kept:
            self._kept[name] = make()
        return cast(T, self._kept[name])

    def link(self, iri: str, label: str | None = None) -> Link:
        """The thing with its name and page."""
        return Link(iri=iri, label=label or self.label(iri), address=self.addresses.of(iri))

    def named(self, row: Facts, thing: str, name: str) -> Link:
        """The thing in that column of a row, called as the other column says."""
        return self.link(row[thing], row.get(name))

    def named_if_told(self, row: Facts, thing: str, name: str) -> Link | None:
        """The same where the row has such a thing."""
        return self.named(row, thing, name) if thing in row else None

    def label(self, iri: str) -> str:
        """The name; the end of the IRI where it has none."""
        found = self._labels.get(iri)
        if found is None:
            if len(self._labels) >= _KEPT:
                self._labels.clear()
            found = self._labels[iri] = self._label(iri)
        return found

    def _label(self, iri: str) -> str:
        for predicate in _LABELS:
            found = sorted(self.values(iri, predicate))
            if found:
                return " ".join(found[0].split()) or iri
        short = shorten(iri)
        return short if short != iri else iri.rsplit("/", 1)[-1] or iri

    def values(self, iri: str, predicate: str) -> Iterator[str]:
        """The values of a property as plain text."""
        node = _node(iri)
        if node is not None:
            for quad in self.graph.quads_for_pattern(node, ox.NamedNode(predicate), None, None):
                yield plain(quad.object)

    def is_known(self, iri: str) -> bool:
        """Whether anything is said about it."""
        node = _node(iri)
        quads = () if node is None else self.graph.quads_for_pattern(node, None, None, None)
        return next(iter(quads), None) is not None

    def about(self, iri: str) -> list[ox.Quad]:
        """All statements with this subject; none for what is not an IRI."""
        node = _node(iri)
        return [] if node is None else list(self.graph.quads_for_pattern(node, None, None, None))

    def kind(self, iri: str) -> str:
        """The narrowest class in words."""
        classes = [_local(value) for value in self.values(iri, RDF.type) if value.startswith(KG.BASE)]
        return style.class_label(style.narrowest(classes)) if classes else ""

    def classes(self, iri: str) -> set[str]:
        """All its classes."""
        return set(self.values(iri, RDF.type))

    def facts(self, iri: str, *, without: Iterable[str] = ()) -> tuple[Fact, ...]:
        """Its statements by property, as they were told: not what was inferred."""
        left_out = _SHOWN_APART | set(without)
        found: dict[str, set[ox.NamedNode | ox.Literal]] = {}
        for quad in self.about(iri):
            name = quad.predicate.value
            if name not in left_out and getattr(quad.graph_name, "value", "") not in self._derived:
                found.setdefault(name, set()).add(quad.object)  # type: ignore[arg-type]
        facts = (self._fact(name, values) for name, values in found.items())
        return tuple(sorted(facts, key=lambda fact: fact.name.label))

    def _fact(self, name: str, values: set[ox.NamedNode | ox.Literal]) -> Fact:
        things = {value.value for value in values if isinstance(value, ox.NamedNode)}
        texts = {value.value for value in values if isinstance(value, ox.Literal)}
        links = sorted((self.link(iri) for iri in things), key=lambda link: (link.label, link.iri))
        return Fact(name=self.link(name), things=tuple(links), texts=tuple(sorted(texts)))

    def triples(self, iris: Iterable[str]) -> set[ox.Triple]:
        """All statements about these things and about the quotes they rest on."""
        waiting, seen, found = list(iris), set[str](), set[ox.Triple]()
        below = (f"{self.base}quote/", f"{self.base}attribution/")
        while waiting:
            iri = waiting.pop()
            if iri not in seen:
                seen.add(iri)
                for quad in self.about(iri):
                    found.add(quad.triple)
                    if plain(quad.object).startswith(below):
                        waiting.append(plain(quad.object))
        return found


@cache
def page_query(name: str) -> SavedQuery:
    """A question behind the pages."""
    return read_query(folder("queries") / "pages" / f"{name}.rq")


def _node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
