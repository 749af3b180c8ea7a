"""Counts what is right in one document, and lists what is wrong in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from kg.evaluate.align import Alignment, MentionPair, align_events, align_mentions, is_fact, role_pairs
from kg.evaluate.clusters import Clustering, bcubed
from kg.evaluate.gold import Gold, GoldAttribution, GoldEntity, GoldEvent, GoldMention, MustNot
from kg.evaluate.match import Party, lenient, pair_up, same, touches, touches_any
from kg.evaluate.roles import Deed, count_roles, found_deed, found_party, gold_deed, gold_party, without_units
from kg.model import Attribution, Count, Entity, Event, Extraction, Location, Mention, Record, Span

T = TypeVar("T")
U = TypeVar("U")


class Problem(Record, frozen=True, kw_only=True):
    """One thing that is wrong, for people to read."""

    id: str
    kind: str
    message: str
    text: str


class Tally(Record, frozen=True, kw_only=True):
    """What one document adds to the figures."""

    counts: Counter[str]
    classes: Counter[tuple[str, str]]
    """(category, ``right`` | ``gold`` | ``found``)"""
    confusion: Counter[tuple[str, str]]
    mentions: Clustering
    judged: tuple[tuple[float, bool], ...]
    """Confidence of each found event and whether it is right."""
    told: tuple[tuple[str, str], ...]
    """For an article of a pair: (real event, found event id) of each event that was found."""
    untold: int
    problems: tuple[Problem, ...]


def tally(gold: Gold, extraction: Extraction | None, *, canonical: bool = False) -> Tally:
    """Counts one document; ``None`` stands for a document without prediction."""
    found = extraction or Extraction(id=gold.id)
    if gold.plover:
        return _plover(gold, found, missing=extraction is None)
    return _Own(gold, found).tally(missing=extraction is None, canonical=canonical)


def _plover(gold: Gold, found: Extraction, *, missing: bool) -> Tally:
    """A PLOVER record: categories, actors and recipients, nothing else is marked."""
    counts = _categories(gold.events, found.events, [e.event for e in gold.events])
    counts += count_roles(
        [gold_deed(gold, e) for e in gold.events], [found_deed(e, text_only=True) for e in found.events]
    )
    counts["missing"] += missing
    wanted, got = {e.event for e in gold.events}, {e.event for e in found.events}
    return Tally(
        counts=counts,
        classes=_classes(wanted, got, wanted & got),
        confusion=_main_confusion(gold.events, found.events),
        mentions=Clustering(),
        judged=tuple((e.confidence, e.event in wanted) for e in found.events),
        told=(),
        untold=0,
        problems=tuple(_plover_problems(gold, found)),
    )


def _plover_problems(gold: Gold, found: Extraction) -> Iterator[Problem]:
    wanted = sorted({e.event for e in gold.events})
    got = found.events[0].event if found.events else "nothing"
    if got not in wanted:
        yield _problem(gold, "main", f"{' '.join(wanted)} expected, {got} found")
    for event in gold.events:
        best = next((e for e in found.events if e.event == event.event), None)
        if best is not None:
            yield from _role_problems(gold, event, best, text_only=True)


def _problem(gold: Gold, kind: str, message: str) -> Problem:
    return Problem(id=gold.id, kind=kind, message=message, text=gold.text)


def _categories(wanted: Sequence[GoldEvent], got: Sequence[Event], main: Sequence[str]) -> Counter[str]:
    """Main and any category of a document, and its set of categories; as the PLOVER scorer."""
    gold, found = {e.event for e in wanted}, {e.event for e in got}
    tolerated = gold.union(*(e.alt for e in wanted))
    alternatives = {*main}.union(*(e.alt for e in wanted if e.event in main))
    first = got[0].event if got else ""
    return Counter(
        {
            "documents": 1,
            "with_gold": int(bool(gold)),
            "with_found": int(bool(found)),
            "main": int(first in main),
            "any": int(bool(gold & found)),
            "main_alt": int(first in alternatives),
            "any_alt": int(bool(tolerated & found)),
            "category.right": len(gold & found),
            "category.gold": len(gold),
            "category.found": len(found),
        }
    )


def _classes(wanted: Iterable[str], got: Iterable[str], right: Iterable[str]) -> Counter[tuple[str, str]]:
    counts = Counter((c, "gold") for c in wanted)
    counts.update((c, "found") for c in got)
    counts.update((c, "right") for c in right)
    return counts


def _main_confusion(wanted: Sequence[GoldEvent], got: Sequence[Event]) -> Counter[tuple[str, str]]:
    if not wanted:
        return Counter()
    return Counter([(wanted[0].event, got[0].event if got else "-")])


class _Own:
    """The count of one of our documents: what is aligned is worked out once and used by all."""

    def __init__(self, gold: Gold, found: Extraction) -> None:
        self.gold = gold
        self.found = found
        self.events: Alignment = align_events(gold, found)
        self.mentions = align_mentions(gold, found)
        self.pairs = [(gold.events[i], found.events[j]) for i, j in self.events.pairs]
        self.required = [e for e in gold.events if not e.optional]
        self.counted = [e for j, e in enumerate(found.events) if j not in self.events.pardoned]

    def tally(self, *, missing: bool, canonical: bool) -> Tally:
        counts = _categories(self.required, self.counted, [e.event for e in self.required[:1]])
        counts["missing"] += missing
        counts += self._event_counts() + self._detail_counts() + self._entity_counts() + self._must_not()
        counts += self._role_counts()
        matched = {j for _, j in self.events.pairs}
        return Tally(
            counts=counts,
            classes=_classes(
                [e.event for e in self.required], self._found_classes(), [g.event for g, _ in self.pairs]
            ),
            confusion=self._confusion(),
            mentions=self._mention_clusters(),
            judged=tuple(
                (e.confidence, j in matched)
                for j, e in enumerate(self.found.events)
                if j not in self.events.pardoned
            ),
            told=tuple(self._told(canonical)),
            untold=len(self.required) - len(self.pairs) if self.gold.pair else 0,
            problems=tuple(self._problems()),
        )

    def _role_counts(self) -> Counter[str]:
        """Event by event; the parties of a missed event are missed, those of a wrong one wrong."""
        pairs = role_pairs(self.gold, self.found, self.events)
        done, used = {i for i, _ in pairs}, {j for _, j in pairs}
        counts: Counter[str] = Counter()
        for i, j in pairs:
            found = without_units(self.gold, self.gold.events[i], self._found_deed(j))
            counts += count_roles([self._gold_deed(i)], [found])
        for i, event in enumerate(self.gold.events):
            if i not in done and not event.optional:
                counts += count_roles([self._gold_deed(i)], [])
        for j in range(len(self.found.events)):
            if j not in used and j not in self.events.pardoned:
                counts += count_roles([], [self._found_deed(j)])
        return counts

    def _gold_deed(self, index: int) -> Deed:
        return gold_deed(self.gold, self.gold.events[index])

    def _found_deed(self, index: int) -> Deed:
        """A tolerated category counts as the annotated one."""
        deed = found_deed(self.found.events[index], text_only=False)
        instead = {j: self.gold.events[i].event for i, j in self.events.pairs}
        return msgspec.structs.replace(deed, event=instead.get(index, deed.event))

    def _found_classes(self) -> list[str]:
        """The categories found; a tolerated one counts as the annotated one."""
        instead = {j: self.gold.events[i].event for i, j in self.events.pairs}
        return [
            instead.get(j, e.event) for j, e in enumerate(self.found.events) if j not in self.events.pardoned
        ]

    def _event_counts(self) -> Counter[str]:
        return Counter(
            {
                "event.right": len(self.pairs),
                "event.gold": len(self.required),
                "event.found": len(self.counted),
                "told_again": len(self.events.surplus),
            }
        )

    def _detail_counts(self) -> Counter[str]:
        """Everything that is compared between an annotated event and the one found for it."""
        counts: Counter[str] = Counter()
        for wanted, got in self.pairs:
            counts["status.right"] += wanted.status == got.status
            counts["status.gold"] += 1
            counts["mode.right"] += wanted.mode == got.mode
            counts["mode.gold"] += 1
            counts += self._sources(wanted, got)
            counts += self._dates(wanted, got)
            counts += self._spans(wanted, got)
            counts += self._parties(wanted, got)
        return counts

    def _sources(self, wanted: GoldEvent, got: Event) -> Counter[str]:
        """An actor who is also given as the source of his own act ("we refuse", he said) is
        neither asked for nor an error."""
        gold, found = wanted.attribution, got.attribution
        actors = [self._gold(m) for m in wanted.actors]
        right = pair_up(len(gold), len(found), lambda i, j: self._same_source(gold[i], found[j]))
        missed = [a.source for i, a in enumerate(gold) if i not in right]
        extra = [a.source for j, a in enumerate(found) if j not in right.values()]
        missed_others = sum(not (m and _is_one_of(self._gold(m), actors)) for m in missed)
        extra_others = sum(not (m and _is_one_of(_found(m), actors)) for m in extra)
        counts = _prf("attribution", len(right), len(right) + missed_others, len(right) + extra_others)
        counts["stance.gold"] += len(right)
        counts["stance.right"] += _matches(
            gold, found, lambda g, f: g.stance == f.stance and self._same_source(g, f)
        )
        return counts

    def _same_source(self, wanted: GoldAttribution, got: Attribution) -> bool:
        if wanted.source is None or got.source is None:
            return wanted.source is None and got.source is None
        return same(self._gold(wanted.source), _found(got.source), "lenient")

    def _gold(self, mention: GoldMention) -> Party:
        return gold_party(self.gold, mention)

    def _dates(self, wanted: GoldEvent, got: Event) -> Counter[str]:
        right = (
            wanted.date is not None
            and got.date is not None
            and (wanted.date.earliest, wanted.date.latest) == (got.date.earliest, got.date.latest)
        )
        return _prf("date", int(right), int(wanted.date is not None), int(got.date is not None))

    def _spans(self, wanted: GoldEvent, got: Event) -> Counter[str]:
        instruments = _matches(wanted.instruments, got.instruments, lambda g, f: lenient(g.text, f.text))
        counts = _prf("instrument", instruments, len(wanted.instruments), len(got.instruments))
        counts += self._places(wanted, got)
        numbers = _matches(wanted.counts, got.counts, _same_count)
        return counts + _prf("count", numbers, len(wanted.counts), len(got.counts))

    def _places(self, wanted: GoldEvent, got: Event) -> Counter[str]:
        """Places without a name ("the border") and states beside a narrower place may be left
        out, and are no error when found."""
        gold = [(self._gold(p), self._is_needed(p, wanted.places)) for p in wanted.places]
        states = [Party(text=e.name, names=tuple(s.text for s in e.mentions))
                  for e in self.gold.entities if "State" in e.types]  # fmt: skip
        found = [_place(p) for p in got.places]
        needed = [party for party, need in gold if need]
        right = pair_up(len(needed), len(found), lambda i, j: _same_lenient(needed[i], found[j]))
        free = [party for party, need in gold if not need] + (states if right else [])
        counted = [p for j, p in enumerate(found) if j in right.values() or not _is_one_of(p, free)]
        return _prf("place", len(right), len(needed), len(counted))

    def _is_needed(self, place: GoldMention, places: Sequence[GoldMention]) -> bool:
        state = "State" in self.gold.entities[place.entity].types[:1]
        return not _is_plain(place.text) and not (state and len(places) > 1)

    def _parties(self, wanted: GoldEvent, got: Event) -> Counter[str]:
        counts: Counter[str] = Counter()
        for name, gold, found in (
            ("unit", wanted.units, got.units),
            ("target", wanted.targets, got.targets),
        ):
            left = [gold_party(self.gold, m) for m in gold]
            right = [found_party(m, text_only=False) for m in found]
            counts += _prf(name, _matches(left, right, _same_lenient), len(left), len(right))
        return counts

    def _entity_counts(self) -> Counter[str]:
        gold, found = self.gold.entities, self.found.entities
        linked = {(p.gold, p.found) for p in self.mentions.pairs}
        typed = pair_up(
            len(gold), len(found), lambda i, j: (i, j) in linked and found[j].type in gold[i].types
        )
        missed = [e for i, e in enumerate(gold) if i not in typed and not _may_be_left_out(e)]
        needed = len(typed) + len(missed)
        counts = _prf("entity", len(typed), needed, len(self.mentions.counted))
        counts += _prf("mention", len(self.mentions.pairs), self.mentions.gold, self.mentions.found)
        coded = [(gold[i].code, found[j].code) for i, j in typed.items() if _has_code(gold[i])]
        counts["code.gold"] += len(coded)
        counts["code.right"] += sum(g == f for g, f in coded)
        return counts

    def _mention_clusters(self) -> Clustering:
        pairs: list[tuple[int, int]] = [(p.gold, p.found) for p in self.mentions.pairs]
        return bcubed(pairs, self.mentions.gold - len(pairs))

    def _must_not(self) -> Counter[str]:
        spans = self.gold.must_not
        return Counter({"must_not.spans": len(spans), "must_not.broken": sum(map(self._broken, spans))})

    def _broken(self, span: MustNot) -> bool:
        wrong = [self.found.events[j] for j in self.events.spurious]
        return any(touches(e.trigger, _span(span)) and (span.level == "event" or is_fact(e)) for e in wrong)

    def _confusion(self) -> Counter[tuple[str, str]]:
        """Annotated events that were missed, with the category found in their place."""
        done = {i for i, _ in self.events.pairs}
        missed = [e for i, e in enumerate(self.gold.events) if i not in done and not e.optional]
        return Counter((e.event, self._instead(e)) for e in missed)

    def _instead(self, event: GoldEvent) -> str:
        wrong = [self.found.events[j] for j in self.events.spurious]
        return next((e.event for e in wrong if touches_any(e.trigger, event.mentions)), "-")

    def _told(self, canonical: bool) -> Iterator[tuple[str, str]]:
        if not self.gold.pair:
            return
        for wanted, got in self.pairs:
            real = f"{self.gold.pair} {wanted.label or self.gold.id + wanted.id}"
            yield real, got.id if canonical else f"{self.gold.id} {got.id}"

    def _problems(self) -> Iterator[Problem]:
        yield from self._wrong_events()
        for wanted, got in self.pairs:
            yield from self._wrong_details(wanted, got)
            yield from _role_problems(self.gold, wanted, got, text_only=False)
        for span in self.gold.must_not:
            if self._broken(span):
                yield _problem(self.gold, "must_not", f"an event was found in “{span.text}” ({span.level})")
        yield from self._wrong_entities()

    def _wrong_events(self) -> Iterator[Problem]:
        done = {i for i, _ in self.events.pairs}
        for i, event in enumerate(self.gold.events):
            if i in done or event.optional:
                continue
            instead = self._instead(event)
            told = f"{event.event} “{event.trigger.text}”"
            if instead == "-":
                yield _problem(self.gold, "missed", told)
            else:
                yield _problem(self.gold, "category", f"{told} was taken for {instead}")
        for kind, indexes in (("spurious", self.events.spurious), ("again", self.events.surplus)):
            for j in indexes:
                extra = self.found.events[j]
                yield _problem(self.gold, kind, f"{extra.event} “{extra.trigger.text}” [{extra.rule}]")

    def _wrong_details(self, wanted: GoldEvent, got: Event) -> Iterator[Problem]:
        about = f"{wanted.event} “{wanted.trigger.text}”"
        if wanted.status != got.status:
            yield _problem(self.gold, "status", f"{about}: {wanted.status}, found {got.status}")
        if wanted.mode != got.mode:
            yield _problem(self.gold, "mode", f"{about}: {wanted.mode}, found {got.mode}")
        for name, counts in (("attribution", self._sources(wanted, got)), ("date", self._dates(wanted, got))):
            if counts[f"{name}.right"] < max(counts[f"{name}.gold"], counts[f"{name}.found"]):
                yield _problem(self.gold, name, f"{about}: {_shown(wanted, got, name)}")
        counts = self._spans(wanted, got)
        for name in ("place", "instrument", "count"):
            if counts[f"{name}.right"] < max(counts[f"{name}.gold"], counts[f"{name}.found"]):
                yield _problem(self.gold, name, f"{about}: {_shown(wanted, got, name)}")

    def _wrong_entities(self) -> Iterator[Problem]:
        pairs: dict[int, list[MentionPair]] = {}
        for pair in self.mentions.pairs:
            pairs.setdefault(pair.gold, []).append(pair)
        for i, entity in enumerate(self.gold.entities):
            types = sorted({self.found.entities[p.found].type for p in pairs.get(i, ())})
            if not types and _may_be_left_out(entity):
                continue
            if not types:
                yield _problem(self.gold, "entity", f"missed {entity.types[0]} “{entity.name}”")
            elif not set(types) & set(entity.types):
                told = f"“{entity.name}”: {entity.types[0]}, found {' '.join(types)}"
                yield _problem(self.gold, "type", told)
        matched = {p.found for p in self.mentions.pairs}
        for j in self.mentions.counted:
            if j not in matched:
                extra: Entity = self.found.entities[j]
                yield _problem(self.gold, "extra_entity", f"{extra.type} “{extra.name}”")


def _is_plain(text: str) -> bool:
    """Whether there is no name in it: "the border"."""
    return text == text.lower()


def _has_code(entity: GoldEntity) -> bool:
    """Actors have a code; places are linked instead."""
    return entity.code is not None and entity.types[0] not in ("Place", "Facility")


def _may_be_left_out(entity: GoldEntity) -> bool:
    """Places and buildings without a name need not be found."""
    return entity.types[0] in ("Place", "Facility", "Organization") and _is_plain(entity.name)


def _found(mention: Mention) -> Party:
    return found_party(mention, text_only=False)


def _is_one_of(party: Party, parties: Sequence[Party]) -> bool:
    return any(same(other, party, "lenient") for other in parties)


def _span(place: MustNot) -> Span:
    return Span(text=place.text, start=place.start, end=place.end)


def _prf(name: str, right: int, gold: int, found: int) -> Counter[str]:
    return Counter({f"{name}.right": right, f"{name}.gold": gold, f"{name}.found": found})


def _matches(gold: Sequence[T], found: Sequence[U], fit: Callable[[T, U], bool]) -> int:
    """How many can be paired; ``fit`` takes one of each."""
    return len(pair_up(len(gold), len(found), lambda i, j: fit(gold[i], found[j])))


def _same_lenient(gold: Party, found: Party) -> bool:
    return same(gold, found, "lenient")


def _place(place: Location) -> Party:
    return Party(text=place.text, names=(place.name,))


def _same_count(gold: Count, found: Count) -> bool:
    return (gold.kind, gold.min, gold.max) == (found.kind, found.min, found.max)


def _names(mentions: Sequence[Mention] | Sequence[Party]) -> str:
    return ", ".join(m.text for m in mentions) or "nobody"


def _role_problems(gold: Gold, wanted: GoldEvent, got: Event, *, text_only: bool) -> Iterator[Problem]:
    deed, other = gold_deed(gold, wanted), found_deed(got, text_only=text_only)
    counts = count_roles([deed], [other])
    for role, left, right in (
        ("actor", deed.actors, other.actors),
        ("recipient", deed.recipients, other.recipients),
    ):
        good = counts[f"{role}.lenient.right"]
        if good < max(counts[f"{role}.lenient.gold"], counts[f"{role}.lenient.found"]):
            about = f"{wanted.event} “{wanted.trigger.text}”"
            yield _problem(gold, role, f"{about}: {_names(left)}; found {_names(right)}")


def _shown(wanted: GoldEvent, got: Event, what: str) -> str:
    """Both sides of one detail in words."""
    if what == "attribution":
        sides = [
            ", ".join(f"{a.stance} {a.source.text if a.source else '?'}" for a in side)
            for side in (wanted.attribution, got.attribution)
        ]
    elif what == "date":
        sides = [f"{d.earliest}..{d.latest} “{d.text}”" if d else "" for d in (wanted.date, got.date)]
    elif what == "count":
        both = (wanted.counts, got.counts)
        sides = [", ".join(f"{c.kind} {c.min}..{c.max}" for c in side) for side in both]
    else:
        field = f"{what}s"
        sides = [", ".join(p.text for p in getattr(side, field)) for side in (wanted, got)]
    return "; found ".join(side or "nothing" for side in sides)
