"""A document flows one way: who may import whom inside ``kg``, and nothing against the flow."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.extractor import _OWN_FILES

KG = Path(__file__).parent.parent / "kg"

SHARED = {"chance", "data", "drafts", "errors", "iris", "knowledge", "model", "syntax", "vocabulary"}
ALLOWED = {
    "__init__": {"api", "errors", "model", "pipeline"},
    "errors": set(),
    "model": set(),
    "syntax": {"model"},
    "drafts": {"knowledge", "model", "syntax"},
    "iris": {"errors", "model"},
    "data": {"errors"},
    "vocabulary": {"data", "errors", "model"},
    "knowledge": {"data", "errors", "iris", "model", "vocabulary"},
    "chance": {"knowledge", "model", "syntax"},
    "pool": set(),
    "read": SHARED,
    "ruler": set(),
    "embedding": set(),
    "products": set(),
    "recognizer": set(),
    "triggers": set(),
    "straighten": {"syntax"},
    "datelines": {"syntax"},
    "annotate": SHARED
    | {"datelines", "embedding", "products", "recognizer", "ruler", "straighten", "triggers"},
    "extract": SHARED,
    "resolve": SHARED,
    "extractor": SHARED | {"annotate", "extract", "resolve"},
    "backends": SHARED | {"annotate", "extractor", "resolve"},
    "build": SHARED,
    "store": SHARED | {"build", "resolve"},
    "query": SHARED,
    "validate": SHARED,
    "export": SHARED | {"query"},
    "visualise": SHARED | {"query"},
    "serve": SHARED | {"query", "store", "visualise"},
    "api": SHARED | {"query", "store", "visualise"},
    "explain": SHARED | {"store"},
    "evaluate": SHARED | {"export", "pipeline", "store"},
    "pipeline": SHARED | {"backends", "pool", "read", "store"},
}
"""Module or package -> what it may import from kg beside itself. ``cli`` may import everything.

``store`` derives its graph with ``build`` and ``resolve``; ``extractor`` joins the stages that turn
one text into records, ``pipeline`` the rest; ``evaluate`` runs all of it over annotated documents.
"""


def part(path: Path) -> str:
    """The first name below ``kg`` of a file: ``kg/read/jsonl.py`` is part of ``read``."""
    return path.relative_to(KG).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The parts of kg that a file imports anywhere, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "kg":
            names = [f"kg.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            names = [node.module or ""]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("kg."))


@pytest.mark.parametrize("path", sorted(KG.rglob("*.py")), ids=lambda path: str(path.relative_to(KG)))
def test_a_stage_imports_only_what_the_flow_allows(path: Path) -> None:
    own = part(path)
    if own in {"cli", "__main__"}:
        return
    against = {name for name in imports(path) if name not in {own, "__version__"} | ALLOWED[own]}
    assert not against, f"{path.relative_to(KG)} may not import {sorted(against)}"


def test_a_document_is_stale_after_a_change_of_anything_that_annotates_it() -> None:
    assert {f"{name}.py" for name in ALLOWED["annotate"] - SHARED} <= _OWN_FILES


HEAVY = {"spacy", "rdflib", "networkx", "pyvis", "owlready2", "pyshacl", "numpy"}


@pytest.mark.parametrize("path", sorted((KG / "cli").glob("*.py")), ids=lambda path: path.name)
def test_the_command_line_imports_nothing_heavy_at_the_top(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tops = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = {alias.name for node in tops if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in tops if isinstance(node, ast.ImportFrom)}
    stages = {f"kg.{name}" for name in ALLOWED if name not in {"errors", "model", "__init__"}}
    assert not names & (HEAVY | stages)
