"""Refuses queries that would write, reach out of the store, or bring the engine down.

pyoxigraph performs SERVICE over HTTP on its own and its parser overflows the stack on deep
nesting, so both are found before it sees the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.errors import UsageError
from kg.query.tokens import Token, depth, is_ambiguous, tokens

LONGEST = 64 * 1024
DEEPEST = 40
MOST_TOKENS = 8_000

_FORMS = frozenset({"SELECT", "CONSTRUCT", "ASK", "DESCRIBE"})
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"})
_SERVICE = re.compile(r"\bservice\b", re.IGNORECASE)


def check(query: str, *, stored: Callable[[str], bool] = lambda iri: False) -> list[Token]:
    """The tokens of a query that only reads this store; UsageError says what is wrong with another.

    ``stored`` tells whether a graph of that IRI is in the store, for FROM clauses.
    """
    if len(query.encode("utf-8", "replace")) > LONGEST:
        raise UsageError(f"The query is longer than {LONGEST // 1024} KB; ask for less at a time.")
    found = tokens(query)
    if len(found) > MOST_TOKENS or depth(found) > DEEPEST:
        raise UsageError(f"The query nests deeper than {DEEPEST} or has over {MOST_TOKENS} tokens.")
    _must_be_a_question(found)
    _must_stay_here(query, found)
    _must_read_what_is_stored(found, stored)
    return found


def form(found: list[Token]) -> str:
    """SELECT, CONSTRUCT, ASK or DESCRIBE, or the first other keyword; empty when there is none."""
    words = (token.text.upper() for token in found if token.kind == "word")
    return next((word for word in words if word not in ("PREFIX", "BASE", "VERSION")), "")


def _must_be_a_question(found: list[Token]) -> None:
    first = form(found)
    if first in _UPDATES:
        raise UsageError(f"Queries only read; {first} would change the store. Use kg build or kg remove.")
    if first not in _FORMS:
        raise UsageError("A query begins with SELECT, CONSTRUCT, ASK or DESCRIBE (after its prefixes).")


def _must_stay_here(query: str, found: list[Token]) -> None:
    if any(_SERVICE.search(token.text) for token in found if token.kind in ("word", "pname")):
        raise UsageError("SERVICE is refused: queries read this store only and never call another.")
    if _SERVICE.search(query) and any(is_ambiguous(found, i) for i in range(len(found))):
        raise UsageError("The word SERVICE stands after '<' without a space; put spaces around '<'.")


def _must_read_what_is_stored(found: list[Token], stored: Callable[[str], bool]) -> None:
    for index, token in enumerate(found):
        if token.kind == "word" and token.text.upper() == "FROM":
            graph = _graph_after(found, index)
            if graph.kind != "iri" or not stored(graph.text[1:-1]):
                raise UsageError(f"FROM {graph.text}: no such graph in this store (write its full IRI).")


def _graph_after(found: list[Token], index: int) -> Token:
    after = found[index + 1 : index + 3]
    if after and after[0].text.upper() == "NAMED":
        after = after[1:]
    return after[0] if after else Token("punct", "", 0)
