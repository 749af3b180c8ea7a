"""Commands that only read a knowledge base and answer."""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.console import choosing, knowing, known, output, pairs, visible

if TYPE_CHECKING:
    from kg.model import Failure
    from kg.query import Rows, SavedQuery
    from kg.store import Status
    from kg.validate import Report

EXIT_FINDINGS = 1
_FORMATS = ("table", "csv", "tsv", "json", "jsonl", "turtle")
_BY_SUFFIX = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".srj": "json",
    ".jsonl": "jsonl",
    ".ttl": "turtle",
    ".txt": "table",
}


def writing(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of commands that answer with rows."""
    form = click.option(
        "-f", "--format", type=click.Choice(_FORMATS), help="By the name of the file, else table."
    )
    target = click.option("-o", "--output", "target", default="-", help="A file; - is standard output.")
    return form(target(command))


@click.command(short_help="Answer a saved query or SPARQL.")
@click.argument("store", type=click.Path(path_type=Path))
@click.argument("question", required=False, metavar="[NAME|FILE.rq|-]")
@click.option("-q", "--query", "text", help="SPARQL as given here.")
@click.option(
    "-p", "--param", "params", multiple=True, callback=pairs, metavar="NAME=VALUE",
    help="A parameter of a saved query. Repeatable.",
)  # fmt: skip
@writing
@click.option("--timeout", type=click.FloatRange(0, min_open=True), help="Give up after so many seconds.")
@knowing
def query(
    store: Path,
    question: str | None,
    text: str | None,
    params: dict[str, str],
    format: str | None,
    target: str,
    timeout: float | None,
    knowledge: tuple[Path, ...],
) -> None:
    """Answer a saved query, a .rq file, or SPARQL given with -q (or - for standard input).

    kg queries lists the saved ones and their parameters.
    """
    rows = _answer(store, _question(question, text, known(store, knowledge)), params, timeout)
    _write(rows, format, target)


def answer(store: Path, name: str) -> None:
    """Writes the answer of a saved query without parameters to standard output."""
    _write(_answer(store, _question(name, None, ()), {}, None), None, "-")


def _question(question: str | None, text: str | None, knowledge: tuple[Path, ...]) -> SavedQuery:
    from kg.query import find, parse_query, read_query

    if (question is None) == (text is None):
        raise click.UsageError("Give a saved query, a file, or SPARQL with -q; one of them.")
    if text is not None:
        return parse_query(text, name="query")
    assert question is not None
    if question == "-":
        return parse_query(sys.stdin.read(), name="query")
    if question.endswith(".rq"):
        return read_query(Path(question))
    return find(question, knowledge)


def _answer(store: Path, question: SavedQuery, params: dict[str, str], timeout: float | None) -> Rows:
    from kg import store as stores
    from kg.query import run, run_within

    with stores.open(store, read_only=True) as base:
        if timeout is not None:
            return run_within(timeout, base.graph_folder, question, params)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # the engine is deaf to Python's own handler
        return run(base.graph, question, params)


def _write(rows: Rows, format: str | None, target: str) -> None:
    from kg.query import write

    chosen = format or _BY_SUFFIX.get(Path(target).suffix.lower(), "table")
    with output(target) as out:
        write(rows, chosen, out, width=_width(target))


def _width(target: str) -> int | None:
    """That of the terminal when the table goes there, else none."""
    return shutil.get_terminal_size().columns if target == "-" and sys.stdout.isatty() else None


@click.command(short_help="List the saved queries, or show one.")
@click.argument("name", required=False)
@knowing
def queries(name: str | None, knowledge: tuple[Path, ...]) -> None:
    """List the saved queries with their parameters, or show the SPARQL of one."""
    from kg.query import find, saved_queries

    if name is not None:
        click.echo(find(name, knowledge).text.rstrip())
        return
    for saved in saved_queries(knowledge):
        click.echo(_described(saved))


def _described(saved: SavedQuery) -> str:
    lines = [f"{saved.name}  {saved.summary} [{saved.view}]"]
    for param in saved.params:
        needed = "required" if param.required else f"default {param.default}" if param.default else "optional"
        lines.append(f"    --param {param.name}=...  {param.doc} ({param.type}, {needed})")
    return "\n".join(lines)


@click.command(short_help="Check the graph against the rules.")
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--owl", is_flag=True, help="Also ask an OWL reasoner (needs java).")
@click.option(
    "-f", "--format", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True
)
@click.option("-o", "--output", "target", default="-", help="A file; - is standard output.")
@knowing
def validate(store: Path, owl: bool, format: str, target: str, knowledge: tuple[Path, ...]) -> int:
    """Check the graph against shapes, check queries and the vocabulary. Exit code 1: it does not conform."""
    from kg import store as stores
    from kg import validate as judge

    with stores.open(store, read_only=True) as base:
        report = judge.validate(base.graph, owl=owl, extra=known(store, knowledge))
    with output(target) as out:
        out.write(_reported(report, format, store))
    return 0 if report.conforms else EXIT_FINDINGS


def _reported(report: Report, format: str, store: Path) -> str:
    from kg.validate import sarif

    if format == "text":
        return report.text()
    return (report.json() if format == "json" else sarif(report, subject=str(store))).decode() + "\n"


@click.command(short_help="Count what is in it.")
@click.argument("store", type=click.Path(path_type=Path))
@writing
def stats(store: Path, format: str | None, target: str) -> None:
    """Count documents, events, actors, claims and contradictions by kind."""
    from kg.data import folder
    from kg.query import read_query

    _write(_answer(store, read_query(folder("queries") / "stats" / "overview.rq"), {}, None), format, target)


@click.command(short_help="Tell which documents failed or are stale.")
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--failed", is_flag=True, help="List the inputs that could not be used, and why.")
@click.option("--documents", is_flag=True, help="List the ids of all documents.")
@click.option("--stale", is_flag=True, help="List the documents that another version extracted.")
@click.option("--model", metavar="NAME|DIR", help="With --stale: the spaCy pipeline to compare with.")
@knowing
@choosing
def status(store: Path, failed: bool, documents: bool, stale: bool, **present: Any) -> None:
    """Tell how many documents there are, which failed, and which are stale."""
    from kg import store as stores

    present["knowledge"] = known(store, present["knowledge"])
    with stores.open(store, read_only=True) as base:
        if documents:
            _print(document.id for document in base.documents())
        elif failed:
            _print(_cause(failure) for failure in base.failures())
        elif stale:
            _print(old.id for old in base.status(_present(**present)).stale)
        else:
            _print(_summary(base.status(_present(**present))))


def _present(
    model: str | None, knowledge: tuple[Path, ...], backend: str, backend_options: dict[str, str]
) -> str:
    """The id of the pipeline that a build would use now."""
    from kg.backends import DEFAULT, load
    from kg.extractor import pipeline_id

    if backend == DEFAULT and not backend_options:
        return pipeline_id(model, knowledge)
    return load(backend, backend_options, model=model, knowledge=knowledge).pipeline_id


def _cause(failure: Failure) -> str:
    return f"{failure.id}\t{failure.status}\t{failure.reason}\t{failure.message}"


def _summary(now: Status) -> Iterator[str]:
    yield f"documents  {now.documents}"
    yield f"stale      {len(now.stale)}"
    for kind in ("skipped", "failed"):
        yield f"{kind:<9}  {sum(failure.status == kind for failure in now.failures)}"
    yield f"reasoning  {'on' if now.reasoning else 'off'}"
    yield f"graph      {'up to date' if now.graph_is_current else 'behind; kg rebuild brings it up to date'}"


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo("\t".join(visible(part) for part in line.split("\t")))
