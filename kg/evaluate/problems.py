"""What is wrong in one document, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kg.evaluate.comparison import Comparison, may_be_left_out
from kg.evaluate.details import dates, instruments, numbers, places, sources
from kg.evaluate.gold import Gold, GoldEvent
from kg.evaluate.match import Party
from kg.evaluate.roles import count_roles, found_deed, gold_deed, without_units
from kg.model import Event, Extraction, Record


class Problem(Record, frozen=True, kw_only=True):
    """One thing that is wrong, for people to read."""

    id: str
    kind: str
    message: str
    text: str


def plover_problems(gold: Gold, found: Extraction) -> Iterator[Problem]:
    """A wrong main category, and wrong roles where the category is right."""
    wanted = sorted({e.event for e in gold.events})
    got = found.events[0].event if found.events else "nothing"
    if got not in wanted:
        yield _problem(gold, "main", f"{' '.join(wanted)} expected, {got} found")
    for event in gold.events:
        best = next((e for e in found.events if e.event == event.event), None)
        if best is not None:
            yield from _wrong_roles(gold, event, best)


def problems(comparison: Comparison) -> Iterator[Problem]:
    """Everything that costs a figure."""
    gold = comparison.gold
    yield from _wrong_events(comparison)
    for wanted, got in comparison.pairs:
        yield from _wrong_values(gold, wanted, got)
        yield from _wrong_details(gold, wanted, got)
        yield from _wrong_roles(gold, wanted, got)
    for span in gold.must_not:
        if comparison.is_broken(span):
            yield _problem(gold, "must_not", f"an event was found in “{span.text}” ({span.level})")
    yield from _wrong_entities(comparison)
    yield from _extra_entities(comparison)


def _problem(gold: Gold, kind: str, message: str) -> Problem:
    return Problem(id=gold.id, kind=kind, message=message, text=gold.text)


def _about(event: GoldEvent | Event) -> str:
    return f"{event.event} “{event.trigger.text}”"


def _wrong_events(comparison: Comparison) -> Iterator[Problem]:
    gold, events = comparison.gold, comparison.events
    for event in comparison.missed_events():
        instead = comparison.instead_of(event)
        if instead == "-":
            yield _problem(gold, "missed", _about(event))
        else:
            yield _problem(gold, "category", f"{_about(event)} was taken for {instead}")
    for kind, indexes in (("spurious", events.spurious), ("again", events.surplus)):
        for extra in (comparison.found.events[j] for j in indexes):
            yield _problem(gold, kind, f"{_about(extra)} [{extra.rule}]")


def _wrong_values(gold: Gold, wanted: GoldEvent, got: Event) -> Iterator[Problem]:
    if wanted.status != got.status:
        yield _problem(gold, "status", f"{_about(wanted)}: {wanted.status}, found {got.status}")
    if wanted.mode != got.mode:
        yield _problem(gold, "mode", f"{_about(wanted)}: {wanted.mode}, found {got.mode}")


def _wrong_details(gold: Gold, wanted: GoldEvent, got: Event) -> Iterator[Problem]:
    for name, part, shown in (
        ("attribution", sources, _sources_shown),
        ("date", dates, _date_shown),
        ("place", places, _places_shown),
        ("instrument", instruments, _instruments_shown),
        ("count", numbers, _counts_shown),
    ):
        if _is_wrong(part(gold, wanted, got), name):
            sides = [shown(side) or "nothing" for side in (wanted, got)]
            yield _problem(gold, name, f"{_about(wanted)}: {sides[0]}; found {sides[1]}")


def _is_wrong(counts: Counter[str], name: str) -> bool:
    return counts[f"{name}.right"] < max(counts[f"{name}.gold"], counts[f"{name}.found"])


def _sources_shown(event: GoldEvent | Event) -> str:
    return ", ".join(f"{a.stance} {a.source.text if a.source else '?'}" for a in event.attribution)


def _date_shown(event: GoldEvent | Event) -> str:
    date = event.date
    return f"{date.earliest}..{date.latest} “{date.text}”" if date else ""


def _places_shown(event: GoldEvent | Event) -> str:
    return ", ".join(place.text for place in event.places)


def _instruments_shown(event: GoldEvent | Event) -> str:
    return ", ".join(span.text for span in event.instruments)


def _counts_shown(event: GoldEvent | Event) -> str:
    return ", ".join(f"{c.kind} {c.min}..{c.max}" for c in event.counts)


def _wrong_roles(gold: Gold, wanted: GoldEvent, got: Event) -> Iterator[Problem]:
    deed = gold_deed(gold, wanted)
    other = without_units(gold, wanted, found_deed(got, text_only=gold.plover))
    counts = count_roles([deed], [other])
    for role, left, right in (
        ("actor", deed.actors, other.actors),
        ("recipient", deed.recipients, other.recipients),
    ):
        if _is_wrong(counts, f"{role}.lenient"):
            yield _problem(gold, role, f"{_about(wanted)}: {_names(left)}; found {_names(right)}")


def _names(parties: Sequence[Party]) -> str:
    return ", ".join(party.text for party in parties) or "nobody"


def _wrong_entities(comparison: Comparison) -> Iterator[Problem]:
    types: dict[int, set[str]] = {}
    for pair in comparison.mentions.pairs:
        types.setdefault(pair.gold, set()).add(comparison.found.entities[pair.found].type)
    for i, entity in enumerate(comparison.gold.entities):
        got = types.get(i, set())
        if not got and not may_be_left_out(entity):
            yield _problem(comparison.gold, "entity", f"missed {entity.types[0]} “{entity.name}”")
        elif got and got.isdisjoint(entity.types):
            told = f"“{entity.name}”: {entity.types[0]}, found {' '.join(sorted(got))}"
            yield _problem(comparison.gold, "type", told)


def _extra_entities(comparison: Comparison) -> Iterator[Problem]:
    matched = {pair.found for pair in comparison.mentions.pairs}
    for j in comparison.mentions.counted:
        if j not in matched:
            extra = comparison.found.entities[j]
            yield _problem(comparison.gold, "extra_entity", f"{extra.type} “{extra.name}”")
