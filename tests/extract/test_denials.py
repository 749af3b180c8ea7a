"""A denial is a voice about the event that is denied, and no event of its own."""

from __future__ import annotations

import pytest
from conftest import Read
from told import only, voices


@pytest.mark.parametrize(
    ("text", "denier", "cue"),
    [
        ("Ukraine said Russia shelled a school. Moscow denied the accusation.", "Russia", "denied"),
        ("Ukraine said Russia shelled a school. Moscow rejected that version.", "Russia", "rejected"),
        ("Ukraine said Russia shelled a school. Moscow called the report baseless.", "Russia", "called"),
        ("Ukraine said Russia shelled a school. Moscow described the claim as a lie.", "Russia", "described"),
        ("Ukraine said Russia shelled a school. Moscow said the report was false.", "Russia", "said"),
        ("Ukraine said Russia shelled a school. Moscow said it had no role in the attack.", "Russia", "said"),
        (
            "Ukraine said Russia shelled a school. Moscow said it had nothing to do with the attack.",
            "Russia",
            "said",
        ),
        ("Ukraine said Russia shelled a school. Moscow said it did not shell the school.", "Russia", "said"),
        ("Ukraine said Russia shelled a school. Moscow denied shelling it.", "Russia", "denied"),
        ("Ukraine said Russia shelled a school. Moscow denied.", "Russia", "denied"),
        ("Ukraine said Russia shelled a school. Moscow denied that it was near.", "Russia", "denied"),
        ("Ukraine said Russia shelled a school. Moscow refused those accusations.", "Russia", "refused"),
        ("Ukraine said Russia shelled a school, which Moscow denied.", "Russia", "denied"),
        ("Ukraine said Russia shelled a school, a thing which Moscow denied.", "Russia", "denied"),
    ],
)
def test_a_denial_joins_the_event_that_was_told_before(read: Read, text: str, denier: str, cue: str) -> None:
    event = only(read(text))
    assert (event.event, event.status) == ("ASSAULT", "actual")
    assert voices(event) == [("reports", "Ukraine", "said", None), ("denies", denier, cue, None)]


def test_a_denial_may_come_before_the_event(read: Read) -> None:
    event = only(read("Moscow denied the charge. Ukraine had said that Russia shelled the town of Izyum."))
    assert [voice[:2] for voice in voices(event)] == [("reports", "Ukraine"), ("denies", "Russia")]


def test_claims_that_are_denied_have_a_voice_of_their_own(read: Read) -> None:
    event = only(read("Russia rejected Ukraine's allegation that it had shelled the town of Izyum."))
    assert [(voice[0], voice[1], voice[3]) for voice in voices(event)] == [
        ("alleges", "Ukraine", None),
        ("denies", "Russia", None),
    ]


def test_nobody_denies_what_he_says_himself(read: Read) -> None:
    found = read("Ukraine said Russia shelled a school. Ukraine rejected the claim that it was a barracks.")
    assert [voice[:2] for voice in voices(found.events[0])] == [("reports", "Ukraine")]


def test_a_denial_that_calls_something_a_lie_is_no_event_without_a_kind(read: Read) -> None:
    found = read(
        "The militia accused the army of bombing two hospitals. The army denied it describing it lies."
    )
    assert [event.event for event in found.events] == ["ACCUSE", "ASSAULT"]


@pytest.mark.parametrize(
    "sentence", ["Moscow neither confirmed nor denied it.", "Moscow denied a report that its army was weak."]
)
def test_what_is_no_denial_of_it_is_none(read: Read, sentence: str) -> None:
    event = only(read(f"Ukraine said Russia shelled a school. {sentence}"))
    assert [voice[0] for voice in voices(event)] == ["reports"]


@pytest.mark.parametrize(
    "denial",
    [
        "The army dismissed the account as propaganda.",
        "The army called the account a lie.",
        "The army rejected this.",
        "The army refutes it.",
        "The army disputes this version.",
    ],
)
def test_a_denial_is_of_all_that_the_account_told(read: Read, denial: str) -> None:
    found = read(
        "A nurse told reporters that soldiers had beaten three patients in Goma on Monday and had abducted "
        f"two doctors. {denial}"
    )
    deniers = {
        event.event: {voice[1] for voice in voices(event) if voice[0] == "denies"} for event in found.events
    }
    assert deniers.get("ASSAULT") == {"army"}


@pytest.mark.parametrize(
    "after",
    [
        "The court rejected the appeal of John Smith.",
        "President Musa Bello dismissed the interior minister.",
        "A judge denied bail to a third man.",
        "Boko Haram declined to deny it.",
        "Rwanda denied sending troops to Sudan.",
        "The governor rejected the offer of talks with the union.",
    ],
)
def test_what_is_rejected_or_denied_besides_is_not_the_attack(read: Read, after: str) -> None:
    found = read(f"Gunmen killed 12 people at a market in Kano on Monday. {after}")
    attack = next(event for event in found.events if event.event == "ASSAULT")
    assert [voice for voice in voices(attack) if voice[0] == "denies"] == []
