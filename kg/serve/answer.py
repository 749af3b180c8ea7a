"""In a worker: one query, checked, run, and written out as the client wants it."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, cast

import msgspec
import pyoxigraph as ox

from kg.errors import UsageError
from kg.query.guard import check, form
from kg.query.prefixes import PREFIXES
from kg.query.tokens import Token
from kg.serve import media
from kg.serve.messages import Job, Reply, refusal
from kg.serve.settings import Limits

_ROWS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPH = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""What XML 1.0 has no way to write."""
_NO_NAME = re.compile(r"(?:^|[^\w.\-])[\d.\-]*$")
"""The end of an IRI that cannot be the name of an XML element."""
_OFFERS = {"SELECT": media.ROWS, "ASK": media.TRUTH}


class _Full(Exception):
    """The answer is larger than allowed."""


def answer_query(graph: ox.Store, job: Job, limits: Limits) -> Reply:
    """The whole answer, or what was wrong in words: never a part of one."""
    try:
        found = check(job.query, stored=_selects(graph, job))
    except UsageError as error:
        return refusal(_status(str(error)), str(error))
    chosen = media.choose(job.accept, _OFFERS.get(form(found), media.GRAPH))
    if chosen is None:
        return _unacceptable(found)
    try:
        answer = _ask(graph, job)
        body = _graph_body(answer, chosen[0].name, limits) if chosen[0] in media.GRAPH else None
        if body is None:
            body = _rows_body(answer, chosen[0].name, limits)
    except SyntaxError as error:
        return refusal(400, f"The query is not SPARQL 1.1: {_readable(str(error))}")
    except _Full as error:
        return refusal(422, str(error), ("X-Limit", "answer"))
    except NotCarried as error:
        return refusal(406, f"{error} Ask for Turtle or N-Triples.")
    except (RuntimeError, ValueError) as error:
        return refusal(400, f"The query cannot be answered: {error}")
    except OSError as error:
        return refusal(503, f"The graph cannot be read: {error}")
    return _carried(body, chosen)


def _selects(graph: ox.Store, job: Job) -> Callable[[str], bool]:
    """Whether FROM may name a graph. Where the protocol names others it counts for nothing."""

    def stored(iri: str) -> bool:
        if job.default_graphs or job.named_graphs or not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", iri):
            return True
        try:
            return graph.contains_named_graph(ox.NamedNode(iri))
        except ValueError:
            return False

    return stored


def _status(message: str) -> int:
    if message.startswith("The query is longer"):
        return 413
    return 403 if message.startswith(("Queries only read", "SERVICE", "The word SERVICE")) else 400


def _unacceptable(found: list[Token]) -> Reply:
    kind = {"SELECT": "rows", "ASK": "yes or no"}.get(form(found), "a graph")
    types = ", ".join(offer.types[0] for offer in _OFFERS.get(form(found), media.GRAPH))
    return refusal(406, f"This query answers with {kind}, which can be had as {types}.")


def _ask(graph: ox.Store, job: Job) -> Any:
    chosen = bool(job.default_graphs or job.named_graphs)
    return graph.query(
        job.query,
        base_iri=job.base,
        prefixes=PREFIXES,
        use_default_graph_as_union=not chosen,
        default_graph=_nodes(job.default_graphs) if chosen else None,
        named_graphs=_nodes(job.named_graphs) if chosen else None,
    )


def _nodes(iris: Sequence[str]) -> list[Any]:
    return [ox.NamedNode(iri) for iri in iris]


class _Bounded(io.RawIOBase):
    """Collects what is written, up to a size."""

    def __init__(self, most: int) -> None:
        self.parts: list[bytes] = []
        self._left = most

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise _Full("The answer is larger than this server sends at a time; ask for less, with LIMIT.")
        self.parts.append(bytes(data))
        return len(data)


def _rows_body(answer: Any, name: str, limits: Limits) -> bytes:
    out = _Bounded(limits.bytes)
    answer.serialize(out, format=_ROWS[name])
    body = b"".join(out.parts)
    if isinstance(answer, ox.QuerySolutions) and _rows(body, name, limits.rows) > limits.rows:
        raise _too_many(limits, "rows")
    return body


def _too_many(limits: Limits, what: str) -> _Full:
    return _Full(f"The answer has more than {limits.rows:,} {what}; ask for less, with LIMIT.")


class _Results(msgspec.Struct):
    bindings: list[msgspec.Raw]


class _Answer(msgspec.Struct):
    results: _Results


def _rows(body: bytes, name: str, most: int) -> int:
    """How many rows it has; an upper bound where that is low enough."""
    mark = {"json": b"{", "xml": b"<result>", "csv": b"\n", "tsv": b"\n"}[name]
    bound = body.count(mark)
    if bound <= most or name == "xml":
        return bound
    if name == "json":
        return len(msgspec.json.decode(body, type=_Answer).results.bindings)
    if name == "tsv":
        return bound - 1
    return sum(1 for _ in csv.reader(io.TextIOWrapper(io.BytesIO(body), "utf-8", newline=""))) - 1


def _graph_body(answer: Any, name: str, limits: Limits) -> bytes:
    """Each triple once, in an order of its own, so that the same graph has the same bytes."""
    found = set(itertools.islice(answer, limits.rows * 2))
    if len(found) > limits.rows:
        raise _too_many(limits, "triples")
    return write_graph(found, name, limits.bytes)


def write_graph(triples: set[ox.Triple], name: str, most: int) -> bytes:
    """The triples in that format, sorted."""
    ordered = sorted(triples, key=str)
    if name == "rdf":
        _need_names(ordered)
    iris = "".join(map(str, ordered))
    used = {prefix: start for prefix, start in PREFIXES.items() if f"<{start}" in iris}
    out = _Bounded(most)
    ox.serialize(ordered, cast(BinaryIO, out), format=_GRAPH[name], prefixes=used)
    return b"".join(out.parts)


class NotCarried(Exception):
    """The format has no way to say this."""


def _need_names(triples: list[ox.Triple]) -> None:
    for triple in triples:
        if _NO_NAME.search(triple.predicate.value):
            raise NotCarried(f"RDF/XML cannot write the property <{triple.predicate.value}>.")


def _carried(body: bytes, chosen: tuple[media.Offer, str]) -> Reply:
    """The answer, unless it is XML and holds what XML cannot."""
    name, kind = chosen[0].name, chosen[1]
    if name in ("xml", "rdf") and _NO_XML.search(body):
        return refusal(406, "The answer holds control characters, which XML cannot; ask for JSON or TSV.")
    text = kind.startswith("text/") or name == "nt"
    return Reply(status=200, media=f"{kind}; charset=utf-8" if text else kind, body=body)


def _readable(message: str) -> str:
    """The engine's message, the place first, without its classes of characters."""
    place = re.match(r"error at (\d+):(\d+): ", message)
    said = " ".join(message[place.end() :].split()) if place else message
    items = re.split(r", (?=[\"\[A-Z])", said.removeprefix("expected one of ").removeprefix("expected "))
    kept = [one for one in items if not one.startswith("[") and one not in ("SERVICE", "LATERAL")]
    reasons = [one for one in kept if re.search(r"[a-z]", one)]
    told = "; ".join(reasons) or ("expected " + " or ".join(kept) if kept else "this cannot stand here")
    return f"line {place[1]}, column {place[2]}: {told}" if place else told
