"""Whether a telling is of an event told before: what is weighed, and what keeps the two apart for sure."""

from __future__ import annotations

import pytest
from conftest import ParseText

from kg.drafts import Draft, Participant, changed
from kg.knowledge import Ties
from kg.model import EntityType, Interval
from kg.resolve.likeness import overlap
from kg.resolve.sameness import Events

SURE = Ties(tie="same", least=0.5, bias=5.0, signs=(("event",),), weights={})
"""Weights that take everything for the same."""


def _draft(position: int, sent: int = 0, **more: object) -> Draft:
    return changed(
        Draft(event="ASSAULT", mode=None, first=position, last=position, sent=sent, tokens=(position,)),
        **more,
    )


def _state(name: str, code: str) -> Participant:
    return Participant(head=0, first=0, last=0, kind="name", type="State", key=code, name=name, code=code)


def _group(name: str, kind: EntityType) -> Participant:
    return Participant(head=0, first=0, last=0, kind="noun", type=kind, key=name, name=name)


def _day(day: str) -> Interval:
    return Interval(text=day, start=0, end=0, earliest=day, latest=day, precision="day")


def _events(parse: ParseText, draft: Draft) -> tuple[Events, list[Draft]]:
    events, cluster = Events(parse("Iran attacked Iraq. Iran hit Iraq.")), [draft]
    events.add(draft, cluster)
    return events, cluster


def test_a_telling_joins_the_event_that_it_is_most_probably_of(parse: ParseText) -> None:
    events, cluster = _events(parse, _draft(1))
    assert events.same(_draft(5, 1), SURE) is cluster
    assert events.same(_draft(5, 1), changed(SURE, bias=-5.0)) is None


@pytest.mark.parametrize(
    ("told", "again"),
    [
        ({"status": "actual"}, {"status": "negated"}),
        ({"mode": "firearms"}, {"mode": "abduct"}),
        ({"date": _day("2024-01-15")}, {"date": _day("2024-01-16")}),
        ({"actors": (_group("rebels", "ArmedGroup"),)}, {"actors": (_group("police", "Agency"),)}),
        ({"recipients": (_state("Iraq", "IRQ"),)}, {"recipients": (_state("Syria", "SYR"),)}),
        (
            {"actors": (_state("Iran", "IRN"),), "recipients": (_state("Iraq", "IRQ"),)},
            {"actors": (_state("Turkey", "TUR"),), "recipients": (_state("Syria", "SYR"),)},
        ),
        (
            {"symmetric": True, "actors": (_state("Iran", "IRN"), _state("Iraq", "IRQ"))},
            {"symmetric": True, "actors": (_state("Iran", "IRN"), _state("Syria", "SYR"))},
        ),
    ],
)
def test_what_cannot_be_the_same_is_not_weighed(
    parse: ParseText, told: dict[str, object], again: dict[str, object]
) -> None:
    events, _ = _events(parse, _draft(1, **told))
    assert list(events.pairs(_draft(5, 1, **again))) == []


def test_another_category_is_another_event(parse: ParseText) -> None:
    events, _ = _events(parse, _draft(1))
    assert events.same(changed(_draft(5, 1), event="AID"), SURE) is None


def test_one_word_tells_one_event_whatever_else_differs(parse: ParseText) -> None:
    events, cluster = _events(parse, _draft(1))
    assert events.same(_draft(1, status="negated"), changed(SURE, bias=-5.0)) is cluster


def test_what_is_elsewhere_is_another_event(parse: ParseText) -> None:
    events = Events(parse("Iran attacked Iraq. Elsewhere, Iran hit Iraq."))
    events.add(_draft(1), [_draft(1)])
    assert list(events.pairs(_draft(7, 1))) == []


def test_only_the_latest_events_are_looked_at(parse: ParseText) -> None:
    events = Events(parse("Iran attacked Iraq. Iran hit Iraq."))
    for _ in range(100):
        events.add(_draft(1), [_draft(1)])
    assert len(list(events.pairs(_draft(5, 1)))) == 24


def test_parties_of_one_country_may_stand_for_each_other() -> None:
    army = changed(_state("army", "IRN"), key="army", type="Military", kind="noun")
    assert overlap([_state("Iran", "IRN")], [army]) == 1
    assert overlap([_state("Iran", "IRN")], [_state("Iraq", "IRQ")]) == -1
    assert overlap([_state("Iran", "IRN")], []) == 0
