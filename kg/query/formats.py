"""Writes rows as a table for people, or as csv, tsv, json, jsonl and turtle for programs.

Text in the graph comes from strangers: tables show control and direction characters as escapes,
and csv guards cells that a spreadsheet would run as a formula.
"""

from __future__ import annotations

import csv
import itertools
import json
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, TextIO

import pyoxigraph as ox

from kg.errors import UsageError
from kg.query.ask import Node, Row, Rows
from kg.query.prefixes import PREFIXES, shorten

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = frozenset({_XSD + "integer", _XSD + "int", _XSD + "long", _XSD + "nonNegativeInteger"})
_REALS = frozenset({_XSD + "decimal", _XSD + "double", _XSD + "float"})
_SAMPLE = 500
_NARROWEST = 8


def write(rows: Rows, format: str, out: TextIO, *, width: int | None = None) -> int:
    """Writes all rows in that format and returns how many there were.

    ``width`` is that of the terminal, for tables only; ``None`` cuts nothing. Turtle needs the rows
    of a CONSTRUCT or DESCRIBE. UsageError for a format that does not exist or does not fit.
    """
    writers: dict[str, Callable[[Rows, TextIO], int]] = {
        "table": lambda rows, out: _table(rows, out, width),
        "csv": _csv,
        "tsv": _tsv,
        "json": _json,
        "jsonl": _jsonl,
        "turtle": _turtle,
    }
    if format not in writers:
        raise UsageError(f"There is no format {format!r}; choose one of {', '.join(writers)}.")
    return writers[format](rows, out)


def plain(node: Node | None) -> str:
    """The value alone: the IRI, the literal's text, the empty string when unbound."""
    return "" if node is None else str(node) if isinstance(node, ox.Triple) else node.value


def native(node: Node | None) -> str | int | float | bool | None:
    """The value as JSON has it: numbers and booleans as such, everything else as text."""
    if not isinstance(node, ox.Literal):
        return None if node is None else plain(node)
    kind = node.datatype.value
    try:
        if kind in _INTEGERS:
            return int(node.value)
        if kind in _REALS:
            number = float(node.value)
            return number if number - number == 0 else node.value
    except ValueError:
        return node.value
    return node.value == "true" if kind == _XSD + "boolean" else node.value


def _counted(rows: Iterator[Row], write_row: Callable[[Row], object]) -> int:
    count = 0
    for row in rows:
        write_row(row)
        count += 1
    return count


def _csv(rows: Rows, out: TextIO) -> int:
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows.columns)
    return _counted(rows.rows, lambda row: writer.writerow([_guarded(node) for node in row]))


def _guarded(node: Node | None) -> str:
    """The value, with an apostrophe before what a spreadsheet would take for a formula."""
    text = plain(node).replace("\x00", "\ufffd")
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) and not _is_number(node) else text


def _tsv(rows: Rows, out: TextIO) -> int:
    """SPARQL 1.1 TSV: variables with ?, terms in Turtle syntax, so tabs and newlines are escaped."""
    out.write("\t".join("?" + name for name in rows.columns) + "\n")
    return _counted(rows.rows, lambda row: out.write("\t".join(_term(node) for node in row) + "\n"))


def _term(node: Node | None) -> str:
    return "" if node is None else str(node).replace("\t", "\\t")


def _json(rows: Rows, out: TextIO) -> int:
    if rows.form == "ask":
        answer = native(next(rows.rows)[0])
        out.write(json.dumps({"head": {}, "boolean": answer}) + "\n")
        return 1
    out.write('{"head":' + json.dumps({"vars": rows.columns}) + ',"results":{"bindings":[')
    first = itertools.chain(["\n"], itertools.repeat(",\n"))
    count = _counted(rows.rows, lambda row: out.write(next(first) + _binding(rows.columns, row)))
    out.write("\n]}}\n")
    return count


def _binding(columns: tuple[str, ...], row: Row) -> str:
    bound = {name: _json_term(node) for name, node in zip(columns, row, strict=True) if node is not None}
    return json.dumps(bound, ensure_ascii=False)


def _json_term(node: Node) -> dict[str, Any]:
    if isinstance(node, ox.NamedNode):
        return {"type": "uri", "value": node.value}
    if not isinstance(node, ox.Literal):
        return {"type": "bnode", "value": plain(node)}
    term = {"type": "literal", "value": node.value}
    if node.language:
        return term | {"xml:lang": node.language}
    return term if node.datatype.value == _XSD + "string" else term | {"datatype": node.datatype.value}


def _jsonl(rows: Rows, out: TextIO) -> int:
    def line(row: Row) -> str:
        values = zip(rows.columns, map(native, row), strict=True)
        return json.dumps(dict(values), ensure_ascii=False) + "\n"

    return _counted(rows.rows, lambda row: out.write(line(row)))


def _turtle(rows: Rows, out: TextIO) -> int:
    if rows.form != "graph":
        raise UsageError("Turtle is for CONSTRUCT and DESCRIBE; take table, csv, tsv, json or jsonl.")
    triples = sorted((ox.Triple(*row) for row in rows.rows), key=str)  # type: ignore[arg-type]
    lines = "".join(map(str, triples))
    used = {prefix: start for prefix, start in PREFIXES.items() if f"<{start}" in lines}
    body = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=used)
    out.write(body.decode() if body else "")
    return len(triples)


def _table(rows: Rows, out: TextIO, width: int | None) -> int:
    """Aligned columns; the first 500 rows decide the widths, so that long answers stream."""
    head = list(itertools.islice(rows.rows, _SAMPLE))
    cells = [[_shown(node) for node in row] for row in head]
    columns = range(len(rows.columns))
    widths = [max([_wide(rows.columns[i]), *(_wide(line[i]) for line in cells)]) for i in columns]
    widths = _fitted(widths, width)
    numeric = [bool(head) and all(row[i] is None or _is_number(row[i]) for row in head) for i in columns]
    out.write(_line(rows.columns, widths, numeric))
    out.write("  ".join("─" * one for one in widths) + "\n")
    every = itertools.chain(head, rows.rows)
    return _counted(every, lambda row: out.write(_line([_shown(node) for node in row], widths, numeric)))


def _shown(node: Node | None) -> str:
    text = shorten(node.value) if isinstance(node, ox.NamedNode) else plain(node)
    return "".join(c if c.isprintable() else _escape(c) for c in text)


def _escape(character: str) -> str:
    return " " if character in "\n\t\r\u00a0\u202f\u2009" else f"\\u{ord(character):04x}"


def _wide(text: str) -> int:
    """Columns that the text takes on a terminal."""
    marks = sum(1 for c in text if unicodedata.combining(c))
    return len(text) + sum(1 for c in text if unicodedata.east_asian_width(c) in "WF") - marks


def _fitted(widths: list[int], width: int | None) -> list[int]:
    """The widths with the widest columns cut down until the line fits, none below 8."""
    widths = list(widths)
    while width and sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _line(cells: tuple[str, ...] | list[str], widths: list[int], numeric: list[bool]) -> str:
    padded = [_padded(*cell) for cell in zip(cells, widths, numeric, strict=True)]
    return "  ".join(padded).rstrip() + "\n"


def _padded(cell: str, width: int, numeric: bool) -> str:
    while _wide(cell) > width:
        cell = cell[:-2] + "…" if len(cell) > 1 else "…"
    blanks = " " * (width - _wide(cell))
    return blanks + cell if numeric else cell + blanks


def _is_number(node: Node | None) -> bool:
    return isinstance(node, ox.Literal) and node.datatype.value in _INTEGERS | _REALS
