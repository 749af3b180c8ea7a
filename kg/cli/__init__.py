"""The command line. Each command imports its stage when it runs, so that ``kg --help`` starts fast.

Data goes to standard output, all else to standard error. Exit codes: 0 fine, 1 something was
found (``validate``), 2 wrong use, 3 some inputs could not be used, 4 the knowledge base, 5 out of
time, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from typing import Any, NoReturn

import click

from kg import __version__
from kg.cli import asking, explaining, giving, making, measuring, serving
from kg.cli.console import say
from kg.errors import KgError

EXIT_INTERRUPTED = 130


class Ordered(click.Group):
    """A group that lists its commands in the order in which a newcomer meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """The reader of the output may leave early (``| head``): no error. Click would make it one."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except BrokenPipeError:
            _forget_output()
            return 0


@click.group(cls=Ordered, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """From news articles to a knowledge graph of states, armed groups, officials and events.

    A knowledge base STORE is a folder, by habit called NAME.kg.
    """


for command in (
    making.demo,
    making.build,
    making.extract,
    asking.query,
    asking.queries,
    giving.export,
    explaining.explain,
    giving.viz,
    giving.site,
    serving.serve,
    asking.validate,
    asking.stats,
    asking.status,
    explaining.split,
    explaining.join,
    making.remove,
    making.rebuild,
    measuring.evaluate,
):
    main.add_command(command)


def run() -> NoReturn:
    """The console script: runs the command and turns every outcome into an exit code."""
    try:
        code = main.main(prog_name="kg", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except KgError as error:
        say(f"kg: {error}")
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = EXIT_INTERRUPTED
    sys.exit(code if isinstance(code, int) else 0)


def _forget_output() -> None:
    """What is still buffered must not be written at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
