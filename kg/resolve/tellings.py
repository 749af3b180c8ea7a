"""One node per real event of a document: which tellings belong together."""

from __future__ import annotations

import datetime as dt

from kg.drafts import CLAIMED, DEATHS, DENIAL, SPOKEN, Draft, Participant, changed
from kg.model import Interval, days_open
from kg.resolve.blame import with_blame
from kg.resolve.denials import as_denial, deny, refusal
from kg.syntax import Parse, Token

_ARMED_MODES = frozenset(
    (None, "destroy", "aerial", "drone", "heavy-weapons", "explosives", "firearms", "suicide-attack",
    "targeted",
     "unconventional", "primitive")
)  # fmt: skip
_HARM = ("killed", "injured", "abducted")
_NEAR = 2  # sentences
_SOFT = frozenset(("actual", "historical"))
_APART = frozenset("separate separately another elsewhere meanwhile earlier later previous other".split())
"""Words of a sentence that tells of something else than the one before."""
_ELSEWHERE = frozenset(("separate", "separately", "elsewhere"))
"""Those of them that leave no doubt."""


def group(parse: Parse, drafts: list[Draft]) -> list[list[Draft]]:
    """Clusters of drafts in text order; each cluster is one event."""
    clusters: list[list[Draft]] = []
    waiting: list[Draft] = []
    for draft in drafts:
        if draft.rule == DENIAL:
            if not deny(draft, clusters):
                waiting.append(draft)
            continue
        _take(parse, draft, clusters)
        waiting = [one for one in waiting if not (_is_next(one, draft) and deny(one, clusters[-1:]))]
    clusters = _by_toll(clusters)
    clusters += [[refused] for one in waiting if (refused := refusal(one)) is not None]
    return clusters


def _by_toll(clusters: list[list[Draft]]) -> list[list[Draft]]:
    """ "Airstrike kills 11", "A jet dropped bombs ..., killing at least 11": the same number of dead in
    two sentences near each other makes one attack of two."""
    found: list[list[Draft]] = []
    for cluster in clusters:
        same = next((one for one in found if _same_toll(one, cluster)), None)
        if same is None:
            found.append(cluster)
        else:
            same.extend(cluster)
    return found


def _same_toll(first: list[Draft], later: list[Draft]) -> bool:
    if {first[0].event, later[0].event} != {"ASSAULT"} or first[0].status != later[0].status:
        return False
    if not 0 < later[0].sent - first[-1].sent <= _NEAR or not _tolls(first) & _tolls(later):
        return False
    actors = _overlap(_all_actors(first), _all_actors(later))
    apart = any(
        _dates_differ(one, first) or not _modes_agree(one, first) for one in later if one.rule != DENIAL
    )
    return actors >= 0 and not apart


def _all_actors(cluster: list[Draft]) -> list[Participant]:
    return [who for draft in cluster for who in draft.actors]


def _tolls(cluster: list[Draft]) -> set[tuple[str, int]]:
    counts = (count for draft in cluster for count in draft.counts)
    return {
        (one.kind, one.min) for one in counts if one.kind in _HARM and one.min is not None and one.min > 1
    }


def _take(parse: Parse, draft: Draft, clusters: list[list[Draft]]) -> None:
    denial = as_denial(draft)
    denied = _denied_cluster(parse, denial, clusters) if denial is not None else None
    if denial is not None and denied is not None:
        denied.append(changed(denial, event=denied[0].event, status=denied[0].status, counts=()))
        return
    draft = with_blame(draft, clusters)
    best = _best_cluster(parse, draft, clusters)
    if best is None:
        clusters.extend([] if draft.rule in (CLAIMED, DEATHS) else [[draft]])
    else:
        best.append(draft)


def _is_next(denial: Draft, draft: Draft) -> bool:
    """ "Baku denied the charge. Yerevan had said ...": what is denied is told right after."""
    return 0 <= draft.sent - denial.sent <= 1


