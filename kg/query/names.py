"""Finds the actor or place that a name means: "Iran", "jaish al adl" or an IRI."""

from __future__ import annotations

import difflib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pyoxigraph as ox

from kg.data import folder
from kg.errors import UsageError

_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_SUBCLASS = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_NAMES = (_LABEL, ox.NamedNode("http://www.w3.org/2004/02/skos/core#altLabel"))
_KG = "https://w3id.org/communique/ontology#"
_ACTOR = _KG + "Actor"
_PLACES = (_KG + "Place", _KG + "State")
_SAME = ox.NamedNode(_KG + "sameActorAs")
Kinds = tuple[ox.NamedNode, ...]


def actor(graph: ox.Store, name: str) -> ox.NamedNode:
    """The actor of that name, alias or IRI; UsageError lists the near ones or the several.

    Case, accents, hyphens, dots and a leading "the" do not count unless that decides between
    two. A name wins over an alias.
    """
    return _named(graph, name, _below(_ACTOR), "actor")


def place(graph: ox.Store, name: str) -> ox.NamedNode:
    """The place, facility or state of that name, alias or IRI, in the same way."""
    return _named(graph, name, _below(*_PLACES), "place")


def search(graph: ox.Store, words: str) -> list[ox.NamedNode]:
    """The actors called like that: whole names first, then what begins so, then what holds it; all for "".

    Case, accents and punctuation do not count. Actors that were merged into another are left out.
    """
    wanted = fold(words)
    ranks: dict[ox.NamedNode, tuple[int, int, str]] = {}
    for thing in _things(graph, _below(_ACTOR)):
        labels = {label for predicate in _NAMES for label in _labels(graph, thing, predicate)}
        fitting = [_rank(fold(label), label, wanted) for label in labels if wanted in fold(label)]
        if fitting:
            ranks[thing] = min(fitting)
    merged = {thing for thing in ranks if next(_quads(graph, thing, _SAME), None)}
    return sorted(ranks.keys() - merged, key=lambda thing: (*ranks[thing], thing.value))


def _rank(folded: str, label: str, wanted: str) -> tuple[int, int, str]:
    return (2 - (folded == wanted) - folded.startswith(wanted), len(folded), label)


def _named(graph: ox.Store, name: str, types: Kinds, what: str) -> ox.NamedNode:
    if "://" in name or name.startswith("urn:"):
        return node_of(name)
    for predicate in _NAMES:
        found = _spelt(graph, predicate, name, types) or _called(graph, predicate, name, types)
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(f"{name!r} may be {_list(graph, found)}; give the IRI of one of them.")
    raise UsageError(f"No {what} is called {name!r} here.{_hint(graph, name, types)}")


def fold(name: str) -> str:
    """The name without case, accents, punctuation, spare blanks and a leading "the"."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = (c for c in plain if not unicodedata.combining(c) and c not in "'’.")
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split()).removeprefix("the ")


def node_of(iri: str) -> ox.NamedNode:
    """The IRI as a term; UsageError when it is none."""
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise UsageError(f"{iri!r} is not an IRI ({error}).") from error


def _called(graph: ox.Store, predicate: ox.NamedNode, name: str, types: Kinds) -> list[ox.NamedNode]:
    wanted = fold(name)
    return _unmerged(
        graph, {thing for thing, label in _names(graph, predicate, types) if fold(label) == wanted}
    )


def _spelt(graph: ox.Store, predicate: ox.NamedNode, name: str, types: Kinds) -> list[ox.NamedNode]:
    """The things of exactly that name: a look-up instead of a scan."""
    wanted = set(types)
    literals = (ox.Literal(name), ox.Literal(name, language="en"))
    quads = (quad for literal in literals for quad in graph.quads_for_pattern(None, predicate, literal, None))
    things = {quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    kinds = {thing: {quad.object for quad in _quads(graph, thing, _RDF_TYPE)} for thing in things}
    return _unmerged(graph, {thing for thing in things if kinds[thing] & wanted})


def _unmerged(graph: ox.Store, hits: set[ox.NamedNode]) -> list[ox.NamedNode]:
    merged = {one for one in hits if any(quad.object in hits for quad in _quads(graph, one, _SAME))}
    return sorted(hits - merged, key=lambda node: node.value)


def _names(graph: ox.Store, predicate: ox.NamedNode, types: Kinds) -> Iterator[tuple[ox.NamedNode, str]]:
    for thing in _things(graph, types):
        for label in _labels(graph, thing, predicate):
            yield thing, label


def _things(graph: ox.Store, types: Kinds) -> list[ox.NamedNode]:
    """All things of these classes, each once however many documents tell of it, sorted."""
    found = {quad.subject for kind in types for quad in graph.quads_for_pattern(None, _RDF_TYPE, kind, None)}
    return sorted((one for one in found if isinstance(one, ox.NamedNode)), key=lambda node: node.value)


def _labels(graph: ox.Store, thing: ox.NamedNode, predicate: ox.NamedNode) -> set[str]:
    named = (quad.object for quad in _quads(graph, thing, predicate))
    return {name.value for name in named if isinstance(name, ox.Literal)}


def _quads(graph: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> Iterator[ox.Quad]:
    return graph.quads_for_pattern(subject, predicate, None, None)


@cache
def _below(*roots: str) -> Kinds:
    """The classes and those below them, from the shipped ontology."""
    below: dict[object, list[ox.NamedNode]] = defaultdict(list)
    for triple in ox.parse(path=folder("ontology") / "kg.ttl", format=ox.RdfFormat.TURTLE):
        if triple.predicate == _SUBCLASS and isinstance(triple.subject, ox.NamedNode):
            below[triple.object].append(triple.subject)
    found = [ox.NamedNode(root) for root in roots]
    for kind in found:
        found += below[kind]
    return tuple(found)


def _list(graph: ox.Store, nodes: list[ox.NamedNode]) -> str:
    return ", ".join(f"{_label(graph, node)} <{node.value}>" for node in nodes[:5])


def _label(graph: ox.Store, node: ox.NamedNode) -> str:
    labels = [quad.object for quad in _quads(graph, node, _LABEL)]
    return min((label.value for label in labels if isinstance(label, ox.Literal)), default="")


def _hint(graph: ox.Store, name: str, types: Kinds) -> str:
    known = {fold(label): label for predicate in _NAMES for _, label in _names(graph, predicate, types)}
    near = [known[key] for key in difflib.get_close_matches(fold(name), sorted(known), n=4, cutoff=0.6)]
    return f" Did you mean {', '.join(near)}?" if near else ""
