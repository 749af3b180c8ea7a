"""Statements as sorted lines of N-Triples terms, however many there are.

A term in N-Triples is its shortest exact form: sorting the lines sorts the graph, and all lines
of one subject stand together. Beyond a few hundred thousand lines the sorting goes through files.
"""

from __future__ import annotations

import heapq
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from typing import IO

from pyoxigraph import Quad

CHUNK = 200_000
"""Lines that are sorted in memory at a time."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def term(value: object) -> str:
    """A term in N-Triples, on one line, with control characters written as escapes."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04X}", str(value).replace("\t", "\\t"))


def statement(quad: Quad) -> str:
    """``subject predicate object`` of a quad; only the object may hold a space."""
    return f"{quad.subject} {quad.predicate} {term(quad.object)}"


def split(line: str) -> tuple[str, str, str]:
    """The three terms of a ``statement``."""
    subject, predicate, value = line.split(" ", 2)
    return subject, predicate, value


def sorted_lines(lines: Iterable[str], *, chunk: int = CHUNK) -> Iterator[str]:
    """The distinct lines in order of their code points. They hold no line break."""
    source = iter(lines)
    first = sorted(set(islice(source, chunk)))
    with ExitStack() as stack:
        parts: list[Iterable[str]] = [first]
        while more := sorted(set(islice(source, chunk))):
            parts.append(_read(_spill(more, stack)))
        for line, _ in groupby(heapq.merge(*parts)):
            yield line


def _spill(lines: list[str], stack: ExitStack) -> IO[str]:
    file = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))  # noqa: SIM115
    file.writelines(f"{line}\n" for line in lines)
    file.seek(0)
    return file


def _read(file: IO[str]) -> Iterator[str]:
    for line in file:
        yield line[:-1]


def grouped(lines: Iterable[str], key: Callable[[str], object]) -> Iterator[tuple[object, list[str]]]:
    """Neighbouring lines with the same key."""
    for value, group in groupby(lines, key=key):
        yield value, list(group)
