"""Which events and actors of different documents are the same: a pure function of the set.

Order and batch size cannot matter: candidates come from blocks of the whole set, each decision
looks at two sightings only, and groups are formed over the sorted decisions. People's judgements
come in as data and win over any score.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kg.model import HAPPENED, Record

_Possible = Callable[[Sequence[str]], bool]

ACCEPT = 0.8
"""Two sightings scoring at least this are one event. Below it both stay apart."""

BLOCK_CAP = 64
"""How many earlier neighbours a sighting is compared with in one block: keeps the cost flat."""

NAME_SCORE, NAME_REASON = 0.9, "same name, type and country"

WINDOW = 10
"""Days: neighbours in a block further apart than this are not compared."""

_LOOSE = 7
"""Days: an interval longer than this is too vague to tell two events are one."""
_SPAN = 3
"""Days: no group of sightings may need more than this between its first and its last day."""


class Sighting(Record, frozen=True):
    """One document's event, reduced to what merging looks at.

    ``actors`` and ``affected`` (recipients and targets) hold sorted canonical IRIs; dates are
    ISO days, both ends inclusive, ``None`` when open; ``published`` is used for closeness only.
    """

    iri: str
    document: str
    category: str
    mode: str | None
    status: str
    actors: tuple[str, ...]
    affected: tuple[str, ...]
    places: tuple[str, ...]
    earliest: dt.date | None
    latest: dt.date | None
    published: dt.date | None
    counts: tuple[tuple[str, int], ...] = ()


class NamedThing(Record, frozen=True):
    """An entity of one document. ``known`` ones are the same wherever their IRI stands."""

    iri: str
    document: str
    type: str
    name: str
    code: str | None
    known: bool


class Judgement(Record, frozen=True):
    """What a person said about two things: ``same`` joins them, otherwise they stay apart."""

    left: str
    right: str
    same: bool
    reason: str = ""


class Decision(Record, frozen=True):
    """Two things found to be the same, with the score that said so and why."""

    left: str
    right: str
    score: float
    reason: str


class Group(Record, frozen=True):
    """Things that are one: sorted members and the decisions that hold them together."""

    members: tuple[str, ...]
    decisions: tuple[Decision, ...] = ()

    @property
    def representative(self) -> str:
        """The smallest member: stands for the group in every derived graph."""
        return self.members[0]


def merge_entities(things: Iterable[NamedThing], judgements: Iterable[Judgement] = ()) -> list[Group]:
    """Groups of unknown named entities of the same exact name, type and code; sorted, none of one member.

    Names of one word of a person, and descriptions without a capital ("gunmen"), stand for
    somebody else in each document and are only joined by a judgement.
    """
    unknown = {thing.iri: thing for thing in things if not thing.known}
    blocks: dict[str, list[str]] = defaultdict(list)
    for thing in unknown.values():
        if (name := name_block(thing)) is not None:
            blocks[name].append(thing.iri)
    found = [
        Decision(left=sorted(block)[0], right=other, score=NAME_SCORE, reason=NAME_REASON)
        for block in blocks.values()
        for other in sorted(block)[1:]
    ]
    groups = _grouped(unknown, found, list(judgements), lambda members: True)
    return [group for group in groups if len(group.members) > 1]


def name_block(thing: NamedThing) -> str | None:
    """What things that are one by name have in common; ``None`` when the name tells too little."""
    if not _is_telling(thing):
        return None
    return f"{thing.type} {thing.code or ''} {normal_name(thing.name)}"


def normal_name(name: str) -> str:
    """The name without case, accents, hyphens, quotes and a leading "the": equal means the same name."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    plain = re.sub(r"['’‘`\"“”]", "", plain)
    return re.sub(r"[\W_]+", " ", plain).strip().removeprefix("the ")


def _is_telling(thing: NamedThing) -> bool:
    words = normal_name(thing.name).split()
    if not words or thing.name == thing.name.lower():
        return False
    return len(words) > 1 or thing.type not in {"Person", "Official"}


def merge_events(
    sightings: Iterable[Sighting],
    judgements: Iterable[Judgement] = (),
    *,
    within: Mapping[str, str] | None = None,
) -> list[Group]:
    """Every sighting in exactly one group, sorted by representative; single ones included.

    ``within`` tells the container of a place, so that a town and its province do not conflict.
    """
    by_iri = {sighting.iri: sighting for sighting in sightings}
    found = [
        decision
        for left, right in _candidates(by_iri.values())
        if (decision := compare(left, right, within=within or {})) is not None
    ]
    return group_events(by_iri, found, judgements)


def group_events(
    sightings: Mapping[str, Sighting], found: Iterable[Decision], judgements: Iterable[Judgement] = ()
) -> list[Group]:
    """The groups that these decisions make, best first, as far as days, documents and judgements allow."""
    return _grouped(
        sightings,
        list(found),
        list(judgements),
        lambda members: _can_be_one([sightings[iri] for iri in members]),
    )


def compare(left: Sighting, right: Sighting, *, within: Mapping[str, str]) -> Decision | None:
    """The decision that the two are one event, or ``None``; symmetric in its arguments."""
    if left.iri > right.iri:
        left, right = right, left
    if _excluded(left, right):
        return None
    parts = [
        _parties(left.actors, right.actors, "actors"),
        _parties(left.affected, right.affected, "recipients"),
        _dates(left, right),
        _places(left.places, right.places, within),
        _modes(left.mode, right.mode),
        _counts(left.counts, right.counts),
    ]
    score = round(sum(value for value, _ in parts), 3)
    if score < ACCEPT:
        return None
    reason = ", ".join(word for _, word in parts if word)
    return Decision(left=left.iri, right=right.iri, score=min(score, 1.0), reason=reason)


def _excluded(left: Sighting, right: Sighting) -> bool:
    if left.document == right.document or left.category != right.category:
        return True
    if left.status != right.status and not {left.status, right.status} <= HAPPENED:
        return True
    if _apart(left.actors, right.actors) and not _one_scene(left, right):
        return True
    return _apart(left.affected, right.affected)


def _one_scene(left: Sighting, right: Sighting) -> bool:
    """An attack in the same way on the same victim on the same day: maybe only who did it is told
    differently. Words and sanctions of two speakers are always two events."""
    if left.category != "ASSAULT":
        return False
    same_day = left.earliest is not None and left.earliest == left.latest == right.earliest == right.latest
    return same_day and bool(left.affected) and left.affected == right.affected and left.mode == right.mode


def _apart(left: Sequence[str], right: Sequence[str]) -> bool:
    return bool(left) and bool(right) and not set(left) & set(right)


def _parties(left: Sequence[str], right: Sequence[str], word: str) -> tuple[float, str]:
    if not left and not right:
        return (0.0, "")
    if not left or not right:
        return (0.05, "")
    if _apart(left, right):
        return (0.05, f"other {word}")
    return (0.3, f"same {word}") if left == right else (0.2, f"shared {word}")


def _dates(left: Sighting, right: Sighting) -> tuple[float, str]:
    gap = _gap(left, right)
    if gap is None:
        return _closeness(left.published, right.published)
    if gap > 1:
        return (-1.0, "")
    if max(_length(left), _length(right)) > _LOOSE:
        return (0.0, "")
    if left.earliest == right.earliest and left.latest == right.latest:
        return (0.3, "same date")
    return (0.2, "dates overlap") if gap == 0 else (0.15, "dates a day apart")


def _gap(left: Sighting, right: Sighting) -> int | None:
    """Days between the intervals, 0 when they overlap, ``None`` when one of them is open."""
    if not (left.earliest and left.latest and right.earliest and right.latest):
        return None
    return max(0, (left.earliest - right.latest).days, (right.earliest - left.latest).days)


def _length(one: Sighting) -> int:
    return (one.latest - one.earliest).days + 1 if one.earliest and one.latest else 0


def _closeness(left: dt.date | None, right: dt.date | None) -> tuple[float, str]:
    if left is None or right is None:
        return (0.0, "")
    days = abs((left - right).days)
    if days > _SPAN:
        return (-0.2, "")
    return (0.15, "published together") if days <= 1 else (0.05, "published close together")


def _places(left: Sequence[str], right: Sequence[str], within: Mapping[str, str]) -> tuple[float, str]:
    if not left or not right:
        return (0.0, "")
    if set(left) & set(right):
        return (0.15, "same place")
    wider = {outer for place in left for outer in _containers(place, within)}
    wider_too = {outer for place in right for outer in _containers(place, within)}
    if wider & set(right) or wider_too & set(left):
        return (0.1, "one place in the other")
    return (-0.3, "")


def _containers(place: str, within: Mapping[str, str]) -> Iterator[str]:
    seen = {place}
    while (outer := within.get(place)) is not None and outer not in seen:
        seen.add(outer)
        place = outer
        yield outer


def _modes(left: str | None, right: str | None) -> tuple[float, str]:
    if left is None or right is None:
        return (0.0, "")
    return (0.1, "same mode") if left == right else (-0.15, "")


def _counts(left: Sequence[tuple[str, int]], right: Sequence[tuple[str, int]]) -> tuple[float, str]:
    shared = {kind for kind, _ in left} & {kind for kind, _ in right}
    if not shared:
        return (0.0, "")
    return (0.1, "same numbers") if set(left) & set(right) else (-0.05, "")


def _candidates(sightings: Iterable[Sighting]) -> list[tuple[Sighting, Sighting]]:
    """Pairs worth comparing: neighbours in time among those that share a category and two things."""
    blocks: dict[tuple[str, str, str], list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        for key in event_blocks(sighting):
            blocks[key].append(sighting)
    pairs = {}
    for block in blocks.values():
        for left, right in _neighbours(block):
            pairs[(min(left.iri, right.iri), max(left.iri, right.iri))] = (left, right)
    return [pairs[key] for key in sorted(pairs)]


def event_blocks(one: Sighting) -> Iterator[tuple[str, str, str]]:
    """The blocks it stands in: its category with any two of its parties and places."""
    for actor in one.actors:
        for other in (*one.affected, *one.places):
            yield (one.category, actor, other)
    for affected in one.affected:
        for place in one.places:
            yield (one.category, affected, place)
    for index, actor in enumerate(one.actors):
        for partner in one.actors[index + 1 :]:
            yield (one.category, actor, partner)


def _neighbours(block: list[Sighting]) -> Iterator[tuple[Sighting, Sighting]]:
    ordered = sorted(block, key=lambda one: (block_day(one), one.iri))
    for index, one in enumerate(ordered):
        for earlier in reversed(ordered[max(0, index - BLOCK_CAP) : index]):
            if (block_day(one) - block_day(earlier)).days > WINDOW:
                break
            yield (earlier, one)


def block_day(one: Sighting) -> dt.date:
    """The day that it is sorted by in its blocks."""
    return one.earliest or one.published or dt.date.min


def _can_be_one(members: Sequence[Sighting]) -> bool:
    """One sighting a document at most, and days that fit into one short window."""
    if len({one.document for one in members}) < len(members):
        return False
    first = [one.latest for one in members if one.latest]
    last = [one.earliest for one in members if one.earliest]
    return not first or not last or (max(last) - min(first)).days <= _SPAN


def _grouped(
    iris: Iterable[str],
    found: list[Decision],
    judgements: list[Judgement],
    possible: _Possible,
) -> list[Group]:
    """Connected components over the judged and the accepted pairs, best score first.

    A pair that would break a judgement or make an impossible group is passed over.
    """
    parts = _Parts(sorted(set(iris)))
    apart = [(one.left, one.right) for one in judgements if not one.same]
    for judged in _judged(judgements, parts):
        parts.join(judged)
    for decision in sorted(found, key=lambda one: (-one.score, one.left, one.right)):
        joint = parts.joint(decision)
        if joint and possible(joint) and not _breaks(apart, joint):
            parts.join(decision)
    return parts.groups()


def _judged(judgements: list[Judgement], parts: _Parts) -> list[Decision]:
    pairs = {
        (min(one.left, one.right), max(one.left, one.right), one.reason) for one in judgements if one.same
    }
    return [
        Decision(left=left, right=right, score=1.0, reason=reason or "judged by a person")
        for left, right, reason in sorted(pairs)
        if left in parts and right in parts
    ]


def _breaks(apart: list[tuple[str, str]], members: Sequence[str]) -> bool:
    inside = set(members)
    return any(left in inside and right in inside for left, right in apart)


class _Parts:
    """A partition that grows by joining, with the decisions that did it."""

    def __init__(self, iris: list[str]) -> None:
        self._of = {iri: iri for iri in iris}
        self._members = {iri: [iri] for iri in iris}
        self._decisions: dict[str, list[Decision]] = {iri: [] for iri in iris}

    def __contains__(self, iri: str) -> bool:
        return iri in self._of

    def joint(self, decision: Decision) -> list[str]:
        """The members that joining would bring together; empty when they are together already."""
        left, right = self._of[decision.left], self._of[decision.right]
        return [] if left == right else self._members[left] + self._members[right]

    def join(self, decision: Decision) -> None:
        left, right = self._of[decision.left], self._of[decision.right]
        self._decisions[left].append(decision)
        if left == right:
            return
        for iri in self._members[right]:
            self._of[iri] = left
        self._members[left] += self._members.pop(right)
        self._decisions[left] += self._decisions.pop(right)

    def groups(self) -> list[Group]:
        made = [
            Group(
                members=tuple(sorted(members)),
                decisions=tuple(sorted(self._decisions[key], key=lambda one: (one.left, one.right))),
            )
            for key, members in self._members.items()
        ]
        return sorted(made, key=lambda group: group.members)
