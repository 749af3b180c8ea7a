"""A backend that finds names, joined with the built-in rules that do everything else."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from kg.annotate import annotate
from kg.backends import Found, MentionFinder
from kg.extractor import Extractor
from kg.extractor import load as load_extractor
from kg.model import Document, EntityType, Extraction, Failure
from kg.syntax import NamedSpan, Parse

_LABELS: Mapping[EntityType, str] = {
    "CivilGroup": "NORP",
    "Facility": "FAC",
    "Official": "PERSON",
    "Person": "PERSON",
    "Place": "GPE",
    "State": "GPE",
}
"""What spaCy's English models would call a thing of this type; all others are an ORG."""


class Joined(Extractor):
    """The rules, with the names of another model added to those of the parser's."""

    def __init__(self, rules: Extractor, finder: MentionFinder) -> None:
        super().__init__(rules.nlp, rules.knowledge, rules.gazetteer)
        self._finder = finder
        self.capability = msgspec.structs.replace(finder.capability, stage="document")
        both = hashlib.sha256(f"{finder.identity} {rules.pipeline_id}".encode()).hexdigest()[:16]
        self.pipeline_id = f"{finder.capability.name}-{both}"

    def _chunk(self, documents: Sequence[Document]) -> list[Extraction | Failure]:
        with self.nlp.memory_zone():
            parses = list(annotate(self.nlp, [document.text for document in documents]))
        named = self._finder.mentions([document.text for document in documents])
        for parse, found in zip(parses, named, strict=True):
            parse.names = merged(parse, found)
        return [self._one(document, parse) for document, parse in zip(documents, parses, strict=True)]


def join(finder: MentionFinder, *, model: str | None, knowledge: Sequence[Path]) -> Joined:
    """The built-in rules with the names that ``finder`` finds."""
    return Joined(load_extractor(model, knowledge), finder)


def merged(parse: Parse, found: Sequence[Found]) -> list[NamedSpan]:
    """The names found, and those of the parser's own model that overlap none of them."""
    starts = [token.start for token in parse.tokens]
    ends = [token.end for token in parse.tokens]
    added = []
    for name in found:
        first, last = bisect_right(ends, name.start), bisect_left(starts, name.end) - 1
        if first <= last:
            added.append(NamedSpan(first, last, _LABELS.get(name.type, "ORG")))
    taken = {position for span in added for position in range(span.first, span.last + 1)}
    own = [span for span in parse.names if not taken.intersection(range(span.first, span.last + 1))]
    return sorted([*own, *added], key=lambda span: (span.first, span.last))
