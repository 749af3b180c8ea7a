"""In a worker: which page an address means, and the page as HTML, JSON or RDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pyoxigraph as ox

from kg.data import folder
from kg.errors import StoreError, UsageError
from kg.iris import document_iri
from kg.model import Document, Record
from kg.query import SavedQuery, read_query
from kg.serve import lists, media, policy, things
from kg.serve.addresses import with_suffix
from kg.serve.answer import NotCarried, write_graph
from kg.serve.fragments import fragments
from kg.serve.look import Look
from kg.serve.messages import TEXT, Job, Reply
from kg.visualise import page
from kg.vocabulary import DCTERMS, KG, PROV

if TYPE_CHECKING:
    from kg.store import Store

_HTML = media.Offer("html", ("text/html", "application/xhtml+xml"))
_JSON = media.Offer("json", ("application/json",))
_OFFERS = (
    _HTML,
    media.Offer("ttl", ("text/turtle", "application/x-turtle")),
    _JSON,
    media.Offer("nt", ("application/n-triples",)),
    media.Offer("jsonld", ("application/ld+json",)),
    media.Offer("rdf", ("application/rdf+xml",)),
)
_LARGEST = 64 * 1024 * 1024
_TEMPLATES = Path(__file__).resolve().parent / "templates"
_PICTURES = ("graph", "matrix", "timeline", "map")


class Found(NamedTuple):
    """A page: its template, its record, the things whose statements are its Turtle, and more values.

    ``told_by`` is a document whose whole graph is in its Turtle too.
    """

    template: str
    record: Record
    iris: Iterable[str] = ()
    values: dict[str, Any] | None = None
    triples: frozenset[ox.Triple] = frozenset()
    told_by: str | None = None


class Site:
    """The pages of one knowledge base at one snapshot."""

    def __init__(self, graph: ox.Store, store: Store, look: Look | None = None) -> None:
        self.look = look or Look(graph, store.base)
        self.store = store
        self.has_workbook = False
        self._names: lists.Names | None = None

    @property
    def names(self) -> lists.Names:
        """What a search can find; made when first needed."""
        if self._names is None:
            self._names = lists.Names(self.look)
        return self._names

    def text_of(self, id: str) -> str | None:
        """The text of a document; ``None`` when there is none of this id any more."""
        try:
            return self.store.document(id).text
        except UsageError:
            return None

    def text_at(self, iri: str, id: str, sha256: str | None) -> str:
        """The text of a document as the graph knows it; StoreError when it is another by now.

        In the graph an id lacks the characters that RDF cannot hold, so the IRI decides.
        """
        found = self._document(iri, id)
        if found is None or sha256 not in (None, found.sha256):
            raise StoreError("This document is being replaced; try again when the graph is up to date.")
        return found.text

    def _document(self, iri: str, id: str) -> Document | None:
        try:
            return self.store.document(id)
        except UsageError:
            every = self.store.documents()
            return next((one for one in every if document_iri(one.id, base=self.store.base) == iri), None)


def answer_page(site: Site, job: Job) -> Reply:
    """The page at the job's path in the form that the client likes."""
    path, suffix = _split(job.path)
    form = dict(job.form)
    if path == "/picture":
        return _picture(site, form)
    if path == "/console/terms" and suffix == "json":
        return _json(_terms(site))
    if path == "/console/query":
        return _bound(site, form, job)
    chosen = _chosen(suffix, job.accept)
    try:
        found = _find(site, path, form, job)
    except (UsageError, ValueError) as error:
        return _error(400, str(error), chosen)
    if isinstance(found, Reply):
        return found
    if found is None:
        return _error(404, "There is no such page, or nothing is known under this address.", chosen)
    return _written(site, found, path, job, chosen)


def _split(path: str) -> tuple[str, str]:
    head, dot, suffix = path.rpartition(".")
    known = {offer.name for offer in _OFFERS}
    return (head, suffix) if dot and suffix in known else (path, "")


def _chosen(suffix: str, accept: str) -> str:
    if suffix:
        return suffix
    found = media.choose(accept, _OFFERS)
    return found[0].name if found else "html"


