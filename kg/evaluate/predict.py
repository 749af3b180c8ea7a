"""Extracts annotated documents, and tells which events of the articles of pairs are the same."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from kg import pipeline, store
from kg.evaluate.gold import Gold
from kg.export.records import record_lines
from kg.model import Document, Extraction, extraction_from_json


def predict(gold: Sequence[Gold], settings: pipeline.Settings) -> list[Extraction]:
    """What the extractor finds in the texts of ``gold``; a document that it cannot use is left out.

    Events of paired articles have the ids that they get in a knowledge base of all those articles:
    equal where they were merged.
    """
    documents = [Document(id=one.id, text=one.text, published=one.published) for one in gold]
    with pipeline.extractor(settings) as (_, run):
        found = [outcome for outcome in run(documents) if isinstance(outcome, tuple)]
    paired = {one.id for one in gold if one.pair}
    merged = _merged([outcome for outcome in found if outcome[0].id in paired], settings.knowledge)
    return [merged.get(document.id, extraction) for document, extraction in found]


def _merged(
    found: Sequence[tuple[Document, Extraction]], knowledge: tuple[Path, ...]
) -> dict[str, Extraction]:
    """The extractions by document, with the ids that their events have after merging."""
    if not found:
        return {}
    with (
        tempfile.TemporaryDirectory() as folder,
        store.open(Path(folder, "pairs.kg"), create=True, knowledge=knowledge) as base,
    ):
        for document, extraction in found:
            base.put(document, extraction, "evaluate")
        base.refresh_graph()
        lines = list(record_lines(base.entries(), base.graph, base=base.base))
    return {extraction.id: extraction for extraction in map(extraction_from_json, lines)}
