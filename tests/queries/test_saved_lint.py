"""What every shipped query must keep to: name the status, count distinct, walk paths from the bound side."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.data import folder
from kg.query import SavedQuery, read_query
from kg.query.guard import check
from kg.query.tokens import tokens

PATHS = sorted(folder("queries").glob("*.rq")) + sorted(folder("queries").glob("relations/*.rq"))
VIEWS = {"table", "network", "timeline", "matrix", "map"}


def faults(query: SavedQuery) -> list[str]:
    """All that is wrong with a query."""
    return [*status_faults(query.text), *count_faults(query.text), *path_faults(query)]


def status_faults(text: str) -> list[str]:
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    about = re.search(r"kg:(CanonicalEvent|Event|Claim|sameEventAs|stance)\b", body)
    if about and "kg:status" not in body and "SELECT DISTINCT ?thing" not in body:
        return [f"asks for {about.group()} and does not name kg:status"]
    return []


def count_faults(text: str) -> list[str]:
    return ["COUNT without DISTINCT"] if re.search(r"COUNT\s*\(\s*(?!DISTINCT)", text, re.IGNORECASE) else []


def path_faults(query: SavedQuery) -> list[str]:
    """A path with * or + must start at an IRI or a parameter: elsewhere Oxigraph scans everything."""
    found = tokens(query.text)
    bound = {param.name for param in query.params if param.required}
    wrong = []
    for index, token in enumerate(found):
        if token.text not in ("*", "+") or found[index - 1].kind not in ("pname", "iri"):
            continue
        start = index - 1
        while start and found[start].kind != "var" and found[start - 1].text not in (".", "{", ";"):
            start -= 1
        if found[start].kind == "var" and found[start].text[1:] not in bound:
            wrong.append(f"a path starts at the unbound {found[start].text}")
    return wrong


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_shipped_query_has_no_fault(path: Path) -> None:
    assert faults(read_query(path)) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_shipped_query_passes_the_guard_and_says_what_it_answers(path: Path) -> None:
    query = read_query(path)
    check(query.text)
    assert query.summary and query.summary != path.stem
    assert query.view in VIEWS
    used = {token.text[1:] for token in tokens(query.text) if token.kind == "var"}
    assert {param.name for param in query.params} <= used


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("SELECT ?e { ?e a kg:CanonicalEvent }", "asks for kg:CanonicalEvent and does not name kg:status"),
        ("SELECT (COUNT(?a) AS ?n) { ?a a kg:State }", "COUNT without DISTINCT"),
        ("SELECT ?e { ?e kg:within* <x:y> }", "a path starts at the unbound ?e"),
    ],
)
def test_the_lint_finds_each_fault(text: str, fault: str) -> None:
    assert faults(SavedQuery(name="q", summary="s", text=text)) == [fault]
