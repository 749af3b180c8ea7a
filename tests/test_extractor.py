"""Documents to extractions: any text, the same every time, one node per event, honest quotations."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import PUBLISHED, Read
from hypothesis import given, settings
from hypothesis import strategies as st
from told import as_json, categories, events, misquoted

from kg.extractor import Extractor
from kg.knowledge import Knowledge
from kg.model import Document, Extraction, Failure

ARTICLE = (
    "Iran’s army attacked a base in Iraq on Monday, killing three soldiers, the ministry said.The attack\r\n"
    "was condemned by France.\n“We will respond,” Iraqi President Abdul Latif Rashid said. He met his "
    "Iranian counterpart in Oslo in 2019.\n\n"
    "Protesters held a sit-in in Baghdad’s centre, the U.S.-based group Watch said:Nobody was hurt."
)


def _document(text: str, id: str = "doc") -> Document:
    return Document(id=id, text=text, published=PUBLISHED)


def _extracted(extractor: Extractor, *texts: str) -> list[Extraction | Failure]:
    return extractor.extract([_document(text, f"d{number}") for number, text in enumerate(texts)])


def test_the_empty_text_says_nothing(read: Read) -> None:
    assert read("") == Extraction(id="doc")


def test_a_text_without_letters_says_nothing(read: Read) -> None:
    assert read(" \n\t … ((( 123 ))) \u202e ") == Extraction(id="doc")


def test_no_documents_give_no_extractions(extractor: Extractor) -> None:
    assert extractor.extract([]) == []


def test_extractions_come_in_the_order_of_the_documents(extractor: Extractor) -> None:
    texts = [f"Iran attacked Iraq {number} times." for number in range(40)]
    assert [found.id for found in _extracted(extractor, *texts)] == [f"d{number}" for number in range(40)]


def test_what_a_document_says_does_not_depend_on_its_neighbours(extractor: Extractor) -> None:
    others = [f"Boko Haram attacked Chad on day {number}." for number in range(35)]
    alone = extractor.extract([_document(ARTICLE)])
    among = extractor.extract([*(_document(text, "x") for text in others), _document(ARTICLE)])
    assert among[-1:] == alone


def test_the_words_of_documents_do_not_stay_in_memory(extractor: Extractor) -> None:
    before = len(extractor.nlp.vocab.strings)
    _extracted(extractor, *(f"Qworv{number} attacked Zembl{number}land." for number in range(70)))
    assert len(extractor.nlp.vocab.strings) == before


def test_the_same_text_gives_the_same_bytes(read: Read) -> None:
    assert as_json(read(ARTICLE)) == as_json(read(ARTICLE))


def test_every_quotation_is_what_stands_at_its_offsets(read: Read) -> None:
    found = read(ARTICLE)
    assert (misquoted(_document(ARTICLE), found), len(found.events) > 2) == ([], True)


def test_quotations_are_right_after_a_piece_of_twenty_thousand_characters(read: Read) -> None:
    text = "\n".join(["The weather was fine and the harvest good. " * 80] * 7 + [ARTICLE])
    found = read(text)
    assert misquoted(_document(text), found) == []
    assert sorted(categories(found)) == sorted(categories(read(ARTICLE)))


@pytest.mark.parametrize(
    "text",
    [
        "Iran attacked Iraq.Turkey attacked Syria.",
        "Iran attacked\r\nIraq. Turkey\r\nattacked Syria.\r\n\r\nNobody else\r\ndid.",
        "Iran\u00a0attacked Iraq. Turkey attacked\u200b Syria.",
        "\U0001f4a5 Iran attacked Iraq. \U0001f4a5\U0001f4a5 Turkey attacked Syria.",
    ],
)
def test_repairs_change_neither_events_nor_quotations(read: Read, text: str) -> None:
    found = read(text)
    assert sorted(events(found)) == [
        ("ASSAULT", None, ["Iran"], ["Iraq"], "actual"),
        ("ASSAULT", None, ["Turkey"], ["Syria"], "actual"),
    ]
    assert misquoted(_document(text), found) == []


def test_a_long_run_without_spaces_beside_a_sentence_does_not_hide_it(read: Read) -> None:
    found = read("Iran attacked Iraq. " + "(" * 5000 + " " + "x" * 5000)
    assert events(found) == [("ASSAULT", None, ["Iran"], ["Iraq"], "actual")]


def test_markup_and_table_formulas_are_only_text(read: Read) -> None:
    text = '<script>alert(1)</script> =HYPERLINK("x") Iran attacked Iraq. <b>@prefix</b> a <urn:x> .'
    found = read(text)
    assert events(found) == [("ASSAULT", None, ["Iran"], ["Iraq"], "actual")]


def test_every_event_has_its_number_as_id_the_most_prominent_first(read: Read) -> None:
    found = read("Iran attacked Iraq on Monday. Iraq condemned Iran. In Oslo, Norway met Sweden.")
    assert [event.id for event in found.events] == ["e1", "e2", "e3"]
    assert categories(found) == ["ASSAULT", "ACCUSE", "CONSULT"]


def test_confidence_is_a_share(read: Read) -> None:
    assert [0.0 < event.confidence <= 1.0 for event in read(ARTICLE).events] == [True] * len(
        read(ARTICLE).events
    )


def test_the_pipeline_has_the_same_name_each_time(extractor: Extractor) -> None:
    parts = (extractor.nlp, extractor.knowledge, extractor.gazetteer)
    assert Extractor(*parts).pipeline_id == Extractor(*parts).pipeline_id


@pytest.fixture
def own(extractor: Extractor, tmp_path: Path) -> Extractor:
    """With an actor and a verb of a user's own."""
    rows = {
        "actors/mine.jsonl": '{"iri":"https://example.org/zorl","type":"ArmedGroup","label":"Army of Zorl",'
        '"code":"TCD","sector":"REB"}',
        "lexicon/verbs.en.jsonl": '{"lemma":"paint","event":"ASSAULT","mode":"drone","recipient":["obj"]}',
    }
    for name, row in rows.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(row + "\n")
    return Extractor(extractor.nlp, Knowledge([tmp_path]), extractor.gazetteer)


