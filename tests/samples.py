"""Records written by hand for the tests of building, storing and exporting: no pipeline needed."""

from __future__ import annotations

import datetime as dt

from kg.iris import entity_iri
from kg.model import (
    Attribution,
    Contradiction,
    ContraryClaim,
    Count,
    Document,
    Entity,
    EntityType,
    Event,
    Extraction,
    Interval,
    Location,
    Mention,
    Role,
    Span,
)
from kg.vocabulary import ACTOR

STRIKE_TEXT = (
    "Iran fired a missile at a border village in Pakistan on Tuesday. Two people were killed, the army said, "
    "but the hospital counted three dead.\n"
    "Tehran-based agency Tasnim said the attack was aimed at the headquarters of Jaish al-Adl. "
    "Pakistan accused Iran of supporting insurgents and of an earlier raid. Iran denied the raid. "
    "President Hossein Abdullahian, the foreign minister, met Anwar Kakar in Davos."
)


def document(id: str, text: str, **about: object) -> Document:
    """A document of the Morning Herald of 17 January 2024, unless something else is said."""
    about = {"published": dt.date(2024, 1, 17), "source": "Morning Herald", "language": "en", **about}
    return Document(id=id, text=text, **about)  # type: ignore[arg-type]


def span(text: str, words: str, occurrence: int = 0) -> Span:
    """The stretch of the text with these words."""
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(words, start + 1)
    return Span(text=words, start=start, end=start + len(words))


def mention(
    text: str, words: str, iri: str, type: EntityType, occurrence: int = 0, **more: object
) -> Mention:
    """A participant named by these words; a known actor when the IRI is one."""
    where = span(text, words, occurrence)
    known = iri.startswith(ACTOR)
    facts = {"name": words, "known": known, **more}
    return Mention(text=words, start=where.start, end=where.end, iri=iri, type=type, **facts)  # type: ignore[arg-type]


def event(id: str, category: str, trigger: Span, **more: object) -> Event:
    """An actual event with nothing but what is given."""
    facts: dict[str, object] = {
        "mode": None,
        "contexts": (),
        "actors": (),
        "recipients": (),
        "units": (),
        "targets": (),
        "instruments": (),
        "counts": (),
        "mentions": (trigger,),
        "status": "actual",
        "attribution": (),
        "content": (),
        "date": None,
        "places": (),
        "confidence": 0.8,
        "rule": "by-hand",
        **more,
    }
    return Event(id=id, event=category, trigger=trigger, **facts)  # type: ignore[arg-type]


def interval(text: str, words: str, earliest: str | None, latest: str | None, precision: str) -> Interval:
    """When, by these words."""
    where = span(text, words)
    return Interval(
        text=words,
        start=where.start,
        end=where.end,
        earliest=earliest,
        latest=latest,
        precision=precision,  # type: ignore[arg-type]
    )