def _find(site: Site, path: str, form: dict[str, str], job: Job) -> Found | Reply | None:
    """The page of that address."""
    known = _PAGES.get(path.strip("/"))
    if known is not None:
        return known(site, form, job)
    name, _, rest = path.strip("/").partition("/")
    iri = site.look.addresses.iri(name, rest)
    if iri is None or not _is_iri(iri):
        return None
    return _thing(site, iri, name)


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _thing(site: Site, iri: str, name: str) -> Found | None:
    look = site.look
    if name == "document":
        return _document(site, iri)
    record: Record | None
    if name == "event":
        record = things.event(look, iri)
        return Found("event.html", record, things.told_in(look, iri)) if record else None
    if name in ("ontology", "type"):
        record = lists.term(look, iri)
        return Found("term.html", record, [iri]) if record else None
    actor = things.actor(look, iri)
    if actor is None:
        return None
    shown = [*(row.event.iri for row in actor.events), *(row.document.iri for row in actor.published)]
    return Found("actor.html", actor, [iri, *shown], {"picture": look.picture(iri)})


def _document(site: Site, iri: str) -> Found | None:
    from kg.visualise.document import document_values
    from kg.visualise.gather import document

    look = site.look
    id = next(look.values(iri, DCTERMS.identifier), None)
    sha256 = next(look.values(iri, KG.textSha256), None)
    if id is None:
        return None
    text = site.text_at(iri, id, sha256)
    page = document(look.graph, id, text_of=lambda _: text, ask=look.of_document)
    publisher = next(look.values(iri, DCTERMS.publisher), None)
    values = document_values(page) | {"publisher": look.link(publisher) if publisher else None, "look": look}
    return Found("article.html", page, [iri], values, told_by=iri)


def _home(site: Site, form: dict[str, str], job: Job) -> Found:
    from kg.query import saved_queries

    saved = saved_queries(map(Path, job.knowledge))
    return Found("console.html", _Console(label="Query"), values={"saved": saved})


class _Console(Record, frozen=True):
    """The console has no data of its own."""

    label: str


def _overview(site: Site, form: dict[str, str], job: Job) -> Found:
    record = lists.overview(site.look)
    return Found("overview.html", record, [row.event.iri for row in record.events])


def _listing(make: Callable[[Look, int], Any]) -> Callable[[Site, dict[str, str], Job], Found | None]:
    def page(site: Site, form: dict[str, str], job: Job) -> Found | None:
        number = form.get("page", "1")
        if not number.isascii() or not number.isdigit() or not 1 <= int(number[:9]) <= 10**6:
            raise UsageError("A page has a number, from 1.")
        record = make(site.look, int(number))
        shown = [row.event.iri for row in record.events] + [row.document.iri for row in record.documents]
        return Found("list.html", record, [*shown, *(row.actor.iri for row in record.actors)])

    return page


def _search(site: Site, form: dict[str, str], job: Job) -> Found:
    record = site.names.search(form.get("q", "").strip()[:200])
    return Found("search.html", record, [hit.thing.iri for hit in record.hits])


def _dyad(site: Site, form: dict[str, str], job: Job) -> Found:
    from kg.query.names import actor

    look = site.look
    ends = [form.get(name, "").strip() for name in ("a", "b")]
    if not all(ends):
        raise UsageError("Name two actors: /dyad?a=Iran&b=Pakistan.")
    iris = [look.addresses.named(end) or actor(look.graph, end).value for end in ends]
    record = things.dyad(look, *iris)
    shown = [row.happening.event.iri for row in record.events]
    return Found("dyad.html", record, [*iris, *shown], {"picture": look.picture(*iris)})


def _any(site: Site, form: dict[str, str], job: Job) -> Found | Reply | None:
    iri = form.get("iri", "")
    if not iri or not _is_iri(iri):
        return None
    address = site.look.addresses.of(iri)
    if not address.startswith("/thing"):
        return Reply(status=303, media="text/plain", body=b"", headers=(("Location", address),))
    return _thing(site, iri, "thing")


