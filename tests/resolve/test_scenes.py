"""One scene over several sentences."""

from __future__ import annotations

import pytest
from conftest import Read
from told import OVERRULED


def _told(read: Read, text: str) -> list[tuple[str, str | None, list[str]]]:
    events = sorted(read(text).events, key=lambda event: event.trigger.start)
    return [(e.event, e.date.text if e.date else None, [p.name for p in e.places]) for e in events]


def test_the_same_people_in_the_next_sentence_go_on_with_the_scene(read: Read) -> None:
    told = _told(read, "Protesters threw stones in Lagos on Monday. Police arrested the protesters.")
    assert told[1] == ("COERCE", "Monday", ["Lagos"])


def test_attackers_are_those_of_the_attack_just_told(read: Read) -> None:
    told = _told(read, "Gunmen shot a judge in Lagos on Monday. The assailants abducted two guards.")
    assert told[1] == ("ASSAULT", "Monday", ["Lagos"])


@pytest.mark.parametrize(
    "later",
    [
        pytest.param("The attackers had abducted two guards.", marks=OVERRULED),
        "The attackers abducted two guards in May.",
        "Iran arrested two guards.",
    ],
)
def test_what_lies_at_another_time_or_elsewhere_does_not(read: Read, later: str) -> None:
    told = _told(read, f"Gunmen shot a judge in Lagos on Monday. {later}")
    assert told[1][1] != "Monday"


def test_ministers_sign_where_and_when_they_met(read: Read) -> None:
    told = _told(read, "France met Germany in Oslo on Monday. The ministers signed an agreement.")
    assert told[1][1:] == ("Monday", ["Oslo"])
