"""One of our documents beside what was found in it: what is aligned is worked out once."""

from __future__ import annotations

from collections import Counter

import msgspec

from kg.evaluate.align import align_events, align_mentions, is_fact, role_pairs
from kg.evaluate.clusters import Clustering, bcubed
from kg.evaluate.details import compare, is_plain, prf
from kg.evaluate.gold import Gold, GoldEntity, GoldEvent, MustNot
from kg.evaluate.match import pair_up, touches, touches_any
from kg.evaluate.roles import Deed, count_roles, found_deed, gold_deed, without_units
from kg.model import Event, Extraction, Span


class Comparison:
    """The alignment of one document, and all counts that follow from it.

    ``pairs`` are the events that were found, ``required`` the annotated ones that are not
    optional, ``counted`` the found ones that are not pardoned.
    """

    def __init__(self, gold: Gold, found: Extraction) -> None:
        self.gold = gold
        self.found = found
        self.events = align_events(gold, found)
        self.mentions = align_mentions(gold, found)
        self.pairs = [(gold.events[i], found.events[j]) for i, j in self.events.pairs]
        self.required = [e for e in gold.events if not e.optional]
        self.counted = [e for j, e in enumerate(found.events) if j not in self.events.pardoned]

    def counts(self) -> Counter[str]:
        """Everything but the categories of the document."""
        counts = self._event_counts()
        for wanted, got in self.pairs:
            counts.update(compare(self.gold, wanted, got))
        for part in (self._entity_counts(), self._must_not(), self._role_counts()):
            counts.update(part)
        return counts

    def _event_counts(self) -> Counter[str]:
        counts = prf("event", len(self.pairs), len(self.required), len(self.counted))
        counts["told_again"] = len(self.events.surplus)
        return counts

    def _role_counts(self) -> Counter[str]:
        """Event by event; the parties of a missed event are missed, those of a wrong one wrong."""
        pairs = role_pairs(self.gold, self.found, self.events)
        done, used = {i for i, _ in pairs}, {j for _, j in pairs}
        missed = [i for i, e in enumerate(self.gold.events) if i not in done and not e.optional]
        extra = [j for j in range(len(self.found.events)) if j not in used | {*self.events.pardoned}]
        counts: Counter[str] = Counter()
        for i, j in pairs:
            found = without_units(self.gold, self.gold.events[i], self._found_deed(j))
            counts.update(count_roles([self._gold_deed(i)], [found]))
        for i in missed:
            counts.update(count_roles([self._gold_deed(i)], []))
        for j in extra:
            counts.update(count_roles([], [self._found_deed(j)]))
        return counts

    def _gold_deed(self, index: int) -> Deed:
        return gold_deed(self.gold, self.gold.events[index])

    def _found_deed(self, index: int) -> Deed:
        deed = found_deed(self.found.events[index], text_only=False)
        return msgspec.structs.replace(deed, event=self._category(index))

    def _category(self, index: int) -> str:
        """The category of a found event; a tolerated one counts as the annotated one."""
        instead = {j: self.gold.events[i].event for i, j in self.events.pairs}
        return instead.get(index, self.found.events[index].event)

    def found_categories(self) -> list[str]:
        """Of all found events that count."""
        indexes = range(len(self.found.events))
        return [self._category(j) for j in indexes if j not in self.events.pardoned]

    def judged(self) -> tuple[tuple[float, bool], ...]:
        """Confidence of each found event that counts, and whether it is right."""
        matched = {j for _, j in self.events.pairs}
        found = enumerate(self.found.events)
        return tuple((e.confidence, j in matched) for j, e in found if j not in self.events.pardoned)

    def _entity_counts(self) -> Counter[str]:
        gold, found = self.gold.entities, self.found.entities
        linked = {(p.gold, p.found) for p in self.mentions.pairs}
        typed = pair_up(
            len(gold), len(found), lambda i, j: (i, j) in linked and found[j].type in gold[i].types
        )
        missed = [e for i, e in enumerate(gold) if i not in typed and not may_be_left_out(e)]
        counts = prf("entity", len(typed), len(typed) + len(missed), len(self.mentions.counted))
        counts.update(prf("mention", len(self.mentions.pairs), self.mentions.gold, self.mentions.found))
        coded = [(gold[i].code, found[j].code) for i, j in typed.items() if _has_code(gold[i])]
        counts["code.gold"] = len(coded)
        counts["code.right"] = sum(g == f for g, f in coded)
        return counts

    def mention_clusters(self) -> Clustering:
        """How well the mentions that were found are put together."""
        pairs: list[tuple[int, int]] = [(p.gold, p.found) for p in self.mentions.pairs]
        return bcubed(pairs, self.mentions.gold - len(pairs))

    def _must_not(self) -> Counter[str]:
        spans = self.gold.must_not
        return Counter({"must_not.spans": len(spans), "must_not.broken": sum(map(self.is_broken, spans))})

    def is_broken(self, place: MustNot) -> bool:
        """Whether a wrong event was found in a forbidden stretch."""
        span = Span(text=place.text, start=place.start, end=place.end)
        events = [e for e in self.wrong_events() if touches(e.trigger, span)]
        return any(place.level == "event" or is_fact(e) for e in events)

    def wrong_events(self) -> list[Event]:
        """Found events that stand for nothing that is annotated."""
        return [self.found.events[j] for j in self.events.spurious]

    def missed_events(self) -> list[GoldEvent]:
        """Annotated events that were not found and should have been."""
        done = {i for i, _ in self.events.pairs}
        return [e for i, e in enumerate(self.gold.events) if i not in done and not e.optional]

    def instead_of(self, event: GoldEvent) -> str:
        """The category of a wrong event at a place where a missed one is told; ``-`` for none."""
        return next((e.event for e in self.wrong_events() if touches_any(e.trigger, event.mentions)), "-")

    def confusion(self) -> Counter[tuple[str, str]]:
        """Missed events with what was found instead."""
        return Counter((e.event, self.instead_of(e)) for e in self.missed_events())

    def told(self, canonical: bool) -> tuple[tuple[str, str], ...]:
        """For an article of a pair: (real event, id of the found one), for those that were found."""
        if not self.gold.pair:
            return ()
        return tuple(
            (
                f"{self.gold.pair} {wanted.label or self.gold.id + wanted.id}",
                got.id if canonical else f"{self.gold.id} {got.id}",
            )
            for wanted, got in self.pairs
        )


def _has_code(entity: GoldEntity) -> bool:
    """Actors have a code; places are linked instead."""
    return entity.code is not None and entity.types[0] not in ("Place", "Facility")


def may_be_left_out(entity: GoldEntity) -> bool:
    """Places and buildings without a name need not be found."""
    return entity.types[0] in ("Place", "Facility", "Organization") and is_plain(entity.name)
