"""Who answers in an interview: all that is told there after the first question is his word.

An interview is a text with several questions outside quotation marks, each with an answer behind it in
quotation marks, behind a dash or in a paragraph of its own, and with answers in the first person. Whoever is
named first in full answers; what the questions say, nobody does.
"""

from __future__ import annotations

from itertools import groupby

from kg.drafts import Draft, Participant, Source
from kg.extract.reading import Reading
from kg.model import PERSONS
from kg.syntax import Token

_QUESTIONS, _ANSWERS = 2, 2
"""How many questions, and answers in the first person, make an interview."""
_DASHES = frozenset("-–—")
_QUESTION_SIGNS, _ANSWER_SIGNS = frozenset(("Q", "Question")), frozenset(("A", "Answer"))
_FIRST_PERSON = frozenset("i we me us my our mine ours myself ourselves".split())


class Interview:
    """The answers of one text; none when it is no interview."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._inside = reading.speech.quotations.inside
        self._answers = frozenset(self._find())
        self._voice = self._first_named() if self._answers else None

    def heard(self, draft: Draft, said: tuple[Source, ...]) -> tuple[Source, ...]:
        """The speakers of a telling, around them whoever answers; one who tells what he did himself is no
        source."""
        who = self._voice
        if who is None or draft.sent not in self._answers:
            return said
        known = {other.key for other in draft.actors} | {source.who.key for source in said if source.who}
        if who.key in known:
            return said
        return (Source(stance="reports", who=who, first=who.first, last=who.last), *said)

    def _find(self) -> list[int]:
        """The sentences of the answers; those in quotation marks alone where the answers are quoted."""
        numbers = range(len(self._reading.parse.paragraphs))
        questions = [number for number in numbers if self._asks(number)]
        if sum(map(self._is_answered, questions)) < _QUESTIONS:
            return []
        parts = groupby(range(questions[0], len(numbers)), key=lambda number: number in set(questions))
        answers = [list(part) for asked, part in parts if not asked]
        own = [part for part in answers if any(map(self._is_own, part))]
        if len(own) < _ANSWERS:
            return []
        told = [number for part in answers for number in part]
        quoted = [number for number in told if self._words(number)[0].i in self._inside]
        return quoted if 2 * len(quoted) > len(told) else told

    def _words(self, number: int) -> list[Token]:
        sentence = self._reading.parse.sentence(number)
        return [token for token in sentence if token.pos not in ("PUNCT", "SPACE")] or list(sentence)

    def _asks(self, number: int) -> bool:
        first = self._words(number)[0]
        asked = any(token.text == "?" for token in self._reading.parse.sentence(number)[-2:])
        return first.text in _QUESTION_SIGNS or asked and first.i not in self._inside

    def _is_answered(self, number: int) -> bool:
        """Whether what follows a question looks like an answer."""
        paragraphs = self._reading.parse.paragraphs
        if number + 1 >= len(paragraphs):
            return False
        answer = self._words(number + 1)[0]
        marks = {
            self._reading.parse.sentence(number + 1)[0].text,
            self._reading.parse.sentence(number)[-1].text,
        }
        apart = paragraphs[number] != paragraphs[number + 1] or bool(marks & _DASHES)
        return apart or answer.i in self._inside or answer.text in _ANSWER_SIGNS

    def _is_own(self, number: int) -> bool:
        return any(word.lower in _FIRST_PERSON for word in self._words(number))

    def _first_named(self) -> Participant | None:
        index, phrases = self._reading.index, self._reading.phrases
        names = sorted(index.names, key=lambda name: name.first == name.last)
        people = (phrases.read(self._reading.parse.tokens[name.head]) for name in names)
        return next((who for who in people if who is not None and who.type in PERSONS), None)
