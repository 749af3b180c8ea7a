"""JSONL as other tools write it, and as it should never be written."""

import datetime as dt
import io
import json

import pytest

from kg.model import Document, Failure
from kg.read.decode import MAX_BYTES
from kg.read.jsonl import documents
from kg.read.metadata import parse_date


def read(*lines: bytes | dict[str, object]) -> list[Document | Failure]:
    raw = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return list(documents(io.BytesIO(raw), "x.jsonl"))


def test_the_names_that_other_tools_give_are_understood() -> None:
    newsapi = {
        "source": {"id": None, "name": "Tribune"},
        "headline": "Talks",
        "content": "Text.",
        "publishedAt": "2024-01-17T10:00:00Z",
        "url": "https://example.org/1",
    }
    newsplease = {
        "id": 7, "maintext": "Text.", "date_publish": "2024-01-17 10:00:00", "source_domain": "example.org",
        "language": "en", "title": None,
    }  # fmt: skip
    day = dt.date(2024, 1, 17)
    assert read(newsapi, newsplease) == [
        Document(
            id="https://example.org/1",
            text="Text.",
            title="Talks",
            published=day,
            source="Tribune",
            url="https://example.org/1",
            path="x.jsonl",
        ),
        Document(id="7", text="Text.", published=day, source="example.org", language="en", path="x.jsonl"),
    ]


def test_a_bad_line_fails_alone() -> None:
    results = read(
        {"id": "a", "text": "One."}, b"{broken", b"[1]", b"", b"\xff\xfe", {"id": "n", "text": 5},
        {"text": "Two."}, b"[" * 100_000,
    )  # fmt: skip
    assert [(item.id, getattr(item, "reason", "fine")) for item in results] == [
        ("a", "fine"),
        ("x.jsonl#2", "json"),
        ("x.jsonl#3", "json"),
        ("x.jsonl#5", "json"),
        ("n", "json"),
        ("x.jsonl#7", "fine"),
        ("x.jsonl#8", "json"),
    ]


def test_a_line_above_the_limit_fails_without_filling_the_memory() -> None:
    long = b'{"id":"long","text":"' + b"a" * (2 * MAX_BYTES) + b'"}'
    assert [(item.id, getattr(item, "reason", "fine")) for item in read(long, {"id": "b", "text": "x"})] == [
        ("x.jsonl#1", "too-large"),
        ("b", "fine"),
    ]


def test_lone_surrogates_are_replaced_and_null_characters_refused() -> None:
    surrogate, null = read(b'{"id":"a\\ud800","text":"x\\ud83dy"}', b'{"id":"n","text":"x\\u0000y"}')
    assert surrogate == Document(id="a?", text="x\ufffdy", path="x.jsonl")
    assert (null.id, getattr(null, "reason", "")) == ("n", "binary")


def test_a_text_of_which_only_the_start_was_delivered_is_not_used() -> None:
    (item,) = read({"id": "a", "content": "Iran said on Tues… [+2345 chars]"})
    assert isinstance(item, Failure) and item.reason == "truncated"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-01-17", dt.date(2024, 1, 17)),
        ("20240117", dt.date(2024, 1, 17)),
        ("2024/01/17", dt.date(2024, 1, 17)),
        ("2024-01-17T23:59:59+05:00", dt.date(2024, 1, 17)),
        ("Wed, 17 Jan 2024 10:00:00 GMT", dt.date(2024, 1, 17)),
        ("17/01/24", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_written_or_not_at_all(text: str, day: dt.date | None) -> None:
    assert parse_date(text) == day
