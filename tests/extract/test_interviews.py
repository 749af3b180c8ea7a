"""In an interview whoever answers tells what happened; what the questions say, nobody does."""

from __future__ import annotations

import pytest
from conftest import Read
from told import voices

ANSWERS = (
    "On Friday soldiers shot my brother in Gondar. We buried him at night.",
    "Police arrested our lawyer last week. I do not know where he is.",
)


def _interview(first: str, second: str) -> str:
    return (
        "Hana Tadesse runs a clinic in Gondar. She spoke to us on Monday.\n"
        f"{first.format('What happened on Friday?', ANSWERS[0])}\n"
        f"{second.format('Did anybody help you?', ANSWERS[1])}"
    )


@pytest.mark.parametrize("shape", ["{}\n{}", '{} "{}"', "Q: {} A: {}", "{} - {}"])
def test_the_answers_are_the_word_of_whoever_is_interviewed(read: Read, shape: str) -> None:
    found = read(_interview(shape, shape))
    told = {event.event: [voice[:2] for voice in voices(event)] for event in found.events}
    assert told["ASSAULT"] == [("reports", "Hana Tadesse")]
    assert told["COERCE"] == [("reports", "Hana Tadesse")]


def test_whom_the_answers_quote_stands_inside_them(read: Read) -> None:
    text = _interview("{}\n{}", "{}\n{}") + "\nWho did it?\nThe mayor told me that gunmen burned our school."
    burned = next(event for event in read(text).events if "burned" in event.mentions[0].text)
    assert [voice[1] for voice in voices(burned)] == ["Hana Tadesse", "mayor"]


@pytest.mark.parametrize(
    "text",
    [
        "Hana Tadesse runs a clinic. Soldiers shot three men in Gondar on Friday. Who gave the order? "
        "We do not know. Police arrested a lawyer. Why? Our calls went unanswered.",
        "Why did Israel attack Iran?\n\nIsrael bombed Natanz. Benjamin Netanyahu ordered the attack. "
        "The US backs Israel.\n\nWhat has Iran done?\n\nIran fired missiles at Tel Aviv on Saturday. "
        "US forces shot down 20 drones.",
    ],
    ids=["asks by the way", "explains"],
)
def test_a_text_with_questions_of_its_own_is_no_interview(read: Read, text: str) -> None:
    assert all(not event.attribution for event in read(text).events)


def test_who_was_met_answers_and_not_who_is_named_first(read: Read) -> None:
    found = read(
        "Vladimir Putin ordered the offensive. In Kyiv we met Oleksii Danilov, a security official.\n"
        "Q: Are you losing?\nA: We hold our lines. Russian troops shelled Kharkiv on Monday.\n"
        "Q: And the air?\nA: Our gunners shot down ten drones."
    )
    shelled = next(event for event in found.events if event.mentions[0].text == "shelled")
    assert [voice[1] for voice in voices(shelled)] == ["Oleksii Danilov"]


def test_what_is_told_after_the_last_answer_is_told_by_the_outlet(read: Read) -> None:
    found = read(_interview("{}\n{}", "{}\n{}") + "\nRebels attacked Bahir Dar on Sunday.")
    attack = next(event for event in found.events if event.mentions[0].text == "attacked")
    assert attack.attribution == ()
