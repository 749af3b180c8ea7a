"""Runs one query in a process of its own, so that it can be ended.

Always spawned, never forked: a forked child hangs when it opens an Oxigraph store after its
parent did.
"""

from __future__ import annotations

import io
import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryTimeout, StoreError, UsageError
from kg.query.ask import Row, Rows, as_rows, open_read_only
from kg.query.prefixes import PREFIXES

_JSON = ox.QueryResultsFormat.JSON


def answer(seconds: float, folder: Path, text: str) -> Rows:
    """The whole answer to the prepared text, or QueryTimeout after that many seconds."""
    processes = multiprocessing.get_context("spawn")
    receiving, sending = processes.Pipe(duplex=False)
    child = processes.Process(target=_work, args=(sending, str(folder), text), daemon=True)
    child.start()
    sending.close()
    try:
        kind, body = _receive(receiving, seconds)
    finally:
        child.kill()
        child.join()
        receiving.close()
    return _rows(kind, body)


def _receive(receiving: Connection, seconds: float) -> tuple[str, bytes]:
    if not receiving.poll(seconds):
        raise QueryTimeout(f"The query ran past {seconds:g} s; ask for less or give it longer (--timeout).")
    try:
        found: tuple[str, bytes] = receiving.recv()
    except EOFError as error:
        raise StoreError("The query ended its process (out of memory or a fault in the engine).") from error
    return found


def _work(sending: Connection, folder: str, text: str) -> None:
    """In the child: the answer as bytes, or the kind and text of what went wrong."""
    try:
        found = open_read_only(Path(folder)).query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
        sending.send(_serialised(found))
    except SyntaxError as error:
        sending.send(("usage", str(error).encode()))
    except (OSError, RuntimeError, StoreError) as error:
        sending.send(("store", str(error).encode()))


def _serialised(found: Any) -> tuple[str, bytes]:
    if isinstance(found, ox.QueryTriples):
        return "graph", b"".join(sorted({f"{triple} .\n".encode() for triple in found}))
    return "rows", found.serialize(format=_JSON)


def _rows(kind: str, body: bytes) -> Rows:
    if kind == "usage":
        raise UsageError(f"The query is not SPARQL 1.1: {body.decode()}")
    if kind == "store":
        raise StoreError(f"The query failed: {body.decode()}")
    if kind == "graph":
        quads = ox.parse(io.BytesIO(body), format=ox.RdfFormat.N_TRIPLES)
        rows: list[Row] = [(quad.subject, quad.predicate, quad.object) for quad in quads]
        return Rows("graph", ("subject", "predicate", "object"), iter(rows))
    return as_rows(ox.parse_query_results(body, format=_JSON))
