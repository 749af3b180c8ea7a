"""From the graph to the records that pictures are drawn from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any

import pyoxigraph as ox
from msgspec.structs import replace

from kg.errors import UsageError
from kg.visualise import style
from kg.visualise.choice import Choice, asked, between, fits, limits, wanted
from kg.visualise.records import Card, Edge, Fault, Happening, Located, Network, Node, Page
from kg.visualise.rows import Facts, about_document, label, local, node, page_called, rows, rows_about
from kg.visualise.words import RowsOf, TextOf, counted, repeated, sourced, told_on, worded


def network(graph: ox.Store, choice: Choice) -> Network:
    """All edges of what was chosen, the strongest first, still without their nodes; the claims say only
    what can be counted: also their days and documents."""
    return _network(graph, choice, counted(facts for facts in rows(graph, "edges") if wanted(facts, choice)))


def strengths(graph: ox.Store, choice: Choice) -> Network:
    """The same three times as fast, where no days were chosen: then claims say only who, what, status
    and stance, and those of which all of it is the same are one card, repeated."""
    if choice.since or choice.until:
        return network(graph, choice)
    found = sorted((facts for facts in rows(graph, "strengths") if wanted(facts, choice)), key=_ends)
    return _network(graph, choice, repeated(found))


def _ends(facts: Facts) -> tuple[str, ...]:
    return tuple(facts[name] for name in ("relation", "subject", "object", "status", "stance"))


def _network(graph: ox.Store, choice: Choice, cards: Iterable[Card]) -> Network:
    edges = _edges(cards)
    return Network(
        title=_title(choice, partial(label, graph)) + limits(choice),
        nodes=(),
        edges=tuple(edges),
        total=len(edges),
        query=asked("claims", choice),
        statuses=choice.statuses,
    )


def about(whole: Network, choice: Choice, name: Callable[[str], str]) -> Network:
    """The part of the network of everything that has to do with the parties of the choice."""
    edges = tuple(edge for edge in whole.edges if between({edge.source, edge.target}, choice.parties))
    query = asked("claims", choice)
    return replace(whole, title=_title(choice, name), edges=edges, total=len(edges), query=query)


def strongest(
    graph: ox.Store, whole: Network, most: int, *, node_of: Callable[[str], Node] | None = None
) -> Network:
    """The network of its strongest edges, at most so many, with their nodes."""
    kept = whole.edges[:most]
    ends = sorted({end for edge in kept for end in (edge.source, edge.target)})
    return replace(whole, nodes=tuple(map(node_of or partial(node, graph), ends)), edges=kept)


def in_full(graph: ox.Store, part: Network, choice: Choice, text_of: TextOf, most: int) -> Network:
    """The network with everything about the claims of its edges that were chosen, as many of each edge as
    come to ``most`` also with the sentence they rest on."""
    full = _claims(graph, part, choice)
    share, read = _share([len(cards) for cards in full], most), cache(text_of)
    told = worded(graph, [card for cards in full for card in cards[:share]], read)
    edges = (
        replace(edge, cards=(*(told[card.id] for card in cards[:share]), *cards[share:]))
        for edge, cards in zip(part.edges, full, strict=True)
    )
    return replace(part, edges=tuple(edges))


def _claims(graph: ox.Store, part: Network, choice: Choice) -> list[list[Card]]:
    """All that is known of the claims of each edge, but for their words."""
    columns = ("relation", "subject", "object")
    ends = [(edge.relation, edge.source, edge.target) for edge in part.edges]
    back = [(relation, b, a) for relation, a, b in ends if a != b and style.look(relation).symmetric]
    found = rows_about(graph, "edges", columns, [*ends, *back])
    bundles = _bundles(sourced(graph, counted(facts for facts in found if wanted(facts, choice))))
    return [sorted(bundles[b, c, a], key=_prominence) for a, b, c in ends]


def _share(counts: list[int], most: int) -> int:
    """The largest number at which the counts, cut to it, come to no more than ``most``; at least 1."""
    left, share = most, most
    for done, count in enumerate(sorted(counts)):
        share = left // (len(counts) - done)
        if share < count:
            break
        left -= count
    return max(1, share)


def document(graph: ox.Store, document: str, *, text_of: TextOf, ask: RowsOf | None = None) -> Page:
    """One document with all its claims; UsageError when the graph has none of this id.

    ``ask`` gives rows that are known already, for whoever shows all documents.
    """
    page = page_called(graph, document)
    facts = about_document(graph, page)
    ask = ask or partial(rows, graph)
    text = text_of(document)
    if text is None:
        raise UsageError(f"The text of {document!r} is not at hand; open the knowledge base itself.")
    cards = worded(graph, told_on(graph, ask("told", page), facts), lambda id: text).values()
    named = sorted({end for card in cards for end in (card.subject, card.object)})
    return Page(
        id=document,
        title=facts.get("title"),
        text=text,
        outlet=facts.get("outlet"),
        published=facts.get("published"),
        url=facts.get("url"),
        labels=tuple((iri, label(graph, iri)) for iri in named),
        cards=tuple(sorted(cards, key=lambda card: (card.place, card.relation, card.id))),
        faults=_faults(ask("contradictions", page)),
    )


def located(graph: ox.Store, choice: Choice) -> Located:
    """The chosen events with their places; without a choice of statuses those told as real."""
    chosen = choice if choice.statuses else replace(choice, statuses=style.REAL)
    parties: dict[Happening, set[str]] = defaultdict(set)
    for facts in rows(graph, "places"):
        if fits(facts, chosen):
            parties[_happening(facts)].add(facts.get("party", ""))
    kept = [one for one, found in parties.items() if found.issuperset(choice.parties)]
    ordered = sorted(kept, key=lambda one: (one.event, one.place, one.relation, one.name, one.kind or ""))
    return Located(
        title=f"{_title(choice, partial(label, graph))}, and where{limits(choice)}",
        happenings=tuple(ordered),
        query=asked("places-of-events", choice),
        statuses=choice.statuses,
    )


def _happening(facts: Facts) -> Happening:
    name = facts.get("name", local(facts["place"]))
    return Happening(
        event=facts["event"],
        relation=facts["relation"],
        place=facts["place"],
        name=" ".join(name.split()),
        kind=facts.get("kind"),
        point=facts.get("point"),
    )


def _title(choice: Choice, name: Callable[[str], str]) -> str:
    called = [name(one) for one in choice.parties]
    if len(called) == 2:
        return f"What {called[0]} and {called[1]} did to each other"
    return f"What {called[0]} did, and what was done to it" if called else "Who did what to whom"


def _edges(cards: Iterable[Card]) -> list[Edge]:
    """One edge for each pair and relation."""
    edges = [
        Edge(source=source, target=target, relation=relation, cards=tuple(found))
        for (source, target, relation), found in _bundles(cards).items()
    ]
    return sorted(edges, key=lambda edge: (-_strength(edge), edge.source, edge.target, edge.relation))


def _bundles(cards: Iterable[Card]) -> dict[tuple[str, str, str], list[Card]]:
    """The claims by source, target and relation; symmetric relations have the smaller IRI as source."""
    bundles: dict[tuple[str, str, str], list[Card]] = defaultdict(list)
    for card in cards:
        ends = (card.subject, card.object)
        first, second = sorted(ends) if style.look(card.relation).symmetric else ends
        bundles[first, second, card.relation].append(card)
    return bundles


def _strength(edge: Edge) -> int:
    """Claims that say it is so; denials lend no strength."""
    return sum(card.stance != "denies" for card in edge.cards)


def _prominence(card: Card) -> tuple[Any, ...]:
    return (card.published or "9999", card.document, card.id)


def _faults(found: Iterable[Facts]) -> tuple[Fault, ...]:
    sides: dict[str, list[Facts]] = defaultdict(list)
    for facts in found:
        sides[facts["contradiction"]].append(facts)
    return tuple(_fault(sides[name]) for name in sorted(sides))


def _fault(sides: list[Facts]) -> Fault:
    ordered = sorted(sides, key=lambda facts: int(facts["start"]))
    return Fault(
        kind=ordered[0]["kind"],
        about=ordered[0].get("about", ordered[0]["thing"]),
        sides=tuple(_side(facts) for facts in ordered),
        spans=tuple((int(facts["start"]), int(facts["end"])) for facts in ordered),
    )


def _side(facts: Facts) -> str:
    source = facts.get("source")
    return f"{facts.get('side', '')} ({source})" if source else facts.get("side", "")
