"""The embedding layer of a spaCy pipeline with a memory: the same rows, computed once for each word.

What stands before the convolutions depends on a word and nothing around it, yet spaCy computes it
for every occurrence: a fifth of the whole pipeline. A row does not depend on its neighbours in the
matrix either, so what is remembered is bit for bit what would be computed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_KEPT = 8_192
"""Words kept at most (some 5 MB a layer); then the memory starts anew."""
_LEXICAL = frozenset("ORTH NORM LOWER SHAPE PREFIX SUFFIX SPACY IS_SPACE".split())
"""Features of a word that follow from its letters, its norm, and whether a space follows it."""

Key = tuple[int, int, int]
"""Letters, norm and following space, as spaCy numbers them."""


def remember_embeddings(nlp: Language) -> Language:
    """Gives every embedding layer of the pipeline that looks at single words only a memory."""
    for _, component in nlp.pipeline:
        for node in _nodes(component):
            if node.has_ref("embed") and node.layers[0] is node.get_ref("embed"):
                node.layers[0] = _remembered(node.layers[0])
    return nlp


def _nodes(component: Any) -> list[Any]:
    model: Any = getattr(component, "model", None)
    return list(model.walk()) if hasattr(model, "walk") else []


def _remembered(embed: Any) -> Any:
    from thinc.api import Model

    if not _is_lexical(embed):
        return embed
    memory = _Memory(embed)
    return Model(
        "remembered", lambda model, docs, is_train: (memory.rows(docs), _no_training), layers=[embed]
    )


def _is_lexical(embed: Any) -> bool:
    readers = [node for node in embed.walk() if node.name == "extract_features"]
    return bool(readers) and all(_LEXICAL.issuperset(reader.attrs["columns"]) for reader in readers)


def _no_training(gradient: Any) -> Any:
    raise NotImplementedError("a pipeline with a memory cannot be trained")


class _Memory:
    """The rows of the words met so far, one table for all of them."""

    def __init__(self, embed: Any) -> None:
        self._embed = embed
        self._places: dict[Key, int] = {}
        self._table: Any = None

    def rows(self, docs: Sequence[Doc]) -> list[Any]:
        """One matrix of shape (words, width) for each document."""
        keys = [_keys(doc) for doc in docs]
        self._learn(docs, keys)
        places = self._places
        return [self._table[[places[key] for key in told]] for told in keys]

    def _learn(self, docs: Sequence[Doc], keys: list[list[Key]]) -> None:
        new = [key for key in dict.fromkeys(key for told in keys for key in told) if key not in self._places]
        if len(self._places) + len(new) > _KEPT:
            self._places, self._table = {}, None
            new = list(dict.fromkeys(key for told in keys for key in told))
        if new or self._table is None:
            (rows,) = self._embed.predict([_sample(docs[0].vocab, new)])
            ops = self._embed.ops
            self._table = rows if self._table is None else ops.xp.concatenate([self._table, rows])
            self._places.update(zip(new, range(len(self._places), len(self._table)), strict=True))


def _keys(doc: Doc) -> list[Key]:
    return [tuple(row) for row in doc.to_array(["ORTH", "NORM", "SPACY"]).tolist()]


def _sample(vocab: Any, keys: Sequence[Key]) -> Doc:
    """A document of just these words."""
    from spacy.tokens import Doc

    words = [vocab.strings[orth] for orth, _, _ in keys]
    doc = Doc(vocab, words=words, spaces=[bool(space) for _, _, space in keys])
    for token, (_, norm, _) in zip(doc, keys, strict=True):
        token.norm_ = vocab.strings[norm]
    return doc
