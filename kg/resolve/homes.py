"""The country of a body or person that the words around it give none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

from kg.drafts import Participant
from kg.model import PERSONS
from kg.syntax import Parse

_SCENE = frozenset(("in", "at", "near", "across", "inside", "outside", "around"))
_AT_HOME = frozenset(
    (
        "Agency",
        "Military",
        "Official",
        "Person",
        "CivilGroup",
        "Party",
        "NewsAgency",
        "ArmedGroup",
        "Organization",
    )
)
_DOMESTIC = frozenset(("Agency", "Military", "Official", "Party"))
_ABROAD = frozenset(("NewsAgency", "Organization", "InternationalOrganization"))
_OWNING = frozenset(("poss", "amod", "compound", "nmod"))
_SENDING = frozenset(
    "appoint deploy dispatch mobilise mobilize nominate recall redeploy send station withdraw".split()
)
_VICTIMS = frozenset(("Military", "CivilGroup", "Person", "ArmedGroup"))


class Homes:
    """Which countries each sentence of a document speaks of, and what follows for the rest.

    ``desks`` are the datelines in order: where each stands, and its country.
    """

    def __init__(
        self, parse: Parse, states: Mapping[str, object], desks: Sequence[tuple[int, str | None]]
    ) -> None:
        self.parse = parse
        self.states = states
        self.desks = desks
        self.desk = desks[0][1] if desks else None
        self.scenes: dict[int, set[str]] = {}
        self.opponents: set[tuple[int, str]] = set()
        self.objects: set[tuple[int, str]] = set()
        self.weights: Counter[str] = Counter()
        self.told: Counter[tuple[int, str]] = Counter()
        self.parts: dict[int, Counter[str]] = {}
        self.codes: dict[int, str] = {}

    def note(self, who: Participant, code: str | None) -> None:
        """Remembers whose country a mention names, and whether something happens there."""
        token = self.parse.tokens[who.head]
        abroad = who.type in _ABROAD and (who.kind == "name" or token.dep != "nsubj")
        if code is not None:
            self.codes.setdefault(who.head, code)
        if code is None or code not in self.states or abroad:
            return
        self.weights[code] += 1
        self.told[token.sent, code] += 1
        self.parts.setdefault(self.parse.paragraphs[token.sent], Counter())[code] += 1
        if who.kind != "name" or who.type not in ("Place", "State"):
            return
        if who.type == "Place" or (token.dep == "pobj" and token.head.lower in _SCENE):
            self.scenes.setdefault(token.sent, set()).add(code)
        elif token.dep not in _OWNING and not (token.dep == "pobj" and token.head.lower == "of"):
            self.opponents.add((token.sent, code))
            if token.dep in ("dobj", "pobj", "dative"):
                self.objects.add((token.sent, code))

    @cached_property
    def main(self) -> str | None:
        """The country that the document plays in: that of the dateline unless another is named far
        more, else the one named twice as often as any other."""
        ranked = [*self.weights.most_common(2), ("", 0), ("", 0)]
        (code, most), (_, second) = ranked[:2]
        if self.desk and 3 * (self.weights[self.desk] + 1) >= most:
            return self.desk
        return code if code and most >= 2 * second else None

    def of(self, who: Participant) -> str | None:
        """That of whoever sends it; the country where the sentence says it happens, else the one of
        the paragraph, else the main one, unless that is the other side of what is done; named persons
        are at home only with an office."""
        if (
            who.type not in _AT_HOME
            or who.source_only
            or (who.kind == "name" and who.known and who.type != "CivilGroup")
        ):
            return None
        if (sender := self._sender(who)) is not None:
            return sender
        sent = self.parse.tokens[who.head].sent
        scenes = self.scenes.get(sent, set()) if who.kind != "name" or who.type not in PERSONS else set()
        if scenes:
            return next(iter(scenes)) if len(scenes) == 1 else None
        if who.kind == "name" and not who.office and who.type not in _DOMESTIC:
            return None
        home = self._local(sent) or self.main
        return None if home is None or self._is_other_side(who, sent, home) else home

    def _sender(self, who: Participant) -> str | None:
        """ "Uganda deployed troops", "Peru sent policemen": they are of the country that sends them."""
        token = self.parse.tokens[who.head]
        verb = token.head
        if token.dep != "dobj" or verb.lemma not in _SENDING or who.kind != "noun" or verb.child("auxpass"):
            return None
        while verb.dep in ("conj", "xcomp") and verb.child("nsubj") is None:
            verb = verb.head
        subject = verb.child("nsubj")
        return self.codes.get(subject.i) if subject is not None else None

    def _local(self, sent: int) -> str | None:
        """The country of the dateline among several, or the only one that a paragraph speaks of where
        the main one is another."""
        if len(self.desks) > 1:
            start = self.parse.sentence(sent)[0].start
            above = [code for place, code in self.desks if place <= start]
            return above[-1] if above else None
        part = self.parts.get(self.parse.paragraphs[sent], Counter[str]())
        return next(iter(part)) if len(part) == 1 and self.main not in part else None

    def _is_other_side(self, who: Participant, sent: int, code: str) -> bool:
        """Whether the sentence tells of the country as of somebody else: victims are rarely its own
        there, and officials not when only this sentence speaks of it, and as of an object."""
        if who.type in _VICTIMS:
            return (sent, code) in self.opponents
        only_here = code != self.desk and self.weights[code] == self.told[sent, code]
        return only_here and (sent, code) in self.objects
