"""Questions to the graph: saved and given SPARQL in, rows out."""

from kg.query.ask import Rows, run, run_within
from kg.query.formats import write
from kg.query.saved import Param, SavedQuery, find, parse_query, read_query, saved_queries

__all__ = [
    "Param",
    "Rows",
    "SavedQuery",
    "find",
    "parse_query",
    "read_query",
    "run",
    "run_within",
    "saved_queries",
    "write",
]
