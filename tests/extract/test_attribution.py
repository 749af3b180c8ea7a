"""Who says it: speakers, hidden sources, speech in speech, quotations over sentences."""

from __future__ import annotations

import pytest
from conftest import Read
from told import OVERRULED, names, only, voices

Voice = tuple[str, str | None, str, int | None]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Russia attacked Moldova.", []),
        ("Ukraine said Russia had attacked Moldova.", [("reports", "Ukraine", "said", None)]),
        ("Ukraine said that Russia attacked Moldova.", [("reports", "Ukraine", "said", None)]),
        ("Russia attacked Moldova, Romania said.", [("reports", "Romania", "said", None)]),
        ("According to Ukraine, Russia attacked Moldova.", [("reports", "Ukraine", "According to", None)]),
        ("Russia attacked Moldova, according to Ukraine.", [("reports", "Ukraine", "according to", None)]),
        ("Reuters reported that Russia attacked Moldova.", [("reports", "Reuters", "reported", None)]),
        ("Ukraine claimed that Russia attacked Moldova.", [("alleges", "Ukraine", "claimed", None)]),
        ("Russia denied that it had attacked Moldova.", [("denies", "Russia", "denied", None)]),
        ("Russia denied attacking Moldova.", [("denies", "Russia", "denied", None)]),
        ("As Ukraine claims, Russia attacked Moldova.", [("alleges", "Ukraine", "claims", None)]),
        ("Russia denied involvement in the attack on Moldova.", [("denies", "Russia", "denied", None)]),
        ("A US official told Reuters that Iran attacked Iraq.", [("reports", "US official", "told", None)]),
        ("In a statement, Hamas said Israel had attacked Egypt.", [("reports", "Hamas", "said", None)]),
        ("Hamas said in a statement:Israel attacked Egypt.", [("reports", "Hamas", "said", None)]),
        ("“Israel attacked Egypt,” said Hamas in a statement.", [("reports", "Hamas", "said", None)]),
        ("Iran confirmed that it attacked Iraq.", [("reports", "Iran", "confirmed", None)]),
        ("Iran admitted attacking Iraq.", [("reports", "Iran", "admitted", None)]),
        ("It is believed that Israel attacked Syria.", [("reports", None, "believed", None)]),
        ("Israel is believed to have attacked Syria.", [("reports", None, "believed", None)]),
        ("Israel is said to have attacked Syria.", [("reports", None, "said", None)]),
        ("“Syria was attacked,” the statement said.", [("reports", None, "said", None)]),
        ("Russia reportedly attacked Moldova.", [("reports", None, "reportedly", None)]),
        ("Russia allegedly attacked Moldova.", [("alleges", None, "allegedly", None)]),
        ("“Russia attacked Moldova,” Ukraine said.", [("reports", "Ukraine", "said", None)]),
    ],
)
def test_the_speaker_of_an_event_is_told_with_stance_and_cue(
    read: Read, sentence: str, told: list[Voice]
) -> None:
    assert voices(only(read(sentence))) == told


def test_speech_in_speech_is_nested_from_the_outermost_inwards(read: Read) -> None:
    found = only(read("France said that Germany said Russia had attacked Ukraine."))
    assert voices(found) == [("reports", "France", "said", None), ("reports", "Germany", "said", 0)]


def test_an_accordance_inside_a_report_is_nested(read: Read) -> None:
    found = only(read("The UN says that Sudan, according to witnesses, attacked a camp."))
    assert voices(found) == [
        ("reports", "United Nations", "says", None),
        ("reports", "witnesses", "according to", 0),
    ]


def test_a_denial_in_a_sentence_of_its_own_is_of_what_was_told_before(read: Read) -> None:
    found = only(read("Turkey said that Iran attacked Iraq. Iran denies it."))
    assert voices(found) == [("reports", "Turkey", "said", None), ("denies", "Iran", "denies", None)]


def test_every_sentence_of_one_quotation_has_its_speaker(read: Read) -> None:
    found = read("“Israel attacked Egypt. Turkey attacked Syria,” Hamas said.")
    assert [voices(event) for event in found.events] == [[("reports", "Hamas", "said", None)]] * 2


def test_a_denial_inside_a_report_keeps_both_stances(read: Read) -> None:
    found = only(read("Reuters reported that Russia denied attacking Ukraine."))
    assert voices(found) == [("reports", "Reuters", "reported", None), ("denies", "Russia", "denied", 0)]


def test_we_in_a_quotation_is_who_is_quoted(read: Read) -> None:
    found = only(read("“Russia attacked us,” Ukraine said."))
    assert [who.name for who in found.recipients] == ["Ukraine"]


