"""Parties, places, dates and speakers by fitted weights: the signs of a pair and what they add up to."""

from __future__ import annotations

import pytest
from conftest import ParseText, Read
from told import names

from kg.chance import chance, far, few, signs_of
from kg.extract import events
from kg.extract.ties.ground import between, window
from kg.extract.ties.parties import Parties
from kg.extractor import read as read_parse
from kg.knowledge import Knowledge, Ties
from kg.resolve.places import load_places


def test_a_sign_has_all_its_facts_or_is_none() -> None:
    facts = {"event": "ASSAULT", "same": "yes"}
    assert list(signs_of(facts, [("event",), ("event", "same"), ("event", "path")])) == [
        "event=ASSAULT",
        "event+same=ASSAULT|yes",
    ]


def test_weights_add_up_to_a_chance() -> None:
    ties = Ties(tie="place", least=0.5, bias=-1.0, signs=(("event",),), weights={"event=AID": 1.0})
    assert chance(ties, {"event": "AID"}) == pytest.approx(0.5)
    assert chance(ties, {"event": "AGREE"}) == pytest.approx(0.2689, abs=1e-4)


def test_numbers_are_coarser_the_larger_they_are() -> None:
    assert [far(n) for n in (0, 3, 4, 13, 41)] == ["0", "3", "5", "20", "more"]
    assert [few(n) for n in (0, 3, 9)] == ["0", "3", "3"]


def test_only_what_is_near_is_looked_at() -> None:
    assert window([0, 0, 1, 4, 9], 4, 3, 1) == (2, 4)
    assert between([1, 5, 9], 9, 1) == 1


@pytest.mark.parametrize("tie", ["actor", "recipient", "place", "date", "voice", "denial", "same"])
def test_the_shipped_weights_know_their_signs(knowledge: Knowledge, tie: str) -> None:
    ties = knowledge.ties[tie]
    known = {"+".join(names) for names in ties.signs}
    assert len(ties.weights) > 500
    assert {sign.partition("=")[0] for sign in ties.weights} <= known


def test_a_place_told_a_sentence_before_is_that_of_what_goes_on(read: Read) -> None:
    found = read(
        "Gunmen attacked a police station in the town of Gao on Monday. "
        "Two officers were killed in the attack, and the attackers set fire to a vehicle."
    )
    told = [{place.name for place in event.places} for event in found.events if event.event == "ASSAULT"]
    assert told and all("Gao" in names for names in told)


SURE = Ties(tie="recipient", least=0.5, bias=5.0, signs=(("event",),), weights={})
"""Weights that tie everybody to everything."""


def test_only_a_telling_that_lacks_somebody_is_filled_and_with_nobody_twice(
    knowledge: Knowledge, parse: ParseText
) -> None:
    reading = read_parse(
        parse("Missiles hit Kharkiv. Turkish police arrested two men. Iran withdrew its troops."),
        knowledge,
        load_places(),
    )
    parties = Parties(reading.parse, events.drafts(reading), reading.people)
    before = {draft.event: draft for draft in parties.ground.drafts}
    after = {draft.event: draft for draft in parties.filled("recipient", SURE)}
    assert [who.name for who in after["COERCE"].recipients] == [w.name for w in before["COERCE"].recipients]
    assert not before["RETREAT"].recipients and after["RETREAT"].recipients
    assert "Iran" not in [who.name for who in after["RETREAT"].recipients]
    acting = {draft.event: draft for draft in parties.filled("actor", SURE)}["ASSAULT"].actors
    assert "Missiles" not in [who.name for who in acting]


def test_what_the_network_is_sure_of_is_told_without_anybody_taking_part(read: Read) -> None:
    found = read("The minister resigned after the massacre.")
    assert [(event.event, names(event.actors)) for event in found.events] == [
        ("RETREAT", ["minister"]),
        ("ASSAULT", []),
    ]


def test_a_noun_beside_a_telling_of_the_same_is_no_second_event(read: Read) -> None:
    assert [event.event for event in read("Police killed five men in a gun battle.").events] == ["ASSAULT"]


def test_a_wish_is_no_request(read: Read) -> None:
    assert read("Russia wants to meet China.").events == ()
