"""Which media type a client gets: the Accept header against what an answer can be written as."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_Q = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")


class Offer(NamedTuple):
    """A way to write an answer: the format's short name and the media types that ask for it."""

    name: str
    types: tuple[str, ...]


ROWS = (
    Offer("json", ("application/sparql-results+json", "application/json", "text/javascript")),
    Offer("xml", ("application/sparql-results+xml", "application/xml", "text/xml")),
    Offer("csv", ("text/csv",)),
    Offer("tsv", ("text/tab-separated-values",)),
)
TRUTH = ROWS[:2]
"""Yes and no: csv and tsv have no way to say it."""
GRAPH = (
    Offer("ttl", ("text/turtle", "application/x-turtle")),
    Offer("nt", ("application/n-triples", "text/plain")),
    Offer("jsonld", ("application/ld+json", "application/json")),
    Offer("rdf", ("application/rdf+xml", "application/xml", "text/xml")),
)


class Wish(NamedTuple):
    """One media range of an Accept header."""

    main: str
    sub: str
    quality: float


def choose(accept: str, offers: Sequence[Offer]) -> tuple[Offer, str] | None:
    """The offer that the client likes best and the media type to call it; ``None`` when it likes none.

    Of equals the earlier offer wins; without an Accept header the first one.
    """
    wishes = _wishes(accept or "*/*")
    rated = [(_quality(kind, wishes), offer, kind) for offer in offers for kind in offer.types]
    best = max(rated, key=lambda one: one[0], default=(0.0, offers[0], ""))
    return (best[1], best[2]) if best[0] > 0 else None


def _wishes(accept: str) -> list[Wish]:
    found = []
    for part in accept[:4096].split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        main, _, sub = media.partition("/")
        if main:
            found.append(Wish(main, sub or "*", _stated(parameters)))
    return found


def _stated(parameters: list[str]) -> float:
    """The q parameter; 1 when there is none, 0 when it is no such number."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return float(value) if _Q.fullmatch(value.strip()) else 0.0
    return 1.0


def _quality(media: str, wishes: list[Wish]) -> float:
    """The quality that the narrowest fitting range gives; a trace less for wider ranges, to break ties."""
    main, _, sub = media.partition("/")
    fitting = [
        ((wish.main != "*") + (wish.sub != "*"), wish.quality)
        for wish in wishes
        if wish.main in (main, "*") and wish.sub in (sub, "*")
    ]
    width, quality = max(fitting, default=(0, 0.0))
    return quality - (2 - width) * 1e-6 if quality else 0.0
