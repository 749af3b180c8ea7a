"""What every page keeps to, checked without a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pictures import HOSTILE, graph_page, hostile, hostile_page, many, matrix_page, small, timeline_page

from kg.visualise.document import document_page
from kg.visualise.network import payload
from kg.visualise.page import as_data, web_address

PAGES = {
    "network": lambda: graph_page(small()),
    "matrix": lambda: matrix_page(many(60)),
    "timeline": lambda: timeline_page(many(60)),
    "document": lambda: document_page(hostile_page(HOSTILE[0])),
}


class Reader(HTMLParser):
    """Collects every element with its attributes, and the text of scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem in ("script", "style"):
            tag, attributes = self.elements[-1]
            self.inline.append(("data" if attributes.get("type") == "application/json" else tag, data))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_no_network_for_anything(name: str) -> None:
    for tag, attributes in Reader(PAGES[name]()).elements:
        assert tag not in ("link", "iframe", "img", "object", "embed", "base", "form"), tag
        for attribute in ("src", "srcset", "action", "data", "poster", "background"):
            assert attribute not in attributes, (tag, attributes)
        assert not any(key.startswith("on") or key == "style" for key in attributes), attributes


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_allows_exactly_the_scripts_and_styles_of_the_page(name: str) -> None:
    reader = Reader(PAGES[name]())
    policy = next(about["content"] for tag, about in reader.elements if about.get("http-equiv"))
    assert policy is not None and policy.startswith("default-src 'none'; ")
    for kind in ("script", "style"):
        inline = [text for found, text in reader.inline if found == kind]
        hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inline]
        allowed = re.search(rf"{kind}-src ([^;]+);", policy)
        assert allowed is not None
        assert allowed.group(1).split() == ([f"'sha256-{one}'" for one in hashes] or ["'none'"])


@pytest.mark.parametrize("text", HOSTILE)
def test_data_in_a_page_is_read_back_as_it_was_and_holds_no_markup(text: str) -> None:
    data = as_data({"text": text})
    assert json.loads(data) == {"text": text}
    assert not re.search(r"[<>&\u2028\u2029]", data)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_element(text: str) -> None:
    plain, nasty = hostile("plain"), hostile(text)
    for make in (graph_page, matrix_page, timeline_page):
        assert _tags(make(nasty)) == _tags(make(plain))


def _tags(html: str) -> set[str]:
    return {tag for tag, _ in Reader(html).elements}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("javascript:alert(1)", None),
        (" https://example.org", None),
        ("https://example.org/\njavascript:x", None),
        ("https://example.org/'onclick=", None),
        ("//example.org", None),
        ("data:text/html,x", None),
        ("", None),
        (None, None),
    ],
)
def test_only_addresses_of_web_pages_become_links(url: str | None, expected: str | None) -> None:
    assert web_address(url) == expected


def test_the_same_network_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]); import pictures; "
        "made = [draw(pictures.many(60)) for draw in (pictures.graph_page, pictures.timeline_page)]; "
        "print([hashlib.sha256(html.encode()).hexdigest() for html in made])"
    )
    home = Path(__file__).parent
    seen = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(home.parent.parent)}
        command = [sys.executable, "-c", code, str(home)]
        seen.add(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)
    assert len(seen) == 1


def test_parallel_and_opposite_arrows_bend_apart() -> None:
    smooth = [edge["vis"]["smooth"] for edge in payload(small())["edges"]]
    assert smooth[:3] == [
        {"enabled": True, "type": "curvedCW", "roundness": 0.27},
        False,
        {"enabled": True, "type": "curvedCW", "roundness": 0.27},
    ]


def test_a_claim_without_its_sentence_is_counted_all_the_same() -> None:
    from msgspec.structs import replace

    first = small().edges[0]
    crowded = replace(first, cards=(*first.cards, *(replace(card, sentence="") for card in first.cards)))
    claims = payload(replace(small(), edges=(crowded,)))["claims"]
    assert [claim["sentence"] is not None for claim in claims] == [True, True, False, False]


@pytest.mark.parametrize(
    ("counts", "most", "share"),
    [([1, 2, 3], 100, 97), ([10, 10, 10], 15, 5), ([1, 100, 100], 21, 10), ([5] * 30, 10, 1), ([], 9, 9)],
)
def test_sentences_are_shared_out_among_the_arrows(counts: list[int], most: int, share: int) -> None:
    from kg.visualise.gather import _share

    assert _share(counts, most) == share


def test_the_document_page_numbers_marks_and_flags_contradictions() -> None:
    from pictures import card

    from kg.visualise.records import Fault, Page

    text = "Norland shelled Kesh.\nFour, some say five, died."
    made = Page(
        id="d",
        title=None,
        text=text,
        outlet=None,
        published=None,
        url=None,
        labels=(("urn:a", "Norland"), ("urn:b", "Kesh")),
        cards=(
            card(1, "urn:a", "attacked", "urn:b"),
            card(2, "urn:a", "attacked", "urn:b", stance="denies", source="Norland"),
        ),
        faults=(
            Fault(kind="count", about="the shelling", sides=("4", "5 (some)"), spans=((22, 26), (37, 41))),
        ),
    )
    html = document_page(made)
    body = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html[html.index("<main") :]))
    assert body.strip() == (
        "No outlet given · no publication date, so words like “Tuesday” stay open d "
        "The text contradicts itself (count): the shelling — 4 against 5 (some) "
        "Norland shelled1 Kesh. Four, some say five, died. 1 statement between actors "
        "1 Norland attacked Kesh shelled actual 1 February 2024 confidence 0.80 Denied by Norland "
        "forcewords contradicted Marked words are what a statement rests on: each leads to its statement, "
        "each number back to the words. 1 contradiction. The statements are the rows of "
        "kg query STORE claims-of-document -p document=d."
    )
    assert '<span class="disputed">Four</span>' in html and '<span class="disputed">five</span>' in html


def test_every_place_that_says_it_is_marked_and_the_first_is_where_the_card_leads() -> None:
    from pictures import card

    from kg.visualise.records import Page

    made = Page(
        id="d",
        title="T",
        text="They shelled it. The shelling went on.",
        outlet=None,
        published="2024-02-02",
        url=None,
        labels=(),
        cards=(card(1, "urn:a", "attacked", "urn:b", place=5, stop=12, more=((21, 29),)),),
    )
    html = document_page(made)
    assert re.findall(r'href="#claim-1">(.*?)</a>', html) == [
        '<span id="words-1"></span>shelled<sup>1</sup>',
        "shelling<sup>1</sup>",
    ]
    assert '<time datetime="2024-02-02">2 February 2024</time>' in html
