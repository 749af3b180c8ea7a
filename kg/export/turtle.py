"""Turtle and TriG to be read by people: grouped, in a fixed order, without blank nodes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.export.names import Names
from kg.export.rows import grouped, split
from kg.vocabulary import ACTOR, OFFICE, PLACE, RDF, RDFS, XSD

_SECTIONS = (
    ("canonical/", "Events, merged over all documents"),
    ("event/", "Events, as each document tells them"),
    ("claim/", "Claims: who says what about them"),
    ("attribution/", "Attributions: who is quoted, and by whom"),
    ("contradiction/", "Contradictions"),
    ("role/", "Offices that people are said to hold"),
    ("merge/", "Why events or actors were merged"),
    ("doc/", "Documents"),
    ("outlet/", "Outlets"),
    ("run/", "Runs of the software"),
    ("quote/", "Quotes: the words that all this rests on"),
)
_ACTORS, _PLACES, _OFFICES, _OTHER = "Known actors", "Known places", "Known offices", "Other things"
_OWN = "Actors and places that only the documents tell of"
_ORDER = [
    *(title for _, title in _SECTIONS[:4]),
    _ACTORS,
    _OWN,
    *(title for _, title in _SECTIONS[4:7]),
    _PLACES,
    _OFFICES,
    *(title for _, title in _SECTIONS[7:]),
    _OTHER,
]
_BARE = {
    "integer": re.compile(r"[0-9]+"),
    "decimal": re.compile(r"[0-9]+\.[0-9]+"),
    "boolean": re.compile("true|false"),
}
_FIRST = {f"<{RDF.type}>": 0, f"<{RDFS.label}>": 1}


def section(subject: str, base: str) -> int:
    """The place of a subject (``<iri>``) in the order of a Turtle file."""
    return _ORDER.index(_title(subject[1:-1], base))


def _title(iri: str, base: str) -> str:
    for home, title in ((ACTOR, _ACTORS), (PLACE, _PLACES), (OFFICE, _OFFICES)):
        if iri.startswith(home):
            return title
    if iri.startswith(base):
        own = iri[len(base) :]
        if own.startswith("entity/"):
            return _OWN
        return next((title for kind, title in _SECTIONS if own.startswith(kind)), _OTHER)
    return _OTHER


def use_names(line: str, names: Names) -> None:
    """Notes the prefixes that a statement needs."""
    for value in split(line):
        _term(value, names)


def prefix_lines(names: Names) -> Iterator[str]:
    """The head of the file."""
    for prefix, home in names.table().items():
        yield f"@prefix {prefix}: <{home}> .\n"


def turtle_lines(lines: Iterable[str], names: Names, *, indent: str = "") -> Iterator[str]:
    """Sorted statements, each with its section number and a space before it, as Turtle."""
    last = None
    for _, group in grouped(lines, lambda line: line.split(" ", 2)[:2]):
        number = int(group[0].split(" ", 1)[0])
        if number != last and not indent:
            yield f"\n\n# -------- {_ORDER[number]}\n"
        last = number
        yield "\n"
        yield from (
            f"{indent}{line}\n" for line in _subject([line.split(" ", 1)[1] for line in group], names)
        )


def _subject(lines: list[str], names: Names) -> Iterator[str]:
    """One subject with its predicates; ``a`` and the label stand first."""
    predicates: dict[str, list[str]] = {}
    for line in lines:
        _, predicate, value = split(line)
        predicates.setdefault(predicate, []).append(_term(value, names))
    ordered = sorted(predicates, key=lambda one: (_FIRST.get(one, 2), _predicate(one, names)))
    start = _term(split(lines[0])[0], names)
    for index, predicate in enumerate(ordered):
        lead = f"{start} " if index == 0 else "    "
        end = " ." if index == len(ordered) - 1 else " ;"
        yield f"{lead}{_predicate(predicate, names)} {_objects(predicates[predicate])}{end}"


def _objects(values: list[str]) -> str:
    """On one line when they fit, otherwise one on each line."""
    together = ", ".join(values)
    return together if len(together) <= 80 or len(values) == 1 else ",\n        ".join(values)


def _predicate(value: str, names: Names) -> str:
    return "a" if value == f"<{RDF.type}>" else _term(value, names)


def _term(value: str, names: Names) -> str:
    """An N-Triples term in Turtle: a short name, a bare number, a short datatype where possible."""
    if value.startswith("<"):
        return names.short(value[1:-1]) or value
    words, found, datatype = value.rpartition('"^^<')
    if not found or not value.endswith(">"):
        return value
    iri = datatype[:-1]
    bare = _BARE.get(iri.removeprefix(XSD.BASE)) if iri.startswith(XSD.BASE) else None
    if bare is not None and bare.fullmatch(words[1:]):
        return words[1:]
    return f'{words}"^^{names.short(iri) or f"<{iri}>"}'
