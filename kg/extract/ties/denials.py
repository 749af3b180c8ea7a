"""Who denies which event: the words of denial in a text and the tellings before and around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from kg.chance import Facts, chance, few, flag
from kg.drafts import DENIAL, OTHERS_WORDS, Draft, Participant, Source
from kg.extract.denials import is_claim, may_deny
from kg.extract.reading import Reading
from kg.extract.ties.ground import Ground, window
from kg.knowledge import Ties
from kg.syntax import Token

BACK, AHEAD = 3, 0
"""How many sentences before and after the words of denial an event is looked for."""
_POINTING = frozenset("it this that these those them which what such".split())
SIGNS: tuple[tuple[str, ...], ...] = (
    ("verb",), ("verb", "apart"), ("object",), ("object", "apart"), ("verb", "object"), ("baseless",),
    ("baseless", "apart"), ("apart", "events"), ("apart", "before"), ("paragraphs", "apart"), ("event",),
    ("event", "apart"), ("status",), ("status", "apart"), ("sourced",), ("sourced", "apart"), ("side",),
    ("side", "apart"), ("side", "sourced"), ("side", "object"), ("victim", "side"), ("nearest", "apart"),
    ("nearest", "sourced"), ("nearest", "object"), ("subject",), ("type",), ("manner", "apart"), ("word",),
    ("rule",), ("spoken", "apart", "object"), ("plain path",), ("short path",), ("down", "before"),
    ("length", "before"), ("mark", "apart"), ("clause", "object"), ("clause", "before", "same"),
    ("same voice", "apart"), ("rivals", "sourced"), ("brief", "apart"), ("noun",),
)  # fmt: skip


class Cue(NamedTuple):
    """A verb by which ``who`` denies something, with what is known of it."""

    verb: Token
    who: Participant
    facts: Facts


class Denials:
    """The words of denial of one text and the tellings around them."""

    def __init__(self, reading: Reading, ground: Ground) -> None:
        self.reading = reading
        self.ground = ground
        self.cues = list(self._cues())

    def pairs(self, cue: Cue) -> Iterator[tuple[int, Facts]]:
        """The numbers of the tellings near words of denial, with the facts of the two."""
        drafts = self.ground.drafts
        near = self.ground.numbers(cue.verb.sent, BACK, AHEAD)
        can = [number for number in near if self._can_be(drafts[number], cue)]
        latest = _voices(drafts[near[-1]]) if near else set()
        for rank, number in enumerate(reversed(can)):
            draft = drafts[number]
            beside = {
                "nearest": few(rank),
                "rivals": few(len(can)),
                "same voice": flag(latest & _voices(draft)),
            }
            yield number, {**cue.facts, **self._facts(draft, cue), **beside}

    def likely(self, ties: Ties) -> Iterator[Draft]:
        """A telling that somebody denies another one, for each that most probably is denied."""
        for cue in self.cues:
            for number, facts in self.pairs(cue):
                if chance(ties, facts) >= ties.least:
                    yield _denial(cue, self.ground.drafts[number])

    def _cues(self) -> Iterator[Cue]:
        """The verbs of denying, and those that call something a lie, in text order."""
        seen: set[int] = set()
        for token in self.reading.parse.tokens:
            false = self.reading.is_one(token, "baseless")
            verb = _verb_above(token) if false else token
            denying = verb is not None and self.reading.is_one(verb, "denying-verb") and verb.pos == "VERB"
            if verb is None or verb.i in seen or not (denying or false):
                continue
            if self._is_act(verb) or not may_deny(self.reading, verb, self.reading.slots(verb)):
                continue
            if (found := self._speaker(verb)) is not None:
                seen.add(verb.i)
                yield Cue(verb, found[0], self._about(verb, *found))

    def _is_act(self, verb: Token) -> bool:
        """ "denied bail", "rejected the appeal", "dismissed the minister": what is done, not said of what was
        told."""
        found = self.reading.slots(verb)
        kind = self._kind(next(iter(found.get("obj", ())), None))
        given = verb.lemma == "deny" and bool({"to", "iobj"} & found.keys())
        return given or kind not in ("none", "claim", "pointing") and verb.i in self._acts

    @cached_property
    def _told(self) -> list[Draft]:
        return [draft for draft in self.ground.drafts if draft.rule not in OTHERS_WORDS]

    @cached_property
    def _acts(self) -> set[int]:
        return {token for draft in self._told for token in draft.tokens}

    @cached_property
    def _told_as_untrue(self) -> dict[int, str]:
        """The categories of what verbs of denying stand above: "denied sending troops"."""
        said = ((source, draft) for draft in self._told for source in draft.sources)
        return {source.first: draft.event for source, draft in said if source.stance == "denies"}

    def _speaker(self, verb: Token) -> tuple[Participant, str] | None:
        """The subject of a verb, else whoever is named last before it in its sentence."""
        who = self.reading.speech.speaker(verb)
        if who is not None:
            return who, "subject"
        first, end = window(self._sentences, verb.sent, 0, 0)
        before = [who for who in self.reading.people[first:end] if who.head < verb.i]
        return (before[-1], "before") if before else None

    @cached_property
    def _sentences(self) -> list[int]:
        return [self.reading.parse.tokens[who.head].sent for who in self.reading.people]

    def _about(self, verb: Token, who: Participant, subject: str) -> Facts:
        noun = next(iter(self.reading.slots(verb).get("obj", ())), None)
        sentence = self.reading.parse.sentence(verb.sent)
        return {
            "verb": verb.lemma,
            "object": self._kind(noun),
            "noun": noun.lemma if noun is not None else "",
            "baseless": flag(any(self.reading.is_one(token, "baseless") for token in sentence)),
            "subject": subject,
            "type": who.type,
            "mark": flag(any(token.text in ('"', "“", "”") for token in sentence)),
            "clause": flag({"ccomp", "xcomp"} & self.reading.slots(verb).keys()),
        }

    def _kind(self, noun: Token | None) -> str:
        if noun is None:
            return "none"
        if noun.lower in _POINTING:
            return "pointing"
        if is_claim(self.reading, noun):
            return "claim"
        return "name" if noun.i in self.reading.index.name_at else noun.pos

    def _can_be(self, draft: Draft, cue: Cue) -> bool:
        """Not the denial itself, nothing else than what is said to be untrue, and nothing that the one who
        denies has told himself."""
        denied = any(source.stance == "denies" for source in draft.sources)
        return (
            draft.rule not in OTHERS_WORDS
            and not denied
            and cue.verb.i not in draft.tokens
            and self._told_as_untrue.get(cue.verb.i, draft.event) == draft.event
            and cue.who.key not in _voices(draft)
        )

    def _facts(self, draft: Draft, cue: Cue) -> dict[str, str]:
        stances = {source.stance for source in draft.sources}
        return {
            **self.ground.telling(draft),
            **self.ground.way(draft, cue.verb),
            "sourced": "alleges" if "alleges" in stances else flag(stances),
            "side": _side(draft.actors, cue.who),
            "victim": _side(draft.recipients, cue.who),
        }


def _voices(draft: Draft) -> set[str]:
    """The keys of all who are said to tell it."""
    return {source.who.key for source in draft.sources if source.who is not None}


def _verb_above(token: Token) -> Token | None:
    """The verb that a word such as "false" belongs to; "be" gives way to the one that says so."""
    for above in (token, *token.ancestors()):
        if above.pos == "VERB" and above.lemma != "be":
            return above
    return None


def _side(people: Sequence[Participant], who: Participant) -> str:
    """Whether somebody is one of those people, of the country of one, or of another one."""
    if any(other.key == who.key for other in people):
        return "same"
    codes = {other.code for other in people if other.code}
    if not people or not codes or who.code is None:
        return "none" if not people else "unknown"
    return "country" if who.code in codes else "other"


def _denial(cue: Cue, draft: Draft) -> Draft:
    source = Source(stance="denies", who=cue.who, first=cue.verb.i, last=cue.verb.i)
    return Draft(
        event="", mode=None, first=cue.verb.i, last=cue.verb.i, sent=cue.verb.sent, tokens=(cue.verb.i,),
        nominal=True, definite=True, sources=(source,), rule=DENIAL, about=draft.first,
    )  # fmt: skip
