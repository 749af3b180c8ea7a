"""Python values as what a query takes: words that are checked, or whole RDF terms."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any

import pyoxigraph as ox

from kg.api.things import Actor
from kg.errors import UsageError
from kg.query.bind import Term
from kg.vocabulary import XSD


def as_text(value: object) -> str:
    """The value as a user would type it for a saved query: an actor as its IRI, a day as ISO has it."""
    if isinstance(value, Actor):
        return value.iri
    if isinstance(value, (ox.NamedNode, ox.Literal)):
        return value.value
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def as_term(name: str, value: object) -> Term:
    """The value as a term; ``UsageError`` for what is none."""
    if isinstance(value, (ox.NamedNode, ox.Literal)):
        return value
    if isinstance(value, Actor):
        return ox.NamedNode(value.iri)
    if isinstance(value, dt.date):
        kind = XSD.dateTime if isinstance(value, dt.datetime) else XSD.date
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(kind))
    if type(value) in (bool, int, float, str):
        return ox.Literal(value)  # type: ignore[arg-type]
    return _of_rdflib(name, value)


def _of_rdflib(name: str, value: object) -> Term:
    rdflib: Any = sys.modules.get("rdflib")
    if rdflib is not None and isinstance(value, (rdflib.URIRef, rdflib.Literal)):
        from kg.api.dataset import to_term

        term = to_term(value)
        assert isinstance(term, (ox.NamedNode, ox.Literal))
        return term
    raise UsageError(f"{name}={value!r} cannot stand in a query; give text, a number, a day or an actor.")
