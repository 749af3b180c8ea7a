"""Names of places: which place they mean, and when nobody can tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import KnowledgeError
from kg.resolve.places import Gazetteer, Place, fold, load_places

_LINES = (Path(__file__).parent / "places.jsonl").read_text(encoding="utf-8").splitlines()
CASES: list[list[Any]] = [json.loads(line) for line in _LINES if not line.startswith("#")]
FLOOR = 0.95


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_places()


def _fits(gazetteer: Gazetteer, case: list[Any]) -> bool:
    phrase, label, country, kind, mentioned = case
    link = gazetteer.link(phrase, context_countries=mentioned)
    if link is None or (label is None and country is None):
        return link is None and label is None and country is None
    place = link.place
    return label in (None, place.label) and place.country == country and kind in (None, place.kind)


def test_nearly_all_phrases_of_the_list_are_linked_as_a_reader_would(gazetteer: Gazetteer) -> None:
    wrong = [case for case in CASES if not _fits(gazetteer, case)]
    assert len(wrong) <= (1 - FLOOR) * len(CASES), wrong


def test_a_district_lies_in_its_province_and_that_in_its_state(gazetteer: Gazetteer) -> None:
    link = gazetteer.link("Panjgur region in southwestern Balochistan province")
    assert link is not None
    assert [place.label for place in (link.place, *gazetteer.chain(link.place))] == [
        "Panjgur District",
        "Balochistan",
        "Pakistan",
    ]


def test_a_place_near_those_already_linked_is_preferred(gazetteer: Gazetteer) -> None:
    boston = gazetteer.link("Boston, Massachusetts")
    assert boston is not None
    link = gazetteer.link("Springfield", near=[boston.place])
    assert link is not None
    assert "Massachusetts" in [place.label for place in gazetteer.chain(link.place)]


def test_text_that_names_a_larger_place_decides(gazetteer: Gazetteer) -> None:
    link = gazetteer.link("Paris", container_text="northeastern Texas")
    assert link is not None
    assert link.place.country == "USA"


def test_common_words_and_names_are_marked_ambiguous(gazetteer: Gazetteer) -> None:
    names = ["Nice", "Reading", "Mobile", "Of", "Man", "Most", "Police", "Victoria", "Lincoln", "Georgia"]
    assert [name for name in names if not gazetteer.is_ambiguous(name)] == []
    assert [
        name for name in ["Tehran", "Kabul", "Donbas", "Khan Younis"] if gazetteer.is_ambiguous(name)
    ] == []


@pytest.mark.parametrize(
    "name", ["Al-Hasakah", "al hasakah", "Hasakah", "AL HASAKAH", "Al\u2010\u1e24asakah"]
)
def test_case_marks_hyphens_and_the_article_do_not_matter(gazetteer: Gazetteer, name: str) -> None:
    assert any(place.country == "SYR" and place.kind == "city" for place in gazetteer.candidates(name))


def test_every_larger_place_is_in_the_gazetteer(gazetteer: Gazetteer) -> None:
    assert [place.iri for place in gazetteer if place.within and gazetteer.get(place.within) is None] == []


def test_coordinates_are_on_earth(gazetteer: Gazetteer) -> None:
    wrong = [
        place.iri
        for place in gazetteer
        if place.lat is not None
        and place.lon is not None
        and not (abs(place.lat) <= 90 and abs(place.lon) <= 180)
    ]
    assert wrong == []


def test_own_places_are_added(tmp_path: Path) -> None:
    (tmp_path / "places").mkdir()
    own = Place(iri="urn:communique:place/x", label="Xyzzy Ridge", kind="region", country="PAK")
    line = '{"iri":"urn:communique:place/x","label":"Xyzzy Ridge","kind":"region","country":"PAK"}\n'
    (tmp_path / "places" / "own.jsonl").write_text(line, encoding="utf-8")
    assert load_places([tmp_path]).candidates("xyzzy ridge") == (own,)


def test_a_malformed_place_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "own.jsonl").write_text('# mine\n{"iri":"x"}\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"own\.jsonl, line 2"):
        load_places([tmp_path])


@pytest.mark.parametrize("text", ["", "   ", "((((", ", , ,", "in in in", "city of", "'s", "the", "a" * 5000])
def test_odd_text_links_to_nothing(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.link(text) is None


def test_folding_keeps_different_names_apart() -> None:
    assert fold("Ḩamāh") == "hamah"
    assert fold("Sana'a") == "sanaa"
    assert fold("The Hague") == "hague"


def test_a_village_abroad_is_no_guess_for_a_name_at_home(gazetteer: Gazetteer) -> None:
    assert gazetteer.link("Sayo", context_countries={"COD": 2}, guess=False) is None
    found = gazetteer.link("Sayo", context_countries={"JPN": 2}, guess=False)
    assert found is not None and found.place.country == "JPN"
