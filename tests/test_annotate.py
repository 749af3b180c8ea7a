"""Text to parse: paragraphs, repairs beside the text, offsets that always quote it."""

from __future__ import annotations

import re
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ParseText
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import annotate
from kg.annotate import MAX_PIECE, load_model, paragraphs, pieces
from kg.errors import UsageError
from kg.syntax import Parse

if TYPE_CHECKING:
    from kg.extractor import Extractor


def _shares(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs(text)]


def _sentences(parse: Parse) -> list[str]:
    return [
        parse.text[parse.tokens[first].start : parse.tokens[end - 1].end] for first, end in parse.sentences
    ]


def _words(parse: Parse) -> list[str]:
    return [parse.text[token.start : token.end] for token in parse.tokens]


# ---- paragraphs


def test_every_line_is_a_paragraph_where_lines_end_sentences() -> None:
    assert _shares("One said so.\nTwo said no.\r\nThree left.") == [
        "One said so.",
        "Two said no.",
        "Three left.",
    ]


def test_blank_lines_part_the_paragraphs_of_a_text_wrapped_to_a_width() -> None:
    text = "The minister met\nhis guest in\nOslo.\n\nThe guest then left\nfor Rome."
    assert _shares(text) == ["The minister met\nhis guest in\nOslo.", "The guest then left\nfor Rome."]


def test_a_paragraph_of_spaces_is_none() -> None:
    assert _shares(" \n\n \t \nOne.\n\n\n") == ["One."]


def test_the_empty_text_has_no_paragraphs_and_no_pieces() -> None:
    assert (paragraphs(""), pieces("")) == ([], [])


# ---- pieces


def test_a_short_text_is_one_piece_with_its_paragraphs_marked() -> None:
    (piece,) = pieces("One.\nTwo.\nThree.")
    assert [piece.text[begin:][:3] for begin in piece.breaks] == ["One", "Two", "Thr"]


def test_pieces_end_at_paragraphs_and_hold_at_most_the_limit() -> None:
    lines = [f"{number}. " + "word " * 700 + "end." for number in range(15)]
    cut = pieces("\n".join(lines))
    assert [len(piece.text) <= MAX_PIECE for piece in cut] == [True] * len(cut)
    assert [piece.text.split(" ")[0] for piece in cut] == ["0.", "5.", "10."]
    assert [piece.text.strip()[-4:] for piece in cut] == ["end."] * len(cut)


def test_a_paragraph_above_the_limit_is_cut_inside() -> None:
    text = "word " * 9000
    assert [len(piece.text) for piece in pieces(text)] == [20_000, 20_000, 5_000]


def test_pieces_cover_the_whole_text() -> None:
    text = "\n".join("alpha beta gamma. " * 300 for _ in range(12))
    kept = "".join(piece.text for piece in pieces(text))
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", text)


# ---- repairs


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("in a statement:Despite the rain", "in a statement: Despite the rain"),
        ("the talks ended.Iran left", "the talks ended. Iran left"),
        ("“It fell.”Then they left", '"It fell." Then they left'),
        ("the U.S.Navy at 10:30", "the U.S.Navy at 10:30"),
        ("a\tb\u00a0c\u200bd", "a b c d"),
        ("Iran’s “deal”", 'Iran\'s "deal"'),
        ("a sit-in began", "a sit_in began"),
    ],
)
def test_the_copy_for_the_parser_is_repaired(text: str, repaired: str) -> None:
    assert [piece.text for piece in pieces(text)] == [repaired]


def test_characters_after_a_repair_stand_at_their_old_offset() -> None:
    text = "He left.She stayed.They met."
    (piece,) = pieces(text)
    assert piece.text == "He left. She stayed. They met."
    places = {word: piece.offset(piece.text.index(word)) for word in ("left", "She", "stayed", "They", "met")}
    assert places == {word: text.index(word) for word in places}


def test_a_run_without_a_space_keeps_its_length_and_loses_its_marks() -> None:
    text = "(" * 5000 + "x" * 250
    (piece,) = pieces(text)
    assert (len(piece.text), "(" in piece.text) == (5250, False)
    assert max(map(len, piece.text.split())) < 100


# ---- the model


def test_another_pipeline_than_those_at_hand_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="No spaCy pipeline 'no-such-model'"):
        load_model("no-such-model")


