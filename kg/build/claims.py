"""Claims: who says what about an event, resting on which words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from kg.build.entities import role_iri
from kg.build.maker import Maker
from kg.build.sheet import Literal, share, text
from kg.build.values import affected, count_values, doers
from kg.model import Attribution, Contradiction, ContraryClaim, Count, Event, Mention, Record, Stance
from kg.vocabulary import KG, SEM, count_property, stance_iri, status_iri

Pair = tuple[Mention | None, Mention | None]
Stretch = tuple[int, int]


class Statement(Record, frozen=True):
    """What a claim states, in RDF terms; ``name`` only makes its IRI readable."""

    name: str
    predicate: str | None
    subject: str | None = None
    object: str | None = None
    value: Literal | None = None
    topic: str = "parties"
    """What it is about: ``parties``, ``place``, ``date``, or the property of a number."""


class Claim(Record, frozen=True):
    """A statement in somebody's mouth, and the node it has in the graph of its document."""

    node: str
    statement: Statement
    stretches: tuple[Stretch, ...]
    voice: int | None


def claims_of(maker: Maker, event: Event) -> Iterator[Claim]:
    """Every claim made about the event: one for each statement and each voice that makes it."""
    for statement, stretches in _statements(maker, event):
        for voice in voices(event):
            node = _claim_iri(maker, event, statement, voice)
            yield Claim(node=node, statement=statement, stretches=tuple(stretches), voice=voice)


def describe_claims(maker: Maker, event: Event) -> None:
    """Writes down every claim made about the event, with who says it."""
    for claim in claims_of(maker, event):
        _describe_claim(maker, event, claim)
        _attribute(maker, claim.node, event, claim.voice)


def _statements(maker: Maker, event: Event) -> Iterator[tuple[Statement, list[Stretch]]]:
    """What the text states of the event, each with the stretches that say so."""
    triggers = sorted({(span.start, span.end) for span in (event.trigger, *event.mentions)})
    for pair in pairs(event):
        yield _relation(maker, event, pair), triggers
    for place in event.places:
        told = Statement(
            name=f"at {place.name}", predicate=SEM.hasPlace, object=maker.place(place), topic="place"
        )
        yield told, [(place.start, place.end)]
    if event.date is not None:
        words = text(event.date.text)
        told = Statement(name=f"date {event.date.text}", predicate=KG.dateText, value=words, topic="date")
        yield told, [(event.date.start, event.date.end)]
    for count in _undisputed(maker, event):
        for statement in _numbers(count):
            yield statement, [(count.start, count.end)]


def pairs(event: Event) -> list[Pair]:
    """Who did it with whom it was done to; parties without a counterpart are paired with one another.

    Where both lists name the same party ("they accuse each other") it is not paired with itself.
    """
    first, second = doers(event), affected(event)
    if not second and len(first) > 1:
        return list(combinations(first, 2))
    found: list[Pair] = list(product(first or (None,), second or (None,)))
    others = [(one, other) for one, other in found if one is None or other is None or one.iri != other.iri]
    return others or found


def _relation(maker: Maker, event: Event, pair: Pair) -> Statement:
    doer, other = pair
    return Statement(
        name=" ".join([doer.name if doer else "", event.event, other.name if other else ""]),
        predicate=maker.ontology.relation(event.event),
        subject=maker.thing(doer.iri) if doer else None,
        object=maker.thing(other.iri) if other else None,
    )


def _numbers(count: Count) -> list[Statement]:
    """The exact number, or the bounds of an inexact one."""
    said = [(predicate, value) for predicate, value in count_values([count]) if isinstance(value, Literal)]
    told = said[:1] if count.min == count.max else said
    topic = count_property(count.kind)
    return [Statement(name=count.kind, predicate=name, value=value, topic=topic) for name, value in told]


def _undisputed(maker: Maker, event: Event) -> list[Count]:
    """The counts that no contradiction quotes: those it quotes are claims of their own there."""
    quoted = {
        (side.start, side.end)
        for contradiction in maker.extraction.contradictions
        if contradiction.about == event.id
        for side in contradiction.claims
    }
    return [count for count in event.counts if (count.start, count.end) not in quoted]


def voices(event: Event) -> list[int | None]:
    """The innermost attributions: who is nearest to the event. ``None`` is the outlet itself."""
    outer = {attribution.within for attribution in event.attribution}
    inner: list[int | None] = [index for index in range(len(event.attribution)) if index not in outer]
    return inner or [None]


def stance_of(event: Event, voice: int | None) -> Stance:
    """How a voice stands to the event."""
    return "reports" if voice is None else event.attribution[voice].stance


def _source(event: Event, voice: int | None) -> Mention | None:
    return None if voice is None else event.attribution[voice].source


def _claim_iri(maker: Maker, event: Event, statement: Statement, voice: int | None) -> str:
    facts = (statement.predicate, statement.subject, statement.object, statement.value)
    said = (stance_of(event, voice), _speaker(maker, event, voice))
    return maker.mint("claim", statement.name, maker.events[event.id], *facts, *said)


def _speaker(maker: Maker, event: Event, voice: int | None) -> str | None:
    source = _source(event, voice)
    return maker.thing(source.iri) if source else None


