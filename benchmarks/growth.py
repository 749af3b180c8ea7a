"""What one more document costs, and the memory, as a knowledge base grows; extraction is left out.

``python benchmarks/growth.py [DOCUMENTS]``: a hundred generated texts are extracted once and put in
again and again under new names and days, so that the number of documents on a day stays the same.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from pathlib import Path

import msgspec
from memory import resident_kb
from texts import documents

from kg import store
from kg.extractor import load
from kg.iris import entity_iri
from kg.model import Document, Extraction, to_json

TEXTS = 100
STEPS = 5
SINGLE = 5


def main() -> None:
    """Prints a line for each step."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    texts = list(documents(TEXTS))
    pairs = [
        (text, said)
        for text, said in zip(texts, load(None, ()).extract(texts), strict=True)
        if isinstance(said, Extraction)
    ]
    with tempfile.TemporaryDirectory() as folder:
        grow(Path(folder, "x.kg"), pairs, count)


def grow(path: Path, pairs: list[tuple[Document, Extraction]], count: int) -> None:
    """Fills a knowledge base step by step."""
    done = 0
    with store.open(path, create=True) as base:
        for step in range(1, STEPS + 1):
            start = time.process_time()
            while done < count * step // STEPS:
                base.put(*renamed(*pairs[done % len(pairs)], done), "p1")
                done += 1
            base.refresh_graph()
            bulk = (time.process_time() - start) / (count / STEPS)
            start = time.process_time()
            for _ in range(SINGLE):
                base.put(*renamed(*pairs[done % len(pairs)], done), "p1")
                done += 1
                base.refresh_graph()
            one = (time.process_time() - start) / SINGLE
            print(
                f"{done:>7,} documents: {1000 * bulk:6.1f} ms in bulk, {1000 * one:6.1f} ms for another, "
                f"{resident_kb() // 1024:,} MB",
                flush=True,
            )


def renamed(document: Document, said: Extraction, number: int) -> tuple[Document, Extraction]:
    """The same text as another document of another day, with unknown actors of its own."""
    name = f"copy-{number:06d}"
    raw = to_json(said).decode()
    for one in said.entities:
        if not one.known:
            raw = raw.replace(f'"{one.iri}"', f'"{entity_iri(name, one.type, one.name)}"')
    there = msgspec.json.decode(raw.replace(f'"{document.id}"', f'"{name}"'), type=Extraction)
    published = dt.date(2020, 1, 1) + dt.timedelta(days=number // 20)
    return msgspec.structs.replace(
        document, id=name, published=published, source=f"Outlet {number % 40}"
    ), there


if __name__ == "__main__":
    main()
