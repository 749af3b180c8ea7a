"""What the shipped article must give."""

from __future__ import annotations

import pytest
from conftest import SEEDS
from told import misquoted, names, voices

from kg.extractor import Extractor
from kg.model import Contradiction, Document, Entity, Event, Extraction
from kg.read import read


@pytest.fixture(scope="module")
def article() -> Document:
    (document,) = read([str(SEEDS)])
    assert isinstance(document, Document)
    return document


@pytest.fixture(scope="module")
def found(extractor: Extractor, article: Document) -> Extraction:
    (extraction,) = extractor.extract([article])
    assert isinstance(extraction, Extraction)
    return extraction


def _entity(found: Extraction, name: str) -> Entity:
    (entity,) = [each for each in found.entities if each.name == name]
    return entity


def _events(found: Extraction, category: str, *actors: str) -> list[Event]:
    return [
        each for each in found.events if each.event == category and set(actors) <= set(names(each.actors))
    ]


def _strike(found: Extraction) -> Event:
    return found.events[0]


# ---- the document


def test_the_manifest_gives_its_date(article: Document) -> None:
    assert (article.id, str(article.published)) == ("000_04451bd3ce9091a5", "2024-01-17")


def test_every_quotation_is_true(article: Document, found: Extraction) -> None:
    assert misquoted(article, found) == []


# ---- the strike


def test_the_main_event_is_the_strike_of_iran(found: Extraction) -> None:
    strike = _strike(found)
    assert (strike.event, strike.status, names(strike.actors)) == ("ASSAULT", "actual", ["Iran"])


def test_the_strike_was_on_the_evening_of_16_january(found: Extraction) -> None:
    date = _strike(found).date
    assert date is not None
    assert (date.text, date.earliest, date.latest) == ("Tuesday night", "2024-01-16", "2024-01-16")


def test_the_strike_was_in_balochistan(found: Extraction) -> None:
    assert "Balochistan" in [place.name for place in _strike(found).places]


def test_the_strike_was_in_panjgur(found: Extraction) -> None:
    assert "Panjgur" in [place.text for place in _strike(found).places]


def test_the_strike_was_made_with_a_missile(found: Extraction) -> None:
    strike = _strike(found)
    assert strike.mode == "heavy-weapons"
    assert "missile" in " ".join(span.text for span in strike.instruments)


def test_all_tellings_of_the_strike_are_one_event(found: Extraction) -> None:
    told = [mention.text for mention in _strike(found).mentions]
    words = ("fired", "struck", "carried out the attack", "attack", "targeted", "attacked")
    assert [word for word in words if not any(word in each for each in told)] == []


def test_the_strike_is_told_as_an_attack_of_iran_only_once(found: Extraction) -> None:
    assert _events(found, "ASSAULT", "Iran") == [_strike(found)]


def test_the_guard_corps_is_the_unit_that_carried_it_out(found: Extraction) -> None:
    assert names(_strike(found).units) == ["Islamic Revolutionary Guard Corps"]


def test_the_headquarters_of_the_group_were_the_target(found: Extraction) -> None:
    targets = [who.text for who in _strike(found).targets]
    assert [text for text in targets if "headquarters" in text] != []


def test_that_the_headquarters_were_the_target_is_said_by_the_state_agencies(found: Extraction) -> None:
    assert ("reports", "state news agencies", "said", None) in voices(_strike(found))


# ---- the meeting


def test_the_meeting_in_davos_is_one_event_told_twice(found: Extraction) -> None:
    (meeting,) = _events(found, "CONSULT")
    assert (len(meeting.mentions), meeting.status) == (2, "actual")
    assert [place.name for place in meeting.places] == ["Davos"]


def test_the_two_ministers_met(found: Extraction) -> None:
    (meeting,) = _events(found, "CONSULT")
    kakar, abdullahian = meeting.actors
    assert ("Kakar" in kakar.name, "Abd" in abdullahian.name) == (True, True)
    assert (kakar.code, abdullahian.code) == ("PAK", "IRN")


# ---- accusations and what goes with them


def test_the_countries_accuse_each_other_as_a_habit(found: Extraction) -> None:
    (mutual,) = [each for each in _events(found, "ACCUSE") if each.status == "habitual"]
    assert (set(names(mutual.actors)), set(names(mutual.recipients))) == (
        {"Iran", "Pakistan"},
        {"Iran", "Pakistan"},
    )


