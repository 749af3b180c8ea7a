"""Which named place is the scene of which event: the candidates of a text and the facts of each pair."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from kg.chance import Facts, chance, few, flag
from kg.drafts import OTHERS_WORDS, Draft, Participant, changed
from kg.extract.breath import SCENE_WORDS
from kg.extract.participants import unique
from kg.extract.ties.ground import Ground, between, parties, standing, window
from kg.knowledge import Ties

BACK, AHEAD = 3, 1
"""How many sentences before and after a telling its place is looked for."""
_DROPPED = 0.35
"""Below which chance a place that the rules found is given up."""
_AROUND = 12
"""How far off other events in the same place count."""
SIGNS: tuple[tuple[str, ...], ...] = (
    ("ruled",), ("ruled", "event"), ("event",), ("manner",), ("apart",), ("ruled", "apart"),
    ("paragraphs", "apart"), ("preposition",), ("label",), ("above",), ("preposition", "above"), ("scenic",),
    ("scenic", "apart", "ruled"), ("scenic", "event", "apart"), ("preposition", "event", "same"), ("type",),
    ("type", "scenic", "apart"), ("type", "event", "same"), ("scenes", "ruled"), ("alike", "ruled"),
    ("near alike", "ruled", "manner"), ("shared", "ruled", "near"), ("shared patient", "ruled"),
    ("places", "same", "before"), ("places", "ruled", "scenic"), ("events", "same", "before"),
    ("events", "same", "scenic"), ("first", "ruled"), ("times", "ruled"), ("all",),
    ("sentence", "its sentence"), ("tag", "status"), ("status", "ruled"), ("spoken", "event"), ("word",),
    ("dated",), ("rule",), ("mode",), ("parties",), ("party",), ("target",), ("path",), ("plain path",),
    ("short path",), ("short path", "event"), ("plain path", "ruled"), ("plain path", "scenic"),
    ("length", "scenic"), ("down", "scenic"), ("down", "scenic", "event"),
    ("same", "before", "scenic", "distance"),
    ("alone", "scenic", "ruled"), ("here", "scenic", "ruled", "apart"),
    ("manner", "apart", "ruled", "scenic"), ("opening", "apart"), ("brief", "ruled", "apart"),
    ("brief", "scenic", "apart"), ("brief", "event", "same"), ("type", "preposition"), ("type", "above"),
)  # fmt: skip


class Scenes:
    """The places named in one text and the tellings around them."""

    def __init__(self, ground: Ground, places: Sequence[Participant]) -> None:
        self.ground = ground
        self.places = places
        self._sent = [ground.parse.tokens[who.head].sent for who in places]
        self._times = Counter(who.key for who in places)
        self._scenes: dict[str, set[int]] = defaultdict(set)
        for number, draft in enumerate(ground.drafts):
            for who in draft.places:
                self._scenes[who.key].add(number)

    def pairs(self, number: int) -> Iterator[tuple[Participant, Facts]]:
        """Every place near a telling, with the facts of the two."""
        draft = self.ground.drafts[number]
        telling = self._telling(draft)
        first, end = window(self._sent, draft.sent, BACK, AHEAD)
        near = self.places[first:end]
        for who, sent in zip(near, self._sent[first:end], strict=True):
            yield who, {**telling, **self._facts(number, draft, who, near), **self._beside(draft, who, sent)}

    def likely(self, ties: Ties) -> list[tuple[Participant, ...]]:
        """For every telling the places that it is most probably tied to; one that the rules found and that is
        no candidate stays."""
        return [self._likely(number, draft, ties) for number, draft in enumerate(self.ground.drafts)]

    def _likely(self, number: int, draft: Draft, ties: Ties) -> tuple[Participant, ...]:
        if draft.rule in OTHERS_WORDS:
            return draft.places
        chances: dict[str, float] = {}
        known: dict[str, Participant] = {}
        for who, facts in self.pairs(number):
            chances[who.key] = max(chances.get(who.key, 0.0), chance(ties, facts))
            known.setdefault(who.key, _as_place(who))
        kept = [who for who in draft.places if chances.get(who.key, 1.0) >= _DROPPED]
        return unique([*kept, *(who for key, who in known.items() if chances[key] >= ties.least)])

    def _telling(self, draft: Draft) -> dict[str, str]:
        return {
            **self.ground.telling(draft),
            "dated": flag(draft.date),
            "parties": f"{flag(draft.actors)} {flag(draft.recipients)}",
            "all": few(len(self._times), 4),
        }

    def _facts(
        self, number: int, draft: Draft, who: Participant, near: Sequence[Participant]
    ) -> dict[str, str]:
        token = self.ground.parse.tokens[who.head]
        stands = standing(token)
        facts = {**self.ground.way(draft, token), **stands, **self._elsewhere(number, draft, who)}
        people = (*draft.actors, *draft.recipients)
        return facts | {
            "ruled": ruled(who, draft),
            "scenic": flag(stands["preposition"] in SCENE_WORDS),
            "type": f"{who.type} {who.kind}",
            "places": few(between((p.head for p in near if p.key != who.key), token.i, draft.first)),
            "party": flag(any(who.key == p.key or who.head == p.head for p in people)),
            "target": flag(any(who.head == p.head for p in draft.targets)),
        }

    def _beside(self, draft: Draft, who: Participant, sent: int) -> dict[str, str]:
        """Which other places the sentence of the telling has."""
        first, end = window(self._sent, draft.sent, 0, 0)
        others = self.places[first:end]
        if sent != draft.sent:
            return {"here": few(len(others), 2)}
        return {"alone": flag(not any(p.key != who.key and self._is_scenic(p) for p in others))}

    def _is_scenic(self, who: Participant) -> bool:
        return standing(self.ground.parse.tokens[who.head])["preposition"] in SCENE_WORDS

    def _elsewhere(self, number: int, draft: Draft, who: Participant) -> dict[str, str]:
        """What else is told to have happened in the place."""
        drafts = self.ground.drafts
        around = self.ground.numbers(draft.sent, _AROUND, _AROUND)
        others = [drafts[n] for n in around if n != number and n in self._scenes[who.key]]
        near = [other for other in others if 0 <= draft.sent - other.sent <= 2]
        own, patients = parties(draft), {p.key for p in draft.recipients}
        return {
            "scenes": few(len(others)),
            "alike": flag(any(other.event == draft.event for other in others)),
            "near": flag(near),
            "near alike": flag(any(other.event == draft.event for other in near)),
            "shared": flag(any(own & parties(other) for other in near)),
            "shared patient": flag(any(patients & {p.key for p in other.recipients} for other in near)),
            "first": flag(who.key == self.places[0].key),
            "times": few(self._times[who.key]),
        }


def _as_place(who: Participant) -> Participant:
    """Where something happens is a place, whatever its name looked like."""
    return who if who.type in ("Place", "Facility", "State") else changed(who, type="Place")


def ruled(who: Participant, draft: Draft) -> str:
    """What the rules say: this place, another one, or none."""
    if any(place.key == who.key for place in draft.places):
        return "yes"
    return "other" if draft.places else "none"