def test_it_in_what_somebody_says_is_the_speaker(read: Read) -> None:
    found = only(read("Iran said it had attacked Iraq."))
    assert [who.name for who in found.actors] == ["Iran"]


def test_a_sentence_inside_a_quotation_has_the_speaker_of_its_paragraph(read: Read) -> None:
    found = only(read("“We are calm,” Moldova said. “Russia attacked Ukraine.”"))
    assert voices(found) == [("reports", "Moldova", "said", None)]


def test_a_quotation_of_another_paragraph_has_another_speaker(read: Read) -> None:
    found = only(read("“We are calm,” Moldova said.\nRussia attacked Ukraine."))
    assert voices(found) == []


def test_an_accuser_alleges_the_act(read: Read) -> None:
    found = read("Israel blamed Hamas for the attack on the hospital.")
    assert [voices(event) for event in found.events] == [[], [("alleges", "Israel", "blamed", None)]]


def test_who_claims_responsibility_says_it_of_himself(read: Read) -> None:
    (voice,) = only(read("Hamas claimed responsibility for the attack on Israel.")).attribution
    assert (voice.source.name if voice.source else None, voice.cue.text) == ("Hamas", "claimed")


def test_a_demand_is_not_attributed_to_who_makes_it(read: Read) -> None:
    assert voices(only(read("Romania said Russia must leave Moldova."))) == []


def test_all_who_tell_one_event_are_its_voices(read: Read) -> None:
    found = only(read("Turkey said Iran had attacked Iraq. Iran denied attacking Iraq."))
    assert voices(found) == [("reports", "Turkey", "said", None), ("denies", "Iran", "denied", None)]


@pytest.mark.parametrize("verb", ["accused of", "suspected of"])
def test_a_passive_charge_hides_who_makes_it(read: Read, verb: str) -> None:
    accused, attack = read(f"Israel was {verb} attacking Syria.").events
    assert (accused.event, accused.actors, [who.name for who in accused.recipients]) == (
        "ACCUSE",
        (),
        ["Israel"],
    )
    assert [(voice.stance, voice.source) for voice in attack.attribution] == [("alleges", None)]


def test_a_spokesman_at_the_end_of_the_sentence_is_its_source(read: Read) -> None:
    found = only(read("Taliban fighters fired on a police post, a spokesman said."))
    assert voices(found) == [("reports", "spokesman", "said", None)]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Reuters reported, citing three officials, that Egypt had attacked Sudan.",
            [("reports", "Reuters", "reported", None), ("reports", "three officials", "citing", 0)],
        ),
        (
            "The agency Petra quoted a general as saying that Syria attacked Jordan.",
            [("reports", "agency", "quoted", None), ("reports", "general", "saying", 0)],
        ),
        ("The attack on the port was confirmed by Oxfam.", [("reports", "Oxfam", "confirmed", None)]),
        ("There were reports that France had attacked Mali.", [("reports", None, "reports", None)]),
        ("France attacked Mali, reported the ministry.", [("reports", "ministry", "reported", None)]),
        ("Sudan army bombs market, killing 22: activists", [("reports", "activists", ":", None)]),
    ],
)
def test_speech_is_also_told_by_citing_quoting_nouns_and_headlines(
    read: Read, sentence: str, told: list[Voice]
) -> None:
    assert voices(only(read(sentence))) == told


@OVERRULED
def test_what_is_added_behind_the_speaker_is_told_by_the_outlet(read: Read) -> None:
    text = "Iran attacked Iraq, the ministry said, days after Turkish warplanes bombed Syria."
    told = {names(event.actors)[0]: voices(event) for event in read(text).events}
    assert told == {"Iran": [("reports", "ministry", "said", None)], "Turkish Air Force": []}


def test_a_speaker_behind_a_comma_is_found_where_the_parser_takes_him_for_something_else(read: Read) -> None:
    text = "A drone attack by Russian forces wounded five dockers, governor Taras Melnyk wrote on Telegram."
    assert [voice[:3] for voice in voices(only(read(text)))] == [("reports", "Taras Melnyk", "wrote")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We are calm,” Moldova said. “Russia attacked Ukraine.” Georgia said it was raining.", "Moldova"),
        ("Moldova said: “We are calm.\n“Russia attacked Ukraine.”", "Moldova"),
        ("Russia attacked Ukraine.” Moldova said in a statement.", "Moldova"),
    ],
)
def test_a_quotation_has_one_speaker_over_sentences_paragraphs_and_missing_marks(
    read: Read, text: str, speaker: str
) -> None:
    event = next(event for event in read(text).events if event.event == "ASSAULT")
    assert [voice[1] for voice in voices(event)] == [speaker]