def test_the_content_of_the_mutual_accusation_is_the_support_of_insurgents(found: Extraction) -> None:
    (mutual,) = [each for each in _events(found, "ACCUSE") if each.status == "habitual"]
    assert ["supporting insurgents" in getattr(part, "text", "") for part in mutual.content] == [True]


def test_nothing_asserts_that_insurgents_are_supported(found: Extraction) -> None:
    assert [each for each in found.events if each.event in ("SUPPORT", "AID", "COOPERATE")] == []


def test_iran_blacklisted_the_group(found: Extraction) -> None:
    blacklisted = [each for each in found.events if each.trigger.text == "blacklisted"]
    assert [(names(each.actors), names(each.recipients)) for each in blacklisted] == [
        (["Iran"], ["Jaish al-Adl"])
    ]


def test_pakistan_condemned_the_strike(found: Extraction) -> None:
    condemned = [each for each in _events(found, "ACCUSE") if each.trigger.text == "unacceptable"]
    assert [who.code for each in condemned for who in each.actors] == ["PAK"]


def test_pakistan_summoned_the_top_diplomat_in_protest(found: Extraction) -> None:
    (summoned,) = [each for each in found.events if "summoned" in each.trigger.text]
    assert (summoned.event, names(summoned.actors)) == ("ACCUSE", ["Pakistan"])
    assert [who.code for who in summoned.recipients] == ["IRN"]


# ---- who is who


def test_the_group_has_three_names(found: Extraction) -> None:
    group = _entity(found, "Jaish al-Adl")
    assert (group.type, set(group.aliases) >= {"Justice Army", "Jaish-ul-Adl"}) == ("ArmedGroup", True)


@pytest.mark.parametrize("word", ["Tasnim", "Nour"])
def test_tasnim_and_nour_are_news_agencies(found: Extraction, word: str) -> None:
    assert [each.type for each in found.entities if word in each.name] == ["NewsAgency"]


def test_kakar_is_acting_prime_minister_of_pakistan(found: Extraction) -> None:
    (kakar,) = [each for each in found.entities if "Kakar" in each.name]
    assert kakar.type == "Official"
    assert ("prime minister", "PAK", "acting") in [(role.title, role.of, role.state) for role in kakar.roles]


def test_abdullahian_is_minister_in_one_sentence_and_president_in_the_next(found: Extraction) -> None:
    (minister,) = [each for each in found.entities if "Abd" in each.name]
    assert [(role.title, role.of) for role in minister.roles] == [
        ("foreign minister", "IRN"),
        ("president", "IRN"),
    ]


def test_the_two_offices_of_abdullahian_are_flagged_as_a_contradiction(found: Extraction) -> None:
    (minister,) = [each for each in found.entities if "Abd" in each.name]
    flagged: list[Contradiction] = [each for each in found.contradictions if each.about == minister.iri]
    assert [(each.kind, [claim.value for claim in each.claims]) for each in flagged] == [
        ("role", ["foreign minister", "president"])
    ]


def test_nothing_else_is_flagged(found: Extraction) -> None:
    assert len(found.contradictions) == 1


# ---- what the article does not tell


@pytest.mark.parametrize(
    "words",
    [
        "has not issued a statement",
        "rarely use military force",
        "terrorism is a common threat",
        "released a video",
        "I told him",
    ],
)
def test_this_is_not_told_as_an_actual_event(article: Document, found: Extraction, words: str) -> None:
    start = article.text.index(words)
    inside = range(start, start + len(words))
    told = [mention for event in found.events if event.status == "actual" for mention in event.mentions]
    assert [mention.text for mention in told if mention.start in inside] == []


def test_pakistan_was_at_the_receiving_end_of_the_strike(found: Extraction) -> None:
    assert "Pakistan" in names(_strike(found).recipients)


def test_the_group_carried_out_earlier_attacks_in_iran(found: Extraction) -> None:
    (earlier,) = [each for each in found.events if "several attacks" in each.trigger.text]
    assert (earlier.event, names(earlier.actors)) == ("ASSAULT", ["Jaish al-Adl"])


def test_pakistan_warned_of_consequences(found: Extraction) -> None:
    assert [who.code for each in _events(found, "THREATEN") for who in each.actors] == ["PAK"]


def test_tasnim_is_linked_to_the_guard_corps(found: Extraction, extractor: Extractor) -> None:
    (tasnim,) = [each for each in found.entities if "Tasnim" in each.name]
    linked = extractor.knowledge.actors[tasnim.iri].linked
    assert [extractor.knowledge.actors[iri].label for iri in linked] == ["Islamic Revolutionary Guard Corps"]
