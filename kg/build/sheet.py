"""Collects statements and gives them back as sorted N-Quads lines: the only place that writes RDF.

Lines instead of objects, because a large build spends most of its own time here: Oxigraph reads
lines several times faster than Python makes terms.
"""

from __future__ import annotations

import datetime as dt
import re

from kg.vocabulary import RDF, XSD


class Literal(str):
    """A literal as N-Triples writes it, quotes, escapes and datatype included."""

    __slots__ = ()


Value = str | Literal | None
"""An IRI, a literal, or nothing (which is left out)."""

_ESCAPES = {ord('"'): '\\"', ord("\\"): "\\\\", ord("\n"): "\\n", ord("\r"): "\\r"}
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_IMPOSSIBLE = re.compile("[\x00\ud800-\udfff]")


class Sheet:
    """The statements of one named graph; saying something twice is saying it once."""

    def __init__(self, graph: str) -> None:
        self.graph = graph
        self._said: set[str] = set()

    def say(self, subject: str, predicate: str, *objects: Value) -> None:
        """Adds one statement for each object that is not ``None``; a plain string is an IRI."""
        for value in objects:
            if value is not None:
                told = value if isinstance(value, Literal) else f"<{value}>"
                self._said.add(f"<{subject}> <{predicate}> {told}")

    def say_all(self, *statements: tuple[str, str, str]) -> None:
        """Adds statements whose objects are written as N-Triples writes them."""
        self._said.update([f"<{one}> <{says}> {what}" for one, says, what in statements])

    def type(self, subject: str, *classes: str) -> None:
        """Says what the subject is."""
        self.say(subject, RDF.type, *classes)

    def lines(self) -> list[str]:
        """All statements as N-Quads lines, sorted."""
        end = f" <{self.graph}> .\n"
        return [statement + end for statement in sorted(self._said)]


def text(words: str | None) -> Literal | None:
    """A plain string, ``None`` when there is none; what XML or RDF cannot carry becomes U+FFFD."""
    return None if words is None else _quoted(words if words.isprintable() else _UNFIT.sub("\ufffd", words))


def verbatim(words: str) -> Literal:
    """A string exactly as it stands in a text, but for what no RDF syntax can carry."""
    return _quoted(words if words.isprintable() else _IMPOSSIBLE.sub("\ufffd", words))


def _quoted(words: str) -> Literal:
    return Literal(f'"{words.translate(_ESCAPES)}"')


def typed(words: str, datatype: str) -> Literal:
    """A literal of a datatype; the words are not escaped."""
    return Literal(f'"{words}"^^<{datatype}>')


def number(value: int | None) -> Literal | None:
    """An integer, ``None`` when it is not known."""
    return None if value is None else typed(str(value), XSD.integer)


def share(value: float) -> Literal:
    """A number from 0 to 1 as a decimal with at most three places, in the form that Oxigraph keeps."""
    return typed(f"{value:.3f}".rstrip("0").rstrip("."), XSD.decimal)


def day(value: str | dt.date | None) -> Literal | None:
    """A day, ``None`` when it is open."""
    return None if value is None else typed(dt.date.fromisoformat(str(value)).isoformat(), XSD.date)


def truth(value: bool) -> Literal:
    """True or false."""
    return typed("true" if value else "false", XSD.boolean)
