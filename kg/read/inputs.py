"""Which files the given sources mean, in an order that does not depend on the file system."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import Literal

from kg.errors import UsageError
from kg.model import Failure, Record

InputFormat = Literal["text", "jsonl"]
MANIFEST = "manifest.jsonl"
OTHER_FORMATS = frozenset(
    ".csv .doc .docx .epub .gif .gz .htm .html .jpeg .jpg .json .odt .pdf .png .rtf .tar .tsv .xls"
    " .xlsx .xml .zip".split()
)


class Input(Record, frozen=True, kw_only=True):
    """One file to read. ``name`` is what messages and default ids call it: never an absolute path."""

    path: Path
    name: str
    format: InputFormat


def found(sources: Sequence[str]) -> list[Path]:
    """The files and directories that ``sources`` name: paths or glob patterns.

    Raises ``UsageError`` for the first that matches nothing.
    """
    return [path for source in sources for path in _paths(source)]


def inputs(paths: Sequence[Path], input_format: InputFormat | None) -> Iterator[Input | Failure]:
    """The files to read: ``paths`` themselves, and those below the directories among them."""
    for path in paths:
        if path.is_dir():
            yield from _directory(path, input_format)
        else:
            yield Input(path=path, name=_name(path), format=input_format or _format(path))


def _paths(source: str) -> list[Path]:
    if os.path.lexists(source):
        return [Path(source)]
    matches = sorted(glob.glob(source, recursive=True)) if glob.has_magic(source) else []
    if not matches:
        raise UsageError(f"{source}: no such file or directory, and no pattern that matches one.")
    return [Path(match) for match in matches]


def _directory(home: Path, input_format: InputFormat | None) -> Iterator[Input | Failure]:
    """Every file below ``home``, sorted; without hidden ones and knowledge bases; links are not followed."""
    prefix = _name(home, parts=1)
    closed: list[OSError] = []
    for folder, folders, files in os.walk(home, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not _is_set_apart(Path(folder, name)))
        for file in sorted(files):
            if file.startswith(".") or file == MANIFEST:
                continue
            path = Path(folder, file)
            name = "/".join(filter(None, (prefix, _name(path.relative_to(home)))))
            yield _refused(path, name) or Input(path=path, name=name, format=input_format or _format(path))
    for error in closed:
        name = "/".join(filter(None, (prefix, _name(Path(error.filename).relative_to(home)))))
        yield Failure(id=name, status="failed", reason="unreadable", message=str(error.strerror), path=name)


def _is_set_apart(folder: Path) -> bool:
    """Whether a folder below a source is hidden, or a knowledge base, maybe the one being built."""
    return folder.name.startswith(".") or (folder / "ledger.sqlite").is_file()


def _refused(path: Path, name: str) -> Failure | None:
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return _skip(name, "link", "a symbolic link in a directory is not followed; name it directly")
    if not stat.S_ISREG(mode):
        return _skip(name, "not-a-file", "not a regular file")
    if path.suffix.lower() in OTHER_FORMATS:
        return _skip(name, "format", f"{path.suffix} files are not read; convert it to text or JSONL")
    return None


def _skip(name: str, reason: str, message: str) -> Failure:
    return Failure(id=name, status="skipped", reason=reason, message=message, path=name)


def _format(path: Path) -> InputFormat:
    return "jsonl" if path.suffix.lower() in (".jsonl", ".ndjson") else "text"


def _name(path: Path, *, parts: int = 2) -> str:
    """The path as the user gave it, without ``.`` and ``..``; of an absolute one, the last ``parts``.

    So a document keeps its id when the same folder is built again from another machine.
    """
    kept = [part for part in PurePath(os.path.normpath(path)).parts if part not in ("..", ".", "/")]
    if path.is_absolute():
        kept = kept[-parts:]
    return os.fsencode("/".join(kept)).decode("utf-8", "replace")
