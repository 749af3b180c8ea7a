"""A hundred inputs that nobody should send, as files and as lines of JSONL."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

PLAIN = "Iran attacked Pakistan on Tuesday. The foreign minister condemned the attack on the border town."

NASTY = {
    "script": "<script>alert(1)</script>",
    "image": "<img src=x href onerror=alert(1)>",
    "close-script": "</script><svg/onload=alert(1)>",
    "comment": "<!-- --!> -->",
    "cdata": "]]>",
    "entity": "&lt;b&gt; &amp;#0; &xxe;",
    "double-quotes": '"""',
    "quote-end": '" . <urn:x> <urn:y> <urn:z> . "',
    "single-quotes": "'''",
    "angle": "> <urn:p> <urn:o> . <",
    "braces": "} GRAPH <urn:evil> { <urn:a> <urn:b> <urn:c>",
    "datatype": '"x"^^<http://www.w3.org/2001/XMLSchema#integer>',
    "language": '"x"@en',
    "backslashes": "\\ \\n \\u0000 \\U00110000 \\",
    "percent": "%00 %2e%2e%2f %s %n {0} {{x}} ${x}",
    "newlines": "a\nb\r\nc\rd",
    "separators": "a\u2028b\u2029c\u0085d",
    "tab": "a\tb\x0bc\x0cd",
    "escape": "\x1b[2J\x1b]0;title\x07",
    "bidi": "\u202egnp.exe\u202c \u2066x\u2069",
    "zero-width": "I\u200br\u200ca\u200dn\u2060\ufeff",
    "combining": "I\u0301" * 200,
    "astral": "\U0001f680\U0001f1ee\U0001f1f7\U0010ffff",
    "noncharacter": "\ufffe\uffff\ufdd0",
    "replacement": "\ufffd\ufffd",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "formula-at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "sql": "x'); DROP TABLE document; --",
    "sparql": "Iran } ; DROP ALL ; SELECT * { ?s ?p ?o",
    "traversal": "../../../../etc/passwd",
    "device": "CON",
    "javascript": "javascript:alert(1)",
    "file": "file:///etc/passwd",
    "iri": 'http://exa mple.org/<>"{}|^`\\',
    "blank-node": "_:b0",
    "prefix": "@prefix kg: <urn:evil#> . kg:a kg:b kg:c .",
    "hash": "# comment",
    "xml": "<?xml version='1.0'?><!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>",
    "json": '{"id": null, "__proto__": {"a": 1}}',
    "template": "{% import os %}{{ 7*7 }} #{7*7} <%= 7*7 %>",
    "handler": 'x" onmouseover="alert(1)',
    "style": "</style><style>*{display:none}</style>",
    "address": 'https://evil.example/?q="><script src=//evil.example/x.js></script>',
    "data": "data:text/html;base64,PHNjcmlwdD4=",
    "shell": "$(touch /tmp/x) `id` ; rm -rf ~ | cat & ",
    "option": "--output=/etc/passwd",
    "spaces": "   ",
    "nothing-visible": "\u200b\u2060\u00ad",
    "dots": "...",
    "emoji-only": "\U0001f600",
    "right-to-left": "\u0625\u064a\u0631\u0627\u0646",
    "full-width": "\uff29\uff52\uff41\uff4e",
    "ligature": "\ufb01nance minister \u1e9e \u0130\u0131",
    "very-long": "General " * 3_000,
    "long-word": "Ir" + "a" * 5_000 + "n",
}
"""Strings that some format, shell, terminal or engine takes for more than text."""


def good() -> dict[str, bytes]:
    """File name to content: documents that must come through, whatever stands beside them."""
    return {f"good{number}.txt": f"{PLAIN} It was attack number {number}.".encode() for number in range(5)}


