"""What sub-classes, sub-properties and symmetric properties entail: plain rules over plain lines."""

from __future__ import annotations

from collections.abc import Iterable

from kg.build.ontology import Ontology
from kg.build.sheet import Sheet
from kg.iris import BASE, graph_iri
from kg.vocabulary import RDF

Link = tuple[str, str, str]
"""Subject, predicate and object, all IRIs."""


def inferred_lines(said: Iterable[Link], ontology: Ontology, *, base: str = BASE) -> list[str]:
    """The graph ``inferred``: what follows from the statements and is not among them, sorted."""
    sheet, known = Sheet(graph_iri("inferred", base=base)), set(said)
    entailed = {link for one in known for link in _entail(ontology, *one)}
    for subject, predicate, value in entailed - known:
        sheet.say(subject, predicate, value)
    return sheet.lines()


def links_of(lines: Iterable[str]) -> Iterable[Link]:
    """The statements between two IRIs among sorted N-Quads lines."""
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if rest.startswith("<"):
            yield subject[1:-1], predicate[1:-1], rest[1 : rest.index(">")]


def _entail(ontology: Ontology, subject: str, predicate: str, value: str) -> Iterable[Link]:
    if predicate == RDF.type:
        for wider in ontology.wider_classes.get(value, ()):
            yield subject, predicate, wider
        return
    for name in (predicate, *ontology.wider_properties.get(predicate, ())):
        yield subject, name, value
        if name in ontology.symmetric:
            yield value, name, subject
