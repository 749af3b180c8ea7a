"""Other clients while somebody's query runs away, and how soon after its limit that is stopped.

``python benchmarks/runaway.py STORE [SECONDS]``: starts ``kg serve`` with that limit, asks look-ups one
after the other for some seconds, then the same while runaway queries come one by one. Prints the time
that 95 of 100 look-ups stay below, before and meanwhile, and when each runaway ended.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

LIMIT = 3.0
QUIET = 12.0
RUNAWAYS = {
    "cartesian product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "sorted product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
    "unbounded path": "SELECT (COUNT(*) AS ?n) { ?a (!kg:none|^!kg:none)* ?b }",
    "product of values": "SELECT (COUNT(*) AS ?n) { " + " ".join(
        f"VALUES ?v{n} {{ {' '.join(map(str, range(100)))} }}" for n in range(6)
    ) + " }",
}  # fmt: skip
EVENTS = "SELECT ?e { ?e a kg:CanonicalEvent } LIMIT 400"
LOOKUP = "SELECT ?p ?o { <%s> ?p ?o }"


def main() -> None:
    """Prints a line for each runaway query, and the comparison."""
    limit = float(sys.argv[2]) if len(sys.argv) > 2 else LIMIT
    command = [sys.executable, "-m", "kg", "serve", sys.argv[1], "--port", "0", "--quiet"]
    command += ["--timeout", str(limit)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=_environment()) as server:
        assert server.stderr is not None
        address = server.stderr.readline().split(" is at ")[1].split()[0] + "sparql"
        try:
            measure(address, limit)
        finally:
            server.terminate()


def measure(address: str, limit: float) -> None:
    """Look-ups in peace, then beside one runaway query after the other."""
    rows = json.loads(asked(address, EVENTS)[1])["results"]["bindings"]
    events = [row["e"]["value"] for row in rows]
    look_up(address, events, 2.0)
    before = look_up(address, events, QUIET)
    ended: list[str] = []
    thread = threading.Thread(target=run_away, args=(address, limit, ended))
    thread.start()
    meanwhile: list[float] = []
    while thread.is_alive():
        meanwhile += look_up(address, events, 0.5)
    print(*ended, sep="\n")
    quiet, busy = (statistics.quantiles(found, n=20)[-1] for found in (before, meanwhile))
    print(f"look-ups in peace: {len(before)}, 95 of 100 below {1000 * quiet:.1f} ms")
    print(f"look-ups meanwhile: {len(meanwhile)}, 95 of 100 below {1000 * busy:.1f} ms: {busy / quiet:.2f} x")


def run_away(address: str, limit: float, ended: list[str]) -> None:
    """Asks each of them once, and notes the answer."""
    for name, query in RUNAWAYS.items():
        begun = time.perf_counter()
        status, body = asked(address, query)
        taken = time.perf_counter() - begun
        ended.append(
            f"{name}: {status} after {taken:.2f} s, {taken - limit:+.2f} s of the limit: {body[:60]!r}"
        )


def look_up(address: str, events: list[str], seconds: float) -> list[float]:
    """Seconds of each look-up, one after the other for so long."""
    taken, end = [], time.perf_counter() + seconds
    while (begun := time.perf_counter()) < end:
        status, _ = asked(address, LOOKUP % events[len(taken) % len(events)])
        assert status == 200, status
        taken.append(time.perf_counter() - begun)
    return taken


def asked(address: str, query: str) -> tuple[int, bytes]:
    """Status and body of the answer."""
    request = urllib.request.Request(address, urllib.parse.urlencode({"query": query}).encode())
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def _environment() -> dict[str, str]:
    home = str(Path(__file__).resolve().parents[1])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [home, os.environ.get("PYTHONPATH")]))}


if __name__ == "__main__":
    main()
