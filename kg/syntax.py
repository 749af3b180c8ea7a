"""A parsed text as plain Python values: what ``annotate`` makes and ``extract`` reads.

No spaCy object passes this line, so that records outlive the parser's memory zone and tests
can build a parse by hand. Dependency labels are those of spaCy's English models (ClearNLP),
tags are Penn Treebank, parts of speech are Universal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Token:
    """One word. ``start`` and ``end`` are offsets into the stored text of the document; ``scores`` speak
    for each category of events (``kg.triggers``) where they were worked out."""

    __slots__ = (
        "children",
        "dep",
        "end",
        "ent",
        "head",
        "i",
        "lemma",
        "lower",
        "pos",
        "scores",
        "sent",
        "start",
        "tag",
        "text",
    )  # fmt: skip

    def __init__(
        self, i: int, text: str, lemma: str, pos: str, tag: str, dep: str, start: int, end: int,
        ent: str = "", sent: int = 0,
    ) -> None:  # fmt: skip
        self.i = i
        self.text = text
        self.lower = text.lower()
        self.lemma = lemma
        self.pos = pos
        self.tag = tag
        self.dep = dep
        self.start = start
        self.end = end
        self.ent = ent
        self.sent = sent
        self.head: Token = self
        self.children: list[Token] = []
        self.scores: NDArray[np.float32] | None = None

    def __repr__(self) -> str:
        return f"{self.text}/{self.dep}"

    def child(self, *deps: str) -> Token | None:
        """The first dependent with one of these labels."""
        for token in self.children:
            if token.dep in deps:
                return token
        return None

    def all(self, *deps: str) -> list[Token]:
        """All dependents with one of these labels, in text order."""
        return [token for token in self.children if token.dep in deps]

    def ancestors(self) -> Iterator[Token]:
        """The heads from the nearest to the root of the sentence."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def hang(self, head: Token, dep: str) -> None:
        """Makes this token a dependent of another one, no longer of the head it had."""
        if self.head is not self:
            self.head.children.remove(self)
        self.head, self.dep = head, dep
        head.children.append(self)
        head.children.sort(key=lambda child: child.i)

    def subtree(self) -> list[Token]:
        """This token and all below it, in text order."""
        found, stack = [], [self]
        while stack:
            token = stack.pop()
            found.append(token)
            stack.extend(token.children)
        found.sort(key=lambda token: token.i)
        return found

    @property
    def left_edge(self) -> Token:
        """The first token of the subtree."""
        token = self
        while token.children and token.children[0].i < token.i:
            token = token.children[0]
        return token


class NamedSpan:
    """A named entity as the parser's model sees it: tokens ``first`` to ``last`` inclusive."""

    __slots__ = ("first", "label", "last")

    def __init__(self, first: int, last: int, label: str) -> None:
        self.first = first
        self.last = last
        self.label = label


class Dateline(NamedTuple):
    """ "GENEVA, Jan 5 (Agency) -": where the place and the outlet stand in the document (end exclusive)."""

    place: tuple[int, int]
    outlet: tuple[int, int] | None


BRIEF = 3
"""A text of no more sentences is a brief."""


class Parse:
    """The words of one document in order, with its sentences and the paragraphs they stand in.

    The words of datelines are not among them.
    """

    __slots__ = ("datelines", "names", "paragraphs", "sentences", "text", "tokens")

    def __init__(
        self,
        text: str,
        tokens: list[Token],
        sentences: list[tuple[int, int]],
        paragraphs: list[int],
        names: list[NamedSpan],
        datelines: Sequence[Dateline] = (),
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.sentences = sentences  # token ranges, end exclusive
        self.paragraphs = paragraphs  # number of the paragraph, by sentence
        self.names = names
        self.datelines = datelines

    @property
    def is_brief(self) -> bool:
        """Whether it is so short that it is about one thing, and less has to be guessed."""
        return len(self.sentences) <= BRIEF

    def sentence(self, number: int) -> list[Token]:
        """The tokens of a sentence."""
        first, end = self.sentences[number]
        return self.tokens[first:end]
