"""Documents through the pipeline into a store, with an extractor that is easy to foresee."""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg import pipeline, store
from kg.model import Document, Entity, Extraction, Failure, Span
from kg.pipeline import Settings, Summary


class Words:
    """Finds one entity, the first word. Some words do what a hostile text may do to the real one."""

    def __init__(self, pipeline_id: str = "words-1") -> None:
        self.pipeline_id = pipeline_id
        self.calls: list[int] = []

    def extract(self, documents: Sequence[Document]) -> list[Extraction | Failure]:
        self.calls.append(len(documents))
        return [self._one(document) for document in documents]

    def _one(self, document: Document) -> Extraction:
        word = document.text.split()[0]
        if word == "raise":
            raise RecursionError("too deep")
        if word == "hang":
            time.sleep(60)
        if word == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        span = Span(text=word, start=1 if word == "misquote" else 0, end=len(word))
        iri = "https://w3id.org/communique/actor/" + word.lower()
        entity = Entity(
            iri=iri, type="State", name=word, code=None, sector=None, known=False, mentions=(span,)
        )
        return Extraction(id=document.id, entities=(entity,))


def document(name: str, text: str = "Iran said so.") -> Document:
    return Document(id=name, text=text)


def told(outcomes: Sequence[pipeline.Outcome]) -> list[tuple[str, str]]:
    """Document id and what came of it: the first word, or the reason of the failure."""
    return [
        (item.id, item.reason) if isinstance(item, Failure) else (item[0].id, item[1].entities[0].name)
        for item in outcomes
    ]


SKIPPED = Failure(id="s", status="skipped", reason="empty", message="nothing in it")


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_every_document_comes_back_in_order_and_a_broken_one_alone_fails(jobs: int) -> None:
    items = [document(f"d{number}") for number in range(70)]
    items[40] = document("d40", "raise it")
    with pipeline.running(Words(), Settings(jobs=jobs)) as run:
        outcomes = told(list(run([*items, SKIPPED])))
    expected = [(f"d{number}", "error" if number == 40 else "Iran") for number in range(70)]
    assert sorted(outcomes) == sorted([*expected, ("s", "empty")])
    assert [item for item in outcomes if item[0] != "s"] == expected


def test_a_document_that_kills_or_stalls_its_worker_is_given_up_and_the_rest_goes_on() -> None:
    items = [document("a"), document("b", "die now"), document("c"), document("d", "hang on"), document("e")]
    with pipeline.running(Words(), Settings(jobs=1, time_limit=1)) as run:
        assert told(list(run(items))) == [
            ("a", "Iran"), ("b", "died"), ("c", "Iran"), ("d", "time"), ("e", "Iran"),
        ]  # fmt: skip


def test_batches_are_bounded_in_number_and_in_characters() -> None:
    words = Words()
    long = document("long", "Iran " * 50_000)
    with pipeline.running(words, Settings(jobs=0)) as run:
        list(run([long, *(document(f"d{number}") for number in range(40))]))
    assert words.calls == [1, 32, 8]


def take_in(
    path: Path, items: Sequence[Document | Failure], *, refresh: bool = False, by: str = "words-1"
) -> Summary:
    with store.open(path, create=True) as base, pipeline.running(Words(by), Settings(jobs=0)) as run:
        return pipeline.take_in(base, items, run, by, refresh=refresh)


def test_a_second_run_takes_in_only_what_changed(tmp_path: Path) -> None:
    path = tmp_path / "x.kg"
    assert take_in(path, [document("a"), document("b"), SKIPPED]) == Summary(taken=2, unused=1)
    assert take_in(path, [document("a"), document("b", "Pakistan denied it.")]) == Summary(
        taken=1, unchanged=1
    )
    with store.open(path, read_only=True) as base:
        names = [base.extraction(name).entities[0].name for name in ("a", "b")]
    assert names == ["Iran", "Pakistan"]


def test_a_changed_date_counts_as_a_changed_document(tmp_path: Path) -> None:
    path = tmp_path / "x.kg"
    first = document("a")
    take_in(path, [first])
    dated = Document(id="a", text=first.text, title="Now with a title", path="elsewhere.txt")
    assert take_in(path, [dated]) == Summary(taken=1)
    assert take_in(path, [Document(id="a", text=first.text, title="Now with a title")]) == Summary(
        unchanged=1
    )


def test_another_pipeline_extracts_again_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "x.kg"
    take_in(path, [document("a")])
    assert take_in(path, [document("a")], by="words-2") == Summary(unchanged=1)
    assert take_in(path, [document("a")], by="words-2", refresh=True) == Summary(taken=1)
    assert take_in(path, [document("a")], by="words-2", refresh=True) == Summary(unchanged=1)


def test_a_quote_that_is_not_in_the_text_is_a_failure_and_is_kept_out(tmp_path: Path) -> None:
    path = tmp_path / "x.kg"
    assert take_in(path, [document("a", "misquote it"), document("b")]) == Summary(taken=1, unused=1)
    with store.open(path, read_only=True) as base:
        assert [failure.id for failure in base.failures()] == ["a"]