def test_an_unclosed_quotation_ends_with_its_sentence(read: Read) -> None:
    text = "“We are calm, Moldova said. The sun was shining. Russia attacked Ukraine."
    event = next(event for event in read(text).events if event.event == "ASSAULT")
    assert voices(event) == []


def test_who_documents_a_killing_alleges_it_and_neither_he_nor_the_victims_did_it(read: Read) -> None:
    for text in (
        "Oxfam documented the killing of 30 prisoners.",
        "The killing of a nurse was documented by Oxfam.",
    ):
        (killing,) = [event for event in read(text).events if event.event == "ASSAULT"]
        assert (names(killing.actors), [voice[1] for voice in voices(killing)]) == ([], ["Oxfam"])


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("By data of Oxfam, Sudan attacked Chad.", "Oxfam"),
        ("Sudan attacked Chad, as communicated the ministry.", "ministry"),
        ("It was reported by the Yemeni channel that Saudi Arabia attacked Oman.", "Yemeni channel"),
        ("Sudan attacked Chad, by report of Oxfam.", "Oxfam"),
        ("In Paris told the minister that Sudan attacked Chad.", "minister"),
        ('A source security clarified for the "Zorla Voice" that Sudan attacked Chad.', "source security"),
    ],
)
def test_translated_ways_to_name_a_speaker(read: Read, sentence: str, speaker: str) -> None:
    assert [voice[1] for voice in voices(only(read(sentence)))] == [speaker]


def test_what_is_called_untrue_is_denied(read: Read) -> None:
    found = only(read("The governor said it was untrue that bandits had abducted 80 pupils."))
    assert [voice[:2] for voice in voices(found)] == [("denies", "governor")]


@pytest.mark.parametrize(
    "headline",
    ["Zorla/ Our correspondent: Sudan attacked Chad.", "Carnage at the wharf: Sudan attacked Chad."],
)
def test_what_stands_before_a_colon_and_is_nobody_says_nothing(read: Read, headline: str) -> None:
    assert [voices(event) for event in read(headline).events] == [[]]


def test_who_reminds_of_an_event_in_passing_is_no_witness_to_it(read: Read) -> None:
    found = read("Sudan attacked Chad on Monday. Oxfam said shops were closed after the attack.")
    assert voices(found.events[0]) == []


def test_that_nobody_claims_it_is_no_voice(read: Read) -> None:
    found = read("A bomb killed five people in Chad. No group claimed the bombing.")
    assert [voice[:2] for voice in voices(found.events[0])] == []


def test_one_speaker_of_two_chains_is_told_once(read: Read) -> None:
    found = read("Oxfam said that Chad bombed two villages, a claim which Chad rejects.")
    assert [voice[:2] for voice in voices(found.events[0])] == [("reports", "Oxfam"), ("denies", "Chad")]


def test_an_office_speaks_for_itself(read: Read) -> None:
    found = read("President Abebe Tolosa left. His office said that Sudan attacked Chad.")
    assert [voice[1] for event in found.events for voice in voices(event) if voice[1]] == ["His office"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Soldiers shot dead two traders, told the coach.", "coach"),
        ("The police raided the houses of six teachers, told us the mayor Anna Wolska.", "Anna Wolska"),
        ("Gunmen shot dead a trader, disclosed the Commissioner for Security.", "Commissioner"),
        ("And declared a source that the army attacked the village.", "source"),
    ],
)
def test_a_speaker_may_stand_behind_the_verb(read: Read, text: str, speaker: str) -> None:
    assert [voice[1] for voice in voices(read(text).events[0])] == [speaker]


def test_what_is_told_to_somebody_is_not_told_by_him(read: Read) -> None:
    found = read("Soldiers shot dead two traders, told him what to do and left.")
    assert voices(found.events[0]) == []


def test_the_clock_of_a_ticker_is_no_part_of_who_speaks(read: Read) -> None:
    found = only(read("17:30 Police: two men arrested over the bomb in Lagos."))
    assert [voice[1] for voice in voices(found)] == ["Police"]


@pytest.mark.parametrize(
    "text",
    [
        "Hamas, attacked by Israel, denounced the United Nations.",
        "Protesters stormed the parliament, denounced the government and burned tyres.",
        "The general, after rebels killed two soldiers, told the president.",
    ],
)
def test_whoever_is_told_or_denounced_does_not_speak(read: Read, text: str) -> None:
    assert {voice[1] for event in read(text).events for voice in voices(event)}.isdisjoint(
        {"United Nations", "government", "president"}
    )
