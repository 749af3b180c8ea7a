"""From the graph to the records that pictures are drawn from: the only part that knows SPARQL."""

from __future__ import annotations

import datetime as dt
import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import pyoxigraph as ox

from kg.data import folder
from kg.errors import UsageError
from kg.model import Record
from kg.query import read_query, run
from kg.query.formats import plain
from kg.query.names import actor as find_actor
from kg.visualise import style
from kg.visualise.records import Card, Edge, Fault, Network, Node, Page
from kg.visualise.sentence import around

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


def network(graph: ox.Store, choice: Choice, *, text_of: TextOf, most: int) -> Network:
    """The strongest edges of what was chosen, at most ``most``, with all their claims."""
    names = _things(graph)
    edges = _edges(_cards(graph, names, text_of, choice))
    kept = tuple(edges[:most])
    ids = sorted({end for edge in kept for end in (edge.source, edge.target)})
    nodes = tuple(Node(id=one, label=names[one].label, type=names[one].type) for one in ids)
    return Network(title=_title(choice, names), nodes=nodes, edges=kept, total=len(edges))


def document(graph: ox.Store, document: str, *, text_of: TextOf) -> Page:
    """One document with all its claims; UsageError when the graph has none of this id."""
    about = {facts["document"]: (page, facts) for page, facts in _documents(graph).items()}
    if document not in about:
        near = difflib.get_close_matches(document, about, n=3)
        raise UsageError(f"There is no document {document!r}. {'Near: ' + ', '.join(near) if near else ''}")
    page, facts = about[document]
    text = text_of(document)
    if text is None:
        raise UsageError(
            f"The text of {document!r} is not at hand; open the knowledge base, not only its graph."
        )
    names = _things(graph)
    cards = _cards(graph, names, lambda id: text if id == document else None, Choice(), page=page)
    return Page(
        id=document,
        title=facts.get("title"),
        text=text,
        outlet=facts.get("outlet"),
        published=facts.get("published"),
        url=facts.get("url"),
        labels=tuple(sorted((iri, node.label) for iri, node in names.items())),
        cards=tuple(sorted(cards, key=lambda card: (card.place, card.relation, card.id))),
        faults=_faults(graph, page),
    )


def _title(choice: Choice, names: dict[str, Node]) -> str:
    called = [names[one].label if one in names else one for one in choice.parties]
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
    return (card.published or "9999", card.document, card.place, card.id)


def _cards(
    graph: ox.Store, names: dict[str, Node], text_of: TextOf, choice: Choice, page: str | None = None
) -> list[Card]:
    """The chosen claims as cards, each with the first words in the text that say it."""
    documents = _documents(graph)
    first: dict[str, Facts] = {}
    for facts in _rows(graph, "edges"):
        if _wanted(facts, choice) and page in (None, facts["page"]):
            known = first.get(facts["claim"])
            if known is None or int(facts["start"]) < int(known["start"]):
                first[facts["claim"]] = facts
    by_page = sorted(first.values(), key=lambda facts: (facts["page"], facts["claim"]))
    return [_card(facts, documents[facts["page"]], names, text_of) for facts in by_page]


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


def _card(facts: Facts, about: Facts, names: dict[str, Node], text_of: TextOf) -> Card:
    place, stop = int(facts["start"]), int(facts["end"])
    sentence, start, end = _words(facts, text_of(about["document"]))
    source = facts.get("source")
    return Card(
        id=facts["claim"],
        subject=facts["subject"],
        relation=facts["relation"],
        object=facts["object"],
        status=_local(facts["status"]),
        stance=_local(facts["stance"]),
        source=names[source].label if source in names else source,
        document=about["document"],
        title=about.get("title"),
        outlet=about.get("outlet"),
        published=about.get("published"),
        url=about.get("url"),
        earliest=facts.get("earliest"),
        latest=facts.get("latest"),
        confidence=float(facts.get("confidence", "0")),
        sentence=sentence,
        start=start,
        end=end,
        place=place,
        stop=stop,
    )


def _words(facts: Facts, text: str | None) -> tuple[str, int, int]:
    """The sentence; without the text at hand, the quote with the little around it that the graph keeps."""
    start, end = int(facts["start"]), int(facts["end"])
    if text is not None and text[start:end] == facts["quote"]:
        return around(text, start, end)
    before, quote = facts.get("before", ""), facts["quote"]
    return before + quote + facts.get("after", ""), len(before), len(before) + len(quote)


def _faults(graph: ox.Store, page: str) -> tuple[Fault, ...]:
    sides: dict[str, list[Facts]] = defaultdict(list)
    for facts in _rows(graph, "contradictions"):
        if facts["page"] == page:
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


def _things(graph: ox.Store) -> dict[str, Node]:
    """Everything that takes part, by IRI, with its narrowest class; its IRI where it has no name."""
    names: dict[str, str] = {}
    classes: dict[str, set[str]] = defaultdict(set)
    for facts in _rows(graph, "things"):
        iri = facts["thing"]
        classes[iri].add(_local(facts.get("class", "")))
        names[iri] = min(facts.get("name", iri), names.get(iri, facts.get("name", iri)))
    return {
        iri: Node(id=iri, label=" ".join(names[iri].split()), type=style.narrowest(classes[iri]))
        for iri in sorted(names)
    }


def _documents(graph: ox.Store) -> dict[str, Facts]:
    found: dict[str, Facts] = {}
    for facts in _rows(graph, "documents"):
        page = facts["page"]
        found[page] = min(facts, found.get(page, facts), key=lambda one: sorted(one.items()))
    return found


def _rows(graph: ox.Store, name: str) -> Iterable[Facts]:
    """The rows of ``queries/relations/NAME.rq`` as plain text by column, without the unbound ones."""
    answer = run(graph, _relation_query(name))
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
