"""An embedding layer that remembers gives the rows that would be computed again."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Iterator

import numpy as np
import pytest
from spacy.language import Language

from kg import embedding
from kg.annotate import SHIPPED_MODEL
from kg.embedding import remember_embeddings

TEXTS = [
    "Rebels attacked the town on Monday, killing 12 people, officials said.",
    "The officials didn't say who'd attacked  the town.\n\nRebels denied it.",
    "Rebels",
    "Zweinspach and Ouagadougou met in the town; the town is in Burkina Faso.",
]


def shipped() -> Language:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nlp: Language = importlib.import_module(SHIPPED_MODEL).load(exclude=["lemmatizer", "attribute_ruler"])
    return nlp


@pytest.fixture(scope="module")
def plain() -> Language:
    return shipped()


@pytest.fixture
def remembering() -> Iterator[Language]:
    yield remember_embeddings(shipped())


def vectors(nlp: Language, texts: list[str]) -> list[np.ndarray]:
    return list(nlp.get_pipe("tok2vec").model.predict([nlp.make_doc(text) for text in texts]))


def parse(nlp: Language, texts: list[str]) -> list[list[tuple[str, str, int, str]]]:
    return [[(t.tag_, t.dep_, t.head.i, t.ent_type_) for t in doc] for doc in nlp.pipe(texts)]


def test_rows_are_the_same_to_the_last_bit_whatever_was_seen_before(plain, remembering):
    for texts in (TEXTS[:1], TEXTS, TEXTS[::-1], TEXTS[2:3]):
        expected, found = vectors(plain, texts), vectors(remembering, texts)
        assert all(np.array_equal(one, other) for one, other in zip(expected, found, strict=True))


def test_both_the_shared_layer_and_that_of_the_names_remember(plain, remembering):
    layers = [
        node.name
        for _, component in remembering.pipeline
        if hasattr(component, "model")
        for node in component.model.walk()
        if node.name == "remembered"
    ]
    assert len(layers) == 2
    assert parse(remembering, TEXTS) == parse(plain, TEXTS)


def test_a_full_memory_starts_anew(plain, remembering, monkeypatch):
    monkeypatch.setattr(embedding, "_KEPT", 12)
    for text in (*TEXTS, *TEXTS):
        (expected,), (found,) = vectors(plain, [text]), vectors(remembering, [text])
        assert np.array_equal(expected, found)
