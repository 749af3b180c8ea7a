"""Of which kind unknown actors and places are, by fitted weights."""

from __future__ import annotations

from typing import get_args

import pytest
from conftest import Read

from kg.drafts import Draft, Participant, changed
from kg.extractor import Extractor
from kg.knowledge import Knowledge
from kg.model import EntityType
from kg.resolve.kinds import SIGNS, Kinds
from kg.syntax import Parse


def _who(key: str, kind: EntityType = "Organization") -> Participant:
    return Participant(head=0, first=0, last=0, kind="name", type=kind, key=key, name=key)


def _kinds(*drafts: Draft) -> Kinds:
    clusters = [[draft] for draft in drafts]
    return Kinds(Parse("", [], [], [], []), clusters, [_who("Karari")], lambda who: who.key)


def test_the_shipped_weights_know_their_signs_and_kinds(knowledge: Knowledge) -> None:
    weights = knowledge.kinds
    assert set(weights.kinds) <= set(get_args(EntityType))
    assert weights.signs == SIGNS
    assert {len(row) for row in weights.weights.values()} == {len(weights.kinds)} == {len(weights.bias)}
    assert {sign.partition("=")[0] for sign in weights.weights} <= {"+".join(names) for names in SIGNS}


def test_whoever_acts_is_no_place() -> None:
    act = Draft(event="ASSAULT", mode=None, first=0, last=0, sent=0, tokens=(0,), actors=(_who("Karari"),))
    assert not _kinds(act).fits("Karari", "Place", "Organization")
    assert _kinds(act).fits("Karari", "ArmedGroup", "Organization")
    assert _kinds().fits("Karari", "Place", "Organization")


def test_where_something_happens_stays_a_place() -> None:
    act = Draft(event="ASSAULT", mode=None, first=0, last=0, sent=0, tokens=(0,), places=(_who("Karari"),))
    assert not _kinds(act).fits("Karari", "Person", "Place")
    assert _kinds(act).fits("Karari", "Facility", "Place")


def test_what_the_weights_say_is_done(
    read: Read, extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = changed(extractor.knowledge.kinds, kinds=("Party",), bias=(1.0,), weights={})
    monkeypatch.setitem(vars(extractor.knowledge), "kinds", weights)
    named = {each.name: each.type for each in read("Police arrested Omar Zor in Iran.").entities}
    assert (named["Omar Zor"], named["Iran"]) == ("Party", "State")


def test_every_sign_has_a_weight_for_each_kind(knowledge: Knowledge) -> None:
    with pytest.raises(ValueError, match="one weight for each kind"):
        changed(knowledge.kinds, kinds=("Party", "Person"))


def test_nothing_unknown_becomes_a_state() -> None:
    assert not _kinds().fits("Karari", "State", "Place")
    assert _kinds().fits("Karari", "State", "State")


def test_a_known_actor_keeps_its_kind(read: Read) -> None:
    found = read("Hezbollah met the town of Karari's mayor in Beirut.")
    assert [each.type for each in found.entities if each.name == "Hezbollah"] == ["ArmedGroup"]


def test_a_town_that_no_list_knows_is_a_place(read: Read) -> None:
    found = read("Rebels attacked the village of Zorvansk on Monday, killing three farmers.")
    assert [each.type for each in found.entities if "Zorvansk" in each.name] == ["Place"]
