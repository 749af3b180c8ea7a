"""Short names for IRIs in Turtle, TriG and JSON-LD."""

from __future__ import annotations

import re

from kg.iris import KINDS
from kg.vocabulary import PREFIXES

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


class Names:
    """Shortens IRIs and remembers which prefixes were needed."""

    def __init__(self, base: str) -> None:
        own = {kind: f"{base}{kind}/" for kind in KINDS}
        self._prefixes = {**own, **PREFIXES}
        self._by_home = {home: name for name, home in self._prefixes.items()}
        self._known: dict[str, str | None] = {}
        self.used: set[str] = set()

    def short(self, iri: str) -> str | None:
        """``kg:actual`` for its IRI; ``None`` for one that has no short name."""
        if iri not in self._known:
            self._known[iri] = self._shorten(iri)
        return self._known[iri]

    def _shorten(self, iri: str) -> str | None:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix, local = self._by_home.get(iri[:cut]), iri[cut:]
        if prefix is None or not _LOCAL.fullmatch(local):
            return None
        self.used.add(prefix)
        return f"{prefix}:{local}"

    def table(self) -> dict[str, str]:
        """The prefixes needed so far, sorted by name."""
        return {name: self._prefixes[name] for name in sorted(self.used)}
