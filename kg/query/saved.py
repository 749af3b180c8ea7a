"""The saved questions: files ``*.rq`` whose ``#+`` header (YAML, the grlc convention) describes them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import msgspec

from kg.data import folder
from kg.errors import KnowledgeError, UsageError
from kg.model import Record

ParamType = Literal[
    "iri", "actor", "place", "category", "relation", "status", "text", "date", "integer", "decimal"
]
View = Literal["table", "network", "timeline", "matrix", "map"]


class Param(Record, frozen=True):
    """A parameter of a saved query; ``default`` is used when it is not given.

    One that is neither required nor has a default stays an unbound variable.
    """

    name: str
    type: ParamType
    doc: str
    required: bool = False
    default: str | None = None


class SavedQuery(Record, frozen=True):
    """A question with a name (the file's stem), its header, and its SPARQL text with the header."""

    name: str
    summary: str
    text: str
    description: str = ""
    params: tuple[Param, ...] = ()
    view: View = "table"
    path: str | None = None


class _Header(msgspec.Struct, forbid_unknown_fields=True):
    summary: str
    description: str = ""
    params: tuple[Param, ...] = ()
    view: View = "table"


def saved_queries(extra: Iterable[Path] = ()) -> tuple[SavedQuery, ...]:
    """The shipped queries and those of ``DIR/queries`` (or ``DIR``) for each extra folder, by name.

    A user's query replaces the shipped one of the same name.
    """
    found = {query.name: query for query in _shipped(folder("queries"))}
    for home in extra:
        below = home / "queries"
        found |= {query.name: query for query in _read_folder(below if below.is_dir() else home)}
    return tuple(found[name] for name in sorted(found))


def find(name: str, extra: Iterable[Path] = ()) -> SavedQuery:
    """The saved query of that name; UsageError lists the nearest names when there is none."""
    known = {query.name: query for query in saved_queries(extra)}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    hint = f"Did you mean {', '.join(near)}?" if near else "kg queries lists them all."
    raise UsageError(f"There is no saved query {name!r}. {hint}")


def read_query(path: Path) -> SavedQuery:
    """A query file; one without a header gets its name as summary, and no parameters."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read as UTF-8 text ({error}).") from error
    return parse_query(text, name=path.stem, path=path)


def parse_query(text: str, *, name: str, path: Path | None = None) -> SavedQuery:
    """The query described by the ``#+`` lines of the text; KnowledgeError when they are malformed."""
    header = _header(text, str(path or name))
    found = {name: getattr(header, name) for name in header.__struct_fields__} if header else {}
    return SavedQuery(name=name, text=text, path=str(path) if path else None, **{"summary": name, **found})


@cache
def _shipped(home: Path) -> tuple[SavedQuery, ...]:
    return _read_folder(home)


def _read_folder(home: Path) -> tuple[SavedQuery, ...]:
    return tuple(read_query(path) for path in sorted(home.glob("*.rq")))


def _header(text: str, where: str) -> _Header | None:
    yaml: Any = import_module("yaml")
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    if not lines:
        return None
    try:
        values: Any = yaml.load("\n".join(lines), Loader=yaml.BaseLoader)
        return msgspec.convert(values, _Header, strict=False)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        cause = " ".join(str(error).split())
        raise KnowledgeError(f"{where}: the header of #+ lines is not as it should be ({cause}).") from error
