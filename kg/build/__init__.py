"""Records -> RDF: one graph for each document version, and the graphs of the whole set."""

from kg.build.canonical import (
    Surroundings,
    actor_lines,
    best_decisions,
    canonical_iri,
    event_lines,
    shortcut_lines,
    shortcuts_of,
)
from kg.build.digest import Digest, Met, Told, digest_document, outlet_iri
from kg.build.disputes import Said, said_of
from kg.build.document import build_document
from kg.build.entities import is_shared, shared_lines
from kg.build.inferred import inferred_lines, links_of
from kg.build.knowledge import Knowledge, knowledge_lines, load_knowledge, with_references
from kg.build.maker import BadOffsets, check_offsets
from kg.build.meta import meta_lines, outlet_lines, run_lines
from kg.build.ontology import Ontology, ontology_files, ontology_of, read_triples

__all__ = [
    "BadOffsets",
    "Digest",
    "Knowledge",
    "Met",
    "Ontology",
    "Said",
    "Surroundings",
    "Told",
    "actor_lines",
    "best_decisions",
    "build_document",
    "canonical_iri",
    "check_offsets",
    "digest_document",
    "event_lines",
    "inferred_lines",
    "is_shared",
    "knowledge_lines",
    "links_of",
    "load_knowledge",
    "meta_lines",
    "ontology_files",
    "ontology_of",
    "outlet_iri",
    "outlet_lines",
    "read_triples",
    "run_lines",
    "said_of",
    "shared_lines",
    "shortcut_lines",
    "shortcuts_of",
    "with_references",
]
