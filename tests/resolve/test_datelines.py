"""The dateline of a report: its place, its outlet, and the country that the rest plays in."""

from __future__ import annotations

import pytest
from conftest import Read

from kg.model import Extraction


def _told(found: Extraction) -> list[tuple[str, str, str, int]]:
    """(type, name, text, start) of the first mention of each entity."""
    return [(e.type, e.name, e.mentions[0].text, e.mentions[0].start) for e in found.entities]


@pytest.mark.parametrize(
    ("line", "place", "outlet"),
    [
        ("KAMPALA, Jan 12 (Nile Valley Wire) - ", ("Kampala", "KAMPALA", 0), ("Nile Valley Wire", 17)),
        (
            "KAMPALA, 12 January 2024 (Nile Valley Wire) — ",
            ("Kampala", "KAMPALA", 0),
            ("Nile Valley Wire", 26),
        ),
        ("Kampala (Nile Valley Wire) -- ", ("Kampala", "Kampala", 0), ("Nile Valley Wire", 9)),
    ],
)
def test_a_dateline_names_a_place_and_an_outlet(
    read: Read, line: str, place: tuple[str, str, int], outlet: tuple[str, int]
) -> None:
    found = _told(read(f"{line}Masked gunmen left."))
    assert ("Place", *place) in found
    assert ("NewsAgency", outlet[0], *outlet) in found


def test_the_country_of_a_dateline_is_named(read: Read) -> None:
    found = _told(read("MBALE, Uganda, Jan 12 (Nile Valley Wire) - Masked gunmen left."))
    assert ("State", "Uganda", "Uganda", 7) in found


def test_a_known_outlet_is_recognised_in_a_dateline(read: Read) -> None:
    found = read("KAMPALA (Reuters) - Masked gunmen left.").entities
    assert [(e.name, e.known) for e in found if e.type == "NewsAgency"] == [("Reuters", True)]


def test_capitals_with_a_colon_are_no_place_unless_one_is_known(read: Read) -> None:
    assert "Place" not in [each.type for each in read("ZORLIA: Masked gunmen left.").entities]


def test_bodies_without_a_country_belong_to_that_of_the_dateline(read: Read) -> None:
    text = "KAMPALA, Jan 12 (Nile Valley Wire) - Police arrested six students on Friday."
    assert [(e.name, e.code) for e in read(text).entities if e.type in ("Agency", "CivilGroup")] == [
        ("Police", "UGA"),
        ("six students", "UGA"),
    ]


def test_bodies_belong_to_the_country_that_the_document_speaks_of(read: Read) -> None:
    text = "Kenya closed its border. Nairobi fears attacks. Police arrested six students."
    assert [e.code for e in read(text).entities if e.name == "Police"] == ["KEN"]


def test_between_two_countries_a_body_stays_without_one(read: Read) -> None:
    text = "Kenya accused Uganda of spying. Police arrested six students."
    assert [e.code for e in read(text).entities if e.name == "Police"] == [None]


def test_what_is_owned_has_the_country_of_its_owner(read: Read) -> None:
    text = "Chad and Sudan are neighbours. Chad said its soldiers killed two rebels."
    assert [e.code for e in read(text).entities if e.name == "its soldiers"] == ["TCD"]
