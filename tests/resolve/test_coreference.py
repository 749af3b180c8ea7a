"""Which mentions are the same: names, aliases, offices, descriptions and pronouns."""

from __future__ import annotations

import pytest
from conftest import Read
from told import events, names

from kg.model import Extraction


def _last_actors(found: Extraction) -> list[str]:
    """Who does what is told last in the text."""
    last = max(found.events, key=lambda event: event.trigger.start)
    return [who.name for who in last.actors]


def _mentions(found: Extraction, name: str) -> list[str]:
    """How the text names one entity."""
    (entity,) = [each for each in found.entities if each.name == name]
    return [mention.text for mention in entity.mentions]


def _names(found: Extraction) -> list[str]:
    return [entity.name for entity in found.entities]


# ---- pronouns


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Iran attacked Iraq. It also threatened Kuwait.", ["Iran"]),
        ("John Kerry met Sergei Lavrov. He criticised Syria.", ["John Kerry"]),
        ("Anna Keller criticised China. She also condemned Russia.", ["Anna Keller"]),
        (
            "India and Pakistan held talks in Delhi. Both countries agreed to a ceasefire.",
            ["India", "Pakistan"],
        ),
        ("Iran and Iraq met in Oslo. They condemned Israel.", ["Iran", "Iraq"]),
        ("Rebels attacked the army. They then threatened Chad.", ["Rebels"]),
        ("Hezbollah attacked Israel. It threatened Cyprus.", ["Hezbollah"]),
        ("Hezbollah attacked Israel. The group also threatened Cyprus.", ["Hezbollah"]),
        ("India and Pakistan met in Oslo. Both countries condemned Israel.", ["India", "Pakistan"]),
        ("India and Pakistan met in Oslo. The two countries condemned Israel.", ["India", "Pakistan"]),
    ],
)
def test_a_later_sentence_refers_back(read: Read, text: str, actors: list[str]) -> None:
    assert _last_actors(read(text)) == actors


def test_a_group_called_she_is_still_the_group(read: Read) -> None:
    found = read("Jaish al-Adl is based in Pakistan. She has carried out several attacks in Iran.")
    assert _last_actors(found) == ["Jaish al-Adl"]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Hezbollah, which is based in Lebanon, left.", ["Hezbollah", "which"]),
        ("Anna Keller, whose car was hit, left. She is safe.", ["Anna Keller", "whose", "She"]),
    ],
)
def test_a_pronoun_that_takes_part_in_nothing_is_a_mention(
    read: Read, text: str, mentions: list[str]
) -> None:
    assert _mentions(read(text), mentions[0]) == mentions


def test_a_pronoun_with_nothing_before_it_stands_for_nobody(read: Read) -> None:
    assert events(read("They attacked Iraq.")) == [("ASSAULT", None, [], ["Iraq"], "actual")]


def test_it_is_no_person(read: Read) -> None:
    assert _last_actors(read("Anna Keller resigned. It attacked Iraq.")) == []


def test_an_object_pronoun_is_not_the_subject_of_its_own_clause(read: Read) -> None:
    found = read("Iran accused Iraq. Kuwait attacked it.")
    (attack,) = [event for event in found.events if event.event == "ASSAULT"]
    assert "Kuwait" not in [who.name for who in attack.recipients]


def test_we_outside_a_quotation_is_nobody(read: Read) -> None:
    assert events(read("Iraq condemned us.")) == [("ACCUSE", "disapprove", ["Iraq"], [], "actual")]


# ---- names


def test_the_last_name_alone_is_the_person_named_in_full(read: Read) -> None:
    found = read("Anna Keller criticised Russia. Keller also condemned Belarus.")
    assert _mentions(found, "Anna Keller") == ["Anna Keller", "Keller"]


def test_a_name_in_brackets_is_an_alias(read: Read) -> None:
    found = read("The Qworvath Unity Movement (QUM) attacked Chad. The QUM threatened Niger.")
    assert _last_actors(found) == ["Qworvath Unity Movement"]


def test_known_aliases_are_one_entity(read: Read) -> None:
    found = read("Jaish al-Adl (Justice Army) attacked a convoy. Jaish-ul-Adl threatened Iran.")
    assert _mentions(found, "Jaish al-Adl") == ["Jaish al-Adl", "Justice Army", "Jaish-ul-Adl"]


def test_state_capital_and_adjective_are_one_actor(read: Read) -> None:
    found = read("Iran condemned Iraq. Tehran also criticised Kuwait.")
    assert [event.actors[0].iri for event in found.events] == ["https://w3id.org/communique/actor/iran"] * 2


def test_persons_of_different_names_stay_apart(read: Read) -> None:
    found = read("Anna Keller criticised Russia. Maria Keller criticised China.")
    assert [name for name in _names(found) if name.endswith("Keller")] == ["Anna Keller", "Maria Keller"]


# ---- offices


def test_the_minister_is_the_person_named_with_that_office(read: Read) -> None:
    found = read("Foreign Minister Abebe Tolosa met rebels. The foreign minister criticised Sudan.")
    assert _last_actors(found) == ["Abebe Tolosa"]


def test_the_minister_of_another_state_is_somebody_else(read: Read) -> None:
    found = read("Chadian Foreign Minister Abebe Tolosa left. The Malian foreign minister criticised Sudan.")
    assert _last_actors(found) == ["Malian foreign minister"]


def test_the_former_minister_is_not_the_minister(read: Read) -> None:
    found = read("Foreign Minister Abebe Tolosa left. The former foreign minister criticised Sudan.")
    assert _last_actors(found) == ["former foreign minister"]


