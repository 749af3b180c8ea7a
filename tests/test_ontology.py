"""The knowledge in kg.ttl, events.ttl and alignments.ttl is complete, consistent and fit to be drawn."""

from __future__ import annotations

import io
import itertools
import shutil
from functools import cache
from typing import get_args

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Namespace, URIRef
from rdflib.term import Node

from kg.data import folder, knowledge_files, read_jsonl
from kg.model import EntityType
from kg.vocabulary import CAMEO, CONTEXT, EVENT, HOME, KG, QUAD, SECTOR, event_type, terms

K = Namespace(KG.BASE)
FILES = ["kg.ttl", "events.ttl", "alignments.ttl", "shapes.ttl"]


@cache
def read(name: str) -> Graph:
    return Graph().parse(folder("ontology") / name, format="turtle")


def own(graph: Graph) -> set[Node]:
    return {subject for subject in graph.subjects() if str(subject).startswith(KG.BASE)}


def relations() -> dict[Node, Node]:
    """Relation -> the event type it abbreviates."""
    return dict(read("kg.ttl").subject_objects(K.relationOf))


def concepts(scheme: str) -> set[Node]:
    return set(read("events.ttl").subjects(SKOS.inScheme, URIRef(scheme.rstrip("/"))))


def test_every_term_has_one_label_one_definition_and_an_example() -> None:
    graph = read("kg.ttl")
    incomplete = {
        (term, wanted)
        for term in own(graph)
        for wanted in (RDFS.label, SKOS.definition, SKOS.example)
        if len(list(graph.objects(term, wanted))) != 1
    }
    assert incomplete == set()


def test_no_two_properties_or_classes_share_a_label() -> None:
    graph = read("kg.ttl")
    for kind in (OWL.Class, OWL.ObjectProperty):
        labels = sorted(str(graph.value(term, RDFS.label)) for term in graph.subjects(RDF.type, kind))
        twice = [one for one, other in itertools.pairwise(labels) if one == other and one != "None"]
        assert twice == []


def test_a_term_is_of_one_kind_only_as_owl_dl_demands() -> None:
    graph = read("kg.ttl")
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual}
    assert {t for t in own(graph) if len(kinds & set(graph.objects(t, RDF.type))) != 1} == set()


@pytest.mark.parametrize("name", FILES)
def test_no_node_is_without_an_iri(name: str) -> None:
    assert [node for triple in read(name) for node in triple if isinstance(node, BNode)] == []


def test_every_relation_is_tied_to_an_existing_event_type() -> None:
    known = concepts(EVENT)
    assert {relation: kind for relation, kind in relations().items() if kind not in known} == {}


def test_every_event_type_has_exactly_one_relation() -> None:
    assert sorted(map(str, relations().values())) == sorted(map(str, concepts(EVENT)))


def test_the_relation_of_a_mode_lies_below_the_relation_of_its_category() -> None:
    relation_of = {kind: relation for relation, kind in relations().items()}
    graph, events = read("kg.ttl"), read("events.ttl")
    stray = [
        relation
        for kind, relation in relation_of.items()
        if (category := events.value(kind, SKOS.broader)) in relation_of
        and relation_of[category] not in graph.objects(relation, RDFS.subPropertyOf)
    ]
    assert stray == []


def test_the_relation_of_a_category_lies_below_that_of_its_quad_class() -> None:
    graph, events = read("kg.ttl"), read("events.ttl")
    for relation, kind in relations().items():
        quad = str(events.value(kind, SKOS.broader))
        if quad.startswith(QUAD):
            name = quad.removeprefix(QUAD)
            assert graph.value(relation, RDFS.subPropertyOf) == K[name[0].lower() + name[1:] + "With"]


def test_every_relation_leads_up_to_the_one_relation_above_all() -> None:
    graph = read("kg.ttl")
    assert {
        r for r in relations() if K.dealtWith not in graph.transitive_objects(r, RDFS.subPropertyOf)
    } == set()


