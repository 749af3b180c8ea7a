"""Commands that tell why an event is what it is, and let people correct what was merged."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.console import say, talking, visible
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.explain import Line, Part, Place
    from kg.store import Store

COLOURS = {
    "event": "bright_red",
    "actor": "bright_green",
    "unit": "green",
    "recipient": "bright_blue",
    "target": "blue",
    "instrument": "magenta",
    "count": "bright_magenta",
    "date": "cyan",
    "place": "bright_cyan",
    "source": "yellow",
    "says": "bright_yellow",
    "content": "white",
}


@click.command(short_help="Tell why an event is what it is.")
@click.argument("store", type=click.Path(path_type=Path))
@click.argument("thing", metavar="EVENT|DOCUMENT")
@click.option("--no-color", is_flag=True, help="Name the parts of the text instead of colouring them.")
def explain(store: Path, thing: str, no_color: bool) -> None:
    """Tell the words and the rules behind each part of an event, and why it was merged with others.

    EVENT is an IRI, merged or of a document, as kg query shows it (canonical:assault-1a2b). For a
    DOCUMENT all its events are explained, the main one first.
    """
    from kg import explain as account
    from kg import store as stores

    colour = not (no_color or "NO_COLOR" in os.environ) and sys.stdout.isatty()
    with stores.open(store, read_only=True) as base:
        for place in account.find(base, thing):
            _show(_told(base, place), colour)


def _told(base: Store, place: Place) -> Iterable[Line]:
    from kg.explain import Part, account, contrary, contrary_lines, label, reasons, short, why_lines

    yield (Part(label(base, place.canonical or place.iri), "title"),)
    yield (Part(f"{short(place.canonical or place.iri, base.base)}, told as {short(place.iri, base.base)}"),)
    day = f", {place.document.published}" if place.document.published else ""
    outlet = f", {place.document.source}" if place.document.source else ""
    yield (Part(f"in {place.document.id}{day}{outlet}"),)
    if place.canonical is not None:
        yield from why_lines(reasons(base, place.canonical), place.iri)
        yield from contrary_lines(contrary(base, place.canonical))
    yield from account(place)
    yield ()


def _show(lines: Iterable[Line], colour: bool) -> None:
    for line in lines:
        click.echo("".join(_styled(part, colour) for part in line), color=colour)


def _styled(part: Part, colour: bool) -> str:
    """The part for the terminal; nothing in a text can move the cursor or turn the writing round."""
    text = visible(part.text.replace("\n", " ").replace("\t", " "))
    if part.kind == "title":
        return click.style(text, bold=True) if colour else text
    if not part.kind:
        return text
    if colour:
        return click.style(text, fg=COLOURS[part.kind])
    return f"[{part.kind}: {text}]" if part.quoted else text


@click.command(short_help="Take apart what was wrongly merged.")
@click.argument("store", type=click.Path(path_type=Path))
@click.argument("events", nargs=-1, required=True, metavar="EVENT...")
@click.option("--because", "reason", default="", metavar="TEXT", help="The reason, kept with the judgement.")
@talking
def split(store: Path, events: tuple[str, ...], reason: str) -> None:
    """Take apart what was wrongly merged, for good.

    With one merged EVENT, all that it consists of; with one EVENT of a document, it from the
    others; with several, these from each other. The judgement outlives kg rebuild; kg join takes
    it back.
    """
    from kg import store as stores

    with stores.open(store) as base:
        pairs = _apart(base, events)
        for left, right in pairs:
            base.judge(left, right, same=False, reason=reason)
    say(f"{len(pairs)} pairs of events kept apart.")


def _apart(base: Store, events: tuple[str, ...]) -> list[tuple[str, str]]:
    """The pairs of events of documents that are not to be one."""
    from kg.explain import find, members_of

    groups = [members_of(base, event) for event in events]
    if len(groups) > 1:
        return [(one, other) for a, b in combinations(groups, 2) for one in a for other in b if one != other]
    if len(groups[0]) > 1:
        return list(combinations(groups[0], 2))
    (place,) = find(base, groups[0][0])
    others = members_of(base, place.canonical) if place.canonical else []
    pairs = [(place.iri, other) for other in others if other != place.iri]
    if not pairs:
        raise UsageError(f"{events[0]} is not merged with anything.")
    return pairs


@click.command(short_help="Make two events one.")
@click.argument("store", type=click.Path(path_type=Path))
@click.argument("event")
@click.argument("other")
@click.option("--because", "reason", default="", metavar="TEXT", help="The reason, kept with the judgement.")
@talking
def join(store: Path, event: str, other: str, reason: str) -> None:
    """Make two events one, for good: merged ones or events of documents.

    The judgement outlives kg rebuild; kg split takes it back.
    """
    from kg import store as stores
    from kg.explain import members_of

    with stores.open(store) as base:
        left, right = members_of(base, event), members_of(base, other)
        if set(left) & set(right):
            raise UsageError(f"{event} and {other} are one event already.")
        _withdraw(base, left, right)
        base.judge(left[0], right[0], same=True, reason=reason)
    say("The two are one event now.")


def _withdraw(base: Store, left: list[str], right: list[str]) -> None:
    """Takes back that any of these are not one."""
    for one in left:
        for another in right:
            base.withdraw_judgement(one, another)
