"""What sub-classes, sub-properties and symmetric properties entail, one step of plain rules."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from kg.build.ontology import Ontology
from kg.build.sheet import Sheet
from kg.iris import BASE, graph_iri
from kg.vocabulary import RDF


def inferred_quads(said: Iterable[Quad], ontology: Ontology, *, base: str = BASE) -> list[Quad]:
    """The graph ``inferred``: what follows from the statements and is not among them, sorted."""
    sheet = Sheet(graph_iri("inferred", base=base))
    known = set()
    for quad in said:
        if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode):
            continue
        subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object.value
        known.add((subject, predicate, value))
        _entail(sheet, ontology, subject, predicate, value)
    return [quad for quad in sheet.quads() if _key(quad) not in known]


def _entail(sheet: Sheet, ontology: Ontology, subject: str, predicate: str, value: str) -> None:
    if predicate == RDF.type:
        sheet.type(subject, *ontology.wider_classes.get(value, ()))
        return
    wider = ontology.wider_properties.get(predicate, ())
    for name in wider:
        sheet.say(subject, name, value)
    for name in (predicate, *wider):
        if name in ontology.symmetric:
            sheet.say(value, name, subject)


def _key(quad: Quad) -> tuple[str, str, str]:
    return (_iri(quad.subject), quad.predicate.value, _iri(quad.object))


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""