def strike(id: str = "herald-1") -> tuple[Document, Extraction]:
    """A strike, an accusation with content, a denial, a meeting, two contradictions: every field is used."""
    text = STRIKE_TEXT
    iran = mention(text, "Iran", f"{ACTOR}iran", "State", code="IRN", sector="GOV")
    pakistan = mention(text, "Pakistan", f"{ACTOR}pakistan", "State", code="PAK", sector="GOV")
    tasnim = mention(text, "Tasnim", f"{ACTOR}tasnim-by-hand", "NewsAgency", code="IRN", sector="MED")
    group = mention(text, "Jaish al-Adl", f"urn:communique:entity/{id}-jaish", "ArmedGroup", code="IRN")
    base = mention(text, "headquarters", f"urn:communique:entity/{id}-headquarters", "Facility")
    minister = mention(text, "Hossein Abdullahian", f"urn:communique:entity/{id}-abdullahian", "Official")
    kakar = mention(text, "Anwar Kakar", f"urn:communique:entity/{id}-kakar", "Official", code="PAK")
    army = mention(text, "the army", f"urn:communique:entity/{id}-army", "Military", code="PAK", name="army")
    two, three = span(text, "Two people"), span(text, "three dead")
    president, foreign = span(text, "President"), span(text, "foreign minister")
    village = span(text, "border village")
    said = Attribution(stance="reports", source=tasnim, cue=span(text, "said", 1))
    alleged = Attribution(stance="alleges", source=pakistan, cue=span(text, "accused"))
    denied = Attribution(stance="denies", source=iran, cue=span(text, "denied"))
    hidden = Attribution(stance="reports", source=None, cue=span(text, "counted"), within=0)
    attack = event(
        "e1",
        "ASSAULT",
        span(text, "fired a missile"),
        mode="heavy-weapons",
        contexts=("military", "territory"),
        actors=(iran,),
        recipients=(pakistan,),
        targets=(base,),
        instruments=(span(text, "missile"),),
        counts=(
            Count(kind="killed", min=2, max=2, start=two.start, end=two.end),
            Count(kind="killed", min=3, max=3, start=three.start, end=three.end),
        ),
        mentions=(span(text, "fired a missile"), span(text, "attack")),
        attribution=(said, hidden),
        date=interval(text, "Tuesday", "2024-01-16", "2024-01-16", "day"),
        places=(
            Location(text=village.text, start=village.start, end=village.end, iri=None, name=village.text),
        ),
        confidence=0.91,
    )
    accusation = event(
        "e2",
        "ACCUSE",
        span(text, "accused"),
        mode="allege",
        actors=(pakistan,),
        recipients=(iran,),
        content=(span(text, "supporting insurgents"), "e3"),
    )
    raid = event(
        "e3",
        "ASSAULT",
        span(text, "raid"),
        actors=(iran,),
        recipients=(pakistan,),
        attribution=(alleged, denied),
        mentions=(span(text, "raid"), span(text, "raid", 1)),
    )
    meeting = event("e4", "CONSULT", span(text, "met"), actors=(minister, kakar), confidence=0.7)
    roles = (
        Role(title="President", of="IRN", start=president.start, end=president.end),
        Role(title="foreign minister", of="IRN", start=foreign.start, end=foreign.end, state="acting"),
    )
    return document(id, text, title="A strike at the border", url="https://example.org/a?b=1"), Extraction(
        id=id,
        entities=(
            _entity(iran),
            _entity(pakistan),
            _entity(tasnim),
            _entity(group, aliases=("Army of Justice",)),
            _entity(base),
            _entity(minister, roles=roles),
            _entity(kakar),
            _entity(army),
        ),
        events=(attack, accusation, raid, meeting),
        contradictions=(
            Contradiction(kind="count", about="e1", claims=(_side("2", two, army), _side("3", three, None))),
            Contradiction(
                kind="role",
                about=minister.iri,
                claims=(_side("President", president, None), _side("foreign minister", foreign, None)),
            ),
        ),
    )


def _entity(one: Mention, **more: object) -> Entity:
    where = Span(text=one.text, start=one.start, end=one.end)
    facts = {"mentions": (where,), **more}
    return Entity(
        iri=one.iri,
        type=one.type,
        name=one.name,
        code=one.code,
        sector=one.sector,
        known=one.known,
        **facts,  # type: ignore[arg-type]
    )


def _side(value: str, where: Span, source: Mention | None) -> ContraryClaim:
    return ContraryClaim(value=value, start=where.start, end=where.end, source=source)


def short(
    id: str, text: str, *, source: str = "Evening Post", killed: int | None = None
) -> tuple[Document, Extraction]:
    """One sentence "A struck B on Tuesday." of another outlet about the strike of 16 January 2024."""
    iran = mention(text, "Iran", f"{ACTOR}iran", "State", code="IRN")
    pakistan = mention(text, "Pakistan", f"{ACTOR}pakistan", "State", code="PAK")
    struck = span(text, "struck")
    counts = () if killed is None else (Count(kind="killed", min=killed, max=killed, start=0, end=4),)
    told = event(
        "e1",
        "ASSAULT",
        struck,
        mode="heavy-weapons",
        actors=(iran,),
        recipients=(pakistan,),
        counts=counts,
        date=interval(text, "Tuesday", "2024-01-16", "2024-01-16", "day"),
    )
    extraction = Extraction(id=id, entities=(_entity(iran), _entity(pakistan)), events=(told,))
    return document(id, text, source=source), extraction


def called(name: str, text: str) -> tuple[Document, Extraction]:
    """A document in which everything is called like that text."""
    id, words = f"{name} {text}"[:300], text if text.strip() else "x"
    whole = f"{words} attacked Sudania. {words}"
    one = mention(whole, words, entity_iri(id, "ArmedGroup", words), "ArmedGroup")
    other = mention(whole, "Sudania", entity_iri(id, "State", "Sudania"), "State")
    act = event("e1", "ASSAULT", span(whole, "attacked"), actors=(one,), recipients=(other,))
    told = document(id, whole, source=text, title=text, url=text)
    return told, Extraction(id=id, entities=(_entity(one), _entity(other)), events=(act,))
