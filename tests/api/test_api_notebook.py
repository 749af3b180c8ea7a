"""What objects show in a notebook: sandboxed, escaped, and without a file left behind."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import document, event, mention, span
from world import build

import kg
import kg.store
from kg.api import KnowledgeBase
from kg.model import Extraction

PAYLOAD = '<script>alert(1)</script>"&#34;'


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with kg.open(build(tmp_path_factory.mktemp("notebook") / "world.kg")) as opened:
        yield opened


def framed(shown: str) -> str:
    """The page inside the frame of what is shown."""
    (attribute,) = re.findall(r'srcdoc="([^"]*)"', shown)
    return html.unescape(attribute)


def test_a_picture_is_a_whole_page_in_a_sandbox_without_the_notebooks_origin(base: KnowledgeBase) -> None:
    picture = base.picture(actor="Norland")
    shown = picture._repr_html_()
    (sandbox,) = re.findall(r'sandbox="([^"]*)"', shown)
    assert "allow-same-origin" not in sandbox
    assert framed(shown) == picture.html
    assert "default-src &#39;none&#39;" in picture.html


def test_a_dyad_shows_a_table_and_a_picture(base: KnowledgeBase) -> None:
    shown = base.dyad("Iran", "Pakistan")._repr_html_()
    assert shown.startswith("<h4>Iran and Pakistan</h4><table>")
    assert "What Iran and Pakistan did to each other" in framed(shown)


def test_a_document_shows_its_marked_text(base: KnowledgeBase) -> None:
    assert "fired a missile" in framed(base.document("herald-1")._repr_html_())


def test_actors_and_the_knowledge_base_show_tables(base: KnowledgeBase) -> None:
    assert "<td" in base.actors("iran")._repr_html_()
    assert base.actor("Iran")._repr_html_().startswith("<h4>Iran</h4><p>State · actor:iran")
    assert "events by status" in base._repr_html_()


def test_showing_leaves_no_file_behind(
    base: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    base.picture()._repr_html_()
    base.dyad("Iran", "Pakistan")._repr_html_()
    assert list(tmp_path.iterdir()) == []


def test_a_picture_can_be_saved(base: KnowledgeBase, tmp_path: Path) -> None:
    picture = base.picture(view="timeline")
    assert picture.save(tmp_path / "timeline.html").read_text(encoding="utf-8") == picture.html


def test_names_and_texts_of_strangers_run_nothing(tmp_path: Path) -> None:
    text = f"{PAYLOAD} struck Iran."
    who = mention(text, PAYLOAD, "urn:communique:entity/payload", "Person")
    iran = mention(text, "Iran", "https://w3id.org/communique/actor/iran", "State")
    told = event("e1", "ASSAULT", span(text, "struck"), actors=(who,), recipients=(iran,))
    with kg.store.open(tmp_path / "hostile.kg", create=True) as store:
        store.put(
            document("d1", text, title=PAYLOAD, source=PAYLOAD),
            Extraction(id="d1", events=(told,)),
            "by-hand",
        )
    with kg.open(tmp_path / "hostile.kg") as base:
        shown = [base, base.actors(""), base.events(), base.dyad(who.iri, "Iran"), base.document("d1")]
        pages = [one._repr_html_() for one in shown]  # type: ignore[attr-defined]
    assert not [page for page in pages if "<script" in page]
    assert not [page for page in pages if "srcdoc" in page and "<script>alert" in framed(page)]
