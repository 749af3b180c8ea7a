"""In a worker: the finished graph that a job is about, opened once and kept until there is a newer one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.serve.answer import answer_query
from kg.serve.messages import Job, Reply
from kg.serve.settings import Limits

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.serve.site import Site


class Snapshots:
    """Opens what a job names; the one before is let go."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._folder = ""
        self._graph: ox.Store | None = None
        self._site: Site | None = None

    def answer(self, job: Job) -> Reply:
        """The answer to a query, or the page."""
        graph = self._open(job.folder)
        if job.kind == "query":
            return answer_query(graph, job, self._limits)
        from kg.serve.site import answer_page

        return answer_page(self._pages(graph, job), job)

    def _open(self, folder: str) -> ox.Store:
        from kg.query.ask import open_read_only

        if self._graph is None or folder != self._folder:
            self._graph = self._site = None
            self._graph, self._folder = open_read_only(Path(folder)), folder
        return self._graph

    def _pages(self, graph: ox.Store, job: Job) -> Site:
        from kg import store as stores
        from kg.serve.site import Site

        if self._site is None:
            self._site = Site(graph, stores.open(job.store, read_only=True))
        return self._site
