"""Names in a text: the known by how they are written, the unknown as they look."""

from __future__ import annotations

from itertools import pairwise

import pytest
from conftest import ParseText

from kg.extract.names import find_names
from kg.extract.spans import NameSpan
from kg.knowledge import Knowledge


def _names(
    knowledge: Knowledge, parse: ParseText, text: str, *, places: frozenset[str] = frozenset()
) -> list[NameSpan]:
    return find_names(parse(text), knowledge, places.__contains__).names


def _told(knowledge: Knowledge, parse: ParseText, text: str) -> list[tuple[str, str, str]]:
    """(text, type, form) of each name."""
    return [(name.text, name.type, name.form) for name in _names(knowledge, parse, text)]


def _actors(knowledge: Knowledge, parse: ParseText, text: str) -> list[tuple[str, str | None]]:
    """(text, label of the known actor) of each name."""
    found = _names(knowledge, parse, text)
    return [(name.text, name.actor.label if name.actor else None) for name in found]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Iran left.", ("Iran", "State", "name")),
        ("Tehran left the talks.", ("Tehran", "State", "metonym")),
        ("Iranian troops left.", ("Iranian", "State", "adjective")),
        ("Iranians left.", ("Iranians", "CivilGroup", "demonym")),
    ],
)
def test_a_state_is_named_in_four_ways(
    knowledge: Knowledge, parse: ParseText, text: str, told: tuple[str, str, str]
) -> None:
    found = _told(knowledge, parse, text)
    assert found[0] == told or found[0][0].startswith(told[0])


def test_the_longest_known_name_wins(knowledge: Knowledge, parse: ParseText) -> None:
    assert _actors(knowledge, parse, "South Sudan attacked Sudan.") == [
        ("South Sudan", "South Sudan"),
        ("Sudan", "Sudan"),
    ]


def test_a_name_does_not_run_over_a_comma(knowledge: Knowledge, parse: ParseText) -> None:
    assert ("West Bank", "West Bank") not in _actors(knowledge, parse, "Some West Bank settlers shot him.")
    assert [one.text for one in _names(knowledge, parse, "In the West Bank, settlers shot a man.")][:1] == [
        "West Bank"
    ]


def test_names_never_overlap(knowledge: Knowledge, parse: ParseText) -> None:
    text = "The Revolutionary Guard Corps of Iran and the Bank of Iran met the United Nations in South Sudan."
    found = _names(knowledge, parse, text)
    assert [one.text for one, other in pairwise(found) if other.first <= one.last] == []


def test_an_acronym_is_a_name_and_the_pronoun_is_not(knowledge: Knowledge, parse: ParseText) -> None:
    text = "The US left. Iran told us. The U.S. stayed."
    assert _actors(knowledge, parse, text) == [
        ("US", "United States"),
        ("Iran", "Iran"),
        ("U.S.", "United States"),
    ]


def test_a_name_in_small_letters_is_a_common_word(knowledge: Knowledge, parse: ParseText) -> None:
    assert _actors(knowledge, parse, "They ate turkey with chad and china.") == []


def test_diacritics_and_hyphens_make_no_other_name(knowledge: Knowledge, parse: ParseText) -> None:
    assert [who for _, who in _actors(knowledge, parse, "Türkiye attacked Jaish-ul-Adl.")] == [
        "Turkey",
        "Jaish al-Adl",
    ]


def test_a_weak_name_needs_the_full_name_in_the_document(knowledge: Knowledge, parse: ParseText) -> None:
    weak = "Administrative Department of Security"
    assert [who for _, who in _actors(knowledge, parse, "The DAS left.") if who == weak] == []
    both = _actors(knowledge, parse, f"The {weak} stayed. The DAS left.")
    assert [who for _, who in both if who == weak] == [weak, weak]


def test_a_person_nobody_knows_is_a_person(knowledge: Knowledge, parse: ParseText) -> None:
    assert _told(knowledge, parse, "Anna Keller criticised China.")[0] == ("Anna Keller", "Person", "name")


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Zorlian Front attacked Sudan.", "Zorlian Front", "ArmedGroup"),
        ("The Zorlian Democratic Party condemned Sudan.", "Zorlian Democratic Party", "Party"),
    ],
)
def test_the_last_word_of_an_unknown_name_tells_what_it_is(
    knowledge: Knowledge, parse: ParseText, text: str, name: str, kind: str
) -> None:
    assert _told(knowledge, parse, text)[0] == (name, kind, "name")


def test_a_name_that_holds_a_state_keeps_its_code(knowledge: Knowledge, parse: ParseText) -> None:
    found = _names(knowledge, parse, "The Iran Zorl Company criticised Iraq.")[0]
    assert (found.text, found.actor, found.code) == ("Iran Zorl Company", None, "IRN")


def test_article_and_possessive_are_no_part_of_a_name(knowledge: Knowledge, parse: ParseText) -> None:
    text = "The United Nations' envoy met Iran's minister."
    assert [text for text, _ in _actors(knowledge, parse, text)] == ["United Nations", "Iran"]


def test_a_kind_of_actor_is_a_noun_and_no_name(knowledge: Knowledge, parse: ParseText) -> None:
    found = find_names(parse("Two gunmen attacked the town."), knowledge, lambda name: False)
    assert [(each.noun.word, each.noun.type) for each in found.noun_at.values()] == [("gunman", "ArmedGroup")]


