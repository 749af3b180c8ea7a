"""The stages in their order: sources -> documents -> extractions -> a knowledge base."""

from __future__ import annotations

import datetime as dt
import gc
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Protocol

import msgspec

from kg import backends
from kg import store as stores
from kg.errors import DocumentError, UsageError
from kg.model import Document, Extraction, Failure, Record
from kg.pool import Pool
from kg.read import InputFormat, read
from kg.store import Store

BATCH = 32
BATCH_CHARACTERS = 200_000
TIME_LIMIT = 120.0
"""Wall seconds for one document; also for a whole batch before it is split."""

_log = logging.getLogger(__name__)

Outcome = tuple[Document, Extraction] | Failure
Received = Document | Failure
Run = Callable[[Iterable[Received]], Iterator[Outcome]]


class Extracting(Protocol):
    """What the extractor must offer."""

    pipeline_id: str

    def extract(self, documents: Sequence[Document]) -> list[Extraction | Failure]:
        """One result for each document, in the same order."""


class Settings(Record, frozen=True, kw_only=True):
    """How to read and extract. ``jobs`` 0 works in this process, without a time limit.

    ``backend`` is a name that ``kg.backends`` knows, ``backend_options`` its (key, value) pairs.
    """

    published: dt.date | None = None
    input_format: InputFormat | None = None
    model: str | None = None
    knowledge: tuple[Path, ...] = ()
    jobs: int = 1
    time_limit: float = TIME_LIMIT
    backend: str = "rules"
    backend_options: tuple[tuple[str, str], ...] = ()


class Summary(Record, frozen=True, kw_only=True):
    """What became of the documents of one run; ``unused`` were skipped or failed."""

    taken: int = 0
    unchanged: int = 0
    unused: int = 0


