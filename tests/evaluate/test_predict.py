"""Measuring from the command line: what is extracted or given is compared with what is annotated."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from oracle import oracle

from kg.cli import main
from kg.evaluate import read_gold
from kg.model import to_json

GOLD = Path(__file__).resolve().parents[1] / "gold"


def evaluate(*arguments: object) -> str:
    """The output of ``kg evaluate``."""
    done = CliRunner().invoke(main, ["evaluate", *map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return str(done.stdout)


def test_predictions_of_a_file_are_measured_on_the_chosen_half(tmp_path: Path) -> None:
    gold = list(read_gold(GOLD / "sentences.jsonl"))
    (tmp_path / "p.jsonl").write_bytes(b"".join(to_json(oracle(one)) + b"\n" for one in gold))
    figures = json.loads(
        evaluate(GOLD / "sentences.jsonl", "--predictions", tmp_path / "p.jsonl", "--split", "test", "--json")
    )
    assert figures["rates"]["documents"] == sum(one.split == "test" for one in gold)
    assert figures["scores"]["event"]["f1"] == 1.0


def test_an_event_that_two_articles_of_a_pair_tell_is_one_after_merging(tmp_path: Path) -> None:
    row = {"pair": "quarrel", "published": "2024-05-16", "entities": [], "must_not": []}
    rows = [
        _article("one", "Kenya attacked Somalia with drones on 14 May 2024.", row),
        _article("two", "On 14 May 2024 Kenya attacked Somalia with drones, officials said.", row),
    ]
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows))
    rates = json.loads(evaluate(tmp_path / "gold.jsonl", "--json"))["rates"]
    assert (rates["pair_bcubed"], rates["pair_bcubed_all"]) == (1.0, 1.0)


def _article(id: str, text: str, row: dict[str, object]) -> dict[str, object]:
    start = text.index("attacked")
    trigger = {"text": "attacked", "start": start, "end": start + 8}
    event = {"id": "e1", "event": "ASSAULT", "mode": "aerial", "label": "strike", "trigger": trigger}
    return {"id": id, "text": text, **row, "events": [{**event, "mentions": [trigger]}]}