def test_an_office_is_a_noun_of_its_own(knowledge: Knowledge, parse: ParseText) -> None:
    found = find_names(parse("The prime minister left."), knowledge, lambda name: False)
    assert [(each.noun.slug, each.noun.office) for each in found.noun_at.values()] == [
        ("prime-minister", True)
    ]


def test_names_are_found_by_each_of_their_words(knowledge: Knowledge, parse: ParseText) -> None:
    found = find_names(parse("The United Nations left."), knowledge, lambda name: False)
    assert found.name_at[1] is found.name_at[2] is found.names[0]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Troops left the town of Zorla.", "Zorla", "Place"),
        ("Police were killed near Dugra and Zorla.", "Zorla", "Place"),
        ("Colonel Anton Vela fled. The rebels freed Vela.", "Vela", "Person"),
        ("The newspaper Zorlian Gate criticised Chad.", "Zorlian Gate", "NewsAgency"),
        ("Chad claims Zorla Shoal.", "Zorla Shoal", "Place"),
        ("Troops overran Bunia.", "Bunia", "Place"),
        ("Troops overran Zorlaba in eastern Chad.", "Zorlaba", "Place"),
        ("Gunmen from the Kundu militia fled.", "Kundu", "ArmedGroup"),
        ("Soldiers crossed the Zarin corridor on Monday.", "Zarin", "Place"),
        ("He fled Banova, where a policeman was shot.", "Banova", "Place"),
        ("Rebels seized the camp of the Zorla.", "Zorla", "Place"),
        ("Gunmen killed a guard at the checkpoint Ban Dorul.", "Ban Dorul", "Place"),
        ("Coast guards boarded a tanker off Dugra.", "Dugra", "Place"),
        ("He seized Dorul, a town in Kalat.", "Dorul", "Place"),
        ("Residents of the village of Mubarak fled.", "Mubarak", "Place"),
        ("Salim al-Raisi left.", "Salim al-Raisi", "Person"),
        ("The 601st Brigade attacked Chad.", "601st Brigade", "Military"),
        ("The White House criticised Chad.", "White House", "Agency"),
    ],
)
def test_the_words_around_an_unknown_name_tell_what_it_is(
    knowledge: Knowledge, parse: ParseText, text: str, name: str, kind: str
) -> None:
    found = find_names(parse(text), knowledge, "Bunia".__eq__, "Bunia".__eq__).names
    assert [each.type for each in found if each.text == name] == [kind]


def test_two_names_that_are_one_place_are_one_name(knowledge: Knowledge, parse: ParseText) -> None:
    found = _names(
        knowledge, parse, "Floods hit Castile and Leon on Monday.", places=frozenset({"Castile and Leon"})
    )
    assert [(span.text, span.type) for span in found] == [("Castile and Leon", "Place")]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Troops left Zorla district on Monday.", "Zorla district", "Place"),
        ("Police stormed the Zorla copper mine on Monday.", "Zorla copper mine", "Facility"),
        ("A plane landed at Sanaa airport on Monday.", "Sanaa airport", "Facility"),
        ("Gunmen struck Gaza City on Monday.", "Gaza City", "Place"),
        ("Troops raided the West Bank city of Jenin.", "West Bank", "Place"),
    ],
)
def test_the_noun_after_a_name_belongs_to_the_place(
    knowledge: Knowledge, parse: ParseText, text: str, name: str, kind: str
) -> None:
    assert (name, kind, "name") in _told(knowledge, parse, text)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Spokeswoman Qeth Zan Harl left.", "Qeth Zan Harl", "Person"),
        ("Rebels crossed the Quorl river on Monday.", "Quorl river", "Place"),
    ],
)
def test_a_name_that_the_model_overlooks_is_told_by_the_word_beside_it(
    knowledge: Knowledge, parse: ParseText, text: str, name: str, kind: str
) -> None:
    assert (name, kind) in [told[:2] for told in _told(knowledge, parse, text)]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Italy praised the Chamber of Deputies.", "Chamber of Deputies (Italy)"),
        ("North Korea fired a missile. The North is armed.", "North Korea"),
    ],
)
def test_a_weak_name_stands_for_the_only_one_of_a_country_spoken_of(
    knowledge: Knowledge, parse: ParseText, text: str, label: str
) -> None:
    assert _actors(knowledge, parse, text)[-1][1] == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Sudan condemned the RSF.", "Rapid Support Forces"),
        ("The RSF left.", "Reporters Without Borders"),
    ],
)
def test_the_country_spoken_of_tells_whose_acronym_it_is(
    knowledge: Knowledge, parse: ParseText, text: str, label: str
) -> None:
    assert _actors(knowledge, parse, text)[-1][1] == label


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Police beat women on Monday; the unmarked car stopped in Kileleshwa.", "Kileleshwa"),
        ("Bhargava met in Raj Bhavan with leaders.", "Raj Bhavan"),
        ("The parliament extended the state of emergency in Amhara by four months.", "Amhara"),
        ("Fighters were killed in the Amhara region on Monday.", "Amhara region"),
    ],
)
def test_what_something_is_in_is_a_place(
    knowledge: Knowledge, parse: ParseText, text: str, place: str
) -> None:
    assert (place, "Place") in [told[:2] for told in _told(knowledge, parse, text)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ten people were killed in Ramadan.", "Ramadan"),
        ("Police arrested rebels who believe in Marxism.", "Marxism"),
        ("Police detained a man in Room 12.", "Room"),
    ],
)
def test_what_nothing_can_be_in_is_no_place(
    knowledge: Knowledge, parse: ParseText, text: str, word: str
) -> None:
    assert word not in [told[0] for told in _told(knowledge, parse, text)]
