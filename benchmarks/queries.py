"""The saved queries through kg, through the bare engine, and through rdflib in memory, side by side.

``python benchmarks/queries.py STORE [--rdflib SECONDS]`` on a store that ``benchmarks/quads.py`` made.
Best of three in turns, seconds of processor time. With ``--rdflib`` every query also runs there, for so
many seconds at most: what takes longer counts as so long, so the total is a lower bound. All answers
must be the same rows.
Then look-ups of single things, each with other things: the time that 95 of 100 stay below.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import resource
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import store
from kg.query import SavedQuery, run, saved_queries
from kg.query.ask import prepare
from kg.query.prefixes import PREFIXES

ROUNDS = 3
LOOKUPS = 60
Row = tuple[str | None, ...]
SAMPLES = {
    "pairs": "SELECT ?one ?other (COUNT(DISTINCT ?e) AS ?n) { ?e a kg:CanonicalEvent ; kg:status kg:actual ;"
    " kg:actor ?one ; kg:recipient ?other FILTER(?one != ?other) }"
    " GROUP BY ?one ?other ORDER BY DESC(?n) ?one ?other",
    "events": "SELECT ?e ?documents { ?e a kg:CanonicalEvent ; kg:documents ?documents }"
    " ORDER BY DESC(?documents) ?e",
    "places": "SELECT ?place (COUNT(DISTINCT ?e) AS ?n) { ?e a kg:CanonicalEvent ; sem:hasPlace ?place }"
    " GROUP BY ?place ORDER BY DESC(?n) ?place",
}


def main() -> None:
    """Prints a line for each query, the totals and the look-ups."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--rdflib", type=int, metavar="SECONDS")
    chosen = parser.parse_args()
    with store.open(chosen.store, read_only=True) as base:
        graph = base.graph
        print(f"{len(graph):,} statements")
        sampled = {name: sample(graph, text) for name, text in SAMPLES.items()}
        texts = {query.name: prepare(graph, query, given(query, sampled)) for query in saved_queries()}
        slow = Rdflib(graph, chosen.rdflib) if chosen.rdflib else None
        compare(graph, texts, sampled, slow)
        look_up(graph, sampled)


def given(query: SavedQuery, sampled: dict[str, list[Row]]) -> dict[str, str]:
    """A value for each parameter that a query needs: the busiest pair, event and place, and the like."""
    one, other, _ = sampled["pairs"][0]
    values = {"actor": one, "other": other}
    values |= {"event": sampled["events"][0][0], "place": sampled["places"][0][0]}
    values |= {"document": "copy-0000000", "relation": "attacked", "office": "minister"}
    values |= {"lat": "28.5", "lon": "61.2"}
    return {param.name: str(values[param.name]) for param in query.params if param.required}


def sample(graph: ox.Store, text: str) -> list[Row]:
    """The rows as plain text."""
    return [tuple(map(_text, row)) for row in bare(graph, text)]


def _text(term: Any) -> str | None:
    return None if term is None else str(getattr(term, "value", term))


def bare(graph: ox.Store, text: str) -> list[Any]:
    """What the engine gives, walked to its end."""
    return [tuple(row) for row in graph.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)]  # type: ignore[union-attr, arg-type]


def plain(rows: list[Any]) -> list[Row]:
    """Terms as text, in an order of their own."""
    return sorted((tuple(map(_text, row)) for row in rows), key=str)


def compare(
    graph: ox.Store, texts: dict[str, str], sampled: dict[str, list[Row]], slow: Rdflib | None
) -> None:
    """A line for each saved query, and the totals."""
    totals: Counter[str] = Counter()
    by_name = {query.name: query for query in saved_queries()}
    print(f"{'processor seconds':24}{'kg':>9}{'engine':>9}{'rdflib':>9}  rows")
    for name, text in texts.items():
        params = given(by_name[name], sampled)
        taken, rows = in_turns(
            kg=lambda query=by_name[name], params=params: list(run(graph, query, params).rows),
            engine=lambda text=text: bare(graph, text),
        )
        if slow is not None:
            taken["rdflib"], theirs = slow.answer(text)
            rows = rows if theirs is None else same(name, rows, theirs)
        totals.update(taken)
        print(line(name, taken) + f"  {len(rows):,}", flush=True)
    print(line("together", totals))
    print(f"kg / engine {totals['kg'] / totals['engine']:.2f}")
    if slow is not None:
        print(f"rdflib / kg at least {totals['rdflib'] / totals['kg']:.0f}")


