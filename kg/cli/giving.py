"""Commands that write a knowledge base out: to files for other programs, and as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.console import STDOUT, output_bytes
from kg.errors import UsageError

EXPORTS = ("turtle", "trig", "nq", "nt", "jsonld", "jsonl")
PICTURES = ("html", "svg", "png")
VIEWS = ("auto", "graph", "document", "matrix", "timeline", "map")
_DAY = click.DateTime(["%Y-%m-%d"])
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
@click.option("-o", "--output", "target", required=True, help="A file; - is standard output.")
@click.option(
    "-f",
    "--format",
    type=click.Choice(PICTURES),
    help="By the name of the file if not given, html where that says nothing. svg and png are the picture"
    " alone, for papers.",
)
@click.option(
    "--view",
    type=click.Choice(VIEWS),
    default="auto",
    show_default=True,
    help="What kind of picture; auto is a graph, and opens on its matrix where it cannot show every arrow.",
)
@click.option("--actor", metavar="NAME|IRI", help="Only what this actor takes part in.")
@click.option("--dyad", nargs=2, metavar="A B", help="Only what is between these two actors.")
@click.option("--since", type=_DAY, metavar="YYYY-MM-DD", help="Only what happened on this day or later.")
@click.option("--until", type=_DAY, metavar="YYYY-MM-DD", help="Only what happened on this day or before.")
@click.option(
    "--relation", "relations", multiple=True, metavar="NAME", help="Only this one, as attacked. Repeatable."
)
@click.option(
    "--status", multiple=True, metavar="NAME", help="Only claims of this status, as actual. Repeatable."
)
@click.option("--document", metavar="ID", help="The document to show with --view document.")
def viz(store: Path, target: str, format: str | None, **choice: Any) -> None:
    """Draw who did what to whom as one HTML page that needs no network, or as a figure.

    An arrow leads to the sentences it rests on. A matrix shows more than about 150 arrows better.
    """
    for day in ("since", "until"):
        choice[day] = choice[day].date() if choice[day] else None
    suffix = Path(target).suffix.lower().removeprefix(".")
    write_picture(store, target, format=format or (suffix if suffix in PICTURES else "html"), **choice)


def write_picture(store: Path, target: str, *, format: str = "html", **choice: Any) -> None:
    """The work of ``kg viz``."""
    from kg import store as stores
    from kg.visualise import draw, render

    with stores.open(store, read_only=True) as base:

        def text_of(document: str) -> str | None:
            try:
                return base.document(document).text
            except UsageError:
                return None

        if format == "html":
            picture = render(base.graph, text_of=text_of, **choice).encode("utf-8", "replace")
        else:
            picture = draw(base.graph, format, **choice)
    with output_bytes(target) as out:
        out.write(picture)


@click.command(short_help="Write all pages as files: a web site without a server.")
@click.argument("store", type=click.Path(path_type=Path))
@click.option("-o", "--output", "target", required=True, type=click.Path(file_okay=False, path_type=Path),
              help="A new folder, or one written so before.")  # fmt: skip
@click.option(
    "--sparql", is_flag=True, help="Also one page that holds the graph and answers SPARQL by itself."
)
def site(store: Path, target: Path, sparql: bool) -> None:
    """Write the pages that kg serve shows as files that link to each other.

    They open from the disk, run no script but that of the network picture, and ask no network for anything.
    """
    from kg import store as stores
    from kg.cli.console import say
    from kg.serve.static import write_site

    with stores.open(store, read_only=True) as base:
        say(f"{target}: {write_site(base, target, sparql=sparql)} pages; begin with index.html.")
