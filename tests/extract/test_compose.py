"""What a governing word makes of the event below it."""

from __future__ import annotations

import pytest

from kg.extract.compose import future_reading, promised, request_mode, stopped, threat_mode


@pytest.mark.parametrize(
    ("category", "mode"),
    [
        ("AID", "assist"),
        ("COOPERATE", "assist"),
        ("CONSULT", "meet"),
        ("AGREE", "meet"),
        ("CONCEDE", "yield"),
        ("RETREAT", "yield"),
        ("SANCTION", "change"),
        (None, None),
    ],
)
def test_the_mode_of_a_request_is_what_is_asked_for(category: str | None, mode: str | None) -> None:
    assert request_mode(category) == mode


@pytest.mark.parametrize(
    ("category", "mode", "threat"),
    [
        ("ASSAULT", "aerial", "violence"),
        ("COERCE", "arrest", "arrest"),
        ("COERCE", "deport", "expel"),
        ("COERCE", "seize", "territory"),
        ("COERCE", None, "restrict"),
        ("SANCTION", "expel", "expel"),
        ("SANCTION", "discontinue", "relations"),
        ("AID", None, "relations"),
        ("MOBILIZE", "troops", "violence"),
        ("CONSULT", None, None),
        (None, None, None),
    ],
)
def test_the_mode_of_a_threat_is_what_is_threatened(
    category: str | None, mode: str | None, threat: str | None
) -> None:
    assert threat_mode(category, mode) == threat


@pytest.mark.parametrize(
    ("verb", "category", "made"),
    [
        ("promise", "RETREAT", ("CONCEDE", None)),
        ("promise", "AID", ("AGREE", None)),
        ("vow", "ASSAULT", ("THREATEN", "violence")),
        ("plan", "ASSAULT", None),
        ("promise", None, ("AGREE", None)),
        ("vow", None, None),
    ],
)
def test_a_promise_is_an_agreement_a_concession_or_a_threat(
    verb: str, category: str | None, made: tuple[str, str | None] | None
) -> None:
    assert promised(category, None, verb) == made


@pytest.mark.parametrize(
    ("category", "made"),
    [
        ("AID", ("SANCTION", "discontinue")),
        ("ASSAULT", ("RETREAT", "ceasefire")),
        ("PROTEST", ("CONCEDE", None)),
        ("CONSULT", None),
        (None, None),
    ],
)
def test_to_stop_an_act_is_an_act_of_its_own(
    category: str | None, made: tuple[str, str | None] | None
) -> None:
    assert stopped(category) == made


@pytest.mark.parametrize(
    ("category", "nominal", "reading"),
    [
        ("CONSULT", False, ("AGREE", "actual")),
        ("AID", True, ("AGREE", "actual")),
        ("RETREAT", False, ("CONCEDE", "actual")),
        ("RETREAT", True, None),
        ("ASSAULT", False, None),
    ],
)
def test_what_is_announced_is_already_an_agreement_or_a_concession(
    category: str, nominal: bool, reading: tuple[str, str] | None
) -> None:
    assert future_reading(category, nominal) == reading
