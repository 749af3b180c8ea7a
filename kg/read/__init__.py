"""The ``read`` stage: files, directories, patterns, standard input and JSONL to ``Document``."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import msgspec

from kg.data import read_jsonl
from kg.errors import DocumentError, KnowledgeError
from kg.model import Document, Failure
from kg.read import jsonl
from kg.read.decode import MAX_BYTES, decode
from kg.read.inputs import MANIFEST, Input, InputFormat, found, inputs
from kg.read.language import other_language
from kg.read.metadata import Metadata, metadata, parse_date

__all__ = ["InputFormat", "parse_date", "read"]

STDIN = "-"
_log = logging.getLogger(__name__)


def read(
    sources: Sequence[str],
    *,
    published: dt.date | None = None,
    input_format: InputFormat | None = None,
) -> Iterator[Document | Failure]:
    """The documents of ``sources`` one by one, each usable: not empty, English, with an id of its own.

    ``published`` is for documents that bring no date. ``input_format`` wins over the file name.
    Whatever cannot be used comes as a ``Failure`` in its place. Raises ``UsageError`` at once when
    a source does not exist. Standard input (``-``) comes last. When two documents have the same id,
    a repetition of the same text is left out; another text is given too (a warning says so).
    """
    paths = found([source for source in sources if source != STDIN])
    return _read(paths, STDIN in sources, published, input_format)


def _read(
    paths: Sequence[Path], stdin: bool, published: dt.date | None, input_format: InputFormat | None
) -> Iterator[Document | Failure]:
    seen: dict[int, int] = {}
    for item in _received(paths, stdin, input_format):
        if isinstance(item, Document):
            item = _usable(item)
        if isinstance(item, Document):
            item = msgspec.structs.replace(item, published=item.published or published)
            if _repeated(item, seen):
                continue
        yield item


def _received(
    paths: Sequence[Path], stdin: bool, input_format: InputFormat | None
) -> Iterator[Document | Failure]:
    manifest = lru_cache(maxsize=64)(_manifest)
    for item in inputs(paths, input_format):
        if isinstance(item, Input):
            yield from _opened(item, manifest)
        else:
            yield item
    if stdin:
        yield from _content(sys.stdin.buffer, "stdin", input_format or "text", Metadata())


def _opened(source: Input, manifest: Callable[[Path], dict[str, Metadata]]) -> Iterator[Document | Failure]:
    try:
        fields = manifest(source.path.parent).get(source.path.name, Metadata())
        with source.path.open("rb") as stream:
            yield from _content(stream, source.name, source.format, fields)
    except OSError as error:
        yield _failure(source.name, "unreadable", error.strerror or str(error))
    except KnowledgeError as error:
        yield _failure(source.name, "manifest", str(error))


def _content(
    stream: BinaryIO, name: str, input_format: InputFormat, fields: Metadata
) -> Iterator[Document | Failure]:
    if input_format == "jsonl":
        yield from jsonl.documents(stream, name)
        return
    raw = stream.read(MAX_BYTES + 1)
    try:
        yield _text_document(decode(raw, name), name, fields)
    except DocumentError as error:
        yield _failure(fields.id or name, error.reason, str(error), name, hashlib.sha256(raw).hexdigest())


def _text_document(text: str, name: str, fields: Metadata) -> Document:
    own_id = fields.id or fields.url
    if own_id is None and name == "stdin":
        own_id = "stdin-" + hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
    return Document(
        id=own_id or name,
        text=text,
        title=fields.title,
        published=fields.published,
        source=fields.source,
        url=fields.url,
        language=fields.language,
        path=name,
    )


def _manifest(folder: Path) -> dict[str, Metadata]:
    """File name to metadata as told by the folder's ``manifest.jsonl``; empty when there is none."""
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    try:
        rows = list(read_jsonl(path))
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{MANIFEST}: not UTF-8 ({error.reason}).") from error
    return {str(row.get("file")): metadata(row, f"{MANIFEST}, {row.get('file')}") for row in rows}


def _usable(document: Document) -> Document | Failure:
    if not document.text.strip():
        return _skipped(document, "empty", "there is no text in it")
    told = document.language
    other = other_language(document.text) if told is None else None if told[:2].lower() == "en" else told
    if other is not None:
        return _skipped(document, "language", f"not English but {other}; only English is understood")
    return document


def _repeated(document: Document, seen: dict[int, int]) -> bool:
    """Whether this very document came before in the same run. Keeps 16 bytes a document, not its id."""
    key, version = _short(document.id), _short(document.text)
    before = seen.get(key)
    seen[key] = version
    if before is not None and before != version:
        _log.warning("%s: two texts have the id %s; the later one counts", document.path, document.id)
    return before == version


def _short(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _skipped(document: Document, reason: str, message: str) -> Failure:
    return Failure(
        id=document.id,
        status="skipped",
        reason=reason,
        message=message,
        path=document.path,
        sha256=document.sha256,
    )


def _failure(
    name: str, reason: str, message: str, path: str | None = None, sha256: str | None = None
) -> Failure:
    return Failure(id=name, status="failed", reason=reason, message=message, path=path or name, sha256=sha256)
