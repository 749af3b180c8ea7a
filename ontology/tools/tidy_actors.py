"""Sorts the JSONL files of ``ontology/actors`` and ``ontology/lexicon`` named on the command line.

    python ontology/tools/tidy_actors.py ontology/actors/states.jsonl ...

Lines are ordered by their key (``iri``, ``slug`` or ``word``), fields by ``FIELDS``; aliases keep the
order of the editor. Comment lines move to the top. Running it twice changes nothing.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

KEYS = ("iri", "slug", "word")
FIELDS = (
    *("iri", "slug", "word", "type", "label", "names", "aliases", "weak_aliases", "adjectives"),
    *("demonyms", "capital", "metonyms", "iso2", "country", "code", "sector", "of", "wikidata", "parent"),
    *("linked", "status", "state", "position", "dead", "start", "end", "source_only", "offices", "note"),
)


def key(entry: dict[str, Any]) -> str:
    """What the line is sorted by; raises ``KeyError`` for an entry without any key."""
    return str(entry[next(name for name in KEYS if name in entry)])


def ordered(entry: dict[str, Any]) -> dict[str, Any]:
    """The same entry, known fields first in the order of ``FIELDS``, others after them by name."""
    rest = sorted(name for name in entry if name not in FIELDS)
    return {name: entry[name] for name in (*FIELDS, *rest) if name in entry}


def tidy(text: str) -> str:
    """The text of a JSONL file in its one true order."""
    lines = [line for line in text.splitlines() if line.strip()]
    comments = [line for line in lines if line.startswith("#")]
    entries = sorted((json.loads(line) for line in lines if not line.startswith("#")), key=key)
    return "".join(
        f"{line}\n" for line in [*comments, *(json.dumps(ordered(e), ensure_ascii=False) for e in entries)]
    )


def main(paths: list[str]) -> None:
    for path in map(Path, paths):
        path.write_text(tidy(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
