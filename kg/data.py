"""Finds the knowledge (``ontology/``), the saved queries and the seeds, and reads JSONL files.

In a checkout these folders stand beside the package, in a wheel inside it. Users add their
own with ``--knowledge DIR``: a folder laid out like ``ontology/``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from kg.errors import KnowledgeError

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The shipped folder ``ontology``, ``queries`` or ``seeds``."""
    for home in (_PACKAGE, _PACKAGE.parent):
        if (home / name).is_dir():
            return home / name
    raise KnowledgeError(f"The folder {name}/ is missing from this installation; reinstall communique.")


def knowledge_files(kind: str, extra: Iterable[Path] = ()) -> list[Path]:
    """All JSONL files of one kind (``actors``, ``places``, ``lexicon``): the shipped ones sorted
    by name, then those of each folder in ``extra`` in the order given."""
    homes = [folder("ontology"), *extra]
    return [path for home in homes for path in sorted((home / kind).glob("*.jsonl"))]


def trained_weights() -> Path:
    """The file of the network that tells which words tell events (``kg.triggers``)."""
    return folder("ontology") / "lexicon" / "triggers.npz"


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file; empty lines and lines starting with ``#`` are left out."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            yield _object(line, path, number)


def _object(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        value = msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        raise KnowledgeError(f"{path}, line {number}: not JSON ({error}).") from error
    if not isinstance(value, dict):
        raise KnowledgeError(f"{path}, line {number}: expected an object {{...}}.")
    return value
