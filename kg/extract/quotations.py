"""Which sentences stand in quotation marks, also where a mark is missing, and which one tells whose words.

A quotation opens at a mark with a space before it and closes at one with a space after it. One that
is never closed ends with its sentence, or goes on in the next paragraph when that opens with a mark
again; one that is never opened begins with its sentence.
"""

from __future__ import annotations

from itertools import groupby

from kg.syntax import Parse, Token

_MARKS = frozenset(('"', "''", "``", "“", "”", "„", "«", "»"))
_OPENING = frozenset(("``", "“", "„", "«"))


class Quotations:
    """The quoted tokens of a parse; sentences that are nothing but quotation."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.inside: set[int] = set()
        self._continued: set[int] = set()
        self._scan()

    def _scan(self) -> None:
        sentences = range(len(self.parse.paragraphs))
        for place, numbers in groupby(sentences, key=lambda number: self.parse.paragraphs[number]):
            self._scan_paragraph(list(numbers), last=place == self.parse.paragraphs[-1])

    def _scan_paragraph(self, numbers: list[int], *, last: bool) -> None:
        opened = None
        for number in numbers:
            if opened is not None:
                self._continued.add(number)
            for token in self.parse.sentence(number):
                if token.text not in _MARKS:
                    if opened is not None:
                        self.inside.add(token.i)
                elif self._opens(token, opened is not None):
                    opened = number if opened is None else opened
                else:
                    if opened is None:
                        self._open_late(token)
                    opened = None
        if opened is not None and (last or not self._resumes(numbers[-1] + 1)):
            self._close_early(opened, numbers[-1])

    def _open_late(self, mark: Token) -> None:
        """A mark closes what none has opened: its sentence is quoted from its start or the last mark."""
        at = mark.i - 1
        while (
            at >= 0 and self.parse.tokens[at].sent == mark.sent and self.parse.tokens[at].text not in _MARKS
        ):
            self.inside.add(at)
            at -= 1

    def _close_early(self, opened: int, last: int) -> None:
        """A quotation that nothing closes is only the sentence that opens it."""
        self._continued.difference_update(range(opened + 1, last + 1))
        for number in range(opened + 1, last + 1):
            self.inside.difference_update(token.i for token in self.parse.sentence(number))

    def _resumes(self, number: int) -> bool:
        """Whether the next paragraph opens with a mark: the quotation goes on."""
        return self.parse.sentence(number)[0].text in _MARKS

    def _opens(self, mark: Token, inside: bool) -> bool:
        """By the spaces around it, so that one missing mark does not turn all that follows round."""
        text = self.parse.text
        before, after = text[mark.start - 1 : mark.start], text[mark.end : mark.end + 1]
        if before.strip() and (not after or not after.isalnum()):
            return False
        if after.strip() and not before.strip():
            return True
        return mark.text in _OPENING or not inside

    def is_quoted(self, number: int) -> bool:
        """Whether all words of a sentence stand in quotation marks."""
        words = [token for token in self.parse.sentence(number) if token.pos not in ("PUNCT", "SPACE")]
        return bool(words) and all(token.i in self.inside for token in words)

    def has_quotation(self, number: int) -> bool:
        """Whether some words do."""
        return any(token.i in self.inside for token in self.parse.sentence(number))

    def goes_on(self, number: int) -> bool:
        """Whether the quotation goes on in the next sentence."""
        return number + 1 in self._continued

    def spoken_in(self, number: int) -> list[int]:
        """The sentences that may tell who speaks a quoted sentence, the likeliest first: before it, unless
        the quotation goes on; after it; and in the paragraph before."""
        ahead, back = self._run(number, 1), self._run(number, -1)
        before = self._paragraph_before(back[-1] if back else number)
        return [*ahead, *back, *before] if self.goes_on(number) else [*back, *ahead[:1], *before]

    def _run(self, number: int, step: int) -> list[int]:
        """The neighbours in the paragraph up to the first that is not all quotation."""
        found: list[int] = []
        other = number + step
        while 0 <= other < len(self.parse.paragraphs):
            if self.parse.paragraphs[other] != self.parse.paragraphs[number]:
                break
            found.append(other)
            if not self.is_quoted(other):
                break
            other += step
        return found

    def _paragraph_before(self, number: int) -> list[int]:
        """The last sentence of the paragraph before, when a quotation in it is taken up again."""
        other = number - 1
        if other < 0 or self.parse.paragraphs[other] != self.parse.paragraphs[number] - 1:
            return []
        return [other] if self.has_quotation(other) else []