def _ontology(site: Site, form: dict[str, str], job: Job) -> Found:
    from kg.iris import graph_iri

    graph = ox.NamedNode(graph_iri("ontology", base=site.look.base))
    quads = site.look.graph.quads_for_pattern(None, None, None, graph)
    triples = frozenset(quad.triple for quad in quads)
    return Found("ontology.html", lists.ontology(site.look), triples=triples)


def _described(site: Site, form: dict[str, str], job: Job) -> Found:
    from kg.serve.description import Description, description

    triples = description(site.look, job.base)
    return Found("void.html", Description(label="This data set", triples=len(triples)), triples=triples)


_PAGES: dict[str, Callable[[Site, dict[str, str], Job], Found | Reply | None]] = {
    "": _home,
    "overview": _overview,
    "events": _listing(lists.events),
    "documents": _listing(lists.documents),
    "actors": _listing(lists.actors),
    "search": _search,
    "dyad": _dyad,
    "thing": _any,
    "ontology": _ontology,
    "sparql": _described,
    "void": _described,
    ".well-known/void": _described,
}


def _written(site: Site, found: Found, path: str, job: Job, chosen: str) -> Reply:
    vary = ("Vary", "Accept")
    if chosen == "json":
        return _json(found.record, vary)
    if path.strip("/") in ("sparql", "void", ".well-known/void") and chosen == "html":
        chosen = "ttl"
    if chosen != "html":
        return _graph(site, found, chosen, vary)
    here = job.path + ("?" + _query(job.form) if job.form else "")
    body = _filled(found, here)
    console = found.template == "console.html"
    content = (("Content-Security-Policy", policy.CONSOLE if console else policy.PAGE), vary)
    return Reply(status=200, media="text/html; charset=utf-8", body=body, headers=content)


def _graph(site: Site, found: Found, chosen: str, vary: tuple[str, str]) -> Reply:
    kind = next(offer.types[0] for offer in _OFFERS if offer.name == chosen)
    triples = set(found.triples) | site.look.triples(found.iris) | _told(site.look, found.told_by)
    try:
        body = write_graph(triples, chosen, _LARGEST)
    except NotCarried as error:
        return _error(406, f"{error} Ask for Turtle.", chosen)
    text = kind if chosen in ("jsonld", "rdf") else f"{kind}; charset=utf-8"
    return Reply(status=200, media=text, body=body, headers=(vary,))


def _told(look: Look, document: str | None) -> set[ox.Triple]:
    """What the document says, in all its versions."""
    if document is None:
        return set()
    source = ox.NamedNode(document)
    derived = look.graph.quads_for_pattern(None, ox.NamedNode(PROV.wasDerivedFrom), source, None)
    return {
        quad.triple
        for version in derived
        for quad in look.graph.quads_for_pattern(None, None, None, version.subject)  # type: ignore[arg-type]
    }


def _query(form: Iterable[tuple[str, str]]) -> str:
    from urllib.parse import urlencode

    return urlencode(list(form))


def _filled(found: Found, here: str) -> bytes:
    template = environment().get_template(found.template)
    data = with_suffix(here, "ttl"), with_suffix(here, "json")
    values = {"title": getattr(found.record, "label", None), "page": found.record, "data": data, "here": here}
    return bytes(template.render(**(values | (found.values or {}))).encode("utf-8", "replace"))


def _json(value: object, *headers: tuple[str, str]) -> Reply:
    body = msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
    return Reply(status=200, media="application/json", body=body, headers=headers)


def _error(status: int, message: str, chosen: str) -> Reply:
    if chosen != "html":
        return Reply(status=status, media="text/plain; charset=utf-8", body=message.encode() + b"\n")
    body = environment().get_template("error.html").render(title=message, data=None, message=message, here="")
    return Reply(status=status, media="text/html; charset=utf-8", body=body.encode("utf-8", "replace"))


