"""Sources to documents: what is kept, what is set aside, and that the rest goes on."""

import datetime as dt
import io
import json
import os
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.model import Document, Failure
from kg.read import read

ENGLISH = "The foreign minister met the president of the republic on Tuesday to talk about the border."


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def one(*sources: str, **options: object) -> Document | Failure:
    (item,) = read(sources, **options)  # type: ignore[arg-type]
    return item


def reasons(*sources: str) -> list[tuple[str, str]]:
    return [(item.id, item.reason) for item in read(sources) if isinstance(item, Failure)]


def test_a_text_file_is_kept_to_the_last_character(here: Path) -> None:
    text = ENGLISH + "\r\n\r\n \u201cYes\u201d, he said.\n\n"
    write(here / "a.txt", text)
    assert one("a.txt") == Document(id="a.txt", text=text, path="a.txt")


def test_a_byte_order_mark_is_removed(here: Path) -> None:
    write(here / "a.txt", b"\xef\xbb\xbf" + ENGLISH.encode())
    write(here / "b.txt", ENGLISH.encode("utf-16"))
    assert [item.text for item in read(["a.txt", "b.txt"]) if isinstance(item, Document)] == [ENGLISH] * 2


def test_another_encoding_is_found_and_said(here: Path, caplog: pytest.LogCaptureFixture) -> None:
    text = ENGLISH + " \u201cCaf\u00e9 owners\u2019 strike\u201d \u2013 a first."
    write(here / "a.txt", text.encode("cp1252"))
    document = one("a.txt")
    assert isinstance(document, Document) and document.text == text
    assert caplog.messages == ["a.txt: not UTF-8, read as windows-1252"]


def test_a_few_damaged_bytes_leave_the_rest_readable(here: Path) -> None:
    good = ENGLISH + " \u201cYes\u201d, \u2018no\u2019."
    write(here / "a.txt", good.encode() + b"\xff\xe2\x80 end")
    document = one("a.txt")
    assert isinstance(document, Document) and document.text == good + "\ufffd\ufffd end"


def test_lone_surrogates_become_replacement_characters(here: Path) -> None:
    write(here / "a.txt", ENGLISH.encode() + b" \xed\xa0\x80.")
    document = one("a.txt")
    assert isinstance(document, Document) and document.text == ENGLISH + " \ufffd."


def test_what_is_not_text_is_a_failure_with_a_reason(here: Path) -> None:
    write(here / "in/binary.txt", bytes(range(256)) * 20)
    write(here / "in/controls.txt", "\x01\x02\x03" * 50 + ENGLISH)
    write(here / "in/empty.txt", "")
    write(here / "in/blank.txt", " \n\t\r\n")
    write(here / "in/big.txt", b"word " * 2_000_001)
    write(here / "in/page.html", "<p>x</p>")
    assert reasons("in") == [
        ("in/big.txt", "too-large"),
        ("in/binary.txt", "binary"),
        ("in/blank.txt", "empty"),
        ("in/controls.txt", "binary"),
        ("in/empty.txt", "empty"),
        ("in/page.html", "format"),
    ]


def test_links_in_a_directory_are_not_followed(here: Path) -> None:
    secret = write(here / "secret.txt", ENGLISH)
    write(here / "in/a.txt", ENGLISH + " One.")
    (here / "in/link.txt").symlink_to(secret)
    (here / "in/up").symlink_to(here, target_is_directory=True)
    assert [item.id for item in read(["in"])] == ["in/a.txt", "in/link.txt"]
    assert reasons("in") == [("in/link.txt", "link")]


def test_a_knowledge_base_among_the_sources_is_not_read(here: Path) -> None:
    write(here / "in/a.txt", ENGLISH)
    write(here / "in/x.kg/ledger.sqlite", b"SQLite format 3\x00")
    assert [item.id for item in read(["in"])] == ["in/a.txt"]


def test_a_pipe_in_a_directory_does_not_block(here: Path) -> None:
    (here / "in").mkdir()
    os.mkfifo(here / "in/pipe.txt")
    assert reasons("in") == [("in/pipe.txt", "not-a-file")]


def test_directories_come_in_the_order_of_their_names(here: Path) -> None:
    for name in ("in/b.txt", "in/a.txt", "in/z/c.txt", "in/.hidden.txt", "in/y/d.txt"):
        write(here / name, f"{ENGLISH} {name}")
    assert [item.id for item in read(["in"])] == ["in/a.txt", "in/b.txt", "in/y/d.txt", "in/z/c.txt"]


def test_a_pattern_names_files_and_a_missing_source_is_a_usage_error(here: Path) -> None:
    write(here / "a1.txt", ENGLISH)
    write(here / "a2.txt", ENGLISH + " Two.")
    assert [item.id for item in read(["a?.txt"])] == ["a1.txt", "a2.txt"]
    with pytest.raises(UsageError, match=r"b\*\.txt: no such file"):
        list(read(["a1.txt", "b*.txt"]))


