"""Document -> extraction: annotate, extract and resolve joined for one document at a time."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg import __version__
from kg.annotate import BATCH, annotate, load_model, model_meta
from kg.drafts import Draft, Participant
from kg.extract import events
from kg.extract.circumstances import Circumstances
from kg.extract.mending import mend, mend_scenes
from kg.extract.names import find_names
from kg.extract.reading import Reading
from kg.extract.repairs import mend_initials, mend_lemmas
from kg.extract.ties.parties import with_parties
from kg.knowledge import Knowledge, digest_of
from kg.model import Document, Extraction, Failure
from kg.resolve import coreference, records, scenes, tellings
from kg.resolve.places import Gazetteer, load_places

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.syntax import Parse

_OWN_FILES = frozenset(
    f"{name}.py"
    for name in (
        "annotate chance datelines drafts embedding extractor knowledge products recognizer ruler straighten "
        "syntax triggers"
    ).split()
)
"""What takes part in extracting beside the files of ``extract`` and ``resolve``."""


class Extractor:
    """A loaded model and the knowledge; safe to share with forked workers."""

    def __init__(self, nlp: Language, knowledge: Knowledge, gazetteer: Gazetteer) -> None:
        self.nlp = nlp
        self.knowledge = knowledge
        self.gazetteer = gazetteer
        self.pipeline_id = _identity(nlp.meta, knowledge.digest)

    def extract(self, documents: Sequence[Document]) -> list[Extraction | Failure]:
        """One result per document, in order. A document that breaks a rule fails alone."""
        found: list[Extraction | Failure] = []
        for start in range(0, len(documents), BATCH):
            found.extend(self._chunk(documents[start : start + BATCH]))
        return found

    def _chunk(self, documents: Sequence[Document]) -> list[Extraction | Failure]:
        with self.nlp.memory_zone():
            parses = list(annotate(self.nlp, [document.text for document in documents]))
        return [self._one(document, parse) for document, parse in zip(documents, parses, strict=True)]

    def _one(self, document: Document, parse: Parse) -> Extraction | Failure:
        try:
            return extract_parse(document, parse, self.knowledge, self.gazetteer)
        except (RecursionError, ValueError, KeyError, IndexError, AttributeError) as error:
            return Failure(
                id=document.id, status="failed", reason="extraction",
                path=document.path, sha256=document.sha256,
                message=f"The extraction broke on this text ({type(error).__name__}: {error}).",
            )  # fmt: skip


def extract_parse(document: Document, parse: Parse, knowledge: Knowledge, gazetteer: Gazetteer) -> Extraction:
    """What one parsed document says."""
    reading = read(parse, knowledge, gazetteer)
    told = resolve(reading, document.published)
    clusters = tellings.group(parse, told.drafts, knowledge.ties["same"])
    return records.extraction(document, parse, clusters, told.mentions, told.resolved, knowledge, gazetteer)


class Tellings(NamedTuple):
    """The tellings of a text with all that belongs to each, who is mentioned, and who is the same."""

    drafts: list[Draft]
    mentions: list[Participant]
    resolved: coreference.Resolved


def resolve(reading: Reading, published: dt.date | None) -> Tellings:
    """Everything that a text tells, before it is known which tellings are of one event."""
    parse, knowledge = reading.parse, reading.knowledge
    drafts = with_parties(reading, events.drafts(reading))
    drafts = Circumstances(reading, drafts, published).weighed(knowledge.ties)
    heads = sorted({*reading.index.noun_at, *(name.head for name in reading.index.names)})
    mentions = [who for head in heads for who in reading.phrases.all_stated(parse.tokens[head])]
    resolved = coreference.resolve(parse, mentions, drafts, knowledge)
    drafts = [coreference.apply(draft, resolved) for draft in drafts]
    drafts = scenes.continued(parse, drafts, knowledge.classes["attack-doer"])
    return Tellings(drafts, mentions, resolved)


def read(parse: Parse, knowledge: Knowledge, gazetteer: Gazetteer) -> Reading:
    """A parse with its mistakes mended and its names found."""
    mend_initials(parse, knowledge)
    mend_lemmas(parse, knowledge)
    mend(parse, knowledge.reporting)
    mend_scenes(parse, knowledge.classes["naming-verb"], knowledge.noun_frames)
    index = find_names(parse, knowledge, gazetteer.has, gazetteer.is_plain)
    return events.reading_of(parse, knowledge, index)


def load(model: str | None = None, knowledge: Sequence[Path] = ()) -> Extractor:
    """The extractor with the shipped model or the one named, and the user's knowledge added."""
    return Extractor(load_model(model), Knowledge(knowledge), load_places(knowledge))


def pipeline_id(model: str | None = None, knowledge: Sequence[Path] = ()) -> str:
    """``load(model, knowledge).pipeline_id`` from the files alone, without loading the model."""
    return _identity(model_meta(model), digest_of(knowledge))


def _identity(meta: Mapping[str, Any], knowledge: str) -> str:
    """Changes with the code, the model or the knowledge; documents of another one are stale."""
    total = hashlib.sha256(knowledge.encode())
    total.update(f"{__version__} {meta.get('lang')} {meta.get('name')} {meta.get('version')}".encode())
    own = Path(__file__).resolve().parent
    for path in sorted(own.rglob("*.py")):
        if {"extract", "resolve"} & {*path.relative_to(own).parts} or path.name in _OWN_FILES:
            total.update(path.read_bytes())
    return total.hexdigest()[:16]
