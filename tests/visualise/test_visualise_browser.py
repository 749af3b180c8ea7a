"""The pages in a real browser: what is drawn, that nothing is requested, that no text is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import CHROMIUM, Tab, tab
from pictures import crowded, graph_page, many, small

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with tab(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


def show(browser: Tab, folder: Path, html: str, fragment: str = "") -> None:
    browser.requests.clear()
    browser.errors.clear()
    page = folder / "page.html"
    page.write_text(html, encoding="utf-8")
    browser.open(page, fragment)


def text(browser: Tab, selector: str) -> str:
    return re.sub(r"\s+", " ", str(browser.run(f"document.querySelector({selector!r}).innerText"))).strip()


def click(browser: Tab, selector: str) -> None:
    browser.run(f"document.querySelector({selector!r}).click()")


COLOURS = """(() => {
  const c = document.querySelector('#picture canvas'), found = new Set();
  const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
  for (let i = 0; i < d.length; i += 4) found.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2]);
  return found.size;
})()"""


def enter(browser: Tab, selector: str, value: object) -> None:
    """Sets a field as a person does."""
    browser.run(
        f"(() => {{ const one = document.querySelector({selector!r}); one.value = {value!r}; "
        "one.dispatchEvent(new Event('input')) })()"
    )


def test_the_picture_is_drawn_without_errors_and_without_requests(browser: Tab, tmp_path: Path) -> None:
    show(browser, tmp_path, graph_page(small()))
    assert browser.run(COLOURS) > 20
    assert browser.errors == []
    assert [url for url in browser.requests if not url.startswith(("file:", "about:"))] == []


def test_what_is_not_told_as_real_is_hidden_at_first_and_shown_on_request(
    browser: Tab, tmp_path: Path
) -> None:
    show(browser, tmp_path, graph_page(small()))
    assert text(browser, "#summary") == "5 claims between 3 actors, from 3 documents of 1 outlet"
    click(browser, "#statuses input[aria-label=future]")
    assert text(browser, "#summary") == "6 claims between 3 actors, from 3 documents of 1 outlet"


def test_a_click_in_the_list_shows_the_sentence_and_who_says_so(browser: Tab, tmp_path: Path) -> None:
    show(browser, tmp_path, graph_page(small()))
    click(browser, "#evidence .ties button")
    assert text(browser, "#evidence .lead") == "Norland → Sudania"
    assert text(browser, "#evidence .facts") == "2 claims · 2 documents · 1 outlet"
    assert text(browser, "#evidence .card blockquote") == "Norland shelled Kesh."
    assert text(browser, "#evidence .card mark") == "shelled"
    assert "Denied by Norland" in text(browser, "#evidence .cards")
    assert browser.run("document.querySelector('#evidence .card a').href") == "https://example.org/a?b=1&c=2"
    assert browser.run("location.hash") == "#e0"


def test_an_address_with_a_fragment_opens_on_that_arrow(browser: Tab, tmp_path: Path) -> None:
    show(browser, tmp_path, graph_page(small()), "#e2")
    assert text(browser, "#evidence .lead") == "Sudania → Norland"


def test_the_table_tells_the_same_as_the_picture(browser: Tab, tmp_path: Path) -> None:
    show(browser, tmp_path, graph_page(small()))
    click(browser, "#show-table")
    rows = browser.run(
        "[...document.querySelectorAll('#rows tr')].map(r => [...r.cells].map(c => c.innerText))"
    )
    assert rows == [
        ["Norland", "attacked", "Sudania", "2", "2", "1", "2024-02-01", "2024-02-01", "actual 2"],
        ["Norland", "accused or criticised", "Sudania", "1", "1", "1", "", "", "habitual 1"],
        ["Sudania", "attacked", "Norland", "1", "1", "0", "2024-02-01", "2024-02-01", "actual 1"],
        [
            "Courier News Agency",
            "gave material help to",
            "Courier News Agency",
            "1",
            "1",
            "1",
            "2024-03-01",
            "2024-03-31",
            "actual 1",
        ],
    ]


def test_filters_change_the_counts_and_say_when_nothing_is_left(browser: Tab, tmp_path: Path) -> None:
    show(browser, tmp_path, graph_page(small()))
    enter(browser, "#sure", 95)
    assert text(browser, "#note") == "Nothing passes these filters."
    enter(browser, "#sure", 0)
    click(browser, "#relations .family input")
    assert text(browser, "#summary") == "2 claims between 3 actors, from 1 document of 1 outlet"


def test_dragging_over_the_bars_chooses_a_time_and_a_double_click_all_of_it(
    browser: Tab, tmp_path: Path
) -> None:
    show(browser, tmp_path, graph_page(small()))
    before = text(browser, "#summary")
    browser.run(
        "(() => { const bars = document.querySelector('#bars'); const box = bars.getBoundingClientRect();"
        "const at = (kind, share, on) => on.dispatchEvent(new PointerEvent(kind,"
        " { clientX: box.left + share * box.width, clientY: box.top + 5, bubbles: true }));"
        "at('pointerdown', 0.61, bars); at('pointermove', 0.99, window); at('pointerup', 0.99, window); })()"
    )
    assert text(browser, "#from-text") == "8 Mar 2024"
    assert text(browser, "#to-text") == "31 Mar 2024"
    assert text(browser, "#summary") != before
    browser.run("document.querySelector('#bars').dispatchEvent(new MouseEvent('dblclick'))")
    assert text(browser, "#summary") == before


def test_the_keyboard_finds_and_leaves(browser: Tab, tmp_path: Path) -> None:
    show(browser, tmp_path, graph_page(small()))
    browser.run("document.dispatchEvent(new KeyboardEvent('keydown', {key: '/'}))")
    assert browser.run("document.activeElement.id") == "search"
    enter(browser, "#search", "cour")
    browser.run("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}))")
    assert text(browser, "#evidence .lead") == "Courier News Agency"
    browser.run("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))")
    assert text(browser, "#evidence .lead") == "Click an arrow to read the sentences it rests on."


def test_a_capped_picture_says_so(browser: Tab, tmp_path: Path) -> None:
    from msgspec.structs import replace

    show(browser, tmp_path, graph_page(replace(many(150), total=412)))
    assert text(browser, "#note").startswith("Showing the 150 strongest of 412 arrows; narrow it down")
    assert browser.errors == []


def test_a_number_of_the_matrix_leads_to_the_sentences_behind_it(browser: Tab, tmp_path: Path) -> None:
    show(browser, tmp_path, graph_page(small()))
    assert not browser.run("document.querySelector('#matrix').checkVisibility()")
    click(browser, "#show-matrix")
    assert browser.run("document.querySelector('#matrix').clientWidth") > 1200
    assert not browser.run("document.querySelector('#filters').checkVisibility()")
    click_on = "dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    browser.run(f"document.querySelector('#matrix .leads').{click_on}")
    assert text(browser, "#evidence .lead") == "Norland → Sudania"
    assert not browser.run("document.querySelector('#matrix').checkVisibility()")


def test_a_page_can_open_on_its_matrix(browser: Tab, tmp_path: Path) -> None:
    show(browser, tmp_path, graph_page(small(), first="matrix"))
    assert browser.run("document.querySelector('#matrix').checkVisibility()")
    click(browser, "#show-picture")
    assert browser.run(COLOURS) > 20


@pytest.mark.parametrize(("claims", "seconds"), [(150, 1.0), (1000, 3.0)])
def test_a_picture_is_seen_soon(browser: Tab, tmp_path: Path, claims: int, seconds: float) -> None:
    """Three times the bar for a quiet machine, since tests share theirs; benchmarks/pictures.py measures."""
    show(browser, tmp_path, graph_page(crowded(claims)))
    assert browser.drawn_after() < 3 * seconds


LETTERS = """(() => {
  const draw = CanvasRenderingContext2D.prototype.fillText, found = [];
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    const { a, e, f } = this.getTransform(), wide = a * this.measureText(text).width;
    const left = a * x + e - (this.textAlign === 'center' ? wide / 2 : 0);
    const size = a * parseFloat(this.font.match(/([\\d.]+)px/)[1]) / devicePixelRatio;
    found.push([text, size, left, left + wide, a * y + f]);
    return draw.apply(this, arguments);
  };
  document.getElementById('fit').click();
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
    CanvasRenderingContext2D.prototype.fillText = draw;
    done([found, document.querySelector('#picture canvas').width]);
  })));
})()"""
"""Draws anew and tells each name: its letters in pixels of the screen, its sides, its middle."""


@pytest.mark.parametrize("arrows", [20, 150])
def test_names_are_large_enough_to_read_and_lie_apart(browser: Tab, tmp_path: Path, arrows: int) -> None:
    show(browser, tmp_path, graph_page(many(arrows)))
    found, wide = browser.run(LETTERS)
    names = {text: (left, right, middle) for text, _, left, right, middle in found if "Actor" in text}
    assert len(names) >= 0.8 * len(many(arrows).nodes)
    assert min(size for _, size, *_ in found) >= 10
    assert all(left >= 0 and right <= wide for left, right, _ in names.values())
    near = [
        (one, other)
        for one, (left, right, middle) in names.items()
        for other, (start, end, height) in names.items()
        if one < other and left < end and right > start and abs(middle - height) < 10
    ]
    assert near == []
