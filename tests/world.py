"""A small world told by four documents of three outlets: every status, stance and kind of contradiction."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec.structs import replace
from samples import document, event, interval, mention, short, span, strike

import kg.store
from kg.iris import entity_iri
from kg.model import Attribution, Count, Document, Entity, EntityType, Event, Extraction, Mention, Role, Span

COURIER = (
    "Norland shelled the town of Kesh in Sudania on 1 February, killing four people. "
    "Sudania condemned the attack. Norland did not attack the port of Mara. "
    "Norland and Sudania will meet on Monday. If Sudania fires, Norland would strike again. "
    "Sudania often accuses Norland of arming rebels. In 1998 Norland invaded Sudania."
)
TRIBUNE = (
    "Norland shelled Sudania on 1 February, killing four people, the ministry of Sudania said. "
    "A raid on Norland was denied. General Ruk gave no details."
)


def courier() -> tuple[Document, Extraction]:
    """One event of each status."""
    id, text = "courier-1", COURIER
    norland, sudania = _party(id, text, "Norland", "State"), _party(id, text, "Sudania", "State")
    four = span(text, "four people")
    shelling = event(
        "e1",
        "ASSAULT",
        span(text, "shelled"),
        mode="heavy-weapons",
        actors=(norland,),
        recipients=(sudania,),
        counts=(Count(kind="killed", min=4, max=4, start=four.start, end=four.end),),
        date=interval(text, "1 February", "2024-02-01", "2024-02-01", "day"),
    )
    content = (span(text, "arming rebels"),)
    events = (
        shelling,
        event(
            "e2",
            "ACCUSE",
            span(text, "condemned"),
            mode="disapprove",
            actors=(sudania,),
            recipients=(norland,),
        ),
        _told("e3", "ASSAULT", span(text, "attack", 1), norland, sudania, status="negated"),
        _told("e4", "CONSULT", span(text, "meet"), norland, sudania, status="future"),
        _told("e5", "ASSAULT", span(text, "strike"), norland, sudania, status="hypothetical"),
        _told("e6", "ACCUSE", span(text, "accuses"), sudania, norland, status="habitual", content=content),
        _told("e7", "ASSAULT", span(text, "invaded"), norland, sudania, status="historical"),
    )
    told = Extraction(id=id, entities=(_entity(norland), _entity(sudania)), events=events)
    return document(
        id, text, source="Daily Courier", published=dt.date(2024, 2, 2), title="Shells on Kesh"
    ), told


def tribune() -> tuple[Document, Extraction]:
    """The same shelling, told by another outlet without a date, through a source; a nameless denial."""
    id, text = "tribune-1", TRIBUNE
    norland, sudania = _party(id, text, "Norland", "State"), _party(id, text, "Sudania", "State")
    ministry = _party(id, text, "the ministry", "Agency")
    said = Attribution(stance="reports", source=ministry, cue=span(text, "said"))
    shelling = event(
        "e1",
        "ASSAULT",
        span(text, "shelled"),
        mode="heavy-weapons",
        actors=(norland,),
        recipients=(sudania,),
        date=interval(text, "1 February", "2024-02-01", "2024-02-01", "day"),
        attribution=(said,),
    )
    nobody = Attribution(stance="denies", source=None, cue=span(text, "denied"))
    raid = _told("e2", "ASSAULT", span(text, "raid"), sudania, norland, attribution=(nobody,))
    rank = span(text, "General")
    general = replace(
        _entity(_party(id, text, "Ruk", "Official")),
        roles=(Role(title="General", of=None, start=rank.start, end=rank.end),),
    )
    entities = (*map(_entity, (norland, sudania, ministry)), general)
    told = Extraction(id=id, entities=entities, events=(shelling, raid))
    return document(id, text, source="Tribune", published=None), told


def world() -> list[tuple[Document, Extraction]]:
    """The four documents."""
    return [strike(), short("post-1", "Iran struck Pakistan on Tuesday."), courier(), tribune()]


def build(home: Path) -> Path:
    """A knowledge base of the world in a new folder."""
    with kg.store.open(home, create=True) as store:
        for told, extraction in world():
            store.put(told, extraction, "by-hand")
    return home


def _party(id: str, text: str, words: str, type: EntityType) -> Mention:
    return mention(text, words, entity_iri(id, type, words), type)


def _told(id: str, category: str, trigger: Span, one: Mention, other: Mention, **more: object) -> Event:
    parties = (
        {"actors": (one, other)} if category == "CONSULT" else {"actors": (one,), "recipients": (other,)}
    )
    return event(id, category, trigger, **parties, **more)


def _entity(one: Mention) -> Entity:
    where = Span(text=one.text, start=one.start, end=one.end)
    return Entity(
        iri=one.iri,
        type=one.type,
        name=one.name,
        code=one.code,
        sector=one.sector,
        known=one.known,
        mentions=(where,),
    )