def _denied_cluster(parse: Parse, denial: Draft, clusters: list[list[Draft]]) -> list[Draft] | None:
    """The last event told by others that the denial can be about."""
    return next((cluster for cluster in reversed(clusters) if _is_denied(parse, denial, cluster)), None)


def _is_denied(parse: Parse, denial: Draft, cluster: list[Draft]) -> bool:
    kinds = {cluster[0].event, denial.event}
    if len(kinds) > 1 and kinds != {"AID", "SUPPORT"} or cluster[0].status in ("negated", "hypothetical"):
        return False
    if not any(draft.sources or draft.date for draft in cluster):
        return False
    actors = _overlap(denial.actors, [who for other in cluster for who in other.actors])
    others = _overlap(_hit(denial), [who for other in cluster for who in _hit(other)])
    if actors < 0 or others < 0 or _dates_differ(denial, cluster) or _places_differ(denial, cluster):
        return False
    return others > 0 or denial.sent - max(draft.sent for draft in cluster) <= 2


def _best_cluster(parse: Parse, draft: Draft, clusters: list[list[Draft]]) -> list[Draft] | None:
    scored = []
    for number, cluster in enumerate(clusters):
        score = _affinity(parse, draft, cluster)
        if score > 0:
            scored.append((score, number))
    return clusters[max(scored)[1]] if scored else None


def _affinity(parse: Parse, draft: Draft, cluster: list[Draft]) -> float:
    """Above zero when the draft tells the event of the cluster; larger is surer."""
    first = cluster[0]
    if draft.event == first.event and any(set(draft.tokens) & set(other.tokens) for other in cluster):
        return 9.0
    if draft.event != first.event or not _same_status(draft, cluster):
        return 0.0
    if not _modes_agree(draft, cluster) or _dates_differ(draft, cluster) or _places_differ(draft, cluster):
        return 0.0
    if draft.sent > cluster[-1].sent and {t.lower for t in parse.sentence(draft.sent)} & _ELSEWHERE:
        return 0.0
    actors = _overlap(draft.actors, [who for other in cluster for who in other.actors])
    recipients = _overlap(_hit(draft), [who for other in cluster for who in _hit(other)])
    if draft.rule == CLAIMED and _is_claimable(cluster):
        actors = max(actors, 0)
    nearness = 1.0 / (1 + draft.sent - max(other.sent for other in cluster))
    if draft.toll and any(_is_toll_of(parse, draft, other) for other in cluster):
        return 2.5 + nearness
    if draft.rule == DEATHS or actors < 0 or (recipients < 0 and not draft.symmetric):
        return 0.0
    if draft.symmetric and not _parties_agree(draft, cluster):
        return 0.0
    salience = 0.1 * len(cluster)
    if _same_clause(parse, draft, cluster):
        return 3.0 + nearness
    if draft.nominal or draft.definite:
        return _nominal_affinity(draft, actors, recipients, nearness + salience)
    if all(other.nominal for other in cluster):
        return 0.5 + nearness + salience if actors + recipients > 0 else 0.0
    if draft.event in SPOKEN and not _same_words(parse, draft, cluster):
        return 0.0
    elsewhere = not draft.actors and recipients <= 0 and _are_elsewhere(draft, cluster)
    if (elsewhere or not _telling_of_same(draft, actors, recipients)) and not (
        actors > 0 and _same_words(parse, draft, cluster)
    ):
        return 0.0
    return 0.5 * (actors + recipients) + nearness + salience


def _is_claimable(cluster: list[Draft]) -> bool:
    """Nobody with a name did it yet: "gunmen" may well be those of the group that claims it."""
    return all(who.kind == "noun" for draft in cluster for who in draft.actors)


def _is_toll_of(parse: Parse, draft: Draft, other: Draft) -> bool:
    """ "Rebels shelled the town. Five were wounded.": whoever was hurt where no other place is told, by
    the attack told just before, unless that has such a number of its own."""
    if not 0 <= draft.sent - other.sent <= 1 or other.sent == draft.sent and other.first > draft.first:
        return False
    if other.toll or other.status not in _SOFT or draft.status not in _SOFT or not _is_attack(other):
        return False
    apart = {token.lower for token in parse.sentence(draft.sent)} & _APART
    kinds = {count.kind for count in draft.counts} & {count.kind for count in other.counts}
    own = {place.key for place in draft.places}
    dated = draft.date is not None and other.date is None
    return not (apart or kinds or dated or own - {place.key for place in other.places})


