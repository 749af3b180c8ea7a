"""Whether a telling is of an event told before: the facts of the two, weighed by fitted weights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeVar

from kg.chance import Facts, chance, far, few, flag, path
from kg.drafts import OTHERS_WORDS, SPOKEN, Draft, Participant
from kg.knowledge import Ties
from kg.model import HAPPENED
from kg.resolve.likeness import Cluster, actors_of, dates_differ, hit_by, numbers, overlap, towns
from kg.syntax import Parse, Token

T = TypeVar("T")

_LATEST = 24
"""How many events of a category are looked at, those told last."""
_LATEST_TELLINGS = 12
"""How many tellings of an event are looked at beside the first, those told last."""
_STEM = 5  # letters
_APART = frozenset("separate separately another elsewhere meanwhile earlier later previous other".split())
"""Words of a sentence that tells of something else than the one before."""
_ELSEWHERE = frozenset(("separate", "separately", "elsewhere"))
"""Those of them that leave no doubt."""
_AGAIN = frozenset("also another second further other again later".split())
_ARMED = frozenset(
    "destroy aerial drone heavy-weapons explosives firearms suicide-attack targeted unconventional "
    "primitive".split()
)
"""Modes in which one attack may be told."""
_FORCES = frozenset(("Agency", "Military"))
SIGNS: tuple[tuple[str, ...], ...] = (
    ("event",), ("word",), ("near word",), ("words",), ("same word",), ("same word", "event"),
    ("same word", "actors", "hit"), ("stem", "actors", "hit"), ("manner",), ("manner", "near manner"),
    ("manner", "event"), ("near manner",), ("near manner", "event"), ("status",), ("same status", "event"),
    ("mode",), ("modes",), ("modes", "event"), ("modes", "actors", "hit"), ("modes", "gap"),
    ("others", "actors"), ("others", "actors", "hit"), ("others", "gap"), ("actors",), ("hit",),
    ("actors", "hit"), ("actors", "hit", "event"), ("doers",), ("doers", "actors"), ("doers", "event"),
    ("victims",), ("victims", "hit"), ("nouns",), ("nouns", "actors"), ("nouns", "actors", "hit"),
    ("actors", "hit", "manner"), ("actors", "hit", "dates"), ("actors", "hit", "places"),
    ("actors", "hit", "gap"), ("crossed",), ("known",), ("known", "event"), ("dates",), ("dates", "event"),
    ("dates", "places"), ("places",), ("places", "event"), ("counts",), ("counts", "event"),
    ("counts", "places"), ("speakers",), ("speakers", "event"), ("gap",), ("gap", "event"), ("gap", "manner"),
    ("gap", "paragraph"), ("gap", "dates"), ("distance", "gap"), ("later",), ("later", "gap"),
    ("later", "event"), ("later", "manner"), ("others",), ("others", "event"), ("tellings",), ("apart",),
    ("apart", "gap"), ("again", "gap"), ("opening",), ("opening", "gap"), ("sentence", "first sentence"),
    ("first sentence", "manner"), ("tag",), ("tags",), ("tags", "gap"), ("mutual",), ("mutual", "actors"),
    ("rule",), ("rule", "gap"), ("rule", "event"), ("modifiers",), ("modifiers", "event"), ("likely",),
    ("subject",), ("subject", "gap"),
    ("path",), ("plain path",), ("short path",), ("plain path", "event"), ("short path", "event"),
    ("steps",), ("down",), ("plain path", "actors", "hit"), ("steps", "known"),
)  # fmt: skip


class Events:
    """The events of one text so far, by category, those told last at the end."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self._told: dict[str, list[Cluster]] = defaultdict(list)

    def add(self, draft: Draft, cluster: Cluster) -> None:
        """Notes that a telling is of this event, new or one of the latest."""
        told = self._told[draft.event]
        for number in range(len(told) - 1, max(-1, len(told) - 1 - _LATEST), -1):
            if told[number] is cluster:
                del told[number]
                break
        told.append(cluster)

    def pairs(self, draft: Draft) -> Iterator[tuple[Cluster, Facts]]:
        """The latest events of its category that it can be, with the facts of the two, the last one first."""
        told = self._told[draft.event][-_LATEST:]
        words = {token.lower for token in self.parse.sentence(draft.sent)}
        alone = {**self._alone(draft, words), "others": few(len(told) - 1, 4)}
        for later, cluster in enumerate(reversed(told)):
            known = [*cluster[:1], *cluster[1:][-_LATEST_TELLINGS:]]
            elsewhere = draft.sent > known[-1].sent and bool(words & _ELSEWHERE)
            if not elsewhere and not _is_other(draft, known):
                yield cluster, {**alone, **self._beside(draft, known), "later": few(later)}

    def same(self, draft: Draft, ties: Ties) -> Cluster | None:
        """The event of which it most probably tells; by the same word certainly."""
        best: tuple[float, Cluster | None] = (ties.least, self._by_same_word(draft))
        for cluster, facts in self.pairs(draft) if best[1] is None else ():
            sure = 1.0 if _is_again(facts) else chance(ties, facts)
            if sure > best[0]:
                best = (sure, cluster)
        return best[1]

    def _by_same_word(self, draft: Draft) -> Cluster | None:
        for cluster in self._told[draft.event][-_LATEST:]:
            latest = [other for other in cluster[-_LATEST_TELLINGS:] if other.sent == draft.sent]
            if any({*draft.tokens} & {*other.tokens} for other in latest):
                return cluster
        return None

    def _alone(self, draft: Draft, words: set[str]) -> dict[str, str]:
        """What is known of a telling; ``words`` are those of its sentence."""
        parse, main = self.parse, self.parse.tokens[draft.first]
        modifiers = [child.lower for child in main.children if child.dep in ("det", "poss", "amod")]
        return {
            "event": draft.event,
            "word": main.lemma,
            "tag": main.tag,
            "manner": _manner(draft),
            "mutual": flag(draft.symmetric),
            "likely": flag(draft.likely),
            "subject": " ".join(_points_back(main)),
            "modifiers": " ".join(modifiers[:3]),
            "apart": flag(words & _APART),
            "again": flag(words & _AGAIN),
            "opening": parse.tokens[parse.sentences[draft.sent][0]].lower,
            "sentence": few(draft.sent),
        }

    def _beside(self, draft: Draft, cluster: Cluster) -> dict[str, str]:
        """What is known of a telling beside an event."""
        parse, main = self.parse, self.parse.tokens[draft.first]
        near = max(_of_itself(cluster), key=lambda other: (other.sent, other.first))
        word, gap = parse.tokens[near.first], draft.sent - near.sent
        own = {parse.tokens[i].lemma for i in draft.tokens}
        theirs = {parse.tokens[i].lemma for other in cluster for i in other.tokens}
        facts = {
            **_agreement(draft, cluster),
            "nouns": _shared(self._nouns([draft]), self._nouns(cluster)),
            "near word": word.lemma,
            "words": " ".join(sorted((main.lemma, word.lemma))),
            "same word": flag(own & theirs),
            "stem": flag({lemma[:_STEM] for lemma in own} & {lemma[:_STEM] for lemma in theirs}),
            "near manner": f"{_manner(near)} {flag(all(other.nominal for other in cluster))}",
            "tags": f"{main.tag} {word.tag}",
            "rule": f"{draft.rule.split(' ')[0]} {near.rule.split(' ')[0]}",
            "mode": f"{draft.mode or ''} {near.mode or ''}",
            "gap": few(gap, 4) if gap < 7 else "7",
            "paragraph": flag(parse.paragraphs[draft.sent] == parse.paragraphs[near.sent]),
            "distance": far(abs(main.i - word.i)),
            "tellings": few(len(cluster), 4),
            "first sentence": few(cluster[0].sent),
        }
        if gap == 0:
            facts.update(path(main, [parse.tokens[i] for i in near.tokens]))
        return facts

    def _nouns(self, cluster: Cluster) -> set[str]:
        """What those who do it are called: "rebels" are no "police"."""
        return {self.parse.tokens[who.head].lemma for who in actors_of(cluster) if who.kind == "noun"}


