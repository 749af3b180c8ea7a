"""Finds the event type, relation or status that a word means: "ASSAULT-aerial", "attacked", "actual"."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

import pyoxigraph as ox

from kg.data import folder
from kg.errors import UsageError
from kg.query.names import node_of
from kg.vocabulary import EVENT, KG, RDF, RDFS, SKOS

Kind = Literal["category", "relation", "status"]
_PREFIXES = (KG.BASE, EVENT, "evt:", "kg:")


def term(kind: Kind, word: str) -> ox.NamedNode:
    """The term of that name, whatever its case, or of that IRI, which may be the user's own.

    UsageError lists the near ones.
    """
    known = {name.casefold(): name for name in _known(kind)}
    wanted = word.strip().removeprefix("<").removesuffix(">")
    for prefix in _PREFIXES:
        wanted = wanted.removeprefix(prefix)
    if wanted.casefold() in known:
        return ox.NamedNode(_known(kind)[known[wanted.casefold()]])
    if kind != "status" and ("://" in wanted or wanted.startswith("urn:")):
        return node_of(wanted)
    near = difflib.get_close_matches(wanted.casefold(), known, n=3, cutoff=0.5) or list(known)[:6]
    meant = ", ".join(known[one] for one in near)
    raise UsageError(f"{word!r} is not a {kind}. Did you mean {meant}?")


@cache
def _known(kind: Kind) -> Mapping[str, str]:
    """All terms of a kind in the shipped ontology, by their names."""
    if kind == "category":
        return {iri.removeprefix(EVENT): iri for iri in _typed("events.ttl", SKOS.Concept, EVENT)}
    found = _typed("kg.ttl", KG.Status, KG.BASE) if kind == "status" else _relations()
    return {iri.removeprefix(KG.BASE): iri for iri in found}


def _typed(file: str, cls: str, start: str) -> list[str]:
    named = {one for one, says, what in _links(file) if (says, what) == (RDF.type, cls)}
    return sorted(iri for iri in named if iri.startswith(start))


def _relations() -> list[str]:
    """``kg:dealtWith`` and all below it."""
    found = [KG.BASE + "dealtWith"]
    links = [link for link in _links("kg.ttl") if link[1] == RDFS.subPropertyOf]
    for wider in found:
        found += sorted(one for one, _, above in links if above == wider and one not in found)
    return found


def _links(file: str) -> Iterator[tuple[str, str, str]]:
    """The statements between IRIs of a file of the ontology."""
    for triple in ox.parse(path=folder("ontology") / file, format=ox.RdfFormat.TURTLE):
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode):
            yield triple.subject.value, triple.predicate.value, triple.object.value
