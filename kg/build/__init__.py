"""Records -> RDF: one graph for each document version, and the graphs of the whole set."""

from kg.build.canonical import Whole, canonical_iri, derive_whole
from kg.build.digest import Digest, Met, Told, digest_document
from kg.build.document import build_document
from kg.build.inferred import inferred_lines, links_of
from kg.build.knowledge import Knowledge, knowledge_lines, load_knowledge
from kg.build.maker import BadOffsets, check_offsets
from kg.build.meta import meta_lines, run_lines
from kg.build.ontology import Ontology, ontology_files, ontology_of, read_triples

__all__ = [
    "BadOffsets",
    "Digest",
    "Knowledge",
    "Met",
    "Ontology",
    "Told",
    "Whole",
    "build_document",
    "canonical_iri",
    "check_offsets",
    "derive_whole",
    "digest_document",
    "inferred_lines",
    "knowledge_lines",
    "links_of",
    "load_knowledge",
    "meta_lines",
    "ontology_files",
    "ontology_of",
    "read_triples",
    "run_lines",
]
