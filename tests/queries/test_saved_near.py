"""The distances of ``events-near`` are those of the globe, to about one in a hundred."""

from __future__ import annotations

import math

import pyoxigraph as ox
import pytest

from kg.query import find, run

EARTH = 6371.0


def great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points given as degrees north and east."""
    (north, east), (up, right) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((up - north) / 2) ** 2
    half += math.cos(north) * math.cos(up) * math.sin((right - east) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


def found(point: tuple[float, float], place: tuple[float, float], km: float) -> list[float]:
    """The distances that the query gives for one event at the place."""
    graph = ox.Store()
    graph.update(f"""
        PREFIX kg: <https://w3id.org/communique/ontology#>
        PREFIX geo: <http://www.opengis.net/ont/geosparql#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/>
        INSERT DATA {{ GRAPH <urn:g> {{
          <urn:e> a kg:CanonicalEvent ; kg:status kg:actual ; rdfs:label "e" ; sem:hasPlace <urn:p> .
          <urn:p> rdfs:label "p" ; geo:hasGeometry <urn:p.g> .
          <urn:p.g> geo:asWKT "POINT({place[1]} {place[0]})"^^geo:wktLiteral }} }}""")
    params = {"lat": str(point[0]), "lon": str(point[1]), "km": str(km)}
    return [float(row[0].value) for row in run(graph, find("events-near"), params).rows]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("point", "place"),
    [
        ((30.0, 66.5), (30.18, 67.0)),
        ((0.0, 0.0), (1.5, -2.5)),
        ((-33.9, 151.2), (-35.3, 149.1)),
        ((64.1, -21.9), (65.7, -18.1)),
        ((-18.1, 178.4), (-17.0, -179.5)),
    ],
)
def test_a_distance_is_that_of_the_globe(point: tuple[float, float], place: tuple[float, float]) -> None:
    truth = great_circle(point, place)
    (distance,) = found(point, place, 400)
    assert distance == pytest.approx(truth, rel=0.012)
    assert found(point, place, truth * 0.98) == []


def test_the_very_point_is_nought_kilometres_away() -> None:
    assert found((30.0, 66.5), (30.0, 66.5), 1) == [0.0]