def unusable() -> dict[str, tuple[bytes, str]]:
    """File name to content and the reason for which it must be refused."""
    noise = random.Random(7).randbytes(50_000)
    return {
        "empty.txt": (b"", "empty"),
        "blank.txt": (b" \t\r\n" * 5_000, "empty"),
        "only-a-mark.txt": (b"\xef\xbb\xbf", "empty"),
        "null.txt": (PLAIN.encode() + b"\x00" + PLAIN.encode(), "binary"),
        "nulls.txt": (b"\x00" * 100_000, "binary"),
        "noise.txt": (noise, "binary"),
        "picture.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + noise[:2_000], "binary"),
        "program.txt": (b"\x7fELF\x02\x01\x01" + b"\x00" * 9 + noise[:2_000], "binary"),
        "packed.txt": (gzip.compress(PLAIN.encode() * 50, mtime=0) + b"\x00", "binary"),
        "wide.txt": (PLAIN.encode("utf-16-le"), "binary"),
        "controls.txt": (b"\x01\x02\x1b\x7f" * 500, "binary"),
        "line.txt": (b"a" * 10_000_001, "too-large"),
        "words.txt": (b"attack " * 1_500_000, "too-large"),
        "russian.txt": (
            "Министр иностранных дел встретился с президентом Ирана. ".encode("cp1251") * 5,
            "language",
        ),
        "arabic.txt": ("التقى وزير الخارجية يوم الثلاثاء الرئيس الإيراني في دافوس.".encode(), "language"),
        "spanish.txt": (
            "El ministro se reunió el martes con el presidente de Irán.".encode("latin-1"),
            "language",
        ),
        "page.html": (b"<html><script>alert(1)</script></html>", "format"),
        "laughs.xml": (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>', "format"),
    }


def odd() -> dict[str, bytes]:
    """File name to content: odd, but text; it must be taken in and must not stop anything."""
    texts = {
        "brackets.txt": PLAIN + " " + "(" * 20_000,
        "pairs.txt": PLAIN + " " + "[]" * 20_000,
        "quotes.txt": PLAIN + " " + '"' * 5_000,
        "hyphens.txt": PLAIN + " " + "a-" * 20_000,
        "long-word.txt": PLAIN + " " + "a" * 200_000,
        "newlines.txt": PLAIN + "\n" * 50_000 + PLAIN,
        "one-letter.txt": PLAIN + " a" * 5_000,
        "no-end.txt": (PLAIN[:-1] + " and ") * 200,
        "capitals.txt": PLAIN.upper() * 5,
        "numbers.txt": PLAIN + " 9999999999999999999999999999" * 50,
        "dates.txt": PLAIN + " On 99 January 99999 and on 2024-13-45, Iran attacked Pakistan.",
    }
    files = {name: text.encode() for name, text in texts.items()}
    files["cp1252.txt"] = (PLAIN + " \u201cCaf\u00e9\u201d \u2013 said.").encode("cp1252")
    files["utf16.txt"] = PLAIN.encode("utf-16")
    files["utf32.txt"] = PLAIN.encode("utf-32")
    files["surrogate.txt"] = PLAIN.encode() + b" \xed\xa0\x80 \xed\xbf\xbf"
    files["torn.txt"] = PLAIN.encode() + " \u201cyes\u201d ".encode() + b"\xe2\x80"
    files["name\nwith\nlines.txt"] = (PLAIN + " Lines.").encode()
    files["<script>alert(1)<'\"&>.txt"] = (PLAIN + " Script.").encode()
    files["\u202egnp.txt"] = (PLAIN + " Turned.").encode()
    files["x" * 251 + ".txt"] = (PLAIN + " Long.").encode()
    return files


def lines() -> list[dict[str, object]]:
    """JSONL objects with every nasty string as id, title, source, address and inside a sentence."""
    return [
        {
            "id": f"{name} {text}",
            "title": text,
            "source": text,
            "url": text,
            "date": "2024-01-17",
            "text": f"{text} attacked Pakistan on Tuesday. General {text} met President {text}. {PLAIN}",
            "language": "en",
        }
        for name, text in NASTY.items()
    ]


def bad_lines() -> dict[str, tuple[bytes, str]]:
    """Name to one line and the reason for which it must be refused."""
    return {
        "torn": (b'{"id":"torn","text":"Iran', "json"),
        "list": (b"[1, 2, 3]", "json"),
        "number": (b'{"id":"number","text":12}', "json"),
        "deep": (b'{"id":"deep","text":' + b"[" * 50_000, "json"),
        "null-character": (json.dumps({"id": "null-character", "text": PLAIN + "\x00"}).encode(), "binary"),
        "no-text": (b'{"id":"no-text"}', "empty"),
        "cut": (json.dumps({"id": "cut", "text": PLAIN + " [+1234 chars]"}).encode(), "truncated"),
        "wide": (b'{"id":"wide","text":"' + b"a" * 10_000_001 + b'"}', "too-large"),
        "french": (json.dumps({"id": "french", "text": PLAIN, "lang": "fr"}).encode(), "language"),
    }


def lay_out(home: Path) -> int:
    """Writes all inputs below ``home`` and returns how many hostile ones there are."""
    files = good() | odd() | {name: content for name, (content, _) in unusable().items()}
    for name, content in files.items():
        (home / name).write_bytes(content)
    (home / "link.txt").symlink_to(home / "good0.txt")
    rows = [json.dumps(line, ensure_ascii=False).encode() for line in lines()]
    rows += [line for line, _ in bad_lines().values()]
    (home / "lines.jsonl").write_bytes(b"\n".join(rows))
    return len(files) + 1 + len(rows) - len(good())
