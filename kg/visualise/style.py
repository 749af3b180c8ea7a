"""How things look: read from the ontology, so that a relation has one colour in every picture."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox

from kg.data import folder
from kg.model import Record

_KG = "https://w3id.org/communique/ontology#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_PARENT = {_RDFS + "subPropertyOf", _RDFS + "subClassOf"}

Ontology = dict[str, dict[str, list[str]]]


class Look(Record, frozen=True):
    """A relation in pictures: words, family, dash (solid, dashed, dotted), whether it has a direction."""

    iri: str
    label: str
    family: str
    dash: str
    symmetric: bool


class Family(Record, frozen=True):
    """A colour shared by relations, for light and for dark grounds (#RRGGBB)."""

    name: str
    label: str
    light: str
    dark: str


STATUSES = ("actual", "habitual", "historical", "future", "hypothetical", "negated")
"""Every status, in the order in which they are shown."""

REAL = frozenset({"actual", "habitual", "historical"})
"""The statuses of what is told to have happened."""

OTHER = Family(name="Other", label="other", light="#5A6270", dark="#9AA3B2")
"""The family of relations for which the ontology names none."""


@cache
def look(relation: str) -> Look:
    """The look of a relation by its IRI; what it lacks is taken from the nearest relation above."""
    about = _ontology().get(relation, {})
    return Look(
        iri=relation,
        label=_first(about.get(_RDFS + "label")) or _words(relation),
        family=_local(_inherited(relation, "family") or OTHER.name),
        dash=_inherited(relation, "dash") or "solid",
        symmetric=_OWL + "SymmetricProperty" in about.get(_TYPE, []),
    )


@cache
def families() -> dict[str, Family]:
    """Every family by its name, in the order of the ontology file, the nameless one last."""
    found = {}
    for iri, about in _ontology().items():
        if _KG + "RelationFamily" in about.get(_TYPE, []):
            light, dark = (_first(about.get(_KG + name)) or "" for name in ("colour", "colourOnDark"))
            label = _first(about.get(_RDFS + "label")) or _words(iri)
            found[_local(iri)] = Family(name=_local(iri), label=label, light=light, dark=dark)
    return found | {OTHER.name: OTHER}


def shape(kind: str) -> str:
    """The node shape of a class by its local name: ellipse where the ontology says nothing."""
    return _inherited(_KG + kind, "shape") or "ellipse"


def class_label(kind: str) -> str:
    """The class in words."""
    return _first(_ontology().get(_KG + kind, {}).get(_RDFS + "label")) or kind


def term_label(name: str) -> str:
    """A term such as ``metWith`` in words; the name itself when the ontology lacks it."""
    return _first(_ontology().get(_KG + name, {}).get(_RDFS + "label")) or name


def relation_iri(name: str) -> str:
    """The IRI of a relation given as ``attacked``, ``kg:attacked`` or in full."""
    return name if "://" in name else _KG + name.removeprefix("kg:")


def below(relations: Iterable[str]) -> frozenset[str]:
    """The relations and all their sub-relations, as IRIs."""
    found = set(relations)
    parents = {iri: _parents(iri) for iri in _ontology()}
    while more := {iri for iri, above in parents.items() if iri not in found and found & set(above)}:
        found |= more
    return frozenset(found)


def widest(relations: Iterable[str]) -> list[str]:
    """Those of the relations that are below no other of them, sorted."""
    found = set(relations)
    return sorted(iri for iri in found if found.isdisjoint(_parents(iri)))


def known_relations() -> frozenset[str]:
    """The IRIs of all relations between actors."""
    return below({_KG + "dealtWith"})


def is_category(relation: str) -> bool:
    """Whether a relation stands for a whole category of events rather than for a mode."""
    return _KG + "family" in _ontology().get(relation, {})


def narrowest(classes: Iterable[str]) -> str:
    """Of classes of one thing (local names) the one furthest from the top; Actor when there is none."""
    return max(sorted(classes), key=lambda name: _depth(_KG + name), default="Actor")


def _depth(iri: str) -> int:
    return max((1 + _depth(above) for above in _parents(iri)), default=0)


def _inherited(iri: str, name: str) -> str | None:
    seen: list[str] = [iri]
    for term in seen:
        value = _first(_ontology().get(term, {}).get(_KG + name))
        if value is not None:
            return value
        seen += [above for above in _parents(term) if above not in seen]
    return None


def _parents(iri: str) -> list[str]:
    about = _ontology().get(iri, {})
    return [above for predicate in sorted(_PARENT) for above in about.get(predicate, [])]


@cache
def _ontology() -> Ontology:
    found: Ontology = {}
    for quad in ox.parse(path=folder("ontology") / "kg.ttl", format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            values = found.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, [])
            values.append(quad.object.value)
    return found


def _first(values: list[str] | None) -> str | None:
    return values[0] if values else None


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _words(iri: str) -> str:
    return "".join(" " + c.lower() if c.isupper() else c for c in _local(iri)).strip()
