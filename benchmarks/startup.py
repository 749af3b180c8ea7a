"""How long the commands take to start, as users feel it: ``python benchmarks/startup.py [STORE]``."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ROUNDS = 7


def seconds(*arguments: str) -> float:
    """Median wall time of one command over some rounds, after one that warms the disk cache."""
    command = [sys.executable, *arguments]
    times = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def main() -> None:
    """Prints one line a command."""
    commands = {"bare python": ["-c", "pass"], "kg --help": ["-m", "kg", "--help"]}
    if len(sys.argv) > 1:
        ask = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        commands["kg query"] = ["-m", "kg", "query", sys.argv[1], "-q", ask]
        commands["kg stats"] = ["-m", "kg", "stats", sys.argv[1]]
    for name, arguments in commands.items():
        print(f"{name:<12} {seconds(*arguments):6.3f} s")


if __name__ == "__main__":
    main()
