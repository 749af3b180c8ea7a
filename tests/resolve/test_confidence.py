"""Confidence: what speaks for an event, weighed."""

from __future__ import annotations

from conftest import Read
from told import only

from kg.knowledge import Knowledge
from kg.resolve.confidence import ALWAYS, confidence, signs


def test_a_full_telling_shows_its_signs(read: Read) -> None:
    event = only(read("Iran attacked Iraq in Basra on Monday."))
    assert signs(event) == {ALWAYS, "known actor", "known recipient", "dated", "placed"}


def test_a_bare_noun_shows_what_it_lacks(read: Read) -> None:
    event = only(read("The raid near Goma shocked the town."))
    assert signs(event) == {
        ALWAYS,
        "told by a noun",
        "nobody acts",
        "nobody undergoes",
        "nobody of a country",
        "placed",
    }


def test_the_weights_make_a_chance_and_unknown_signs_do_not_count(read: Read) -> None:
    event = only(read("Iran attacked Iraq on Monday."))
    assert confidence(event, {}) == 0.5
    assert confidence(event, {ALWAYS: 1.0, "dated": 1.0, "nobody acts": -9.0}) == 0.88


def test_nothing_is_quite_sure(read: Read) -> None:
    event = only(read("Iran attacked Iraq on Monday."))
    assert (confidence(event, {ALWAYS: 40.0}), confidence(event, {ALWAYS: -40.0})) == (0.98, 0.05)


def test_a_full_telling_is_surer_than_a_bare_noun(read: Read) -> None:
    full = only(read("Iran attacked Iraq in Basra on Monday."))
    bare = only(read("The raid near Goma shocked the town."))
    assert full.confidence > bare.confidence


def test_every_weight_is_that_of_a_sign(knowledge: Knowledge, read: Read) -> None:
    seen = {
        sign
        for text in (
            "Iran attacked Iraq in Basra on Monday, killing 12 people, Turkey said.",
            "Iran attacked Iraq on Monday. The attack was condemned by Turkey.",
            "The raid near Goma shocked the town.",
            "Iran did not attack Iraq.",
            "Iran attacked Iraq in 1986.",
            "Thousands held a candlelight vigil in Nairobi.",
            "Rebels renewed clashes with the army.",
            "Turkish troops tried to storm the border post.",
            "The militia herded 30 villagers into a mosque.",
        )
        for event in read(text).events
        for sign in signs(event)
    }
    assert set(knowledge.confidence_weights) <= seen