def _is_attack(draft: Draft) -> bool:
    return bool(draft.actors or draft.instruments or draft.targets or draft.nominal)


def _nominal_affinity(draft: Draft, actors: int, recipients: int, bonus: float) -> float:
    """ "the attack", "Tuesday's attack": points back unless it brings other parties."""
    if draft.definite:
        return 1.0 + actors + recipients + bonus
    return 0.5 + bonus if actors + recipients > 0 else 0.0


def _telling_of_same(draft: Draft, actors: int, recipients: int) -> bool:
    """Two verbs tell the same only when they share who does it or whom it hits."""
    if draft.symmetric:
        return actors > 0
    if not draft.actors:
        return recipients > 0 or bool(draft.targets or draft.places) and recipients >= 0
    return recipients > 0 and actors >= 0


def _same_status(draft: Draft, cluster: list[Draft]) -> bool:
    statuses = {other.status for other in cluster}
    if draft.status in statuses:
        return True
    if draft.nominal and draft.definite and draft.status in _SOFT:
        return not statuses & {"negated", "hypothetical"}
    return all(other.nominal for other in cluster) and {draft.status, *statuses} <= _SOFT


def _modes_agree(draft: Draft, cluster: list[Draft]) -> bool:
    modes = {other.mode for other in cluster} | {draft.mode}
    if draft.toll:  # "Police fired tear gas. Ten were hurt."
        return True
    if draft.event == "ASSAULT":
        return modes <= _ARMED_MODES or len(modes - {None}) == 1 and (draft.nominal or None not in modes)
    return len(modes - {None}) < 2


def _dates_differ(draft: Draft, cluster: list[Draft]) -> bool:
    if draft.date is None or draft.date.earliest is None or draft.date.latest is None:
        return False
    for other in cluster:
        date = other.date
        if date is None or date.earliest is None or date.latest is None:
            continue
        if _vague(draft.date) or _vague(date):
            continue
        (first, last), (start, end) = _days(draft.date), _days(date)
        if first > end or start > last:
            return True
        if _adds_up(draft.date) != _adds_up(date):
            return True
    return False


def _days(date: Interval) -> tuple[str, str]:
    """Both ends; "two weeks ago" leaves some days on either side open."""
    first, last = date.earliest or "", date.latest or ""
    give = dt.timedelta(days=days_open(date.precision, date.earliest, date.latest))
    if not give:
        return first, last
    day = dt.date.fromisoformat(first)
    return (day - give).isoformat(), (day + give).isoformat()


def _adds_up(date: Interval) -> bool:
    """ "More than 150 have been killed since October": a sum of many events."""
    if date.earliest is None or date.latest is None or date.precision not in ("day", "week", "month"):
        return False
    return date.text.lower().startswith("since") and date.earliest[:7] < date.latest[:7]


def _vague(date: Interval) -> bool:
    """ "a few minutes ago" in a quotation counts from when it was said, not from publication."""
    return any(word in date.text for word in ("minute", "hour", "moment", "second"))


def _places_differ(draft: Draft, cluster: list[Draft]) -> bool:
    own = {place.key for place in draft.places if place.type == "Place"}
    theirs = {place.key for other in cluster for place in other.places if place.type == "Place"}
    return bool(own and theirs and not own & theirs and not draft.nominal and draft.event != "ASSAULT")


def _are_elsewhere(draft: Draft, cluster: list[Draft]) -> bool:
    """Whether an attack without a name for who made it is of another kind, and at another named place."""
    own = {place.key for place in draft.places if place.type == "Place"}
    theirs = {place.key for other in cluster for place in other.places if place.type == "Place"}
    other_kind = draft.mode is not None and draft.mode not in {other.mode for other in cluster}
    return draft.event == "ASSAULT" and other_kind and bool(own and theirs and not own & theirs)


