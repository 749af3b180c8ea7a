"""A hundred hostile inputs: no run stops, no export breaks, every refusal is said and kept."""

import io
import json
import subprocess
from pathlib import Path
from typing import NamedTuple

import hostile
import pyoxigraph as ox
import pytest
import rdflib
from conftest import Kg


class Built(NamedTuple):
    """One run over all hostile inputs."""

    store: Path
    done: "subprocess.CompletedProcess[bytes]"


@pytest.fixture(scope="module")
def built(kg: Kg, tmp_path_factory: pytest.TempPathFactory) -> Built:
    home = tmp_path_factory.mktemp("hostile")
    (home / "in").mkdir()
    assert hostile.lay_out(home / "in") >= 100
    store = home / "x.kg"
    return Built(store, kg("build", "in", "-o", store, "--date", "2024-01-17", cwd=home))


def failed(kg: Kg, built: Built) -> dict[str, str]:
    """Input to the reason in ``kg status --failed``."""
    shown = kg("status", built.store, "--failed").stdout.decode().splitlines()
    return {line.split("\t")[0]: line.split("\t")[2] for line in shown}


def expected() -> dict[str, str]:
    files = {f"in/{name}": reason for name, (_, reason) in hostile.unusable().items()}
    first = len(hostile.lines()) + 1
    named = {"torn": f"#{first}", "list": f"#{first + 1}", "deep": f"#{first + 3}", "wide": f"#{first + 7}"}
    rows = {
        f"in/lines.jsonl{named[name]}" if name in named else name: reason
        for name, (_, reason) in hostile.bad_lines().items()
    }
    return files | rows | {"in/link.txt": "link"}


def export(kg: Kg, built: Built, form: str) -> bytes:
    done = kg("export", built.store, "-f", form, "-o", "-")
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_the_run_goes_to_its_end_and_says_that_some_inputs_were_unusable(built: Built) -> None:
    assert built.done.returncode == 3, built.done.stderr.decode()
    assert b"Traceback" not in built.done.stderr


def test_exactly_the_unusable_inputs_are_kept_as_failed_with_the_reason(kg: Kg, built: Built) -> None:
    assert failed(kg, built) == expected()


def test_every_unusable_input_is_named_on_standard_error(built: Built) -> None:
    said = built.done.stderr.decode()
    assert not [name for name in expected() if f"{name} " not in said]


def test_all_other_inputs_are_in_the_knowledge_base(kg: Kg, built: Built) -> None:
    shown = kg("status", built.store, "--documents").stdout.decode().splitlines()
    assert len(shown) == len(hostile.good()) + len(hostile.odd()) + len(hostile.lines())


def test_no_control_character_reaches_the_terminal(kg: Kg, built: Built) -> None:
    said = built.done.stderr + kg("status", built.store, "--documents").stdout
    assert not [char for char in said.decode() if not char.isprintable() and char not in "\n\t"]


@pytest.mark.parametrize(
    ("form", "theirs"),
    [("nt", "nt"), ("turtle", "turtle"), ("nq", "nquads"), ("trig", "trig"), ("jsonld", "json-ld")],
)
def test_two_readers_find_the_same_statements_in_every_export(
    kg: Kg, built: Built, form: str, theirs: str
) -> None:
    formats = {
        "nt": ox.RdfFormat.N_TRIPLES, "turtle": ox.RdfFormat.TURTLE, "nq": ox.RdfFormat.N_QUADS,
        "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD,
    }  # fmt: skip
    raw = export(kg, built, form)
    ours = {str(quad.triple) for quad in ox.parse(io.BytesIO(raw), format=formats[form])}
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=raw, format=theirs)
    subjects = {str(subject) for subject, _, _ in graph.triples((None, None, None))}
    assert ours
    assert subjects == {str(quad.subject.value) for quad in ox.parse(io.BytesIO(raw), format=formats[form])}


def test_every_line_of_the_extractions_is_json_and_quotes_the_text(kg: Kg, built: Built) -> None:
    texts = {str(line["id"]): str(line["text"]) for line in hostile.lines()}
    found = [json.loads(line) for line in export(kg, built, "jsonl").splitlines()]
    checked = 0
    for extraction in found:
        text = texts.get(extraction["id"])
        for event in extraction["events"] if text else []:
            trigger = event["trigger"]
            assert text is not None and text[trigger["start"] : trigger["end"]] == trigger["text"]
            checked += 1
    assert checked


def test_the_picture_holds_no_markup_from_a_name(kg: Kg, built: Built) -> None:
    page = built.store.parent / "x.html"
    assert kg("viz", built.store, "-o", page).returncode == 0
    html = page.read_text(encoding="utf-8").lower()
    assert "<img src=x" not in html and "<svg/onload" not in html and "<script>alert" not in html
