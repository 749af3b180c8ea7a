"""What pictures ask a graph: the only part that knows SPARQL."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import pyoxigraph as ox

from kg.data import folder
from kg.errors import UsageError
from kg.query import Rows, SavedQuery, read_query, run
from kg.query.ask import answered
from kg.query.formats import plain
from kg.visualise import style
from kg.visualise.records import Node
from kg.vocabulary import DCTERMS, KG, RDF, RDFS

Facts = dict[str, str]


def rows(graph: ox.Store, name: str, page: str | None = None) -> Iterator[Facts]:
    """The rows of ``queries/relations/NAME.rq`` as plain text by column, without the unbound ones."""
    return _plain(run(graph, relation_query(name), {"page": page} if page else {}))


def rows_about(
    graph: ox.Store, name: str, columns: Sequence[str], things: Iterable[Sequence[str]]
) -> Iterator[Facts]:
    """Of these rows those with one of these rows of IRIs in these columns: one question for all of them."""
    sought = "".join(f"({' '.join(str(ox.NamedNode(iri)) for iri in one)})" for one in things)
    values = f"VALUES ({' '.join('?' + column for column in columns)}) {{{sought}}}"
    text = relation_query(name).text.replace("WHERE {", f"WHERE {{ {values}", 1)
    return _plain(answered(graph, text))


def _plain(answer: Rows) -> Iterator[Facts]:
    for row in answer.rows:
        yield {key: plain(node) for key, node in zip(answer.columns, row, strict=True) if node is not None}


@cache
def relation_query(name: str) -> SavedQuery:
    """The query in ``queries/relations/NAME.rq``."""
    return read_query(folder("queries") / "relations" / f"{name}.rq")


def about(graph: ox.Store, iri: str, names: dict[str, str]) -> list[tuple[str, str]]:
    """What the graph says of a thing by these predicates, under their names: one look-up."""
    quads = graph.quads_for_pattern(ox.NamedNode(iri), None, None, None)
    return [(names[q.predicate.value], plain(q.object)) for q in quads if q.predicate.value in names]


def values(graph: ox.Store, subject: str, predicate: str) -> list[str]:
    """All that the graph says of a thing by this predicate, each once, sorted."""
    quads = graph.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None)
    return sorted({plain(quad.object) for quad in quads})


def node(graph: ox.Store, iri: str) -> Node:
    """A thing with its narrowest class; its IRI where it has no name."""
    classes = {local(kind) for kind in values(graph, iri, RDF.type)}
    return Node(id=iri, label=label(graph, iri), type=style.narrowest(classes))


def label(graph: ox.Store, iri: str) -> str:
    """The name of a thing in one line; its IRI where it has none."""
    return " ".join(min(values(graph, iri, RDFS.label), default=iri).split())


def documents(graph: ox.Store) -> dict[str, Facts]:
    """What is known of every document, by its IRI."""
    found: dict[str, Facts] = {}
    for facts in rows(graph, "documents"):
        one = facts["page"]
        found[one] = min(facts, found.get(one, facts), key=lambda facts: sorted(facts.items()))
    return found


def about_document(graph: ox.Store, page: str) -> Facts:
    """The same of one document, without a query."""
    names = {
        DCTERMS.identifier: "document",
        DCTERMS.title: "title",
        DCTERMS.issued: "published",
        DCTERMS.source: "url",
        DCTERMS.publisher: "outlet",
    }
    facts = dict(sorted(about(graph, page, names), reverse=True))
    return facts | {"outlet": label(graph, facts["outlet"])} if "outlet" in facts else facts


def page_called(graph: ox.Store, document: str) -> str:
    """The IRI of the document of this id; UsageError names the nearest ids when there is none."""
    named = ox.NamedNode(DCTERMS.identifier)
    for quad in graph.quads_for_pattern(None, named, ox.Literal(document), None):
        if KG.Document in values(graph, plain(quad.subject), RDF.type):
            return plain(quad.subject)
    known = [facts["document"] for facts in documents(graph).values()]
    near = difflib.get_close_matches(document, known, n=3)
    raise UsageError(f"There is no document {document!r}. {'Near: ' + ', '.join(near) if near else ''}")


def local(iri: str) -> str:
    """The last part of an IRI."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
