"""Turns what a user typed into the typed terms that a saved query takes."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Mapping

import pyoxigraph as ox

from kg.errors import UsageError
from kg.query import names
from kg.query import terms as vocabulary
from kg.query.bind import Term
from kg.query.saved import Param, SavedQuery

_XSD = "http://www.w3.org/2001/XMLSchema#"
_FORMS = {"integer": re.compile(r"[+-]?\d{1,18}"), "decimal": re.compile(r"[+-]?\d{1,18}(\.\d{1,18})?")}


def terms(graph: ox.Store, query: SavedQuery, given: Mapping[str, str]) -> dict[str, Term]:
    """The terms of all parameters that are given or have a default; UsageError says what is wrong."""
    known = [param.name for param in query.params]
    for name in given:
        if name not in known:
            raise UsageError(_unknown(query, name, known))
    wanted = {param: given.get(param.name, param.default) for param in query.params}
    missing = [param.name for param, value in wanted.items() if value is None and param.required]
    if missing:
        raise UsageError(f"The query {query.name} needs {', '.join(missing)}: --param {missing[0]}=...")
    return {param.name: term(graph, param, value) for param, value in wanted.items() if value is not None}


def term(graph: ox.Store, param: Param, value: str) -> Term:
    """One value as a term of the parameter's type."""
    if param.type == "actor":
        return names.actor(graph, value)
    if param.type == "place":
        return names.place(graph, value)
    if param.type in ("category", "relation", "status"):
        return vocabulary.term(param.type, value)
    if param.type == "iri":
        return _iri(param, value)
    if param.type == "text":
        return ox.Literal(value)
    return ox.Literal(_lexical(param, value.strip()), datatype=ox.NamedNode(_XSD + param.type))


def _iri(param: Param, value: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(value.strip().removeprefix("<").removesuffix(">"))
    except ValueError as error:
        raise UsageError(f"{param.name}={value!r} is not an IRI ({error}).") from error


def _lexical(param: Param, value: str) -> str:
    if param.type == "date":
        try:
            return dt.date.fromisoformat(value).isoformat()
        except ValueError as error:
            raise UsageError(f"{param.name}={value!r} is not a date such as 2024-01-16.") from error
    if not _FORMS[param.type].fullmatch(value):
        raise UsageError(f"{param.name}={value!r} is not a number of type {param.type}.")
    return value


def _unknown(query: SavedQuery, name: str, known: list[str]) -> str:
    if not known:
        return f"The query {query.name} takes no parameters."
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"It takes {', '.join(known)}."
    return f"The query {query.name} has no parameter {name!r}. {hint}"
