"""The records of the contract: entities with their roles, order of events, contradictions."""

from __future__ import annotations

import pytest
from conftest import Read
from told import OVERRULED, entities, names, voices

from kg.model import Contradiction, Extraction, Role

ACTOR = "https://w3id.org/communique/actor/"


def _roles(found: Extraction, name: str) -> list[tuple[str, str | None, str]]:
    (entity,) = [each for each in found.entities if each.name == name]
    return [(role.title, role.of, role.state) for role in entity.roles]


def _claims(contradiction: Contradiction) -> list[tuple[str, str | None]]:
    return [(claim.value, claim.source.name if claim.source else None) for claim in contradiction.claims]


def test_entities_come_in_the_order_of_the_text(read: Read) -> None:
    assert entities(read("Iran attacked Iraq. Hezbollah praised Iran.")) == [
        ("State", "Iran", "IRN"),
        ("State", "Iraq", "IRQ"),
        ("ArmedGroup", "Hezbollah", "LBN"),
    ]


def test_a_known_actor_keeps_its_iri(read: Read) -> None:
    found = read("Iran attacked Iraq.")
    assert [(each.iri, each.known) for each in found.entities] == [
        (ACTOR + "iran", True),
        (ACTOR + "iraq", True),
    ]


def test_an_unknown_actor_has_an_iri_of_the_document(read: Read) -> None:
    entity = read("Anna Keller criticised Russia.").entities[0]
    assert (entity.name, entity.known, entity.iri.startswith(ACTOR)) == ("Anna Keller", False, False)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Anna Keller criticised China.", "Anna Keller"),
        ("The Zorlian Front attacked Sudan.", "Zorlian Front"),
        ("The prime minister, Abebe Tolosa, condemned Sudan.", "Abebe Tolosa"),
    ],
)
def test_the_other_side_does_not_give_somebody_his_country(read: Read, text: str, name: str) -> None:
    assert [each.code for each in read(text).entities if each.name == name] == [None]


def test_an_unnamed_group_belongs_to_the_country_where_it_acts(read: Read) -> None:
    found = read("Masked gunmen killed two priests in Owo.")
    assert [(each.name, each.code) for each in found.entities if each.type == "ArmedGroup"] == [
        ("Masked gunmen", "NGA")
    ]


def test_an_entity_has_every_place_it_is_named_at(read: Read) -> None:
    entity = read("Iran attacked Iraq. Tehran also threatened Kuwait.").entities[0]
    assert (entity.name, entity.aliases) == ("Iran", ("Tehran",))
    assert [(each.text, each.start) for each in entity.mentions] == [("Iran", 0), ("Tehran", 20)]


def test_a_mention_quotes_the_office_and_the_kind_of_place_before_a_name(read: Read) -> None:
    found = read("Minister of Trade Abebe Tolosa visited the village of Zorla.")
    assert [mention.text for entity in found.entities for mention in entity.mentions] == [
        "Minister of Trade Abebe Tolosa",
        "village of Zorla",
    ]


def test_groups_told_of_by_different_numbers_are_two(read: Read) -> None:
    found = read("Police arrested 22 people on Monday. Rebels killed 14 people in the town.")
    assert [name for name in (entity.name for entity in found.entities) if "people" in name] == [
        "22 people",
        "14 people",
    ]


def test_what_somebody_is_called_is_not_somebody_else(read: Read) -> None:
    found = read("Anna Keller was a hostage. Anna Keller served as a baker.")
    assert [entity.name for entity in found.entities] == ["Anna Keller"]


def test_an_office_is_a_role_with_country_and_tenure(read: Read) -> None:
    found = read("Ethiopia's acting prime minister Abebe Tolosa met Kenyan President Grace Mumo.")
    assert _roles(found, "Grace Mumo") == [("president", "KEN", "")]


def test_a_former_office_is_told_as_such(read: Read) -> None:
    assert _roles(read("Former president Donald Trump criticized China."), "Donald Trump") == [
        ("president", "USA", "former")
    ]


def test_a_role_quotes_its_title(read: Read) -> None:
    text = "Kenyan President Grace Mumo condemned Sudan."
    entity = next(each for each in read(text).entities if each.name == "Grace Mumo")
    assert entity.roles == (Role(title="president", of="KEN", start=7, end=16),)


def test_two_offices_of_one_state_at_once_are_a_contradiction(read: Read) -> None:
    found = read("Kenyan President Grace Mumo met rebels. Kenyan Foreign Minister Grace Mumo left.")
    (contradiction,) = found.contradictions
    assert contradiction.kind == "role"
    assert _claims(contradiction) == [("president", None), ("foreign minister", None)]


def test_a_former_office_contradicts_no_present_one(read: Read) -> None:
    found = read("Kenyan President Grace Mumo met rebels. Former Kenyan Foreign Minister Grace Mumo left.")
    assert found.contradictions == ()


def test_numbers_that_cannot_both_hold_are_a_contradiction(read: Read) -> None:
    found = read(
        "Ten people were killed in Kabul on Monday, police said. "
        "The bombing in Kabul killed 15 people, the Taliban said."
    )
    (contradiction,) = found.contradictions
    assert contradiction.kind == "count"
    assert [source for _, source in _claims(contradiction)] == ["police", "Taliban"]


def test_a_denial_of_what_others_report_is_a_contradiction(read: Read) -> None:
    found = read("Turkey said Iran had attacked Iraq. Iran denied attacking Iraq.")
    (contradiction,) = found.contradictions
    assert (contradiction.kind, contradiction.about) == ("denial", found.events[0].id)
    assert _claims(contradiction) == [("reports", "Turkey"), ("denies", "Iran")]


