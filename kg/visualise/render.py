"""The one entrance: a graph and what is wanted of it, to a page or a figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypedDict, Unpack

from kg.errors import UsageError

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.visualise.choice import Choice
    from kg.visualise.figure import Figure

VIEWS = ("auto", "graph", "document", "matrix", "timeline", "map")
FIGURES = ("svg", "png")
"""The formats beside HTML."""


class Wanted(TypedDict, total=False):
    """What of the graph is wanted; everything where nothing is said.

    ``relations`` are names such as ``attacked``; ``status`` such as ``actual``.
    """

    actor: str | None
    dyad: tuple[str, str] | None
    since: dt.date | None
    until: dt.date | None
    relations: Sequence[str]
    status: Sequence[str]


def render(
    graph: ox.Store,
    *,
    view: str = "graph",
    document: str | None = None,
    text_of: Callable[[str], str | None] = lambda document: None,
    **wanted: Unpack[Wanted],
) -> str:
    """The page: ``graph`` (arrows that lead to sentences), ``matrix``, ``timeline``, ``map`` or ``document``;
    ``auto`` is a graph that opens on its matrix where it cannot show every arrow.

    ``text_of`` gives the text of a document by its id, or ``None``; without it the evidence is the
    quote and a few words around it, and there is no document view. Raises UsageError for names that
    mean nothing.
    """
    from kg.visualise import gather
    from kg.visualise.choice import choose

    _known(view)
    if view == "document":
        from kg.visualise.document import document_page

        return document_page(gather.document(graph, _named(document), text_of=text_of))
    choice = choose(graph, **wanted)
    if view in ("auto", "graph"):
        from kg.visualise.matrix import matrix
        from kg.visualise.network import MOST_EDGES, MOST_TOLD, network_page
        from kg.visualise.rows import label

        whole = gather.strengths(graph, choice)
        part = gather.in_full(graph, gather.strongest(graph, whole, MOST_EDGES), choice, text_of, MOST_TOLD)
        first = "matrix" if view == "auto" and whole.total > MOST_EDGES else "picture"
        return network_page(part, matrix(whole, partial(label, graph)), first=first)
    from kg.visualise.figure import html

    return html(_figure(graph, view, choice))


def draw(
    graph: ox.Store, format: str, *, view: str = "auto", document: str | None = None, **wanted: Unpack[Wanted]
) -> bytes:
    """The picture alone, light and with its legend, as ``svg`` or ``png``; ``auto`` is a matrix where a
    graph could not show every arrow. Raises UsageError where there is no such picture, and KgError when
    the package that makes PNG is not installed."""
    from kg.visualise.choice import choose
    from kg.visualise.figure import png, svg

    _known(view)
    if view == "document" or document is not None:
        raise UsageError(f"A document is not drawn as {format}; the document view is HTML.")
    if format not in FIGURES:
        raise UsageError(f"There is no picture format {format!r}; choose one of html, {', '.join(FIGURES)}.")
    drawing = svg(_figure(graph, view, choose(graph, **wanted)))
    return png(drawing) if format == "png" else drawing.encode("utf-8")


def _figure(graph: ox.Store, view: str, choice: Choice) -> Figure:
    from kg.visualise import gather

    if view == "map":
        from kg.visualise.map import world_map

        return world_map(gather.located(graph, choice))
    from kg.visualise.arrows import arrows
    from kg.visualise.matrix import matrix
    from kg.visualise.network import MOST_EDGES
    from kg.visualise.rows import label
    from kg.visualise.timeline import timeline

    if view == "timeline":
        return timeline(gather.network(graph, choice), partial(label, graph))
    whole = gather.strengths(graph, choice)
    if view == "matrix" or (view == "auto" and whole.total > MOST_EDGES):
        return matrix(whole, partial(label, graph))
    return arrows(gather.strongest(graph, whole, MOST_EDGES))


def _known(view: str) -> None:
    if view not in VIEWS:
        raise UsageError(f"There is no view {view!r}; choose one of {', '.join(VIEWS)}.")


def _named(document: str | None) -> str:
    if document is None:
        raise UsageError("The document view needs the id of a document.")
    return document