def _is_again(facts: Facts) -> bool:
    """The same act by the same ones on the same ones in the same words, with nothing that differs. Who says
    the same again has said it twice."""
    alike = facts["same word"] == "yes" and facts["actors"] == facts["hit"] == "2"
    return alike and facts["event"] not in SPOKEN and "differ" not in (facts["places"], facts["counts"])


def _is_other(draft: Draft, cluster: Cluster) -> bool:
    """Whether it cannot be this event: on another day, in another way, between others, or one of the two
    happened and the other not."""
    if dates_differ(draft, cluster) or _another_way(draft, cluster) or _between_others(draft, cluster):
        return True
    if draft.symmetric and _other_parties(draft, cluster):
        return True
    statuses = {other.status for other in cluster}
    return draft.status not in statuses and not statuses | {draft.status} <= HAPPENED


def _between_others(draft: Draft, cluster: Cluster) -> bool:
    """Whether others do it to others, forces of the state what armed groups did, or whether another sentence
    names others to whom it is done: "Police arrested Haddad. Police arrested Ali."."""
    doers, own, theirs = actors_of(cluster), hit_by([draft]), hit_by(cluster)
    if overlap(own, theirs) < 0:
        named = all(who.kind == "name" for who in (*own, *theirs))
        apart = all(draft.sent != other.sent and not other.nominal for other in cluster)
        if overlap(draft.actors, doers) < 0 or named and apart and not draft.nominal:
            return True
    sides = [{who.type for who in people} for people in (draft.actors, doers)]
    armed = any(side == {"ArmedGroup"} for side in sides)
    return armed and any(side and side <= _FORCES for side in sides)


