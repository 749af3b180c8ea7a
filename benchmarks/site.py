"""How much processor time a site takes, as a whole and for each thousand of its pages.

``python benchmarks/site.py [EVENTS | STORE]``: knowledge bases of half of so many events and of all of
them (2,000 if not said) are filled like those of ``pictures.py``, or the one given is taken. What comes
before the first page (asking the graph for everything at once, the answers of the saved queries) and the
four large pictures are told apart from the pages; with two sizes also what a thousand further pages take.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pictures import fill

from kg import store
from kg.serve import static
from kg.serve.gathered import Gathered

EVENTS = 2_000
_APART = ((Gathered, "gather"), (static, "queries_in_a_file"), (static, "answer_page"))


def main() -> None:
    """Prints a line for each site."""
    asked = sys.argv[1] if len(sys.argv) > 1 else str(EVENTS)
    spent: Counter[str] = Counter()
    for place, name in _APART:
        setattr(place, name, _timed(getattr(place, name), name, spent))
    with tempfile.TemporaryDirectory() as folder:
        if not asked.isdecimal():
            measure(Path(asked), Path(folder, "site"), spent)
            return
        found = []
        for events in (int(asked) // 2, int(asked)):
            home = Path(folder, f"{events}.kg")
            fill(home, events)
            found.append(measure(home, Path(folder, f"{events}"), spent))
        (few, short), (many, long) = found
        print(f"a thousand further pages: {1000 * (long - short) / (many - few):.2f} s of CPU, all included")


def measure(home: Path, out: Path, spent: Counter[str]) -> tuple[int, float]:
    """The number of pages of a site and the processor seconds they take; prints them."""
    spent.clear()
    with store.open(home, read_only=True) as base:
        start = time.process_time()
        pages = static.write_site(base, out)
        whole = time.process_time() - start
    parts = ", ".join(f"{name} {seconds:.2f}" for name, seconds in spent.items())
    rest = whole - spent.total()
    print(f"{pages:,} pages: {whole:.2f} s of CPU ({parts}), the pages themselves {rest:.2f}:", end=" ")
    print(f"{1000 * rest / pages:.2f} s for each thousand, {1000 * whole / pages:.2f} with all", flush=True)
    return pages, whole


def _timed(work: Callable[..., Any], name: str, spent: Counter[str]) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return work(*given, **named)
        finally:
            spent[name] += time.process_time() - start  # type: ignore[assignment]

    return timed


if __name__ == "__main__":
    main()
