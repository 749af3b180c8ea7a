"""Whose deed is condemned when only "the move" or "the act" is."""

from __future__ import annotations

import pytest
from conftest import Read
from told import names


@pytest.mark.parametrize(
    ("text", "blamed"),
    [
        (
            "Serbia closed the border with Kosovo on Monday. The EU criticised the move as one-sided.",
            ["Serbia"],
        ),
        (
            "Gunmen killed seven passengers near Quetta on Monday. Turkey condemned the cowardly act.",
            ["Gunmen"],
        ),
        ("Russia expelled ten diplomats. China praised the move. Canada condemned the decision.", []),
    ],
)
def test_whoever_did_what_was_told_just_before_is_accused(read: Read, text: str, blamed: list[str]) -> None:
    accusing = next(event for event in read(text).events if event.event == "ACCUSE")
    assert names(accusing.recipients) == blamed
