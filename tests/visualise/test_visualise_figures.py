"""Pictures as files for papers: SVG that stands alone, PNG made from it, and the command that writes them."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from pictures import HOSTILE, happening, hostile, hostile_places, many, named, small
from world import build

from kg.cli import main
from kg.errors import KgError
from kg.visualise.arrows import arrows
from kg.visualise.figure import Figure, png, svg
from kg.visualise.map import world_map
from kg.visualise.matrix import matrix
from kg.visualise.records import Located, Network
from kg.visualise.timeline import timeline

SVG = "{http://www.w3.org/2000/svg}"
TOWN = happening("urn:e:1", "Panjgur", "city", "POINT(64.09 26.96)")
needs_png = pytest.mark.skipif(importlib.util.find_spec("resvg_py") is None, reason="needs communique[png]")


def drawn(network: Network) -> dict[str, Figure]:
    """Every figure of a network."""
    name = named(network)
    return {
        "graph": arrows(network),
        "matrix": matrix(network, name),
        "timeline": timeline(network, name),
        "map": world_map(Located(title="Where", happenings=(TOWN,))),
    }


@pytest.mark.parametrize("name", ["graph", "matrix", "timeline", "map"])
def test_a_figure_is_whole_without_page_script_or_variables(name: str) -> None:
    text = svg(drawn(small())[name])
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg" and root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert "var(" not in text and "<script" not in text and "href" not in text
    assert root.findtext(f"{SVG}title") and "Counted from the rows of the query" in str(
        root.findtext(f"{SVG}desc")
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_figure_of_hostile_text_is_well_formed_and_has_the_same_elements(text: str) -> None:
    network, plain = hostile(text), hostile("plain")
    for name, figure in (drawn(network) | {"map": world_map(hostile_places(text))}).items():
        other = world_map(hostile_places("plain")) if name == "map" else drawn(plain)[name]
        tags = {element.tag for element in ElementTree.fromstring(svg(figure)).iter()}
        assert tags == {element.tag for element in ElementTree.fromstring(svg(other)).iter()}


def test_the_legend_names_every_relation_and_shape_of_a_network() -> None:
    labels = [key.label for key in arrows(small()).keys]
    assert labels == [
        "attacked",
        "accused or criticised",
        "gave material help to",
        "news agency",
        "state",
    ]


def test_what_is_not_told_as_real_is_not_drawn_in_a_figure() -> None:
    assert arrows(small()).note == "5 claims told as real in 4 arrows between 3 actors"


def test_an_alleged_attack_has_an_open_head_and_says_so() -> None:
    found = {arrow["words"]: arrow["open"] for arrow in arrows(small()).values["arrows"]}
    assert found == {
        "attacked": False,
        "accused or criticised": False,
        "attacked (alleged)": True,
        "gave material help to": False,
    }


def test_no_arrow_begins_or_ends_inside_a_node() -> None:
    figure = arrows(many(150))
    boxes = [(node["x"], node["y"], node["across"], node["up"]) for node in figure.values["nodes"]]
    for arrow in figure.values["arrows"]:
        for x, y in (arrow["curve"].start, arrow["curve"].end):
            depth = min(max(abs(x - bx) / across, abs(y - by) / up) for bx, by, across, up in boxes)
            assert depth > 0.6


def test_everything_is_on_the_paper() -> None:
    for network in (small(), many(150)):
        figure = arrows(network)
        for node in figure.values["nodes"]:
            assert node["x"] - node["across"] >= 0 and node["x"] + node["across"] <= figure.width
            for line in node["lines"]:
                assert 0 < line["y"] < figure.height


@needs_png
def test_a_figure_becomes_a_png_twice_its_size() -> None:
    text = svg(drawn(small())["matrix"])
    made = png(text)
    wide = float(re.findall(r'width="([\d.]+)"', text)[0])
    assert made.startswith(b"\x89PNG\r\n\x1a\n")
    assert abs(int.from_bytes(made[16:20], "big") - 2 * wide) <= 2


def test_without_the_package_for_png_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(KgError, match=r"pip install 'communique\[png\]'"):
        png("<svg/>")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("world") / "world.kg")


@pytest.mark.parametrize(
    ("target", "options", "start"),
    [
        ("a.svg", (), b"<svg"),
        ("a.html", (), b"<!doctype html>"),
        ("a", (), b"<!doctype html>"),
        ("a.html", ("--format", "svg", "--view", "timeline"), b"<svg"),
        ("-", ("-f", "svg", "--view", "map"), b"<svg"),
    ],
)
def test_the_name_of_the_file_decides_unless_a_format_is_given(
    home: Path, tmp_path: Path, target: str, options: tuple[str, ...], start: bytes
) -> None:
    file = target if target == "-" else str(tmp_path / target)
    result = CliRunner().invoke(main, ["viz", str(home), "-o", file, *options], catch_exceptions=False)
    assert result.exit_code == 0
    assert (result.stdout_bytes if target == "-" else Path(file).read_bytes()).lstrip().startswith(start)


def test_a_document_is_no_figure(home: Path, tmp_path: Path) -> None:
    options = ["--view", "document", "--document", "herald-1", "-o", str(tmp_path / "a.svg")]
    result = CliRunner().invoke(main, ["viz", str(home), *options])
    assert result.exit_code != 0 and not (tmp_path / "a.svg").exists()


def test_the_same_figure_twice_has_the_same_bytes() -> None:
    assert svg(arrows(many(60))) == svg(arrows(many(60)))