def test_the_same_told_twice_is_no_contradiction(read: Read) -> None:
    assert read("Turkey said Iran had attacked Iraq. Kuwait said Iran attacked Iraq.").contradictions == ()


def test_a_corps_of_the_acting_state_is_its_unit(read: Read) -> None:
    (event,) = read(
        "Iran attacked Iraq. The Islamic Revolutionary Guard Corps carried out the attack."
    ).events
    assert (names(event.actors), names(event.units)) == (["Iran"], ["Islamic Revolutionary Guard Corps"])


def test_the_attack_of_the_headline_comes_before_background(read: Read) -> None:
    found = read("Iran attacked Iraq on Monday. In 1998, Ethiopia attacked Eritrea.")
    assert [names(event.actors) for event in found.events] == [["Iran"], ["Ethiopia"]]


def test_content_refers_to_the_event_that_is_judged(read: Read) -> None:
    attack, condemned = read("Iran attacked Iraq on Monday. France denounced the attack.").events
    assert (names(condemned.actors), condemned.content) == (["France"], (attack.id,))


def test_who_is_asked_says_nothing(read: Read) -> None:
    (event,) = read("France urged Iran to free the sailors.").events
    assert voices(event) == []


@pytest.mark.parametrize(
    ("sentence", "name", "code"),
    [
        ("Kenyan police arrested three activists.", "three activists", "KEN"),
        ("Senegal's government suspended the newspaper.", "newspaper", "SEN"),
        ("Thousands marched against Tunisia's president, and the army stood by.", "army", "TUN"),
        ("Gunmen ambushed Chadian soldiers.", "Gunmen", "TCD"),
        ("A group of Omani teachers went on strike.", "group of Omani teachers", "OMN"),
    ],
)
def test_whoever_the_text_gives_no_country_is_at_home_where_the_text_is(
    read: Read, sentence: str, name: str, code: str
) -> None:
    assert {e.name: e.code for e in read(sentence).entities}.get(name) == code


def test_whoever_is_set_against_a_state_is_not_of_it(read: Read) -> None:
    told = read("The rebels threatened Chad.")
    assert {e.name: e.code for e in told.entities} == {"rebels": None, "Chad": "TCD"}


def test_a_shared_noun_is_a_party_for_each_state(read: Read) -> None:
    (event,) = read("U.S. and Russian negotiators held talks in Vienna.").events
    assert [(who.text, who.code) for who in event.actors] == [("U.S.", "USA"), ("Russian negotiators", "RUS")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rebels attacked a school.", "Facility"),
        ("The school accused rebels of looting.", "Organization"),
    ],
)
def test_a_school_is_a_building_unless_it_acts(read: Read, text: str, kind: str) -> None:
    assert [each.type for each in read(text).entities if "school" in each.name] == [kind]


def test_numbers_of_different_people_are_no_contradiction(read: Read) -> None:
    text = "Eleven soldiers and 18 militants were killed in the attack on Basra, the army said."
    assert read(text).contradictions == ()


@OVERRULED
def test_two_speakers_who_name_different_targets_and_places_contradict_each_other(read: Read) -> None:
    text = (
        "Saudi jets bombed a market in Sanaa on Friday, the Houthis said. "
        "The coalition said the strike hit a weapons depot in Hodeidah."
    )
    told = {one.kind: [value for value, _ in _claims(one)] for one in read(text).contradictions}
    assert told == {"target": ["market", "weapons depot"], "place": ["Sanaa", "Hodeidah"]}


@OVERRULED
def test_an_attack_that_two_speakers_lay_at_different_doors_is_a_contradiction(read: Read) -> None:
    text = (
        "A bomb killed five people in Homs on Monday. The government blamed Islamic State for the attack. "
        "The opposition said the Syrian army had carried out the attack."
    )
    (contradiction,) = read(text).contradictions
    assert contradiction.kind == "actor"
    assert _claims(contradiction) == [("Islamic State", "government"), ("Syrian Arab Army", "opposition")]


def _codes(found: Extraction) -> dict[str, str | None]:
    return {entity.name: entity.code for entity in found.entities if entity.type != "State"}


def test_who_is_sent_is_of_the_country_that_sends_him(read: Read) -> None:
    found = read("Chad and Sudan fought. Sudan left Chad. Chad is at war. Peru sent 500 policemen to Chad.")
    assert _codes(found) == {"500 policemen": "PER"}


def test_a_paragraph_about_one_other_country_is_its_own_home(read: Read) -> None:
    found = read(
        "Sudan attacked Chad. Chad is at war with Sudan. Chad fell.\nIn Jamaica, rain fell. Police left."
    )
    assert _codes(found)["Police"] == "JAM"


def test_each_dateline_has_its_own_country(read: Read) -> None:
    found = read("LIMA - Police left.\n\nRABAT - Soldiers left.")
    assert [_codes(found)[name] for name in ("Police", "Soldiers")] == ["PER", "MAR"]


def test_the_state_of_a_town_and_both_capitals_are_named(read: Read) -> None:
    found = entities(read("The Ukrainian city of Poltava was hit. Troops fought in Bamako and Niamey."))
    assert [(kind, name) for kind, name, _ in found if kind in ("State", "Place")] == [
        ("State", "Ukraine"),
        ("Place", "Poltava"),
        ("Place", "Bamako"),
        ("Place", "Niamey"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "No group was seen in the town.",
        "The storm caused no casualties.",
        "The state of emergency ended.",
        "The rain hid the patrols.",
    ],
)
def test_nobody_is_no_entity(read: Read, text: str) -> None:
    assert [entity.name for entity in read(text).entities if entity.type != "Place"] == []
    assert not any("state" in entity.name for entity in read(text).entities)
