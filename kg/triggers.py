"""Which word may tell an event, and of which category: a small network beside the rules.

For every verb and noun it weighs the word, its arguments, the sentence, what the parser knows of the context
(its vectors), and plain signs such as lemmas and labels. The rules have the word first: the last layer also
takes what they said, so that the network tells where they are probably wrong and where their silence is.

Trained on texts written for this project (``make triggers``): plain arrays, about a megabyte.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
Codes = NDArray[np.uint64]

NONE = "NONE"
CATEGORIES = (
    NONE, "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
"""The outcomes, in the order of the columns."""

KINDS = (
    "lemma", "tag", "label", "entity", "label of head", "lemma of head", "entity of subject",
    "entity of object", "entity after preposition", "lemma of modifier", "link", "label of dependent",
    "small word",
)  # fmt: skip
"""What a plain sign says; a sign is written "lemma=attack"."""

_ATTRIBUTES = ("ORTH", "LOWER", "LEMMA", "TAG", "POS", "DEP", "ENT_TYPE", "SENT_START", "HEAD")
_CANDIDATES = ("VERB", "NOUN")
_CONTENT = ("NOUN", "VERB", "ADJ", "PROPN")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "poss")
_OBJECTS = ("dobj", "attr", "oprd", "dative", "ccomp", "xcomp")
_LINKS = ("prep", "agent", "prt", "advmod")
_MODIFIERS = ("amod", "compound")
_SMALL = ("aux", "auxpass", "neg", "det")
_SHARING = ("conj", "xcomp", "advcl")
_DESCRIBING = ("acl", "relcl")
_SPREAD = 0x9E3779B97F4A7C15
_CALM = 0.25
"""Brings the vectors of the parser to the length of the others."""


class Signs(NamedTuple):
    """What is known of the ``m`` candidates of a text: their ``places`` (m,), ``dense`` (m, d), and the
    plain signs as pairs in the order of the candidates: candidate ``rows[k]`` has the sign ``codes[k]``."""

    places: Numbers
    dense: Floats
    rows: Numbers
    codes: Codes


def sign_code(kind: int, value: int) -> int:
    """The number of a plain sign from its kind and spaCy's number of its value."""
    return value ^ (_SPREAD * (kind + 1) % 2**64)


class _Words:
    """A parsed text as arrays with one value per word; positions of arguments are -1 where there is none."""

    def __init__(self, doc: Doc) -> None:
        table: Any = doc.to_array(list(_ATTRIBUTES))
        self.column: dict[str, Codes] = {name: table[:, i] for i, name in enumerate(_ATTRIBUTES)}
        self.doc = doc
        self.size = len(doc)
        self.here = np.arange(self.size)
        self.head: Numbers = self.here + self.column["HEAD"].astype(np.int64)

    def are(self, attribute: str, names: Sequence[str]) -> NDArray[np.bool_]:
        """Which words have one of these values."""
        strings, column = self.doc.vocab.strings, self.column[attribute]
        found: NDArray[np.bool_] = np.zeros(self.size, np.bool_)
        for name in names:
            found |= column == np.uint64(strings[name])
        return found

    def dependents(self, labels: Sequence[str]) -> Numbers:
        """The words that hang on another one by one of these labels."""
        found: Numbers = self.here[self.are("DEP", labels) & (self.head != self.here)]
        return found

    def first(self, children: Numbers) -> Numbers:
        """For every word the first of these that hangs on it."""
        found = np.full(self.size, -1)
        found[self.head[children[::-1]]] = children[::-1]
        return found

    @cached_property
    def subject(self) -> Numbers:
        """Who does it or undergoes it: its own subject, the agent, the noun it describes, a shared one."""
        found = self.first(self.dependents(_SUBJECTS))
        agent = _at(self.first(self.dependents(("pobj",))), self.first(self.dependents(("agent",))))
        found = np.where(found < 0, agent, found)
        lent = np.where(self.are("DEP", _SHARING), found[self.head], -1)
        lent = np.where(self.are("DEP", _DESCRIBING), self.head, lent)
        either: Numbers = np.where(found < 0, lent, found)
        return either

    @cached_property
    def object(self) -> Numbers:
        """What it is done to, or the clause it governs."""
        return self.first(self.dependents(_OBJECTS))

    @cached_property
    def oblique(self) -> Numbers:
        """The noun behind its first preposition."""
        inner = self.first(self.dependents(("pobj", "pcomp")))
        links = self.dependents(("prep", "agent"))
        return _at(inner, self.first(links[inner[links] >= 0]))

    @cached_property
    def sentence(self) -> Numbers:
        """The number of the sentence of every word."""
        number: Numbers = np.cumsum(self.column["SENT_START"] == 1)
        return number


def _at(found: Numbers, positions: Numbers) -> Numbers:
    """What was found for the words at these positions; -1 for -1."""
    there: Numbers = np.append(found, -1)[positions]
    return there


def signs_of(doc: Doc) -> Signs:
    """The candidates of a parsed text and what is known of them."""
    words = _Words(doc)
    places = words.here[words.are("POS", _CANDIDATES)]
    rows, codes = _plain(words, places)
    return Signs(places, _dense(words, places), rows, codes)