def in_turns(**ways: Callable[[], list[Any]]) -> tuple[dict[str, float], list[Row]]:
    """The best time of each way, and the rows that all of them gave."""
    best: dict[str, float] = {}
    rows: list[Row] | None = None
    for _ in range(ROUNDS):
        for name, work in ways.items():
            begun = time.process_time()
            found = work()
            best[name] = min(best.get(name, 1e9), time.process_time() - begun)
            rows = same(name, plain(found), plain(found) if rows is None else rows)
    return best, rows or []


def same(name: str, ours: list[Row], theirs: list[Row]) -> list[Row]:
    """The rows; ends the benchmark when they differ."""
    if ours != theirs:
        lost, more = Counter(theirs) - Counter(ours), Counter(ours) - Counter(theirs)
        raise SystemExit(f"{name}: {list(more)[:3]} against {list(lost)[:3]}")
    return ours


def line(name: str, taken: dict[str, float]) -> str:
    """A row of the table."""
    return f"{name:24}{taken['kg']:9.3f}{taken['engine']:9.3f}{taken.get('rdflib', float('nan')):9.2f}"


class Rdflib:
    """The same graph in rdflib's own memory store; each query runs in a fork that the system ends."""

    def __init__(self, graph: ox.Store, seconds: int) -> None:
        import rdflib

        self._seconds = seconds
        self._graph = rdflib.Dataset(default_union=True)
        begun = time.perf_counter()
        with tempfile.NamedTemporaryFile(suffix=".nq") as file:
            graph.dump(file, format=ox.RdfFormat.N_QUADS)
            file.flush()
            self._graph.parse(file.name, format="nquads")
        gc.freeze()
        print(
            f"rdflib loaded in {time.perf_counter() - begun:.0f} s; a query may take {seconds} s", flush=True
        )

    def answer(self, text: str) -> tuple[float, list[Row] | None]:
        """Seconds and rows; no rows when it was stopped."""
        context = multiprocessing.get_context("fork")
        receiving, sending = context.Pipe(duplex=False)
        child = context.Process(target=self._answer, args=(sending, text), daemon=True)
        child.start()
        sending.close()
        try:
            return receiving.recv()  # type: ignore[no-any-return]
        except EOFError:
            return self._seconds, None
        finally:
            child.join()

    def _answer(self, sending: Connection, text: str) -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (self._seconds, self._seconds))
        begun = time.process_time()
        rows = list(self._graph.query(text, initNs=PREFIXES))
        sending.send((time.process_time() - begun, without_empty_group(plain(rows))))


def without_empty_group(rows: list[Row]) -> list[Row]:
    """Of nothing to group rdflib makes one group, against SPARQL 1.1 (18.5), which makes none."""
    return [] if len(rows) == 1 and not {*rows[0]} - {None, "0"} else rows


def look_up(graph: ox.Store, sampled: dict[str, list[Row]]) -> None:
    """A line for each kind of look-up: other things each time, from the busiest to the last."""
    saved = {query.name: query for query in saved_queries()}
    pairs, events = (spread(sampled[name]) for name in ("pairs", "events"))
    kinds = {
        "actor": [("events-of-actor", {"actor": one}) for one, _, _ in pairs],
        "dyad": [("events-of-dyad", {"actor": one, "other": other}) for one, other, _ in pairs],
        "event": [("who-says-so", {"event": one}) for one, _ in events],
        "evidence": [("evidence-of-event", {"event": one}) for one, _ in events],
    }
    for kind, questions in kinds.items():
        taken = [
            timed(lambda q=name, p=params: list(run(graph, saved[q], p).rows)) for name, params in questions
        ]
        print(f"look-up of {kind:9} median {1000 * statistics.median(taken):6.1f} ms, "
              f"95 of 100 below {1000 * statistics.quantiles(taken, n=20)[-1]:6.1f} ms")  # fmt: skip


def spread(rows: list[Row]) -> list[Row]:
    """Some rows from all over the list, the first among them."""
    return rows[:: max(1, len(rows) // LOOKUPS)]


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
