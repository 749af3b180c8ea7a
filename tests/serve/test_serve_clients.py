"""Programs that people use already: each asks the endpoint as it asks any other."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from served import Server, server, world_store

import kg.store

__all__ = ["server", "world_store"]

KG = "https://w3id.org/communique/ontology#"
COUNT = f"SELECT (COUNT(DISTINCT ?event) AS ?n) {{ ?event a <{KG}CanonicalEvent> }}"


@pytest.fixture(scope="module")
def events(world_store: Path) -> int:
    with kg.store.open(world_store, read_only=True) as store:
        kind = ox.NamedNode(KG + "CanonicalEvent")
        return len(
            {
                quad.subject
                for quad in store.graph.quads_for_pattern(None, ox.NamedNode(rdflib.RDF.type), kind, None)
            }
        )


def test_sparqlwrapper(server: Server, events: int) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(server.address + "sparql")
    client.setQuery(COUNT)
    client.setReturnFormat(wrapper.JSON)
    found = client.queryAndConvert()
    assert found["results"]["bindings"][0]["n"]["value"] == str(events)
    client.setMethod(wrapper.POST)
    for form in (wrapper.XML, wrapper.CSV, wrapper.TSV):
        client.setReturnFormat(form)
        assert client.queryAndConvert()
    client.setQuery(f"CONSTRUCT {{ ?e a <{KG}CanonicalEvent> }} WHERE {{ ?e a <{KG}CanonicalEvent> }}")
    for form in (wrapper.TURTLE, wrapper.RDFXML, wrapper.JSONLD):
        client.setReturnFormat(form)
        found = client.queryAndConvert()
        graph = rdflib.Graph().parse(data=found, format="turtle") if isinstance(found, bytes) else found
        assert len(graph) == events


def test_the_store_of_rdflib(server: Server, events: int) -> None:
    for method in ("GET", "POST"):
        graph = rdflib.Graph(SPARQLStore(server.address + "sparql", method=method))
        assert [int(row[0]) for row in graph.query(COUNT)] == [events]
        triples = graph.triples((None, rdflib.RDF.type, rdflib.URIRef(KG + "CanonicalEvent")))
        assert len(set(triples)) == events
        assert bool(graph.query("ASK {}")) is True


def test_service_in_rdflib(server: Server, events: int) -> None:
    query = f"SELECT ?n {{ SERVICE <{server.address}sparql> {{ {COUNT} }} }}"
    assert [int(row[0]) for row in rdflib.Graph().query(query)] == [events]


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl(server: Server, events: int) -> None:
    command = ["curl", "-sS", "--fail-with-body", "-H", "Accept: text/csv", server.address + "sparql"]
    done = subprocess.run([*command, "--data-urlencode", f"query={COUNT}"], capture_output=True, check=True)
    assert done.stdout == f"n\r\n{events}\r\n".encode()
    done = subprocess.run([*command, "--data-urlencode", "query=SELECT"], capture_output=True, check=False)
    assert (done.returncode, b"line 1, column 7" in done.stdout) == (22, True)


@pytest.mark.skipif(
    shutil.which("comunica-sparql") is None, reason="needs Comunica (npm @comunica/query-sparql)"
)
def test_comunica(server: Server, events: int, tmp_path: Path) -> None:
    said = subprocess.run(["comunica-sparql", "--version"], capture_output=True, check=False)
    if b"Comunica Engine" not in said.stdout + said.stderr:
        pytest.skip("Comunica does not start: its newest versions need Node.js 22 or later")
    command = ["comunica-sparql", f"sparql@{server.address}sparql", COUNT, "-t", "text/csv"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=120)
    assert done.stdout.split()[-1] == str(events).encode()
    made = f"CONSTRUCT {{ ?e a <{KG}CanonicalEvent> }} WHERE {{ ?e a <{KG}CanonicalEvent> }}"
    command[2:] = [made, "-t", "application/n-triples"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=120)
    assert len(set(done.stdout.splitlines())) == events
