"""Names by GLiNER2 (Apache-2.0), from weights in a folder on this computer. Nothing is downloaded."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.backends import Capability, Found, needed
from kg.backends.options import Options
from kg.data import read_jsonl
from kg.errors import UsageError
from kg.model import EntityType, Record

_VERSION = "1"
_BLOCK = 1 << 20
_KINDS = Path(__file__).with_name("gliner-kinds.jsonl")

_log = logging.getLogger(__name__)


class Kind(Record, frozen=True, kw_only=True):
    """A kind of thing as the model is asked for it, and the type it stands for."""

    label: str
    type: EntityType
    description: str


class Gliner:
    """A loaded GLiNER2 model. ``dropped`` counts answers whose text did not stand at their offsets."""

    def __init__(self, model: Any, capability: Capability, *, threshold: float) -> None:
        self._model = model
        self._threshold = threshold
        self._kinds = {kind.label: kind for kind in _kinds()}
        self.capability = capability
        self.dropped = 0
        asked = f"{capability} {threshold} {_KINDS.read_text(encoding='utf-8')}"
        self.identity = hashlib.sha256(asked.encode()).hexdigest()[:16]

    def mentions(self, texts: Sequence[str]) -> list[tuple[Found, ...]]:
        """For each text its names, sorted by place; of two that overlap the surer one stays."""
        return [self._of_one(text) for text in texts]

    def _of_one(self, text: str) -> tuple[Found, ...]:
        if not text.strip():
            return ()
        answer = self._model.extract_entities_long(
            text,
            {kind.label: kind.description for kind in self._kinds.values()},
            threshold=self._threshold,
            include_confidence=True,
            include_spans=True,
        )
        return _apart(self._checked(text, answer.get("entities") or {}))

    def _checked(self, text: str, entities: Mapping[str, Any]) -> Iterator[Found]:
        for label, rows in entities.items():
            for row in rows or ():
                start, end = row["start"], row["end"]
                if label in self._kinds and text[start:end] == row["text"] and 0 <= start < end:
                    kind = self._kinds[label].type
                    yield Found(start=start, end=end, type=kind, confidence=float(row["confidence"]))
                else:
                    self.dropped += 1
                    _log.info("gliner: %r does not stand at %s-%s and is dropped", row["text"], start, end)


def _apart(found: Iterable[Found]) -> tuple[Found, ...]:
    """Without overlaps: the surer name wins, then the longer, then the earlier."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (-f.confidence, f.start - f.end, f.start, f.type)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda f: f.start))


def _kinds() -> list[Kind]:
    return [Kind(**row) for row in read_jsonl(_KINDS)]


def load(options: Mapping[str, str], *, model: str | None, knowledge: Sequence[Path]) -> Gliner:
    """GLiNER2 with the weights in the folder of the option ``weights``."""
    given = Options("gliner", options)
    home = Path(given.required("weights", "the folder with a GLiNER2 model"))
    threshold = given.number("threshold", 0.5, least=0.0, most=1.0)
    licence = given.text("licence") or "unknown"
    given.done()
    if not (home / "config.json").is_file():
        raise UsageError(f"The folder {home} holds no GLiNER2 model (config.json is missing).")
    package = needed("gliner2", "gliner")
    able = Capability(
        name="gliner", version=f"{_VERSION}/{package.__version__}", stage="mentions", network=False,
        model=home.name, model_sha256=_folder_digest(home), licence=licence, deterministic=True, forks=False,
    )  # fmt: skip
    return Gliner(_weights(package, home), able, threshold=threshold)


def _weights(package: Any, home: Path) -> Any:
    try:
        loaded = package.AutoExtractor.from_pretrained(str(home), local_files_only=True, map_location="cpu")
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        raise UsageError(f"The GLiNER2 model in {home} cannot be loaded: {error}") from error
    loaded.eval()
    return loaded


def _folder_digest(home: Path) -> str:
    """SHA-256 over the names and contents of all files of a model, hidden ones left out."""
    total = hashlib.sha256()
    for path in sorted(path for path in home.rglob("*") if path.is_file()):
        name = path.relative_to(home)
        if any(part.startswith(".") for part in name.parts):
            continue
        total.update(f"{name.as_posix()}\0{path.stat().st_size}\0".encode())
        with path.open("rb") as content:
            while block := content.read(_BLOCK):
                total.update(block)
    return total.hexdigest()