# ---- each other


def test_each_other_makes_every_party_actor_and_recipient(read: Read) -> None:
    assert events(read("Iran and Iraq accused each other of spying.")) == [
        ("ACCUSE", "allege", ["Iran", "Iraq"], ["Iran", "Iraq"], "actual")
    ]


def test_nobody_acts_on_himself_otherwise(read: Read) -> None:
    found = read("Iran said Tehran had attacked Iran.")
    assert [(who.name, event.recipients) for event in found.events for who in event.actors] == [("Iran", ())]


def _actors(found: Extraction, number: int) -> list[tuple[str, str]]:
    """(words, name) of the actors of one event."""
    return [(who.text, who.name) for who in found.events[number].actors]


def test_both_sides_are_the_two_named_before_and_quoted_as_they_stand(read: Read) -> None:
    found = read("Chad attacked Sudan on Monday. Egypt criticised Libya. The two sides agreed to a truce.")
    told = [_actors(found, n) for n, event in enumerate(found.events) if event.event == "AGREE"]
    assert told == [[("two sides", "Egypt"), ("two sides", "Libya")]]


def test_who_speaks_of_both_sides_is_none_of_them(read: Read) -> None:
    found = read("Chad attacked Sudan on Monday. Egypt urged both sides to show restraint.")
    (told,) = [event for event in found.events if event.event == "REQUEST"]
    assert [(who.text, who.name) for who in told.recipients] == [
        ("both sides", "Chad"),
        ("both sides", "Sudan"),
    ]


def test_the_side_of_a_state_is_the_state(read: Read) -> None:
    found = read("Chad thanked the Sudanese side.")
    assert [who.name for event in found.events for who in event.recipients] == ["Sudan"]


def test_a_noun_beside_a_name_is_the_person(read: Read) -> None:
    found = read("Police arrested Omar Diallo, leader of the opposition, on Monday.")
    assert [(e.name, len(e.mentions)) for e in found.entities if e.type == "Official"] == [("Omar Diallo", 2)]


def test_the_minister_is_the_only_one_named(read: Read) -> None:
    found = read("Defence Minister Ivan Petkov visited Chad. The minister praised the army.")
    (person,) = [each for each in found.entities if each.type == "Official"]
    assert (person.name, [role.title for role in person.roles]) == ("Ivan Petkov", ["defence minister"])


def test_the_rebels_are_the_only_group_spoken_of(read: Read) -> None:
    found = read("Hezbollah attacked a post. The rebels killed two soldiers.")
    assert [(e.name, [m.text for m in e.mentions]) for e in found.entities if e.type == "ArmedGroup"] == [
        ("Hezbollah", ["Hezbollah", "rebels"])
    ]


def test_a_description_is_no_other_name(read: Read) -> None:
    found = read("Hezbollah attacked a post. The group killed two soldiers.")
    assert [(e.aliases, len(e.mentions)) for e in found.entities if e.name == "Hezbollah"] == [((), 2)]


def test_the_two_leaders_are_persons_with_names_or_offices(read: Read) -> None:
    found = read("President Amos Diro met Chad's prime minister. The two leaders signed a pact.")
    told = [names(event.actors) for event in found.events if event.event != "CONSULT"]
    assert told == [["Amos Diro", "Chad's prime minister"]]


def test_a_description_before_a_name_in_brackets_is_what_is_named(read: Read) -> None:
    found = read("The local defence force (Zorlian Front) attacked a post.")
    assert [each.name for each in found.entities if each.type != "Facility"] == ["Zorlian Front"]


def test_its_soldiers_are_those_of_whoever_is_meant_each_time(read: Read) -> None:
    found = read("Chad said its soldiers killed two rebels. Niger said its soldiers killed a bandit.")
    assert [(e.name, e.code) for e in found.entities if e.type == "Military"] == [
        ("its soldiers", "TCD"),
        ("its soldiers", "NER"),
    ]


def test_two_of_somebodys_soldiers_are_not_the_two_named_before(read: Read) -> None:
    found = read("Chad and Niger exchanged fire. Chad said two of its soldiers were killed.")
    told = [names(event.recipients) for event in found.events if event.counts]
    assert told == [["its soldiers"]]


@pytest.mark.parametrize(
    ("text", "name", "mention"),
    [
        (
            "The envoy signed a pact in Warsaw with Prime Minister Donald Tomski. India's prime minister "
            "condemned Russia.",
            "Donald Tomski",
            "Prime Minister Donald Tomski",
        ),
        (  # of two holders none is chosen by whom he visits
            "Foreign minister Karl Weber visited Chad. Foreign minister Omar Said visited Germany. "
            "The Chadian foreign minister condemned Sudan.",
            "Karl Weber",
            "Foreign minister Karl Weber",
        ),
    ],
)
def test_an_office_of_one_state_is_not_held_by_an_official_of_another(
    read: Read, text: str, name: str, mention: str
) -> None:
    assert _mentions(read(text), name) == [mention]


@pytest.mark.parametrize(
    ("text", "name", "mention"),
    [
        (
            "In Warsaw Prime Minister Donald Tomski resigned. Poland's prime minister condemned Russia.",
            "Donald Tomski",
            "Poland's prime minister",
        ),
        (
            "Chancellor Karl Weber condemned Russia. The German chancellor condemned Iran.",
            "Karl Weber",
            "German chancellor",
        ),
    ],
)
def test_an_office_of_a_state_is_held_by_whom_the_text_places_there_or_nowhere(
    read: Read, text: str, name: str, mention: str
) -> None:
    assert mention in _mentions(read(text), name)
