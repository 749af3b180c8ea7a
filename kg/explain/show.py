"""The account of an event in lines, for a terminal or anything else that shows text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.explain.find import Contrary, Place, Why
from kg.explain.words import Line, Part, marked
from kg.model import Attribution, ContraryClaim, Event, Extraction, Mention

_WIDTH = 11
_RULE = re.compile(r"; (?!\w+=)")
"""Between rules; the conditions of one rule are set apart in the same way and look like ``obj=...``."""
_BY_CUE = "status "
_ROLES = (("actor", "actors"), ("unit", "units"), ("recipient", "recipients"), ("target", "targets"))


def account(place: Place) -> Iterator[Line]:
    """Everything that one document tells of an event, part by part, and then the passages."""
    event = place.event
    yield _row("type", Part(_type(event)))
    rules = _RULE.split(event.rule)
    for rule in rules:
        if not rule.startswith(_BY_CUE):
            yield _row("by rule", Part(rule))
    for span in dict.fromkeys((event.trigger, *event.mentions)):
        yield _row("words", *_quote(span.text, span.start, span.end, "event"))
    yield _row("status", Part(event.status), *_cues(event.status, rules))
    yield _row("confidence", Part(f"{event.confidence:.2f}"))
    yield from _participants(event)
    yield from _circumstances(event)
    yield from _voices(event.attribution)
    yield from _contents(event, place.extraction)
    yield from _contradictions(event, place.extraction)
    yield ()
    for passage in marked(place.document.text, event):
        yield (Part("  … "), *passage, Part(" …"))


def why_lines(found: Sequence[Why], here: str) -> Iterator[Line]:
    """Why an event of a document is part of the merged one."""
    for one in found:
        if one.iri == here:
            yield _row("merged", Part(f"score {one.score:.2f}: {one.reason}"))


def contrary_lines(found: Sequence[Contrary]) -> Iterator[Line]:
    """What the documents that tell of one event contradict each other about."""
    for one in found:
        yield _row("disputed", Part(f"{one.kind}, between documents: {'; '.join(one.sides)}"))


def _cues(status: str, rules: Sequence[str]) -> Iterator[Part]:
    """The words that set the status, as the rules note them: "status negated by not"."""
    start = f"{_BY_CUE}{status} by "
    words = dict.fromkeys(rule.removeprefix(start) for rule in rules if rule.startswith(start))
    if words:
        yield Part(f", by “{'”, “'.join(words)}”")


def _row(name: str, *parts: Part) -> Line:
    return (Part(f"  {name:<{_WIDTH}} "), *parts)


def _quote(text: str, start: int, end: int, kind: str) -> tuple[Part, ...]:
    return (Part("“"), Part(text, kind), Part(f"” at {start}-{end}"))


def _type(event: Event) -> str:
    mode = f" {event.mode}" if event.mode else ""
    contexts = f" ({', '.join(event.contexts)})" if event.contexts else ""
    return f"{event.event}{mode}{contexts}"


def _participants(event: Event) -> Iterator[Line]:
    for kind, field in _ROLES:
        for mention in getattr(event, field):
            yield _row(kind, *_quote(mention.text, mention.start, mention.end, kind), Part(_thing(mention)))


def _thing(mention: Mention) -> str:
    facts = (mention.type, mention.code, mention.sector, "known" if mention.known else "new")
    return f": {mention.name} ({', '.join(fact for fact in facts if fact)})"


def _circumstances(event: Event) -> Iterator[Line]:
    for tool in event.instruments:
        yield _row("instrument", *_quote(tool.text, tool.start, tool.end, "instrument"))
    for one in event.counts:
        yield _row("count", Part(f"{one.kind} {_range(one.min, one.max)} at {one.start}-{one.end}", "count"))
    if (date := event.date) is not None:
        days = f": {date.earliest or '?'} to {date.latest or '?'} ({date.precision})"
        yield _row("date", *_quote(date.text, date.start, date.end, "date"), Part(days))
    for place in event.places:
        told = f": {place.name}" + ("" if place.iri else " (not in the gazetteer)")
        yield _row("place", *_quote(place.text, place.start, place.end, "place"), Part(told))


def _range(least: int | None, most: int | None) -> str:
    if least == most:
        return str(least)
    return f"{'' if least is None else least}..{'' if most is None else most}"


def _voices(voices: Sequence[Attribution]) -> Iterator[Line]:
    if not voices:
        yield _row("said by", Part("the outlet itself"))
    for number, said in enumerate(voices):
        who = said.source
        name = (Part(who.text, "source"), Part(_thing(who))) if who else (Part("somebody unnamed", "source"),)
        within = "" if said.within is None else f", as told by voice {said.within + 1}"
        cue = _quote(said.cue.text, said.cue.start, said.cue.end, "says")
        yield _row("said by", Part(f"{number + 1}. "), *name, Part(f" {said.stance}, "), *cue, Part(within))


def _contents(event: Event, extraction: Extraction) -> Iterator[Line]:
    by_id = {one.id: one for one in extraction.events}
    for one in event.content:
        if not isinstance(one, str):
            yield _row("content", *_quote(one.text, one.start, one.end, "content"))
        elif one in by_id:
            inner = by_id[one]
            words = _quote(inner.trigger.text, inner.trigger.start, inner.trigger.end, "content")
            yield _row("content", Part(f"{_type(inner)}, {inner.status} "), *words)


def _contradictions(event: Event, extraction: Extraction) -> Iterator[Line]:
    for one in extraction.contradictions:
        if one.about == event.id:
            told = "; ".join(_claim(claim) for claim in one.claims)
            yield _row("disputed", Part(f"{one.kind}: {told}"))


def _claim(claim: ContraryClaim) -> str:
    source = claim.source.text if claim.source else "the outlet"
    return f"{claim.value} (says {source}, {claim.start}-{claim.end})"
