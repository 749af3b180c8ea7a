"""Pages of many things: the overview, lists, search, the ontology and its terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar

import pyoxigraph as ox

from kg.query.names import fold
from kg.serve import columns
from kg.serve.look import ALIAS, Facts, Look
from kg.serve.records import (
    Active,
    Count,
    Hit,
    ListPage,
    OntologyPage,
    OverviewPage,
    SearchPage,
    Term,
    TermPage,
)
from kg.serve.things import happening, publication
from kg.vocabulary import DCTERMS, EVENT, KG, RDF, RDFS, SKOS

T = TypeVar("T")
SIZE = 100
_FEW = 12
_HITS = 60
_MONTHS = 120
_OWL = "http://www.w3.org/2002/07/owl#"
_KINDS = {
    _OWL + "Class": "class",
    _OWL + "ObjectProperty": "relation",
    _OWL + "DatatypeProperty": "property",
    _OWL + "AnnotationProperty": "property",
    SKOS.Concept: "event type",
}
_DEFINITION, _EXAMPLE = SKOS.BASE + "definition", SKOS.BASE + "example"
_UP = (RDFS.subClassOf, RDFS.BASE + "subPropertyOf", SKOS.broader)
_TOLD_APART = (*_UP, _DEFINITION, _EXAMPLE, RDFS.BASE + "isDefinedBy")


def overview(look: Look) -> OverviewPage:
    """What there is, with the most active actors, the latest events and the newest documents."""
    return OverviewPage(
        label="Overview",
        counts=look.kept("counts", lambda: _counts(look)),
        months=look.kept("months", lambda: _months(look)),
        actors=tuple(_active(look, row) for row in _activity(look)[:_FEW]),
        events=tuple(happening(look, row) for row in _events(look)[:_FEW]),
        documents=tuple(publication(look, row) for row in _documents(look)[:_FEW]),
    )


def events(look: Look, page: int) -> ListPage:
    """All merged events, the latest first."""
    rows = _events(look)
    return _list(
        "Events",
        "pages/events event",
        rows,
        page,
        events=tuple(happening(look, row) for row in _cut(rows, page)),
    )


def documents(look: Look, page: int) -> ListPage:
    """All documents, the newest first."""
    rows = _documents(look)
    return _list(
        "Documents",
        "pages/documents page",
        rows,
        page,
        documents=tuple(publication(look, row) for row in _cut(rows, page)),
    )


def actors(look: Look, page: int) -> ListPage:
    """All actors that do something or have something done to them, the most active first."""
    rows = _activity(look)
    return _list(
        "Actors",
        "most-active-actors actor",
        rows,
        page,
        actors=tuple(_active(look, row) for row in _cut(rows, page)),
    )


def _counts(look: Look) -> tuple[Count, ...]:
    from kg.data import folder
    from kg.query import read_query

    rows = look.answered(read_query(folder("queries") / "stats" / "overview.rq"), {})
    return tuple(Count(thing=row["thing"], kind=row["kind"], count=int(row["count"])) for row in rows)


def _months(look: Look) -> tuple[Count, ...]:
    """Dated events of all kinds in each month, with those months between in which nothing happened."""
    found: Counter[str] = Counter()
    for row in look.saved("events-by-month"):
        found[row["month"]] += int(row["events"])
    return tuple(Count(thing="events", kind=month, count=found[month]) for month in _between(sorted(found)))


def _between(months: list[str]) -> list[str]:
    """The last years of all months, from the first to the last of them."""
    if not months:
        return []
    (first, one), (last, other) = (map(int, months[at].split("-")) for at in (0, -1))
    every = [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(first * 12 + one - 1, last * 12 + other)]
    return every[-_MONTHS:]


def _events(look: Look) -> list[Facts]:
    return look.kept("events", lambda: columns.events(look))


def _documents(look: Look) -> list[Facts]:
    return look.kept("documents", lambda: list(look.rows("documents")))


def _activity(look: Look) -> list[Facts]:
    return look.kept("actors", lambda: columns.activity(look))


def _list(label: str, counted: str, rows: Sequence[object], page: int, **found: object) -> ListPage:
    pages, (query, column) = max(1, -(-len(rows) // SIZE)), counted.split()
    return ListPage(label=label, query=query, column=column, total=len(rows), page=page, pages=pages, **found)  # type: ignore[arg-type]


def _cut(rows: Sequence[T], page: int) -> Sequence[T]:
    return rows[(page - 1) * SIZE : page * SIZE]


def _active(look: Look, row: Facts) -> Active:
    return Active(
        actor=look.named(row, "actor", "name"),
        kind=look.kind(row["actor"]),
        doing=int(row["doing"]),
        receiving=int(row["receiving"]),
    )


class Names:
    """Everything that a search can find, folded once for each graph."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._known = sorted(_called(look))

    def search(self, words: str) -> SearchPage:
        """What is called like that: whole names first, then those that begin so, then those that hold it."""
        wanted = fold(words)
        found: dict[str, tuple[int, str]] = {}
        for folded, iri, name in self._known if wanted else ():
            rank = _rank(folded, wanted)
            if rank is not None and (iri not in found or rank < found[iri][0]):
                found[iri] = (rank, name)
        best = sorted(found, key=lambda iri: (found[iri][0], len(found[iri][1]), iri))[:_HITS]
        hits = tuple(self._hit(iri, found[iri][1]) for iri in best)
        return SearchPage(label=f"Search: {words}" if words else "Search", words=words, hits=hits)

    def _hit(self, iri: str, name: str) -> Hit:
        link = self._look.link(iri, self._title(iri))
        kind = self._look.kind(iri) or next((_KINDS[c] for c in self._look.classes(iri) if c in _KINDS), "")
        return Hit(thing=link, kind=kind, also=None if name == link.label else name)

    def _title(self, iri: str) -> str | None:
        return next(self._look.values(iri, DCTERMS.title), None)


