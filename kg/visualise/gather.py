"""From the graph to the records that pictures are drawn from: the only part that knows SPARQL."""

from __future__ import annotations

import datetime as dt
import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import pyoxigraph as ox
from msgspec.structs import replace

from kg.data import folder
from kg.errors import UsageError
from kg.model import Record
from kg.query import read_query, run
from kg.query.formats import plain
from kg.query.names import actor as find_actor
from kg.visualise import style
from kg.visualise.records import Card, Edge, Fault, Network, Node, Page
from kg.visualise.sentence import around
from kg.vocabulary import KG, OA, RDF, RDFS

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

    The first ``told`` claims of each edge come with the sentence they rest on.
    """
    edges = _edges(_cards(graph, choice))
    ids = sorted({end for edge in edges[:most] for end in (edge.source, edge.target)})
    texts = cache(text_of)
    kept = tuple(_told(graph, edge, texts, told) for edge in edges[:most])
    nodes = tuple(_node(graph, one) for one in ids)
    return Network(title=_title(graph, choice), nodes=nodes, edges=kept, total=len(edges))


def document(graph: ox.Store, document: str, *, text_of: TextOf) -> Page:
    """One document with all its claims; UsageError when the graph has none of this id."""
    about = {facts["document"]: (page, facts) for page, facts in _documents(graph).items()}
    if document not in about:
        near = difflib.get_close_matches(document, about, n=3)
        raise UsageError(f"There is no document {document!r}. {'Near: ' + ', '.join(near) if near else ''}")
    page, facts = about[document]
    text = text_of(document)
    if text is None:
        raise UsageError(f"The text of {document!r} is not at hand; open the knowledge base itself.")
    cards = [_with_words(graph, card, lambda id: text) for card in _cards(graph, Choice(), page=page)]
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


def _told(graph: ox.Store, edge: Edge, text_of: TextOf, told: int) -> Edge:
    """The edge with the words of its first claims."""
    first = tuple(_with_words(graph, card, text_of) for card in edge.cards[:told])
    return Edge(
        source=edge.source, target=edge.target, relation=edge.relation, cards=(*first, *edge.cards[told:])
    )


def _cards(graph: ox.Store, choice: Choice, page: str | None = None) -> list[Card]:
    """The chosen claims as cards, each once, still without their words."""
    documents = _documents(graph)
    first: dict[str, Facts] = {}
    for facts in _rows(graph, "edges", page):
        if _wanted(facts, choice):
            first[facts["claim"]] = min(
                facts, first.get(facts["claim"], facts), key=lambda one: sorted(one.items())
            )
    sources = {facts["source"] for facts in first.values() if "source" in facts}
    names = {iri: _node(graph, iri).label for iri in sources}
    return [_card(first[claim], documents[first[claim]["page"]], names) for claim in sorted(first)]


def _wanted(facts: Facts, choice: Choice) -> bool:
    ends = {facts["subject"], facts["object"]}
    if not ends.issuperset(choice.parties) or (len(choice.parties) == 2 and len(ends) != 2):
        return False
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
        source=names[source] if source else None,
        document=about["document"],
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


def _with_words(graph: ox.Store, card: Card, text_of: TextOf) -> Card:
    """The card with the first words in the text that say it, in their sentence."""
    quotes = [_quote(graph, evidence) for evidence in _values(graph, card.id, KG.evidence)]
    if not quotes:
        return card
    place, stop, before, quote, after = min(quotes)
    text = text_of(card.document)
    if text is not None and text[place:stop] == quote:
        sentence, start, end = around(text, place, stop)
    else:
        sentence, start, end = before + quote + after, len(before), len(before) + len(quote)
    return replace(card, sentence=sentence, start=start, end=end, place=place, stop=stop)


def _quote(graph: ox.Store, evidence: str) -> tuple[int, int, str, str, str]:
    """Start, end, the words before, the quoted words, and those after."""
    found: Facts = {}
    for selector in _values(graph, evidence, OA.hasSelector):
        for name in (OA.start, OA.end, OA.prefix, OA.exact, OA.suffix):
            found.update((name, value) for value in _values(graph, selector, name))
    words = (found.get(OA.prefix, ""), found.get(OA.exact, ""), found.get(OA.suffix, ""))
    return (int(found.get(OA.start, "0")), int(found.get(OA.end, "0")), *words)


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


def _documents(graph: ox.Store) -> dict[str, Facts]:
    found: dict[str, Facts] = {}
    for facts in _rows(graph, "documents"):
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
