"""The answer of a query: rows of Python values, which show themselves in a notebook."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, SupportsIndex, overload

import pyoxigraph as ox

from kg.api.html import table
from kg.errors import UsageError
from kg.query import Rows, write
from kg.query.ask import Row as Terms
from kg.query.formats import native
from kg.query.prefixes import shorten

if TYPE_CHECKING:
    import rdflib

Value = str | int | float | bool | dt.date | dt.datetime | None
_XSD = "http://www.w3.org/2001/XMLSchema#"
_SHOWN = 50
"""Rows that a notebook or a terminal sees."""
_DAYS: dict[str, Callable[[str], Value]] = {
    _XSD + "date": dt.date.fromisoformat,
    _XSD + "dateTime": dt.datetime.fromisoformat,
}


class Row(tuple[Value, ...]):
    """One row: a tuple, whose values are also found by the name of their column (``row["what"]``)."""

    columns: tuple[str, ...]

    @classmethod
    def of(cls, columns: tuple[str, ...], values: Iterable[Value]) -> Row:
        """A row of these columns."""
        row = cls(values)
        row.columns = columns
        return row

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            try:
                return super().__getitem__(self.columns.index(key))
            except ValueError:
                raise KeyError(f"{key!r}; the columns are {', '.join(self.columns)}") from None
        return super().__getitem__(key)

    def asdict(self) -> dict[str, Value]:
        """The values by column."""
        return dict(zip(self.columns, self, strict=True))


class Answer(Sequence[Row]):
    """All rows of an answer. IRIs and texts are ``str``, days ``datetime.date``; unbound is ``None``.

    ``form`` is ``select``, ``ask`` (one row with one boolean, and so is ``bool(answer)``) or ``graph``
    (CONSTRUCT and DESCRIBE: subject, predicate, object). ``terms`` are the same rows as RDF terms.
    """

    def __init__(
        self, form: Literal["select", "ask", "graph"], columns: tuple[str, ...], terms: Sequence[Terms]
    ) -> None:
        self.form = form
        self.columns = columns
        self.terms = tuple(terms)
        self._rows = [Row.of(columns, map(_value, row)) for row in self.terms]

    @overload
    def __getitem__(self, index: SupportsIndex) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Row | list[Row]:
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __bool__(self) -> bool:
        return bool(self._rows[0][0]) if self.form == "ask" else bool(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answer) and (self.columns, self.terms) == (other.columns, other.terms)

    def __hash__(self) -> int:
        return hash((self.columns, len(self.terms)))

    def column(self, name: str) -> list[Value]:
        """All values of one column."""
        return [row[name] for row in self._rows]

    def to_dicts(self) -> list[dict[str, Value]]:
        """Each row as a dictionary."""
        return [row.asdict() for row in self._rows]

    def to_json(self) -> str:
        """SPARQL 1.1 Query Results JSON, which keeps what kind of term each value is."""
        return self._written("json")

    def to_csv(self) -> str:
        """CSV that a spreadsheet can open without running anything."""
        return self._written("csv")

    def to_turtle(self) -> str:
        """The triples of a CONSTRUCT or DESCRIBE as Turtle; UsageError for rows of another kind."""
        return self._written("turtle")

    def to_rdflib(self) -> rdflib.Graph:
        """The triples of a CONSTRUCT or DESCRIBE as a graph of their own; UsageError for other rows."""
        import rdflib

        return rdflib.Graph().parse(data=self.to_turtle(), format="turtle")

    def to_pandas(self) -> Any:
        """A pandas DataFrame; whole numbers with gaps stay whole (Int64), days are ``datetime64``."""
        pandas = _installed("pandas")
        frame = pandas.DataFrame(self._by_column(), columns=list(self.columns), dtype=object)
        for name, values in self._by_column().items():
            frame[name] = _series(pandas, values)
        return frame

    def to_polars(self) -> Any:
        """A polars DataFrame."""
        polars = _installed("polars")
        return polars.DataFrame(self._by_column(), schema=list(self.columns))

    def to_arrow(self) -> Any:
        """An Arrow table."""
        return _installed("pyarrow").table(self._by_column())

    def _by_column(self) -> dict[str, list[Value]]:
        return {name: _of_one_kind(self.column(name)) for name in self.columns}

    def _written(self, format: str, rows: Sequence[Terms] | None = None) -> str:
        out = io.StringIO()
        write(Rows(self.form, self.columns, iter(self.terms if rows is None else rows)), format, out)
        return out.getvalue()

    def _repr_html_(self) -> str:
        cells = [[_shown(node) for node in row] for row in self.terms[:_SHOWN]]
        return table(self.columns, cells, total=len(self))

    def __repr__(self) -> str:
        rest = len(self) - _SHOWN
        more = f"… and {rest} more rows\n" if rest > 0 else ""
        return (self._written("table", self.terms[:_SHOWN]) + more).rstrip("\n")


def gathered(rows: Rows) -> Answer:
    """All that streams out of a query."""
    return Answer(rows.form, rows.columns, list(rows.rows))


def _value(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Value:
    """As Python has it; a day or number that Python cannot hold stays text."""
    if isinstance(node, ox.Literal) and node.datatype.value in _DAYS:
        try:
            return _DAYS[node.datatype.value](node.value)
        except ValueError:
            return node.value
    return native(node)


def _shown(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> tuple[str, str]:
    """What a cell shows, and what it tells when pointed at."""
    if isinstance(node, ox.NamedNode):
        return shorten(node.value), node.value
    return "" if node is None else str(native(node)), ""


def _of_one_kind(values: list[Value]) -> list[Value]:
    """The values as numbers or as texts, for tables whose columns have one type each."""
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) <= 1:
        return values
    if kinds == {int, float}:
        return [None if value is None else float(value) for value in values]  # type: ignore[arg-type]
    return [None if value is None else str(value) for value in values]


def _series(pandas: Any, values: list[Value]) -> Any:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int}:
        return pandas.Series(values, dtype="Int64")
    if kinds in ({dt.date}, {dt.datetime}):
        return pandas.to_datetime(pandas.Series(values, dtype=object), errors="coerce")
    return pandas.Series(values, dtype="float64" if kinds == {float} else None)


def _installed(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(
            f"{name} is not installed; pip install {name}, or 'communique[tables]' for all three of them."
        ) from error
