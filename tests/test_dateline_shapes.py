"""The shapes of a dateline."""

from __future__ import annotations

import time

import pytest

from kg.datelines import dateline, told_in


def _told(line: str) -> tuple[str, str | None, str] | None:
    """The place, the outlet, and what is left of the line."""
    match = dateline(line, 0)
    if match is None:
        return None
    found = told_in(match, 0)
    outlet = line[slice(*found.outlet)] if found.outlet else None
    return line[slice(*found.place)], outlet, line[match.end() :].strip()


@pytest.mark.parametrize(
    ("line", "place", "outlet"),
    [
        ("MBALE, Nov 21 (Nile Wire) - ", "MBALE", "Nile Wire"),
        ("Mbale, Uganda, 21 November 2024 (Nile Wire) — ", "Mbale", "Nile Wire"),
        ("Mbale, 5 Dec. (The Courier of the Nile) – ", "Mbale", "The Courier of the Nile"),
        ("Mbale, 18 may (Nilo Hoy).- ", "Mbale", "Nilo Hoy"),
        ("Mbale, 6 March. - ", "Mbale", None),
        ("MBALE, 28 November. ", "MBALE", None),
        ("MBALE, 4 December. /Corr. Nil-Inform/. ", "MBALE", "Nil-Inform"),
        ("Mbale (Nile Press): ", "Mbale", "Nile Press"),
        ("Mbale (Nile Times representative) ", "Mbale", "Nile Times"),
        ("Mbale (representative special) ", "Mbale", None),
        ("Mbale/ Nile Today: ", "Mbale", "Nile Today"),
        ("Mbale | Sawt al-Nil - ", "Mbale", "Sawt al-Nil"),
        ("Port Mbale - The Nile Today - ", "Port Mbale", "The Nile Today"),
        ("[Mbale = Nile Ilbo] ", "Mbale", "Nile Ilbo"),
        ("Mbale February 26 electricity - ", "Mbale", None),
        ("Şırnak (Dicle Ajansı) - ", "Şırnak", "Dicle Ajansı"),
    ],
)
def test_a_dateline_names_a_place_and_perhaps_an_outlet(line: str, place: str, outlet: str | None) -> None:
    assert _told(f"{line}Gunmen left.") == (place, outlet, "Gunmen left.")


@pytest.mark.parametrize(
    "line",
    [
        "Hamas (Islamic Resistance) said that it left.",
        "Israel - Hamas: what we know",
        "Kyiv/Moscow - the two talk.",
        "Monday, 6 March. Gunmen left.",
        "The army left on May 5. Gunmen came.",
        "Gunmen left Mbale on 5 May - a Sunday.",
        "Mossad (Israeli spy agency) killed a scientist.",
        "Iran - United States: Talks resumed.",
        "Putin, 7 October: Russia will attack.",
        "Police, May 3. Arrested four.",
        "Israel | Benjamin Netanyahu: We will win.",
        "[Hamas = Iran proxy] attacked Israel.",
    ],
)
def test_a_sentence_is_no_dateline(line: str) -> None:
    assert _told(line) is None


@pytest.mark.parametrize("noise", ["A-" * 60, "AAA-" * 30, "(" * 120, "A/ " * 40, "Aa " * 40])
def test_no_line_takes_long(noise: str) -> None:
    start = time.process_time()
    dateline(noise, 0)
    assert time.process_time() - start < 1
