"""What the endpoint can do (SPARQL Service Description) and what the data set holds (VoID)."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.model import Record
from kg.serve.look import Look
from kg.vocabulary import DCTERMS, KG, RDF, VOID, XSD

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")


class Description(Record, frozen=True):
    """The description in one line."""

    label: str
    triples: int


def description(look: Look, endpoint: str) -> frozenset[ox.Triple]:
    """The statements; things of the description have addresses below that of the endpoint."""
    service, data = ox.NamedNode(endpoint), ox.NamedNode(endpoint + "#dataset")
    default = ox.NamedNode(endpoint + "#default-graph")
    found = {_link(service, RDF.type, _SD + "Service"), _link(service, _SD + "endpoint", endpoint)}
    found |= {_link(service, _SD + "resultFormat", _FORMATS + name) for name in (*_RESULTS, *_GRAPHS)}
    found |= {
        _link(service, _SD + "supportedLanguage", _SD + "SPARQL11Query"),
        _link(service, _SD + "feature", _SD + "UnionDefaultGraph"),
        _link(service, _SD + "feature", _SD + "EmptyGraphs"),
        _link(service, _SD + "defaultDataset", data.value),
        _link(data, RDF.type, _SD + "Dataset"),
        _link(data, _SD + "defaultGraph", default.value),
        _link(default, RDF.type, _SD + "Graph"),
    }
    return frozenset(found | set(_data(look, data, endpoint)) | set(_graphs(look, data, endpoint)))


def _data(look: Look, data: ox.NamedNode, endpoint: str) -> Iterator[ox.Triple]:
    yield _link(data, RDF.type, VOID.Dataset)
    yield _link(data, VOID.BASE + "sparqlEndpoint", endpoint)
    yield _count(data, VOID.triples, len(look.graph))
    yield ox.Triple(data, ox.NamedNode(DCTERMS.title), ox.Literal("A communique knowledge base"))
    yield _link(data, VOID.BASE + "vocabulary", KG.BASE)
    yield ox.Triple(data, ox.NamedNode(VOID.BASE + "uriSpace"), ox.Literal(look.base))
    for kind in (KG.Document, KG.CanonicalEvent, KG.Claim, KG.Actor):
        part = ox.NamedNode(f"{data.value}-{kind.removeprefix(KG.BASE)}")
        quads = look.graph.quads_for_pattern(None, ox.NamedNode(RDF.type), ox.NamedNode(kind), None)
        yield _link(data, VOID.BASE + "classPartition", part.value)
        yield _link(part, VOID.BASE + "class", kind)
        yield _count(part, VOID.entities, len({quad.subject for quad in quads}))


def _graphs(look: Look, data: ox.NamedNode, endpoint: str) -> Iterator[ox.Triple]:
    """The graphs that belong to no single document, by name; those of documents are too many to list."""
    from kg.iris import SHARED_GRAPHS, graph_iri

    for name in SHARED_GRAPHS:
        graph = ox.NamedNode(graph_iri(name, base=look.base))
        if look.graph.contains_named_graph(graph):
            part = ox.NamedNode(f"{endpoint}#graph-{name}")
            yield _link(data, _SD + "namedGraph", part.value)
            yield _link(part, RDF.type, _SD + "NamedGraph")
            yield _link(part, _SD + "name", graph.value)


def _link(subject: ox.NamedNode, predicate: str, thing: str) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), ox.NamedNode(thing))


def _count(subject: ox.NamedNode, predicate: str, number: int) -> ox.Triple:
    literal = ox.Literal(str(number), datatype=ox.NamedNode(XSD.integer))
    return ox.Triple(subject, ox.NamedNode(predicate), literal)
