"""Claims with the words of the text that they rest on, who says so, and where it was published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import repeat
from typing import Any

import pyoxigraph as ox
from msgspec.structs import replace

from kg.visualise.records import Card
from kg.visualise.rows import Facts, documents, label, local, rows_about
from kg.visualise.sentence import around

TextOf = Callable[[str], str | None]
RowsOf = Callable[[str, str], Iterable[Facts]]
"""The rows of a query below ``queries/relations`` for the document of that IRI."""

_NOWHERE = {"start": "0", "end": "0"}


def counted(found: Iterable[Facts]) -> list[Card]:
    """The claims of these rows, each once; document and source are still IRIs, and there are no words."""
    first = _first(found)
    return [_card(first[claim]) for claim in sorted(first)]


def repeated(found: Iterable[Facts]) -> Iterator[Card]:
    """A card as often as there are claims of its row, for counting; which they are is not known."""
    for facts in found:
        yield from repeat(_card(facts), int(facts["claims"]))


def sourced(graph: ox.Store, cards: Iterable[Card]) -> Iterator[Card]:
    """These claims with what is known of the document, and the name of who says it there."""
    known, name = documents(graph), cache(partial(label, graph))
    return (_published(card, known[card.document], name) for card in cards)


def told_on(graph: ox.Store, found: Iterable[Facts], known: Facts) -> list[Card]:
    """The claims of these rows of one document, of which ``known`` is known."""
    name = cache(partial(label, graph))
    return [_published(card, known, name) for card in counted(found)]


def worded(graph: ox.Store, cards: Sequence[Card], text_of: TextOf) -> dict[str, Card]:
    """The cards by their IRI, with the first words in the text that say it, in their sentence."""
    words = _words(graph, [card.id for card in cards])
    return {card.id: _told(card, words.get(card.id) or [_NOWHERE], text_of) for card in cards}


def _told(card: Card, words: Sequence[Facts], text_of: TextOf) -> Card:
    facts, *others = words
    before, quote, after = (facts.get(name, "") for name in ("before", "words", "after"))
    place, stop = int(facts["start"]), int(facts["end"])
    text = text_of(card.document)
    if text is not None and text[place:stop] == quote:
        sentence, start, end = around(text, place, stop)
    else:
        sentence, start, end = before + quote + after, len(before), len(before) + len(quote)
    more = tuple((int(one["start"]), int(one["end"])) for one in others)
    return replace(card, sentence=sentence, start=start, end=end, place=place, stop=stop, more=more)


def _first(found: Iterable[Facts]) -> dict[str, Facts]:
    """The rows by claim; of several of one claim that which comes first in any order of rows."""
    first: dict[str, Facts] = {}
    for facts in found:
        before = first.get(facts["claim"])
        first[facts["claim"]] = facts if before is None else min(before, facts, key=_values)
    return first


def _values(facts: Facts) -> list[tuple[str, str]]:
    return sorted(facts.items())


def _words(graph: ox.Store, claims: Iterable[str]) -> dict[str, list[Facts]]:
    """The words of the text that say each of these claims, in the order of the text."""
    found: dict[str, list[Facts]] = defaultdict(list)
    for facts in rows_about(graph, "words", ["claim"], ([claim] for claim in claims)):
        if facts not in found[facts["claim"]]:
            found[facts["claim"]].append(facts)
    return {claim: sorted(words, key=_place) for claim, words in found.items()}


def _place(facts: Facts) -> tuple[Any, ...]:
    return int(facts["start"]), int(facts["end"]), _values(facts)


def _published(card: Card, page: Facts, name: Callable[[str], str]) -> Card:
    return replace(
        card,
        source=name(card.source) if card.source else None,
        document=page["document"],
        title=page.get("title"),
        outlet=page.get("outlet"),
        published=page.get("published"),
        url=page.get("url"),
    )


def _card(facts: Facts) -> Card:
    return Card(
        id=facts.get("claim", ""),
        subject=facts["subject"],
        relation=facts["relation"],
        object=facts["object"],
        status=local(facts["status"]),
        stance=local(facts["stance"]),
        source=facts.get("source"),
        document=facts.get("page", ""),
        title=None,
        outlet=None,
        published=None,
        url=None,
        earliest=facts.get("earliest"),
        latest=facts.get("latest"),
        confidence=float(facts.get("confidence", "0")),
        sentence="",
        start=0,
        end=0,
        place=0,
        stop=0,
    )