def _describe_claim(maker: Maker, event: Event, claim: Claim) -> None:
    say, node = maker.sheet.say, claim.node
    _state(maker, node, claim.statement)
    say(node, KG.about, maker.events[event.id])
    say(node, KG.status, status_iri(event.status))
    say(node, KG.stance, stance_iri(stance_of(event, claim.voice)))
    say(node, KG.attributedTo, _speaker(maker, event, claim.voice))
    say(node, KG.confidence, share(event.confidence))
    say(node, KG.evidence, *(maker.quote(start, end) for start, end in claim.stretches))


def _state(maker: Maker, node: str, statement: Statement) -> None:
    say = maker.sheet.say
    maker.sheet.type(node, KG.Claim)
    say(node, KG.predicate, statement.predicate)
    say(node, KG.subject, statement.subject)
    say(node, KG.object, statement.object)
    say(node, KG.value, statement.value)


def _attribute(maker: Maker, claim: str, event: Event, voice: int | None) -> None:
    """Ties the claim to the whole chain of attributions, from the innermost outwards."""
    seen: set[int] = set()
    while voice is not None and voice not in seen:
        seen.add(voice)
        attribution = event.attribution[voice]
        node = _attribution_iri(maker, event, attribution)
        maker.sheet.say(claim, KG.attribution, node)
        _describe_attribution(maker, node, attribution)
        outer = attribution.within
        if outer is not None and outer not in seen:
            maker.sheet.say(
                node, KG.withinAttribution, _attribution_iri(maker, event, event.attribution[outer])
            )
        voice = outer


def _attribution_iri(maker: Maker, event: Event, attribution: Attribution) -> str:
    source, cue = attribution.source, attribution.cue
    facts = (attribution.stance, source.iri if source else None, str(cue.start), str(cue.end))
    return maker.mint("attribution", source.name if source else cue.text, maker.events[event.id], *facts)


def _describe_attribution(maker: Maker, node: str, attribution: Attribution) -> None:
    say, source = maker.sheet.say, attribution.source
    maker.sheet.type(node, KG.Attribution)
    say(node, KG.stance, stance_iri(attribution.stance))
    say(node, KG.source, maker.thing(source.iri) if source else None)
    say(node, KG.cue, maker.quote(attribution.cue.start, attribution.cue.end))


def describe_contents(maker: Maker, event: Event) -> None:
    """What an accusation, threat or request is about: events of the document, or words as a claim."""
    node, say = maker.events[event.id], maker.sheet.say
    for content in event.content:
        if isinstance(content, str):
            say(node, KG.content, maker.events.get(content))
            continue
        claim = maker.mint("claim", content.text, node, "content", str(content.start), str(content.end))
        maker.sheet.type(claim, KG.Claim)
        say(claim, KG.value, text(content.text))
        say(claim, KG.evidence, maker.quote(content.start, content.end))
        say(node, KG.content, claim)


def describe_contradiction(maker: Maker, contradiction: Contradiction) -> None:
    """The contradiction and its sides; none of them is preferred."""
    event = next((one for one in maker.extraction.events if one.id == contradiction.about), None)
    about = maker.events[event.id] if event else maker.thing(contradiction.about)
    sides = [(str(side.start), str(side.end), side.value) for side in contradiction.claims]
    facts = [fact for side in sides for fact in side]
    node = maker.mint("contradiction", contradiction.kind, about, contradiction.kind, *facts)
    maker.sheet.type(node, KG.Contradiction)
    maker.sheet.say(node, KG.contradictionKind, text(contradiction.kind))
    maker.sheet.say(node, KG.about, about)
    for side in contradiction.claims:
        maker.sheet.say(node, KG.side, _side(maker, contradiction, side, event))


def _side(maker: Maker, contradiction: Contradiction, side: ContraryClaim, event: Event | None) -> str:
    say = maker.sheet.say
    about = maker.events[event.id] if event else maker.thing(contradiction.about)
    speaker = maker.thing(side.source.iri) if side.source else None
    statement = _side_statement(maker, contradiction, side, event)
    facts = (contradiction.kind, side.value, str(side.start), str(side.end), speaker)
    node = maker.mint("claim", f"{contradiction.kind} {side.value}", about, *facts)
    _state(maker, node, statement)
    say(node, KG.about, about, *_roles_told(maker, contradiction, side))
    say(node, KG.status, status_iri(event.status) if event else None)
    say(node, KG.stance, stance_iri("denies" if contradiction.kind == "denial" and speaker else "reports"))
    say(node, KG.attributedTo, speaker)
    say(node, KG.evidence, maker.quote(side.start, side.end))
    return node


def _side_statement(
    maker: Maker, contradiction: Contradiction, side: ContraryClaim, event: Event | None
) -> Statement:
    for count in event.counts if event else ():
        if (count.start, count.end) == (side.start, side.end):
            return _numbers(count)[0]
    predicate = {"role": KG.title, "actor": KG.actor, "target": KG.target, "place": SEM.hasPlace}
    return Statement(
        name=side.value,
        predicate=predicate.get(contradiction.kind),
        subject=None if event else maker.thing(contradiction.about),
        value=text(side.value),
    )


def _roles_told(maker: Maker, contradiction: Contradiction, side: ContraryClaim) -> list[str]:
    """The holdings of an office that this side tells, when it is about a person."""
    return [
        role_iri(maker, entity, role)
        for entity in maker.extraction.entities
        if entity.iri == contradiction.about
        for role in entity.roles
        if role.start < side.end and side.start < role.end
    ]
