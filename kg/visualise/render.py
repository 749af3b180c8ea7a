"""The one entrance: a graph and what is wanted of it, to a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.visualise import gather

VIEWS = ("auto", "graph", "document", "matrix", "timeline", "map")


def render(
    graph: ox.Store,
    *,
    view: str = "graph",
    actor: str | None = None,
    dyad: tuple[str, str] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    relations: Sequence[str] = (),
    status: Sequence[str] = (),
    document: str | None = None,
    text_of: Callable[[str], str | None] = lambda document: None,
) -> str:
    """The page: ``graph`` (arrows that lead to sentences), ``matrix``, ``timeline``, ``map`` or ``document``;
    ``auto`` is a graph, or a matrix where a graph could not show every arrow.

    ``text_of`` gives the text of a document by its id, or ``None``; without it the evidence is the
    quote and a few words around it, and there is no document view. ``relations`` are names such as
    ``attacked``; ``status`` such as ``actual``. Raises UsageError for names that mean nothing.
    """
    from kg.visualise import gather

    if view not in VIEWS:
        raise UsageError(f"There is no view {view!r}; choose one of {', '.join(VIEWS)}.")
    if view == "document":
        from kg.visualise.document import document_page

        return document_page(gather.document(graph, _named(document), text_of=text_of))
    choice = gather.choose(
        graph, actor=actor, dyad=dyad, since=since, until=until, relations=relations, status=status
    )
    return _drawn(view, graph, choice, text_of)


def _drawn(view: str, graph: ox.Store, choice: object, text_of: Callable[[str], str | None]) -> str:
    from kg.visualise import gather
    from kg.visualise.network import MOST_CARDS, MOST_EDGES, network_page

    assert isinstance(choice, gather.Choice)
    if view == "auto":
        view = _readable(graph, choice)
    if view == "graph":
        return network_page(gather.network(graph, choice, text_of=text_of, most=MOST_EDGES, told=MOST_CARDS))
    if view == "map":
        from kg.visualise.map import map_page

        return map_page(gather.located(graph, choice))
    from kg.visualise.charts import MOST_CLAIMS, matrix_page, timeline_page

    whole = gather.network(graph, choice, text_of=lambda document: None, most=MOST_CLAIMS)
    return matrix_page(whole) if view == "matrix" else timeline_page(whole)


def _readable(graph: ox.Store, choice: gather.Choice) -> str:
    """The matrix where a graph could not show every arrow."""
    from kg.visualise import gather
    from kg.visualise.network import MOST_EDGES

    arrows = gather.network(graph, choice, text_of=lambda document: None, most=0).total
    return "matrix" if arrows > MOST_EDGES else "graph"


def _named(document: str | None) -> str:
    if document is None:
        raise UsageError("The document view needs the id of a document.")
    return document
