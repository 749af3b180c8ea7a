"""One node per real event of a document, however often it is told."""

from __future__ import annotations

import pytest
from conftest import Read
from told import categories

from kg.model import Extraction


def _told(found: Extraction) -> list[tuple[str, list[str]]]:
    """(category, words of every telling) of each event."""
    return [(event.event, [mention.text for mention in event.mentions]) for event in found.events]


def test_a_definite_noun_points_back_to_the_event(read: Read) -> None:
    assert _told(read("Iran attacked Iraq on Monday. The attack shocked Turkey.")) == [
        ("ASSAULT", ["attacked", "attack"])
    ]


def test_a_dated_noun_points_back_to_the_event_of_that_day(read: Read) -> None:
    found = read("Iran attacked Iraq on Monday. Turkey was shocked by Monday's attack.")
    assert _told(found) == [("ASSAULT", ["attacked", "attack"])]


def test_the_same_act_told_by_others_is_the_same_event(read: Read) -> None:
    found = read("Iran attacked Iraq. Turkey said Iran had attacked Iraq. Iran denied attacking Iraq.")
    assert _told(found) == [("ASSAULT", ["attacked", "attacked", "attacking"])]


def test_what_is_told_again_word_by_word_is_one_event(read: Read) -> None:
    text = "Police arrested two men in Bukavu. The minister met envoys in Paris. "
    assert _told(read(text * 4)) == [("COERCE", ["arrested"] * 4), ("CONSULT", ["met"] * 4)]


def test_one_number_of_dead_in_headline_and_lead_is_one_attack(read: Read) -> None:
    found = read("Airstrike kills 11 in Goma.\n\nA jet dropped bombs on Goma on Monday, killing at least 11.")
    assert [event.event for event in found.events] == ["ASSAULT"]


def test_other_numbers_of_dead_are_two_attacks(read: Read) -> None:
    found = read("Airstrike kills 11 in Goma.\n\nRebels shelled Lagos on Monday, killing at least 15.")
    assert [event.event for event in found.events] == ["ASSAULT", "ASSAULT"]


def test_a_meeting_told_by_verb_and_noun_is_one(read: Read) -> None:
    assert _told(read("France met Germany in Oslo. The meeting was the first in years.")) == [
        ("CONSULT", ["met", "meeting"])
    ]


def test_a_meeting_told_by_offices_and_by_names_is_one(read: Read) -> None:
    found = read(
        "The Iranian foreign minister met the Iraqi foreign minister in Oslo. "
        "Iranian Foreign Minister Ali Karimi met with Iraqi Foreign Minister Omar Hassan."
    )
    assert _told(found) == [("CONSULT", ["met", "met"])]
    assert [who.name for who in found.events[0].actors] == ["Ali Karimi", "Omar Hassan"]


@pytest.mark.parametrize(
    "text",
    [
        "Iran attacked Iraq on Monday. Iran attacked Kuwait on Tuesday.",
        "Iran attacked Iraq on Monday. Iran attacked Iraq again on Tuesday.",
        "Iran attacked Iraq. Turkey attacked Syria.",
        "Iran condemned Israel. Iran also condemned France.",
        "France met Germany. France met Spain.",
        "Iran attacked Iraq. Iran did not attack Kuwait.",
        "Iran attacked Iraq. Iran will attack Kuwait.",
    ],
)
def test_other_parties_days_or_statuses_are_other_events(read: Read, text: str) -> None:
    assert len(read(text).events) == 2


def test_different_kinds_of_acts_are_different_events(read: Read) -> None:
    assert categories(read("Iran attacked Iraq. Iran threatened Iraq. Iran met Iraq.")) == [
        "ASSAULT",
        "THREATEN",
        "CONSULT",
    ]


def test_one_node_gathers_what_its_tellings_say(read: Read) -> None:
    (event,) = read("Iran attacked Iraq. The attack with drones on Monday shocked Turkey.").events
    assert (event.mode, event.date.text if event.date else None) == ("drone", "Monday")
    assert [who.name for who in (*event.actors, *event.recipients)] == ["Iran", "Iraq"]


