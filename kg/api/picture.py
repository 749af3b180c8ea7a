"""A picture of a knowledge base: a whole page that shows itself in a notebook and leaves no file behind."""

from __future__ import annotations

from pathlib import Path

from kg.api.html import frame


class Picture:
    """One HTML page that makes no request; ``html`` is all of it."""

    def __init__(self, html: str, *, title: str, height: int = 640) -> None:
        self.html = html
        self.title = title
        self.height = height

    def save(self, path: str | Path) -> Path:
        """Writes the page to a file and returns its path."""
        target = Path(path)
        target.write_text(self.html, encoding="utf-8")
        return target

    def _repr_html_(self) -> str:
        return frame(self.html, title=self.title, height=self.height)

    def __repr__(self) -> str:
        return f"<Picture: {self.title}>"
