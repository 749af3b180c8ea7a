"""Requests that nobody should send: each is refused with a reason, or harmless."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from served import Server, server, serving, world_store

__all__ = ["server", "world_store"]

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


class Trap(HTTPServer):
    """A server that nobody must call; it notes who did."""

    def __init__(self) -> None:
        self.called: list[str] = []
        super().__init__(("127.0.0.1", 0), Caught)


class Caught(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Trap)
        self.server.called.append(self.path)
        self.send_response(200)
        self.end_headers()

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    server = Trap()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


OUT = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { BIND(<URL> AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "select*{service<URL>{?s ?p ?o}}",
    "SELECT * { # \n SERVICE\t#x\n<URL> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } } } }",
    "ASK FROM <URL> { ?s ?p ?o }",
    "ASK FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "ASK FROM <file:///etc/passwd> { ?s ?p ?o }",
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <urn:x>",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "DESCRIBE <URL>",
]


@pytest.mark.parametrize("query", OUT)
def test_no_query_leaves_the_machine(server: Server, trap: Trap, query: str) -> None:
    url = f"http://127.0.0.1:{trap.server_port}/data"
    got = server.query(query.replace("URL", url), "*/*")
    assert got.status in (400, 403) or query.startswith("DESCRIBE")
    for name in ("default-graph-uri", "named-graph-uri"):
        server.query("ASK { ?s ?p ?o }", **{name: url})
        server.query("ASK { ?s ?p ?o }", **{name: "file:///etc/passwd"})
    assert trap.called == []


UPDATES = [
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP SILENT ALL",
    "CREATE GRAPH <urn:x>",
    "COPY DEFAULT TO <urn:x>",
    "PREFIX x: <urn:x> DELETE DATA { x:a x:b x:c }",
    "WITH <urn:x> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "ASK {} ; DROP ALL",
]


@pytest.mark.parametrize("update", UPDATES)
def test_no_update_is_taken_in_any_way(server: Server, update: str) -> None:
    encoded = quote(update).encode()
    ways = [
        server.get("/sparql?update=" + quote(update)),
        server.get("/sparql?query=" + quote(update)),
        server.ask("POST", "/sparql", FORM, b"update=" + encoded),
        server.ask("POST", "/sparql", FORM, b"query=" + encoded),
        server.ask("POST", "/sparql", {"Content-Type": "application/sparql-update"}, update.encode()),
        server.ask("POST", "/sparql", DIRECT, update.encode()),
        server.ask("POST", "/sparql?update=" + quote(update), DIRECT, b"ASK {}"),
    ]
    assert {got.status for got in ways} <= {400, 403}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "POST"])
@pytest.mark.parametrize("path", ["/actor/iran", "/", "/sparql"])
def test_only_reading_methods_are_served(server: Server, method: str, path: str) -> None:
    if (method, path) == ("POST", "/sparql"):
        return
    assert server.ask(method, path, {"Content-Length": "0"}).status in (400, 405)


BAD = [
    ({"Content-Type": "text/plain"}, b"ASK {}", 415),
    ({}, b"query=ASK%20%7B%7D", 415),
    ({"Content-Type": "application/sparql-query; charset=utf-16"}, "ASK {}".encode("utf-16"), 400),
    (DIRECT, b"ASK { <urn:\xff\xfe> ?p ?o }", 400),
    (FORM, b"query=ASK%20%7B%7D%FF", 400),
    (FORM, b"query=ASK%20%7B%7D&query=ASK%20%7B%7D", 400),
    (FORM, b"", 400),
    (FORM, b"&".join(b"a=1" for _ in range(5_000)), 400),
    (DIRECT, b"ASK { " + b"#" * 70_000, 413),
    (DIRECT, b" " * 5_000_000, 413),
    (DIRECT, b"SELECT * " + b"{" * 30_000 + b"}" * 30_000, 400),
    (DIRECT, b"ASK { FILTER(" + b"!" * 60_000 + b"true) }", 400),
    (DIRECT, b'ASK { ?s ?p """' + b'\\"' * 300, 400),
    (DIRECT, b"\x00" * 100, 400),
    (DIRECT, b"ASK { ?s <\xe2\x80\xae> ?o }", 200),
    ({**DIRECT, "Accept": ",;=q" * 2_000}, b"ASK {}", 406),
    ({**DIRECT, "Accept": "*/*;q=nan"}, b"ASK {}", 406),
]


