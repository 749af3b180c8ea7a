"""The map: outlines, the frame, precision, places without a point."""

from __future__ import annotations

import hashlib
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from pictures import HOSTILE, happening, hostile_places, map_page

import kg.visualise
from kg.visualise.letters import width
from kg.visualise.map import world_map
from kg.visualise.outlines import rings
from kg.visualise.records import Located

HOME = Path(kg.visualise.__file__).parent / "vendored"


def test_the_shipped_outlines_are_the_published_file() -> None:
    listed = tomllib.loads((HOME / "VENDORED.toml").read_text())["file"]
    assert {one["name"]: one["sha256"] for one in listed} == {
        one["name"]: hashlib.sha256((HOME / one["name"]).read_bytes()).hexdigest() for one in listed
    }


def test_no_border_jumps_across_the_map() -> None:
    steps = [abs(a[0] - b[0]) for ring in rings() for a, b in pairwise(ring)]
    assert max(steps) < 180


def test_every_border_is_closed() -> None:
    assert {abs(ring[0][1] - ring[-1][1]) < 1e-9 for ring in rings()} == {True}


def test_a_town_is_a_dot_and_a_province_a_ring() -> None:
    town = happening("urn:e:1", "Panjgur", "city", "POINT(64.09 26.96)")
    province = happening("urn:e:2", "Balochistan", "province", "POINT(66 28)")
    page = map_page(Located(title="Where", happenings=(town, province)))
    marks = [line for line in page.splitlines() if line.startswith('<g class="Force">')]
    assert [line.split('<circle class="')[1].split('"')[0] for line in marks] == ["area", "exact"]


def test_a_name_stands_on_the_left_where_another_circle_is_on_the_right() -> None:
    places = (("Westtown", "POINT(6.1 46.2)"), ("Easttown", "POINT(7.0 46.2)"), ("Farville", "POINT(30 50)"))
    found = tuple(happening(f"urn:e:{i}", name, "city", at) for i, (name, at) in enumerate(places))
    marks = world_map(Located(title="Where", happenings=found)).values["marks"]
    assert {mark["label"]: mark["end"] for mark in marks} == {
        "Westtown": True,
        "Easttown": False,
        "Farville": False,
    }


def test_no_name_of_a_country_lies_on_another() -> None:
    found = (
        happening("urn:e:1", "A", "city", "POINT(9.8 46.8)"),
        happening("urn:e:2", "B", "city", "POINT(44 36)"),
    )
    names = world_map(Located(title="Where", happenings=found)).values["names"]
    spans = [(one["x"], width(one["text"], 11.5) / 2, one["y"]) for one in names]
    for i, (x, half, y) in enumerate(spans):
        assert all(abs(x - a) > half + b or abs(y - c) > 10 for a, b, c in spans[i + 1 :])


def test_events_without_a_point_are_counted_and_said() -> None:
    town = happening("urn:e:1", "Panjgur", "city", "POINT(64.09 26.96)")
    page = map_page(Located(title="Where", happenings=(town, happening("urn:e:2", "x", None, None))))
    assert "1 event told as real at 1 place; 1 event only at places whose point nobody knows" in page


def test_a_map_of_nothing_is_the_world() -> None:
    assert "0 events told as real at 0 places" in map_page(Located(title="Where", happenings=()))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_stay_text(text: str) -> None:
    page = map_page(hostile_places(text))
    body = page[page.index("<main>") :]
    assert "<script" not in page.lower() and "<img" not in body.lower() and "<iframe" not in body.lower()


def test_names_on_the_map_do_not_lie_on_each_other() -> None:
    crowd = tuple(happening(f"urn:e:{i}", f"Town {i}", "city", f"POINT({60 + i / 9} 27)") for i in range(20))
    page = map_page(Located(title="Where", happenings=crowd))
    at = sorted(
        float(line.split('x="')[1].split('"')[0]) for line in page.splitlines() if 'class="halo"' in line
    )
    assert at and min(b - a for a, b in pairwise(at)) > 40


def test_countries_are_named_where_there_is_room() -> None:
    town = happening("urn:e:1", "Panjgur", "city", "POINT(64.09 26.96)")
    names = {one["text"] for one in world_map(Located(title="Where", happenings=(town,))).values["names"]}
    assert {"Iran", "Pakistan", "Afghanistan"} <= names and "France" not in names


def test_the_name_of_a_country_gives_way_to_a_mark() -> None:
    middle = happening("urn:e:1", "Somewhere", "city", "POINT(54 32.5)")
    values = world_map(Located(title="Where", happenings=(middle,))).values
    name = next(one for one in values["names"] if one["text"] == "Iran")
    mark = values["marks"][0]
    assert abs(name["y"] - mark["y"]) > mark["r"] + 16
