"""The one place that makes IRIs for the things of a user's own data.

An IRI is the base, the kind of thing, a readable ASCII slug and a hash of the facts that
identify it, joined by concatenation. Nothing from a text enters it unescaped, so it is also
a valid prefixed name in Turtle and SPARQL (``event:assault-3f2a9c01b7de``).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from functools import lru_cache

from kg.model import Event, Extraction

BASE = "urn:communique:"
"""The base of a user's own things until the user sets another one."""

KINDS = (
    "attribution",
    "canonical",
    "claim",
    "contradiction",
    "doc",
    "entity",
    "event",
    "graph",
    "merge",
    "outlet",
    "quote",
    "role",
    "run",
)
"""The kinds of thing under the base, each a prefix of exported Turtle."""

SHARED_GRAPHS = ("meta", "knowledge", "same", "events", "shortcuts", "inferred", "ontology")
"""The graphs that belong to no single document; see ``graph_iri``."""

_BODY = r"(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2}|[\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef])*"
_WEB = re.compile(rf"https?://[A-Za-z0-9.-]+(?::[0-9]{{1,5}})?(?:[/?]{_BODY})?(?:#{_BODY})?")
_OTHER = re.compile(rf"(?!https?:)[A-Za-z][A-Za-z0-9+.-]*:(?!//){_BODY}(?:#{_BODY})?")
_HASH_LENGTH = 12
_SLUG_LENGTH = 40


@lru_cache(maxsize=16_384)
def is_iri(text: str) -> bool:
    """Whether the text can stand between ``<`` and ``>`` in every RDF syntax as it is.

    Stricter than the standard: web addresses need a plain host name, others no authority.
    """
    return (_WEB.fullmatch(text) or _OTHER.fullmatch(text)) is not None


@lru_cache(maxsize=4_096)
def slug(name: str) -> str:
    """The name in lower-case ASCII letters, digits and single hyphens, at most 40 long; maybe empty."""
    plain = unicodedata.normalize("NFKD", name[:400]).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_SLUG_LENGTH].strip("-")


def digest(*facts: str | None) -> str:
    """The first 48 bits of the SHA-256 of the facts, in hex; ``None`` differs from the empty string."""
    joined = "".join("\x00" if fact is None else f"\x01{len(fact)}:{fact}" for fact in facts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_LENGTH]


def mint(kind: str, name: str, *facts: str | None, base: str = BASE) -> str:
    """The IRI of a thing: ``name`` only makes it readable, ``facts`` (with the kind) identify it."""
    readable = slug(name)
    identity = digest(kind, *facts)
    return f"{base}{kind}/{readable}-{identity}" if readable else f"{base}{kind}/{identity}"


@lru_cache(maxsize=4_096)
def entity_iri(document: str, type: str, name: str, *, base: str = BASE) -> str:
    """The IRI of an actor or place that no knowledge names, as one document tells of it.

    Things of the same name in two documents are two things until ``kg.resolve.merge`` joins them.
    """
    return mint("entity", name, document, type, name, base=base)


def document_iri(document: str, *, base: str = BASE) -> str:
    """The IRI of a document, whatever its version."""
    return mint("doc", document, document, base=base)


def version_iri(document: str, sha256: str, *, base: str = BASE) -> str:
    """The IRI of one version of a document, which also names the graph of what it says."""
    return f"{document_iri(document, base=base)}/{sha256[:_HASH_LENGTH]}"


def event_iris(extraction: Extraction, *, base: str = BASE) -> dict[str, str]:
    """Event id -> IRI for the events of one document.

    An event is known by its kind, its parties and its first words, and by its place in the text
    only among those equal in all that: an edit elsewhere in the document leaves the IRI as it is.
    """
    seen: Counter[tuple[str | None, ...]] = Counter()
    named: dict[str, str] = {}
    for event in sorted(extraction.events, key=lambda one: (one.trigger.start, one.trigger.end, one.id)):
        facts = _event_facts(event)
        named[event.id] = mint("event", event.event, extraction.id, *facts, str(seen[facts]), base=base)
        seen[facts] += 1
    return named


def _event_facts(event: Event) -> tuple[str | None, ...]:
    parties = [
        ",".join(sorted({mention.iri for mention in mentions}))
        for mentions in (event.actors, event.recipients, event.targets)
    ]
    return (event.event, event.mode, event.status, *parties, event.trigger.text.casefold())


def graph_iri(name: str, *, base: str = BASE) -> str:
    """The IRI of one of the graphs that belong to no single document (``events``, ``meta``, ...)."""
    return f"{base}graph/{name}"


def rebase(iri: str, base: str) -> str:
    """The same thing under the user's base; IRIs outside the default base stay as they are."""
    return base + iri.removeprefix(BASE) if iri.startswith(BASE) else iri
