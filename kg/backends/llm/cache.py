"""Answers kept on disk under the hash of everything that was asked."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path


def default_home() -> Path:
    """The user's cache folder, as the XDG rules have it."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "communique" / "llm"


class Cache:
    """A folder of answers that only its owner can read: they quote the documents."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def get(self, key: str) -> str | None:
        """The answer kept under the key; ``None`` when there is none that can be read."""
        with suppress(OSError, UnicodeDecodeError):
            return self._path(key).read_text(encoding="utf-8")
        return None

    def put(self, key: str, answer: str) -> None:
        """Keeps an answer; readers see it complete or not at all."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(answer)
            Path(draft).replace(path)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(draft).unlink()
            raise

    def _path(self, key: str) -> Path:
        return self._home / key[:2] / f"{key}.json"


def key_of(*facts: bytes) -> str:
    """SHA-256 over the facts, each with its length."""
    total = hashlib.sha256()
    for fact in facts:
        total.update(f"{len(fact)}:".encode() + fact)
    return total.hexdigest()
