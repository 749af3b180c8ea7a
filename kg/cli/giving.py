"""Commands that write a knowledge base out: to files for other programs, and as a picture."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.console import STDOUT, output, output_bytes

EXPORTS = ("turtle", "trig", "nq", "nt", "jsonld", "jsonl")
_BY_SUFFIX = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nq": "nq",
    ".nt": "nt",
    ".jsonld": "jsonld",
    ".jsonl": "jsonl",
}


@click.command(short_help="Write the graph as Turtle and other formats.")
@click.argument("store", type=click.Path(path_type=Path))
@click.option("-f", "--format", type=click.Choice(EXPORTS), help="By the name of the file if not given.")
@click.option("-o", "--output", "target", required=True, help="A file; - is standard output.")
@click.option(
    "--graph",
    "graphs",
    multiple=True,
    metavar="NAME|IRI",
    help="Only this graph: events, shortcuts, knowledge, meta, same, inferred, ontology, documents (all of"
    " them), or an IRI. Repeatable. Without it all but inferred and ontology.",
)
def export(store: Path, format: str | None, target: str, graphs: tuple[str, ...]) -> None:
    """Write the graph, or with jsonl the extractions with the ids of merged events.

    Turtle and N-Triples hold every statement once; TriG, N-Quads and JSON-LD keep the graphs apart.
    """
    chosen = format or _BY_SUFFIX.get(Path(target).suffix.lower())
    if chosen is None:
        known = "standard output" if target == STDOUT else target
        raise click.UsageError(f"Say the format of {known} with --format.")
    write_export(store, chosen, target, graphs)


def write_export(store: Path, format: str, target: str, graphs: tuple[str, ...] = ()) -> None:
    """The work of ``kg export``."""
    from kg import export as exports
    from kg import store as stores

    with stores.open(store, read_only=True) as base, output_bytes(target) as out:
        exports.export(base, format, graphs=graphs or None, out=out)


@click.command(short_help="Draw who did what to whom.")
@click.argument("store", type=click.Path(path_type=Path))
@click.option("-o", "--output", "target", required=True, help="An HTML file; - is standard output.")
def viz(store: Path, target: str) -> None:
    """Draw who did what to whom as one HTML page that needs no network."""
    write_picture(store, target)


def write_picture(store: Path, target: str) -> None:
    """The work of ``kg viz``."""
    from kg import store as stores
    from kg import visualise

    with stores.open(store, read_only=True) as base, output(target) as out:
        out.write(visualise.picture(base.graph))
