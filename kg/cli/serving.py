"""The command that shows a knowledge base in the browser and answers SPARQL over HTTP."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.console import knowing, known, say, visible
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.serve import Settings

EXIT_NOT_FINE = 1
_MEGABYTE = 1024 * 1024


@click.command(short_help="Show it in the browser; answer SPARQL over HTTP.")
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: a free one.")
@click.option("--get", "path", metavar="PATH", help="Print one page, as /actor/iran, and end.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=30.0, show_default=True,
              help="Seconds for a query or page.")  # fmt: skip
@click.option("--memory", type=click.IntRange(512), default=2048, show_default=True,
              help="Megabytes of memory for a query or page.")  # fmt: skip
@click.option("--max-rows", type=click.IntRange(1), default=1_000_000, show_default=True,
              help="Rows of an answer.")  # fmt: skip
@click.option("--max-size", type=click.IntRange(1), default=128, show_default=True,
              help="Megabytes of an answer.")  # fmt: skip
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME",
              help="A further name that the server goes by, as that of a proxy. Repeatable.")  # fmt: skip
@click.option("--allow-origin", "origin", metavar="ORIGIN",
              help="Let scripts of this web origin read answers; * is any.")  # fmt: skip
@click.option("--token-file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Ask everybody for the bearer token in this file.")  # fmt: skip
@click.option("--quiet", is_flag=True, help="No access log.")
@knowing
def serve(store: Path, path: str | None, quiet: bool, **options: Any) -> int:
    """Show a knowledge base in the browser, and answer SPARQL at /sparql. It only reads.

    Building into STORE may go on meanwhile; what is finished is shown at the next request.
    """
    from kg import serve as server

    options["knowledge"] = known(store, options["knowledge"])
    settings = _settings(options)
    if path is not None:
        return _print(server.get(store, path, settings))
    _log(quiet)
    server.serve(store, settings, ready=lambda address: say(f"{store} is at {address} (Ctrl+C ends it)"))
    return 0


def _settings(options: dict[str, Any]) -> Settings:
    from kg.serve import Limits, Settings

    return Settings(
        host=options["host"],
        port=options["port"],
        limits=Limits(
            seconds=options["timeout"],
            memory=options["memory"] * _MEGABYTE,
            rows=options["max_rows"],
            bytes=options["max_size"] * _MEGABYTE,
        ),
        hosts=tuple(name.lower() for name in options["hosts"]),
        origin=options["origin"],
        token=_token(options["token_file"]),
        knowledge=options["knowledge"],
    )


def _token(file: Path | None) -> str | None:
    if file is None:
        return None
    token = file.read_text(encoding="utf-8").strip()
    if not token or not token.isascii() or any(c.isspace() for c in token):
        raise UsageError(f"{file} does not hold a token: one word of ASCII characters.")
    return token


def _print(reply: Any) -> int:
    sys.stdout.buffer.write(reply.body)
    if reply.status != 200:
        say(f"status {reply.status}")
    return 0 if reply.status == 200 else EXIT_NOT_FINE


class _Lines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        click.echo(f"{self.format(record)}", err=True)


def _log(quiet: bool) -> None:
    """The access log on standard error, one line a request."""
    lines = _Lines()
    lines.setFormatter(_Plain("%(asctime)s %(message)s"))
    log = logging.getLogger("kg.serve")
    log.handlers, log.propagate = [lines], False
    log.setLevel(logging.ERROR if quiet else logging.INFO)


class _Plain(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return visible(super().format(record))
