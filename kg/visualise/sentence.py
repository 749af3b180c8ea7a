"""Finds the sentence around a stretch of text, by plain means and without ever losing the place."""

from __future__ import annotations

import re

_REACH = 420
_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[A-Z0-9À-Þ])|\n\s*\n|\r\n\s*\r\n|\n")
_SHORT = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Sgt|Capt|Sen|Rep|Gov|St|No|vs|approx|Prof))\.$"
)


def around(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The sentence that holds ``text[start:end]``, and where that stretch is in it.

    At most 420 characters are taken on either side; what was cut off is not marked.
    """
    first, last = _before(text, start), _after(text, end)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return text[first:last], start - first, end - first


def _before(text: str, start: int) -> int:
    low = max(0, start - _REACH)
    ends = [low + m.end() for m in _END.finditer(text[low:start]) if _is_end(text, low + m.start())]
    if ends:
        return ends[-1]
    space = text.find(" ", low, start) if low else -1
    return space + 1 if space > 0 else low


def _after(text: str, end: int) -> int:
    high = min(len(text), end + _REACH)
    from_here = max(0, end - 1)
    for found in _END.finditer(text, from_here, high):
        if found.end() > end and _is_end(text, found.start()):
            return found.end()
    space = text.rfind(" ", end, high) if high < len(text) else -1
    return space if space > 0 else high


def _is_end(text: str, at: int) -> bool:
    return text[at] != "." or not _SHORT.search(text[max(0, at - 8) : at + 1])
