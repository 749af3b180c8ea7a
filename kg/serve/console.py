"""What the console completes while one writes."""

from __future__ import annotations

from typing import Any

from kg.query.prefixes import PREFIXES
from kg.serve.look import Look

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_OWL = "http://www.w3.org/2002/07/owl#"
_MOST = 5_000


def terms(look: Look) -> dict[str, Any]:
    """Classes, properties and prefixes as IRIs, actors as pairs of name and IRI."""
    return {
        "prefixes": dict(sorted(PREFIXES.items())),
        "classes": _of_kind(look, "Class"),
        "properties": sorted(
            {
                *_of_kind(look, "ObjectProperty"),
                *_of_kind(look, "DatatypeProperty"),
                *_of_kind(look, "AnnotationProperty"),
                *_in_use(look),
            }
        ),
        "actors": _actors(look),
    }


def _of_kind(look: Look, kind: str) -> list[str]:
    return _column(look, f"SELECT DISTINCT ?x {{ ?x a <{_OWL}{kind}> . FILTER(isIRI(?x)) }} ORDER BY ?x")


def _in_use(look: Look) -> list[str]:
    return _column(
        look,
        "SELECT DISTINCT ?p { VALUES ?c { kg:CanonicalEvent kg:Claim kg:Document kg:RoleHolding kg:Actor }"
        " ?x a ?c ; ?p ?o }",
    )


def _actors(look: Look) -> list[tuple[str, str]]:
    found = look.saved("most-active-actors")
    return [
        (row.get("name", row["actor"]), row["actor"]) for row, _ in zip(found, range(_MOST), strict=False)
    ]


def _column(look: Look, query: str) -> list[str]:
    answer = look.graph.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    return [row[0].value for row in answer]  # type: ignore[union-attr]
