"""Other ways to extract than the built-in rules, behind one small contract.

A backend is found by its name: our own three, and those that installed packages offer in the
entry point group ``kg.backends``. An entry point names a ``Factory``. What a backend must keep to
is written in ``docs/backends.md`` and tested by ``kg.backends.conformance``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, Literal, Protocol, cast, runtime_checkable

from kg import __version__
from kg.errors import UsageError
from kg.model import Document, EntityType, Extraction, Failure, Record

GROUP = "kg.backends"
DEFAULT = "rules"
OWN: Mapping[str, str] = {
    "gliner": "kg.backends.gliner:load",
    "llm": "kg.backends.llm:load",
    "rules": "kg.backends.rules:load",
}
"""The backends of this package; no installed package can take their names."""

Stage = Literal["document", "mentions"]


class Capability(Record, frozen=True, kw_only=True):
    """What a backend is and promises.

    ``stage`` "document" reads whole documents; "mentions" finds names for the built-in rules.
    ``network`` says that texts leave this computer. ``model_sha256`` is ``None`` where the weights
    cannot be seen. ``licence`` is that of the model's weights, as an SPDX id or in words.
    ``deterministic`` promises the same bytes for the same text, in any batch. Only a backend that
    ``forks`` is shared with forked workers; any other runs in the process itself.
    """

    name: str
    version: str
    stage: Stage
    network: bool
    model: str | None
    model_sha256: str | None
    licence: str
    deterministic: bool
    forks: bool


class Found(Record, frozen=True, kw_only=True):
    """A name in a text, offsets in code points, and what kind of thing it names."""

    start: int
    end: int
    type: EntityType
    confidence: float


class Backend(Protocol):
    """Reads whole documents. ``pipeline_id`` changes with everything that can change a result."""

    capability: Capability
    pipeline_id: str

    def extract(self, documents: Sequence[Document]) -> list[Extraction | Failure]:
        """One result for each document, in the same order. A document that breaks it fails alone."""


@runtime_checkable
class MentionFinder(Protocol):
    """Finds the names; the built-in rules do the rest. ``identity`` is to it what ``pipeline_id``
    is to a ``Backend``."""

    capability: Capability
    identity: str

    def mentions(self, texts: Sequence[str]) -> list[tuple[Found, ...]]:
        """For each text its names, sorted by place, none overlapping another."""


class Factory(Protocol):
    """What an entry point names. ``model`` is the spaCy pipeline the user asked for.

    Raises ``UsageError`` for an option that is unknown, missing or wrong, and when a package that
    it needs is not installed; the message says which.
    """

    def __call__(
        self, options: Mapping[str, str], *, model: str | None, knowledge: Sequence[Path]
    ) -> Backend | MentionFinder: ...


def names() -> list[str]:
    """The names of all backends that are installed, sorted."""
    return sorted({*OWN, *(point.name for point in metadata.entry_points(group=GROUP))})


def load(
    name: str = DEFAULT,
    options: Mapping[str, str] | None = None,
    *,
    model: str | None = None,
    knowledge: Sequence[Path] = (),
) -> Backend:
    """The backend of this name, ready. One that only finds mentions comes joined with the rules."""
    made = _factory(name)(options or {}, model=model, knowledge=knowledge)
    if not isinstance(made, MentionFinder):
        return made
    from kg.backends.joined import join

    return join(made, model=model, knowledge=knowledge)


def _factory(name: str) -> Factory:
    if name in OWN:
        return cast(Factory, resolve_name(OWN[name]))
    points = list(metadata.entry_points(group=GROUP, name=name))
    if not points:
        raise UsageError(f"There is no backend {name!r}; there are: {', '.join(names())}.")
    if len({point.value for point in points}) > 1:
        raise UsageError(f"Several packages offer a backend {name!r}: {', '.join(p.value for p in points)}.")
    try:
        return cast(Factory, points[0].load())
    except (ImportError, AttributeError) as error:
        raise UsageError(f"The backend {name!r} ({points[0].value}) cannot be loaded: {error}") from error


def needed(package: str, extra: str) -> Any:
    """The module ``package``, or a ``UsageError`` that says how to install it."""
    from importlib import import_module

    try:
        return import_module(package)
    except ImportError as error:
        raise UsageError(
            f"The backend {extra!r} needs {package}, which cannot be imported ({error}): "
            f"pip install 'communique[{extra}]'"
        ) from error


def facts(backend: Backend) -> dict[str, str]:
    """What the knowledge base keeps about the run of a backend."""
    able = backend.capability
    weights = f"sha256:{able.model_sha256}" if able.model_sha256 else None
    return {
        "software": f"communique {__version__}, backend {able.name} {able.version}",
        "model": " ".join(part for part in (able.model, weights) if part) or "none",
        "configuration": backend.pipeline_id,
    }
