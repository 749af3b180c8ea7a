"""Collects statements and gives them back as sorted quads: the only place that makes RDF terms."""

from __future__ import annotations

import datetime as dt

from pyoxigraph import Literal, NamedNode, Quad

from kg.vocabulary import RDF, XSD

Value = str | Literal | None
"""An IRI, a literal, or nothing (which is left out)."""


class Sheet:
    """The statements of one named graph; saying something twice is saying it once."""

    def __init__(self, graph: str) -> None:
        self._graph = NamedNode(graph)
        self._said: dict[tuple[str, str, str], Quad] = {}

    def say(self, subject: str, predicate: str, *objects: Value) -> None:
        """Adds one statement for each object that is not ``None``; a string is an IRI."""
        for value in objects:
            if value is None:
                continue
            term = NamedNode(value) if isinstance(value, str) else value
            key = (subject, predicate, str(term))
            if key not in self._said:
                self._said[key] = Quad(NamedNode(subject), NamedNode(predicate), term, self._graph)

    def type(self, subject: str, *classes: str) -> None:
        """Says what the subject is."""
        self.say(subject, RDF.type, *classes)

    def quads(self) -> list[Quad]:
        """All statements, sorted by subject, predicate and object."""
        return [self._said[key] for key in sorted(self._said)]


def text(words: str | None) -> Literal | None:
    """A plain string, ``None`` when there is none; characters that RDF cannot carry become U+FFFD."""
    return None if words is None else Literal(printable(words))


def verbatim(words: str) -> Literal:
    """A string exactly as it stands in a text, but for what no RDF syntax can carry."""
    return Literal("".join("\ufffd" if "\ud800" <= one <= "\udfff" or not ord(one) else one for one in words))


def printable(words: str) -> str:
    """The words without lone surrogates and without the control characters that XML refuses."""
    if words.isprintable():
        return words
    return "".join(letter if _is_fit(letter) else "�" for letter in words)


def _is_fit(letter: str) -> bool:
    code = ord(letter)
    return not (
        0xD800 <= code <= 0xDFFF or (code < 0x20 and letter not in "\t\n\r") or code in (0xFFFE, 0xFFFF)
    )


def number(value: int | None) -> Literal | None:
    """An integer, ``None`` when it is not known."""
    return None if value is None else Literal(str(value), datatype=NamedNode(XSD.integer))


def share(value: float) -> Literal:
    """A number from 0 to 1 as a decimal with at most three places."""
    digits = f"{value:.3f}".rstrip("0")
    return Literal(digits + "0" if digits.endswith(".") else digits, datatype=NamedNode(XSD.decimal))


def day(value: str | dt.date | None) -> Literal | None:
    """A day, ``None`` when it is open."""
    return None if value is None else Literal(str(value), datatype=NamedNode(XSD.date))


def truth(value: bool) -> Literal:
    """True or false."""
    return Literal("true" if value else "false", datatype=NamedNode(XSD.boolean))


def in_english(words: str) -> Literal:
    """Words of our own, as against those of a text."""
    return Literal(printable(words), language="en")
