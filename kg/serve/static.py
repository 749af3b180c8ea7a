"""The pages of a knowledge base as files, with relative links: for file:// and any web server."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

from kg.errors import UsageError
from kg.query import saved_queries
from kg.serve import assets
from kg.serve.gathered import Gathered, at_hand
from kg.serve.messages import Job
from kg.serve.site import Site, answer_page, in_a_file, queries_in_a_file
from kg.serve.workbook import workbook

if TYPE_CHECKING:
    from kg.store import Store

_START = ("/overview", "/actors", "/events", "/documents", "/ontology", "/")
_LINK = re.compile(r' href="([^"]*)"')
"""Begins with letters, and not with a class of them: so the search is ten times as fast."""
_PLAIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}\Z")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)")
_ON_DEMAND = ("/search", "/sparql", "/console", "/void")
_WORKBOOK = "/workbook"
_MARK = ".communique-site"


def write_site(store: Store, out: Path, *, knowledge: tuple[str, ...] = (), sparql: bool = False) -> int:
    """Writes every page that the overview leads to, into a new folder or one of its own; says how many.

    With ``sparql`` also ``sparql.html``, which answers queries by itself.
    """
    _prepare(out)
    look = Gathered(at_hand(store.graph), store.base)
    look.gather()
    site = Site(look.graph, store, look)
    site.has_workbook = sparql
    links_of = _Links(cache(partial(_file_of, site)))
    waiting, seen, written = list(_START), set(_START), 0
    while waiting:
        path = waiting.pop()
        body = _body(site, store, path, knowledge)
        if body is not None:
            text, links = links_of.relative(body, path)
            _write(out / file_name(path), text)
            written += 1
            new = [link for link in links if link not in seen]
            seen.update(new)
            waiting += new
    for name in sorted(assets.names()):
        if name.endswith((".css", ".svg")):
            _write(out / "assets" / name, assets.reply(name, "").body)
    if sparql:
        _write(out / "sparql.html", workbook(store.graph, saved_queries(map(Path, knowledge))))
    return written + sparql


def file_name(address: str) -> str:
    """The file of a page: lower-case, short, and of letters that every system takes."""
    path, _, query = address.partition("?")
    kind, _, rest = path.strip("/").partition("/")
    if not query and not rest:
        return {"overview": "index.html", "": "queries.html"}.get(kind, f"{kind}.html")
    if kind == "picture" and re.fullmatch(r"view=\w+", query):
        return f"picture/{query[5:]}.html"
    name = unquote(rest or query)
    if not query and _PLAIN.match(name) and not _RESERVED.match(name) and not name.endswith("."):
        return f"{kind}/{name}.html"
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower())[:40].strip("-") or "page"
    return f"{kind}/{slug}-{hashlib.sha256(address.encode()).hexdigest()[:12]}.html"


def _body(site: Site, store: Store, path: str, knowledge: tuple[str, ...]) -> str | None:
    if path == "/":
        return queries_in_a_file(site, knowledge)
    head, _, query = path.partition("?")
    form = tuple(parse_qsl(query, keep_blank_values=True))
    job = Job(
        kind="page",
        store=str(store.path),
        folder="",
        accept="text/html",
        base="",
        path=unquote(head),
        form=form,
    )
    if head == "/picture":
        return answer_page(site, job).body.decode()
    return in_a_file(site, job)


def _file_of(site: Site, address: str) -> str | None:
    if address == _WORKBOOK:
        return "sparql.html"
    return file_name(address) if _is_known(site, address) else None


def _is_known(site: Site, address: str) -> bool:
    """Whether there is a page: not for things of which nothing is known, nor what is made on demand."""
    head, _, query = address.partition("?")
    name, _, rest = head.strip("/").partition("/")
    if head == "/thing":
        return site.look.is_known(dict(parse_qsl(query)).get("iri", ""))
    iri = site.look.addresses.iri(name, unquote(rest))
    return not _only_served(address) and (iri is None or site.look.is_known(iri))


class _Links:
    """Makes the links of pages lead to files; ``file_of`` gives the file of an address, if it has one."""

    def __init__(self, file_of: Callable[[str], str | None]) -> None:
        self._file_of = file_of
        self._known: dict[tuple[str, str], tuple[str, str | None]] = {}

    def relative(self, body: str, path: str) -> tuple[str, list[str]]:
        """The page with links to files, and the addresses of the pages it leads to, each once.

        What only a server can answer loses its link. The attributes are our templates' own: in what
        documents say, quotation marks are escaped.
        """
        up, here, found = "../" if "/" in file_name(path) else "", path.partition("?")[0], dict[str, None]()
        pieces = _LINK.split(body)
        for at in range(1, len(pieces), 2):
            written = pieces[at]
            key = (here if written.startswith("?") else up, written)
            known = self._known.get(key)
            if known is None:
                known = self._known[key] = self._led(written, up, here)
            pieces[at], address = known
            if address is not None:
                found[address] = None
        return "".join(pieces), list(found)

    def _led(self, written: str, up: str, here: str) -> tuple[str, str | None]:
        """The attribute as it stands in the file, and the address of the page it leads to."""
        if not written.startswith(("/", "?")):
            return f' href="{written}"', None
        address = html.unescape(written)
        address, _, place = (here + address if address.startswith("?") else address).partition("#")
        if address.startswith("/assets/"):
            return f' href="{up}{html.escape(address[1:])}"', None
        target = self._file_of(address)
        if target is None:
            return " ", None
        return f' href="{up}{target}{html.escape("#" + place) if place else ""}"', address


def _only_served(address: str) -> bool:
    """Whether the page is made on demand: searches, and pictures and pairs by the thousand."""
    picked = address.startswith("/picture?") and "&" in address
    return address.startswith(_ON_DEMAND) or picked


def _prepare(out: Path) -> None:
    if out.exists() and any(out.iterdir()) and not (out / _MARK).exists():
        raise UsageError(f"{out} holds something else; give a new folder.")
    out.mkdir(parents=True, exist_ok=True)
    (out / _MARK).write_text("Written by kg site; may be written again.\n", encoding="utf-8")


def _write(path: Path, content: str | bytes) -> None:
    """Writes the file, unless it holds just that already."""
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        return
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