def _dense(words: _Words, places: Numbers) -> Floats:
    own = _vectors(words)
    context = np.asarray(words.doc.tensor, dtype=np.float32) * np.float32(_CALM)
    around = _sentences(words, own)[words.sentence[places]]
    arguments = [_rows_at(own, at[places]) for at in (words.subject, words.object, words.oblique)]
    return np.hstack([own[places], context[places], *arguments, around])


def _vectors(words: _Words) -> Floats:
    """The vectors of all words, of length 1 or 0."""
    vectors = words.doc.vocab.vectors
    return _unit(_rows_at(vectors.data, vectors.find(keys=words.column["ORTH"])))


def _rows_at(table: Floats, positions: Numbers) -> Floats:
    """The rows at these positions; nothing but zeros for -1."""
    rows = table[positions]
    rows[positions < 0] = 0
    return rows


def _unit(rows: Floats) -> Floats:
    """Rows of length 1, or 0 where nothing is known."""
    length = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    rows /= np.where(length > 0, length, 1).astype(np.float32)[:, None]
    return rows


def _sentences(words: _Words, own: Floats) -> Floats:
    """What the content words of every sentence have in common."""
    number = words.sentence
    content = words.are("POS", _CONTENT)
    member = np.zeros((number[-1] + 1, words.size), np.float32)
    member[number[content], words.here[content]] = 1
    return _unit(member @ own)


def _plain(words: _Words, places: Numbers) -> tuple[Numbers, Codes]:
    """The plain signs as pairs, in the order of the candidates."""
    row_of = np.full(words.size, -1)
    row_of[places] = np.arange(len(places))
    column = words.column
    told = {
        "lemma": (places, column["LEMMA"][places]),
        "tag": (places, column["TAG"][places]),
        "label": (places, column["DEP"][places]),
        "entity": (places, column["ENT_TYPE"][places]),
        "label of head": (places, column["DEP"][words.head[places]]),
        "lemma of head": (places, column["LEMMA"][words.head[places]]),
        "entity of subject": _value_at(column["ENT_TYPE"], places, words.subject),
        "entity of object": _value_at(column["ENT_TYPE"], places, words.object),
        "entity after preposition": _value_at(column["ENT_TYPE"], places, words.oblique),
        "lemma of modifier": _value_of(words, "LEMMA", words.dependents(_MODIFIERS)),
        "link": _value_of(words, "LOWER", words.dependents(_LINKS)),
        "label of dependent": _value_of(words, "DEP", words.here[words.head != words.here]),
        "small word": _value_of(words, "LOWER", words.dependents(_SMALL)),
    }
    rows = np.concatenate([row_of[told[kind][0]] for kind in KINDS])
    codes = np.concatenate([told[kind][1] ^ np.uint64(sign_code(i, 0)) for i, kind in enumerate(KINDS)])
    order = np.argsort(rows, kind="stable")
    order = order[rows[order] >= 0]
    return rows[order], codes[order]


def _value_at(values: Codes, places: Numbers, argument: Numbers) -> tuple[Numbers, Codes]:
    having = places[argument[places] >= 0]
    return having, values[argument[having]]


def _value_of(words: _Words, attribute: str, children: Numbers) -> tuple[Numbers, Codes]:
    return words.head[children], words.column[attribute][children]


class Network:
    """The trained weights: ``dense`` (d, h), ``plain`` (signs, h), ``bias`` (h,), ``last`` (h, c); what
    rules and lexicon add to its scores is ``kg.knowledge.Trust``."""

    def __init__(self, arrays: dict[str, Any], codes: Codes) -> None:
        order = np.argsort(codes)
        self._codes = codes[order]
        self._plain: Floats = arrays["plain"].astype(np.float32)[order]
        self._dense: Floats = arrays["dense"].astype(np.float32)
        self._bias: Floats = arrays["bias"].astype(np.float32)
        self._last: Floats = arrays["last"].astype(np.float32)

    def scores(self, signs: Signs) -> Floats:
        """For every candidate a score per category (m, c), before the rules are heard."""
        hidden = signs.dense @ self._dense + self._bias + self._summed(signs)
        scores: Floats = np.maximum(hidden, 0) @ self._last
        return scores

    def _summed(self, signs: Signs) -> Floats:
        at = np.minimum(np.searchsorted(self._codes, signs.codes), len(self._codes) - 1)
        known = self._codes[at] == signs.codes
        total = np.zeros((len(signs.places), self._plain.shape[1]), np.float32)
        rows = signs.rows[known]
        if len(rows):
            starts = np.flatnonzero(np.diff(rows, prepend=-1))
            total[rows[starts]] = np.add.reduceat(self._plain[at[known]], starts, axis=0)
        return total


def load_network(path: Path, nlp: Language) -> Network:
    """The network of a file for the words of a pipeline."""
    with np.load(path, allow_pickle=False) as file:
        arrays = dict(file)
    strings = nlp.vocab.strings
    codes = [_code_of(str(name), strings.add) for name in arrays["signs"]]
    return Network(arrays, np.array(codes, dtype=np.uint64))


def _code_of(sign: str, number: Any) -> int:
    kind, _, value = sign.partition("=")
    return sign_code(KINDS.index(kind), number(value) if value else 0)
