"""From the graph to the records that pictures are drawn from: the only part that knows SPARQL."""

from __future__ import annotations

import datetime as dt
import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

import pyoxigraph as ox
from msgspec.structs import replace

from kg.data import folder
from kg.errors import UsageError
from kg.model import Record
from kg.query import read_query, run
from kg.query.formats import plain
from kg.query.names import actor as find_actor
from kg.visualise import style
from kg.visualise.records import Card, Edge, Fault, Happening, Located, Network, Node, Page
from kg.visualise.sentence import around
from kg.vocabulary import DCTERMS, KG, OA, RDF, RDFS

TextOf = Callable[[str], str | None]
Facts = dict[str, str]


class Choice(Record, frozen=True):
    """What of a graph is wanted. ``relations`` and ``parties`` are IRIs; empty means everything.

    One party: it takes part on either side; two: only what is between them. With ``since`` or
    ``until`` claims without a date are left out.
    """

    parties: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    relations: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()


def choose(
    graph: ox.Store,
    *,
    actor: str | None = None,
    dyad: tuple[str, str] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    relations: Sequence[str] = (),
    status: Sequence[str] = (),
) -> Choice:
    """A choice from names as people type them; UsageError for one that means nothing here."""
    named = dyad or ((actor,) if actor else ())
    unknown = [one for one in status if one not in STATUSES]
    if unknown:
        raise UsageError(f"There is no status {unknown[0]!r}; choose of {', '.join(STATUSES)}.")
    return Choice(
        parties=tuple(find_actor(graph, name).value for name in named),
        since=since,
        until=until,
        relations=style.below(_relation(name) for name in relations),
        statuses=frozenset(status),
    )


STATUSES = ("actual", "habitual", "historical", "future", "hypothetical", "negated")


def network(graph: ox.Store, choice: Choice, *, text_of: TextOf, most: int, told: int = 0) -> Network:
    """The strongest edges of what was chosen, at most ``most``, with all their claims.

    With ``told`` the claims say everything about themselves, the first ``told`` of each edge also the
    sentence they rest on; without it only what can be counted.
    """
    edges = _edges(_cards(graph, choice))
    kept = edges[:most]
    ids = sorted({end for edge in kept for end in (edge.source, edge.target)})
    nodes = tuple(_node(graph, one) for one in ids)
    whole = _in_full(graph, kept, cache(text_of), told) if told else kept
    return Network(title=_title(graph, choice), nodes=nodes, edges=tuple(whole), total=len(edges))


def document(graph: ox.Store, document: str, *, text_of: TextOf) -> Page:
    """One document with all its claims; UsageError when the graph has none of this id."""
    page = _page_called(graph, document)
    facts = _documents(graph, page)[page]
    text = text_of(document)
    if text is None:
        raise UsageError(f"The text of {document!r} is not at hand; open the knowledge base itself.")
    cards = [_worded(told, lambda id: text) for told in _told_on(graph, page)]
    named = sorted({end for card in cards for end in (card.subject, card.object)})
    return Page(
        id=document,
        title=facts.get("title"),
        text=text,
        outlet=facts.get("outlet"),
        published=facts.get("published"),
        url=facts.get("url"),
        labels=tuple((iri, _node(graph, iri).label) for iri in named),
        cards=tuple(sorted(cards, key=lambda card: (card.place, card.relation, card.id))),
        faults=_faults(graph, page),
    )


def located(graph: ox.Store, choice: Choice) -> Located:
    """The chosen events with their places; without a choice of statuses those told as real."""
    chosen = choice if choice.statuses else replace(choice, statuses=style.REAL)
    parties: dict[Happening, set[str]] = defaultdict(set)
    for facts in _rows(graph, "places"):
        if _fits(facts, chosen):
            parties[_happening(facts)].add(facts.get("party", ""))
    kept = [one for one, found in parties.items() if found.issuperset(choice.parties)]
    ordered = sorted(kept, key=lambda one: (one.event, one.place, one.relation, one.name, one.kind or ""))
    return Located(title=f"{_title(graph, choice)}, and where", happenings=tuple(ordered))


