"""The notebook of the documentation runs, shows the same each time, and survives nbconvert."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, tab
from conftest import ROOT

import kg

NOTEBOOK = ROOT / "docs" / "notebook.ipynb"
SECONDS = 60


@pytest.fixture(scope="module")
def here(seed_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo in it, as ``kg demo`` leaves it."""
    folder = tmp_path_factory.mktemp("notebook")
    (folder / "demo").mkdir()
    (folder / "demo" / "demo.kg").symlink_to(seed_store)
    return folder


@pytest.fixture(scope="module")
def executed(here: Path) -> Any:
    """The notebook with its outputs."""
    return run(here)


def run(here: Path) -> Any:
    pytest.importorskip("ipykernel")
    nbclient = pytest.importorskip("nbclient")
    import nbformat

    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT), prepend=":")
        for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"):
            patch.setenv(name, str(here.parent / f"{here.name}-{name.lower()}"))
        client = nbclient.NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": here}})
        return client.execute()


def outputs(notebook: Any) -> list[Any]:
    """What each cell shows, without what differs between runs of any notebook."""
    return [
        [output.get("data") or output.get("text") for output in cell.outputs]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def test_every_cell_shows_something_or_runs_and_nothing_is_left_behind(executed: Any, here: Path) -> None:
    assert all(shown for shown in outputs(executed))
    assert [path.name for path in here.iterdir()] == ["demo"]


def test_it_shows_the_same_when_it_is_run_again(executed: Any, here: Path) -> None:
    assert outputs(run(here)) == outputs(executed)


def test_it_is_kept_without_outputs() -> None:
    import nbformat

    cells = nbformat.read(NOTEBOOK, as_version=4).cells  # type: ignore[no-untyped-call]
    assert not [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")]


@pytest.fixture(scope="module")
def converted(executed: Any) -> str:
    """The notebook as the HTML that nbconvert makes of it."""
    exporters = pytest.importorskip("nbconvert.exporters")
    page, _ = exporters.HTMLExporter(template_name="basic").from_notebook_node(executed)
    return str(page)


class Frames(HTMLParser):
    """The attributes of all frames of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "iframe":
            self.found.append(dict(attrs))


def test_pictures_survive_nbconvert_in_their_sandbox(converted: str, seed_store: Path) -> None:
    first, second = Frames(converted).found
    with kg.open(seed_store) as base:
        assert first["srcdoc"] == base.picture(view="graph").html
    assert "default-src &#39;none&#39;" in str(second["srcdoc"])
    assert not [frame for frame in (first, second) if "allow-same-origin" in str(frame["sandbox"])]


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_the_converted_notebook_asks_no_network_for_anything(converted: str, tmp_path: Path) -> None:
    page = tmp_path / "notebook.html"
    page.write_text(f"<!doctype html><meta charset=utf-8>{converted}", encoding="utf-8")
    with tab(tmp_path / "profile") as shown:
        shown.open(page)
        shown.run("document.querySelectorAll('iframe').forEach(one => one.loading = 'eager')")
        frames = "[...document.querySelectorAll('iframe')].map(one => one.contentDocument)"
        assert shown.run(frames) == [None, None], "the frames are of another origin"
        assert [
            url for url in shown.requests if not url.startswith(("file:", "about:", "data:", "blob:"))
        ] == []
