"""Puts parameter values into a query as whole terms, never as text.

A value becomes an RDF term first (so a broken IRI or date is refused there), and the term's own
serialisation takes the place of the variable's tokens. What is inside a value can therefore not
end the token it stands in. Variables in strings, comments and IRIs are not touched.
A parameter that is not given stays a variable: ``FILTER(!BOUND(?since) || ?date >= ?since)``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from kg.errors import UsageError
from kg.query.tokens import Token, tokens

Term = ox.NamedNode | ox.Literal
_CLAUSES = frozenset({"SELECT", "CONSTRUCT", "WHERE", "FROM", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"})


def bind(query: str, found: list[Token], values: Mapping[str, Term]) -> str:
    """The query with each variable named in ``values`` replaced by its term.

    ``SELECT ?v`` becomes ``(term AS ?v)``, so that columns keep their names; ``BOUND(?v)`` becomes
    ``(true)``. UsageError when the query assigns the variable itself (AS ?v, VALUES ?v).
    """
    pieces, end = [], 0
    for token, text in _replacements(found, values):
        pieces += [query[end : token.start], text]
        end = token.start + len(token.text)
    return "".join([*pieces, query[end:]])


def bind_all(query: str, values: Mapping[str, Term]) -> str:
    """The query with all values bound; UsageError for one whose variable is nowhere in it."""
    found = tokens(query)
    asked = {token.text[1:] for token in found if token.kind == "var"}
    for name in values:
        if name not in asked:
            near = difflib.get_close_matches(name, sorted(asked), n=1) or sorted(asked)
            hint = f"Did you mean ?{near[0]}?" if near else "It has no variables."
            raise UsageError(f"The query has no variable ?{name}. {hint}")
    return bind(query, found, values)


def _replacements(found: list[Token], values: Mapping[str, Term]) -> Iterator[tuple[Token, str]]:
    clause, clause_level, level = "", 0, 0
    for index, token in enumerate(found):
        word = token.text.upper() if token.kind == "word" else ""
        if word in _CLAUSES:
            clause, clause_level = word, level
        elif token.kind == "punct":
            level += (token.text in "({[") - (token.text in ")}]")
            clause = "" if token.text in "{}" else clause
        elif word == "BOUND" and _variable(found, index + 2) in values:
            yield token, ""
        elif _variable(found, index) in values:
            top = level == clause_level
            yield token, _replacement(found, index, values, clause if top else "")


def _replacement(found: list[Token], index: int, values: Mapping[str, Term], clause: str) -> str:
    name = _variable(found, index)
    before = [token.text.upper() for token in found[max(0, index - 2) : index]]
    if before[-1:] in (["AS"], ["VALUES"]) or before == ["VALUES", "("]:
        raise UsageError(f"?{name} is a parameter; the query must not assign it. Rename one of them.")
    if before == ["BOUND", "("]:
        return "true"
    term = str(values[name])
    if clause == "SELECT":
        return f"({term} AS ?{name})"
    return f"({term})" if clause in ("GROUP", "ORDER") else term


def _variable(found: list[Token], index: int) -> str:
    """The variable's name at that place, or the empty string."""
    if index < len(found) and found[index].kind == "var":
        return found[index].text[1:]
    return ""
