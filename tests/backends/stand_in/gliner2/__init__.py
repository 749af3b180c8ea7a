"""Has the three calls of GLiNER2 2.1 that the backend makes, and answers in the same shape.

In place of a neural network: every capitalised word is a name; of which kind tells a short list.
Like the real one it gives one list per label and may give the same span under two of them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

__version__ = "2.1.0"

COUNTRIES = {"Iran", "Iraq", "Pakistan", "Kenya", "Uganda"}


class AutoExtractor:
    @classmethod
    def from_pretrained(cls, path: str, *, local_files_only: bool, map_location: str) -> AutoExtractor:
        assert local_files_only and map_location == "cpu"
        if not (Path(path) / "model.safetensors").is_file():
            raise FileNotFoundError(
                f"Checkpoint {path!r} contains neither model.safetensors nor pytorch_model.bin."
            )
        return cls()

    def eval(self) -> AutoExtractor:
        return self

    def extract_entities_long(
        self, text: str, entity_types: dict[str, str], *, threshold: float, include_confidence: bool,
        include_spans: bool,
    ) -> dict[str, Any]:  # fmt: skip
        assert include_confidence and include_spans
        answer: dict[str, list[dict[str, Any]]] = {label: [] for label in entity_types}
        for match in re.finditer(r"[A-Z][a-z]+(?: [A-Z][a-z]+)*", text):
            row = {"text": match.group(), "start": match.start(), "end": match.end()}
            country = match.group() in COUNTRIES
            self._give(answer, "country" if country else "armed group", row, 0.9, threshold)
            self._give(answer, "organization", row, 0.6, threshold)
        answer["person"].append({"text": "nobody", "start": 0, "end": 3, "confidence": 0.99})
        return {"entities": answer}

    @staticmethod
    def _give(
        answer: dict[str, Any], label: str, row: dict[str, Any], confidence: float, threshold: float
    ) -> None:
        if confidence >= threshold:
            answer[label].append({**row, "confidence": confidence})
