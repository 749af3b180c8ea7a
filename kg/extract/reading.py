"""One reading of a parse: what the functions that find events share."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from kg.drafts import Draft, Participant, Source
from kg.extract.attribution import Speech
from kg.extract.clauses import Slots, slots
from kg.extract.frames import Matcher
from kg.extract.names import Index
from kg.extract.participants import Reader
from kg.extract.verbfinal import in_order
from kg.knowledge import Frame, Knowledge
from kg.syntax import Parse, Token

_NAMING = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP"))


class Reading:
    """A parse with its names, phrases and speakers, and what was found out about it so far.

    ``consumed`` are the tokens that are content of an event and no event of their own; ``alleged``
    tells for a token who says that it happened, and who is blamed for it; ``guesses`` are those of
    ``weighing``, worked out once. ``tell`` reads the clause of one verb: clauses contain clauses, so the
    functions that it calls come back to ``told``.
    """

    def __init__(
        self,
        parse: Parse,
        knowledge: Knowledge,
        index: Index,
        tell: Callable[[Reading, Token], Draft | None],
    ) -> None:
        self.parse = parse
        self.knowledge = knowledge
        self.index = index
        self.phrases = Reader(parse, knowledge, index)
        self.matcher = Matcher(knowledge, self.phrases)
        self.speech = Speech(parse, knowledge, self.phrases)
        self.consumed: set[int] = set()
        self.alleged: dict[int, tuple[Source | None, tuple[Participant, ...]]] = {}
        self.guesses: dict[int, Frame] | None = None
        self.off_topic = _off_topic(parse, knowledge)
        self._tell = tell
        self._slots: dict[int, Slots] = {}
        self._told: dict[int, Draft | None] = {}

    @cached_property
    def people(self) -> list[Participant]:
        """All who are named in the text or meant by a pronoun and can act, in text order."""
        found: dict[int, Participant] = {}
        for token in self.parse.tokens:
            people: list[Participant | None] = []
            if token.i in self.index.noun_at or token.i in self.index.name_at:
                people += self.phrases.all_stated(token)
            if token.pos == "PRON" or token.tag == "PRP$":
                people.append(self.phrases.read(token))
            for who in people:
                if who is not None and who.can_act:
                    found.setdefault(who.head, who)
        return [found[head] for head in sorted(found)]

    def slots(self, verb: Token) -> Slots:
        """The slots of a verb, worked out once."""
        if verb.i not in self._slots:
            self._slots[verb.i] = self._apart(verb, in_order(self.parse, verb, slots(verb)))
        return self._slots[verb.i]

    def _apart(self, verb: Token, found: Slots) -> Slots:
        """ "The owners have offered little, we reject it": what stands before a verb that has its object and
        does not say it to somebody is a sentence of its own."""
        clauses = found.get("ccomp", [])
        if not clauses or "obj" not in found or self.is_one(verb, "saying-verb"):
            return found
        before = [c for c in clauses if c.i < verb.i and c.child("nsubj", "nsubjpass")]
        if not before or not any(before[-1].i < c.i < verb.i and c.text in ",:" for c in verb.children):
            return found
        left = {**found, "ccomp": [c for c in clauses if c not in before], "beside": before}
        return {slot: tokens for slot, tokens in left.items() if tokens}

    def told(self, verb: Token) -> Draft | None:
        """What the clause of a verb tells, if anything; read once."""
        if verb.i not in self._told:
            self._told[verb.i] = None
            self._told[verb.i] = self._tell(self, verb)
        return self._told[verb.i]

    def consume(self, token: Token) -> None:
        """What stands below is content, not an event of its own; but what somebody is known by
        ("the pilot they have held since May") or has done stays told."""
        self.consumed.add(token.i)
        for child in token.children:
            if not _stays_told(child):
                self.consume(child)

    def is_one(self, token: Token, name: str) -> bool:
        """Whether the lemma of a token belongs to a word class."""
        return token.lemma in self.knowledge.classes[name]


def _stays_told(token: Token) -> bool:
    """A relative clause in the past or perfect or with its own subject, or a participle in the perfect."""
    if token.dep == "pcomp":
        return any(child.lower == "having" for child in token.children)
    if token.dep != "relcl":
        return False
    subject = token.child("nsubj")
    own = subject is not None and subject.tag in _NAMING and token.tag in ("VBZ", "VBP")
    perfect = any(
        child.lower in ("has", "have", "had", "'ve", "was", "were") for child in token.all("aux", "auxpass")
    )
    return own or perfect or token.tag == "VBD"


_SCORE = re.compile(r"\d{1,2}[-\u2013]\d{1,2}")


def _is_score(parse: Parse, token: Token) -> bool:
    """ "Lost 5-0", not "2-3 people"."""
    after = parse.tokens[token.i + 1].tag if token.i + 1 < len(parse.tokens) else ""
    return bool(_SCORE.fullmatch(token.text)) and after not in ("NN", "NNS")


def _off_topic(parse: Parse, knowledge: Knowledge) -> set[int]:
    """Sentences about sport, arts or markets, where battles and attacks are figures of speech."""
    cues = knowledge.cues.get("off-topic", frozenset())
    return {token.sent for token in parse.tokens if token.lemma in cues or _is_score(parse, token)}
