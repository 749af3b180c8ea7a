"""Who does it and to whom, where the rules find nobody: all who are named near a telling, and the facts of
each pair."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from kg.chance import Facts, chance, few, flag
from kg.drafts import OTHERS_WORDS, Draft, Participant, changed
from kg.extract.participants import unique
from kg.extract.reading import Reading
from kg.extract.ties.ground import Ground, inside, standing, window
from kg.knowledge import Ties
from kg.syntax import Parse

BACK = 1
"""How many sentences before a telling its parties are looked for."""
SIGNS: tuple[tuple[str, ...], ...] = (
    ("event",), ("event", "same", "before"), ("apart",), ("path",), ("plain path",), ("short path",),
    ("short path", "event"), ("plain path", "event"), ("plain path", "type"), ("plain path", "manner"),
    ("type",), ("type", "event"), ("type", "event", "before"), ("kind",), ("kind", "type"), ("role",),
    ("role", "event"), ("role", "apart"), ("role", "same", "before"), ("label",), ("label", "event"),
    ("label", "apart", "event"), ("preposition",), ("preposition", "event"), ("preposition", "event", "type"),
    ("above",), ("label", "above"), ("others", "before", "same"), ("verbs", "before", "same"),
    ("events", "before", "same"), ("distance", "before", "same"), ("word",), ("word", "before", "same"),
    ("tag", "before", "same"), ("manner", "before", "same"), ("mode",), ("rule",), ("status",), ("other",),
    ("other", "event"), ("noun",), ("noun", "event"), ("passive", "before", "same"), ("down",),
    ("down", "event"), ("speaks",), ("speaks", "event"), ("number", "event"), ("steps",), ("opening",),
    ("alone",), ("alone", "same", "before"), ("alone", "plain path"), ("alone", "event"),
    ("alone", "preposition"), ("alone", "role"),
)  # fmt: skip
ROLES = ("actor", "recipient")


class Parties:
    """All who are named in one text and the tellings around them."""

    def __init__(self, parse: Parse, drafts: list[Draft], people: list[Participant]) -> None:
        self.ground = Ground(parse, drafts)
        self.people = people
        self._sent = [parse.tokens[who.head].sent for who in people]
        self._heads = [who.head for who in self.people]
        self._events = Counter(draft.event for draft in drafts)
        self._roles: dict[int, set[str]] = defaultdict(set)
        for draft in drafts:
            for role, found in _roles(draft):
                self._roles[found.head].add(role)

    def pairs(self, number: int, tie: str) -> Iterator[tuple[Participant, Facts]]:
        """Everybody near a telling that lacks this party, with the facts of the two."""
        draft = self.ground.drafts[number]
        if not self._lacks(draft, tie):
            return
        main = self.ground.parse.tokens[draft.first]
        telling = {
            **self.ground.telling(draft),
            "other": f"{flag(draft.actors)} {flag(draft.recipients)}",
            "alone": self._standing_alone(draft),
            "passive": flag(any(child.dep in ("auxpass", "nsubjpass") for child in main.children)),
        }
        keys = {who.key for _, who in _roles(draft)}
        taken = {*draft.tokens} | {i for first, last in draft.instruments for i in range(first, last + 1)}
        first, end = window(self._sent, draft.sent, BACK, 0)
        for who in self.people[first:end]:
            if who.head not in taken and who.key not in keys:
                yield who, {**telling, **self._facts(draft, who)}

    def filled(self, tie: str, ties: Ties) -> list[Draft]:
        """The tellings, with those who probably belong to the ones that lack this party."""
        return [self._filled(number, tie, ties) for number in range(len(self.ground.drafts))]

    def _filled(self, number: int, tie: str, ties: Ties) -> Draft:
        draft = self.ground.drafts[number]
        found = [who for who, facts in self.pairs(number, tie) if chance(ties, facts) >= ties.least]
        if not found:
            return draft
        rule = f"{draft.rule}; {tie} by surroundings"
        if tie == "actor":
            return changed(draft, actors=unique(found), rule=rule)
        return changed(draft, recipients=unique(found), rule=rule)

    def _lacks(self, draft: Draft, tie: str) -> bool:
        """Whether a telling has nobody in this role and could have somebody; a noun not where the same may
        have been told elsewhere."""
        if draft.rule in OTHERS_WORDS or draft.symmetric and tie == "recipient":
            return False
        return not (draft.toll and tie == "actor" or _has(draft, tie))

    def _standing_alone(self, draft: Draft) -> str:
        """Whether a noun tells an event by itself: not where the same may have been told elsewhere."""
        if not draft.nominal:
            return "verb"
        described = any(c.i in self.ground.told for c in self.ground.parse.tokens[draft.first].all("acl"))
        return f"{flag(draft.likely)} {flag(described)} {few(self._events[draft.event], 3)}"

    def _facts(self, draft: Draft, who: Participant) -> dict[str, str]:
        token = self.ground.parse.tokens[who.head]
        low, high = sorted((who.head, draft.first))
        return {
            **self.ground.way(draft, token),
            **standing(token),
            "type": who.type,
            "kind": f"{who.kind} {flag(who.known)}{flag(who.definite)}",
            "number": flag(who.plural),
            "noun": token.lemma if who.kind == "noun" else "",
            "role": " ".join(sorted(self._roles[who.head])),
            "speaks": flag("speaker" in self._roles[who.head]),
            "others": few(inside(self._heads, low, high)),
        }


def _has(draft: Draft, tie: str) -> bool:
    return bool(draft.actors if tie == "actor" else draft.recipients or draft.targets)


def _roles(draft: Draft) -> Iterator[tuple[str, Participant]]:
    fields: dict[str, Sequence[Participant]] = {
        "actor": draft.actors, "recipient": draft.recipients, "unit": draft.units, "target": draft.targets,
        "host": draft.hosts, "place": draft.places,
        "speaker": [source.who for source in draft.sources if source.who is not None],
    }  # fmt: skip
    for role, people in fields.items():
        for who in people:
            yield role, who


def with_parties(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """The tellings, those without an actor or a recipient with whoever most probably is it."""
    for tie in ROLES:
        drafts = Parties(reading.parse, drafts, reading.people).filled(tie, reading.knowledge.ties[tie])
    return drafts