def _hit(draft: Draft) -> list[Participant]:
    return [*draft.recipients, *draft.targets]


def _overlap(own: tuple[Participant, ...] | list[Participant], theirs: list[Participant]) -> int:
    """2 the same, 1 the same country, 0 one side is silent, -1 different."""
    if not own or not theirs:
        return 0
    if {who.key for who in own} & {who.key for who in theirs}:
        return 2
    codes = {who.code for who in own if who.code} & {who.code for who in theirs if who.code}
    if codes and any(_stand_for_each_other(a, b) for a in own for b in theirs if a.code == b.code):
        return 1
    if all(who.type == "Facility" for who in own) or all(who.type == "Facility" for who in theirs):
        return 0
    if any(not who.code for who in own) and any(who.kind == "noun" for who in own):
        return 0
    return -1


def _stand_for_each_other(one: Participant, other: Participant) -> bool:
    """A state and its army, minister or territory; two descriptions of one country's people."""
    kinds = {one.type, other.type}
    if "State" in kinds:
        return True
    if one.kind == "name" and other.kind == "name" and one.known and other.known:
        return False
    return (
        one.type == other.type
        or kinds <= {"Official", "Person", "Agency"}
        or kinds <= {"Military", "ArmedGroup"}
    )


def _parties_agree(draft: Draft, cluster: list[Draft]) -> bool:
    """A meeting is the same when no party of one is missing from a full list of the other."""
    own = [_party(who) for who in draft.actors]
    for other in cluster:
        theirs = [_party(who) for who in other.actors]
        if len(own) >= 2 and len(theirs) >= 2 and not (set(own) <= set(theirs) or set(theirs) <= set(own)):
            return False
    return True


def _party(who: Participant) -> str:
    return who.code or who.key


def _same_clause(parse: Parse, draft: Draft, cluster: list[Draft]) -> bool:
    """ "attacked the town, killing five": the second verb elaborates the first."""
    for other in cluster:
        if other.sent != draft.sent or other.status != draft.status:
            continue
        if draft.event != "ASSAULT":
            if any(
                parse.tokens[t].dep == "advcl" and parse.tokens[t].head.i in other.tokens
                for t in draft.tokens
            ):
                return True
            continue
        for position in draft.tokens:
            token = parse.tokens[position]
            linked = token.dep in ("advcl", "conj") and not token.child("nsubj", "nsubjpass", "mark")
            if linked and token.head.i in other.tokens:
                return True
            if _completes(token, draft, other) or _adds_casualties(token, draft, other):
                return True
            if token.dep == "nsubj" and token.head.i in other.tokens:
                return True
            if (
                token.dep == "pobj"
                and token.head.head.i in other.tokens
                and token.head.lower in ("in", "during", "by", "of", "with")
            ):
                return True
        for position in other.tokens:
            token = parse.tokens[position]
            if (
                token.dep in ("pobj",)
                and token.head.head.i in draft.tokens
                and token.head.lower in ("in", "during", "by", "of")
            ):
                return True
    return False


def _completes(token: Token, draft: Draft, other: Draft) -> bool:
    """ "were killed when gunmen opened fire": one tells the victims, the other who did it."""
    when = any(child.lower in ("when", "as") for child in token.children)
    return (
        token.dep == "advcl" and when and token.head.i in other.tokens and not (draft.actors and other.actors)
    )


def _adds_casualties(token: Token, draft: Draft, other: Draft) -> bool:
    """ "20 people were killed and dozens were injured": two numbers of one event."""
    counted = bool(draft.counts or other.counts) and not (draft.actors and other.actors)
    return token.dep == "conj" and token.head.i in other.tokens and counted


def _same_words(parse: Parse, draft: Draft, cluster: list[Draft]) -> bool:
    own = {parse.tokens[i].lemma[:5] for i in draft.tokens}
    return any(own & {parse.tokens[i].lemma[:5] for i in other.tokens} for other in cluster)