class _Answer(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A result on its way from a worker: one of the two is there."""

    extraction: Extraction | None = None
    failure: Failure | None = None


def extract(sources: Sequence[str], settings: Settings) -> Iterator[Outcome]:
    """What each document of ``sources`` says, in input order; unusable ones as ``Failure``."""
    received = read(sources, published=settings.published, input_format=settings.input_format)
    with extractor(settings) as (_, run):
        yield from run(received)


def build(
    sources: Sequence[str],
    store: Path,
    settings: Settings,
    *,
    refresh: bool = False,
    base: str | None = None,
    reasoning: bool | None = None,
    watch: Callable[[Document | Failure], None] = lambda item: None,
) -> Summary:
    """Takes the documents of ``sources`` into the knowledge base ``store`` and brings its graph up to date.

    A document that is there with the same text and metadata is left alone. With ``refresh`` that
    holds only if this very pipeline extracted it, and without ``sources`` all others are extracted
    again from the stored text. ``base`` and ``reasoning`` are those of ``kg.store.open``. ``watch`` sees
    every document when it is done with.
    """
    received = read(sources, published=settings.published, input_format=settings.input_format)
    with (
        extractor(settings) as (loaded, run),
        stores.open(
            store, create=True, base=base, knowledge=settings.knowledge, reasoning=reasoning
        ) as opened,
    ):
        opened.describe_pipeline(loaded.pipeline_id, backends.facts(loaded))
        items = _stale(opened, loaded.pipeline_id) if refresh and not sources else received
        return take_in(opened, items, run, loaded.pipeline_id, refresh=refresh, watch=watch)


def take_in(
    base: Store,
    items: Iterable[Received],
    run: Run,
    pipeline_id: str,
    *,
    refresh: bool = False,
    watch: Callable[[Document | Failure], None] = lambda item: None,
) -> Summary:
    """Extracts what an open store lacks of ``items`` and commits it, one document at a time."""
    intake = _Intake(base, pipeline_id, watch)
    for outcome in run(intake.changed(items, refresh=refresh)):
        intake.keep(outcome)
    return Summary(taken=intake.taken, unchanged=intake.unchanged, unused=intake.unused)


class _Intake:
    """Decides what a store still lacks, puts it there, and counts."""

    def __init__(self, base: Store, pipeline_id: str, watch: Callable[[Document | Failure], None]) -> None:
        self._base = base
        self._pipeline_id = pipeline_id
        self._watch = watch
        self.taken = self.unchanged = self.unused = 0

    def changed(self, items: Iterable[Received], *, refresh: bool) -> Iterator[Received]:
        """The items without the documents that are there already."""
        for item in items:
            if isinstance(item, Document) and self._is_there(item, refresh=refresh):
                self.unchanged += 1
                self._watch(item)
            else:
                yield item

    def _is_there(self, document: Document, *, refresh: bool) -> bool:
        if refresh and not self._base.has(document.id, document.sha256, self._pipeline_id):
            return False
        try:
            stored = self._base.document(document.id)
        except UsageError:
            return False
        return _without_path(stored) == _without_path(document)

    def keep(self, outcome: Outcome) -> None:
        """Commits one result; a result that does not fit its text counts as a failure."""
        if isinstance(outcome, Failure):
            self._fail(outcome)
            return
        document, extraction = outcome
        try:
            self._base.put(document, extraction, self._pipeline_id)
        except DocumentError as error:
            self._fail(_broken(document, error.reason, str(error)))
            return
        self.taken += 1
        self._watch(document)

    def _fail(self, failure: Failure) -> None:
        self._base.fail(failure, self._pipeline_id)
        self.unused += 1
        self._watch(failure)


def _without_path(document: Document) -> Document:
    return msgspec.structs.replace(document, path=None)


def _stale(base: Store, pipeline_id: str) -> Iterator[Document]:
    for stale in base.status(pipeline_id).stale:
        yield base.document(stale.id)


@contextmanager
def extractor(settings: Settings) -> Iterator[tuple[backends.Backend, Run]]:
    """The chosen backend, and a function that extracts a stream with all its workers ready.

    Enter it before opening a store: the workers are forked here.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    start = time.monotonic()
    options = dict(settings.backend_options)
    loaded = backends.load(settings.backend, options, model=settings.model, knowledge=settings.knowledge)
    _log.info("pipeline %s loaded in %.1f s", loaded.pipeline_id, time.monotonic() - start)
    here = settings if loaded.capability.forks else msgspec.structs.replace(settings, jobs=0)
    with running(loaded, here) as run:
        yield loaded, run


@contextmanager
def running(loaded: Extracting, settings: Settings) -> Iterator[Run]:
    """A function that gives each received document to ``loaded``, here or in forked workers."""
    if settings.jobs == 0:
        yield partial(_in_process, loaded)
        return
    pool = _pool(loaded, settings)
    try:
        yield partial(_in_pool, pool)
    finally:
        pool.close()


def _pool(loaded: Extracting, settings: Settings) -> Pool[Document]:
    if not hasattr(os, "fork"):
        raise UsageError("This system cannot fork processes; use --jobs 0.")
    gc.collect()
    gc.freeze()  # what is loaded stays shared with the workers
    return Pool(
        partial(_work, loaded),
        jobs=settings.jobs,
        limit=settings.time_limit,
        pack=msgspec.json.encode,
        unpack=_unpack,
    )


def _work(loaded: Extracting, packed: bytes) -> bytes:
    documents = msgspec.json.decode(packed, type=list[Document])
    return msgspec.json.encode([_answer(result) for result in _results(loaded, documents)])


def _unpack(answers: bytes) -> list[bytes]:
    return [bytes(raw) for raw in msgspec.json.decode(answers, type=list[msgspec.Raw])]


def _answer(result: Extraction | Failure) -> _Answer:
    return _Answer(failure=result) if isinstance(result, Failure) else _Answer(extraction=result)


def _results(loaded: Extracting, documents: Sequence[Document]) -> list[Extraction | Failure]:
    """The extractions; when one document breaks the extractor, it alone is a ``Failure``."""
    try:
        return loaded.extract(documents)
    except Exception as error:  # noqa: BLE001 - whatever a document provokes must not end the run
        if len(documents) == 1:
            return [_broken(documents[0], "error", f"{type(error).__name__}: {error}")]
        return [result for document in documents for result in _results(loaded, [document])]


def _in_process(loaded: Extracting, items: Iterable[Received]) -> Iterator[Outcome]:
    for batch in _batches(items):
        documents = [item for item in batch if isinstance(item, Document)]
        results = iter(_results(loaded, documents))
        yield from (item if isinstance(item, Failure) else _outcome(item, next(results)) for item in batch)


def _in_pool(pool: Pool[Document], items: Iterable[Received]) -> Iterator[Outcome]:
    """Failures of reading overtake the documents of their batch, which come in order."""
    aside: list[Failure] = []
    for batch in pool.run(_documents(_batches(items), aside)):
        yield from aside
        aside.clear()
        for document, answer in batch:
            yield _outcome(document, _decoded(document, answer))
    yield from aside


def _documents(batches: Iterable[list[Received]], aside: list[Failure]) -> Iterator[list[Document]]:
    for batch in batches:
        aside.extend(item for item in batch if isinstance(item, Failure))
        yield [item for item in batch if isinstance(item, Document)]


def _decoded(document: Document, answer: bytes | str) -> Extraction | Failure:
    if isinstance(answer, str):
        reasons = {
            "time": "took longer than the time limit, twice",
            "died": "ended the worker process, twice",
        }
        return _broken(document, answer, reasons[answer])
    received = msgspec.json.decode(answer, type=_Answer)
    return received.extraction or received.failure or _broken(document, "error", "no result")


def _outcome(document: Document, result: Extraction | Failure) -> Outcome:
    return result if isinstance(result, Failure) else (document, result)


def _broken(document: Document, reason: str, message: str) -> Failure:
    return Failure(
        id=document.id,
        status="failed",
        reason=reason,
        message=message,
        path=document.path,
        sha256=document.sha256,
    )


def _batches(items: Iterable[Received]) -> Iterator[list[Received]]:
    """Up to ``BATCH`` items and about ``BATCH_CHARACTERS`` characters each; the last may be smaller."""
    batch: list[Received] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.text) if isinstance(item, Document) else 0
        if len(batch) >= BATCH or size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
