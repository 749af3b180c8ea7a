"""The one truth of a knowledge base: an SQLite file with documents, what they say, and failures.

Nothing here knows RDF. Every method that writes commits before it returns (WAL, full sync), so
what was acknowledged survives the death of the process.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from kg.errors import StoreError
from kg.model import Document, Extraction, Failure, Record, to_json

LEDGER_VERSION = 2
_APPLICATION = 0x6B676C31  # "kgl1": tells our files from other SQLite files
_WAIT_SECONDS = 30.0

_TABLES = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE document (
  id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, pipeline TEXT NOT NULL,
  document BLOB NOT NULL, extraction BLOB NOT NULL, revision INTEGER NOT NULL);
CREATE TABLE failure (id TEXT PRIMARY KEY, pipeline TEXT NOT NULL, failure BLOB NOT NULL);
CREATE TABLE pipeline (id TEXT PRIMARY KEY, facts BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE judgement (
  number INTEGER PRIMARY KEY, kind TEXT NOT NULL, left_iri TEXT NOT NULL, right_iri TEXT NOT NULL,
  same INTEGER NOT NULL, reason TEXT NOT NULL, withdrawn INTEGER NOT NULL DEFAULT 0);
CREATE TABLE held (id TEXT PRIMARY KEY, graph TEXT NOT NULL, revision INTEGER NOT NULL);
CREATE TABLE due (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE INDEX document_pipeline ON document (pipeline);
CREATE INDEX held_unfinished ON held (revision) WHERE revision = 0;
"""


class Entry(Record, frozen=True):
    """One document of the ledger with what was found in it and by which version of the tool."""

    document: Document
    extraction: Extraction
    pipeline: str
    revision: int


class Verdict(Record, frozen=True):
    """What a person said about two events or two entities."""

    kind: str
    left: str
    right: str
    same: bool
    reason: str


class StaleDocument(Record, frozen=True):
    """A document extracted by another version of the tool than the present one."""

    id: str
    pipeline: str