def test_a_model_file_that_was_altered_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = find_spec(annotate.SHIPPED_MODEL)
    assert spec is not None and spec.origin is not None
    home = next(Path(spec.origin).parent.glob("*/meta.json")).parent
    copy = tmp_path / "altered_pipeline"
    for name in ("meta.json", *annotate._SHIPPED_HASHES):
        (copy / home.name / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(home / name, copy / home.name / name)
    with (copy / home.name / "ner" / "model").open("ab") as weights:
        weights.write(b"\0")
    (copy / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(annotate, "SHIPPED_MODEL", "altered_pipeline")
    with pytest.raises(UsageError, match=r"The model file ner/model .* is not the one"):
        load_model()


# ---- the parse


def test_every_word_is_quoted_from_the_stored_text(parse: ParseText) -> None:
    text = "“Iran’s army left,” he said in a statement:Despite it,\r\nthe sit-in\u00a0went on.Nobody came."
    assert [token.text for token in parse(text).tokens if token.text.isalpha()] == [
        word for word in _words(parse(text)) if word.isalpha()
    ]


def test_a_paragraph_begins_a_sentence(parse: ParseText) -> None:
    text = "Talks in Oslo\nThe ministers met.\nThey agreed"
    assert _sentences(parse(text)) == ["Talks in Oslo", "The ministers met.", "They agreed"]


def test_a_line_break_inside_a_wrapped_paragraph_ends_no_sentence(parse: ParseText) -> None:
    text = "The ministers of Iran\nand Iraq met in\nOslo.\n\nThey agreed on a\ntruce."
    assert _sentences(parse(text)) == [
        "The ministers of Iran\nand Iraq met in\nOslo.",
        "They agreed on a\ntruce.",
    ]


def test_a_missing_space_between_sentences_does_not_join_them(parse: ParseText) -> None:
    assert _sentences(parse("Iran attacked Iraq.Iraq protested.")) == [
        "Iran attacked Iraq.",
        "Iraq protested.",
    ]


def test_sentences_know_their_paragraph(parse: ParseText) -> None:
    assert parse("Iran left. Iraq stayed.\nOman spoke.").paragraphs == [0, 0, 1]


def test_a_hyphenated_event_word_is_one_word_with_its_own_lemma(parse: ParseText) -> None:
    found = parse("Students held sit-ins.").tokens[2]
    assert (found.text, found.lemma, (found.start, found.end)) == ("sit-ins", "sit-in", (14, 21))


def test_heads_stay_within_the_sentence(parse: ParseText) -> None:
    found = parse("Iran attacked Iraq. Iraq, which had warned Iran, protested.\nOman left.")
    assert [token for token in found.tokens if token.head.sent != token.sent] == []


def test_words_are_numbered_over_all_pieces_of_a_long_text(parse: ParseText) -> None:
    text = "\n".join(["Iran attacked Iraq on Monday. " * 90] * 8)
    found = parse(text)
    assert len(pieces(text)) == 2
    assert [token.i for token in found.tokens] == list(range(len(found.tokens)))
    assert found.sentences[-1][1] == len(found.tokens)
    assert found.paragraphs[-1] == 7


def test_the_empty_text_has_an_empty_parse(parse: ParseText) -> None:
    found = parse("")
    assert (found.tokens, found.sentences, found.paragraphs, found.names) == ([], [], [], [])


def test_many_texts_give_one_parse_each_in_order(extractor: Extractor) -> None:
    texts = ["Iran left.", "", "word " * 4100, "Iraq stayed."]
    with extractor.nlp.memory_zone():
        assert [found.text for found in annotate.annotate(extractor.nlp, texts)] == texts


def test_a_parse_outlives_the_memory_zone(parse: ParseText, extractor: Extractor) -> None:
    kept = parse("Qorvath attacked Zembla.")
    with extractor.nlp.memory_zone():
        list(annotate.annotate(extractor.nlp, ["Other words fill the freed memory. " * 50]))
    assert [token.text for token in kept.tokens] == ["Qorvath", "attacked", "Zembla", "."]


_SIGNS = (
    "\u202e \u2066 \u200b \ufeff \x01 \ufffd \U0001f4a5 e\u0301 “ ” ’ … : . A Iran attacked sit-in".split()
)
_GAPS = [" ", "\t", "\n", "\r\n", "\n\n", "(" * 150, "x" * 300]
_ODD = st.sampled_from([*_SIGNS, *_GAPS])
_TEXTS = st.lists(st.one_of(_ODD, st.text(max_size=5)), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(_TEXTS)
def test_a_repair_never_moves_a_character(text: str) -> None:
    for piece in pieces(text):
        for position, character in enumerate(piece.text):
            original = text[piece.offset(position)]
            if character.isalnum():
                assert character == original


@settings(max_examples=60, deadline=None)
@given(_TEXTS)
def test_every_word_of_any_text_lies_within_it_and_in_order(extractor: Extractor, text: str) -> None:
    with extractor.nlp.memory_zone():
        (found,) = annotate.annotate(extractor.nlp, [text])
    ends = [0, *(token.end for token in found.tokens)]
    for token, before in zip(found.tokens, ends, strict=False):
        assert before <= token.start < token.end <= len(text)


def test_a_dateline_does_not_change_how_the_first_word_is_read(parse: ParseText) -> None:
    plain, dated = parse("Gunmen stormed a hotel."), parse("BEIRUT (Agency) - Gunmen stormed a hotel.")
    assert [(t.text, t.tag, t.lemma) for t in dated.tokens] == [
        (t.text, t.tag, t.lemma) for t in plain.tokens
    ]
