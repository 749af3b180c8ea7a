"""What the graphs of the whole set are derived from, beside the graph: an SQLite file, itself derived.

It remembers each event, actor and known thing that a document tells of, how they are grouped, and
what has changed since the graph was written, so that a refresh touches only that. Whatever it notes
as changed stays noted until the graph holds it: a killed refresh is taken up by the next one.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

INDEX_VERSION = 1
_TABLES = """
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE told (
  iri TEXT PRIMARY KEY, document TEXT NOT NULL, event BLOB, sighting BLOB, place TEXT,
  dirty INTEGER NOT NULL);
CREATE INDEX told_document ON told (document);
CREATE INDEX told_group ON told (place);
CREATE INDEX told_dirty ON told (iri) WHERE dirty;
CREATE TABLE party (actor TEXT, event TEXT, PRIMARY KEY (actor, event)) WITHOUT ROWID;
CREATE INDEX party_event ON party (event);
CREATE TABLE thing (iri TEXT, document TEXT, thing BLOB, PRIMARY KEY (iri, document)) WITHOUT ROWID;
CREATE INDEX thing_document ON thing (document);
CREATE TABLE actor (
  iri TEXT PRIMARY KEY, thing BLOB, block TEXT, first TEXT, score REAL, reason TEXT) WITHOUT ROWID;
CREATE INDEX actor_block ON actor (block, iri);
CREATE TABLE stale_actor (iri TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE unsaid_actor (iri TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE block (
  key INTEGER, day INTEGER, event TEXT, PRIMARY KEY (key, day, event)) WITHOUT ROWID;
CREATE INDEX block_event ON block (event);
CREATE TABLE again (iri TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE decision (
  one TEXT, other TEXT, score REAL, reason TEXT, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX decision_other ON decision (other);
CREATE TABLE unsettled (iri TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE holding (place TEXT, one TEXT, other TEXT, score REAL, reason TEXT);
CREATE INDEX holding_place ON holding (place);
CREATE TABLE gone_event (iri TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE unsaid_event (place TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE written (place TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE link (event TEXT, pair INTEGER, one TEXT, relation TEXT, other TEXT);
CREATE INDEX link_pair ON link (pair, one, relation, other);
CREATE INDEX link_event ON link (event);
CREATE TABLE shortcut (pair INTEGER, one TEXT, relation TEXT, other TEXT);
CREATE INDEX shortcut_pair ON shortcut (pair);
CREATE TABLE stale_pair (pair INTEGER PRIMARY KEY);
CREATE TABLE need (document TEXT, unit TEXT, PRIMARY KEY (document, unit)) WITHOUT ROWID;
CREATE TABLE unit (name TEXT PRIMARY KEY, needed INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE line (hash INTEGER PRIMARY KEY, times INTEGER NOT NULL);
CREATE TABLE unsaid_line (line TEXT PRIMARY KEY, wanted INTEGER NOT NULL) WITHOUT ROWID;
"""


def short_hash(text: str) -> int:
    """A number of 64 bits that stands for the text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


class Index:
    """An open index; see ``open_index``. ``db`` is for the modules beside this one."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def close(self) -> None:
        """Closes the file without keeping what was not committed."""
        self.db.close()

    def commit(self) -> None:
        """Makes all changes since the last commit durable, all or none."""
        self.db.commit()

    def fact(self, name: str) -> str | None:
        """A value kept by name."""
        row = self.db.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def keep(self, name: str, value: str) -> None:
        """Keeps a value by name."""
        self.db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))

    def clear(self) -> None:
        """Forgets everything."""
        names = [row[0] for row in self.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            self.db.execute(f"DELETE FROM {name}")
        self.db.commit()

    def has_unfinished(self) -> bool:
        """Whether something changed that the graph may not hold yet."""
        return self.fact("unfinished") == "1"

    def mark(self, table: str, values: Iterable[str | int]) -> None:
        """Adds the values to a table of one column, each once."""
        self.db.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?)", ((value,) for value in values))

    def column(self, query: str, *values: object) -> list[str]:
        """The first column of all rows."""
        return [row[0] for row in self.db.execute(query, values)]

    def batches(self, table: str, column: str, size: int) -> Iterator[list[str]]:
        """All values of a column of keys in order, so many at a time; rows may be deleted meanwhile."""
        query = f"SELECT {column} FROM {table} WHERE {column} > ? ORDER BY {column} LIMIT {size}"
        first = f"SELECT {column} FROM {table} ORDER BY {column} LIMIT {size}"
        batch = self.column(first)
        while batch:
            yield batch
            batch = self.column(query, batch[-1])

    def support(self, unit: str, by: int) -> int:
        """How many documents need a unit after one more (1) or one less (-1) does."""
        query = (
            "INSERT INTO unit VALUES (?1, 1) ON CONFLICT (name) DO UPDATE SET needed = needed + ?2 "
            "RETURNING needed"
        )
        (needed,) = self.db.execute(query, (unit, by)).fetchone()
        if not needed:
            self.db.execute("DELETE FROM unit WHERE name = ?", (unit,))
        return int(needed)

    def say(self, lines: Iterable[str]) -> None:
        """One more reason for each of these statements of the shared graphs."""
        query = (
            "INSERT INTO line VALUES (?, 1) "
            "ON CONFLICT (hash) DO UPDATE SET times = times + 1 RETURNING times"
        )
        for line in lines:
            (times,) = self.db.execute(query, (short_hash(line),)).fetchone()
            if times == 1:
                self.db.execute("INSERT OR REPLACE INTO unsaid_line VALUES (?, 1)", (line,))

    def unsay(self, lines: Iterable[str]) -> None:
        """One reason less for each of these statements."""
        query = "UPDATE line SET times = times - 1 WHERE hash = ? RETURNING times"
        for line in lines:
            (times,) = self.db.execute(query, (short_hash(line),)).fetchone()
            if not times:
                self.db.execute("DELETE FROM line WHERE hash = ?", (short_hash(line),))
                self.db.execute("INSERT OR REPLACE INTO unsaid_line VALUES (?, 0)", (line,))


def open_index(path: Path) -> Index:
    """The index in this file, a new empty one when it is missing or of another version."""
    db = _connect(path)
    if db.execute("PRAGMA user_version").fetchone()[0] != INDEX_VERSION:
        db.close()
        for rest in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            rest.unlink(missing_ok=True)
        db = _connect(path)
        db.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {INDEX_VERSION}; COMMIT;")
    return Index(db)


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA cache_size = -16000")
    return db


def changes(old: Sequence[str], new: Iterable[str]) -> tuple[set[str], set[str]]:
    """What is gone and what is new."""
    before, now = set(old), set(new)
    return before - now, now - before
