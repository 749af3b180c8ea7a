"""The command that compares what is found with what should be found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.console import knowing
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.evaluate import Gold
    from kg.model import Extraction


@click.command(short_help="Measure the extraction against annotated documents.")
@click.argument("gold", type=click.Path(exists=True, path_type=Path))
@click.option("--split", type=click.Choice(["dev", "test", "all"]), default="all", show_default=True,
              help="The half for development, the half that is only measured, or both.")  # fmt: skip
@click.option("--predictions", metavar="FILE.jsonl",
              type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Measure these, written by kg extract or kg export, instead of extracting.")  # fmt: skip
@click.option("--per-class", is_flag=True, help="Also the figures of each category.")
@click.option("--errors", type=click.IntRange(0), default=0, metavar="N", help="Also N errors of each kind.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
@click.option(
    "--model",
    metavar="NAME|DIR",
    help="A spaCy pipeline that is installed or on disk; the shipped one if not given.",
)
@knowing
def evaluate(
    gold: Path,
    split: str,
    predictions: Path | None,
    per_class: bool,
    errors: int,
    as_json: bool,
    model: str | None,
    knowledge: tuple[Path, ...],
) -> None:
    """Measure the extraction against annotated documents.

    GOLD is a JSONL file, or a folder of them, in the format of tests/gold or with PLOVER records.
    tests/gold/README.md says what each figure means.
    """
    from kg import evaluate as measure

    wanted = _gold(gold, split)
    found = _read(predictions) if predictions else _extracted(wanted, model, knowledge)
    figures = measure.evaluate(wanted, found, canonical=True)
    show = measure.as_json if as_json else measure.as_text
    click.echo(show(figures, errors=errors, per_class=per_class))


def _gold(path: Path, split: str) -> list[Gold]:
    from kg.evaluate import read_gold

    found = list(read_gold(path, split))  # type: ignore[arg-type]
    if not found:
        raise UsageError(f"{path} holds no annotated documents of this half.")
    return found


def _extracted(gold: list[Gold], model: str | None, knowledge: tuple[Path, ...]) -> list[Extraction]:
    from kg.evaluate.predict import predict
    from kg.pipeline import Settings

    return predict(gold, Settings(model=model, knowledge=knowledge, jobs=0))


def _read(path: Path) -> list[Extraction]:
    """Extractions of a file; ids that are good in one document only are told from merged ones."""
    import msgspec

    from kg.data import read_jsonl
    from kg.model import Extraction

    try:
        return [_apart(msgspec.convert(row, Extraction)) for row in read_jsonl(path)]
    except msgspec.ValidationError as error:
        raise UsageError(f"{path} does not hold extractions ({error}).") from error


def _apart(found: Extraction) -> Extraction:
    """An id that is no IRI is good in its document only: made different from that of any other."""
    from kg.export.records import with_ids

    own = {event.id: event.id if ":" in event.id else f"{found.id} {event.id}" for event in found.events}
    return with_ids(found, own)
