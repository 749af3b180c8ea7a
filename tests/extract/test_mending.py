"""Verbs that the parser took for participles."""

from __future__ import annotations

import pytest
from conftest import Read
from told import Telling, events

from kg.extract.mending import mend
from kg.syntax import Parse, Token


def _sentence(*words: tuple[str, str, str, str, int]) -> list[Token]:
    """Tokens from (text, part of speech, tag, label, position of the head)."""
    tokens, start = [], 0
    for i, (text, pos, tag, dep, _) in enumerate(words):
        tokens.append(
            Token(i, text, text.lower().removesuffix("ed"), pos, tag, dep, start, start + len(text))
        )
        start += len(text) + 1
    for token, (*_, head) in zip(tokens, words, strict=True):
        token.head = tokens[head]
        if head != token.i:
            tokens[head].children.append(token)
    return tokens


def _links(tokens: list[Token]) -> list[tuple[str, str, str]]:
    return [(token.text, token.dep, token.head.text) for token in tokens]


def _mended(tokens: list[Token]) -> list[tuple[str, str, str]]:
    text = " ".join(token.text for token in tokens)
    mend(Parse(text, tokens, [(0, len(tokens))], [0], []), {"report": "reports"})
    return _links(tokens)


def test_a_lone_noun_is_the_subject_of_its_participle() -> None:
    tokens = _sentence(
        ("Paper", "NOUN", "NN", "ROOT", 0),
        ("blamed", "VERB", "VBN", "acl", 0),
        ("Chad", "PROPN", "NNP", "dobj", 1),
        (".", "PUNCT", ".", "punct", 0),
    )
    assert _mended(tokens) == [
        ("Paper", "nsubj", "blamed"),
        ("blamed", "ROOT", "blamed"),
        ("Chad", "dobj", "blamed"),
        (".", "punct", "blamed"),
    ]


def test_who_reports_at_the_end_of_a_sentence_says_it() -> None:
    tokens = _sentence(
        ("Rebels", "NOUN", "NNS", "nsubj", 1),
        ("fled", "VERB", "VBD", "ROOT", 1),
        (",", "PUNCT", ",", "punct", 1),
        ("monitors", "NOUN", "NNS", "dobj", 1),
        ("reported", "VERB", "VBN", "acl", 3),
        (".", "PUNCT", ".", "punct", 1),
    )
    assert _mended(tokens)[1:5] == [
        ("fled", "ccomp", "reported"),
        (",", "punct", "fled"),
        ("monitors", "nsubj", "reported"),
        ("reported", "ROOT", "reported"),
    ]


def test_a_headline_without_a_full_stop_is_left_alone() -> None:
    tokens = _sentence(
        ("Man", "NOUN", "NN", "ROOT", 0),
        ("blamed", "VERB", "VBN", "acl", 0),
        ("Monday", "PROPN", "NNP", "npadvmod", 1),
    )
    before = _links(tokens)
    assert _mended(tokens) == before


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Colombo said it would not tolerate attacks by India.",
            ("THREATEN", None, ["Sri Lanka"], ["India"], "actual"),
        ),
        (
            "A Palestinian prisoner died as a result of torture.",
            ("ASSAULT", "torture", [], ["Palestinian prisoner"], "actual"),
        ),
    ],
)
def test_what_is_not_tolerated_and_what_one_dies_of(read: Read, sentence: str, told: Telling) -> None:
    assert events(read(sentence)) == [told]


def test_a_charge_hangs_on_the_verb(read: Read) -> None:
    found = read("The refugees accuse the army of having bombed two hospitals.")
    assert [voice.stance for event in found.events for voice in event.attribution] == ["alleges"]
