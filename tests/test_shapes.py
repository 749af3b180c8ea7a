"""Each rule of shapes.ttl accepts a good graph and finds the fault that it is there for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.data import folder
from kg.validate import validate

GOOD = Path(__file__).parent / "data" / "good-graph.trig"
PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX evt: <https://w3id.org/communique/event/>
PREFIX kg: <https://w3id.org/communique/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX actor: <https://w3id.org/communique/actor/>
PREFIX office: <https://w3id.org/communique/office/>
PREFIX place: <https://w3id.org/communique/place/>
PREFIX d: <urn:communique:>
"""
STRIKE, CLAIM, QUOTE = (
    "<urn:communique:event/strike1>",
    "<urn:communique:claim/strike1>",
    "<urn:communique:quote/one.10-16>",
)
ATTRIBUTION, ROLE, DOC = (
    "<urn:communique:attribution/1>",
    "<urn:communique:role/1>",
    "<urn:communique:doc/one>",
)
MERGE, CONTRADICTION = "<urn:communique:merge/1>", "<urn:communique:contradiction/1>"
COUNTS = [
    "killed",
    "injured",
    "peopleArrested",
    "peopleAbducted",
    "peopleReleased",
    "peopleExpelled",
    "displaced",
    "missing",
    "participants",
    "counted",
]

Change = tuple[str, str, str]
"""A node, a property, and what the property is set to; nothing for taking it away."""

BAD: dict[str, Change] = {
    "event-status": (STRIKE, "kg:status", "kg:actual, kg:negated"),
    "event-type": (STRIKE, "kg:eventType", "evt:PICNIC"),
    "event-context": (STRIKE, "kg:context", "evt:PICNIC2"),
    "event-label": (STRIKE, "rdfs:label", ""),
    "event-participant": (STRIKE, "kg:actor", '"Northland"'),
    "event-recipient": (STRIKE, "kg:recipient", '"Southland"'),
    "event-target": (STRIKE, "kg:target", '"a base"'),
    "event-unit": (STRIKE, "kg:unit", '"the Guard"'),
    "event-place": (STRIKE, "sem:hasPlace", '"Hilltown"'),
    "event-content": (STRIKE, "kg:content", '"rebels"'),
    "event-earliest": (STRIKE, "kg:dateEarliest", '"2024-01-19"^^xsd:date'),
    "event-latest": (STRIKE, "kg:dateLatest", '"2024-01"^^xsd:gYearMonth'),
    "event-precision": (STRIKE, "kg:datePrecision", "kg:actual"),
    "claim-about": (CLAIM, "kg:about", '"the strike"'),
    "claim-predicate": (CLAIM, "kg:predicate", "kg:attacked, kg:accused"),
    "claim-subject": (CLAIM, "kg:subject", '"Northland"'),
    "claim-object": (CLAIM, "kg:object", "2"),
    "claim-value": (CLAIM, "kg:value", "actor:north"),
    "claim-status": (CLAIM, "kg:status", '"actual"'),
    "claim-stance": (CLAIM, "kg:stance", "kg:actual"),
    "claim-source": (CLAIM, "kg:attributedTo", '"a source"'),
    "claim-confidence": (CLAIM, "kg:confidence", "1.1"),
    "claim-evidence": (CLAIM, "kg:evidence", ""),
    "attribution-stance": (ATTRIBUTION, "kg:stance", ""),
    "attribution-source": (ATTRIBUTION, "kg:source", '"Ada"'),
    "attribution-within": (ATTRIBUTION, "kg:withinAttribution", '"Ada"'),
    "evidence-source": (QUOTE, "oa:hasSource", ""),
    "evidence-position": (QUOTE, "oa:hasSelector", "<urn:communique:quote/one.10-16.words>"),
    "evidence-quote": (QUOTE, "oa:hasSelector", "<urn:communique:quote/one.10-16.position>"),
    "position-start": ("<urn:communique:quote/one.10-16.position>", "oa:start", "16"),
    "position-end": ("<urn:communique:quote/one.10-16.position>", "oa:end", ""),
    "quote-exact": ("<urn:communique:quote/one.10-16.words>", "oa:exact", '""'),
    "role-holder": (ROLE, "kg:holder", ""),
    "role-title": (ROLE, "kg:title", ""),
    "role-office": (ROLE, "kg:office", '"minister"'),
    "role-of": (ROLE, "kg:of", '"STH"'),
    "role-evidence": (ROLE, "kg:evidence", ""),
    "document-hash": (DOC, "kg:textSha256", '"abc"'),
    "document-length": (DOC, "kg:textLength", "-1"),
    "document-issued": (DOC, "dcterms:issued", '"yesterday"'),
    "document-title": (DOC, "dcterms:title", '"one", "two"'),
    "actor-label": ("actor:guard", "rdfs:label", '""'),
    "actor-code": ("actor:guard", "kg:code", '"nth"'),
    "actor-sector": ("actor:guard", "kg:sector", "evt:PICNIC"),
    "actor-country": ("actor:guard", "kg:country", '"NTH"'),
    "actor-parent": ("actor:guard", "kg:partOf", '"Northland"'),
    "place-label": ("place:hilltown", "rdfs:label", ""),
    "place-within": ("place:hilltown", "kg:within", '"The Hills"'),
    "place-code": ("place:hilltown", "kg:code", '"Southland"'),
    "office-label": ("office:minister", "rdfs:label", ""),
    "contradiction-about": (CONTRADICTION, "kg:about", ""),
    "contradiction-kind": (CONTRADICTION, "kg:contradictionKind", ""),
    "contradiction-sides": (CONTRADICTION, "kg:side", "<urn:communique:claim/killed2>"),
    "merge-merged": (MERGE, "kg:merged", ""),
    "merge-into": (MERGE, "kg:into", '"K"'),
    "merge-score": (MERGE, "kg:mergeScore", "2.0"),
    "merge-reason": (MERGE, "kg:mergeReason", ""),
    **{f"event-{kind}": (STRIKE, f"kg:{kind}", '"two"') for kind in COUNTS},
    **{f"event-{kind}Min": (STRIKE, f"kg:{kind}Min", f"5 ; kg:{kind}Max 4") for kind in COUNTS},
    **{f"event-{kind}Max": (STRIKE, f"kg:{kind}Max", "-1") for kind in COUNTS},
}


