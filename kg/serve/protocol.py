"""The SPARQL 1.1 Protocol: what a request to the endpoint asks for."""

from __future__ import annotations

from urllib.parse import parse_qsl

from kg.model import Record
from kg.query.guard import LONGEST
from kg.serve.messages import Reply, refusal

LARGEST = 4 * LONGEST
"""Bytes of a body: a form may need three for each of the query."""
_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
_MOST_FIELDS = 200


class Asked(Record, frozen=True):
    """A query with the graphs that the protocol names; the query is ``None`` when there was none."""

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


class Refused(Exception):
    """The request cannot be served; ``reply`` says why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.reply: Reply = refusal(status, message)


def asked(method: str, address: bytes, media: str, body: bytes) -> Asked:
    """What a GET, HEAD or POST request asks; ``address`` is the query string, ``media`` the content type."""
    fields = _fields(address)
    if method == "POST":
        fields += _posted(media, body)
    if any(name in _UPDATES for name, _ in fields):
        raise Refused(403, "This endpoint only reads; updates are refused.")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) > 1 or (method == "POST" and not queries):
        raise Refused(400, f"A request has one query; this one has {len(queries)}.")
    return Asked(
        query=queries[0] if queries else None,
        default_graphs=tuple(value for name, value in fields if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in fields if name == "named-graph-uri"),
    )


def _posted(media: str, body: bytes) -> list[tuple[str, str]]:
    kind, *parameters = (part.strip().lower() for part in media.split(";"))
    if kind == "application/sparql-update":
        raise Refused(403, "This endpoint only reads; updates are refused.")
    if kind not in (_FORM, _DIRECT):
        raise Refused(415, f"Send a query as {_DIRECT} or in a form as {_FORM}.")
    charsets = [part.partition("=")[2].strip("\"' ") for part in parameters if part.startswith("charset")]
    if any(one not in ("utf-8", "utf8") for one in charsets):
        raise Refused(400, "A query is sent as UTF-8.")
    return _fields(body) if kind == _FORM else [("query", _decoded(body))]


def _fields(text: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError as error:
        raise Refused(400, "The parameters are not percent-encoded UTF-8, or too many.") from error


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, f"The query is not UTF-8: byte {error.start} cannot be read.") from error
