"""Puts the figures of quality into the README: ``make scores``.

Measures our own documents, and the PLOVER records when told where they are (PLOVER=FILE.jsonl);
without them, their column stays as it is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from kg.evaluate import evaluate, read_gold
from kg.evaluate.predict import predict
from kg.pipeline import Settings

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
ROWS = {
    "main category": "main_category",
    "any category": "any_category",
    "events F1": "event.f1",
    "who did what to whom F1": "triple.lenient.f1",
    "actor F1": "actor.lenient.f1",
    "recipient F1": "recipient.lenient.f1",
    "attribution F1": "attribution.f1",
    "entities F1, typed": "entity.f1",
    "status right": "status_accuracy",
    "date right": "date_right",
    "place right": "place_right",
    "found events per real event": "duplicates",
    "forbidden spans with an event": "must_not_violations",
    "mentions, B-cubed": "mention_bcubed",
    "events across two articles, B-cubed": "pair_bcubed",
}
_TABLE = re.compile(r"(?<=\n)\| figure \|.*?(?=\n\n)", re.DOTALL)


def figures(path: Path, split: str) -> dict[str, float]:
    """The figures of one half of a file of annotated documents."""
    gold = list(read_gold(path, split))  # type: ignore[arg-type]
    return evaluate(gold, predict(gold, Settings(jobs=0)), canonical=True).flat()


def table(columns: dict[str, dict[str, float]], kept: dict[str, str]) -> str:
    """The table; ``kept`` are the last cells of the rows, for a column that is not measured now."""
    lines = [f"| figure | {' | '.join(columns)} |", f"| --- |{' ---: |' * len(columns)}"]
    for name, key in ROWS.items():
        cells = [_shown(key, column) for column in columns.values()]
        if not columns[list(columns)[-1]]:
            cells[-1] = kept.get(name, "")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _shown(key: str, column: dict[str, float]) -> str:
    return f"{column[key]:.2f}" if key in column else ""


def _last_cells(lines: Iterable[str]) -> dict[str, str]:
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row[-1] for row in cells}


def main() -> None:
    """Measures and rewrites the table of the README."""
    readme = README.read_text(encoding="utf-8")
    found = _TABLE.search(readme)
    assert found is not None, "the README has no table of figures"
    gold, plover = ROOT / "tests" / "gold", os.environ.get("PLOVER")
    columns = {
        "our articles": figures(gold / "articles.jsonl", "test"),
        "our sentences": figures(gold / "sentences.jsonl", "test"),
        "PLOVER records": figures(Path(plover), "all") if plover else {},
    }
    new = table(columns, _last_cells(found.group().split("\n")))
    README.write_text(_TABLE.sub(lambda _: new, readme, count=1), encoding="utf-8")


if __name__ == "__main__":
    main()