def test_words_and_actors_of_the_user_are_found(own: Extractor) -> None:
    (found,) = _extracted(own, "The Army of Zorl painted Iraq.")
    assert isinstance(found, Extraction)
    assert events(found) == [("ASSAULT", "drone", ["Army of Zorl"], ["Iraq"], "actual")]
    assert [(each.iri, each.known) for each in found.entities][:1] == [("https://example.org/zorl", True)]


def test_other_knowledge_is_another_pipeline(own: Extractor, extractor: Extractor) -> None:
    assert own.pipeline_id != Extractor(extractor.nlp, extractor.knowledge, extractor.gazetteer).pipeline_id


_SIGNS = "\u202e \u2066 \u200f \ufeff \x00 \ufffd \U0001f4a5 e\u0301 “ ” ’ : , ( ) 12".split(" ")
_WORDS = "Iran Iraq group attacked said met will not in of Monday sit-in talks killed it who U.S.".split()
_RUNS = ["\n", "\r\n", "\n\n", "each other", "the group", "Mr. X", "x" * 400, "(" * 200]
_ODD = st.sampled_from([*_SIGNS, *_WORDS, *_RUNS])
_TEXTS = st.lists(st.one_of(_ODD, _ODD, st.text(max_size=6)), max_size=40).map(" ".join)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(_TEXTS)
def test_any_text_is_extracted_and_quoted_truly(extractor: Extractor, text: str) -> None:
    (found,) = extractor.extract([_document(text)])
    assert isinstance(found, Extraction), found
    assert misquoted(_document(text), found) == []
