"""A graph brought up to date step by step is the one that is derived at once."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from samples import document, event, interval, mention, span

import kg.store
from kg.export import export
from kg.iris import entity_iri
from kg.model import Document, Entity, EntityType, Event, Extraction, Mention
from kg.store import Store
from kg.vocabulary import ACTOR

STATES = ("Iran", "Pakistan", "Israel")
BANDS: tuple[tuple[str, EntityType], ...] = (
    ("Army of Light", "ArmedGroup"),
    ("John Smith", "Person"),
    ("Free Press Union", "CivilGroup"),
)


def nquads(path: Path) -> bytes:
    out = BytesIO()
    with kg.store.open(path, read_only=True) as store:
        export(store, "nq", graphs=["documents", *kg.store.SHARED_GRAPHS], out=out)
    return out.getvalue()


def party(chance: random.Random, doc_id: str, text: str) -> Mention:
    """A state, or an actor that only documents know."""
    if chance.random() < 0.6:
        name = chance.choice(STATES)
        return mention(text, name, f"{ACTOR}{name.lower()}", "State", code=name[:3].upper())
    name, type = chance.choice(BANDS)
    iri = chance.choice([entity_iri(doc_id, type, name), f"urn:communique:entity/{name.split()[0].lower()}"])
    return mention(text, name, iri, type)


def made_up(chance: random.Random, doc_id: str) -> tuple[Document, Extraction]:
    """One to three events between few actors in few days: much to be merged, and to come apart again."""
    text = " ".join((*STATES, *(name for name, _ in BANDS), "struck accused met on Tuesday"))
    events = tuple(_event(chance, doc_id, text, number) for number in range(chance.randint(1, 3)))
    named = {one.iri: one for told in events for one in (*told.actors, *told.recipients)}
    entities = tuple(_entity(one) for one in named.values())
    source = chance.choice(["Evening Post", "evening post", "Morning Herald", None])
    return document(doc_id, text, source=source), Extraction(id=doc_id, entities=entities, events=events)


def _event(chance: random.Random, doc_id: str, text: str, number: int) -> Event:
    word, category, mode = chance.choice(
        [("struck", "ASSAULT", "heavy-weapons"), ("struck", "ASSAULT", None), ("met", "CONSULT", None)]
    )
    day = f"2024-01-{chance.randint(14, 20):02d}"
    return event(
        f"e{number}",
        category,
        span(text, word),
        mode=mode,
        actors=(party(chance, doc_id, text),),
        recipients=(party(chance, doc_id, text),),
        status=chance.choice(["actual", "actual", "historical", "future"]),
        date=interval(text, "Tuesday", day, day, "day") if chance.random() < 0.8 else None,
    )


def _entity(one: Mention) -> Entity:
    return Entity(
        iri=one.iri,
        type=one.type,
        name=one.name,
        code=one.code,
        sector=one.sector,
        known=one.known,
        mentions=(span(" " * one.start + one.text, one.text),),
    )


def step(chance: random.Random, store: Store, now: dict[str, tuple[Document, Extraction]]) -> None:
    """Adds, changes or removes some documents, or judges something."""
    for _ in range(chance.randint(1, 4)):
        doc_id = f"d{chance.randrange(14)}"
        if chance.random() < 0.25:
            store.remove(doc_id)
            now.pop(doc_id, None)
        else:
            now[doc_id] = made_up(chance, doc_id)
            store.put(*now[doc_id], "p1")
    if chance.random() < 0.4:
        judge(chance, store)


def judge(chance: random.Random, store: Store) -> None:
    if chance.random() < 0.3 and (old := store.judgements()):
        store.withdraw_judgement(old[0].left, old[0].right)
        return
    kind = chance.choice(["event", "actor"])
    prefix = "urn:communique:event/" if kind == "event" else "urn:communique:entity/"
    graph = (quad.subject.value for quad in store.graph)  # type: ignore[union-attr]
    iris = sorted({iri for iri in graph if iri.startswith(prefix)})
    if len(iris) > 1:
        left, right = chance.sample(iris, 2)
        store.judge(left, right, same=chance.random() < 0.5, kind=kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("cap", [64, 2])
def test_any_order_of_changes_ends_in_the_graph_of_a_fresh_build(
    tmp_path: Path, seed: int, cap: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.resolve.merge.BLOCK_CAP", cap)
    monkeypatch.setattr("kg.store.events.BLOCK_CAP", cap)
    chance, now = random.Random(seed), {}
    for _ in range(6):
        with kg.store.open(tmp_path / "a.kg", create=True) as store:
            step(chance, store, now)
            store.refresh_graph()
            judgements = store.judgements()
    with kg.store.open(tmp_path / "fresh.kg", create=True) as store:
        for pair in now.values():
            store.put(*pair, "p1")
        for one in judgements:
            store.judge(**msgspec.structs.asdict(one))
    assert nquads(tmp_path / "a.kg") == nquads(tmp_path / "fresh.kg")
