"""Finds for each annotated event and mention of a document the found one that stands for it."""

from __future__ import annotations

from kg.evaluate.gold import Gold, GoldEvent
from kg.evaluate.match import core, lenient, pair_up, same_head, touches, touches_any
from kg.model import Event, Extraction, Record, Span


class Alignment(Record, frozen=True, kw_only=True):
    """Which found events are which annotated ones.

    ``pairs`` hold indexes (gold, found); ``surplus`` are found again what another found event
    already stands for; ``pardoned`` are neither right nor wrong: optional events, and content
    of claims that is not told as a fact; ``spurious`` is the rest.
    """

    pairs: tuple[tuple[int, int], ...]
    surplus: tuple[int, ...]
    pardoned: tuple[int, ...]
    spurious: tuple[int, ...]


def fits(gold: GoldEvent, found: Event) -> bool:
    """The category is right or tolerated and the trigger touches a place where it is told."""
    return found.event in (gold.event, *gold.alt) and touches_any(found.trigger, gold.mentions)


def is_fact(event: Event) -> bool:
    """Whether a found event claims that something did or does happen, on the outlet's word."""
    doubted = any(a.stance != "reports" for a in event.attribution)
    return not doubted and event.status in ("actual", "historical", "habitual")


def align_events(gold: Gold, extraction: Extraction) -> Alignment:
    """Aligns the events of one of our documents (PLOVER records have no places to align by)."""
    found = extraction.events
    required = [i for i, e in enumerate(gold.events) if not e.optional]
    matched = pair_up(len(required), len(found), lambda i, j: fits(gold.events[required[i]], found[j]))
    pairs = tuple((required[i], j) for i, j in matched.items())
    rest = [j for j in range(len(found)) if j not in matched.values()]
    pardoned = tuple(j for j in rest if _pardoned(gold, found[j]))
    wrong = [j for j in rest if j not in pardoned]
    again = tuple(j for j in wrong if any(fits(gold.events[i], found[j]) for i in required))
    spurious = tuple(j for j in wrong if j not in again)
    return Alignment(pairs=pairs, surplus=again, pardoned=pardoned, spurious=spurious)


def _pardoned(gold: Gold, found: Event) -> bool:
    if any(e.optional and fits(e, found) for e in gold.events):
        return True
    spans = [c for e in gold.events for c in e.content if isinstance(c, Span)]
    spans += [Span(text=m.text, start=m.start, end=m.end) for m in gold.must_not if m.level == "fact"]
    return not is_fact(found) and touches_any(found.trigger, spans)


def role_pairs(gold: Gold, extraction: Extraction, events: Alignment) -> list[tuple[int, int]]:
    """The aligned events, and with them those whose place is right and category wrong: who did
    it to whom can be right all the same."""
    done, used = {i for i, _ in events.pairs}, {j for _, j in events.pairs}
    left = [i for i, e in enumerate(gold.events) if i not in done and not e.optional]
    right = [j for j in events.spurious if j not in used]

    def at_place(i: int, j: int) -> bool:
        return touches_any(extraction.events[right[j]].trigger, gold.events[left[i]].mentions)

    more = pair_up(len(left), len(right), at_place)
    return [*events.pairs, *((left[i], right[j]) for i, j in more.items())]


class MentionPair(Record, frozen=True, kw_only=True):
    """One place in the text that both sides mark: the indexes of the two entities."""

    gold: int
    found: int
    span: Span


class Mentions(Record, frozen=True, kw_only=True):
    """Aligned mentions, how many there were on each side, and found entities that count.

    Found mentions inside a longer annotated one ("Iranian" in "Iranian foreign ministry") are
    neither right nor wrong, and neither is an entity that has only such mentions.
    """

    pairs: tuple[MentionPair, ...]
    gold: int
    found: int
    counted: tuple[int, ...]


def align_mentions(gold: Gold, extraction: Extraction) -> Mentions:
    """Aligns mentions that overlap and whose words fit, the best overlap first."""
    wanted = [(i, span) for i, e in enumerate(gold.entities) for span in e.mentions]
    found = [(i, span) for i, e in enumerate(extraction.entities) for span in e.mentions]
    ranked = sorted(
        (-_shared(g, f), g.start, f.start, f.end, m, n)
        for m, (_, g) in enumerate(wanted)
        for n, (_, f) in enumerate(found)
        if touches(g, f) and _alike(g.text, f.text)
    )
    left: dict[int, int] = {}
    right: dict[int, int] = {}
    for *_, m, n in ranked:
        if m not in left and n not in right:
            left[m], right[n] = n, m
    pairs = tuple(
        MentionPair(gold=wanted[m][0], found=found[n][0], span=wanted[m][1]) for m, n in sorted(left.items())
    )
    counted = [n for n in range(len(found)) if n in right or not _inside(found[n][1], wanted)]
    owners = tuple(sorted({found[n][0] for n in counted}))
    return Mentions(pairs=pairs, gold=len(wanted), found=len(counted), counted=owners)


def _alike(gold: str, found: str) -> bool:
    return same_head(gold, found) and (lenient(gold, found) or lenient(core(gold), found))


def _shared(first: Span, second: Span) -> int:
    """Shared characters, less what only one side has: the closest pair wins."""
    common = min(first.end, second.end) - max(first.start, second.start)
    return 3 * common - (first.end - first.start) - (second.end - second.start)


def _inside(span: Span, wanted: list[tuple[int, Span]]) -> bool:
    return any(g.start <= span.start and span.end <= g.end for _, g in wanted)
