"""The same graph through rdflib: the same statements and answers, nothing fetched and nothing changed."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, RDFS, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from world import build

import kg
from kg.api import KnowledgeBase
from kg.api.dataset import dataset
from kg.errors import StoreError, UsageError

STATE = URIRef("https://w3id.org/communique/ontology#State")
IRAN = URIRef("https://w3id.org/communique/actor/iran")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with kg.open(build(tmp_path_factory.mktemp("dataset") / "world.kg")) as opened:
        yield opened


@pytest.fixture(scope="module")
def copy(base: KnowledgeBase) -> rdflib.Dataset:
    """rdflib's own copy of the same quads."""
    quads = base._graph.dump(format=ox.RdfFormat.N_QUADS)
    copied = rdflib.Dataset(default_union=True)
    copied.parse(data=quads, format="nquads")
    return copied


def test_it_holds_the_same_statements_as_a_copy(base: KnowledgeBase, copy: rdflib.Dataset) -> None:
    assert set(base.graph.quads()) == set(copy.quads())
    assert len(base.graph) == len(set(copy.triples((None, None, None))))


@pytest.mark.parametrize(
    "pattern",
    [(IRAN, None, None), (None, RDF.type, STATE), (None, RDFS.label, Literal("Iran")), (None, None, IRAN)],
)
def test_patterns_find_the_same(
    base: KnowledgeBase, copy: rdflib.Dataset, pattern: tuple[object, ...]
) -> None:
    found = list(base.graph.triples(pattern))  # type: ignore[arg-type]
    assert len(found) == len(set(found))
    assert set(found) == set(copy.triples(pattern))  # type: ignore[arg-type]


def test_one_graph_can_be_looked_into(base: KnowledgeBase, copy: rdflib.Dataset) -> None:
    meta = URIRef("urn:communique:graph/meta")
    here, there = base.graph.graph(meta), copy.graph(meta)
    assert set(here) == set(there)
    assert len(here.query("SELECT ?s { ?s ?p ?o }")) == len(there)


def test_the_named_graphs_are_the_same(base: KnowledgeBase, copy: rdflib.Dataset) -> None:
    named = {str(graph.identifier) for graph in base.graph.graphs()}
    assert named - {str(DATASET_DEFAULT_GRAPH_ID)} == {
        str(graph.identifier) for graph in copy.graphs() if len(graph)
    }


def test_queries_are_answered_with_bindings_and_our_prefixes(base: KnowledgeBase) -> None:
    text = "SELECT DISTINCT ?name { ?s a ?kind ; rdfs:label ?name } ORDER BY ?name"
    rows = base.graph.query(text, initBindings={"kind": STATE})
    assert [str(row.name) for row in rows] == ["Iran", "Norland", "Pakistan", "Sudania"]
    assert base.graph.query("ASK { actor:iran a kg:State }").askAnswer is True
    assert len(base.graph.query("CONSTRUCT { ?s a kg:State } WHERE { ?s a kg:State }").graph or ()) == 6


def test_literals_come_as_they_are_spelt() -> None:
    store = ox.Store()
    store.update('INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> "01"^^<urn:feet>, "x"@en, "y" } }')
    found = {o.n3() for o in dataset(store).objects()}
    assert found == {'"01"^^<urn:feet>', '"x"@en', '"y"'}


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * FROM <http://127.0.0.1:9/x.ttl> { ?s ?p ?o }",
        "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }",
    ],
)
def test_a_query_that_would_fetch_something_is_refused(base: KnowledgeBase, text: str) -> None:
    with pytest.raises(UsageError):
        base.graph.query(text)


def test_a_prepared_query_is_refused_because_rdflib_would_run_it(base: KnowledgeBase) -> None:
    from rdflib.plugins.sparql import prepareQuery

    with pytest.raises(UsageError, match="Give SPARQL as text"):
        base.graph.query(prepareQuery("SELECT ?s { ?s ?p ?o }"))


def test_every_change_is_refused(base: KnowledgeBase) -> None:
    graph, triple = base.graph, (URIRef("urn:a"), URIRef("urn:b"), URIRef("urn:c"))
    for change in (
        lambda: graph.add(triple),
        lambda: graph.remove(triple),
        lambda: graph.addN([(*triple, graph)]),
        lambda: graph.update("CLEAR ALL"),
        lambda: graph.parse(data="<urn:a> <urn:b> <urn:c> .", format="turtle"),
        lambda: graph.remove_graph(URIRef("urn:communique:graph/meta")),
    ):
        with pytest.raises(StoreError, match="only read"):
            change()


def test_it_can_be_serialised(base: KnowledgeBase, copy: rdflib.Dataset) -> None:
    back = rdflib.Dataset(default_union=True)
    back.parse(data=base.graph.serialize(format="nquads"), format="nquads")
    assert set(back.quads()) == set(copy.quads())
