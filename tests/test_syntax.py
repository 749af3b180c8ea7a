"""A parse as plain values: walking the tree of a sentence made by hand."""

from __future__ import annotations

import pytest

from kg.syntax import Parse, Token


def _tree(*rows: tuple[str, str, int]) -> list[Token]:
    """Tokens from (text, dependency, index of the head), with a space between them."""
    tokens, start = [], 0
    for number, (text, dep, _) in enumerate(rows):
        tokens.append(Token(number, text, text.lower(), "X", "X", dep, start, start + len(text)))
        start += len(text) + 1
    for token, (_, _, head) in zip(tokens, rows, strict=True):
        token.head = tokens[head]
        if token.head is not token:
            token.head.children.append(token)
    return tokens


@pytest.fixture
def tokens() -> list[Token]:
    return _tree(
        ("Rebels", "nsubj", 1),
        ("seized", "ROOT", 1),
        ("the", "det", 3),
        ("town", "dobj", 1),
        ("of", "prep", 3),
        ("Bria", "pobj", 4),
        ("yesterday", "npadvmod", 1),
    )


def test_the_first_dependent_with_one_of_the_labels_is_the_child(tokens: list[Token]) -> None:
    assert tokens[1].child("dobj", "nsubj") is tokens[0]


def test_there_is_no_child_with_a_label_that_does_not_occur(tokens: list[Token]) -> None:
    assert tokens[1].child("agent") is None


def test_all_dependents_with_a_label_come_in_text_order(tokens: list[Token]) -> None:
    assert tokens[1].all("npadvmod", "dobj") == [tokens[3], tokens[6]]


def test_ancestors_go_from_the_nearest_head_to_the_root(tokens: list[Token]) -> None:
    assert list(tokens[5].ancestors()) == [tokens[4], tokens[3], tokens[1]]


def test_the_root_has_no_ancestors(tokens: list[Token]) -> None:
    assert list(tokens[1].ancestors()) == []


def test_the_subtree_is_a_word_and_all_below_it_in_text_order(tokens: list[Token]) -> None:
    assert tokens[3].subtree() == tokens[2:6]


def test_the_left_edge_is_the_first_word_below(tokens: list[Token]) -> None:
    assert (tokens[3].left_edge, tokens[5].left_edge) == (tokens[2], tokens[5])


def test_a_sentence_is_its_range_of_tokens(tokens: list[Token]) -> None:
    parse = Parse("Rebels seized the town of Bria yesterday", tokens, [(0, 2), (2, 7)], [0, 1], [])
    assert parse.sentence(1) == tokens[2:7]