def test_only_relations_that_hold_both_ways_are_symmetric() -> None:
    graph = read("kg.ttl")
    symmetric = set(graph.subjects(RDF.type, OWL.SymmetricProperty))
    assert symmetric == {K.metWith, K.cooperatedWith, K.linkedTo}


def test_hermit_finds_the_ontology_consistent_and_every_class_possible() -> None:
    if not shutil.which("java"):
        pytest.skip("HermiT needs java, which is not installed here.")
    import owlready2

    world = owlready2.World()
    triples = read("kg.ttl").serialize(format="nt", encoding="utf-8")
    world.get_ontology(KG.BASE).load(fileobj=io.BytesIO(triples))
    owlready2.sync_reasoner_hermit(world, debug=0)  # raises when it is inconsistent
    assert len(list(world.classes())) > 20
    assert list(world.inconsistent_classes()) == []


# Event types


def test_there_are_sixteen_categories_in_four_quad_classes() -> None:
    events = read("events.ttl")
    quads = [events.value(kind, SKOS.broader) for kind in concepts(EVENT)]
    categories = [quad for quad in quads if str(quad).startswith(QUAD)]
    assert (len(categories), set(categories)) == (16, concepts(QUAD))


@pytest.mark.parametrize("scheme", [EVENT, QUAD, CONTEXT, SECTOR, CAMEO, HOME + "code"])
def test_every_concept_is_named_and_its_notation_ends_its_iri(scheme: str) -> None:
    events = read("events.ttl")
    for concept in concepts(scheme):
        assert events.value(concept, SKOS.prefLabel)
        assert str(concept) == f"{scheme.rstrip('/')}/{events.value(concept, SKOS.notation)}"


@pytest.mark.parametrize("scheme", [EVENT, QUAD, CONTEXT, SECTOR])
def test_every_concept_of_ours_is_defined(scheme: str) -> None:
    assert [one for one in concepts(scheme) if not read("events.ttl").value(one, SKOS.definition)] == []


def test_every_scheme_names_its_source_and_licence() -> None:
    from rdflib import DCTERMS

    events = read("events.ttl")
    schemes = set(events.subjects(RDF.type, SKOS.ConceptScheme))
    by_sa = URIRef("https://creativecommons.org/licenses/by-sa/4.0/")
    assert len(schemes) == 6
    assert {s for s in schemes if events.value(s, DCTERMS.license) != by_sa} == set()
    assert {
        s for s in schemes if "Open Event Data Alliance" not in str(events.value(s, DCTERMS.source))
    } == set()


def test_cooperation_scores_above_zero_and_material_conflict_below() -> None:
    events = read("events.ttl")
    for kind, score in events.subject_objects(K.score):
        above = [str(wider) for wider in events.transitive_objects(kind, SKOS.broader)]
        assert -10 <= float(str(score)) <= 10
        if str(QUAD + "MaterialConflict") in above:
            assert float(str(score)) < 0
        if any(wider.endswith("Cooperation") for wider in above):
            assert float(str(score)) > 0


def test_every_cameo_code_of_the_crosswalk_leads_to_an_existing_type_and_contexts() -> None:
    events = read("events.ttl")
    codes = concepts(CAMEO)
    assert len(codes) == 274
    assert {code for code in codes if events.value(code, SKOS.closeMatch) not in concepts(EVENT)} == set()
    assert {c for code in codes for c in events.objects(code, K.context)} <= concepts(CONTEXT)


# Alignments


def test_alignments_start_from_terms_that_exist() -> None:
    assert own(read("alignments.ttl")) - own(read("kg.ttl")) == set()


def test_alignments_with_standards_point_to_terms_that_exist() -> None:
    from rdflib import namespace as known

    closed = {
        str(getattr(known, name)): getattr(known, name)
        for name in ("FOAF", "ORG", "PROV", "GEO", "TIME", "SDO")
    }
    missing = [
        target
        for target in read("alignments.ttl").objects()
        for base, terms in closed.items()
        if str(target).startswith(base) and target not in terms
    ]
    assert missing == []