class Ledger:
    """An open ledger; see ``create_ledger`` and ``open_ledger``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def close(self) -> None:
        """Closes the file; calling it twice is harmless."""
        self._db.close()

    def has(self, doc_id: str, sha256: str, pipeline: str) -> bool:
        """Whether exactly this text was already taken in by exactly this pipeline."""
        key = (doc_id, sha256, pipeline)
        query = "SELECT 1 FROM document WHERE id = ? AND sha256 = ? AND pipeline = ?"
        return self._db.execute(query, key).fetchone() is not None

    def put(self, document: Document, extraction: Extraction, pipeline: str) -> bool:
        """Replaces all records of this document; ``False`` when they were exactly these already."""
        stored, said = to_json(document), to_json(extraction)
        row = (document.sha256, pipeline, stored, said)
        query = "SELECT sha256, pipeline, document, extraction FROM document WHERE id = ?"
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("DELETE FROM failure WHERE id = ?", (document.id,))
            if self._db.execute(query, (document.id,)).fetchone() == row:
                return False
            self._db.execute(
                "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?)",
                (document.id, *row, self._next_revision()),
            )
            self._db.execute("INSERT OR IGNORE INTO due VALUES (?)", (document.id,))
        return True

    def _next_revision(self) -> int:
        self._db.execute(
            "INSERT INTO setting VALUES ('revision', '1') "
            "ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
        )
        return int(self.setting("revision") or 0)

    def fail(self, failure: Failure, pipeline: str) -> None:
        """Records that this input could not be used; an earlier good version of it stays."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute(
                "INSERT OR REPLACE INTO failure VALUES (?, ?, ?)", (failure.id, pipeline, to_json(failure))
            )

    def remove(self, doc_id: str) -> bool:
        """Takes back the document and its failure; ``False`` when there was neither."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            gone = self._db.execute("DELETE FROM document WHERE id = ?", (doc_id,)).rowcount
            if gone:
                self._db.execute("INSERT OR IGNORE INTO due VALUES (?)", (doc_id,))
            gone += self._db.execute("DELETE FROM failure WHERE id = ?", (doc_id,)).rowcount
            if gone:
                self._next_revision()
        return gone > 0

    def count(self) -> int:
        """How many documents are in the ledger."""
        return int(self._db.execute("SELECT count(*) FROM document").fetchone()[0])

    def ids(self) -> list[str]:
        """The ids of all documents, sorted."""
        return [row[0] for row in self._db.execute("SELECT id FROM document ORDER BY id")]

    def documents(self) -> Iterator[Document]:
        """All documents, sorted by id."""
        for (blob,) in self._db.execute("SELECT document FROM document ORDER BY id"):
            yield msgspec.json.decode(blob, type=Document)

    def entries(self) -> Iterator[Entry]:
        """All documents with what was found in them, sorted by id."""
        query = "SELECT document, extraction, pipeline, revision FROM document ORDER BY id"
        for row in self._db.execute(query):
            yield _entry(row)

    def entry(self, doc_id: str) -> Entry | None:
        """One document with what was found in it, ``None`` when there is none of this id."""
        query = "SELECT document, extraction, pipeline, revision FROM document WHERE id = ?"
        row = self._db.execute(query, (doc_id,)).fetchone()
        return None if row is None else _entry(row)

    def failures(self) -> list[Failure]:
        """All inputs that could not be used, sorted by id."""
        rows = self._db.execute("SELECT failure FROM failure ORDER BY id")
        return [msgspec.json.decode(row[0], type=Failure) for row in rows]

    def stale(self, pipeline: str) -> list[StaleDocument]:
        """The documents that another pipeline than this one extracted, sorted by id."""
        rows = self._db.execute(
            "SELECT id, pipeline FROM document WHERE pipeline <> ? ORDER BY id", (pipeline,)
        )
        return [StaleDocument(id=row[0], pipeline=row[1]) for row in rows]

    def describe_pipeline(self, pipeline: str, facts: Mapping[str, str]) -> None:
        """Keeps what the id of a pipeline stands for: versions and hashes by name."""
        row = (pipeline, msgspec.json.encode(dict(sorted(facts.items()))))
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            known = self._db.execute("SELECT id, facts FROM pipeline WHERE id = ?", (pipeline,)).fetchone()
            if known != row:
                self._db.execute("INSERT OR REPLACE INTO pipeline VALUES (?, ?)", row)
                self._next_revision()

    def pipelines(self) -> dict[str, dict[str, str]]:
        """Pipeline id -> its facts, for the pipelines of the documents at hand; maybe empty facts."""
        query = (
            "SELECT DISTINCT document.pipeline, pipeline.facts FROM document "
            "LEFT JOIN pipeline ON pipeline.id = document.pipeline ORDER BY document.pipeline"
        )
        return {
            row[0]: {} if row[1] is None else msgspec.json.decode(row[1], type=dict[str, str])
            for row in self._db.execute(query)
        }

    def judge(self, verdict: Verdict) -> None:
        """Adds a judgement; an earlier one about the same two things is withdrawn, not erased."""
        left, right = sorted((verdict.left, verdict.right))
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._withdraw(left, right)
            self._next_revision()
            self._db.execute(
                "INSERT INTO judgement (kind, left_iri, right_iri, same, reason) VALUES (?, ?, ?, ?, ?)",
                (verdict.kind, left, right, int(verdict.same), verdict.reason),
            )

    def withdraw(self, left: str, right: str) -> bool:
        """Takes back what was judged about the two; ``False`` when nothing was."""
        left, right = sorted((left, right))
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._next_revision()
            return self._withdraw(left, right) > 0

    def _withdraw(self, left: str, right: str) -> int:
        query = "UPDATE judgement SET withdrawn = 1 WHERE left_iri = ? AND right_iri = ? AND withdrawn = 0"
        return self._db.execute(query, (left, right)).rowcount

    def judgements(self) -> list[Verdict]:
        """The judgements that stand, oldest first."""
        columns = "kind, left_iri, right_iri, same, reason"
        query = f"SELECT {columns} FROM judgement WHERE withdrawn = 0 ORDER BY number"
        return [
            Verdict(kind=row[0], left=row[1], right=row[2], same=bool(row[3]), reason=row[4])
            for row in self._db.execute(query)
        ]

    def setting(self, name: str) -> str | None:
        """A setting of this knowledge base, ``None`` when it was never set."""
        row = self._db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set(self, name: str, value: str) -> None:
        """Keeps a setting."""
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def due(self, after: str, limit: int) -> list[str]:
        """Ids after this one of documents that the graph holds otherwise than the ledger, sorted."""
        query = (
            "SELECT id FROM due WHERE id > ?1 UNION SELECT id FROM held WHERE revision = 0 AND id > ?1 "
            "ORDER BY id LIMIT ?2"
        )
        return [row[0] for row in self._db.execute(query, (after, limit))]

    def held_graph(self, doc_id: str) -> str | None:
        """The graph in which this document may stand already."""
        row = self._db.execute("SELECT graph FROM held WHERE id = ?", (doc_id,)).fetchone()
        return None if row is None else str(row[0])

    def graph_is_current(self) -> bool:
        """Whether the graph that readers see was derived from exactly what is in the ledger now."""
        revision = self.setting("revision") or "0"
        return self.setting("published") == revision and not self.due("", 1)

    def hold(self, held: Iterable[tuple[str, str, int]]) -> None:
        """Notes document, graph and the revision it holds there; 0 before it is written."""
        held = list(held)
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT OR REPLACE INTO held VALUES (?, ?, ?)", held)
            self._db.executemany("DELETE FROM due WHERE id = ?", [(row[0],) for row in held if row[2]])

    def has_unfinished_load(self) -> bool:
        """Whether a load into the graph was begun and not ended."""
        return self._db.execute("SELECT 1 FROM held WHERE revision = 0").fetchone() is not None

    def release(self, doc_id: str) -> None:
        """Notes that the graph no longer holds this document, which is gone."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("DELETE FROM held WHERE id = ?", (doc_id,))
            self._db.execute("DELETE FROM due WHERE id = ?", (doc_id,))

    def release_all(self) -> None:
        """Notes that the graph holds nothing and that readers have nothing of it yet."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("DELETE FROM held")
            self._db.execute("DELETE FROM due")
            self._db.execute("INSERT INTO due SELECT id FROM document")
            self._db.execute("DELETE FROM setting WHERE name IN ('derived', 'published')")


def _entry(row: tuple[bytes, bytes, str, int]) -> Entry:
    return Entry(
        document=msgspec.json.decode(row[0], type=Document),
        extraction=msgspec.json.decode(row[1], type=Extraction),
        pipeline=row[2],
        revision=row[3],
    )


def create_ledger(path: Path) -> Ledger:
    """A new empty ledger, or the one that is there already."""
    if not path.exists():
        _make(path)
    return open_ledger(path)


def _make(path: Path) -> None:
    """Written beside its place and moved there when complete: there is no half-made ledger."""
    draft = path.with_name(path.name + ".new")
    for rest in (draft, Path(f"{draft}-wal"), Path(f"{draft}-shm")):
        rest.unlink(missing_ok=True)
    connection = sqlite3.connect(draft, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(
        f"BEGIN; {_TABLES} PRAGMA application_id = {_APPLICATION}; "
        f"PRAGMA user_version = {LEDGER_VERSION}; COMMIT;"
    )
    connection.close()
    draft.replace(path)


def open_ledger(path: Path, *, read_only: bool = False) -> Ledger:
    """The ledger in this file; ``StoreError`` when it is missing, not ours, or of another version."""
    if not path.is_file():
        raise StoreError(f"{path.parent} is not a knowledge base (no {path.name} in it).")
    mode = "ro" if read_only else "rw"
    address = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, timeout=_WAIT_SECONDS, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    _check_version(connection, path)
    return Ledger(connection)


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != _APPLICATION:
        raise StoreError(f"{path} is not a ledger of kg.")
    if version != LEDGER_VERSION:
        raise StoreError(
            f"{path.parent} was made by another version of kg (format {version}, this one reads "
            f"{LEDGER_VERSION}). Build it again from its sources."
        )
