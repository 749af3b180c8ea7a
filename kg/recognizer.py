"""spaCy's entity recognizer decoded with matrices: the same names, for half of the time.

The recognizer walks over the words and weighs 74 moves at each. What it knows outside a name is the word
alone, so those scores are one matrix product for a whole batch; only inside names is it asked word by word.
Sums are made in spaCy's order and products by spaCy's own routine: the scores are bit for bit the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.tokens import Doc

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

_FEATURES = 3
"""What a move depends on: the word, the first word of the open name, the word before."""
_PAD = 0
"""The row that stands for no word."""


class Name(NamedTuple):
    """Words ``start`` to ``end`` (exclusive) of a text are a name with this label."""

    start: int
    end: int
    label: str


class QuickRecognizer:
    """A pipeline component that finds the names ``ner`` would find; texts that already have some go to it."""

    def __init__(self, ner: Any) -> None:
        self._ner = ner
        model = ner.model
        self._rows, self._lower, self._upper = (model.get_ref(name) for name in ("tok2vec", "lower", "upper"))
        self._moves = _Moves([ner.moves.get_class_name(move) for move in range(self._upper.get_dim("nO"))])

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """The documents with their names, in order."""
        stream = iter(docs)
        while told := list(islice(stream, batch_size)):
            begun = [doc.has_annotation("ENT_IOB") for doc in told]
            self._name([doc for doc, has_some in zip(told, begun, strict=True) if len(doc) and not has_some])
            for doc, has_some in zip(told, begun, strict=True):
                yield self._ner(doc) if has_some else doc

    def _name(self, docs: Sequence[Doc]) -> None:
        if not docs:
            return
        features = self._lower.predict(self._rows.predict(docs))
        outside = self._scores(features[1:, 0] + features[_PAD, 1] + features[_PAD, 2])
        first = 0
        for doc in docs:
            names = self._walk(doc, features[first + 1 :], outside[first : first + len(doc)])
            _set_names(doc, names)
            first += len(doc)

    def _scores(self, summed: Floats) -> Floats:
        """Of every move (n, moves), from the summed features (n, hidden, pieces)."""
        hidden = (summed + self._lower.get_param("b")).max(axis=2)
        scores: Floats = self._upper.predict(hidden)
        return scores

    def _walk(self, doc: Doc, features: Floats, outside: Floats) -> Iterator[Name]:
        walls = doc.to_array("SENT_START")[1:] == 1
        may_go_on = np.append(~walls, False)
        best = self._moves.outside(outside, may_go_on, doc.to_array("IS_SPACE") == 1)
        end = 0
        for start in np.flatnonzero(best != self._moves.out).tolist():
            if start < end:
                continue
            end = start + 1
            label = self._moves.label[best[start]]
            if best[start] in self._moves.begin:
                while self._goes_on(features, start, end, label, may_go_on):
                    end += 1
                end += 1
            yield Name(start, end, label)

    def _goes_on(self, features: Floats, start: int, here: int, label: str, may_go_on: Flags) -> bool:
        """Whether the name that began at ``start`` does not end with the word ``here``."""
        if not may_go_on[here]:
            return False
        summed = features[here, 0] + features[start, 1] + features[here - 1, 2]
        return self._moves.goes_on(self._scores(summed[None])[0], label)


class _Moves:
    """What the columns of the scores mean."""

    def __init__(self, names: Sequence[str]) -> None:
        kinds = [name.partition("-")[0] for name in names]
        self.label = [name.partition("-")[2] for name in names]
        self._place = {name: place for place, name in enumerate(names)}
        self.out = self._place["O"]
        self.begin = frozenset(place for place, kind in enumerate(kinds) if kind == "B")
        self._begins = np.array([kind == "B" for kind in kinds])
        self._names = np.array(
            [kind in "BU" and label != "" for kind, label in zip(kinds, self.label, strict=True)]
        )
        self._possible = self._names | (np.arange(len(names)) == self.out)

    def outside(self, scores: Floats, may_go_on: Flags, spaces: Flags) -> NDArray[np.intp]:
        """The best possible move at every word while no name is open."""
        possible = np.broadcast_to(self._possible, scores.shape).copy()
        possible &= ~(spaces[:, None] & self._names)
        possible &= ~(~may_go_on[:, None] & self._begins)
        best: NDArray[np.intp] = np.where(possible, scores, -np.inf).argmax(axis=1)
        return best

    def goes_on(self, scores: Floats, label: str) -> bool:
        """Whether the open name goes on; of equal moves spaCy takes the first."""
        inside, last = self._place[f"I-{label}"], self._place[f"L-{label}"]
        return bool(scores[inside] > scores[last] or (scores[inside] == scores[last] and inside < last))


def _set_names(doc: Doc, names: Iterable[Name]) -> None:
    from spacy.tokens import Span

    doc.set_ents([Span(doc, start, end, label=label) for start, end, label in names], default="outside")


def can_be_quick(ner: Any) -> bool:
    """Whether it is a recognizer of the one kind whose moves are known here."""
    model = getattr(ner, "model", None)
    if type(ner).__name__ != "EntityRecognizer" or model is None or ner.cfg.get("beam_width", 1) != 1:
        return False
    lower, upper = (model.maybe_get_ref(name) for name in ("lower", "upper"))
    known = lower is not None and upper is not None and upper.name == "linear"
    return bool(known and lower.get_dim("nF") == _FEATURES and not model.attrs.get("unseen_classes"))
