"""What a source says about a document: the many names people give to the same few fields."""

from __future__ import annotations

import datetime as dt
import email.utils
import logging
import re
from collections.abc import Iterable, Mapping
from typing import Any

from kg.model import Record

NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "doc_id", "docid", "_id"),
    "text": ("text", "body", "content", "maintext"),
    "title": ("title", "headline"),
    "published": ("date", "published", "published_at", "publishedAt", "date_publish", "pubDate"),
    "url": ("url", "link"),
    "source": ("source", "publisher", "outlet", "source_domain"),
    "language": ("language", "lang"),
}
"""Field of ``Document`` to the names accepted for it, the first one present wins."""

_log = logging.getLogger(__name__)


class Metadata(Record, frozen=True, kw_only=True):
    """The fields of a ``Document`` beside its text; ``None`` where the source says nothing."""

    id: str | None = None
    title: str | None = None
    published: dt.date | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None


def metadata(row: Mapping[str, Any], name: str) -> Metadata:
    """The metadata in one JSON object; a date that cannot be read is logged under ``name``."""
    return Metadata(
        id=_string(value(row, "id")),
        title=_string(value(row, "title")),
        published=_date(value(row, "published"), name),
        source=_string(value(row, "source")),
        url=_string(value(row, "url")),
        language=_string(value(row, "language")),
    )


def value(row: Mapping[str, Any], field: str) -> Any:
    """The first filled value among the names of ``field``; ``None`` when there is none."""
    return next((row[key] for key in NAMES[field] if row.get(key) not in (None, "")), None)


def parse_date(text: str) -> dt.date | None:
    """The calendar day of an ISO 8601 or e-mail style date, as written there; ``None`` if it is neither."""
    text = text.strip()
    readers = (dt.date.fromisoformat, dt.datetime.fromisoformat, email.utils.parsedate_to_datetime)
    return _first_day(readers, re.sub(r"(?<=^\d{4})[/.](\d\d)[/.](?=\d\d)", r"-\1-", text))


def _first_day(readers: Iterable[Any], text: str) -> dt.date | None:
    for reader in readers:
        try:
            day = reader(text)
        except (ValueError, TypeError, IndexError):
            continue
        return dt.date(day.year, day.month, day.day)
    return None


def _date(raw: Any, name: str) -> dt.date | None:
    if raw is None:
        return None
    day = parse_date(str(raw))
    if day is None:
        _log.warning("%s: the date %.40r is not understood (write 2024-01-17); left open", name, raw)
    return day


def _string(raw: Any) -> str | None:
    """Text, a number as text, or the name inside an object such as NewsAPI's ``source``."""
    if isinstance(raw, Mapping):
        raw = raw.get("name") or raw.get("id")
    if raw is None or isinstance(raw, (list, bool, Mapping)):
        return None
    return str(raw).encode("utf-8", "replace").decode("utf-8").strip() or None
