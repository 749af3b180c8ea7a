"""JSONL: one document an object, one object a line; a bad line is a ``Failure``, the rest goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.errors import DocumentError
from kg.model import Document, Failure
from kg.read.decode import MAX_BYTES, clean
from kg.read.metadata import metadata, value

_CUT_SHORT = re.compile(r"\[\+\d+ chars\]\s*\Z")


def documents(stream: BinaryIO, name: str) -> Iterator[Document | Failure]:
    """The documents of an open file; ``name`` and the line number stand in for a missing id."""
    for number, line in enumerate(_lines(stream), 1):
        if line.strip():
            yield _document(line, f"{name}#{number}", name)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines, cut off just above the size limit, so that one endless line does not fill the memory."""
    while line := stream.readline(MAX_BYTES + 1):
        while len(line) > MAX_BYTES and not line.endswith(b"\n") and (rest := stream.readline(MAX_BYTES)):
            if rest.endswith(b"\n"):
                break
        yield line.removeprefix(b"\xef\xbb\xbf")


def _document(line: bytes, where: str, name: str) -> Document | Failure:
    row: dict[str, Any] = {}
    try:
        row = _object(line)
        return _checked(row, where, name)
    except DocumentError as error:
        own = metadata({key: row.get(key) for key in ("id", "doc_id", "docid", "_id")}, where).id
        return Failure(id=own or where, status="failed", reason=error.reason, message=str(error), path=where)


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_BYTES:
        raise DocumentError("too-large", f"the line is longer than {MAX_BYTES:,} bytes")
    try:
        row = json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise DocumentError("json", f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise DocumentError("json", "expected one object {...} a line")
    return row


def _checked(row: dict[str, Any], where: str, name: str) -> Document:
    text = value(row, "text") or ""
    if not isinstance(text, str):
        raise DocumentError("json", "the text is not a string")
    if _CUT_SHORT.search(text):
        raise DocumentError("truncated", "the text ends in '[+N chars]': only its beginning was delivered")
    fields = metadata(row, where)
    text = clean(text.removeprefix("\ufeff"))
    return Document(
        id=fields.id or fields.url or where,
        text=text,
        title=fields.title,
        published=fields.published,
        source=fields.source,
        url=fields.url,
        language=fields.language,
        path=name,
    )
