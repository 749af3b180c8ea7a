"""Products of matrices whose rows do not depend on each other, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from thinc.api import NumpyOps

from kg import products
from kg.annotate import annotate
from kg.products import SteadyOps, one_thread, product

TEXT = "Rebels attacked the town of Goma on Monday, killing 12 people, officials said."


def chance(*shape: int) -> np.ndarray:
    return np.random.default_rng(1).standard_normal(shape, np.float32)


@pytest.mark.parametrize("count", [0, 1, 7, 224, 225, 900])
def test_a_product_is_the_product(count):
    rows, weights = chance(count, 96), chance(50, 96)
    assert np.allclose(product(rows, weights), rows @ weights.T, atol=1e-4)


def test_a_row_does_not_depend_on_where_it_stands():
    rows, weights = chance(700, 288), chance(288, 288)
    ops = SteadyOps()
    order = np.random.default_rng(2).permutation(700)
    with one_thread():
        whole = ops.gemm(rows, weights, trans2=True)
        assert np.array_equal(ops.gemm(rows[order], weights, trans2=True), whole[order])
        assert np.array_equal(ops.gemm(rows[300:301], weights, trans2=True), whole[300:301])


def test_the_result_can_be_written_into_a_given_matrix():
    rows, weights = chance(300, 96), chance(64, 96)
    table = np.zeros((301, 64), np.float32)
    assert SteadyOps().gemm(rows, weights, trans2=True, out=table[1:]).base is table
    assert np.array_equal(table[1:], product(rows, weights)) and not table[0].any()


def test_where_rows_depend_on_their_place_the_product_is_left_to_spacy(monkeypatch):
    rows, weights = chance(300, 31), chance(17, 31)
    uneven = lambda rows, weights, out=None: rows @ weights.T + np.arange(len(rows))[:, None]  # noqa: E731
    monkeypatch.setattr(products, "product", uneven)
    found = SteadyOps().gemm(rows, weights, trans2=True)
    assert np.array_equal(found, NumpyOps().gemm(rows, weights, trans2=True))


def test_a_text_is_parsed_the_same_alone_and_among_others(extractor):
    nlp = extractor.nlp
    others = [
        TEXT.replace("Goma", town) * number for number, town in enumerate(("Kidal", "Homs", "Sucre"), 1)
    ]
    rows = lambda doc: doc.tensor.tobytes()  # noqa: E731
    with nlp.memory_zone(), one_thread():
        (alone,) = (rows(doc) for doc in nlp.pipe([TEXT]))
        together = [rows(doc) for doc in nlp.pipe([*others, TEXT])]
    assert together[-1] == alone
    assert next(annotate(nlp, [TEXT])).tokens
