"""The event categories and modes with their definitions, out of the ontology."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import Literal, RdfFormat, parse

from kg.data import folder
from kg.errors import KnowledgeError
from kg.model import Record
from kg.vocabulary import EVENT, EVT, SKOS, terms

_EXAMPLE = SKOS.BASE + "example"


class Concept(Record, frozen=True, kw_only=True):
    """A category, or a mode of one."""

    category: str
    mode: str | None
    definition: str


def codebook(knowledge: Iterable[Path] = ()) -> list[Concept]:
    """The shipped event types and those in Turtle files of the user's folders; modes follow their
    category."""
    files = [
        folder("ontology") / "events.ttl",
        *(p for home in knowledge for p in sorted(home.glob("*.ttl"))),
    ]
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for path in files:
        for iri, predicate, value in _literals(path):
            said[iri].setdefault(predicate, value)
    found = [_concept(iri.removeprefix(EVENT), about) for iri, about in said.items() if iri.startswith(EVENT)]
    categories = {iri.removeprefix(EVENT) for iri in terms(EVT)}
    fitting = [concept for concept in found if concept.category in categories]
    return sorted(fitting, key=lambda concept: (concept.category, concept.mode or ""))


def _concept(name: str, about: dict[str, str]) -> Concept:
    category, _, mode = name.partition("-")
    words = (about.get(SKOS.definition, ""), about.get(_EXAMPLE, ""))
    return Concept(category=category, mode=mode or None, definition=" ".join(word for word in words if word))


def _literals(path: Path) -> list[tuple[str, str, str]]:
    try:
        quads = list(parse(path=str(path), format=RdfFormat.TURTLE))
    except (SyntaxError, ValueError) as error:
        raise KnowledgeError(f"{path}: not valid Turtle ({error}).") from error
    return [
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in quads
        if isinstance(quad.object, Literal) and hasattr(quad.subject, "value")
    ]


def as_text(concepts: Sequence[Concept]) -> str:
    """The codebook as lines of a prompt: categories, below each its modes."""
    return "\n".join(
        f"  {concept.mode}: {concept.definition}"
        if concept.mode
        else f"{concept.category}: {concept.definition}"
        for concept in concepts
    )
