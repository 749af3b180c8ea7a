"""A knowledge base of about a million statements, or as many as you like, made from generated texts.

``python benchmarks/quads.py STORE [QUADS]``: some dozens of texts are extracted once; their records are
put in again and again under new names, with other states, outlets and days, and the graph is derived
as always. So it has the shape, the merges and the named graphs of a real one. The same arguments
give the same statements.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
import re
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from texts import ACTORS, documents

from kg import store
from kg.data import folder
from kg.extractor import load
from kg.iris import entity_iri
from kg.model import Document, Extraction, to_json
from kg.vocabulary import ACTOR

TEXTS = 60
QUADS = 1_000_000
OUTLETS = 40
A_DAY = 3
"""Documents of one day."""
CHUNK = 100
FIRST = dt.date(2020, 1, 1)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def main() -> None:
    """Makes the knowledge base and says how large it became."""
    home = Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else QUADS
    shutil.rmtree(home, ignore_errors=True)
    begun = time.monotonic()
    made = fill(home, count)
    print(f"{made:,} statements in {home} after {time.monotonic() - begun:.0f} s")


def fill(home: Path, count: int, *, texts: int = TEXTS) -> int:
    """A new knowledge base with at least so many statements; returns how many."""
    told = copies(list(extracted(texts)))
    with store.open(home, create=True) as base:
        while len(base.graph) < count:
            for pair in itertools.islice(told, CHUNK):
                base.put(*pair, "generated")
            base.refresh_graph()
        return len(base.graph)


def extracted(count: int) -> Iterator[tuple[Document, Extraction]]:
    """Generated texts, all of one day, with what the usual backend finds in them."""
    texts = [msgspec.structs.replace(text, published=FIRST) for text in documents(count)]
    for text, said in zip(texts, load(None, ()).extract(texts), strict=True):
        if isinstance(said, Extraction):
            yield text, said


def copies(pairs: list[tuple[Document, Extraction]]) -> Iterator[tuple[Document, Extraction]]:
    """Endless documents: the given ones again and again, each as another one of another world."""
    states, ours = _states(), [ACTOR + name.lower() for name in ACTORS]
    for number in itertools.count():
        others = dict(zip(ours, random.Random(number).sample(states, len(ours)), strict=True))
        yield copy(*pairs[number % len(pairs)], number, others)


def copy(
    document: Document, said: Extraction, number: int, others: dict[str, str]
) -> tuple[Document, Extraction]:
    """The same text as another document of another day; unknown actors are its own, states are replaced."""
    name, later = f"copy-{number:07d}", dt.timedelta(days=number // A_DAY)
    new = {one.iri: entity_iri(name, one.type, one.name) for one in said.entities if not one.known}
    new |= others | {document.id: name}

    def replaced(match: re.Match[str]) -> str:
        text = match[1]
        day = (dt.date.fromisoformat(text) + later).isoformat() if _DAY.fullmatch(text) else text
        return f'"{new.get(text, day)}"'

    there = msgspec.json.decode(_STRING.sub(replaced, to_json(said).decode()), type=Extraction)
    outlet = f"Outlet {number % OUTLETS}"
    found = msgspec.structs.replace(
        document, id=name, published=FIRST + later, source=outlet, title=f"Report {number}"
    )
    return found, there


def _states() -> list[str]:
    """The IRIs of all states that are known."""
    rows = (folder("ontology") / "actors" / "states.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(row)["iri"] for row in rows]


if __name__ == "__main__":
    main()