def _another_way(draft: Draft, cluster: Cluster) -> bool:
    modes = _modes(cluster)
    if draft.mode is None or not modes or draft.mode in modes or draft.event == "PROTEST":
        return False
    return not modes | {draft.mode} <= _ARMED


def _other_parties(draft: Draft, cluster: Cluster) -> bool:
    """Whether a meeting lacks somebody of this one and has somebody whom this one lacks."""
    own = {who.code or who.key for who in draft.actors}
    for other in cluster:
        theirs = {who.code or who.key for who in other.actors}
        if len(own) > 1 and len(theirs) > 1 and own - theirs and theirs - own:
            return True
    return False


def _of_itself(cluster: Cluster) -> list[Draft]:
    """The tellings that are more than somebody's word on it."""
    return [draft for draft in cluster if draft.rule not in OTHERS_WORDS] or cluster


def _points_back(verb: Token) -> list[str]:
    """ "the strike hit a depot": the nouns with an article that a verb is said of."""
    nouns = [child for child in verb.children if child.dep in ("nsubj", "nsubjpass") and child.pos == "NOUN"]
    return [noun.lemma for noun in nouns if any(c.lower in ("the", "this", "that") for c in noun.all("det"))]


def _manner(draft: Draft) -> str:
    return f"{flag(draft.nominal)}{flag(draft.definite)}{flag(draft.toll)}"


def _agreement(draft: Draft, cluster: Cluster) -> dict[str, str]:
    """How far the parties, dates, places, numbers and speakers of the two agree."""
    actors, hit, own = actors_of(cluster), hit_by(cluster), hit_by([draft])
    return {
        "actors": str(overlap(draft.actors, actors)),
        "hit": str(overlap(own, hit)),
        "crossed": str(overlap(draft.actors, hit)),
        "doers": f"{_type(draft.actors)} {_type(actors)}",
        "victims": f"{_type(own)} {_type(hit)}",
        "known": f"{flag(draft.actors)}{flag(own)} {flag(actors)}{flag(hit)}",
        "status": f"{draft.status} {cluster[0].status}",
        "same status": flag(any(draft.status == other.status for other in cluster)),
        "dates": _dates(draft, cluster),
        "places": _shared(towns([draft]), towns(cluster)),
        "modes": _shared(_modes([draft]), _modes(cluster)),
        "counts": _counts(draft, cluster),
        "speakers": _shared(_speakers([draft]), _speakers(cluster)),
    }


def _dates(draft: Draft, cluster: Cluster) -> str:
    if draft.date is None or draft.date.earliest is None:
        return "none"
    days = {(other.date.earliest, other.date.latest) for other in cluster if other.date is not None}
    days = {one for one in days if one[0] is not None}
    if not days:
        return "one"
    if dates_differ(draft, cluster):
        return "differ"
    return "same" if (draft.date.earliest, draft.date.latest) in days else "overlap"


def _counts(draft: Draft, cluster: Cluster) -> str:
    own, theirs = numbers([draft]), numbers(cluster)
    kinds = {kind for kind, _ in own} & {kind for kind, _ in theirs}
    found = _shared(own, theirs)
    return "kinds" if found == "differ" and not kinds else found


def _type(people: Sequence[Participant]) -> str:
    return people[0].type if people else ""


def _modes(cluster: Cluster) -> set[str]:
    return {draft.mode for draft in cluster if draft.mode}


def _speakers(cluster: Cluster) -> set[str]:
    return {draft.speaker.key for draft in cluster if draft.speaker is not None}


def _shared(own: set[T], theirs: set[T]) -> str:
    """How two sets that may be empty agree."""
    if not own or not theirs:
        return "theirs" if theirs else "own" if own else "none"
    return "same" if own == theirs else "shared" if own & theirs else "differ"
