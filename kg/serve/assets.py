"""The files that pages load: ours, the console's editor, and what the pictures bring."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from kg.serve.messages import Reply, refusal

_HOME = Path(__file__).resolve().parent / "assets"
_MEDIA = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_SHEETS = {
    "base.css": "base.css",
    "document.css": "document.css",
    "figure.css": "figure.css",
}
_FILES = ("site.css", "console.css", "console.js", "yasgui.min.css", "yasgui.min.js", "icon.svg")


def reply(name: str, known: str) -> Reply:
    """The file of that name; nothing but its tag when the client has it already."""
    found = _content(name) if name in names() else None
    if found is None:
        return refusal(404, "There is no such file.")
    tag = f'"{hashlib.sha256(found).hexdigest()[:24]}"'
    headers = (("ETag", tag), ("Cache-Control", "no-cache"))
    if tag in known:
        return Reply(status=304, media=_MEDIA[Path(name).suffix], body=b"", headers=headers)
    return Reply(status=200, media=_MEDIA[Path(name).suffix], body=found, headers=headers)


def names() -> frozenset[str]:
    """All files there are: no other name reaches the disk."""
    return frozenset({*_FILES, *_SHEETS, "families.css", "vis-network.min.js"})


@cache
def _content(name: str) -> bytes:
    from kg.visualise import style
    from kg.visualise.page import asset, colours

    if name == "families.css":
        return colours(style.families()).encode()
    if name == "vis-network.min.js":
        return asset("engine").encode()
    return asset(_SHEETS[name]).encode() if name in _SHEETS else (_HOME / name).read_bytes()
