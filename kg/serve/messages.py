"""What the gateway and its workers say to each other, over pipes: frames of a length and MessagePack."""

from __future__ import annotations

from typing import Literal

import msgspec

from kg.model import Record

Pairs = tuple[tuple[str, str], ...]
TEXT = "text/plain; charset=utf-8"
READY = b"ready\n"
"""The first that a worker says."""
SIZE = 8
"""Bytes of the length in front of each frame."""


class Job(Record, frozen=True):
    """One thing to do: answer a query, or make a page.

    ``path`` and ``form`` are those of a page; ``base`` is the address of the endpoint, against which
    relative IRIs are resolved. The graphs, if any, count instead of those that the query names with FROM.
    ``knowledge`` are folders with saved queries of the user's own.
    """

    kind: Literal["query", "page"]
    store: str
    folder: str
    accept: str
    base: str
    query: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    path: str = ""
    form: Pairs = ()
    knowledge: tuple[str, ...] = ()


class Reply(Record, frozen=True):
    """A whole answer, ready to be sent."""

    status: int
    media: str
    body: bytes
    headers: Pairs = ()


def refusal(status: int, message: str, *headers: tuple[str, str]) -> Reply:
    """An answer that says in words why there is no other."""
    return Reply(status=status, media=TEXT, body=message.encode() + b"\n", headers=headers)


def frame(message: Job | Reply) -> bytes:
    """The bytes of a message."""
    body = msgspec.msgpack.encode(message)
    return len(body).to_bytes(SIZE, "big") + body
