"""The derived graph on disk: one working Oxigraph store, and finished views of it for readers.

A reader never opens the working store, which changes under it. Each time the graph is brought
up to date a view is taken (hard links, so it costs no space) and the file ``current`` is moved
to name it; the view before it stays until the next, for readers still at it.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Store as Graph

from kg.errors import KgError, StoreError

_POINTER = "current"


@contextmanager
def helpful(path: Path) -> Iterator[None]:
    """Turns what SQLite, Oxigraph and the disk say into a ``StoreError`` that tells what to do."""
    try:
        yield
    except (sqlite3.Error, OSError, RuntimeError) as error:
        if isinstance(error, KgError):
            raise
        raise StoreError(_advice(path, error)) from error


def _advice(path: Path, error: Exception) -> str:
    said = str(error).lower()
    if "full" in said or "no space" in said:
        return f"The disk of {path} is full. Free some space and run the command again; nothing is damaged."
    if "readonly" in said or "permission" in said:
        return f"{path} cannot be written: {error}."
    if "locked" in said or "lock hold" in said:
        return f"{path} is in use by another writing command. Wait for it to end, then try again."
    if "malformed" in said or "not a database" in said:
        return f"{path} is damaged ({error}). Restore it from a copy or build it again."
    return f"{path}: {error}. If its graph is damaged, kg rebuild {path} derives it again from the ledger."


class WriterLock:
    """Held by the one process that writes; the system frees it when that process dies."""

    def __init__(self, home: Path) -> None:
        self._db = sqlite3.connect(home / "lock", timeout=0.0, isolation_level=None)
        try:
            self._db.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error:
            self._db.close()
            raise

    def release(self) -> None:
        """Lets the next writer in."""
        self._db.close()


def has_work(home: Path) -> bool:
    """Whether there is a working graph; it may be deleted at any time and is derived again."""
    return (home / "graph" / "work").is_dir() and index_file(home).is_file()


def index_file(home: Path) -> Path:
    """What the working graph is derived from step by step; goes and comes with it."""
    return home / "graph" / "index.sqlite"


def open_work(home: Path, *, tidy: bool = False) -> Graph:
    """The working graph, for the holder of the writer lock only.

    After a load that was killed ``tidy`` rids it of files that belong to nothing any more.
    """
    work = home / "graph" / "work"
    work.parent.mkdir(exist_ok=True)
    if tidy and work.is_dir():
        _copy_without_orphans(work)
    return Graph(str(work))


def _copy_without_orphans(work: Path) -> None:
    """A backup links only the files in use; it takes the place of the original."""
    copy, old = work.with_name("work.new"), work.with_name("work.old")
    for rest in (copy, old):
        shutil.rmtree(rest, ignore_errors=True)
    Graph(str(work)).backup(str(copy))
    work.rename(old)
    copy.rename(work)
    shutil.rmtree(old, ignore_errors=True)


def discard(home: Path) -> None:
    """Removes the working graph and its index; the views stay until a new one is published."""
    shutil.rmtree(home / "graph" / "work", ignore_errors=True)
    for rest in (home / "graph").glob("index.sqlite*"):
        rest.unlink()


def publish(home: Path, graph: Graph) -> None:
    """Takes a view of the working graph and makes it the one that readers open."""
    graph.flush()
    number = max(_numbers(home), default=0) + 1
    view = _view(home, number)
    graph.backup(str(view))
    draft = home / "graph" / f"{_POINTER}.new"
    draft.write_text(view.name, encoding="ascii")
    draft.replace(home / "graph" / _POINTER)
    for old in _numbers(home):
        if old < number - 1:
            shutil.rmtree(_view(home, old), ignore_errors=True)


def _view(home: Path, number: int) -> Path:
    return home / "graph" / f"view-{number:06d}"


def _numbers(home: Path) -> list[int]:
    return [int(path.name[5:]) for path in (home / "graph").glob("view-*") if path.name[5:].isdigit()]


def has_view(home: Path) -> bool:
    """Whether a finished view was ever published."""
    return (home / "graph" / _POINTER).is_file()


def view_folder(home: Path) -> Path:
    """The folder of the last finished view; ``StoreError`` when there is none yet."""
    if not has_view(home):
        raise StoreError(f"{home} has no finished graph yet. Run kg rebuild {home}, or build into it again.")
    return home / "graph" / (home / "graph" / _POINTER).read_text(encoding="ascii").strip()


def open_view(home: Path) -> Graph:
    """The last finished graph, as it was when published; ``StoreError`` when there is none yet."""
    folder = view_folder(home)
    try:
        return Graph.read_only(str(folder))
    except FileNotFoundError:  # a writer has just published twice and cleared this one away
        return Graph.read_only(str(view_folder(home)))
