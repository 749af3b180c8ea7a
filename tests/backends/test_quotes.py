"""Quotes are found again exactly, or not at all."""

from kg.backends.llm.quotes import Locator
from kg.model import Span

TEXT = "Iranian “forces” struck. Iran’s army, Iran said,\nstruck\u00a0again."


def locator() -> Locator:
    return Locator(TEXT, 0, len(TEXT))


def test_a_quote_is_found_as_whole_words_only() -> None:
    assert locator().find("Iran") == Span(text="Iran", start=25, end=29)


def test_a_quote_is_looked_for_in_its_passage_first() -> None:
    assert locator().find("Iran", Span(text="", start=32, end=60)) == Span(text="Iran", start=38, end=42)


def test_outside_the_passage_the_first_place_counts() -> None:
    assert locator().find("struck", Span(text="", start=25, end=35)) == Span(text="struck", start=17, end=23)


def test_tidied_quotation_marks_and_spaces_still_match_and_the_text_is_quoted() -> None:
    found = [locator().find(quote) for quote in ('"forces"', "Iran's army", "said, struck again")]
    assert [span and span.text for span in found] == ["“forces”", "Iran’s army", "said,\nstruck\u00a0again"]


def test_what_is_not_there_is_counted() -> None:
    here = locator()
    assert [here.find(quote) for quote in ("iran", "Iran struck", "", " \n", "x" * 9)] == [None] * 5
    assert (here.sought, here.missed) == (5, 5)


def test_signs_of_patterns_are_only_signs() -> None:
    text = "He said (.*) and [a-z]+ $1 \\w."
    here = Locator(text, 0, len(text))
    assert [here.find(quote) is not None for quote in ("(.*)", "[a-z]+", "\\w.", ".*")] == [True] * 4
    assert here.find("s.id") is None


def test_a_part_of_a_text_is_searched_alone() -> None:
    assert [span.start for span in Locator(TEXT, 30, len(TEXT)).all("Iran")] == [38]
    assert [span.start for span in Locator(TEXT, 0, len(TEXT)).all("Iran")] == [25, 38]
