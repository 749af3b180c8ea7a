"""Sentences that the parser leaves without a verb get theirs back."""

from __future__ import annotations

import pytest
from conftest import Read
from told import Telling, events


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("South Korea scrambled jets.", ("MOBILIZE", "troops", ["South Korea"], [], "actual")),
        (
            "The defence ministers of Japan and Australia conferred by video link.",
            (
                "CONSULT",
                "phone",
                ["defence ministers of Japan", "defence ministers of Australia"],
                [],
                "actual",
            ),
        ),
        ("Turkey to host talks on grain, Kremlin says", ("AGREE", None, ["Turkey"], [], "actual")),
        (
            "Two soldiers killed by rebels in Mali",
            ("ASSAULT", None, ["rebels"], ["Two soldiers"], "actual"),
        ),
    ],
)
def test_a_sentence_without_a_finite_verb_tells_its_event(read: Read, sentence: str, told: Telling) -> None:
    assert events(read(sentence)) == [told]
