"""The document page: the article with every piece of evidence marked, beside what was read from it.

No script at all: marks and cards lead to each other by links.
"""

from __future__ import annotations

import datetime as dt
import shlex
from itertools import pairwise
from typing import Any, NamedTuple

from kg.visualise import style
from kg.visualise.counting import several
from kg.visualise.letters import cut
from kg.visualise.page import page, visible, web_address
from kg.visualise.records import Card, Fault, Page

_SAID = {"reports": "According to", "alleges": "Alleged by", "denies": "Denied by"}
_STANCES = tuple(_SAID)


class Mark(NamedTuple):
    """A stretch of the text that a card rests on; ``first`` is that to which the card leads."""

    start: int
    end: int
    card: int
    family: str
    first: bool


class Piece(NamedTuple):
    """A stretch of the text with the number of the first card that rests on it, if any does.

    ``begin`` are the marks whose words begin here.
    """

    text: str
    card: int | None
    family: str
    disputed: bool
    begin: tuple[Mark, ...]

    @property
    def numbers(self) -> str:
        """The cards that rest on what begins here: ``1–3 5``."""
        runs: list[list[int]] = []
        for card in sorted({mark.card for mark in self.begin}):
            if runs and card == runs[-1][-1] + 1:
                runs[-1].append(card)
            else:
                runs.append([card])
        return " ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


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
    labels = dict(document.labels)
    cards = [_shown(number, group, labels, document.text) for number, group in enumerate(groups, 1)]
    present = {card["family"] for card in cards}
    return {
        "document": document,
        "title": visible(document.title or document.id),
        "published": _nice(document.published),
        "address": web_address(document.url),
        "paragraphs": _paragraphs(document, _marks(groups)),
        "cards": cards,
        "statements": several(len(cards), "statements"),
        "contradictions": several(len(document.faults), "contradictions"),
        "families": [(name, one.label) for name, one in style.families().items() if name in present],
        "faults": [_fault(fault) for fault in document.faults],
        "query": f"claims-of-document -p {shlex.quote(f'document={document.id}')}",
    }


def _groups(cards: tuple[Card, ...]) -> list[list[Card]]:
    """Claims that say the same on the same words, told by several voices, are one card."""
    found: dict[tuple[Any, ...], list[Card]] = {}
    for card in cards:
        key = (card.place, card.stop, card.subject, card.relation, card.object, card.status)
        found.setdefault(key, []).append(card)
    return list(found.values())


def _marks(groups: list[list[Card]]) -> list[Mark]:
    """Every stretch that a card rests on, in the order of the cards."""
    found = []
    for number, group in enumerate(groups, 1):
        family = style.look(group[0].relation).family
        places = dict.fromkeys(
            ((group[0].place, group[0].stop), *(spot for card in group for spot in card.more))
        )
        found += [Mark(*spot, number, family, i == 0) for i, spot in enumerate(places)]
    return found


def _paragraphs(document: Page, marks: list[Mark]) -> list[list[Piece]]:
    """The text in pieces, one list for each line."""
    lines: list[list[Piece]] = [[]]
    for piece in _pieces(document, marks):
        head, *rest = piece.text.splitlines() if piece.text.strip("\r\n") else ["", ""]
        lines[-1].append(piece._replace(text=visible(head)))
        lines += [[piece._replace(text=visible(line), begin=())] for line in rest]
        if piece.text.endswith(("\n", "\r")) and len(rest) == 0:
            lines.append([])
    return [line for line in lines if "".join(piece.text for piece in line).strip()]


def _pieces(document: Page, marks: list[Mark]) -> list[Piece]:
    """The whole text cut wherever a mark begins or ends; where marks overlap the first card wins."""
    disputed = [span for fault in document.faults for span in fault.spans]
    cuts = {0, len(document.text), *(at for span in disputed for at in span)}
    cuts |= {at for mark in marks for at in (mark.start, mark.end)}
    cuts |= {at + 1 for at, letter in enumerate(document.text) if letter == "\n"}
    ordered = sorted(at for at in cuts if 0 <= at <= len(document.text))
    pieces = []
    for start, end in pairwise(ordered):
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        card, family = (over[0].card, over[0].family) if over else (None, "")
        fault = any(a <= start and end <= b for a, b in disputed)
        begin = tuple(mark for mark in over if mark.start == start)
        pieces.append(Piece(document.text[start:end], card, family, fault, begin))
    return pieces


def _shown(number: int, group: list[Card], labels: dict[str, str], text: str) -> dict[str, Any]:
    card = group[0]
    look = style.look(card.relation)
    return {
        "number": number,
        "subject": visible(labels.get(card.subject, card.subject)),
        "relation": look.label,
        "object": visible(labels.get(card.object, card.object)),
        "family": look.family,
        "status": card.status,
        "words": cut(visible(" ".join(text[card.place : card.stop].split())), 80),
        "voices": _voices(group),
        "when": _when(card),
        "confidence": f"{card.confidence:.2f}",
    }


def _voices(group: list[Card]) -> list[tuple[str, list[str]]]:
    """What is said of it, with all who say so; what the outlet itself reports needs no words."""
    found: dict[str, list[str]] = {}
    for card in sorted(group, key=lambda one: (_STANCES.index(one.stance), one.source or "\uffff", one.id)):
        if card.source or card.stance != "reports":
            found.setdefault(_SAID[card.stance], []).append(visible(card.source or "a source not named"))
    return [(said, list(dict.fromkeys(names))) for said, names in found.items()]


def _when(card: Card) -> str | None:
    if card.earliest == card.latest:
        return _nice(card.earliest)
    return f"{_nice(card.earliest) or '…'} – {_nice(card.latest) or '…'}"


def _nice(day: str | None) -> str | None:
    """``17 January 2024``; what is no ISO date as it is."""
    try:
        known = dt.date.fromisoformat(day or "")
    except ValueError:
        return visible(day) if day else None
    return f"{known.day} {known:%B %Y}"


def _fault(fault: Fault) -> dict[str, Any]:
    sides = [visible(side) for side in fault.sides]
    return {"kind": fault.kind, "about": visible(fault.about), "sides": sides}
