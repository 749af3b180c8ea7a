"""Bytes as received to the text that all offsets refer to.

Only three things are changed: the encoding is resolved, a byte order mark is removed, and what
is no Unicode character (a lone surrogate, an undecodable byte) becomes U+FFFD.
"""

from __future__ import annotations

import codecs
import contextlib
import logging
import re

from kg.errors import DocumentError

MAX_BYTES = 10_000_000
MAX_CONTROL_SHARE = 0.05
MAX_FOREIGN_BYTES = 0.10  # above this share a text without a known encoding is not plain English

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_log = logging.getLogger(__name__)


def decode(raw: bytes, name: str) -> str:
    """The text of ``raw``; an encoding other than UTF-8 is logged as a warning under ``name``.

    Raises ``DocumentError`` for what is not text: reasons ``too-large``, ``binary``, ``encoding``.
    """
    if len(raw) > MAX_BYTES:
        raise DocumentError("too-large", f"larger than {MAX_BYTES:,} bytes; split it into articles")
    text, encoding = _decoded(raw)
    if encoding != "utf-8":
        _log.warning("%s: not UTF-8, read as %s", name, encoding)
    return clean(text)


def clean(text: str) -> str:
    """``text`` with lone surrogates replaced; raises ``DocumentError`` when it is binary."""
    if "\x00" in text or len(_CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text):
        raise DocumentError("binary", "holds binary data, not text")
    return _LONE_SURROGATE.sub("\ufffd", text)


def _decoded(raw: bytes) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace"), encoding
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _not_utf8(raw)


def _not_utf8(raw: bytes) -> tuple[str, str]:
    if b"\x00" in raw:
        raise DocumentError("binary", "holds null bytes, so it is not text")
    with contextlib.suppress(UnicodeDecodeError):
        return raw.decode("utf-8", "surrogatepass"), "utf-8"  # made from broken UTF-16; cleaned later
    damaged = raw.decode("utf-8", "replace")
    if _is_mostly_utf8(damaged):
        return damaged, "utf-8 with damaged bytes, each replaced by U+FFFD"
    foreign = sum(byte > 127 for byte in raw)
    if foreign <= MAX_FOREIGN_BYTES * len(raw):
        return _western(raw), "windows-1252"
    return _guessed(raw)


def _is_mostly_utf8(text: str) -> bool:
    """Whether a forgiving decoder met more whole multi-byte characters than broken ones."""
    broken = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - broken
    return whole > broken


def _western(raw: bytes) -> str:
    """English with a few accents or curly quotes: detectors confuse windows-1250 and 1252 here."""
    return raw.decode("cp1252", "replace")


def _guessed(raw: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = from_bytes(raw).best()
    if best is None:
        raise DocumentError("encoding", "the text encoding cannot be told; save it as UTF-8")
    return str(best), best.encoding