# How relations are drawn


def test_each_category_has_a_colour_and_dash_of_its_own() -> None:
    graph = read("kg.ttl")
    drawn = [
        (str(graph.value(relation, K.family)), str(graph.value(relation, K.dash)))
        for relation, kind in relations().items()
        if "-" not in str(kind).removeprefix(EVENT)
    ]
    assert len(set(drawn)) == len(drawn) == 16
    assert {dash for _, dash in drawn} == {"solid", "dashed", "dotted"}


def colours(which: URIRef) -> list[tuple[float, float, float]]:
    """The colours of the six families as linear RGB."""
    words = [str(colour) for colour in read("kg.ttl").objects(None, which)]
    assert len(words) == 6
    return [tuple(_linear(int(word[i : i + 2], 16) / 255) for i in (1, 3, 5)) for word in words]  # type: ignore[misc]


def _linear(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


Matrix = tuple[tuple[float, float, float], ...]
# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB
SEEN: dict[str, Matrix] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_XYZ: Matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)


def _times(matrix: Matrix, vector: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def _lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    clipped = tuple(min(1.0, max(0.0, part)) for part in rgb)
    ratios = (part / white for part, white in zip(_times(TO_XYZ, clipped), WHITE, strict=True))
    x, y, z = (r ** (1 / 3) if r > 0.008856 else 7.787 * r + 16 / 116 for r in ratios)
    return (116 * y - 16, 500 * (x - y), 200 * (y - z))


@pytest.mark.parametrize("eyes", SEEN)
@pytest.mark.parametrize("ground", [K.colour, K.colourOnDark])
def test_families_are_told_apart_by_every_kind_of_eye(eyes: str, ground: URIRef) -> None:
    seen = [_lab(_times(SEEN[eyes], colour)) for colour in colours(ground)]
    nearest = min(
        sum((a - b) ** 2 for a, b in zip(*pair, strict=True)) ** 0.5
        for pair in itertools.combinations(seen, 2)
    )
    assert nearest >= 15  # CIE 1976; about 2 is just noticeable


@pytest.mark.parametrize(("ground", "behind"), [(K.colour, 1.0), (K.colourOnDark, 0.0103)])
def test_families_stand_out_from_the_ground_as_wcag_asks_of_graphics(ground: URIRef, behind: float) -> None:
    for colour in colours(ground):
        light = _times(TO_XYZ, colour)[1]
        high, low = max(light, behind), min(light, behind)
        assert (high + 0.05) / (low + 0.05) >= 3


# What the files of names and words refer to


def entries(kind: str) -> list[tuple[str, dict[str, object]]]:
    return [(path.name, entry) for path in knowledge_files(kind) for entry in read_jsonl(path)]


@pytest.mark.parametrize("kind", ["actors", "lexicon"])
def test_every_kind_of_actor_in_the_knowledge_is_a_class(kind: str) -> None:
    allowed = {iri.removeprefix(KG.BASE) for iri in terms(KG)} | set(get_args(EntityType))
    assert {
        (n, str(e["type"])) for n, e in entries(kind) if "type" in e and e["type"] not in allowed
    } == set()


@pytest.mark.parametrize("kind", ["actors", "lexicon"])
def test_every_sector_in_the_knowledge_is_a_concept(kind: str) -> None:
    used = {(name, SECTOR + str(entry["sector"])) for name, entry in entries(kind) if entry.get("sector")}
    assert {(name, sector) for name, sector in used if URIRef(sector) not in concepts(SECTOR)} == set()


def test_every_event_and_mode_of_a_word_is_a_concept() -> None:
    used = {
        (name, event_type(str(entry["event"]), str(entry["mode"]) if entry.get("mode") else None))
        for name, entry in entries("lexicon")
        if entry.get("event")
    }
    assert {(name, kind) for name, kind in used if URIRef(kind) not in concepts(EVENT)} == set()
