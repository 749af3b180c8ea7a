"""Whole documents by a language model behind any OpenAI-compatible endpoint that the user names.

The model is asked for quotes; offsets, known actors and dates are worked out and checked here.
What it says in words that the text does not hold is dropped and counted. Answers are kept on disk
under the hash of all that was asked, so the same build again asks nobody.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from kg.annotate import paragraphs
from kg.backends import Capability, needed
from kg.backends.llm.answer import Answer, schema
from kg.backends.llm.cache import Cache, default_home, key_of
from kg.backends.llm.codebook import as_text, codebook
from kg.backends.llm.endpoint import Address, Endpoint, EndpointError, checked
from kg.backends.llm.known import Linker
from kg.backends.llm.told import Teller
from kg.backends.options import Options
from kg.errors import DocumentError, UsageError
from kg.knowledge import Knowledge
from kg.model import Document, Extraction, Failure, Record
from kg.resolve.places import Gazetteer, load_places

VERSION = "1"
_PROMPT = Path(__file__).with_name("prompt.en.txt")
_log = logging.getLogger(__name__)


class Asking(Record, frozen=True, kw_only=True):
    """How to ask: ``part`` is the most characters in one request, ``requests`` how many at a time."""

    model: str
    part: int = 12_000
    max_tokens: int = 16_000
    requests: int = 4


class Llm:
    """Reads documents with a language model. ``dropped`` counts, by reason, what was left out."""

    def __init__(
        self, address: Address, asking: Asking, cache: Cache, known: Knowledge, gazetteer: Gazetteer
    ) -> None:
        self._address = address
        self._asking = asking
        self._cache = cache
        self._concepts = codebook(known.folders)
        self._schema = schema(self._concepts)
        self._prompt = _PROMPT.read_text(encoding="utf-8") + as_text(self._concepts)
        self._linker = Linker(known, gazetteer)
        self.dropped: Counter[str] = Counter()
        self.capability = Capability(
            name="llm", version=VERSION, stage="document", network=True, deterministic=False, forks=False,
            model=asking.model, model_sha256=None, licence="that of the model behind the endpoint",
        )  # fmt: skip
        self.pipeline_id = f"llm-{self._identity(known.digest)}"

    def _identity(self, knowledge: str) -> str:
        """Of everything but the text that can change a result."""
        how = (VERSION, self._address.url, self._asking.model, self._asking.part, self._asking.max_tokens)
        total = hashlib.sha256(f"{how} {knowledge}".encode())
        total.update(self._prompt.encode() + msgspec.json.encode(self._schema))
        for path in sorted(Path(__file__).parent.glob("*.py")):
            total.update(path.read_bytes())
        return total.hexdigest()[:16]

    def extract(self, documents: Sequence[Document]) -> list[Extraction | Failure]:
        """One result per document, in order; several are asked about at the same time."""
        with Endpoint(self._address) as endpoint, ThreadPoolExecutor(self._asking.requests) as pool:
            told = list(pool.map(partial(self._one, endpoint), documents))
        for document, (_, dropped) in zip(documents, told, strict=True):
            self._count(document, dropped)
        return [result for result, _ in told]

    def _one(self, endpoint: Endpoint, document: Document) -> tuple[Extraction | Failure, Counter[str]]:
        rule = f"llm: {self._asking.model}"
        teller = Teller(document, self._linker.fresh(), self._concepts, rule=rule)
        try:
            for start, end in parts(document.text, self._asking.part):
                teller.add(self._answer(endpoint, document, start, end), (start, end))
        except DocumentError as error:
            return _failure(document, error), Counter()
        return teller.extraction(), teller.dropped

    def _count(self, document: Document, dropped: Counter[str]) -> None:
        self.dropped += dropped
        if lost := dropped["quote"]:
            _log.warning("%s: %d quotes of the model are not in the text and were dropped", document.id, lost)

    def _answer(self, endpoint: Endpoint, document: Document, start: int, end: int) -> Answer:
        request = self._request(document, document.text[start:end])
        key = key_of(VERSION.encode(), self._address.url.encode(), msgspec.json.encode(request))
        kept = self._cache.get(key)
        if kept is not None:
            try:
                return _decoded(kept)
            except EndpointError:
                _log.warning("the kept answer %s is damaged; asking again", key)
        content = endpoint.complete(request)
        answer = _decoded(content)
        self._cache.put(key, content)
        return answer

    def _request(self, document: Document, text: str) -> dict[str, Any]:
        about = {"published": document.published.isoformat() if document.published else None, "text": text}
        return {
            "model": self._asking.model,
            "messages": [
                {"role": "system", "content": self._prompt},
                {"role": "user", "content": msgspec.json.encode(about).decode()},
            ],
            "temperature": 0,
            "seed": 0,
            "max_tokens": self._asking.max_tokens,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "extraction", "strict": True, "schema": self._schema},
            },
        }


def _decoded(content: str) -> Answer:
    try:
        return msgspec.json.decode(content, type=Answer)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise EndpointError("answer", f"The model's answer does not follow the schema: {error}") from error


def parts(text: str, most: int) -> list[tuple[int, int]]:
    """The text cut at paragraphs into stretches of at most ``most`` characters, blank ones left out."""
    cut: list[tuple[int, int]] = []
    for start, end in paragraphs(text):
        for first in range(start, end, most):
            last = min(end, first + most)
            if cut and last - cut[-1][0] <= most:
                cut[-1] = (cut[-1][0], last)
            else:
                cut.append((first, last))
    return cut


def _failure(document: Document, error: DocumentError) -> Failure:
    return Failure(
        id=document.id, status="failed", reason=error.reason, message=str(error), path=document.path,
        sha256=document.sha256,
    )  # fmt: skip


def load(options: Mapping[str, str], *, model: str | None, knowledge: Sequence[Path]) -> Llm:
    """A language model behind the endpoint that the option ``endpoint`` names."""
    if model is not None:
        raise UsageError(
            "The backend 'llm' takes no spaCy pipeline; name its model with --backend-option model=..."
        )
    needed("httpx", "llm")
    address, asking, cache = understood(options)
    return Llm(address, asking, cache, Knowledge(knowledge), load_places(knowledge))


def understood(options: Mapping[str, str]) -> tuple[Address, Asking, Cache]:
    """What the options say; ``UsageError`` tells which is missing or wrong."""
    given = Options("llm", options)
    address = Address(
        url=given.required("endpoint", "an address such as http://localhost:8000/v1"),
        key=_key(given.text("key-from")),
        timeout=given.number("timeout", 120, least=0.1, most=3600),
        tries=int(given.number("tries", 4, least=1, most=20)),
        pause=given.number("pause", 1, least=0, most=60),
    )
    asking = Asking(
        model=given.required("model", "the name of the model at the endpoint"),
        part=int(given.number("part", 12_000, least=500, most=1_000_000)),
        max_tokens=int(given.number("max-tokens", 16_000, least=100, most=1_000_000)),
        requests=int(given.number("requests", 4, least=1, most=64)),
    )
    home = given.text("cache")
    given.done()
    return checked(address), asking, Cache(Path(home) if home else default_home())


def _key(variable: str | None) -> str | None:
    """The secret in the environment variable that the user names; none is looked for unasked."""
    if variable is None:
        return None
    if not os.environ.get(variable):
        raise UsageError(f"The environment variable {variable} (--backend-option key-from=) is not set.")
    return os.environ[variable]
