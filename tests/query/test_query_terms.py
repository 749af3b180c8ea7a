"""Words of the vocabulary as parameters: event types, relations, statuses, places."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.query import Param
from kg.query.parameters import term
from kg.query.saved import ParamType
from kg.vocabulary import EVENT, KG

PLACES = """
PREFIX kg: <https://w3id.org/communique/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT DATA { GRAPH <urn:g> {
  <urn:quetta> a kg:Place ; rdfs:label "Quetta" ; skos:altLabel "Kwatah" .
  <urn:camp> a kg:Facility ; rdfs:label "the Red Camp" .
  <urn:norland> a kg:State ; rdfs:label "Norland" .
  <urn:guard> a kg:ArmedGroup ; rdfs:label "Guard" } }"""


def bound(type: ParamType, value: str) -> str:
    graph = ox.Store()
    graph.update(PLACES)
    return term(graph, Param(name="x", type=type, doc=""), value).value


@pytest.mark.parametrize(
    ("type", "value", "iri"),
    [
        ("category", "assault", EVENT + "ASSAULT"),
        ("category", "evt:ASSAULT-aerial", EVENT + "ASSAULT-aerial"),
        ("category", EVENT + "CONSULT", EVENT + "CONSULT"),
        ("category", "https://example.org/my#PICNIC", "https://example.org/my#PICNIC"),
        ("relation", "attacked", KG.attacked),
        ("relation", "kg:conflictWith", KG.conflictWith),
        ("relation", "METWITH", KG.metWith),
        ("status", "negated", KG.negated),
        ("place", "kwatah", "urn:quetta"),
        ("place", "red camp", "urn:camp"),
        ("place", "Norland", "urn:norland"),
    ],
)
def test_a_word_becomes_the_term_that_it_names(type: ParamType, value: str, iri: str) -> None:
    assert bound(type, value) == iri


@pytest.mark.parametrize(
    ("type", "value", "message"),
    [
        ("category", "asault", r"not a category\. Did you mean ASSAULT"),
        ("relation", "atacked", r"not a relation\. Did you mean .*attacked"),
        ("relation", "label", "not a relation"),
        ("status", "https://example.org/real", "not a status"),
        ("category", "http://a b", "not an IRI"),
        ("place", "Queta", r"No place is called 'Queta' here\. Did you mean Quetta"),
        ("place", "Guard", "No place is called 'Guard'"),
    ],
)
def test_a_word_that_names_nothing_is_refused_with_the_near_ones(
    type: ParamType, value: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        bound(type, value)
