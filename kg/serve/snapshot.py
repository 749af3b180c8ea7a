"""In a worker: the finished graph that a job is about, opened once and kept until there is a newer one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.serve.answer import answer_query
from kg.serve.messages import Job, Reply
from kg.serve.settings import Limits

if TYPE_CHECKING:
    import pyoxigraph as ox


class Snapshots:
    """Opens what a job names; the one before is let go."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._folder = ""
        self._graph: ox.Store | None = None

    def answer(self, job: Job) -> Reply:
        """The answer to a query, or the page."""
        graph = self._open(job.folder)
        if job.kind == "query":
            return answer_query(graph, job, self._limits)
        from kg.serve.site import answer_page

        return answer_page(graph, job)

    def _open(self, folder: str) -> ox.Store:
        from kg.query.ask import open_read_only

        if self._graph is None or folder != self._folder:
            self._graph = None
            self._graph, self._folder = open_read_only(Path(folder)), folder
        return self._graph