def good() -> ox.Store:
    store = ox.Store()
    store.load(path=GOOD, format=ox.RdfFormat.TRIG)
    return store


def changed(node: str, name: str, values: str) -> ox.Store:
    """The good graph with a property of one node set anew, in the graph where the node is described."""
    store = good()
    where, old = f"GRAPH ?g {{ {node} a ?kind }}", f"GRAPH ?g {{ {node} {name} ?old }}"
    store.update(f"{PREFIXES} DELETE {{ {old} }} WHERE {{ {old} }}")
    if values:
        store.update(f"{PREFIXES} INSERT {{ GRAPH ?g {{ {node} {name} {values} }} }} WHERE {{ {where} }}")
    return store


@cache
def rules() -> frozenset[str]:
    triples = ox.parse(path=folder("ontology") / "shapes.ttl", format=ox.RdfFormat.TURTLE)
    return frozenset(
        str(quad.subject.value).rsplit("/", 1)[1]
        for quad in triples
        if str(quad.object.value).endswith("shacl#PropertyShape")
    )


def test_the_good_graph_conforms() -> None:
    report = validate(good())
    assert (report.findings, report.conforms) == ((), True)


def test_every_rule_has_a_bad_graph() -> None:
    assert rules() == set(BAD)


@pytest.mark.parametrize("rule", sorted(BAD))
def test_a_rule_finds_its_fault(rule: str) -> None:
    report = validate(changed(*BAD[rule]))
    assert not report.conforms
    assert rule in {tally.check for tally in report.tallies}


def test_every_rule_says_in_plain_words_what_is_wrong() -> None:
    triples = list(ox.parse(path=folder("ontology") / "shapes.ttl", format=ox.RdfFormat.TURTLE))
    messages = {
        str(quad.subject.value).rsplit("/", 1)[1]: str(quad.object.value)
        for quad in triples
        if quad.predicate.value.endswith("shacl#message")
    }
    assert set(messages) == rules()
    assert {
        rule for rule, message in messages.items() if len(message.split()) < 5 or not message.endswith(".")
    } == set()
