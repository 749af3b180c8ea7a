"""What goes to the terminal beside the data: messages, progress, and safe file writing."""

from __future__ import annotations

import io
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, TextIO, TypeVar

import click

STDOUT = "-"
_PAUSE = 0.1
F = TypeVar("F", bound=Callable[..., Any])


def visible(text: str) -> str:
    """``text`` with control and direction characters as escapes, so that a name cannot forge a line."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def say(message: str) -> None:
    """A line on standard error."""
    click.echo(visible(message), err=True)


def tell(message: str) -> None:
    """A line on standard error that ``--quiet`` keeps back."""
    if logging.getLogger("kg").isEnabledFor(logging.WARNING):
        say(message)


class _Handler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        say(f"{record.levelname.lower()}: {record.getMessage()}")


def _listen(context: click.Context, parameter: click.Parameter, value: bool) -> bool:
    """Sets how much is said, as soon as one of the two options is seen."""
    log = logging.getLogger("kg")
    log.handlers = [_Handler()]
    log.propagate = False
    if parameter.name == "quiet" and value:
        log.setLevel(logging.ERROR)
    elif parameter.name == "verbose" and value:
        log.setLevel(logging.DEBUG)
    return value


def talking(command: F) -> F:
    """Adds ``--quiet`` and ``--verbose`` to a command; they work by themselves."""
    quiet = click.option(
        "--quiet", is_flag=True, expose_value=False, callback=_listen, help="Say nothing but errors."
    )
    verbose = click.option(
        "-v", "--verbose", is_flag=True, expose_value=False, callback=_listen, help="Say more."
    )
    return quiet(verbose(command))


knowing = click.option(
    "--knowledge",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="A folder of own actors, words, event types and queries, laid out like ontology/. Repeatable.",
)


def known(store: Path, knowledge: tuple[Path, ...]) -> tuple[Path, ...]:
    """The folders given with ``--knowledge``; where there are none, those that STORE was made with."""
    from kg.store import knowledge_of

    return knowledge or knowledge_of(store)


def pairs(context: click.Context, parameter: click.Parameter, given: Iterable[str]) -> dict[str, str]:
    """NAME=VALUE options as a mapping; of the same name twice, the last."""
    values = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE.")
        values[name] = value
    return values


def choosing(command: F) -> F:
    """Adds the choice of a backend: ``backend`` and ``backend_options``."""
    for option in reversed(_CHOICE):
        command = option(command)
    return command


_CHOICE = (
    click.option(
        "--backend",
        default="rules",
        show_default=True,
        metavar="NAME",
        help="What extracts: rules, llm, gliner, or one that an installed package offers.",
    ),
    click.option(
        "--backend-option",
        "backend_options",
        multiple=True,
        callback=pairs,
        metavar="NAME=VALUE",
        help="An option of the backend. Repeatable.",
    ),
)


class Progress:
    """A counter on standard error that is drawn only on a terminal and only when warnings are."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = sys.stderr.isatty() and logging.getLogger("kg").isEnabledFor(logging.WARNING)
        self._drawn = 0.0
        self.count = 0

    def step(self) -> None:
        """One more done."""
        self.count += 1
        if self._shown and time.monotonic() - self._drawn > _PAUSE:
            self._drawn = time.monotonic()
            click.echo(f"\r{self.count:,} {self._what}", err=True, nl=False)

    def clear(self) -> None:
        """Wipes the line, before something else is said."""
        if self._shown and self._drawn:
            click.echo("\r\x1b[K", err=True, nl=False)


@contextmanager
def output(target: str) -> Iterator[TextIO]:
    """Standard output for ``-``, otherwise a text file that appears complete or not at all."""
    with output_bytes(target) as stream:
        text = _text(stream)
        yield text
        text.flush()
        text.detach()


def _text(stream: BinaryIO) -> Any:
    return io.TextIOWrapper(stream, encoding="utf-8", newline="")


@contextmanager
def output_bytes(target: str) -> Iterator[BinaryIO]:
    """Like ``output``, for bytes."""
    if target == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(target).resolve()
    if path.exists() and not path.is_file():  # a device or a pipe: nothing to replace
        with path.open("wb") as stream:
            yield stream
        return
    handle, draft = _draft(path)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        Path(draft).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(draft).unlink()
        raise


def _draft(path: Path) -> tuple[int, str]:
    """A new file beside ``path`` with the rights that a plain new file would have."""
    if not path.parent.is_dir():
        raise click.UsageError(f"The folder {path.parent} does not exist.")
    handle, draft = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    mask = os.umask(0)
    os.umask(mask)
    os.fchmod(handle, 0o666 & ~mask)
    return handle, draft
