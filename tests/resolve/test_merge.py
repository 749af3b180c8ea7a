"""Merging across documents: conservative, explained, and a function of the set alone."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.resolve.merge import (
    BLOCK_CAP,
    Decision,
    Group,
    Judgement,
    NamedThing,
    Sighting,
    compare,
    merge_entities,
    merge_events,
    normal_name,
)

DAY = dt.date(2024, 1, 16)


def sighting(iri: str, **facts: object) -> Sighting:
    """The strike of 16 January 2024 in a document named like the sighting."""
    known: dict[str, object] = {
        "document": f"doc-{iri}",
        "category": "ASSAULT",
        "mode": "heavy-weapons",
        "status": "actual",
        "actors": ("iran",),
        "affected": ("pakistan",),
        "places": (),
        "earliest": DAY,
        "latest": DAY,
        "published": dt.date(2024, 1, 17),
        **facts,
    }
    return Sighting(iri=iri, **known)  # type: ignore[arg-type]


def members(groups: list[Group]) -> list[tuple[str, ...]]:
    return [group.members for group in groups]


def test_the_same_act_on_the_same_day_is_one_event_with_score_and_reason() -> None:
    groups = merge_events([sighting("b"), sighting("a")])
    reason = "same actors, same recipients, same date, same mode"
    assert groups == [
        Group(members=("a", "b"), decisions=(Decision(left="a", right="b", score=1.0, reason=reason),))
    ]


@pytest.mark.parametrize(
    "facts",
    [
        {"category": "COERCE"},
        {"status": "future"},
        {"document": "doc-a"},
        {"actors": ("israel",)},
        {"affected": ("iraq",)},
        {"earliest": dt.date(2024, 1, 19), "latest": dt.date(2024, 1, 19)},
        {"earliest": dt.date(2023, 1, 1), "latest": dt.date(2024, 12, 31)},
        {"earliest": None, "latest": None, "published": dt.date(2024, 3, 1)},
        {"earliest": None, "latest": None, "published": None, "mode": None},
        {"actors": ()},
    ],
    ids=lambda facts: ", ".join(facts),
)
def test_what_differs_or_is_too_vague_stays_apart(facts: dict[str, object]) -> None:
    assert members(merge_events([sighting("a"), sighting("b", **facts)])) == [("a",), ("b",)]


def test_what_is_told_as_history_later_is_the_same_event() -> None:
    later = sighting("b", status="historical", published=dt.date(2024, 6, 1))
    assert members(merge_events([sighting("a"), later])) == [("a", "b")]


def test_a_day_of_doubt_is_allowed_when_all_else_agrees() -> None:
    next_day = dt.date(2024, 1, 17)
    other = sighting("b", earliest=next_day, latest=next_day)
    assert members(merge_events([sighting("a"), other])) == [("a", "b")]


def test_places_that_exclude_each_other_keep_events_apart_unless_one_contains_the_other() -> None:
    town = sighting("a", places=("panjgur",))
    province, capital = sighting("b", places=("balochistan",)), sighting("c", places=("islamabad",))
    within = {"panjgur": "balochistan", "balochistan": "pakistan", "islamabad": "pakistan"}
    assert members(merge_events([town, province, capital], within=within)) == [("a", "b"), ("c",)]


def test_an_attack_told_of_two_attackers_is_one_event_only_in_one_place_on_one_day() -> None:
    here = {"places": ("panjgur",)}
    told = [sighting("a", **here), sighting("b", actors=("israel",), **here)]
    assert members(merge_events(told)) == [("a", "b")]
    assert members(merge_events([sighting("a"), sighting("b", actors=("israel",))])) == [("a",), ("b",)]


def test_words_of_two_speakers_are_two_events() -> None:
    said = {"category": "ACCUSE", "mode": "disapprove", "places": ("geneva",)}
    told = [sighting("a", **said), sighting("b", actors=("israel",), **said)]
    assert members(merge_events(told)) == [("a",), ("b",)]


def test_a_chain_of_days_does_not_grow_into_one_long_event() -> None:
    days = [DAY + dt.timedelta(days=number) for number in range(8)]
    chain = [sighting(f"s{number}", earliest=day, latest=day) for number, day in enumerate(days)]
    for group in merge_events(chain):
        told = [int(member[1:]) for member in group.members]
        assert max(told) - min(told) <= 3


def test_two_events_of_one_document_never_meet_in_a_group() -> None:
    twice = [sighting("a1", document="a"), sighting("a2", document="a"), sighting("b")]
    assert members(merge_events(twice)) == [("a1", "b"), ("a2",)]


def test_a_judgement_joins_and_separates_against_the_score() -> None:
    apart = [Judgement(left="b", right="a", same=False)]
    assert members(merge_events([sighting("a"), sighting("b")], apart)) == [("a",), ("b",)]
    unlike = [sighting("a"), sighting("b", category="COERCE")]
    joined = merge_events(unlike, [Judgement(left="b", right="a", same=True, reason="told so")])
    assert joined == [
        Group(members=("a", "b"), decisions=(Decision(left="a", right="b", score=1.0, reason="told so"),))
    ]


def test_a_judgement_about_something_gone_is_ignored() -> None:
    assert members(merge_events([sighting("a")], [Judgement(left="a", right="gone", same=True)])) == [("a",)]


def test_a_separation_holds_through_third_sightings() -> None:
    three = [sighting("a"), sighting("b"), sighting("c")]
    groups = members(merge_events(three, [Judgement(left="a", right="c", same=False)]))
    assert not [group for group in groups if {"a", "c"} <= set(group)]


sightings = st.builds(
    sighting,
    iri=st.uuids().map(str),
    actors=st.lists(st.sampled_from(["iran", "israel", "irgc"]), unique=True, max_size=2).map(
        lambda names: tuple(sorted(names))
    ),
    affected=st.lists(st.sampled_from(["pakistan", "syria"]), unique=True, max_size=2).map(
        lambda names: tuple(sorted(names))
    ),
    mode=st.sampled_from([None, "heavy-weapons", "firearms"]),
    document=st.sampled_from(["d1", "d2", "d3", "d4"]),
    earliest=st.sampled_from([None, DAY, DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=3)]),
    latest=st.sampled_from([DAY + dt.timedelta(days=3), None]),
)


@given(st.lists(sightings, max_size=14, unique_by=lambda one: one.iri), st.randoms())
@settings(max_examples=100, deadline=None)
def test_order_does_not_matter_and_every_sighting_is_in_one_group(
    told: list[Sighting], chance: random.Random
) -> None:
    groups = merge_events(told)
    assert sorted(iri for group in groups for iri in group.members) == sorted(one.iri for one in told)
    shuffled = list(told)
    chance.shuffle(shuffled)
    assert merge_events(shuffled) == groups


@given(sightings, sightings)
def test_a_comparison_is_symmetric(left: Sighting, right: Sighting) -> None:
    assert compare(left, right, within={}) == compare(right, left, within={})


def test_the_cost_of_a_crowded_block_is_capped() -> None:
    from kg.resolve import merge

    crowd = [sighting(f"s{number:04d}") for number in range(400)]
    pairs = merge._candidates(crowd)
    assert len(pairs) <= len(crowd) * BLOCK_CAP
    assert members(merge_events(crowd)) == [tuple(one.iri for one in crowd)]


def thing(iri: str, name: str, type: str = "ArmedGroup", **facts: object) -> NamedThing:
    known: dict[str, object] = {"document": f"doc-{iri}", "code": None, "known": False, **facts}
    return NamedThing(iri=iri, type=type, name=name, **known)  # type: ignore[arg-type]


def test_unknown_actors_of_the_same_name_type_and_country_are_one() -> None:
    told = [
        thing("a", "Army of the Free"),
        thing("b", "The Army-of the FREE"),
        thing("c", "Army of the Free", code="IRN"),
        thing("d", "Army of the Free", type="Organization"),
        thing("e", "Army of the Free", known=True),
    ]
    (group,) = merge_entities(told)
    assert group.members == ("a", "b")
    assert group.decisions == (
        Decision(left="a", right="b", score=0.9, reason="same name, type and country"),
    )


@pytest.mark.parametrize(
    ("name", "type"), [("gunmen", "ArmedGroup"), ("Smith", "Person"), ("", "ArmedGroup")]
)
def test_descriptions_and_single_surnames_are_joined_only_by_a_judgement(name: str, type: str) -> None:
    told = [thing("a", name, type), thing("b", name, type)]
    assert merge_entities(told) == []
    joined = merge_entities(told, [Judgement(left="a", right="b", same=True)])
    assert members(joined) == [("a", "b")]


def test_people_with_two_names_are_one_and_can_be_separated() -> None:
    told = [thing("a", "John Smith", "Person"), thing("b", "John Smith", "Person")]
    assert members(merge_entities(told)) == [("a", "b")]
    assert merge_entities(told, [Judgement(left="a", right="b", same=False)]) == []


@pytest.mark.parametrize(
    ("left", "right"),
    [("Ḥamās", "hamas"), ("Jaish al-Adl", "Jaish al Adl"), ("The Hague", "hague"), ("Ra'ad", "Raad")],
)
def test_equal_names_differ_only_in_case_accents_hyphens_and_quotes(left: str, right: str) -> None:
    assert normal_name(left) == normal_name(right)
