"""How long pictures of a large knowledge base take, and how soon a browser shows them.

``python benchmarks/pictures.py [EVENTS | STORE]``: a hundred generated texts are extracted once and
put in again and again under new names and days, until there are so many events (50,000 if not said);
or the knowledge base given is taken. Each picture is then made twice by a ``kg viz`` of its own, start-up
included, and the quicker one counts: the first compiles what Python keeps compiled. Chromium shows it
without a graphics card and without a network.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from growth import TEXTS, renamed
from texts import documents

from kg import store
from kg.extractor import load
from kg.model import Extraction

EVENTS = 50_000
VIEWS = ("auto", "graph", "matrix", "timeline", "map")
sys.path.append(str(Path(__file__).resolve().parent.parent / "tests" / "visualise"))


def main() -> None:
    """Prints a line for each picture."""
    asked = sys.argv[1] if len(sys.argv) > 1 else str(EVENTS)
    if not asked.isdecimal():
        measure(Path(asked))
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "x.kg")
        fill(home, int(asked))
        measure(home)


def fill(home: Path, events: int) -> None:
    """A knowledge base of at least so many events."""
    texts = list(documents(TEXTS))
    pairs = [
        (text, said)
        for text, said in zip(texts, load(None, ()).extract(texts), strict=True)
        if isinstance(said, Extraction) and said.events
    ]
    done = number = 0
    with store.open(home, create=True) as base:
        while done < events:
            document, said = renamed(*pairs[number % len(pairs)], number)
            base.put(document, said, "p1")
            done, number = done + len(said.events), number + 1
    print(f"{done:,} events in {number:,} documents", flush=True)


def measure(home: Path) -> None:
    """One line for each view: its size, its time in Python, and its time in a browser."""
    with tempfile.TemporaryDirectory() as folder:
        for view in VIEWS:
            page = Path(folder, f"{view}.html")
            wall, processor = min(drawn(home, view, page) for _ in range(2))
            print(
                f"{view:9} {page.stat().st_size / 1e6:5.2f} MB {wall:6.2f} s, {processor:6.2f} s of CPU,"
                f" seen after {seen(page, Path(folder, 'profile'))}",
                flush=True,
            )


def drawn(home: Path, view: str, page: Path) -> tuple[float, float]:
    """Wall and processor seconds of a ``kg viz``."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "kg", "viz", str(home), "--view", view, "-o", str(page)]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=True, env=kept)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def seen(page: Path, profile: Path) -> str:
    """How soon after it was asked for the page stands drawn in Chromium."""
    from browser import CHROMIUM, tab

    if CHROMIUM is None:
        return "? (there is no Chromium)"
    with tab(profile) as opened:
        opened.open(page)
        return f"{opened.drawn_after():.2f} s"


if __name__ == "__main__":
    main()
