"""The pieces that stand on pages by the hundred thousand: in Python, since a macro takes longer.

Each is the HTML of one thing; what is shown is made visible and escaped as templates do it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from markupsafe import Markup

from kg.serve.records import Counterpart, Happening, Link, Mention, Words
from kg.visualise.page import shown

_KEPT = 20_000
"""Pieces of a kind that are kept: the same things stand on many pages."""
_MAIN = {
    "/overview": "Overview",
    "/actors": "Actors",
    "/events": "Events",
    "/documents": "Documents",
    "/ontology": "Ontology",
}
"""The pages that every other leads to, besides that of queries."""
_SHORT = 30
"""Less text than this beside a quote is all there is; more was cut somewhere in a word."""


def fragments() -> dict[str, Callable[..., Markup]]:
    """All of them, by the names that templates call them by."""
    return {
        "navigation": navigation,
        "link": link,
        "number": number,
        "days": days,
        "status": status,
        "words": words,
        "by": by,
        "happening": happening,
        "mention": mention,
        "counterpart": counterpart,
        "documents": documents,
    }


@lru_cache(_KEPT)
def navigation(here: str, in_a_file: bool) -> Markup:
    """The links to the main pages, on the page at the path ``here``."""
    named = _MAIN | {"/": "Questions" if in_a_file else "Query"}
    current = {here: ' aria-current="page"'}
    links = (f'<a href="{path}"{current.get(path, "")}>{name}</a>' for path, name in named.items())
    return Markup("\n    ".join(links))


@lru_cache(_KEPT)
def link(one: Link) -> Markup:
    """A thing's name, leading to its page."""
    return Markup(f'<a href="{shown(one.address)}">{shown(one.label)}</a>')


def number(
    value: int,
    query: str,
    *,
    count: str = "",
    cell: str = "",
    about: Mapping[str, str] | None = None,
    row: Mapping[str, str] | None = None,
) -> Markup:
    """A number with the query that gives it: ``count`` different values of a column, or the ``cell`` of a
    ``row``. What the query is ``about`` are its parameters."""
    named = f' data-count="{shown(count)}"' if count else f' data-cell="{shown(cell)}"'
    named += "".join(f' data-about-{shown(name)}="{shown(iri)}"' for name, iri in (about or {}).items())
    named += "".join(f' data-row-{shown(name)}="{shown(key)}"' for name, key in (row or {}).items())
    return Markup(f'<data value="{value}" data-query="{shown(query)}"{named}>{value:,}</data>')


def days(earliest: str | None, latest: str | None) -> Markup:
    """A day, or the days between which it was."""
    if not earliest and not latest:
        return Markup('<span class="none">no date</span>')
    if earliest == latest:
        return Markup(shown(earliest or ""))
    return Markup(f"{shown(earliest or '…')} – {shown(latest or '…')}")


def status(name: str) -> Markup:
    """How real an event is."""
    return Markup(f'<span class="status {shown(name)}">{shown(name)}</span>')


def words(one: Words) -> Markup:
    """A quote with the little around it."""
    before = one.before.lstrip() if len(one.before) < _SHORT else f"… {one.before.partition(' ')[2]}"
    after = one.after.rstrip() if len(one.after) < _SHORT else f"{one.after.rpartition(' ')[0]} …"
    return Markup(f'<q class="words">{shown(before)}<mark>{shown(one.quote)}</mark>{shown(after)}</q>')


@lru_cache(_KEPT)
def happening(row: Happening, roles: bool = False) -> Markup:
    """The row of an event in a table."""
    role = f'<td class="soft role">{shown(row.role or "")}</td>' if roles else ""
    return Markup(
        f'<tr><td class="day">{days(row.earliest, row.latest)}</td><td>{link(row.event)}</td>{role}'
        f'<td>{status(row.status)}</td><td class="number">{documents(row)}</td></tr>'
    )


def documents(row: Happening) -> Markup:
    """The number of documents that tell of an event, where it is known."""
    if row.documents is None:
        return Markup("")
    return number(row.documents, "pages/events", cell="documents", row={"event": row.event.iri})


@lru_cache(_KEPT)
def by(query: str) -> Markup:
    """Which query something is the answer of."""
    return Markup(f'<span class="by">from <a href="/#{shown(query)}">{shown(query)}</a></span>')


def mention(one: Mention) -> Markup:
    """The item of a document that names a thing, with the words."""
    more = "".join(f" · {shown(text)}" for text in (one.outlet, one.day) if text)
    return Markup(
        f'<li class="card"><blockquote>{words(one.words)}</blockquote>'
        f'<p class="from">{link(one.document)}{more}</p></li>'
    )


def counterpart(actor: str, one: Counterpart, most: int) -> Markup:
    """The item of another actor that ``actor`` deals with; the bar is as long as ``most`` events."""
    hostile, friendly = (
        round(100 * count / most, 1) if most else 0 for count in (one.conflict, one.cooperation)
    )
    tallies = [
        f'<span class="{kind}">{_tally(actor, one, kind)} {kind}</span>' if getattr(one, kind) else ""
        for kind in ("conflict", "cooperation")
    ]
    return Markup(
        f'<li><span class="who">{link(one.other)}</span> '
        '<svg class="bar both" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="hostile" width="{hostile}" height="6"></rect>'
        f'<rect class="friendly" x="{hostile}" width="{friendly}" height="6"></rect></svg> '
        f'<a class="tally" href="{shown(one.pair)}">{" ".join(tallies)}</a></li>'
    )


def _tally(actor: str, one: Counterpart, kind: str) -> Markup:
    value, row = getattr(one, kind), {"other": one.other.iri}
    return number(value, "pages/counterparts", cell=kind, about={"actor": actor}, row=row)
