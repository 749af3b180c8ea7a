"""Commands that only read a knowledge base and answer."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.console import output, say

if TYPE_CHECKING:
    from kg.query import Rows, SavedQuery

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


def _pairs(context: click.Context, parameter: click.Parameter, given: Iterable[str]) -> dict[str, str]:
    values = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE.")
        values[name] = value
    return values


@click.command()
@click.argument("store", type=click.Path(path_type=Path))
@click.argument("question", required=False, metavar="[NAME|FILE.rq|-]")
@click.option("-q", "--query", "text", help="SPARQL as given here.")
@click.option(
    "-p", "--param", "params", multiple=True, callback=_pairs, metavar="NAME=VALUE",
    help="A parameter of a saved query. Repeatable.",
)  # fmt: skip
@click.option("-f", "--format", type=click.Choice(_FORMATS), help="By the name of the file, else table.")
@click.option("-o", "--output", "target", default="-", help="A file; - is standard output.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), help="Give up after so many seconds.")
@click.option(
    "--knowledge",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with own saved queries in queries/. Repeatable.",
)
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
    from kg.query import write

    rows = _answer(store, _question(question, text, knowledge), params, timeout)
    chosen = format or _BY_SUFFIX.get(Path(target).suffix.lower(), "table")
    with output(target) as out:
        write(rows, chosen, out, width=_width(target))


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
    import signal

    from kg import store as stores
    from kg.query import run, run_within

    if timeout is not None:
        return run_within(timeout, stores.graph_folder(store), question, params)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the engine is deaf to Python's own handler
    return run(stores.open_graph(store), question, params)


def _width(target: str) -> int | None:
    """That of the terminal when the table goes there, else none."""
    return shutil.get_terminal_size().columns if target == "-" and sys.stdout.isatty() else None


@click.command()
@click.argument("name", required=False)
@click.option(
    "--knowledge",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with own saved queries in queries/. Repeatable.",
)
def queries(name: str | None, knowledge: tuple[Path, ...]) -> None:
    """List the saved queries with their parameters, or show the SPARQL of one."""
    from kg.query import find, saved_queries

    if name is not None:
        click.echo(find(name, knowledge).text.rstrip())
        return
    for saved in saved_queries(knowledge):
        click.echo(_described(saved))


def _described(saved: SavedQuery) -> str:
    lines = [f"{saved.name}  {saved.summary}"]
    for param in saved.params:
        needed = "required" if param.required else f"default {param.default}" if param.default else "optional"
        lines.append(f"    --param {param.name}=...  {param.doc} ({param.type}, {needed})")
    return "\n".join(lines)


@click.command()
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--owl", is_flag=True, help="Also ask an OWL reasoner (needs java).")
@click.option("-f", "--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("-o", "--output", "target", default="-", help="A file; - is standard output.")
@click.option(
    "--knowledge",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with own shapes.ttl, concepts and queries/checks/. Repeatable.",
)
def validate(store: Path, owl: bool, format: str, target: str, knowledge: tuple[Path, ...]) -> int:
    """Check the graph against shapes, check queries and the vocabulary. Exit code 1: it does not conform."""
    from kg import store as stores
    from kg import validate as judge

    report = judge.validate(stores.open_graph(store), owl=owl, extra=knowledge)
    with output(target) as out:
        out.write(report.text() if format == "text" else report.json().decode() + "\n")
    return 0 if report.conforms else EXIT_FINDINGS
