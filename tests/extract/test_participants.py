"""Who a noun phrase stands for: type, owner, office and words."""

from __future__ import annotations

import pytest
from conftest import ParseText, Read

from kg.drafts import Participant
from kg.extract.names import find_names
from kg.extract.participants import Reader
from kg.knowledge import Knowledge


def _people(knowledge: Knowledge, parse: ParseText, sentence: str, word: str) -> list[Participant]:
    """Who the phrase headed by a word stands for."""
    found = parse(sentence)
    reader = Reader(found, knowledge, find_names(found, knowledge, lambda name: False))
    head = next(token for token in found.tokens if token.text == word)
    return reader.people(head)


def _one(knowledge: Knowledge, parse: ParseText, sentence: str, word: str) -> Participant:
    (who,) = _people(knowledge, parse, sentence, word)
    return who


@pytest.mark.parametrize(
    ("sentence", "word", "kind", "name", "code"),
    [
        ("Iran left.", "Iran", "State", "Iran", "IRN"),
        ("Hezbollah left.", "Hezbollah", "ArmedGroup", "Hezbollah", "LBN"),
        ("The United Nations left.", "Nations", "InternationalOrganization", "United Nations", "UNO"),
        ("Reuters left.", "Reuters", "NewsAgency", "Reuters", "GBR"),
        ("Iran's foreign ministry protested.", "ministry", "Agency", "Iran: foreign ministry", "IRN"),
        ("The Iranian foreign ministry protested.", "ministry", "Agency", "Iran: foreign ministry", "IRN"),
        ("The foreign ministry of Iran protested.", "ministry", "Agency", "Iran: foreign ministry", "IRN"),
        ("Masked gunmen attacked.", "gunmen", "ArmedGroup", "Masked gunmen", None),
        ("Iraqi protesters marched.", "protesters", "CivilGroup", "Iraqi protesters", "IRQ"),
        (
            "The Iranian foreign minister protested.",
            "minister",
            "Official",
            "Iranian foreign minister",
            "IRN",
        ),
        ("Rebels hit Iran's headquarters.", "headquarters", "Facility", "Iran's headquarters", "IRN"),
        ("Kenyans protested.", "Kenyans", "CivilGroup", "Kenyans", "KEN"),
    ],
)
def test_a_phrase_stands_for_somebody_of_a_kind_and_country(
    knowledge: Knowledge, parse: ParseText, sentence: str, word: str, kind: str, name: str, code: str | None
) -> None:
    who = _one(knowledge, parse, sentence, word)
    assert (who.type, who.name, who.code) == (kind, name, code)


@pytest.mark.parametrize(
    ("sentence", "office", "tenure"),
    [
        ("President Abebe Tolosa left.", "president", ""),
        ("Acting Prime Minister Abebe Tolosa left.", "prime-minister", "acting"),
        ("The prime minister, Abebe Tolosa, left.", "prime-minister", ""),
        ("Abebe Tolosa, the prime minister of Zembla, left.", "prime-minister", ""),
        ("Former Prime Minister Abebe Tolosa left.", "prime-minister", "former"),
        ("Deputy Oil Minister Abebe Tolosa left.", "oil-minister", "deputy"),
        ("Vice President Abebe Tolosa left.", "vice-president", ""),
        ("The then prime minister, Abebe Tolosa, left.", "prime-minister", "former"),
        ("Premier Abebe Tolosa left.", "prime-minister", ""),
        ("Ombudsman Abebe Tolosa left.", "ombudsman", ""),
    ],
)
def test_an_office_beside_a_name_is_held_by_the_person(
    knowledge: Knowledge, parse: ParseText, sentence: str, office: str, tenure: str
) -> None:
    who = _one(knowledge, parse, sentence, "Tolosa")
    assert (who.type, who.name, who.office, who.tenure) == ("Official", "Abebe Tolosa", office, tenure)


def test_a_profession_is_no_public_office(knowledge: Knowledge, parse: ParseText) -> None:
    who = _one(knowledge, parse, "Journalist Abebe Tolosa left.", "Tolosa")
    assert (who.type, who.office) == ("Person", "journalist")


def test_hundreds_of_people_are_people(knowledge: Knowledge, parse: ParseText) -> None:
    who = _one(knowledge, parse, "Hundreds of students protested.", "Hundreds")
    assert (who.type, who.plural) == ("CivilGroup", True)


def test_a_capital_where_something_happens_is_a_place(knowledge: Knowledge, parse: ParseText) -> None:
    who = _one(knowledge, parse, "Protesters marched in Tehran.", "Tehran")
    assert (who.type, who.name) == ("Place", "Tehran")


