"""The graphs of the whole set: which events are one, the merged events, and the shortcuts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol, TypeVar

from kg.build.digest import Told
from kg.build.disputes import Said, describe_disputes, disputes
from kg.build.labels import date_label, event_label
from kg.build.ontology import Ontology
from kg.build.sheet import Literal, Sheet, day, number, share, text
from kg.build.values import event_types, verb
from kg.iris import BASE, graph_iri, mint
from kg.model import Record, Status
from kg.vocabulary import CONTEXT, KG, RDFS, SEM, precision_iri, stance_iri, status_iri

_SHORTCUT_STATUS = frozenset({"actual", "habitual", "historical"})
_ROLE_KIND = {KG.actor: "actor", KG.unit: "actor", KG.target: "target"}


class Decision(Protocol):
    """Two things found to be one."""

    @property
    def left(self) -> str: ...
    @property
    def right(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def reason(self) -> str: ...


class Whole:
    """Writes what the graphs ``same`` and ``events`` hold of one group of events."""

    def __init__(self, ontology: Ontology, *, base: str = BASE) -> None:
        self.ontology = ontology
        self.base = base
        self.same = Sheet(graph_iri("same", base=base))
        self.events = Sheet(graph_iri("events", base=base))

    def lines(self) -> list[str]:
        """What was written, sorted graph by graph."""
        return [*self.same.lines(), *self.events.lines()]


def record_merge(same: Sheet, member: str, canonical: str, score: float, reason: str, *, base: str) -> None:
    """Why a thing is taken for another."""
    node = mint("merge", "", member, canonical, base=base)
    same.type(node, KG.Merge)
    same.say(node, KG.merged, member)
    same.say(node, KG.into, canonical)
    same.say(node, KG.mergeScore, share(score))
    same.say(node, KG.mergeReason, text(reason))


D = TypeVar("D", bound=Decision)


def best_decisions(decisions: Iterable[D]) -> dict[str, D]:
    """Thing -> the best decision that ties it to another one."""
    best: dict[str, D] = {}
    for decision in sorted(decisions, key=lambda one: (one.score, one.left, one.right)):
        best |= {decision.left: decision, decision.right: decision}
    return best


def canonical_iri(told: Told, *, base: str = BASE) -> str:
    """The merged event that the smallest member of a group stands for."""
    return mint("canonical", told.event, told.iri, base=base)


def actor_lines(member: str, first: str, score: float, reason: str, *, base: str = BASE) -> list[str]:
    """What the graph ``same`` holds of one of several actors that are one; ``first`` stands for them."""
    same = Sheet(graph_iri("same", base=base))
    record_merge(same, member, first, score, reason, base=base)
    if member != first:
        same.say(member, KG.sameActorAs, first)
    return same.lines()


class Surroundings(Record, frozen=True):
    """What the events of documents are seen in: ``same`` gives the actor that another one is,
    ``within`` the place that one lies in, ``said`` the claims of a document about its event."""

    same: Mapping[str, str]
    within: Mapping[str, str]
    said: Callable[[Told], list[Said]]


def event_lines(
    members: list[Told],
    decisions: Iterable[Decision],
    around: Surroundings,
    ontology: Ontology,
    *,
    base: str = BASE,
) -> list[str]:
    """What the graphs ``same`` and ``events`` hold of the events that are one, smallest IRI first."""
    whole = Whole(ontology, base=base)
    node = canonical_iri(members[0], base=base)
    for member in members:
        whole.same.say(member.iri, KG.sameEventAs, node)
    for iri, decision in best_decisions(decisions).items():
        record_merge(whole.same, iri, node, decision.score, decision.reason, base=base)
    found = disputes(members, around.same, around.within)
    _describe(whole, node, members, around.same, {one.kind for one in found} | _disputed(members))
    if found:
        said = [claim for member in members for claim in around.said(member)]
        describe_disputes(whole.events, node, found, said, base)
    return whole.lines()


def _describe(
    whole: Whole, node: str, members: list[Told], same: Mapping[str, str], disputed: set[str]
) -> None:
    first, say = members[0], whole.events.say
    roles = _roles(members, same, disputed)
    modes = {one.mode for one in members if one.mode}
    whole.events.type(node, KG.CanonicalEvent, SEM.Event)
    say(node, KG.status, status_iri(_status(members)))
    say(node, KG.stance, *(stance_iri(stance) for one in members for stance in one.stances))
    say(node, KG.eventType, *event_types(first.event, modes.pop() if len(modes) == 1 else None))
    say(node, KG.context, *(CONTEXT + context for one in members for context in one.contexts))
    for predicate, things in roles.items():
        say(node, predicate, *things)
    say(node, KG.instrument, *(text(word) for one in members for word in one.instruments))
    if "place" not in disputed:
        say(node, SEM.hasPlace, *(place for one in members for place in one.places))
    _say_numbers(whole, node, members)
    earliest, latest = _say_dates(whole, node, members)
    say(node, RDFS.label, _label(whole, members, roles, same, date_label(earliest, latest)))


def _say_numbers(whole: Whole, node: str, members: list[Told]) -> None:
    say = whole.events.say
    for name, least, most in _agreed_numbers(members):
        say(node, name, number(least) if least == most else None)
        say(node, f"{name}Min", number(least))
        say(node, f"{name}Max", number(most))
    say(node, KG.documents, number(len({one.document for one in members})))
    say(node, KG.outlets, number(len({one.outlet for one in members if one.outlet})))
    say(node, KG.rank, number(min(one.rank for one in members)))
    say(node, KG.confidence, share(max(one.confidence for one in members)))


def _status(members: list[Told]) -> Status:
    """Actual when any document tells it so: others tell it as history later."""
    return "actual" if any(one.status == "actual" for one in members) else members[0].status


def _disputed(members: list[Told]) -> set[str]:
    return {kind for one in members for kind in one.disputed}


def _roles(members: list[Told], same: Mapping[str, str], disputed: set[str]) -> dict[str, list[str]]:
    """Predicate -> canonical IRIs; a role that is told two ways is left to the claims."""
    found = {}
    for predicate in dict(members[0].roles):
        if _ROLE_KIND.get(predicate) not in disputed:
            things = [same.get(iri, iri) for one in members for iri in dict(one.roles)[predicate]]
            found[predicate] = list(dict.fromkeys(things))
    return found


def _agreed_numbers(members: list[Told]) -> list[tuple[str, int | None, int | None]]:
    """The numbers that every document that tells one tells alike."""
    told: dict[str, set[tuple[int | None, int | None]]] = {}
    for one in members:
        for name, least, most in one.counts:
            told.setdefault(name, set()).add((least, most))
    return [(name, *next(iter(values))) for name, values in sorted(told.items()) if len(values) == 1]


def _say_dates(whole: Whole, node: str, members: list[Told]) -> tuple[str | None, str | None]:
    """The days all sources allow; where they allow none in common, from the first to the last told."""
    starts = [one.earliest for one in members if one.earliest]
    ends = [one.latest for one in members if one.latest]
    earliest, latest = max(starts, default=None), min(ends, default=None)
    narrow = min(members, key=lambda one: (_days(one), one.iri)).precision
    precision = precision_iri(narrow) if narrow else None
    if earliest and latest and earliest > latest:
        earliest, latest, precision = min(starts), max(ends), KG.unitUnknown
    whole.events.say(node, KG.dateEarliest, day(earliest))
    whole.events.say(node, KG.dateLatest, day(latest))
    whole.events.say(node, KG.datePrecision, precision)
    return earliest, latest


def _days(one: Told) -> int:
    """How long the interval is; open ones are the longest."""
    if one.earliest is None or one.latest is None:
        return dt.date.max.toordinal()
    return (dt.date.fromisoformat(one.latest) - dt.date.fromisoformat(one.earliest)).days


def _label(
    whole: Whole, members: list[Told], roles: Mapping[str, list[str]], same: Mapping[str, str], when: str
) -> Literal | None:
    names = {same.get(iri, iri): name for one in reversed(members) for iri, name in one.names}
    doers = roles.get(KG.actor) or roles.get(KG.unit) or []
    others = roles.get(KG.recipient) or roles.get(KG.target) or []
    called = [[" ".join(names[iri].split()) for iri in iris if iri in names] for iris in (doers, others)]
    return text(
        event_label(called[0], verb(members[0].event, whole.ontology), called[1], _status(members), when)
    )


def shortcuts_of(told: Told, same: Mapping[str, str], ontology: Ontology) -> set[tuple[str, str, str]]:
    """The shortcuts (who, relation, whom) that an event of a document supports."""
    if told.status not in _SHORTCUT_STATUS:
        return set()
    found = set()
    for one, other in told.reported:
        left, right = same.get(one, one), same.get(other, other)
        for relation in ontology.relations(told.event, told.mode) if left != right else ():
            found.add((left, relation, right))
            if relation in ontology.symmetric:
                found.add((right, relation, left))
    return found


def shortcut_lines(links: Iterable[tuple[str, str, str]], *, base: str = BASE) -> list[str]:
    """These shortcuts in their graph."""
    sheet = Sheet(graph_iri("shortcuts", base=base))
    for one, relation, other in links:
        sheet.say(one, relation, other)
    return sheet.lines()
