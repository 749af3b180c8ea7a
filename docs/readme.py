"""Puts what really comes out of the shipped article into the README: ``make readme``.

Replaces the block of Turtle and the answer below the query; the query itself is written by hand.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
SHOWN = (
    "rdfs:label",
    "kg:actor",
    "kg:unit",
    "kg:recipient",
    "kg:dateEarliest",
    "kg:dateLatest",
    "kg:eventType",
)
SHOWN += ("kg:instrument", "kg:status", "sem:hasPlace")
_QUERY = re.compile(r"```sh\nkg query demo/demo\.kg -q '(.*?)'\n```", re.DOTALL)
_TURTLE = re.compile(r"(?<=```turtle\n).*?(?=\n```)", re.DOTALL)
_ANSWER = re.compile(r"(-q '[^']*'\n```\n\n```\n).*?(?=\n```)", re.DOTALL)


def filled(readme: str, store: Path) -> str:
    """The README with the output of the knowledge base ``store`` in its places."""
    found = _QUERY.search(readme)
    assert found is not None, "the README has no query"
    readme = _TURTLE.sub(lambda _: turtle(store), readme, count=1)
    return _ANSWER.sub(lambda match: match.group(1) + answer(store, found.group(1)), readme, count=1)


def turtle(store: Path) -> str:
    """The main event of the graph, without the statements that need explaining."""
    from kg.export import export
    from kg.store import open

    out = io.BytesIO()
    with open(store, read_only=True) as base:
        export(base, "turtle", out=out)
    blocks = out.getvalue().decode().split("\n\n")
    first, *rest = next(block for block in blocks if "kg:rank 0 ;" in block).split("\n")
    kept = [line.rstrip(" ;.,") for line in rest if line.strip().split(" ")[0] in SHOWN]
    return "\n".join([first, *(f"{line} ;" for line in kept[:-1]), f"{kept[-1]} ."])


def answer(store: Path, query: str) -> str:
    """The answer as ``kg query`` shows it."""
    from kg.query import run, write
    from kg.store import open

    out = io.StringIO()
    with open(store, read_only=True) as base:
        write(run(base.graph, query), "table", out)
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip("\n").split("\n"))


def main() -> None:
    """Builds the shipped article and rewrites the README."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, "x.kg")
        command = [sys.executable, "-m", "kg", "build", README.parent / "seeds", "-o", store]
        subprocess.run(command, check=True)
        README.write_text(filled(README.read_text(encoding="utf-8"), store), encoding="utf-8")


if __name__ == "__main__":
    main()