@pytest.mark.parametrize(
    "text",
    ["The mayor of Tehran resigned.", "Police closed a road north of Tehran.", "Tehran's streets filled."],
)
def test_a_capital_with_its_parts_is_a_town(knowledge: Knowledge, parse: ParseText, text: str) -> None:
    who = _one(knowledge, parse, text, "Tehran")
    assert (who.type, who.name) == ("Place", "Tehran")


def test_a_capital_that_acts_is_its_state(knowledge: Knowledge, parse: ParseText) -> None:
    who = _one(knowledge, parse, "Tehran protested.", "Tehran")
    assert (who.type, who.name) == ("State", "Iran")


def test_an_embassy_belongs_to_its_state_not_to_where_it_stands(
    knowledge: Knowledge, parse: ParseText
) -> None:
    who = _one(knowledge, parse, "Rebels attacked Syria's embassy in Lebanon.", "embassy")
    assert (who.code, who.name) == ("SYR", "Syria: embassy")


def test_soldiers_of_two_states_are_two(knowledge: Knowledge, parse: ParseText) -> None:
    found = _people(knowledge, parse, "Chadian and Malian protesters met.", "protesters")
    assert [(who.code, who.type) for who in found] == [("TCD", "CivilGroup"), ("MLI", "CivilGroup")]


def test_each_other_is_nobody_new(knowledge: Knowledge, parse: ParseText) -> None:
    who = _one(knowledge, parse, "They accuse each other.", "other")
    assert (who.kind, who.plural) == ("reciprocal", True)


@pytest.mark.parametrize(
    ("sentence", "word", "person", "plural"),
    [
        ("She left.", "She", True, False),
        ("They left.", "They", False, True),
        ("It left.", "It", False, False),
    ],
)
def test_a_pronoun_knows_whether_it_is_one_person(
    knowledge: Knowledge, parse: ParseText, sentence: str, word: str, person: bool, plural: bool
) -> None:
    who = _one(knowledge, parse, sentence, word)
    assert (who.kind, who.person, who.plural) == ("pronoun", person, plural)


@pytest.mark.parametrize(
    ("sentence", "word"), [("The statement came.", "statement"), ("Smoke rose.", "Smoke")]
)
def test_a_mere_thing_is_nobody(knowledge: Knowledge, parse: ParseText, sentence: str, word: str) -> None:
    assert _people(knowledge, parse, sentence, word) == []


def test_a_phrase_is_quoted_without_article_and_relative_clause(
    knowledge: Knowledge, parse: ParseText
) -> None:
    found = parse("The masked gunmen who fled were caught.")
    reader = Reader(found, knowledge, find_names(found, knowledge, lambda name: False))
    who = reader.read(found.tokens[2])
    assert who is not None and (who.first, who.last) == (1, 2)


@pytest.mark.parametrize(
    ("sentence", "word", "told"),
    [
        ("Tajik and Kyrgyz guards met.", "guards", [("TJK", "Tajik"), ("KGZ", "Kyrgyz guards")]),
        ("The envoys of Chad and Niger met.", "envoys", [("TCD", "envoys of Chad"), ("NER", "Niger")]),
        ("The guards of Chad left.", "guards", [("TCD", "guards of Chad")]),
    ],
)  # fmt: skip
def test_a_phrase_with_two_owners_stands_for_two(
    knowledge: Knowledge, parse: ParseText, sentence: str, word: str, told: list[tuple[str, str]]
) -> None:
    found = parse(sentence)
    reader = Reader(found, knowledge, find_names(found, knowledge, lambda name: False))
    people = reader.people(next(token for token in found.tokens if token.text == word))
    assert [(who.code, reader.quote(who.first, who.last)) for who in people] == told


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Hamas fighters attacked.", "fighters"),
        ("Suspected Hamas militants attacked.", "militants"),
        ("Members of Hamas attacked.", "Members"),
    ],
)
def test_members_of_an_armed_group_are_the_group(
    knowledge: Knowledge, parse: ParseText, sentence: str, word: str
) -> None:
    who = _one(knowledge, parse, sentence, word)
    assert (who.type, who.name, who.known, who.plural) == ("ArmedGroup", "Hamas", True, True)


@pytest.mark.parametrize(
    ("sentence", "word"),
    [("Chad used force against rebels.", "force"), ("Chad declared a state of emergency.", "state")],
)
def test_a_bare_idiom_names_nobody(knowledge: Knowledge, parse: ParseText, sentence: str, word: str) -> None:
    found = [who for who in _people(knowledge, parse, sentence, word) if who.type in ("Military", "State")]
    assert found == []


