"""Who answers in an interview: all that is told in the answers is his word.

An interview is a text with several questions outside quotation marks, each with an answer behind it in
quotation marks, behind a dash or in a paragraph of its own; several answers speak in the first person, and
nobody else is said to say so. Who answers is named at the start of an answer ("Solheim: ..."), else is
whoever "we met" or "spoke to us", else whoever is named first in full; but nobody of whom the answers
themselves speak. What the questions say, nobody says.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, takewhile

from kg.drafts import Draft, Participant, Source
from kg.extract.reading import Reading
from kg.extract.spans import NameSpan
from kg.knowledge import words
from kg.model import PERSONS
from kg.syntax import Token

_QUESTIONS, _ANSWERS = 2, 2
"""How many questions, and answers in the first person, make an interview."""
_DASHES = frozenset("-–—")
_QUESTION_SIGNS, _ANSWER_SIGNS = frozenset(("Q", "Question")), frozenset(("A", "Answer"))
_FIRST_PERSON = frozenset("i we me us my our mine ours myself ourselves".split())
_MEETING = frozenset("ask interview meet question reach visit".split())
_SPEAKING = frozenset("chat converse sit speak talk".split())


class Interview:
    """The answers of one text; none when it is no interview."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._inside = reading.speech.quotations.inside
        self._answers = frozenset(self._find())
        self._voice = self._answering() if self._answers else None

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
        questions = {number for number in numbers if self._asks(number)}
        if sum(map(self._is_answered, questions)) < _QUESTIONS:
            return []
        parts = groupby(range(min(questions), len(numbers)), key=questions.__contains__)
        answers = [list(part) for asked, part in parts if not asked]
        if sum(any(map(self._is_own, part)) for part in answers) < _ANSWERS:
            return []
        told = [number for part in answers[:-1] for number in part] + self._last(answers[-1])
        quoted = [number for number in told if self._reading.speech.quotations.is_quoted(number)]
        return quoted if 2 * len(quoted) > len(told) else told

    def _last(self, answer: list[int]) -> list[int]:
        """The last answer: its paragraph, and those after it that speak in the first person."""
        paragraphs = self._reading.parse.paragraphs
        parts = [list(part) for _, part in groupby(answer, key=paragraphs.__getitem__)]
        after = takewhile(lambda part: any(map(self._is_own, part)), parts[1:])
        return [number for part in (*parts[:1], *after) for number in part]

    def _first_word(self, number: int) -> Token:
        sentence = self._reading.parse.sentence(number)
        return next((token for token in sentence if token.pos not in ("PUNCT", "SPACE")), sentence[0])

    def _asks(self, number: int) -> bool:
        first = self._first_word(number)
        asked = any(token.text == "?" for token in self._reading.parse.sentence(number)[-2:])
        return first.text in _QUESTION_SIGNS or asked and first.i not in self._inside

    def _is_answered(self, number: int) -> bool:
        """Whether what follows a question looks like an answer."""
        paragraphs = self._reading.parse.paragraphs
        if number + 1 >= len(paragraphs):
            return False
        question, answer = map(self._reading.parse.sentence, (number, number + 1))
        apart = paragraphs[number] != paragraphs[number + 1]
        dash = question[-1].text in _DASHES or answer[0].text in _DASHES
        first = self._first_word(number + 1)
        return apart or dash or first.i in self._inside or first.text in _ANSWER_SIGNS

    def _is_own(self, number: int) -> bool:
        """Whether a sentence speaks in the first person, and nobody is said to say it."""
        own = any(
            word.lower in _FIRST_PERSON and word.tag in ("PRP", "PRP$") and word.text != "US"
            for word in self._reading.parse.sentence(number)
        )
        quoted = self._reading.speech.quotations.has_quotation(number)
        return own and not (quoted and self._reading.speech.sentence_speaker(number))

    def _answering(self) -> Participant | None:
        """Whoever answers, if that is clear."""
        people = list(self._people())
        named = [one for one in people if self._is_label(one[0])]
        met = [one for one in people if self._is_met(one[0])]
        full = [one for one in people if one[0].last > one[0].first]
        found = next(iter([*named, *met, *full, *people]), None)
        if found is None or not named and self._is_spoken_of(found[0]):
            return None
        return found[1]

    def _people(self) -> Iterator[tuple[NameSpan, Participant]]:
        """Everybody named, in text order; not by whom something is owned."""
        tokens = self._reading.parse.tokens
        for name in self._reading.index.names:
            who = self._reading.phrases.read(tokens[name.head])
            if who is not None and who.type in PERSONS and tokens[name.head].dep != "poss":
                yield name, who

    def _is_label(self, name: NameSpan) -> bool:
        """ "Solheim: On Monday ...": a name before the colon of an answer."""
        tokens = self._reading.parse.tokens
        sent = tokens[name.first].sent
        colon = tokens[name.last + 1].text == ":" if name.last + 1 < len(tokens) else False
        return colon and sent in self._answers and self._first_word(sent).i == name.first

    def _is_met(self, name: NameSpan) -> bool:
        """ "we met X", "we talked to X", "X spoke to us", told before the answers."""
        head = self._reading.parse.tokens[name.head]
        met = head.dep == "dobj" and head.head.lemma in _MEETING
        speaks = head.dep == "nsubj" and head.head.lemma in _SPEAKING
        verb = head.head.head
        spoken_to = head.dep == "pobj" and verb.lemma in _SPEAKING and _is_we(verb)
        return (met or speaks or spoken_to) and head.sent < min(self._answers)

    def _is_spoken_of(self, name: NameSpan) -> bool:
        """Whether the answers name the same person."""
        last = words(name.text)[-1:]
        others = (other for other in self._reading.index.names if other.first > name.last)
        return any(
            self._reading.parse.tokens[other.first].sent in self._answers and words(other.text)[-1:] == last
            for other in others
        )


def _is_we(verb: Token) -> bool:
    return any(subject.lower in ("i", "we") for subject in verb.all("nsubj"))
