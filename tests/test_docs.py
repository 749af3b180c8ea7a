"""Every command and every option is in the README, and the README names none that is not there."""

import re
import runpy
from pathlib import Path

import click
import pytest
from conftest import ROOT

from kg.cli import main

README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### kg (\w+)\n(.*?)(?=^##|\Z)", README, re.MULTILINE | re.DOTALL))


def options(command: click.Command) -> set[str]:
    """The long names of all options but ``--help``."""
    return {
        name
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in [*parameter.opts, *parameter.secondary_opts]
        if name.startswith("--")
    }


def test_every_command_has_a_section() -> None:
    assert set(SECTIONS) == set(main.commands)


@pytest.mark.parametrize("name", sorted(main.commands))
def test_a_section_names_exactly_the_options_of_its_command(name: str) -> None:
    shared = re.search(r"^Options of .*?(?=^##|\Z)", README, re.MULTILINE | re.DOTALL)
    assert shared is not None
    told = set(re.findall(r"`(--[a-z-]+)", SECTIONS[name]))
    common = set(re.findall(r"`(--[a-z-]+)", shared.group(0)))
    missing = options(main.commands[name]) - told - common
    unknown = told - options(main.commands[name])
    assert (missing, unknown) == (set(), set())


def test_the_exit_codes_are_told() -> None:
    codes = re.findall(r"^\| (\d+) \|", README, re.MULTILINE)
    assert codes == ["0", "1", "2", "3", "4", "5", "130"]


def test_make_targets_named_in_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE)) <= targets


def test_the_output_shown_in_the_readme_is_what_comes_out(seed_store: Path) -> None:
    filled = runpy.run_path(str(ROOT / "docs" / "readme.py"))["filled"]
    assert filled(README, seed_store) == README, "make readme renews it"


def test_the_list_of_saved_queries_is_that_of_their_headers(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(ROOT / "docs" / "queries.py"), run_name="__main__")
    shown = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    assert shown == capsys.readouterr().out, "make queries renews it"


def test_there_are_thirty_saved_queries_and_one_of_each_view() -> None:
    from kg.query import saved_queries

    assert len(saved_queries()) >= 30
    assert {query.view for query in saved_queries()} == {"table", "network", "timeline", "matrix", "map"}