def test_the_same_folder_gives_the_same_ids_from_anywhere(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(here / "news/2024/a.txt", ENGLISH)
    absolute = [item.id for item in read([str(here / "news")])]
    relative = [item.id for item in read(["./news/"])]
    monkeypatch.chdir(here / "news")
    assert absolute == relative == [item.id for item in read(["../news"])] == ["news/2024/a.txt"]


def test_a_manifest_tells_about_the_files_beside_it(here: Path) -> None:
    write(here / "in/a.txt", ENGLISH)
    write(here / "in/b.txt", ENGLISH + " B.")
    row = {"file": "a.txt", "id": "A", "date": "2024-01-17", "publisher": "Tribune", "title": "Talks"}
    write(here / "in/manifest.jsonl", json.dumps(row) + "\n")
    day = dt.date(2024, 1, 17)
    first = Document(id="A", text=ENGLISH, title="Talks", published=day, source="Tribune", path="in/a.txt")
    assert list(read(["in"])) == [first, Document(id="in/b.txt", text=ENGLISH + " B.", path="in/b.txt")]
    assert one("in/a.txt") == first


def test_a_broken_manifest_is_said_of_each_file_it_would_have_told_about(here: Path) -> None:
    write(here / "in/a.txt", ENGLISH)
    write(here / "in/manifest.jsonl", "{broken\n")
    assert reasons("in") == [("in/a.txt", "manifest")]


def test_the_given_date_is_for_documents_that_bring_none(here: Path) -> None:
    rows = [{"id": "a", "text": ENGLISH, "date": "2024-01-17T23:30:00Z"}, {"id": "b", "text": ENGLISH}]
    write(here / "a.jsonl", "\n".join(map(json.dumps, rows)))
    days = [item.published for item in read(["a.jsonl"], published=dt.date(2020, 5, 6))]  # type: ignore[union-attr]
    assert days == [dt.date(2024, 1, 17), dt.date(2020, 5, 6)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "El ministro de Asuntos Exteriores se reunió el martes con el presidente de Irán en Davos."),
        ("fr", "Le ministre des Affaires étrangères a rencontré mardi le président iranien à Davos."),
        ("de", "Der Außenminister traf am Dienstag in Davos den iranischen Präsidenten zu Gesprächen."),
        ("pt", "O ministro das Relações Exteriores reuniu-se na terça-feira com o presidente do Irã."),
        ("tr", "Dışişleri Bakanı salı günü Davos'ta İran cumhurbaşkanı ile bir araya geldi."),
        ("ru", "Министр иностранных дел встретился во вторник с президентом Ирана в Давосе."),
        ("ar", "التقى وزير الخارجية يوم الثلاثاء الرئيس الإيراني في دافوس لبحث الحدود."),
        ("fa", "وزیر خارجه روز سه‌شنبه با رئیس جمهور ایران در داووس دیدار کرد."),
        ("zh", "外交部长星期二在达沃斯会见了伊朗总统，讨论边境问题。"),
        ("id", "Menteri luar negeri bertemu dengan presiden Iran di Davos pada hari Selasa."),
    ],
)
def test_another_language_is_set_aside(here: Path, language: str, text: str) -> None:
    write(here / "a.txt", text)
    item = one("a.txt")
    assert isinstance(item, Failure) and (item.status, item.reason) == ("skipped", "language"), language


@pytest.mark.parametrize(
    "text",
    [
        "I told him. She has carried out several attack in Iran in recent year.",
        "Two important headquarters of the so-called Jaish-ul-Adl was by missile attacked, he added it.",
        "Kakar met Abdullahian in Davos.",
        "Lukashenko praises Putin",
        "Iran attacks Pakistan",
    ],
)
def test_bad_and_short_english_passes(here: Path, text: str) -> None:
    write(here / "a.txt", text)
    assert isinstance(one("a.txt"), Document)


def test_a_language_that_the_source_names_is_believed(here: Path) -> None:
    rows = [{"id": "a", "text": ENGLISH, "lang": "fr"}, {"id": "b", "text": "Kakar", "language": "en-GB"}]
    write(here / "a.jsonl", "\n".join(map(json.dumps, rows)))
    assert [(item.id, type(item)) for item in read(["a.jsonl"])] == [("a", Failure), ("b", Document)]


def test_the_same_document_twice_in_a_run_counts_once(here: Path, caplog: pytest.LogCaptureFixture) -> None:
    rows = [
        {"id": "a", "text": ENGLISH},
        {"id": "a", "text": ENGLISH},
        {"id": "a", "text": ENGLISH + " New."},
    ]
    write(here / "a.jsonl", "\n".join(map(json.dumps, rows)))
    texts = [item.text for item in read(["a.jsonl"]) if isinstance(item, Document)]
    assert texts == [ENGLISH, ENGLISH + " New."]
    assert caplog.messages == ["a.jsonl: two texts have the id a; the later one counts"]


class Stdin:
    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


def test_standard_input_is_one_text_or_many_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Stdin(ENGLISH.encode()))
    text = one("-")
    assert isinstance(text, Document) and text.text == ENGLISH and text.id.startswith("stdin-")
    line = json.dumps({"id": "a", "text": ENGLISH}).encode()
    monkeypatch.setattr("sys.stdin", Stdin(line))
    assert one("-", input_format="jsonl") == Document(id="a", text=ENGLISH, path="stdin")
