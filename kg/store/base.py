"""Opening a knowledge base, and all that can be done with an open one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from pyoxigraph import Store as Graph

from kg.errors import StoreError, UsageError
from kg.iris import BASE, graph_iri, is_iri
from kg.model import Document, Extraction, Failure, Record
from kg.store import disk
from kg.store.ledger import Entry, Ledger, StaleDocument, Verdict, create_ledger, open_ledger

if TYPE_CHECKING:
    from kg.store.derive import Deriver
    from kg.store.index import Index

_LEDGER = "ledger.sqlite"


class Status(Record, frozen=True):
    """How a knowledge base stands. ``stale`` documents were extracted by another pipeline."""

    documents: int
    failures: tuple[Failure, ...]
    stale: tuple[StaleDocument, ...]
    graph_is_current: bool
    reasoning: bool


def open(
    path: str | Path,
    *,
    create: bool = False,
    read_only: bool = False,
    base: str | None = None,
    knowledge: Iterable[Path] = (),
    reasoning: bool | None = None,
) -> Store:
    """The knowledge base in this folder, for writing (one at a time) or, beside that, for reading.

    ``base`` is the start of all IRIs of the user's own things (default ``urn:communique:``): it is
    fixed when the folder is made. ``knowledge`` are folders laid out like ``ontology/``. ``reasoning``
    is whether the graph also holds what follows from sub-classes and sub-properties (it does unless
    it was switched off); it is remembered, and a change derives the graph anew. Raises
    ``StoreError`` when the folder is missing, locked, full, damaged or of another version.
    """
    home = Path(path)
    if base is not None and not is_iri(base + "x"):
        raise UsageError(f"{base!r} cannot start an IRI; give something like https://example.org/kg/")
    with disk.helpful(home):
        return Store(
            home,
            create=create,
            read_only=read_only,
            base=base,
            knowledge=tuple(knowledge),
            reasoning=reasoning,
        )


def knowledge_of(path: str | Path) -> tuple[Path, ...]:
    """The folders of knowledge that the knowledge base in this folder was made with.

    Empty when it was made without any, or is not there yet. Raises ``StoreError`` when one of the
    folders is gone.
    """
    if not (Path(path) / _LEDGER).exists():
        return ()
    with open(path, read_only=True) as base:
        folders = base.knowledge
    for folder in folders:
        if not folder.is_dir():
            raise StoreError(
                f"{path} was made with the knowledge in {folder}, which is gone. Put it back, or name "
                "another folder with --knowledge."
            )
    return folders


class Store(AbstractContextManager["Store"]):
    """An open knowledge base; made by ``open``.

    Writing methods commit to the ledger before they return. The graph follows with
    ``refresh_graph()``, which leaving the ``with`` block without an error also calls.
    """

    def __init__(
        self,
        home: Path,
        *,
        create: bool,
        read_only: bool,
        base: str | None,
        knowledge: tuple[Path, ...],
        reasoning: bool | None,
    ) -> None:
        self.path = home
        self.read_only = read_only
        self._extra = knowledge
        self._graph: Graph | None = None
        self._deriver: Deriver | None = None
        self._index: Index | None = None
        if create and not read_only:
            home.mkdir(parents=True, exist_ok=True)
        self._check_home()
        self._lock = None if read_only else disk.WriterLock(home)
        self._ledger = self._open_ledger(create and not read_only)
        self.base = self._settle_base(base)
        self._settle_knowledge()
        if reasoning is not None and not read_only:
            self._ledger.set("reasoning", "on" if reasoning else "off")

    def _check_home(self) -> None:
        if not self.path.is_dir():
            raise StoreError(f"There is no knowledge base at {self.path}. Make one with kg build.")

    def _open_ledger(self, create: bool) -> Ledger:
        try:
            if create:
                return create_ledger(self.path / _LEDGER)
            return open_ledger(self.path / _LEDGER, read_only=self.read_only)
        except BaseException:
            self._unlock()
            raise

    def _settle_base(self, base: str | None) -> str:
        kept = self._ledger.setting("base")
        if base is not None and kept is not None and base != kept:
            self.close()
            raise UsageError(f"{self.path} was made with the base {kept}; leave out --base or build anew.")
        if kept is None and not self.read_only:
            self._ledger.set("base", base or BASE)
        return kept or base or BASE

    def _settle_knowledge(self) -> None:
        """The user's own knowledge is remembered, so that later commands need not name it."""
        if self._extra and not self.read_only:
            self._ledger.set("knowledge", "\n".join(str(folder.resolve()) for folder in self._extra))
        elif not self._extra:
            kept = self._ledger.setting("knowledge") or ""
            self._extra = tuple(Path(line) for line in kept.splitlines())

    @property
    def knowledge(self) -> tuple[Path, ...]:
        """The folders of the user's own knowledge: those given, otherwise those of the last build."""
        return self._extra

    @property
    def reasoning(self) -> bool:
        """Whether the graph holds what follows from sub-classes and sub-properties, in a graph of its own."""
        return self._ledger.setting("reasoning") != "off"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and not self.read_only:
                self.refresh_graph()
        finally:
            self.close()

    def close(self) -> None:
        """Frees the files and the lock; calling it twice is harmless."""
        self._graph = None
        self._close_index()
        self._ledger.close()
        self._unlock()

    def _close_index(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.release()

    def has(self, doc_id: str, sha256: str, pipeline_id: str) -> bool:
        """Whether exactly this text was already taken in by exactly this pipeline."""
        with disk.helpful(self.path):
            return self._ledger.has(doc_id, sha256, pipeline_id)

    def put(self, document: Document, extraction: Extraction, pipeline_id: str) -> bool:
        """Replaces all that is known of this document; ``False`` when it was exactly this already.

        Raises ``kg.build.BadOffsets`` (a ``DocumentError``) when a quote is not in the text; then
        nothing is written.
        """
        from kg.build.maker import check_offsets

        if extraction.id != document.id:
            raise UsageError(f"The extraction is of {extraction.id!r}, the document is {document.id!r}.")
        check_offsets(document, extraction)
        with self._writing():
            return self._ledger.put(document, extraction, pipeline_id)

    def fail(self, failure: Failure, pipeline_id: str) -> None:
        """Records that an input could not be used; an earlier good version of it stays."""
        with self._writing():
            self._ledger.fail(failure, pipeline_id)

    def remove(self, doc_id: str) -> bool:
        """Takes back a document, and its failure; ``False`` when there was neither."""
        with self._writing():
            return self._ledger.remove(doc_id)

    def judge(
        self,
        left: str,
        right: str,
        *,
        same: bool,
        reason: str = "",
        kind: Literal["event", "actor"] = "event",
    ) -> None:
        """What a person knows: two events (or actors) of documents are one, or are not."""
        with self._writing():
            self._ledger.judge(Verdict(kind=kind, left=left, right=right, same=same, reason=reason))

    def withdraw_judgement(self, left: str, right: str) -> bool:
        """Takes back what was judged about the two; ``False`` when nothing was."""
        with self._writing():
            return self._ledger.withdraw(left, right)

    def describe_pipeline(self, pipeline_id: str, facts: Mapping[str, str]) -> None:
        """Keeps what a pipeline id stands for; its software, model and configuration go into the graph."""
        with self._writing():
            self._ledger.describe_pipeline(pipeline_id, facts)

    def _writing(self) -> AbstractContextManager[None]:
        if self.read_only:
            raise StoreError(f"{self.path} was opened for reading only.")
        return disk.helpful(self.path)

    def documents(self) -> Iterator[Document]:
        """All documents, sorted by id, one at a time."""
        return self._ledger.documents()

    def entries(self) -> Iterator[Entry]:
        """All documents with their extractions and pipeline ids, sorted by id, one at a time."""
        return self._ledger.entries()

    def document(self, doc_id: str) -> Document:
        """One document; ``UsageError`` when there is none of this id."""
        return self._entry(doc_id).document

    def extraction(self, doc_id: str) -> Extraction:
        """What was found in one document; ``UsageError`` when there is none of this id."""
        return self._entry(doc_id).extraction

    def _entry(self, doc_id: str) -> Entry:
        with disk.helpful(self.path):
            entry = self._ledger.entry(doc_id)
        if entry is None:
            raise UsageError(f"{self.path} has no document {doc_id!r}; kg status {self.path} lists them.")
        return entry

    def failures(self) -> list[Failure]:
        """All inputs that could not be used, sorted by id."""
        with disk.helpful(self.path):
            return self._ledger.failures()

    def judgements(self) -> list[Verdict]:
        """The judgements that stand, oldest first."""
        with disk.helpful(self.path):
            return self._ledger.judgements()

    def status(self, current_pipeline_id: str | None = None) -> Status:
        """How it stands; without a pipeline id no document counts as stale."""
        with disk.helpful(self.path):
            stale = self._ledger.stale(current_pipeline_id) if current_pipeline_id is not None else []
            return Status(
                documents=self._ledger.count(),
                failures=tuple(self._ledger.failures()),
                stale=tuple(stale),
                graph_is_current=self._ledger.graph_is_current(),
                reasoning=self.reasoning,
            )

    def graph_iri(self, name: str) -> str:
        """The IRI of a shared graph by its short name: ``events``, ``meta``, ..."""
        return graph_iri(name, base=self.base)

    @property
    def graph(self) -> Graph:
        """The graph: for readers the last finished one, for the writer the one being kept up to date."""
        if self._graph is None:
            with disk.helpful(self.path):
                if self.read_only:
                    self._graph = disk.open_view(self.path)
                else:
                    self._graph = self._open_work()
        return self._graph

    def _open_work(self) -> Graph:
        if not disk.has_work(self.path):
            disk.discard(self.path)
            self._ledger.release_all()
        return disk.open_work(self.path, tidy=self._ledger.has_unfinished_load())

    def _open_index(self) -> Index:
        from kg.store.index import open_index

        if self._index is None:
            self._index = open_index(disk.index_file(self.path))
        return self._index

    @property
    def graph_folder(self) -> Path:
        """The Oxigraph folder of the last finished graph, to be opened with ``Store.read_only``."""
        return disk.view_folder(self.path)

    def refresh_graph(self) -> bool:
        """Brings the graph up to date with the ledger and shows it to readers; ``False`` if it was."""
        from kg.store.derive import Deriver, refresh

        with self._writing():
            if self._deriver is None:
                self._deriver = Deriver(self.base, self._extra, reasoning=self.reasoning)
            changed = refresh(self._ledger, self.graph, self._open_index(), self._deriver)
            if self._ledger.setting("published") != self._ledger.setting("derived"):
                disk.publish(self.path, self.graph)
                self._ledger.set("published", self._ledger.setting("derived") or "")
        return changed

    def rebuild(self) -> None:
        """Derives the whole graph anew from the ledger, also when the old one is damaged."""
        with self._writing():
            self._graph = None
            self._close_index()
            self._ledger.release_all()
            disk.discard(self.path)
        self.refresh_graph()