def test_a_generic_noun_does_not_join_events(read: Read) -> None:
    found = read("Iran attacked Iraq on Monday. Attacks are a danger to trade.")
    assert _told(found) == [("ASSAULT", ["attacked"])]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels attacked a convoy near Goma on Monday. Two soldiers died.",
        "Rebels attacked a convoy near Goma on Monday. Three drivers were wounded.",
        "Rebels bombed a convoy near Goma on Monday. The raid killed three drivers.",
    ],
)
def test_those_hurt_in_the_next_sentence_belong_to_the_attack(read: Read, text: str) -> None:
    events = read(text).events
    assert len(events) == 1
    assert events[0].recipients[-1].text in ("Two soldiers", "Three drivers", "three drivers")


@pytest.mark.parametrize(
    "text",
    [
        "Rebels attacked a convoy near Goma on Monday. Three drivers were wounded elsewhere.",
        "Rebels attacked a convoy near Goma on Monday. Three drivers were wounded in a separate incident.",
    ],
)
def test_those_hurt_elsewhere_do_not(read: Read, text: str) -> None:
    assert categories(read(text)) == ["ASSAULT", "ASSAULT"]


def test_deaths_without_an_attack_are_no_event(read: Read) -> None:
    assert read("Two soldiers died. The minister went home.").events == ()


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("Norway offered to mediate, but the rebels refused.", ["Norway"]),
        ("Norway asked Chad for help. Chad refused.", ["Norway"]),
        ("Norway asked Sudan for help. Chad refused.", []),
        ("Norway asked Chad for help. Chad promised two ships.", ["Norway"]),
    ],
)
def test_an_answer_is_given_to_whoever_asked(read: Read, text: str, recipients: list[str]) -> None:
    answer = max(read(text).events, key=lambda event: event.trigger.start)
    assert [who.name for who in answer.recipients] == recipients


def _doers(found: Extraction) -> list[tuple[str, list[str]]]:
    return [(event.event, [who.name for who in event.actors]) for event in found.events]


def test_whoever_claims_responsibility_did_it(read: Read) -> None:
    found = read("Gunmen attacked a convoy near Goma on Monday. Hezbollah claimed responsibility.")
    assert _doers(found) == [("ASSAULT", ["Gunmen", "Hezbollah"])]
    assert [who.source.name for who in found.events[0].attribution if who.source] == ["Hezbollah"]


def test_a_claim_of_nothing_is_no_event(read: Read) -> None:
    assert read("Hezbollah claimed responsibility.").events == ()


def test_whoever_is_blamed_did_it_by_the_word_of_the_accuser(read: Read) -> None:
    found = read("A bomb hit a bus in Goma on Sunday. The army blamed Hezbollah.")
    assert sorted(_doers(found)) == [("ACCUSE", ["army"]), ("ASSAULT", ["Hezbollah"])]
    attack = next(event for event in found.events if event.event == "ASSAULT")
    assert [(each.stance, each.source and each.source.name) for each in attack.attribution] == [
        ("alleges", "army")
    ]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Police dispersed the protesters. Five students were detained.", ["Police"]),
        ("Police detained five students on Monday. They were released on Tuesday.", ["Police"]),
        ("Students attacked a bank. Five students were detained.", []),
        ("The minister spoke. Five students were detained.", []),
    ],
)
def test_who_arrests_and_frees_is_told_before(read: Read, text: str, actors: list[str]) -> None:
    last = max(read(text).events, key=lambda event: event.trigger.start)
    assert [who.name for who in last.actors] == actors


def test_a_place_at_home_does_not_undergo_what_happens_there(read: Read) -> None:
    found = read("The Philippine president will visit Isulan on Wednesday.")
    assert [who.name for event in found.events for who in event.recipients] == []


def test_those_who_lost_their_lives_belong_to_the_attack(read: Read) -> None:
    found = read("Rebels attacked a convoy near Goma on Monday. Two soldiers lost their lives.")
    assert [who.text for event in found.events for who in event.recipients] == ["convoy", "Two soldiers"]
    assert [(count.kind, count.min) for event in found.events for count in event.counts] == [("killed", 2)]


def test_those_hurt_by_tear_gas_belong_to_it(read: Read) -> None:
    found = read("Police fired tear gas to disperse the crowd. Ten people were hurt.")
    assert [(event.mode, len(event.recipients)) for event in found.events] == [("crowd-control", 2)]
