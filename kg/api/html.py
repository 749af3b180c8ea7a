"""The little HTML that notebooks show: every text escaped, nothing but tables, headings and frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

Cell = tuple[str, str]
"""What is shown, and the title that is shown when pointed at (empty: none)."""


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, total: int, caption: str = "") -> str:
    """A table; ``total`` is how many rows there are, of which ``rows`` may be the first."""
    lines = ["".join(map(_cell, row)) for row in rows]
    head = "".join(f'<th style="text-align:left">{text(name)}</th>' for name in columns)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    about = f"<caption>{text(caption)}</caption>" if caption else ""
    note = f"<p>{len(lines)} of {total} rows</p>" if len(lines) < total else f"<p>{_rows(total)}</p>"
    return f"<table>{about}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"


def frame(page: str, *, title: str, height: int) -> str:
    """A whole page in a frame that may reach neither the notebook nor its data nor any network.

    Scripts of the page run in an origin of their own, under the page's own policy.
    """
    allowed = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
    return (
        f'<iframe sandbox="{allowed}" title="{text(title)}" loading="lazy" '
        f'style="width:100%;height:{height}px;border:1px solid #8884" srcdoc="{escape(page)}"></iframe>'
    )


def heading(words: str, under: str = "") -> str:
    """A heading with a line of smaller words under it."""
    return f"<h4>{text(words)}</h4>" + (f"<p>{text(under)}</p>" if under else "")


def text(words: str) -> str:
    """The words as HTML; characters that cannot be seen but change how others are shown become visible."""
    return escape("".join(c if c.isprintable() or c in " \n" else "\ufffd" for c in words))


def _cell(cell: Cell) -> str:
    shown, title = cell
    about = f' title="{text(title)}"' if title else ""
    return f'<td style="text-align:left"{about}>{text(shown)}</td>'


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
