"""What the builder takes from ``ontology/*.ttl``: relations of event types, and what classes entail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.data import folder
from kg.errors import KnowledgeError
from kg.model import Record
from kg.vocabulary import KG, OWL, RDF, RDFS, event_type

_FILES = ("kg.ttl", "events.ttl")


class Ontology(Record, frozen=True):
    """The parts of the ontology that the graph is derived with; all maps are IRI -> IRIs or words."""

    relation_of: Mapping[str, str]
    labels: Mapping[str, str]
    symmetric: frozenset[str]
    wider_classes: Mapping[str, tuple[str, ...]]
    wider_properties: Mapping[str, tuple[str, ...]]

    def relation(self, category: str) -> str | None:
        """The shortcut relation of a category, ``None`` for one that has none."""
        return self.relation_of.get(event_type(category))

    def relations(self, category: str, mode: str | None) -> list[str]:
        """The relation of the category and, if it has its own, the one of the mode."""
        kinds = [event_type(category), event_type(category, mode)] if mode else [event_type(category)]
        return [self.relation_of[kind] for kind in kinds if kind in self.relation_of]


def ontology_files(extra: Iterable[Path] = ()) -> list[Path]:
    """The shipped vocabulary and event types, then the Turtle files of each folder in ``extra``."""
    shipped = [folder("ontology") / name for name in _FILES]
    return [path for path in shipped if path.is_file()] + [
        path for home in extra for path in sorted(home.glob("*.ttl"))
    ]


def read_triples(paths: Iterable[Path]) -> list[Triple]:
    """All statements of the files; ``KnowledgeError`` names the one that is not Turtle."""
    return [triple for path in paths for triple in _triples(path)]


def _triples(path: Path) -> list[Triple]:
    try:
        return [quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE)]
    except (SyntaxError, ValueError) as error:
        raise KnowledgeError(f"{path}: not valid Turtle ({error}).") from error


def ontology_of(triples: Iterable[Triple]) -> Ontology:
    """Reads what the builder needs out of the statements of the ontology."""
    links: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    labels = {}
    for triple in triples:
        if not isinstance(triple.subject, NamedNode):
            continue
        subject, predicate = triple.subject.value, triple.predicate.value
        if isinstance(triple.object, NamedNode):
            links[predicate][subject].append(triple.object.value)
        elif predicate == RDFS.label and isinstance(triple.object, Literal):
            labels[subject] = triple.object.value
    return Ontology(
        relation_of={
            kind: name for name in sorted(links[KG.relationOf]) for kind in links[KG.relationOf][name]
        },
        labels=labels,
        symmetric=frozenset(s for s, kinds in links[RDF.type].items() if OWL.SymmetricProperty in kinds),
        wider_classes=_closure(links[RDFS.subClassOf]),
        wider_properties=_closure(links[RDFS.subPropertyOf]),
    )


def _closure(direct: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Each term -> everything above it, itself left out, sorted."""
    return {term: tuple(sorted(_above(term, direct) - {term})) for term in sorted(direct)}


def _above(term: str, direct: Mapping[str, list[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [term]
    while waiting:
        for wider in direct.get(waiting.pop(), ()):
            if wider not in found:
                found.add(wider)
                waiting.append(wider)
    return found
