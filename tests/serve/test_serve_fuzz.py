"""Requests made up by chance: whatever is asked, the server says what is wrong and never fails itself.

The test sends a few hundred, always the same ones. ``python tests/serve/test_serve_fuzz.py STORE SECONDS``
goes on with others for that long.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parents[at]) for at in (0, 1)]

from hostile import NASTY
from served import Server, server, serving, world_store

__all__ = ["server", "world_store"]

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")

WORDS = (
    "SELECT ASK CONSTRUCT DESCRIBE WHERE { } ( ) [ ] . ; , * + ? / | ^ ! ?s ?p ?o ?x $y a <urn:x> <> "
    "<rel> _:b kg:actor rdfs:label 1 1.5 -2e3 true 'x' \"y\"@en '''z''' FILTER BIND AS OPTIONAL UNION "
    "MINUS GRAPH FROM NAMED VALUES UNDEF GROUP BY ORDER DESC LIMIT OFFSET HAVING COUNT DISTINCT STR "
    "REGEX EXISTS NOT IN SERVICE LOAD INSERT DATA DELETE PREFIX p: BASE # \\u0041 \u00e9 = != < > && "
    "|| COALESCE IF LANG DATATYPE xsd:date BNODE() UUID() NOW() CONCAT"
).split()
PLACES = (
    "/ /overview /actors /events /documents /ontology /search /dyad /thing /picture /console/query "
    "/console/terms /sparql /sparql/ /void /.well-known/void /health /assets/site.css /assets/../x "
    "/actor/iran /event/x /document/x /outlet/x /type/ASSAULT /ontology/attacked /place/x /office/x "
    "/entity/x"
).split()
NAMES = "q a b iri page view name query default-graph-uri named-graph-uri param-actor update".split()
MEDIA = (
    "text/html application/json text/turtle application/sparql-results+xml "
    "application/sparql-results+json text/csv application/rdf+xml application/n-triples "
    "text/tab-separated-values */* application/x-www-form-urlencoded application/sparql-query "
    "application/sparql-update multipart/form-data text/plain;charset=utf-16"
).split()

any_text = st.one_of(st.text(max_size=40), st.sampled_from(sorted(NASTY.values())).map(lambda one: one[:400]))
query = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
valid = st.sampled_from(
    [
        "SELECT * { ?s ?p ?o } LIMIT 3",
        "ASK {}",
        "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 5",
        "DESCRIBE <https://w3id.org/communique/actor/iran>",
    ]
)
text = st.one_of(any_text, query, valid, st.integers(-3, 10**12).map(str))
pairs = st.lists(st.tuples(st.sampled_from(NAMES), text), max_size=4)
media = st.one_of(
    st.sampled_from(MEDIA), st.lists(st.sampled_from(MEDIA), max_size=4).map(",".join), any_text
)
places = st.one_of(
    st.sampled_from(PLACES),
    st.tuples(st.sampled_from(PLACES), st.sampled_from(".ttl .json .nt .jsonld .rdf .html .exe".split())).map(
        "".join
    ),
    st.tuples(st.sampled_from(PLACES), any_text).map(lambda two: f"{two[0]}/{quote(two[1], safe='')}"),
    st.binary(max_size=20).map(lambda raw: "/" + quote(raw)),
)
bodies = st.one_of(
    st.none(),
    st.binary(max_size=60),
    text.map(lambda one: one.encode("utf-8", "replace")),
    pairs.map(lambda some: encoded(some).encode()),
)
methods = st.sampled_from("GET GET GET POST POST HEAD PUT DELETE PATCH OPTIONS TRACE".split())


def encoded(given: list[tuple[str, str]]) -> str:
    return "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in given)


def header(value: str) -> str:
    """As far as a header can hold it."""
    return "".join(c for c in value if c.isprintable() and ord(c) < 256).strip()


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, str, dict[str, str], bytes | None]:
    method, place, form = draw(methods), draw(places), draw(pairs)
    path = f"{place}?{encoded(form)}" if draw(st.booleans()) else place
    headers = {"Accept": header(draw(media)), "Content-Type": header(draw(media))}
    if draw(st.integers(0, 9)) == 0:
        headers["Host"] = header(draw(any_text))
    if draw(st.integers(0, 9)) == 0:
        headers["Origin"] = header(draw(any_text))
    return method, path, headers, draw(bodies)


def check(server: Server, request: tuple[str, str, dict[str, str], bytes | None]) -> None:
    method, path, headers, body = request
    got = server.ask(method, path, headers, body)
    limited = got.status == 503 and ("x-limit" in got.headers or b"Too many" in got.body)
    assert got.status < 500 or limited, (request, got.status, got.body[:300])
    assert got.headers["x-content-type-options"] == "nosniff"


def test_no_request_makes_the_server_fail(server: Server) -> None:
    some = settings(
        max_examples=250, deadline=None, derandomize=True, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    some(given(requests())(lambda request: check(server, request)))()
    assert server.process.poll() is None
    assert server.query("ASK {}").status == 200


def main() -> None:
    """Goes on for so many seconds, with new requests each time."""
    store, seconds = Path(sys.argv[1]), float(sys.argv[2])
    end, count = time.monotonic() + seconds, 0
    with serving(store, "--timeout", "3", "--max-rows", "2000", "--quiet") as server:
        while time.monotonic() < end:
            batch = settings(
                max_examples=200, deadline=None, database=None,
                phases=[Phase.generate], suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            seed(count)(batch(given(requests())(lambda request: check(server, request))))()
            count += 200
    sys.stdout.write(f"{count:,} requests in {seconds:.0f} s, none failed\n")


if __name__ == "__main__":
    main()