def _happening(facts: Facts) -> Happening:
    name = facts.get("name", _local(facts["place"]))
    return Happening(
        event=facts["event"],
        relation=facts["relation"],
        place=facts["place"],
        name=" ".join(name.split()),
        kind=facts.get("kind"),
        point=facts.get("point"),
    )


def _page_called(graph: ox.Store, document: str) -> str:
    """The IRI of the document of this id."""
    named = ox.NamedNode(DCTERMS.identifier)
    for quad in graph.quads_for_pattern(None, named, ox.Literal(document), None):
        if KG.Document in _values(graph, plain(quad.subject), RDF.type):
            return plain(quad.subject)
    known = [facts["document"] for facts in _documents(graph).values()]
    near = difflib.get_close_matches(document, known, n=3)
    raise UsageError(f"There is no document {document!r}. {'Near: ' + ', '.join(near) if near else ''}")


def _title(graph: ox.Store, choice: Choice) -> str:
    called = [_node(graph, one).label for one in choice.parties]
    if len(called) == 2:
        return f"What {called[0]} and {called[1]} did to each other"
    return f"What {called[0]} did, and what was done to it" if called else "Who did what to whom"


def _edges(cards: Iterable[Card]) -> list[Edge]:
    """One edge for each pair and relation; symmetric relations have the smaller IRI as source."""
    bundles: dict[tuple[str, str, str], list[Card]] = defaultdict(list)
    for card in cards:
        ends = (card.subject, card.object)
        first, second = sorted(ends) if style.look(card.relation).symmetric else ends
        bundles[first, second, card.relation].append(card)
    edges = [
        Edge(source=source, target=target, relation=relation, cards=tuple(sorted(found, key=_prominence)))
        for (source, target, relation), found in bundles.items()
    ]
    return sorted(edges, key=lambda edge: (-_strength(edge), edge.source, edge.target, edge.relation))


def _strength(edge: Edge) -> int:
    """Claims that say it is so; denials lend no strength."""
    return sum(card.stance != "denies" for card in edge.cards)


def _prominence(card: Card) -> tuple[Any, ...]:
    return (card.published or "9999", card.document, card.id)


def _in_full(graph: ox.Store, edges: list[Edge], text_of: TextOf, told: int) -> list[Edge]:
    """The edges with everything about their claims, and the words of the first ones."""
    found = {one.card.id: one for one in _told(graph, [card for edge in edges for card in edge.cards])}
    return [_edge_in_full(edge, found, text_of, told) for edge in edges]


def _edge_in_full(edge: Edge, found: dict[str, Told], text_of: TextOf, told: int) -> Edge:
    whole = sorted((found[card.id] for card in edge.cards), key=lambda one: _prominence(one.card))
    cards = [_worded(one, text_of) if i < told else one.card for i, one in enumerate(whole)]
    return replace(edge, cards=tuple(cards))


def _cards(graph: ox.Store, choice: Choice) -> list[Card]:
    """The chosen claims, each once, with no more than what can be counted."""
    first = _first(facts for facts in _rows(graph, "edges") if _wanted(facts, choice))
    return [_card(first[claim], {}, {}) for claim in sorted(first)]


def _first(rows: Iterable[Facts]) -> dict[str, Facts]:
    """The rows by claim; of several of one claim that which comes first in any order of rows."""
    first: dict[str, Facts] = {}
    for facts in rows:
        before = first.get(facts["claim"])
        first[facts["claim"]] = facts if before is None else min(before, facts, key=_order)
    return first


def _order(facts: Facts) -> tuple[Any, ...]:
    """The words that come first in the text come first."""
    return int(facts.get("start", "0")), int(facts.get("end", "0")), sorted(facts.items())


