"""The closed vocabularies say what the ontology and the standards say, and refuse the rest."""

from __future__ import annotations

import subprocess
import sys
from typing import get_args

import pyoxigraph as ox
import pytest

from kg import vocabulary
from kg.data import folder
from kg.model import EntityType, Precision, Stance, Status
from kg.vocabulary import (
    EVT,
    KG,
    OA,
    SEM,
    TIME,
    Terms,
    class_of,
    count_property,
    event_type,
    precision_iri,
    terms,
)

STANDARD = ["DCTERMS", "FOAF", "GEO", "ORG", "OWL", "PROV", "RDF", "RDFS", "SKOS", "TIME", "VOID", "XSD"]


def subjects(name: str, base: str) -> set[str]:
    triples = ox.parse(path=folder("ontology") / name, format=ox.RdfFormat.TURTLE)
    return {str(quad.subject.value) for quad in triples if str(quad.subject.value).startswith(base)}


def test_the_vocabulary_is_exactly_what_the_ontology_defines() -> None:
    assert terms(KG) == subjects("kg.ttl", KG.BASE)


def test_the_categories_are_the_event_types_without_a_mode() -> None:
    assert terms(EVT) == {iri for iri in subjects("events.ttl", EVT.BASE) if "-" not in iri}


def test_a_mistyped_term_is_an_error() -> None:
    with pytest.raises(AttributeError, match="attackd"):
        KG.attackd  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(AttributeError):
        SEM.hasActors  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(AttributeError):
        vocabulary.term("attackd")


@pytest.mark.parametrize("name", STANDARD)
def test_the_terms_of_a_standard_are_in_the_standard(name: str) -> None:
    import rdflib.namespace

    ours: type[Terms] = getattr(vocabulary, name)
    closed = getattr(rdflib.namespace, name)
    assert str(closed) == ours.BASE
    assert {str(closed[term]) for term in ours.__annotations__} == terms(ours)


def test_schema_org_is_used_in_its_https_form() -> None:
    assert all(iri.startswith("https://schema.org/") for iri in terms(vocabulary.SCHEMA))


def test_the_vocabularies_that_rdflib_lacks_have_their_published_addresses() -> None:
    assert (SEM.hasActor, OA.hasSelector) == (
        "http://semanticweb.cs.vu.nl/2009/11/sem/hasActor",
        "http://www.w3.org/ns/oa#hasSelector",
    )


def test_every_prefix_stands_for_one_address() -> None:
    assert len(set(vocabulary.PREFIXES.values())) == len(vocabulary.PREFIXES)


@pytest.mark.parametrize("value", [*get_args(Status), *get_args(Stance)])
def test_every_status_and_stance_of_the_contract_has_a_term(value: str) -> None:
    assert vocabulary.term(value) in terms(KG)


@pytest.mark.parametrize("kind", get_args(EntityType))
def test_every_entity_type_of_the_contract_has_a_class(kind: EntityType) -> None:
    assert class_of(kind) in terms(KG)


def test_a_party_is_a_political_party_and_an_outlet_need_not_be_an_agency() -> None:
    assert (class_of("Party"), class_of("NewsAgency")) == (KG.PoliticalParty, KG.MediaOutlet)


@pytest.mark.parametrize("precision", get_args(Precision))
def test_every_precision_of_the_contract_has_a_unit(precision: Precision) -> None:
    assert precision_iri(precision) in terms(KG) | terms(TIME)


def test_a_mode_is_joined_to_its_category() -> None:
    assert event_type("ASSAULT") == EVT.ASSAULT
    assert event_type("ASSAULT", "heavy-weapons") == EVT.ASSAULT + "-heavy-weapons"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("killed", KG.killed),
        ("arrested", KG.peopleArrested),
        ("participants", KG.participants),
        ("ships", KG.counted),
        ("attacked", KG.counted),
    ],
)
def test_a_count_has_a_property_of_its_own_or_the_general_one(kind: str, expected: str) -> None:
    assert count_property(kind) == expected
    assert {expected + "Min", expected + "Max"} <= terms(KG)


def test_importing_the_vocabulary_loads_nothing_heavy() -> None:
    code = (
        "import sys, kg.vocabulary; print([m for m in ('rdflib', 'pyoxigraph', 'spacy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