@pytest.mark.parametrize(("headers", "body", "status"), BAD, ids=range(len(BAD)))
def test_a_broken_request_is_told_so(
    server: Server, headers: dict[str, str], body: bytes, status: int
) -> None:
    try:
        got = server.ask("POST", "/sparql", headers, body)
    except (BrokenPipeError, ConnectionResetError):  # it stopped reading
        assert len(body) > 1_000_000
    else:
        assert got.status == status
    assert json.loads(server.query("ASK {}").body)["boolean"] is True


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost@evil", "", "a b", "[::1"]
)
def test_a_foreign_host_name_is_refused(server: Server, host: str) -> None:
    for path in ("/", "/sparql?query=ASK%7B%7D", "/health"):
        assert server.get(path, Host=host).status in (400, 421)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"},
    ],
)
def test_scripts_of_other_sites_get_nothing(server: Server, headers: dict[str, str]) -> None:
    got = server.get("/sparql?query=ASK%7B%7D", **headers)
    assert got.status == 403
    assert not [name for name in got.headers if name.startswith("access-control")]


TRAVERSALS = [
    "/assets/../../../../etc/passwd",
    "/assets/..%2f..%2f..%2fetc%2fpasswd",
    "/assets/%2e%2e/settings.py",
    "/assets/VENDORED.toml",
    "/actor/..%2f..%2fetc%2fpasswd",
    "/document/../../ledger.sqlite",
    "/document/%00",
    "/actor/%ff%fe",
    "/thing?iri=file:///etc/passwd",
    "/thing?iri=%3Cscript%3E",
    "//evil.example/",
    "/console/query?name=../../pyproject",
    "/picture?view=../../../etc/passwd",
]


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_out(server: Server, path: str) -> None:
    got = server.get(path)
    assert got.status in (400, 404)
    assert b"root:" not in got.body
    assert b"SQLite" not in got.body


def test_every_answer_has_the_headers_that_protect(server: Server) -> None:
    for path in (
        "/",
        "/overview",
        "/actor/iran",
        "/nope",
        "/sparql?query=ASK%7B%7D",
        "/health",
        "/assets/site.css",
    ):
        headers = server.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src 'unsafe-inline'" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in headers


def test_a_torn_request_and_a_client_that_leaves_do_no_harm(server: Server) -> None:
    for sent in (
        b"GET / HT",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nq",
        b"\x00" * 999,
    ):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(sent)
    assert server.query("ASK {}").status == 200


def test_a_token_is_asked_of_everybody(world_store: Path, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("s3cret-and-long\n")
    with serving(world_store, "--token-file", str(tmp_path / "token")) as server:
        assert server.get("/sparql?query=ASK%7B%7D").status == 401
        assert server.get("/overview", Authorization="Bearer wrong").status == 401
        assert server.get("/overview", Authorization="Basic s3cret-and-long").status == 401
        assert server.get("/sparql?query=ASK%7B%7D", Authorization="Bearer s3cret-and-long").status == 200
        assert server.get("/health").status == 200


def test_one_origin_may_be_let_in(world_store: Path) -> None:
    with serving(
        world_store, "--allow-origin", "https://app.example", "--allow-host", "kg.example"
    ) as server:
        got = server.get("/sparql?query=ASK%7B%7D", Origin="https://app.example")
        assert (got.status, got.headers["access-control-allow-origin"]) == (200, "https://app.example")
        assert server.get("/sparql?query=ASK%7B%7D", Origin="https://evil.example").status == 403
        assert server.get("/health", Host="kg.example").status == 200
        asked = server.ask("OPTIONS", "/sparql", {"Origin": "https://app.example"})
        assert (asked.status, asked.headers["access-control-allow-methods"]) == (204, "GET, HEAD, POST")
