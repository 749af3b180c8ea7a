"""Commands that read documents or change a knowledge base."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.console import Progress, choosing, knowing, known, output_bytes, say, talking, tell

if TYPE_CHECKING:
    from kg.model import Document, Failure
    from kg.pipeline import Settings, Summary

EXIT_SOME_UNUSED = 3
DEMO_QUESTION = "who-attacked-whom"


def reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of all commands that read and extract documents."""
    for option in reversed(_READING):
        command = option(command)
    return command


_READING = (
    click.option(
        "--date",
        "published",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="YYYY-MM-DD",
        help="Publication date of documents that bring none; relative dates (Tuesday) count from it.",
    ),
    click.option(
        "--input-format",
        type=click.Choice(["text", "jsonl"]),
        help="Read all sources as this; without it .jsonl and .ndjson files are JSONL, others text.",
    ),
    click.option(
        "--model",
        metavar="NAME|DIR",
        help="A spaCy pipeline that is installed or on disk; the shipped one if not given.",
    ),
    knowing,
    choosing,
    click.option(
        "--jobs",
        "-j",
        type=click.IntRange(0),
        default=1,
        show_default=True,
        help="Worker processes; 0 works in this process, without a time limit.",
    ),
    click.option(
        "--time-limit",
        type=click.FloatRange(0, min_open=True),
        help="Seconds after which a document is given up (120 if not given).",
    ),
)


inferring = click.option(
    "--reasoning/--no-reasoning",
    default=None,
    help="Whether the graph also holds what follows from sub-classes and sub-properties. Remembered.",
)


def _settings(options: dict[str, Any]) -> Settings:
    from kg.pipeline import Settings

    day: dt.datetime | None = options.pop("published")
    options["published"] = day.date() if day else None
    options["backend_options"] = tuple(options.pop("backend_options").items())
    return Settings(**{name: value for name, value in options.items() if value is not None})


@click.command(short_help="Add documents to a knowledge base, making it if need be.")
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option(
    "-o", "--output", "store", required=True, type=click.Path(path_type=Path), help="The knowledge base."
)
@click.option("--refresh", is_flag=True, help="Extract again what another version of the software extracted.")
@click.option("--base", metavar="IRI", help="Start of the IRIs of your own things; set when STORE is made.")
@inferring
@reading
@talking
def build(
    sources: tuple[str, ...],
    store: Path,
    refresh: bool,
    base: str | None,
    reasoning: bool | None,
    **options: Any,
) -> int:
    """Add documents to a knowledge base, making it if need be.

    SOURCE is a text or JSONL file, a directory, a pattern, or - for standard input. A document
    that is there already, unchanged, is left alone; a changed one replaces exactly its own facts.
    With --refresh and no SOURCE, all stale documents are extracted again from the stored text.
    """
    if not sources and not refresh:
        raise click.UsageError("Give at least one SOURCE (- is standard input).")
    options["knowledge"] = known(store, options["knowledge"])
    summary = _build(sources, store, _settings(options), refresh=refresh, base=base, reasoning=reasoning)
    tell(_told(summary))
    return EXIT_SOME_UNUSED if summary.unused else 0


def _build(
    sources: tuple[str, ...], store: Path, settings: Settings, *, refresh: bool, **making: Any
) -> Summary:
    from kg import pipeline

    progress = Progress("documents")
    try:
        return pipeline.build(sources, store, settings, refresh=refresh, watch=_watcher(progress), **making)
    finally:
        progress.clear()


def _watcher(progress: Progress) -> Callable[[Document | Failure], None]:
    from kg.model import Failure

    def watch(item: Document | Failure) -> None:
        if isinstance(item, Failure):
            progress.clear()
            _report(item)
        else:
            logging.getLogger("kg").info("%s is in", item.id)
        progress.step()

    return watch


def _report(failure: Failure) -> None:
    logging.getLogger("kg").warning("%s %s: %s", failure.id, failure.status, failure.message)


def _told(summary: Summary) -> str:
    parts = [f"{summary.taken} documents taken in", f"{summary.unchanged} unchanged"]
    if summary.unused:
        parts.append(f"{summary.unused} not usable (kg status STORE --failed tells why)")
    return ", ".join(parts) + "."


@click.command(short_help="Write what each document says as JSON lines.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--format",
    type=click.Choice(["jsonl"]),
    default="jsonl",
    show_default=True,
    help="One object a document.",
)
@click.option("-o", "--output", "target", default="-", help="A file; - is standard output.")
@reading
@talking
def extract(sources: tuple[str, ...], format: str, target: str, **options: Any) -> int:
    """Write what each document says, one JSON object a line, without keeping anything.

    The shape is that of docs/contract.schema.json.
    """
    from kg import pipeline
    from kg.model import Failure, to_json

    unused = 0
    with output_bytes(target) as out:
        for outcome in pipeline.extract(sources, _settings(options)):
            if isinstance(outcome, Failure):
                unused += 1
                _report(outcome)
            else:
                out.write(to_json(outcome[1]) + b"\n")
    return EXIT_SOME_UNUSED if unused else 0


@click.command(short_help="Take documents back.")
@click.argument("store", type=click.Path(path_type=Path))
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@knowing
@talking
def remove(store: Path, documents: tuple[str, ...], knowledge: tuple[Path, ...]) -> int:
    """Take documents back, with everything that only they supported.

    DOCUMENT is the id of a document, as kg status --documents shows it.
    """
    from kg import store as stores

    with stores.open(store, knowledge=knowledge) as base:
        unknown = [document for document in documents if not base.remove(document)]
    for document in unknown:
        say(f"{document}: there is no such document")
    return EXIT_SOME_UNUSED if unknown else 0


@click.command(short_help="Derive the graph anew.")
@click.argument("store", type=click.Path(path_type=Path))
@knowing
@inferring
@talking
def rebuild(store: Path, knowledge: tuple[Path, ...], reasoning: bool | None) -> None:
    """Derive the graph anew from what is stored, without reading any article again."""
    from kg import store as stores

    with stores.open(store, knowledge=knowledge, reasoning=reasoning) as base:
        base.rebuild()


@click.command(short_help="Build the shipped article and show what came of it.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default="demo")
@talking
def demo(folder: Path) -> None:
    """Build the shipped article into FOLDER (demo if not given): a graph, a picture, Turtle, an answer."""
    from kg.cli.asking import answer
    from kg.cli.giving import write_export, write_picture
    from kg.data import folder as shipped
    from kg.pipeline import Settings

    folder.mkdir(parents=True, exist_ok=True)
    store, turtle, picture = (folder / f"demo.{suffix}" for suffix in ("kg", "ttl", "html"))
    _build((str(shipped("seeds")),), store, Settings(), refresh=True)
    write_export(store, "turtle", str(turtle))
    write_picture(store, str(picture))
    for what, path in (("graph", store), ("picture", picture), ("Turtle", turtle)):
        click.echo(f"{what:<8} {path}")
    click.echo(f"\n$ kg query {store} {DEMO_QUESTION}")
    answer(store, DEMO_QUESTION)
