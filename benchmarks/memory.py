"""Memory growth of ``kg build`` over many generated documents, in KB a document.

``python benchmarks/memory.py [DOCUMENTS]``: one process, so that all growth is seen here. The
slope is taken from the tenth of the run on, when all caches have their size, to the last document;
deriving the graph of the whole set at the end is told apart.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from texts import documents

from kg import pipeline, store
from kg.extractor import load
from kg.model import Document

PAGE_KB = 4


def resident_kb() -> int:
    """Memory of this process that is in use."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE_KB


def main() -> None:
    """Prints the memory at each tenth and the slope."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    seen: list[int] = []
    extractor = load(None, ())
    with (
        tempfile.TemporaryDirectory() as folder,
        pipeline.running(extractor, pipeline.Settings(jobs=0)) as run,
        store.open(Path(folder, "x.kg"), create=True) as base,
    ):
        pipeline.take_in(base, watched(count, seen), run, extractor.pipeline_id)
        slope = (seen[-1] - seen[0]) / (count * (len(seen) - 1) / len(seen))
        print(f"{slope:.2f} KB a document from document {count // 10:,} to {count:,}")
    print(f"after deriving the graph: {resident_kb() // 1024:,} MB")


def watched(count: int, seen: list[int]) -> Iterator[Document]:
    """The documents, noting the memory at each tenth."""
    for number, document in enumerate(documents(count), 1):
        yield document
        if number % (count // 10) == 0:
            seen.append(resident_kb())
            print(f"{number:>7,} documents {seen[-1] // 1024:>6,} MB")


if __name__ == "__main__":
    main()
