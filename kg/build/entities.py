"""Actors, places and the offices that people are said to hold."""

from __future__ import annotations

from kg.build.knowledge import plain
from kg.build.maker import Maker
from kg.build.sheet import text, truth
from kg.iris import is_iri
from kg.model import Entity, Location, Role
from kg.vocabulary import KG, RDFS, SECTOR, SKOS, class_of


def describe_entity(maker: Maker, entity: Entity) -> None:
    """What the document tells of an actor or place; what the knowledge describes is not repeated."""
    say, iri = maker.sheet.say, maker.thing(entity.iri)
    if iri not in maker.knowledge.entries:
        country = maker.knowledge.country(entity.code)
        maker.sheet.type(iri, class_of(entity.type))
        say(iri, RDFS.label, text(entity.name))
        say(iri, KG.code, text(entity.code))
        say(iri, KG.known, truth(entity.known))
        say(iri, KG.country, country if country != iri else None)
        say(iri, KG.sector, SECTOR + entity.sector if entity.sector else None)
        say(iri, SKOS.altLabel, *(text(name) for name in entity.aliases if name != entity.name))
    for span in entity.mentions[:1]:
        say(iri, KG.evidence, maker.quote(span.start, span.end))
    for role in entity.roles:
        _describe_role(maker, entity, role)


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
