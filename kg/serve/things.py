"""Pages of one thing: actor, place, outlet, event, what two actors did to each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kg.serve.look import ALIAS, Facts, Look
from kg.serve.records import (
    ActorPage,
    Counterpart,
    Dispute,
    DyadPage,
    EventPage,
    Happening,
    Link,
    Mention,
    Pair,
    Publication,
    Role,
    Telling,
    Voice,
    Words,
)
from kg.visualise import style
from kg.vocabulary import KG, RDFS

MOST = 500
"""Rows of one table on a page."""


def actor(look: Look, iri: str) -> ActorPage | None:
    """The page of an actor, place, outlet or whatever has this IRI; ``None`` when nothing is known of it."""
    if not look.about(iri):
        return None
    is_place = KG.Place in look.classes(iri)
    events = _at_place(look, iri) if is_place else _events(look, iri)
    return ActorPage(
        iri=iri,
        label=look.label(iri),
        kind=look.kind(iri),
        names=tuple(sorted(set(look.values(iri, ALIAS)))),
        facts=look.facts(iri),
        counterparts=_counterparts(look, iri),
        is_place=is_place,
        total=len(events),
        events=events[:MOST],
        roles=_roles(look, iri),
        mentions=tuple(_mention(look, row) for row in look.rows("mentions", thing=iri)),
        published=tuple(publication(look, row) for row in look.rows("published", outlet=iri)),
    )


def dyad(look: Look, one: str, other: str) -> DyadPage:
    """Everything between the two, in both directions."""
    first, second = look.link(one), look.link(other)
    pairs: dict[str, list[Facts]] = {}
    for row in look.saved("events-of-dyad", actor=one, other=other):
        pairs.setdefault(row["event"], []).append(row)
    ordered = sorted(pairs.values(), key=lambda rows: rows[0].get("from", ""), reverse=True)
    return DyadPage(
        label=f"{first.label} and {second.label}",
        one=first,
        other=second,
        total=len(ordered),
        events=tuple(_pair(look, rows) for rows in ordered[:MOST]),
    )


def event(look: Look, iri: str) -> EventPage | None:
    """The page of a merged event; ``None`` when there is none of this IRI."""
    if not look.about(iri) or KG.CanonicalEvent not in look.classes(iri):
        return None
    dates = [next(look.values(iri, name), None) for name in (KG.dateEarliest, KG.dateLatest)]
    status = next(look.values(iri, KG.status), "")
    return EventPage(
        iri=iri,
        label=look.label(iri),
        status=status.removeprefix(KG.BASE),
        earliest=dates[0],
        latest=dates[1],
        facts=look.facts(iri, without=(KG.status, KG.dateEarliest, KG.dateLatest)),
        tellings=_tellings(look, iri),
        disputes=_disputes(look, iri),
    )


def told_in(look: Look, iri: str) -> list[str]:
    """What documents say of an event: its tellings there and their claims."""
    rows = list(look.rows("tellings", event=iri))
    return [iri, *sorted({row[name] for row in rows for name in ("told", "claim")})]


def happening(look: Look, row: Facts) -> Happening:
    """A row of a list of events."""
    return Happening(
        event=look.named(row, "event", "what"),
        status=row.get("how_real", ""),
        earliest=row.get("from"),
        latest=row.get("to"),
        role=row.get("role"),
        documents=int(row["documents"]) if "documents" in row else None,
    )


def publication(look: Look, row: Facts) -> Publication:
    """A row of a list of documents."""
    outlet = look.named_if_told(row, "publisher", "outlet")
    return Publication(document=_document(look, row), outlet=outlet, day=row.get("day"))


def _document(look: Look, row: Facts) -> Link:
    return look.link(row["page"], " ".join(row.get("title", "").split()) or row["document"])


def _events(look: Look, iri: str) -> tuple[Happening, ...]:
    """Each event once, with all the roles the actor has in it."""
    found: dict[str, tuple[Facts, list[str]]] = {}
    for row in look.saved("events-of-actor", actor=iri):
        found.setdefault(row["event"], (row, []))[1].append(row["role"])
    rows = [{**row, "role": ", ".join(sorted(set(roles)))} for row, roles in found.values()]
    return tuple(happening(look, row) for row in _latest_first(rows))


def _latest_first(rows: list[Facts]) -> list[Facts]:
    """Those without a date last; of one day in the order they had."""
    return sorted(rows, key=lambda row: row.get("from", row.get("to", "")), reverse=True)


def _at_place(look: Look, iri: str) -> tuple[Happening, ...]:
    return tuple(happening(look, row) for row in look.rows("happened-at", place=iri))


def _counterparts(look: Look, iri: str) -> tuple[Counterpart, ...]:
    return tuple(
        Counterpart(
            other=look.named(row, "other", "name"),
            conflict=int(row["conflict"]),
            cooperation=int(row["cooperation"]),
            pair=look.addresses.of_pair(iri, row["other"]),
        )
        for row in look.rows("counterparts", actor=iri)
    )


def _roles(look: Look, iri: str) -> tuple[Role, ...]:
    def key(row: Facts) -> tuple[str, ...]:
        return (row["title"].casefold(), row.get("how", ""), row["holder"], row.get("body", ""))

    rows = sorted(look.rows("roles", actor=iri), key=key)
    return tuple(_role(look, list(group)) for _, group in groupby(rows, key))


def _role(look: Look, rows: list[Facts]) -> Role:
    row = rows[0]
    documents = {one["page"]: look.link(one["page"], one["document"]) for one in rows}
    return Role(
        title=row["title"],
        how=row.get("how"),
        holder=look.named(row, "holder", "holder_name"),
        body=look.named_if_told(row, "body", "body_name"),
        documents=tuple(documents.values()),
    )


def _mention(look: Look, row: Facts) -> Mention:
    return Mention(
        document=_document(look, row), outlet=row.get("outlet"), day=row.get("day"), words=_words(row)
    )


def _words(row: Facts) -> Words:
    return Words(before=row.get("before", ""), quote=row["quote"], after=row.get("after", ""))


def _pair(look: Look, rows: list[Facts]) -> Pair:
    roles = [", ".join(sorted({row[name] for row in rows})) for name in ("role_of_actor", "role_of_other")]
    return Pair(happening=happening(look, rows[0]), one_role=roles[0], other_role=roles[1])


def _tellings(look: Look, iri: str) -> tuple[Telling, ...]:
    found: dict[tuple[str, str], list[Facts]] = {}
    for row in look.rows("tellings", event=iri):
        found.setdefault((row["page"], row["told"]), []).append(row)
    return tuple(_telling(look, rows) for rows in found.values())


def _telling(look: Look, rows: list[Facts]) -> Telling:
    row = rows[0]
    return Telling(
        document=_document(look, row),
        outlet=row.get("outlet"),
        day=row.get("day"),
        status=row["how_real"],
        label=row["as_told"],
        voices=tuple(_voices(look, rows)),
    )


def _voices(look: Look, rows: list[Facts]) -> Iterator[Voice]:
    """One for each speaker and quoted stretch, with all that is said there."""
    found: dict[tuple[str | int, ...], list[Facts]] = {}
    for row in rows:
        key = (int(row["start"]), row["quote"], row["stance"], row.get("speaker", ""))
        found.setdefault(key, []).append(row)
    for told in found.values():
        row = told[0]
        yield Voice(
            stance=row["stance"],
            speaker=look.named_if_told(row, "speaker", "speaker_name"),
            says=tuple(dict.fromkeys(says for one in told if (says := _says(look, one)))),
            words=_words(row),
        )


def _says(look: Look, row: Facts) -> str | None:
    """The claim in words: "attacked Pakistan", "killed 2"."""
    if "relation" not in row:
        return None
    relation = next(look.values(row["relation"], RDFS.label), None) or style.look(row["relation"]).label
    return f"{relation} {row.get('object_name', '')}".strip()


def _disputes(look: Look, iri: str) -> tuple[Dispute, ...]:
    found: dict[str, list[Facts]] = {}
    for row in look.rows("disputed", event=iri):
        found.setdefault(row["contradiction"], []).append(row)
    return tuple(_dispute(look, rows) for rows in found.values())


def _dispute(look: Look, rows: list[Facts]) -> Dispute:
    documents = dict.fromkeys(_document(look, row) for row in rows)
    sides = dict.fromkeys(_side(row, many=len(documents) > 1) for row in rows)
    return Dispute(kind=rows[0]["kind"], documents=tuple(documents), sides=tuple(sides))


def _side(row: Facts, *, many: bool) -> str:
    """The side with who says it, and where when ``many`` documents take part."""
    told = [row[name] for name in ("source", "document") if name in row and (many or name == "source")]
    words = row.get("side", "")
    return f"{words} ({', '.join(told)})" if told else words
