"""The prefixes that every query may use without declaring them, and that tables shorten IRIs with."""

from __future__ import annotations

from kg import vocabulary
from kg.iris import BASE, KINDS

PREFIXES = {**vocabulary.PREFIXES, **{kind: f"{BASE}{kind}/" for kind in KINDS}}


def shorten(iri: str) -> str:
    """``kg:attacked`` for an IRI under a known prefix, the IRI itself otherwise."""
    under = [(start, prefix) for prefix, start in PREFIXES.items() if iri.startswith(start)]
    if not under:
        return iri
    start, prefix = max(under, key=lambda found: len(found[0]))
    return f"{prefix}:{iri[len(start) :]}"
