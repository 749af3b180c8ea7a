"""Writes into the graph in large loads, and notes in ledger and index what it holds then."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat
from pyoxigraph import Store as Graph

from kg.store.index import Index
from kg.store.ledger import Ledger

_BATCH = 120_000
"""Statements that are written at a time."""
_MANY = 5_000
"""From so many statements on the bulk loader is used, which is faster but leaves a file for each load."""
_WORTH = 500_000
"""Statements from which on it pays to put the files of the bulk loader in order: smaller graphs answer
soon enough, and it takes some four seconds of processor time for a million."""
_REMOVED = 2_000
"""Statements that are removed in one transaction."""


class Load:
    """What waits to be written; removals come first. ``held`` and ``gone`` are for the ledger."""

    def __init__(self, ledger: Ledger, graph: Graph, index: Index) -> None:
        self._ledger = ledger
        self._graph = graph
        self._index = index
        self._lines: list[str] = []
        self._removed: dict[str, bool] = {}
        self._settled: list[tuple[str, str, str]] = []
        self.held: list[tuple[str, str, int]] = []
        self.gone: list[str] = []
        self.loose = 0
        """Statements that the bulk loader wrote."""

    def add(self, lines: list[str]) -> None:
        """N-Quads lines to write, now or later: the caller's notes of them must be complete."""
        if len(self._lines) >= _BATCH or len(self._removed) >= _BATCH:
            self.flush()
        self._lines += lines

    def remove(self, quads: Iterable[Quad]) -> None:
        """Statements to remove unless they are written again."""
        for quad in quads:
            self._removed[f"{quad.subject} {quad.predicate} {quad.object} {quad.graph_name} .\n"] = True

    def unsay(self, line: str) -> None:
        """A statement to remove, if it is there, unless it is written again."""
        self._removed.setdefault(line, False)

    def settle(self, table: str, column: str, value: str) -> None:
        """A row of the index to delete when all that waits is written."""
        self._settled.append((table, column, value))

    def flush(self) -> None:
        """Writes all that waits."""
        self._index.commit()
        self._ledger.hold((doc_id, name, 0) for doc_id, name, _ in self.held)
        wanted = set(self._lines) if self._removed else set()
        self._remove([line for line in self._removed if line not in wanted])
        there = {line for line, is_there in self._removed.items() if is_there}
        self._insert([line for line in self._lines if line not in there] if there else self._lines)
        self._conclude()

    def _remove(self, lines: list[str]) -> None:
        for start in range(0, len(lines), _REMOVED):
            parts = [_pattern(line) for line in lines[start : start + _REMOVED]]
            self._graph.update("DELETE DATA { " + " ".join(parts) + " }")

    def _insert(self, lines: list[str]) -> None:
        """All lines or none: a few in one transaction, many by the bulk loader."""
        data = "".join(lines).encode()
        if len(lines) < _MANY:
            self._graph.load(data, format=RdfFormat.N_QUADS)
        else:
            self._graph.bulk_load(data, format=RdfFormat.N_QUADS)
            self.loose += len(lines)

    def _conclude(self) -> None:
        for table, column, value in self._settled:
            self._index.db.execute(f"DELETE FROM {table} WHERE {column} = ?", (value,))
        self._index.commit()
        if self.held:
            self._ledger.hold(self.held)
        for doc_id in self.gone:
            self._ledger.release(doc_id)
        self._lines, self._removed, self._settled, self.held, self.gone = [], {}, [], [], []


def put_in_order(graph: Graph, index: Index, loose: int, *, least: int = _WORTH) -> bool:
    """Merges the files that the bulk loader leaves, once they hold as much as what is in order already.

    Queries are twice as fast then. ``loose`` statements were loaded since this was last asked; below
    ``least`` nothing is done. So a statement is rewritten twice on the average, at most.
    """
    loose, ordered = loose + int(index.fact("loose") or 0), int(index.fact("ordered") or 0)
    worth = loose >= max(least, ordered)
    if worth:
        graph.optimize()
        loose, ordered = 0, ordered + loose
    index.keep("loose", str(loose))
    index.keep("ordered", str(ordered))
    return worth


def _pattern(line: str) -> str:
    """An N-Quads line as SPARQL."""
    statement, graph = line.rstrip(" .\n").rsplit(" ", 1)
    return f"GRAPH {graph} {{ {statement} }}"
