"""The document page: the article with every piece of evidence marked, beside what was read from it.

No script at all: marks and cards lead to each other by links.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

from kg.visualise import style
from kg.visualise.page import page, visible, web_address
from kg.visualise.records import Card, Fault, Page

_STANCES = ("reports", "alleges", "denies")


class Piece(NamedTuple):
    """A stretch of the text with the number of the first card that rests on it, if any does.

    ``begin`` are the cards whose words begin here.
    """

    text: str
    card: int | None
    family: str
    disputed: bool
    begin: tuple[int, ...]


def document_page(document: Page) -> str:
    """The HTML page of one document; the same document gives the same bytes."""
    return page(
        "document.html",
        styles=("base.css", "document.css"),
        colours=style.families(),
        **document_values(document),
    )


def document_values(document: Page) -> dict[str, Any]:
    """What the template of the document's main part needs, for pages that frame it otherwise."""
    groups = _groups(document.cards)
    return {
        "document": document,
        "title": visible(document.title or document.id),
        "address": web_address(document.url),
        "paragraphs": _paragraphs(document, groups),
        "cards": [_shown(number, group, dict(document.labels)) for number, group in enumerate(groups, 1)],
        "faults": [_fault(fault) for fault in document.faults],
    }


def _groups(cards: tuple[Card, ...]) -> list[list[Card]]:
    """Claims that say the same on the same words, told by several voices, are one card."""
    found: dict[tuple[Any, ...], list[Card]] = {}
    for card in cards:
        key = (card.place, card.stop, card.subject, card.relation, card.object, card.status)
        found.setdefault(key, []).append(card)
    return list(found.values())


def _paragraphs(document: Page, groups: list[list[Card]]) -> list[list[Piece]]:
    """The text in pieces, one list for each line."""
    lines: list[list[Piece]] = [[]]
    for piece in _pieces(document, groups):
        head, *rest = piece.text.splitlines() if piece.text.strip("\r\n") else ["", ""]
        lines[-1].append(piece._replace(text=visible(head)))
        lines += [[piece._replace(text=visible(line), begin=())] for line in rest]
        if piece.text.endswith(("\n", "\r")) and len(rest) == 0:
            lines.append([])
    return [line for line in lines if "".join(piece.text for piece in line).strip()]


def _pieces(document: Page, groups: list[list[Card]]) -> list[Piece]:
    """The whole text cut wherever a mark begins or ends; where marks overlap the first card wins."""
    spans = [(group[0].place, group[0].stop) for group in groups]
    disputed = [span for fault in document.faults for span in fault.spans]
    cuts = {0, len(document.text), *(cut for span in [*spans, *disputed] for cut in span)}
    cuts |= {at + 1 for at, letter in enumerate(document.text) if letter == "\n"}
    ordered = sorted(cut for cut in cuts if 0 <= cut <= len(document.text))
    pieces = []
    for start, end in pairwise(ordered):
        over = [number for number, (a, b) in enumerate(spans, 1) if a <= start and end <= b]
        card = over[0] if over else None
        family = style.look(groups[card - 1][0].relation).family if card else ""
        fault = any(a <= start and end <= b for a, b in disputed)
        begin = tuple(number for number in over if spans[number - 1][0] == start)
        pieces.append(Piece(document.text[start:end], card, family, fault, begin))
    return pieces


def _shown(number: int, group: list[Card], labels: dict[str, str]) -> dict[str, Any]:
    card = group[0]
    look = style.look(card.relation)
    return {
        "number": number,
        "subject": visible(labels.get(card.subject, card.subject)),
        "relation": look.label,
        "object": visible(labels.get(card.object, card.object)),
        "symmetric": look.symmetric,
        "family": look.family,
        "status": card.status,
        "voices": [
            _voice(one) for one in sorted(group, key=lambda one: (_STANCES.index(one.stance), one.id))
        ],
        "when": _when(card),
        "confidence": f"{card.confidence:.2f}",
    }


def _voice(card: Card) -> dict[str, str | None]:
    return {"stance": card.stance, "source": visible(card.source) if card.source else None}


def _when(card: Card) -> str | None:
    if card.earliest == card.latest:
        return card.earliest
    return f"{card.earliest or '…'} – {card.latest or '…'}"


def _fault(fault: Fault) -> dict[str, Any]:
    sides = [visible(side) for side in fault.sides]
    return {"kind": fault.kind, "about": visible(fault.about), "sides": sides}
