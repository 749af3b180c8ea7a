"""One HTML file that holds the graph and an engine for it, and answers SPARQL without any server."""

from __future__ import annotations

import base64
import gzip
import io
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import UsageError
from kg.query import SavedQuery
from kg.query.prefixes import PREFIXES
from kg.visualise.page import asset, hash_of

_HOME = Path(__file__).resolve().parent
_MOST = 2_000_000
"""Statements of the largest graph that a browser takes in one page."""


def workbook(graph: ox.Store, saved: tuple[SavedQuery, ...]) -> str:
    """The page; the same graph gives the same bytes. UsageError when the graph is too large for a page."""
    from kg.serve.site import environment

    lines = _lines(graph)
    style, script = _style(), _script()
    queries = [query for query in saved if not any(param.required for param in query.params)]
    values: dict[str, Any] = {
        "policy": _policy(style, script),
        "style": style,
        "script": script,
        "engine": base64.b64encode((_HOME / "assets" / "oxigraph.wasm.gz").read_bytes()).decode(),
        "data": base64.b64encode(gzip.compress(b"".join(lines), mtime=0)).decode(),
        "total": len(lines),
        "start": {"prefixes": PREFIXES, "queries": {query.name: _bare(query) for query in queries}},
        "queries": queries,
    }
    return str(environment().get_template("workbook.html").render(**values))


def _lines(graph: ox.Store) -> list[bytes]:
    """The graph as sorted N-Quads."""
    out = io.BytesIO()
    graph.dump(out, format=ox.RdfFormat.N_QUADS)
    lines = sorted(out.getvalue().splitlines(keepends=True))
    if len(lines) > _MOST:
        raise UsageError(
            f"The graph has {len(lines):,} statements; one page holds {_MOST:,} at most. Use kg serve."
        )
    return lines


def _bare(query: SavedQuery) -> str:
    return "\n".join(line for line in query.text.splitlines() if not line.startswith("#+"))


def _style() -> Any:
    from markupsafe import Markup

    return Markup(asset("base.css") + (_HOME / "assets" / "site.css").read_text(encoding="utf-8"))


def _script() -> Any:
    """The engine's module with ours behind it: one module, since a page from the disk loads no other."""
    from markupsafe import Markup

    parts = ((_HOME / "assets" / name).read_text(encoding="utf-8") for name in ("oxigraph.js", "workbook.js"))
    return Markup("\n".join(parts))


def _policy(style: str, script: str) -> str:
    """Only these very scripts and styles, and nothing from or to any network."""
    return (
        f"default-src 'none'; script-src {hash_of(script)} 'wasm-unsafe-eval'; style-src {hash_of(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
