"""A second small world for the queries that need days, coordinates, armed groups and threats.

Four documents of three outlets about one quarrel: an accusation that is answered with an attack nine
days later, a threat, an attack that only one agency speaks of, and one that is denied.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from samples import document, event, interval, mention, span

import kg.store
from kg.model import Attribution, Document, Entity, Event, Extraction, Location, Mention, Span
from kg.vocabulary import ACTOR, PLACE

ZAHEDAN, QUETTA = PLACE + "gn-1159301", PLACE + "gn-1167528"
HERALD = (
    "On 1 March Pakistan accused Iran of violating its airspace. On 2 March Iran threatened Pakistan "
    "with retaliation."
)
POST = (
    "Iran shelled Quetta in Pakistan on 10 March, officials said. "
    "On 5 March Jaish al-Adl attacked Zahedan in Iran, according to Tasnim."
)
GAZETTE = (
    "Iran shelled Quetta in Pakistan on 10 March. Pakistan struck back at Iran on 11 March, Tasnim said."
)
LEDGER = "Iran denied that it had shelled Quetta in Pakistan on 10 March."


def herald() -> tuple[Document, Extraction]:
    """An accusation and a threat, each with its content."""
    id, text = "herald-2", HERALD
    iran, pakistan = _state(text, "Iran"), _state(text, "Pakistan")
    accused = _dealt(
        text,
        "e1",
        "ACCUSE",
        "accused",
        pakistan,
        iran,
        "1 March",
        content=(span(text, "violating its airspace"),),
    )
    threat = _dealt(
        text, "e2", "THREATEN", "threatened", iran, pakistan, "2 March", content=(span(text, "retaliation"),)
    )
    told = Extraction(id=id, entities=_entities(iran, pakistan), events=(accused, threat))
    return document(id, text, published=dt.date(2024, 3, 3), title="Words at the border"), told


def post() -> tuple[Document, Extraction]:
    """The answer to the accusation, and an attack on the word of one agency."""
    id, text = "post-2", POST
    iran, pakistan = _state(text, "Iran"), _state(text, "Pakistan")
    group = mention(text, "Jaish al-Adl", ACTOR + "jaish-al-adl", "ArmedGroup", code="IRN")
    tasnim = mention(text, "Tasnim", ACTOR + "tasnim-news-agency", "NewsAgency", code="IRN")
    officials = mention(text, "officials", "urn:communique:entity/post-2-officials", "Official")
    shelling = _dealt(
        text, "e1", "ASSAULT", "shelled", iran, pakistan, "10 March",
        mode="heavy-weapons", places=(_at(text, "Quetta", QUETTA),),
        attribution=(Attribution(stance="reports", source=officials, cue=span(text, "said")),),
    )  # fmt: skip
    raid = _dealt(
        text, "e2", "ASSAULT", "attacked", group, iran, "5 March", places=(_at(text, "Zahedan", ZAHEDAN),),
        attribution=(Attribution(stance="reports", source=tasnim, cue=span(text, "according to")),),
    )  # fmt: skip
    parties = _entities(iran, pakistan, group, tasnim, officials)
    told = Extraction(id=id, entities=parties, events=(shelling, raid))
    return document(id, text, source="Evening Post", published=dt.date(2024, 3, 12)), told


def gazette() -> tuple[Document, Extraction]:
    """The same shelling in the words of the outlet, and what followed."""
    id, text = "gazette-1", GAZETTE
    iran, pakistan = _state(text, "Iran"), _state(text, "Pakistan")
    tasnim = mention(text, "Tasnim", ACTOR + "tasnim-news-agency", "NewsAgency", code="IRN")
    shelling = _dealt(
        text, "e1", "ASSAULT", "shelled", iran, pakistan, "10 March",
        mode="heavy-weapons", places=(_at(text, "Quetta", QUETTA),),
    )  # fmt: skip
    back = _dealt(
        text, "e2", "ASSAULT", "struck back", pakistan, iran, "11 March",
        attribution=(Attribution(stance="reports", source=tasnim, cue=span(text, "said")),),
    )  # fmt: skip
    told = Extraction(id=id, entities=_entities(iran, pakistan, tasnim), events=(shelling, back))
    return document(id, text, source="Gazette", published=dt.date(2024, 3, 11)), told


def ledger() -> tuple[Document, Extraction]:
    """The shelling denied."""
    id, text = "ledger-1", LEDGER
    iran, pakistan = _state(text, "Iran"), _state(text, "Pakistan")
    denied = _dealt(
        text, "e1", "ASSAULT", "shelled", iran, pakistan, "10 March",
        mode="heavy-weapons", places=(_at(text, "Quetta", QUETTA),),
        attribution=(Attribution(stance="denies", source=iran, cue=span(text, "denied")),),
    )  # fmt: skip
    told = Extraction(id=id, entities=_entities(iran, pakistan), events=(denied,))
    return document(id, text, source="Ledger", published=dt.date(2024, 3, 12)), told


def build(home: Path) -> Path:
    """A knowledge base of the feud in a new folder."""
    with kg.store.open(home, create=True) as store:
        store.describe_pipeline("by-hand", {"software": "communique test", "model": "none"})
        for told, extraction in (herald(), post(), gazette(), ledger()):
            store.put(told, extraction, "by-hand")
    return home


def _state(text: str, name: str) -> Mention:
    code = {"Iran": "IRN", "Pakistan": "PAK"}[name]
    return mention(text, name, ACTOR + name.lower(), "State", code=code, sector="GOV")


def _entities(*parties: Mention) -> tuple[Entity, ...]:
    return tuple(
        Entity(
            iri=one.iri,
            type=one.type,
            name=one.name,
            code=one.code,
            sector=one.sector,
            known=one.known,
            mentions=(Span(text=one.text, start=one.start, end=one.end),),
        )
        for one in parties
    )


def _dealt(
    text: str, id: str, category: str, trigger: str, one: Mention, other: Mention, day: str, **more: object
) -> Event:
    """What one did to the other on a day of March 2024."""
    iso = f"2024-03-{int(day.split()[0]):02}"
    when = interval(text, day, iso, iso, "day")
    return event(id, category, span(text, trigger), actors=(one,), recipients=(other,), date=when, **more)


def _at(text: str, name: str, iri: str) -> Location:
    where = span(text, name)
    return Location(text=name, start=where.start, end=where.end, iri=iri, name=name)
