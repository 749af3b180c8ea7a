"""Actors, places and the offices that people are said to hold."""

from __future__ import annotations

from kg.build.knowledge import Knowledge, plain
from kg.build.maker import Maker
from kg.build.sheet import Sheet, text, truth
from kg.iris import BASE, graph_iri, is_iri, rebase
from kg.model import Entity, Location, Role
from kg.vocabulary import KG, RDFS, SECTOR, SKOS, class_of


def describe_entity(maker: Maker, entity: Entity) -> None:
    """What the document alone tells of an actor or place; ``is_shared`` says what is described elsewhere."""
    iri = maker.thing(entity.iri)
    if iri not in maker.knowledge.entries and not is_shared(entity):
        _describe(maker.sheet, iri, entity, maker.knowledge)
    for span in entity.mentions[:1]:
        maker.sheet.say(iri, KG.evidence, maker.quote(span.start, span.end))
    for role in entity.roles:
        _describe_role(maker, entity, role)


def is_shared(entity: Entity) -> bool:
    """Whether it is the same thing in every document, and so is not described in the graph of one."""
    return entity.known and is_iri(entity.iri)


def shared_lines(entity: Entity, *, knowledge: Knowledge, base: str = BASE) -> list[str]:
    """What the graph ``knowledge`` holds of an actor that follows from a known one, as Iran's government.

    Said once, not in each document: a thing with its name in a thousand graphs makes queries slow.
    """
    sheet = Sheet(graph_iri("knowledge", base=base))
    _describe(sheet, rebase(entity.iri, base), entity, knowledge)
    return sheet.lines()


def _describe(sheet: Sheet, iri: str, entity: Entity, knowledge: Knowledge) -> None:
    country = knowledge.country(entity.code)
    sheet.type(iri, class_of(entity.type))
    sheet.say(iri, RDFS.label, text(entity.name))
    sheet.say(iri, KG.code, text(entity.code))
    sheet.say(iri, KG.known, truth(entity.known))
    sheet.say(iri, KG.country, country if country != iri else None)
    sheet.say(iri, KG.sector, SECTOR + entity.sector if entity.sector else None)
    sheet.say(iri, SKOS.altLabel, *(text(name) for name in entity.aliases if name != entity.name))


def role_iri(maker: Maker, entity: Entity, role: Role) -> str:
    """The holding of an office, told at one place of the text."""
    facts = (entity.iri, role.title, role.of, role.state, str(role.start))
    return maker.mint("role", f"{entity.name} {role.title}", *facts)


def _describe_role(maker: Maker, entity: Entity, role: Role) -> None:
    say, node = maker.sheet.say, role_iri(maker, entity, role)
    maker.sheet.type(node, KG.RoleHolding)
    say(node, KG.holder, maker.thing(entity.iri))
    say(node, KG.office, maker.knowledge.offices.get(plain(role.title)))
    say(node, KG.of, _body(maker, role.of))
    say(node, KG.title, text(role.title))
    say(node, KG.roleState, text(role.state or None))
    say(node, KG.evidence, maker.quote(role.start, role.end))


def _body(maker: Maker, of: str | None) -> str | None:
    """The IRI for what an office belongs to, told as an IRI or a country code."""
    if of is None:
        return None
    return maker.knowledge.country(of) or (maker.thing(of) if is_iri(of) else None)


def describe_place(maker: Maker, place: Location) -> str:
    """The IRI of a place, which gets a name here when nothing else describes it."""
    iri = maker.place(place)
    if iri not in maker.knowledge.entries and iri not in maker.described:
        maker.sheet.type(iri, KG.Place)
        maker.sheet.say(iri, RDFS.label, text(place.name))
        maker.sheet.say(iri, KG.known, truth(False))
    return iri
