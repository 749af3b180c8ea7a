"""Answer of the model + text -> the records of the contract. What the text does not hold is left out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg import iris
from kg.backends.llm.answer import Answer, Happening, Number, Party, Thing, Voice, When
from kg.backends.llm.codebook import Concept
from kg.backends.llm.known import Linker, Subject
from kg.backends.llm.quotes import Locator
from kg.knowledge import fold, words
from kg.model import (
    Attribution,
    Count,
    Document,
    Entity,
    Event,
    Extraction,
    Interval,
    Location,
    Mention,
    Role,
    Span,
)


@dataclass
class _Gathered:
    """What is known of one entity while the answer is read."""

    subject: Subject
    spans: set[tuple[int, int]] = field(default_factory=set)
    roles: dict[tuple[str, str], Role] = field(default_factory=dict)


class Teller:
    """Collects what the answers for the parts of one document say. ``dropped`` counts by reason."""

    def __init__(self, document: Document, linker: Linker, concepts: Sequence[Concept], *, rule: str) -> None:
        self._document = document
        self._linker = linker
        self._modes = {(concept.category, concept.mode) for concept in concepts}
        self._rule = rule
        self._things: dict[str, _Gathered] = {}
        self._events: list[Event] = []
        self.dropped: Counter[str] = Counter()

    def add(self, answer: Answer, part: tuple[int, int]) -> None:
        """Takes in the answer about one stretch of the text."""
        locator = Locator(self._document.text, *part)
        subjects = self._subjects(answer.entities, locator)
        reader = _Reader(self, locator, subjects)
        told = {
            place: made for place, one in enumerate(answer.events) if (made := reader.event(one)) is not None
        }
        first = len(self._events)
        ids = {place: f"e{first + number + 1}" for number, place in enumerate(told)}
        for place, event in told.items():
            linked = [
                ids[other] for other in answer.events[place].content_events if other in ids and other != place
            ]
            self._events.append(_finished(event, ids[place], linked))
        if locator.missed:
            self.dropped["quote"] += locator.missed

    def extraction(self) -> Extraction:
        """All of it; entities in the order in which the text first names them."""
        named = [(iri, one) for iri, one in self._things.items() if one.spans]
        self.dropped["entity"] += len(self._things) - len(named)
        named.sort(key=lambda pair: (min(pair[1].spans), pair[0]))
        entities = tuple(self._entity(one) for _, one in named)
        return Extraction(id=self._document.id, entities=entities, events=tuple(self._events))

    def _entity(self, one: _Gathered) -> Entity:
        who, text = one.subject, self._document.text
        spans = sorted(one.spans)
        aliases = dict.fromkeys(text[start:end] for start, end in spans)
        return Entity(
            iri=who.iri, type=who.type, name=who.name, code=who.code, sector=who.sector, known=who.known,
            aliases=tuple(alias for alias in aliases if alias != who.name),
            roles=tuple(sorted(one.roles.values(), key=lambda role: role.start)),
            mentions=tuple(Span(text=text[start:end], start=start, end=end) for start, end in spans),
        )  # fmt: skip

    # ---- entities

    def _subjects(self, things: Iterable[Thing], locator: Locator) -> dict[str, Subject]:
        """The entities of one answer by their ids there; their names are found all over the part."""
        things = list(things)
        self._linker.countries.update(thing.country for thing in things if thing.country)
        subjects = {thing.id: self._linker.subject(self._document.id, thing) for thing in things}
        names = [(name, thing.id) for thing in things for name in thing.names]
        taken: set[int] = set()
        for name, owner in sorted(names, key=lambda pair: (-len(pair[0]), pair)):
            for span in locator.all(name):
                if taken.isdisjoint(range(span.start, span.end)):
                    taken.update(range(span.start, span.end))
                    self.mentioned(subjects[owner], span)
        for thing in things:
            self._gathered(subjects[thing.id])
            self._offices(thing, subjects[thing.id], locator)
        return subjects

    def _gathered(self, who: Subject) -> _Gathered:
        return self._things.setdefault(who.iri, _Gathered(subject=who))

    def mentioned(self, who: Subject, span: Span) -> None:
        """Keeps one more mention of an entity."""
        self._gathered(who).spans.add((span.start, span.end))

    def _offices(self, thing: Thing, who: Subject, locator: Locator) -> None:
        for office in thing.offices:
            span = locator.find(office.title)
            if span is not None:
                state = " ".join(s for w in words(office.state) if (s := self._linker.tenures.get(fold(w))))
                role = Role(
                    title=span.text.lower(), of=self._linker.code(office.of), start=span.start, end=span.end,
                    state=state,
                )  # fmt: skip
                self._gathered(who).roles.setdefault((role.title, role.state), role)

    # ---- what the readers of events need

    def type_of(self, one: Happening) -> tuple[str, str | None] | None:
        """Category and mode; ``None`` for a category that there is not, a strange mode is left out."""
        if (one.event, None) not in self._modes:
            self.dropped["category"] += 1
            return None
        if (one.event, one.mode) not in self._modes:
            self.dropped["mode"] += 1
            return one.event, None
        return one.event, one.mode

    @property
    def contexts(self) -> Mapping[str, str]:
        """The PLOVER context that a word tells."""
        return self._linker.contexts

    @property
    def rule(self) -> str:
        """What stands in the records as the reason for them."""
        return self._rule


class _Reader:
    """Reads the events of one answer."""

    def __init__(self, teller: Teller, locator: Locator, subjects: Mapping[str, Subject]) -> None:
        self._teller = teller
        self._find = locator.find
        self._subjects = subjects

    def event(self, one: Happening) -> Event | None:
        """The event without id and linked content; ``None`` when its words are not in the text."""
        kind = self._teller.type_of(one)
        passage = self._find(one.passage)
        trigger = self._find(one.trigger, passage)
        if kind is None or trigger is None:
            self._teller.dropped["event"] += 1
            return None
        passage = passage or trigger
        others = (self._find(words_, passage) for words_ in one.mentions)
        return Event(
            id="", event=kind[0], mode=kind[1], contexts=self._contexts(passage),
            actors=self._mentions(one.actors, passage), recipients=self._mentions(one.recipients, passage),
            units=self._mentions(one.units, passage), targets=self._mentions(one.targets, passage),
            instruments=_unique(self._find(quote, passage) for quote in one.instruments),
            counts=tuple(c for number in one.counts if (c := self._count(number, passage)) is not None),
            trigger=trigger, mentions=_unique((trigger, *others)), status=one.status,
            attribution=self._voices(one.attribution, passage),
            content=_unique(self._find(quote, passage) for quote in one.content),
            date=self._interval(one.date, passage), places=self._places(one.places, passage),
            confidence=round(min(max(one.confidence, 0.0), 1.0), 2), rule=self._teller.rule,
        )  # fmt: skip

    def _contexts(self, passage: Span) -> tuple[str, ...]:
        contexts = self._teller.contexts
        return tuple(sorted({contexts[word] for word in words(passage.text) if word in contexts}))

    def _mention(self, party: Party, passage: Span) -> Mention | None:
        who = self._subjects.get(party.entity)
        span = self._find(party.quote, passage)
        if who is None or span is None:
            self._teller.dropped["party"] += 1
            return None
        self._teller.mentioned(who, span)
        return Mention(
            text=span.text, start=span.start, end=span.end, iri=who.iri, name=who.name, type=who.type,
            code=who.code, sector=who.sector, known=who.known,
        )  # fmt: skip

    def _mentions(self, parties: Iterable[Party], passage: Span) -> tuple[Mention, ...]:
        found: dict[str, Mention] = {}
        for party in parties:
            mention = self._mention(party, passage)
            if mention is not None:
                found.setdefault(mention.iri, mention)
        return tuple(found.values())

    def _places(self, parties: Iterable[Party], passage: Span) -> tuple[Location, ...]:
        return tuple(
            Location(text=m.text, start=m.start, end=m.end, iri=m.iri if m.known else None, name=m.name)
            for m in self._mentions(parties, passage)
        )

    def _count(self, number: Number, passage: Span) -> Count | None:
        span = self._find(number.quote, passage)
        kind = iris.slug(number.kind)
        if (
            span is None
            or not kind
            or any(n is not None and not 0 <= n < 2**53 for n in (number.min, number.max))
        ):
            self._teller.dropped["count"] += 1
            return None
        return Count(kind=kind, min=number.min, max=number.max, start=span.start, end=span.end)

    def _voices(self, voices: Sequence[Voice], passage: Span) -> tuple[Attribution, ...]:
        found: list[Attribution] = []
        at: dict[int, int] = {}
        for place, voice in enumerate(voices):
            cue = self._find(voice.cue, passage)
            if cue is None:
                self._teller.dropped["attribution"] += 1
                continue
            source = self._mention(voice.source, passage) if voice.source else None
            outer = at.get(voice.within) if voice.within is not None else None
            at[place] = len(found)
            found.append(Attribution(stance=voice.stance, source=source, cue=cue, within=outer))
        return tuple(found)

    def _interval(self, when: When | None, passage: Span) -> Interval | None:
        if when is None:
            return None
        span = self._find(when.quote, passage)
        if span is None:
            self._teller.dropped["date"] += 1
            return None
        earliest, latest = _day(when.earliest), _day(when.latest)
        if earliest and latest and earliest > latest:
            self._teller.dropped["date"] += 1
            earliest = latest = None
        return Interval(
            text=span.text, start=span.start, end=span.end, earliest=earliest, latest=latest,
            precision=when.precision if earliest or latest else "unknown",
        )  # fmt: skip


def _finished(event: Event, name: str, linked: Sequence[str]) -> Event:
    fields = {key: getattr(event, key) for key in event.__struct_fields__}
    return Event(**fields | {"id": name, "content": (*dict.fromkeys(linked), *event.content)})


def _unique(spans: Iterable[Span | None]) -> tuple[Span, ...]:
    return tuple({(span.start, span.end): span for span in spans if span is not None}.values())


def _day(text: str | None) -> str | None:
    """The date in ISO form; ``None`` when it is not one."""
    try:
        return dt.date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        return None