def _picture(site: Site, form: dict[str, str]) -> Reply:
    """A picture as ``kg viz`` draws it, under the policy that it carries in itself."""
    import re

    from kg.visualise import render

    view = form.get("view", "graph")
    try:
        if view not in _PICTURES:
            raise UsageError(f"There is no view {view!r}; choose one of {', '.join(_PICTURES)}.")
        named = {
            name: site.look.addresses.named(form[name]) or form[name] for name in ("a", "b") if name in form
        }
        pair = (named["a"], named["b"]) if len(named) == 2 else None
        one = named.get("a") if pair is None else None
        html = render(site.look.graph, view=view, actor=one, dyad=pair, text_of=site.text_of)
    except (UsageError, ValueError) as error:
        return _error(400, str(error), "html")
    kept = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    rule = kept[1].replace("&#39;", "'") if kept else policy.PAGE
    headers = (("Content-Security-Policy", f"{rule}; frame-ancestors 'none'"),)
    return Reply(
        status=200, media="text/html; charset=utf-8", body=html.encode("utf-8", "replace"), headers=headers
    )


def _bound(site: Site, form: dict[str, str], job: Job) -> Reply:
    """A saved query as text, its parameters bound as terms."""
    from kg.query import find
    from kg.query.ask import prepare

    start = "param-"
    given = {name[len(start) :]: value for name, value in form.items() if name.startswith(start)}
    try:
        saved = find(form.get("name", ""), map(Path, job.knowledge))
        text = prepare(site.look.graph, saved, given)
    except UsageError as error:
        return _error(400, str(error), "txt")
    lines = [line for line in text.splitlines() if not line.startswith("#+")]
    return Reply(status=200, media=TEXT, body="\n".join(lines).encode())


def _terms(site: Site) -> dict[str, Any]:
    """What the console completes: classes, relations and the names of actors."""
    from kg.serve.console import terms

    return terms(site.look)


@cache
def environment() -> Any:
    """The templates of the pages, and those of pictures."""
    found = page.environment(_TEMPLATES)
    found.globals.update(fragments())
    found.globals["parts"] = found.get_template("parts.html").module
    return found


def in_a_file(site: Site, job: Job) -> str | None:
    """The page as it stands in a file: without search and data formats; ``None`` if there is none."""
    try:
        found = _find(site, job.path, dict(job.form), job)
    except UsageError:
        return None
    return None if found is None or isinstance(found, Reply) else _in_a_file(site, found, job.path)


def queries_in_a_file(site: Site, knowledge: Iterable[str]) -> str:
    """All saved questions that need nothing filled in, with their answers."""
    from kg.query import saved_queries

    saved = saved_queries(map(Path, knowledge))
    ready = [query for query in saved if not any(param.required for param in query.params)]
    answers = [(query, *_answer(site, query)) for query in ready]
    return _in_a_file(
        site,
        Found("queries.html", _Console(label="Questions"), values={"answers": answers, "behind": _behind()}),
        "/",
    )


def _behind() -> list[tuple[str, SavedQuery]]:
    """The queries that only pages ask, by their names below ``queries/``."""
    home = folder("queries")
    paths = [*sorted(home.glob("pages/*.rq")), *sorted(home.glob("stats/*.rq"))]
    return [(f"{path.parent.name}/{path.stem}", read_query(path)) for path in paths]


_ROWS = 100


def _answer(site: Site, query: Any) -> tuple[tuple[str, ...], list[list[dict[str, Any]]], int]:
    """Columns, the first rows, and how many rows there are."""
    from kg.query import run

    answer = run(site.look.graph, query, {})
    rows = list(answer.rows)
    return answer.columns, [[_cell(site, node) for node in row] for row in rows[:_ROWS]], len(rows)


def _cell(site: Site, node: Any) -> dict[str, Any]:
    if isinstance(node, ox.NamedNode):
        address: str | None = site.look.addresses.of(node.value)
        known = site.look.is_known(node.value)
        return {"text": site.look.label(node.value), "address": address if known else None}
    return {"text": getattr(node, "value", ""), "address": None}


def _in_a_file(site: Site, found: Found, here: str) -> str:
    values = {"title": getattr(found.record, "label", None), "page": found.record, "data": None, "here": here}
    more = (found.values or {}) | {"in_a_file": True, "workbook": site.has_workbook}
    return str(environment().get_template(found.template).render(**(values | more)))
