"""What one document tells in two ways that cannot both hold: offices, numbers, targets, places, actors.

Numbers are compared when they count the same sort of people; targets and places when two speakers
name different ones for one event; actors when a speaker lays "the attack" that was just told of at
another door. Denials against reports make contradictions too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations

from kg.drafts import Draft, Participant
from kg.knowledge import Knowledge
from kg.model import Contradiction, ContraryClaim, Count, Event, Mention
from kg.resolve.whereabouts import Whereabouts
from kg.syntax import Parse, Token

Row = tuple[Participant, Draft]
Show = Callable[[Participant], Mention]
_NEAR = 2
"""Sentences between the tellings of an event that two sides lay at different doors."""
_SETTLEMENTS = frozenset(("city", "district", "province"))
_POINTERS = frozenset(("the", "this", "that"))


class Disputes:
    """Finds the contradictions of one document; ``show`` makes the record of a participant."""

    def __init__(self, parse: Parse, knowledge: Knowledge, whereabouts: Whereabouts, show: Show) -> None:
        self.parse = parse
        self.knowledge = knowledge
        self.whereabouts = whereabouts
        self.show = show

    def of_event(self, event: Event, cluster: list[Draft]) -> list[Contradiction]:
        """Everything that the tellings of one event disagree on."""
        found = [
            self._counts(event, rows)
            for rows in _by_kind(cluster).values()
            if any(self._is_contrary(*pair) for pair in combinations(rows, 2))
        ]
        targets = [(who, d) for d in cluster for who in d.targets]
        places = [(who, d) for d in cluster for who in d.places if who.type == "Place"]
        for kind, rows, differ in (
            ("target", targets, self._is_other_thing),
            ("place", places, self._is_elsewhere),
        ):
            if sides := _contrary(rows, differ):
                found.append(self._sides(kind, event, sides))
        denial = of_denial(event)
        return [*found, denial] if denial is not None else found

    def _counts(self, event: Event, rows: list[tuple[Count, Draft]]) -> Contradiction:
        claims = tuple(
            ContraryClaim(
                value=self.parse.text[c.start : c.end], start=c.start, end=c.end, source=self._speaker(d)
            )
            for c, d in rows
        )
        return Contradiction(kind="count", about=event.id, claims=claims)

    def _speaker(self, draft: Draft) -> Mention | None:
        return self.show(draft.speaker) if draft.speaker is not None else None

    def _is_contrary(self, one: tuple[Count, Draft], other: tuple[Count, Draft]) -> bool:
        """Two numbers of different sentences that no one number can be, of the same sort of people."""
        if one[1].sent == other[1].sent or not _disjoint(one[0], other[0]):
            return False
        sorts = {self._counted(one[0]), self._counted(other[0])}
        return len(sorts) == 1 and None not in sorts

    def _counted(self, count: Count) -> str | None:
        """What is counted: the lemma, "" for people of any sort, ``None`` for "two more"."""
        token = self._token_at(count.end)
        if token is None:
            return ""
        noun = token.head if token.dep in ("nummod", "quantmod", "det") else token
        if any(self._is(child, "further") for child in (*noun.children, noun)):
            return None
        return "" if noun.pos != "NOUN" or self._is(noun, "anybody") else noun.lemma

    def _is(self, token: Token, name: str) -> bool:
        return token.lemma in self.knowledge.classes[name]

    def _token_at(self, end: int) -> Token | None:
        return next((token for token in self.parse.tokens if token.end == end), None)

    def _is_other_thing(self, one: Participant, other: Participant) -> bool:
        """A market is no depot; a "building" may be either."""
        words = [self.parse.tokens[who.first : who.last + 1] for who in (one, other)]
        nouns = [{word.lemma for word in told if word.pos in ("NOUN", "PROPN")} for told in words]
        vague = any(self._is(self.parse.tokens[who.head], "any-facility") for who in (one, other))
        return not vague and one.type == other.type and not nouns[0] & nouns[1]

    def _is_elsewhere(self, one: Participant, other: Participant) -> bool:
        """Two places of the same size that the gazetteer knows, neither of which lies in the other."""
        links = [self.whereabouts.link(who.name) for who in (one, other)]
        known = [place for link in links if link and (place := self.whereabouts.gazetteer.get(link.iri))]
        if len(known) < 2 or known[0].kind != known[1].kind or known[0].kind not in _SETTLEMENTS:
            return False
        outer = [{place.iri for place in self.whereabouts.gazetteer.chain(one)} for one in known]
        return known[0].iri not in outer[1] and known[1].iri not in outer[0]

    def _sides(self, kind: str, event: Event, sides: Iterable[Row]) -> Contradiction:
        claims = []
        for who, draft in sides:
            start, end = self.parse.tokens[who.first].start, self.parse.tokens[who.last].end
            claims.append(
                ContraryClaim(value=self.show(who).name, start=start, end=end, source=self._speaker(draft))
            )
        return Contradiction(kind=kind, about=event.id, claims=tuple(claims))

    def of_actors(self, events: list[Event], clusters: list[list[Draft]]) -> list[Contradiction]:
        """ "The opposition said the army had carried out the attack": the attack another was blamed for."""
        told = sorted(zip(events, clusters, strict=True), key=lambda pair: min(d.first for d in pair[1]))
        found = []
        for place, (_, cluster) in enumerate(told):
            if not self._points_back(cluster[0]):
                continue
            earlier = [pair for pair in told[:place] if self._blames_another(cluster, pair[1])]
            if earlier:
                event, first = earlier[-1]
                sides = [*_doers(first)[:1], *_doers(cluster)[:1]]
                found.append(self._sides("actor", event, sides))
        return found

    def _blames_another(self, cluster: list[Draft], earlier: list[Draft]) -> bool:
        one, other = _doers(cluster), _doers(earlier)
        if cluster[0].event != earlier[0].event or not one or not other or cluster[0].symmetric:
            return False
        if cluster[0].sent - max(d.sent for d in earlier) > _NEAR:
            return False
        keys = [{w.key for w, _ in rows} | {w.code for w, _ in rows if w.code} for rows in (one, other)]
        return not keys[0] & keys[1] and _voice(one[0][1]) != _voice(other[0][1])

    def _points_back(self, draft: Draft) -> bool:
        """Whether somebody speaks of an event as known: "had carried out the attack"."""
        nouns = [self.parse.tokens[i] for i in draft.tokens if self.parse.tokens[i].pos == "NOUN"]
        pointing = any(child.lower in _POINTERS for noun in nouns for child in noun.all("det"))
        return bool(draft.sources) and pointing and not draft.recipients and not draft.date


def _by_kind(cluster: list[Draft]) -> dict[str, list[tuple[Count, Draft]]]:
    told: dict[str, list[tuple[Count, Draft]]] = {}
    for draft in cluster:
        for count in draft.counts:
            told.setdefault(count.kind, []).append((count, draft))
    return told


def _doers(cluster: list[Draft]) -> list[Row]:
    return [(who, draft) for draft in cluster for who in draft.actors if who.kind != "pronoun"]


def _voice(draft: Draft) -> str | None:
    return draft.speaker.key if draft.speaker is not None else None


def _contrary(rows: list[Row], differ: Callable[[Participant, Participant], bool]) -> list[Row]:
    """The first two that two named speakers tell in different sentences; empty when all agree."""
    for one, other in combinations(rows, 2):
        voices = {_voice(one[1]), _voice(other[1])}
        apart = one[1].sent != other[1].sent and len(voices) == 2 and None not in voices
        if apart and one[0].key != other[0].key and differ(one[0], other[0]):
            return [one, other]
    return []


def _disjoint(one: Count, other: Count) -> bool:
    low = max(one.min or 0, other.min or 0)
    high = min(x for x in (one.max, other.max, 10**12) if x is not None)
    return low > high


def of_denial(event: Event) -> Contradiction | None:
    """Somebody denies what others report or allege."""
    denials = [a for a in event.attribution if a.stance == "denies"]
    others = [a for a in event.attribution if a.stance != "denies"]
    if not denials or not others:
        return None
    claims = tuple(
        ContraryClaim(value=a.stance, start=a.cue.start, end=a.cue.end, source=a.source)
        for a in (*others, *denials)
    )
    return Contradiction(kind="denial", about=event.id, claims=claims)
