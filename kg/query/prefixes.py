"""The prefixes that every query may use without declaring them, and that tables shorten IRIs with."""

from __future__ import annotations

PREFIXES = {
    "kg": "https://w3id.org/communique/ontology#",
    "evt": "https://w3id.org/communique/event/",
    "actor": "https://w3id.org/communique/actor/",
    "place": "https://w3id.org/communique/place/",
    "office": "https://w3id.org/communique/office/",
    "data": "urn:communique:",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def shorten(iri: str) -> str:
    """``kg:attacked`` for an IRI under a known prefix, the IRI itself otherwise."""
    under = [(start, prefix) for prefix, start in PREFIXES.items() if iri.startswith(start)]
    if not under:
        return iri
    start, prefix = max(under, key=lambda found: len(found[0]))
    return f"{prefix}:{iri[len(start) :]}"