def _rank(name: str, wanted: str) -> int | None:
    if wanted not in name:
        return None
    return 0 if name == wanted else 1 if name.startswith(wanted) else 2


def _called(look: Look) -> Iterator[tuple[str, str, str]]:
    """The folded name, the IRI and the name of everything with a page that people look for."""
    hidden = {quad.subject for quad in _having(look, KG.sameActorAs) if quad.subject != quad.object}
    named: set[object] = {quad.subject for name in (KG.evidence, KG.known) for quad in _having(look, name)}
    named |= {quad.object for quad in _having(look, DCTERMS.publisher)}
    for predicate in (RDFS.label, ALIAS, DCTERMS.title, DCTERMS.identifier):
        for quad in _having(look, predicate):
            one, name = quad.subject, quad.object
            if not isinstance(one, ox.NamedNode) or not isinstance(name, ox.Literal) or one in hidden:
                continue
            wanted = (
                one in named or predicate.startswith(DCTERMS.BASE) or one.value.startswith((KG.BASE, EVENT))
            )
            if wanted and not one.value.startswith(_inner(look)):
                yield fold(name.value)[:200], one.value, name.value


def _having(look: Look, predicate: str) -> Iterator[ox.Quad]:
    return look.graph.quads_for_pattern(None, ox.NamedNode(predicate), None, None)


def _inner(look: Look) -> tuple[str, ...]:
    """How the IRIs of parts of something else's page begin: events of documents, claims, runs."""
    kinds = ("event", "claim", "role", "run", "quote", "attribution")
    return tuple(f"{look.base}{kind}/" for kind in kinds)


def ontology(look: Look) -> OntologyPage:
    """Classes, relations and event types as trees, with how often they are used."""
    return look.kept("ontology", lambda: _ontology(look))


def _ontology(look: Look) -> OntologyPage:
    uses = _uses(look)
    return OntologyPage(
        label="The ontology",
        classes=_tree(look, _OWL + "Class", RDFS.subClassOf, uses),
        relations=_tree(look, _OWL + "ObjectProperty", _UP[1], {}, below=KG.dealtWith),
        types=_tree(look, SKOS.Concept, SKOS.broader, uses, start=EVENT),
    )


def _uses(look: Look) -> dict[str, int]:
    """How many things each class and type has."""
    return look.kept("uses", lambda: {row["term"]: int(row["uses"]) for row in look.rows("uses")})


def _tree(
    look: Look, kind: str, up: str, uses: dict[str, int], *, start: str = KG.BASE, below: str = ""
) -> tuple[Term, ...]:
    quads = look.graph.quads_for_pattern(None, ox.NamedNode(RDF.type), ox.NamedNode(kind), None)
    all_of_them = {q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)}
    own = {iri for iri in all_of_them if iri.startswith(start)}
    parents = {iri: sorted(set(look.values(iri, up)) & own) for iri in own}
    children: dict[str, list[str]] = {}
    for iri in sorted(own, key=lambda one: (look.label(one).casefold(), one)):
        children.setdefault(next(iter(parents[iri]), ""), []).append(iri)
    roots = [below] if below in own else children.get("", [])
    return tuple(_branch(look, roots, children, uses, 0))


def _branch(
    look: Look, iris: list[str], children: dict[str, list[str]], uses: dict[str, int], depth: int
) -> Iterator[Term]:
    for iri in iris:
        definition = next(look.values(iri, _DEFINITION), "")
        yield Term(term=look.link(iri), definition=definition, depth=depth, uses=uses.get(iri, 0))
        if depth < 12:
            yield from _branch(look, children.get(iri, []), children, uses, depth + 1)


def term(look: Look, iri: str) -> TermPage | None:
    """The page of a class, relation, property or event type."""
    kinds = [_KINDS[one] for one in sorted(look.classes(iri)) if one in _KINDS]
    if not look.is_known(iri):
        return None
    kind = kinds[0] if kinds else look.kind(iri) or "term"
    happened = list(look.rows("of-type", type=iri)) if iri.startswith(EVENT) else []
    return TermPage(
        iri=iri,
        label=look.label(iri),
        kind=kind,
        definition=next(look.values(iri, _DEFINITION), ""),
        example=next(look.values(iri, _EXAMPLE), ""),
        above=tuple(look.link(one) for name in _UP for one in sorted(set(look.values(iri, name)))),
        below=tuple(look.link(one) for one in _below(look, iri)),
        facts=look.facts(iri, without=_TOLD_APART),
        uses=_used(look, iri, kind),
        total=len(happened),
        events=tuple(happening(look, row) for row in happened[:SIZE]),
    )


def _below(look: Look, iri: str) -> list[str]:
    node = ox.NamedNode(iri)
    found = {
        quad.subject.value
        for name in _UP
        for quad in look.graph.quads_for_pattern(None, ox.NamedNode(name), node, None)
        if isinstance(quad.subject, ox.NamedNode)
    }
    return sorted(found, key=lambda one: (look.label(one), one))


def _used(look: Look, iri: str, kind: str) -> int:
    """Things that have it as a property, or that are of this class or type."""
    if kind in ("relation", "property"):
        return sum(int(row["uses"]) for row in look.rows("property-uses", property=iri))
    return _uses(look).get(iri, 0)
