"""What the parts of the builder share while they write down one document."""

from __future__ import annotations

from functools import cached_property

from kg.build.knowledge import Knowledge
from kg.build.ontology import Ontology
from kg.build.sheet import Sheet, verbatim
from kg.errors import DocumentError
from kg.iris import digest, document_iri, event_iris, is_iri, mint, rebase, version_iri
from kg.model import Document, Extraction, Location, Record
from kg.vocabulary import OA, RDF, XSD

_RESOURCE, _POSITION, _WORDS = (
    f"<{one}>" for one in (OA.SpecificResource, OA.TextPositionSelector, OA.TextQuoteSelector)
)
_INTEGER = f"^^<{XSD.integer}>"
_AROUND = 40
"""Characters of context kept before and after a quote."""


class BadOffsets(DocumentError):
    """A record quotes something else than what stands at its offsets: a fault of the extraction."""

    def __init__(self, message: str) -> None:
        super().__init__("offsets", message)


class Maker:
    """The sheet of one document, with the names that its things have there."""

    def __init__(
        self,
        document: Document,
        extraction: Extraction,
        *,
        base: str,
        ontology: Ontology,
        knowledge: Knowledge,
    ) -> None:
        self.document = document
        self.extraction = extraction
        self.base = base
        self.ontology = ontology
        self.knowledge = knowledge
        self.home = document_iri(document.id, base=base)
        self.sheet = Sheet(version_iri(document.id, document.sha256, base=base))
        self.events = event_iris(extraction, base=base)
        self._quoted: set[str] = set()
        self._things: dict[str, str] = {}
        self._quotes = f"{base}quote/{digest(document.id, document.sha256)}"

    def mint(self, kind: str, name: str, *facts: str | None) -> str:
        """An IRI of this document's own."""
        return mint(kind, name, self.document.id, *facts, base=self.base)

    def thing(self, iri: str) -> str:
        """The IRI that an extraction gives to an actor or place, made fit for a graph."""
        found = self._things.get(iri)
        if found is None:
            found = self._things[iri] = thing_iri(iri, self.document.id, base=self.base)
        return found

    @cached_property
    def described(self) -> frozenset[str]:
        """The actors and places that the extraction lists."""
        return frozenset(self.thing(entity.iri) for entity in self.extraction.entities)

    def place(self, place: Location) -> str:
        """The IRI of a place; one that is not linked is a thing of this document."""
        return place_iri(place, self.document.id, base=self.base)

    def quote(self, start: int, end: int) -> str:
        """The node of a stretch of the text."""
        node = f"{self._quotes}.{start}-{end}"
        if node in self._quoted:
            return node
        self._quoted.add(node)
        whole = self.document.text
        position, words = f"{node}.position", f"{node}.words"
        self.sheet.say_all(
            (node, RDF.type, _RESOURCE),
            (node, OA.hasSource, f"<{self.home}>"),
            (node, OA.hasSelector, f"<{position}>"),
            (node, OA.hasSelector, f"<{words}>"),
            (position, RDF.type, _POSITION),
            (position, OA.start, f'"{start}"{_INTEGER}'),
            (position, OA.end, f'"{end}"{_INTEGER}'),
            (words, RDF.type, _WORDS),
            (words, OA.exact, verbatim(whole[start:end])),
            (words, OA.prefix, verbatim(whole[max(0, start - _AROUND) : start])),
            (words, OA.suffix, verbatim(whole[end : end + _AROUND])),
        )
        return node


def thing_iri(iri: str, document: str, *, base: str) -> str:
    """The IRI an extraction gives, under the user's base; a new one when it is none."""
    return rebase(iri, base) if is_iri(iri) else mint("entity", iri, document, iri, base=base)


def place_iri(place: Location, document: str, *, base: str) -> str:
    """The IRI of a place; one that is not linked is a thing of its document."""
    if place.iri is None:
        return mint("entity", place.name, document, "Place", place.name, base=base)
    return thing_iri(place.iri, document, base=base)


def check_offsets(document: Document, record: Record) -> None:
    """Raises ``BadOffsets`` at the first quote that is not the text at its offsets, at any depth."""
    start, end = getattr(record, "start", None), getattr(record, "end", None)
    if isinstance(start, int) and isinstance(end, int):
        _check(document, start, end, getattr(record, "text", None))
    for name in record.__struct_fields__:
        value = getattr(record, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Record):
                check_offsets(document, part)


def _check(document: Document, start: int, end: int, quoted: str | None) -> None:
    found = document.text[start:end] if 0 <= start <= end <= len(document.text) else None
    if found is None:
        raise BadOffsets(f"Document {document.id!r} has no characters {start} to {end}.")
    if quoted is not None and quoted != found:
        raise BadOffsets(
            f"Document {document.id!r}: characters {start} to {end} are {found!r}, not {quoted!r}."
        )
