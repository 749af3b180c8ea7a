"""Every Python example of the documentation runs, one after the other, as a reader would type them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT

GUIDE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def examples(text: str) -> list[tuple[str, str]]:
    """The Python blocks with what stands after the word python: nothing, ``tables`` or ``norun``."""
    return re.findall(r"^```python *(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def here(seed_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with ``conflict.kg`` in it, which is where the examples are."""
    (tmp_path / "conflict.kg").symlink_to(seed_store)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_examples_of_the_guide_run(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    for kind, code in examples(GUIDE):
        if kind == "tables":
            pytest.importorskip("polars")
        if kind != "norun":
            exec(compile(code, "docs/python.md", "exec"), names)  # noqa: S102
    assert (here / "iran.html").is_file()
    assert "Iran attacked Pakistan" in capsys.readouterr().out


def test_the_examples_of_the_readme_run(here: Path) -> None:
    names: dict[str, object] = {}
    for _, code in examples(README):
        pytest.importorskip("pandas")
        exec(compile(code, "README.md", "exec"), names)  # noqa: S102
    assert (here / "dyad.html").is_file()


def test_the_guide_tells_of_everything_that_an_open_knowledge_base_offers() -> None:
    from kg.api import Actor, Answer, Article, Dyad, KnowledgeBase, Picture

    offered = {
        f".{name}"
        for cls in (KnowledgeBase, Answer, Actor, Dyad, Article, Picture)
        for name in vars(cls)
        if not name.startswith("_") and name not in {"close"}
    }
    assert {name for name in offered if name not in GUIDE} == set()