class Told(NamedTuple):
    """A claim still without its sentence, and the facts about its words."""

    card: Card
    facts: Facts


def _told(graph: ox.Store, cards: Sequence[Card]) -> list[Told]:
    """These claims with everything that is known of them."""
    return _with_documents(graph, {card.id: _as_facts(card) | _words(graph, card.id) for card in cards}, None)


def _as_facts(card: Card) -> Facts:
    facts = {"claim": card.id, "relation": card.relation, "subject": card.subject, "object": card.object}
    days = {"earliest": card.earliest, "latest": card.latest}
    return facts | {
        "status": card.status,
        "stance": card.stance,
        **{name: day for name, day in days.items() if day is not None},
    }


def _told_on(graph: ox.Store, page: str) -> list[Told]:
    """All claims of a page: few enough to look each one's words up."""
    first = _first(_rows(graph, "told", page))
    return _with_documents(graph, {claim: one | _words(graph, claim) for claim, one in first.items()}, page)


def _with_documents(graph: ox.Store, first: dict[str, Facts], page: str | None) -> list[Told]:
    documents = _documents(graph, page)
    sources = {facts["source"] for facts in first.values() if "source" in facts}
    names = {iri: _node(graph, iri).label for iri in sources}
    return [Told(_card(one, documents[one["page"]], names), one) for _, one in sorted(first.items())]


def _words(graph: ox.Store, claim: str) -> Facts:
    """The first words of the text that say it, with their page, and who says it how surely."""
    names = {KG.attributedTo: "source", KG.confidence: "confidence", KG.evidence: "evidence"}
    about = _about(graph, claim, names)
    quotes = [_quote(graph, evidence) for name, evidence in about if name == "evidence"]
    said = {name: value for name, value in sorted(about, reverse=True) if name != "evidence"}
    return said | min(quotes, key=_order, default={"start": "0", "end": "0"})


def _quote(graph: ox.Store, evidence: str) -> Facts:
    names = {OA.start: "start", OA.end: "end", OA.prefix: "before", OA.exact: "words", OA.suffix: "after"}
    found = _about(graph, evidence, {OA.hasSource: "page", OA.hasSelector: "selector"})
    selected = [fact for name, iri in found if name == "selector" for fact in _about(graph, iri, names)]
    return {**{name: value for name, value in found if name == "page"}, **dict(selected)}


def _about(graph: ox.Store, iri: str, names: dict[str, str]) -> list[tuple[str, str]]:
    """What the graph says of a thing by these predicates, under their names: one look-up."""
    quads = graph.quads_for_pattern(ox.NamedNode(iri), None, None, None)
    return [(names[q.predicate.value], plain(q.object)) for q in quads if q.predicate.value in names]


def _wanted(facts: Facts, choice: Choice) -> bool:
    ends = {facts["subject"], facts["object"]}
    if not ends.issuperset(choice.parties) or (len(choice.parties) == 2 and len(ends) != 2):
        return False
    return _fits(facts, choice)


def _fits(facts: Facts, choice: Choice) -> bool:
    """Whether relation, status and day are wanted."""
    if choice.relations and facts["relation"] not in choice.relations:
        return False
    if choice.statuses and _local(facts["status"]) not in choice.statuses:
        return False
    latest, earliest = facts.get("latest"), facts.get("earliest")
    after = choice.since is None or (latest is not None and latest >= choice.since.isoformat())
    before = choice.until is None or (earliest is not None and earliest <= choice.until.isoformat())
    return after and before


def _card(facts: Facts, about: Facts, names: dict[str, str]) -> Card:
    source = facts.get("source")
    return Card(
        id=facts["claim"],
        subject=facts["subject"],
        relation=facts["relation"],
        object=facts["object"],
        status=_local(facts["status"]),
        stance=_local(facts["stance"]),
        source=names.get(source) if source else None,
        document=about.get("document", ""),
        title=about.get("title"),
        outlet=about.get("outlet"),
        published=about.get("published"),
        url=about.get("url"),
        earliest=facts.get("earliest"),
        latest=facts.get("latest"),
        confidence=float(facts.get("confidence", "0")),
        sentence="",
        start=0,
        end=0,
        place=0,
        stop=0,
    )


