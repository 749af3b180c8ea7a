"""spaCy's attribute ruler with a memory: the same parts of speech and lemmas, for a tenth of the time.

The ruler matches some two hundred patterns against every token, a tenth of the whole pipeline. What
it says of a token follows from its tag, its label, the few words that patterns name, and, where a
pattern spans two tokens, its neighbours: so few combinations that they are soon all known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SEEN = frozenset({"TAG", "DEP", "LOWER", "IS_SPACE"})
"""What a pattern may look at; ``IS_SPACE`` follows from the tag that spaCy gives to spaces."""
_WORDS_KEPT = 16_384

Conditions = dict[str, Any]
Key = tuple[object, ...]
Outcome = tuple[int, int, int, int, int]
"""Part of speech, morphology, lemma, tag and label, as spaCy numbers them."""


class RememberedRuler:
    """A pipeline component that asks ``ruler`` only about documents with a token not met before."""

    def __init__(self, ruler: Any) -> None:
        self._ruler = ruler
        patterns = [tokens for entry in ruler.patterns for tokens in entry["patterns"]]
        every = [token for tokens in patterns for token in tokens]
        paired = [token for tokens in patterns if len(tokens) > 1 for token in tokens]
        self._named, self._paired = _Words(every), _Words(paired)
        self._strings = strings = ruler.vocab.strings
        self._labels = frozenset(strings.add(label) for token in paired for label in _values(token, "DEP"))
        self._known: dict[Key, Outcome] = {}
        self._words = lru_cache(_WORDS_KEPT)(self._read)

    def _read(self, lower: int, space: int) -> tuple[object, str]:
        """A word as single patterns see it, and as those of two tokens do."""
        text = self._strings[lower] if lower else ""
        return (space, self._named.of(text)), self._paired.of(text)

    def __call__(self, doc: Doc) -> Doc:
        keys = self._keys(doc)
        told = [self._known.get(key) for key in keys]
        if all(told):
            _apply(doc, [one for one in told if one])
        else:
            self._ruler(doc)
            self._known.update((key, _outcome(token)) for key, token in zip(keys, doc, strict=True))
        return doc

    def _keys(self, doc: Doc) -> list[Key]:
        rows = doc.to_array(["LOWER", "IS_SPACE", "TAG", "DEP"]).tolist()
        words = [self._words(lower, space) for lower, space, _, _ in rows]
        sides = [
            (pair, dep if dep in self._labels else 0, tag if pair else 0)
            for (_, pair), (_, _, tag, dep) in zip(words, rows, strict=True)
        ]
        around = [None, *sides, None]
        return [
            (tag, dep, word, before, after)
            for (word, _), (_, _, tag, dep), before, after in zip(
                words, rows, around[:-2], around[2:], strict=True
            )
        ]


class _Words:
    """The words that some conditions tell from all others."""

    def __init__(self, conditions: Iterable[Conditions]) -> None:
        tokens = list(conditions)
        self._listed = frozenset(word for token in tokens for word in _values(token, "LOWER"))
        self._matched = [re.compile(one) for token in tokens for one in _values(token, "LOWER", "REGEX")]

    def of(self, text: str) -> str:
        """The word if any condition can tell it from others, otherwise nothing."""
        known = text in self._listed or any(one.search(text) for one in self._matched)
        return text if known else ""


def _values(token: Conditions, attribute: str, *operators: str) -> Iterator[str]:
    """The values a condition names for an attribute: plain ones and lists, or those of an operator."""
    told = token.get(attribute)
    if isinstance(told, str) and not operators:
        yield told
    elif isinstance(told, dict):
        for operator in operators or ("IN", "NOT_IN"):
            value = told.get(operator, ())
            yield from (value,) if isinstance(value, str) else value


def _outcome(token: Any) -> Outcome:
    return token.pos, token.morph.key, token.lemma, token.tag, token.dep


def _apply(doc: Any, outcomes: list[Outcome]) -> None:
    for token, (pos, morph, lemma, tag, dep) in zip(doc, outcomes, strict=True):
        token.pos = pos
        token.set_morph(morph)
        if lemma:
            token.lemma = lemma
        if token.tag != tag:
            token.tag = tag
        if token.dep != dep:
            token.dep = dep


def can_be_remembered(ruler: Any) -> bool:
    """Whether no pattern looks further than at two neighbours, or at more than ``RememberedRuler`` does."""
    operators = {"IN", "NOT_IN", "REGEX"}
    return all(
        len(tokens) < 3
        and token.keys() <= _SEEN
        and all(not isinstance(told, dict) or told.keys() <= operators for told in token.values())
        for entry in ruler.patterns
        for tokens in entry["patterns"]
        for token in tokens
    )
