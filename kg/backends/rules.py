"""The built-in extraction (spaCy and rules) as a backend among others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kg import __version__
from kg.backends import Capability
from kg.backends.options import Options
from kg.extractor import Extractor
from kg.extractor import load as load_extractor
from kg.model import Document, Extraction, Failure


class Rules:
    """The extractor with its capability."""

    def __init__(self, extractor: Extractor) -> None:
        meta = extractor.nlp.meta
        self._extractor = extractor
        self.pipeline_id = extractor.pipeline_id
        self.capability = Capability(
            name="rules", version=__version__, stage="document", network=False,
            deterministic=True, forks=True, model_sha256=None,
            model=f"{meta.get('lang')}_{meta.get('name')} {meta.get('version')}",
            licence=str(meta.get("license") or "unknown"),
        )  # fmt: skip

    def extract(self, documents: Sequence[Document]) -> list[Extraction | Failure]:
        """One result per document, in order."""
        return self._extractor.extract(documents)


def load(options: Mapping[str, str], *, model: str | None, knowledge: Sequence[Path]) -> Rules:
    """The rules with the shipped spaCy pipeline or the one named. They have no options."""
    Options("rules", options).done()
    return Rules(load_extractor(model, knowledge))