def _worded(told: Told, text_of: TextOf) -> Card:
    """The card with the first words in the text that say it, in their sentence."""
    card, facts = told
    before, quote, after = (facts.get(name, "") for name in ("before", "words", "after"))
    place, stop = int(facts["start"]), int(facts["end"])
    text = text_of(card.document)
    if text is not None and text[place:stop] == quote:
        sentence, start, end = around(text, place, stop)
    else:
        sentence, start, end = before + quote + after, len(before), len(before) + len(quote)
    return replace(card, sentence=sentence, start=start, end=end, place=place, stop=stop)


def _faults(graph: ox.Store, page: str) -> tuple[Fault, ...]:
    sides: dict[str, list[Facts]] = defaultdict(list)
    for facts in _rows(graph, "contradictions", page):
        sides[facts["contradiction"]].append(facts)
    found = []
    for name in sorted(sides):
        told = sorted(sides[name], key=lambda facts: int(facts["start"]))
        about = told[0].get("about", told[0]["thing"])
        said = tuple(_side(facts) for facts in told)
        spans = tuple((int(facts["start"]), int(facts["end"])) for facts in told)
        found.append(Fault(kind=told[0]["kind"], about=about, sides=said, spans=spans))
    return tuple(found)


def _side(facts: Facts) -> str:
    source = facts.get("source")
    return f"{facts.get('side', '')} ({source})" if source else facts.get("side", "")


def _node(graph: ox.Store, iri: str) -> Node:
    """A thing with its narrowest class; its IRI where it has no name."""
    label = min(_values(graph, iri, RDFS.label), default=iri)
    classes = {_local(kind) for kind in _values(graph, iri, RDF.type)}
    return Node(id=iri, label=" ".join(label.split()), type=style.narrowest(classes))


def _values(graph: ox.Store, subject: str, predicate: str) -> list[str]:
    """All that the graph says of a thing by this predicate, each once, sorted."""
    quads = graph.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None)
    return sorted({plain(quad.object) for quad in quads})


def _documents(graph: ox.Store, page: str | None = None) -> dict[str, Facts]:
    found: dict[str, Facts] = {}
    for facts in _rows(graph, "documents", page):
        page = facts["page"]
        found[page] = min(facts, found.get(page, facts), key=lambda one: sorted(one.items()))
    return found


def _rows(graph: ox.Store, name: str, page: str | None = None) -> Iterable[Facts]:
    """The rows of ``queries/relations/NAME.rq`` as plain text by column, without the unbound ones."""
    answer = run(graph, _relation_query(name), {"page": page} if page else {})
    for row in answer.rows:
        yield {key: plain(node) for key, node in zip(answer.columns, row, strict=True) if node is not None}


@cache
def _relation_query(name: str) -> Any:
    return read_query(folder("queries") / "relations" / f"{name}.rq")


def _relation(name: str) -> str:
    """The relation that a word means: its name, or the beginning of it ("attack", "met")."""
    known = {_local(iri).lower(): iri for iri in sorted(style.known_relations())}
    if name in known.values() or name.removeprefix("kg:").lower() in known:
        return known.get(name.removeprefix("kg:").lower(), name)
    whole = {local: iri for local, iri in known.items() if style.is_category(iri)}
    begun = [iri for local, iri in whole.items() if local.startswith(name.lower())]
    if len(begun) == 1:
        return begun[0]
    near = begun or difflib.get_close_matches(name.lower(), whole, n=4, cutoff=0.5) or sorted(whole)
    raise UsageError(f"There is no relation {name!r}; did you mean {', '.join(map(_local, near))}?")


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