@pytest.mark.parametrize(
    ("sentence", "word", "name"),
    [
        ("The minister of defence of Latvia Anton Vela left.", "minister", "Anton Vela"),
        ("The spokesman of the council General Anton Vela left.", "spokesman", "Anton Vela"),
        ("The aide of President Anton Vela left.", "aide", "aide of President Anton Vela"),
    ],
)
def test_a_name_behind_an_office_and_its_body_is_the_holder(
    knowledge: Knowledge, parse: ParseText, sentence: str, word: str, name: str
) -> None:
    assert _one(knowledge, parse, sentence, word).name == name


def test_a_group_described_beside_its_name_is_one(knowledge: Knowledge, parse: ParseText) -> None:
    who = _one(knowledge, parse, "Hezbollah, a militant group, attacked Chad.", "group")
    assert (who.name, who.known) == ("Hezbollah", True)


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Pro-Russian separatists rallied.", None),
        ("Turkish-backed fighters rallied in Syria.", "SYR"),
        ("Vietnamese-led forces rallied.", "VNM"),
    ],
)
def test_whom_somebody_is_for_or_backed_by_is_not_his_country(
    read: Read, sentence: str, code: str | None
) -> None:
    (event,) = read(sentence).events
    assert [who.code for who in event.actors] == [code]


def test_an_official_is_not_the_company_of_the_same_name(knowledge: Knowledge, parse: ParseText) -> None:
    who = _one(knowledge, parse, "President Boeing met Chad's king.", "Boeing")
    assert (who.type, who.known, who.key) == ("Official", False, "Person:boeing")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Police arrested six others in Lagos.", "six others"),
        ("A bomber killed himself and nine others at a base.", "nine others"),
        ("Doctors of the army treated the wounded in Lagos.", "wounded"),
    ],
)
def test_people_of_whom_only_the_number_or_the_state_is_told(read: Read, text: str, told: str) -> None:
    recipients = [who for event in read(text).events for who in event.recipients]
    assert [(who.text, who.type) for who in recipients if who.text == told] == [(told, "CivilGroup")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Soldiers arrested the farmer Félix Urbiola.", "Félix Urbiola"),
        ("Police arrested a boy of 17, Axel Rudaban, on Monday.", "Axel Rudaban"),
        ("The mayor of Pau, Guy Lay, was arrested on Monday.", "Guy Lay"),
        ("The far-right agitator Tommy Robson was arrested on Friday.", "Tommy Robson"),
    ],
)
def test_whoever_is_named_beside_what_he_is_called_is_one_person(read: Read, text: str, name: str) -> None:
    found = read(text)
    assert [who.name for event in found.events for who in event.recipients] == [name]
    assert [each.name for each in found.entities if each.type in ("Person", "Official")] == [name]


def test_a_name_behind_a_comma_may_begin_a_list_or_another_clause(read: Read) -> None:
    found = read("They accused the boy, Ali Hadi said.")
    assert [who.name for who in found.events[0].recipients] == ["boy"]


@pytest.mark.parametrize(
    ("text", "name", "noun"),
    [
        ("The killer of the mayor, Ali Raza, was jailed.", "Ali Raza", "mayor"),
        (
            "In a letter to the president, Ahmed Khan, the rebel leader, accused Chad.",
            "Ahmed Khan",
            "president",
        ),
        ("Convicted of murdering a teacher, Ahmed Khan, 34, was jailed.", "Ahmed Khan", "teacher"),
        ("After he killed the farmer, Pedro Gomez, 34, fled.", "Pedro Gomez", "farmer"),
    ],
)
def test_a_name_that_belongs_to_another_word_is_another_person(
    read: Read, text: str, name: str, noun: str
) -> None:
    (entity,) = [each for each in read(text).entities if each.name == name]
    assert not [mention.text for mention in entity.mentions if noun in mention.text]


def test_titles_in_a_list_stay_with_the_names_before_them(read: Read) -> None:
    text = "Police arrested Guy Lay, the mayor, Jean Roux, the bishop, and two nuns. The mayor was beaten."
    found = read(text)
    mentions = {each.name: [m.text for m in each.mentions] for each in found.entities}
    assert (mentions["Guy Lay"], mentions["Jean Roux"]) == (["Guy Lay", "mayor"], ["Jean Roux", "bishop"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3.20 million people were displaced by rebels.", "3.20 million people"),
        ("12.15 Police have opened fire on marchers.", "Police"),
        ("17:30 Gunmen attacked the army.", "Gunmen"),
    ],
)
def test_a_number_is_no_clock(read: Read, text: str, told: str) -> None:
    assert told in [mention.text for each in read(text).entities for mention in each.mentions]
