"""The IRIs of the vocabularies as plain strings; a mistyped term is an error.

``KG.attackd`` fails in mypy and raises ``AttributeError`` when run. A test compares ``KG``
with ``ontology/kg.ttl`` and the others with rdflib's copies of those vocabularies. Nothing
heavy is imported here; give the strings to rdflib or pyoxigraph as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.model import EntityType, Precision, Stance, Status

HOME: Final = "https://w3id.org/communique/"
ACTOR: Final = HOME + "actor/"
PLACE: Final = HOME + "place/"
OFFICE: Final = HOME + "office/"
EVENT: Final = HOME + "event/"
CONTEXT: Final = HOME + "context/"
QUAD: Final = HOME + "quad/"
SECTOR: Final = HOME + "sector/"
CAMEO: Final = HOME + "cameo/"
CODE: Final = HOME + "code/"


class Terms:
    """A closed vocabulary: each annotated name of a subclass becomes its IRI."""

    BASE: str

    def __init_subclass__(cls, *, base: str) -> None:
        cls.BASE = base
        for name in cls.__annotations__:
            setattr(cls, name, base + name)


def terms(vocabulary: type[Terms]) -> frozenset[str]:
    """All IRIs of a closed vocabulary."""
    return frozenset(vocabulary.BASE + name for name in vocabulary.__annotations__)


class KG(Terms, base=HOME + "ontology#"):
    """Our own vocabulary, all of ``ontology/kg.ttl``."""

    # Classes
    Actor: str
    Agency: str
    ArmedGroup: str
    Attribution: str
    CanonicalEvent: str
    CivilGroup: str
    Claim: str
    Company: str
    Contradiction: str
    DatePrecision: str
    Document: str
    Event: str
    Facility: str
    Group: str
    InternationalOrganization: str
    MediaOutlet: str
    Merge: str
    Military: str
    NewsAgency: str
    Office: str
    Official: str
    Organization: str
    Person: str
    Place: str
    PoliticalParty: str
    RelationFamily: str
    RoleHolding: str
    Stance: str
    State: str
    Status: str
    # Individuals
    Blame: str
    Force: str
    Penalty: str
    Support: str
    Talk: str
    Yielding: str
    actual: str
    alleges: str
    denies: str
    future: str
    habitual: str
    historical: str
    hypothetical: str
    negated: str
    reports: str
    unitSeason: str
    unitUnknown: str
    unitYears: str
    # Relations and other object properties
    abducted: str
    about: str
    accused: str
    actor: str
    agreedWith: str
    aided: str
    airstruck: str
    arrested: str
    attacked: str
    attackedUnconventionally: str
    attackedWithSimpleWeapons: str
    attributedTo: str
    attribution: str
    beat: str
    bombed: str
    boycotted: str
    brokeRelationsWith: str
    ceasedFireWith: str
    censored: str
    charged: str
    coerced: str
    concededTo: str
    condemned: str
    conferredWith: str
    conflictWith: str
    content: str
    context: str
    convicted: str
    cooperatedWith: str
    cooperationWith: str
    country: str
    cue: str
    datePrecision: str
    dealtWith: str
    demonstratedAgainst: str
    deployedMilitiaAgainst: str
    deployedPoliceAgainst: str
    deployedTroopsAgainst: str
    deployedWeaponsAgainst: str
    deported: str
    destroyedPropertyOf: str
    disarmedBefore: str
    eventType: str
    evidence: str
    expelled: str
    gaveAccessTo: str
    hacked: str
    holder: str
    hungerStruckAgainst: str
    imposedCurfewOn: str
    imposedMartialLawOn: str
    into: str
    investigated: str
    linkedTo: str
    materialConflictWith: str
    materialCooperationWith: str
    mediatedBetween: str
    merged: str
    metWith: str
    misinformedAbout: str
    mobilizedAgainst: str
    object: str
    obstructed: str
    of: str
    office: str
    partOf: str
    participant: str
    protestedAgainst: str
    recipient: str
    refusedChangeTo: str
    refusedHelpTo: str
    refusedToMeet: str
    refusedToYieldTo: str
    rejected: str
    released: str
    requestedChangeOf: str
    requestedHelpOf: str
    requestedMeetingWith: str
    requestedOf: str
    requestedYieldingOf: str
    resignedBefore: str
    restricted: str
    riotedAgainst: str
    sameActorAs: str
    sameEventAs: str
    sanctioned: str
    sector: str
    seizedPropertyOf: str
    sexuallyAssaulted: str
    shelled: str
    shotAt: str
    side: str
    source: str
    stance: str
    status: str
    struckByDrone: str
    subject: str
    suicideBombed: str
    supported: str
    target: str
    targetedToKill: str
    telephoned: str
    territoryOf: str
    threatened: str
    threatenedArrestOf: str
    threatenedExpulsionOf: str
    threatenedRelationsWith: str
    threatenedRestrictionOf: str
    threatenedTerritoryOf: str
    threatenedViolenceAgainst: str
    tortured: str
    unit: str
    usedCrowdControlAgainst: str
    vandalizedPropertyOf: str
    verbalConflictWith: str
    verbalCooperationWith: str
    visited: str
    wentOnStrikeAgainst: str
    withdrewBefore: str
    withdrewFrom: str
    withheldFrom: str
    within: str
    withinAttribution: str
    yieldedTo: str
    # Datatype properties
    capitalName: str
    code: str
    confidence: str
    configurationHash: str
    contradictionKind: str
    counted: str
    countedMax: str
    countedMin: str
    dateEarliest: str
    dateLatest: str
    dateText: str
    displaced: str
    displacedMax: str
    displacedMin: str
    documents: str
    injured: str
    injuredMax: str
    injuredMin: str
    instrument: str
    iso2: str
    killed: str
    killedMax: str
    killedMin: str
    known: str
    mergeReason: str
    mergeScore: str
    missing: str
    missingMax: str
    missingMin: str
    modelHash: str
    outlets: str
    participants: str
    participantsMax: str
    participantsMin: str
    peopleAbducted: str
    peopleAbductedMax: str
    peopleAbductedMin: str
    peopleArrested: str
    peopleArrestedMax: str
    peopleArrestedMin: str
    peopleExpelled: str
    peopleExpelledMax: str
    peopleExpelledMin: str
    peopleReleased: str
    peopleReleasedMax: str
    peopleReleasedMin: str
    placeKind: str
    population: str
    rank: str
    requiresRecipient: str
    roleState: str
    rule: str
    score: str
    softwareVersion: str
    textLength: str
    textSha256: str
    title: str
    value: str
    # Annotation properties
    colour: str
    colourOnDark: str
    dash: str
    family: str
    predicate: str
    relationOf: str
    shape: str


class EVT(Terms, base=EVENT):
    """The sixteen event categories; modes are data, see ``event_type``."""

    AGREE: str
    CONSULT: str
    SUPPORT: str
    CONCEDE: str
    COOPERATE: str
    AID: str
    RETREAT: str
    REQUEST: str
    ACCUSE: str
    REJECT: str
    THREATEN: str
    PROTEST: str
    SANCTION: str
    MOBILIZE: str
    COERCE: str
    ASSAULT: str


class SEM(Terms, base="http://semanticweb.cs.vu.nl/2009/11/sem/"):
    """Simple Event Model, as far as it is used."""

    Actor: str
    Event: str
    Place: str
    accordingTo: str
    eventType: str
    hasActor: str
    hasEarliestBeginTimeStamp: str
    hasLatestEndTimeStamp: str
    hasPlace: str
    hasSubEvent: str
    hasTime: str


class OA(Terms, base="http://www.w3.org/ns/oa#"):
    """Web Annotation, as far as it is used."""

    SpecificResource: str
    TextPositionSelector: str
    TextQuoteSelector: str
    end: str
    exact: str
    hasSelector: str
    hasSource: str
    prefix: str
    refinedBy: str
    start: str
    suffix: str


class PROV(Terms, base="http://www.w3.org/ns/prov#"):
    """Provenance, as far as it is used."""

    Activity: str
    Entity: str
    SoftwareAgent: str
    endedAtTime: str
    generatedAtTime: str
    specializationOf: str
    startedAtTime: str
    used: str
    wasAssociatedWith: str
    wasAttributedTo: str
    wasDerivedFrom: str
    wasGeneratedBy: str


class RDF(Terms, base="http://www.w3.org/1999/02/22-rdf-syntax-ns#"):
    """RDF, as far as it is used."""

    Property: str
    type: str


class RDFS(Terms, base="http://www.w3.org/2000/01/rdf-schema#"):
    """RDF Schema, as far as it is used."""

    comment: str
    label: str
    seeAlso: str
    subClassOf: str
    subPropertyOf: str


class OWL(Terms, base="http://www.w3.org/2002/07/owl#"):
    """OWL, as far as it is used."""

    SymmetricProperty: str
    TransitiveProperty: str
    sameAs: str


class XSD(Terms, base="http://www.w3.org/2001/XMLSchema#"):
    """Datatypes."""

    boolean: str
    date: str
    dateTime: str
    decimal: str
    double: str
    integer: str
    string: str


class SKOS(Terms, base="http://www.w3.org/2004/02/skos/core#"):
    """Concepts and labels, as far as they are used."""

    Concept: str
    ConceptScheme: str
    altLabel: str
    broader: str
    closeMatch: str
    definition: str
    exactMatch: str
    inScheme: str
    notation: str
    prefLabel: str


class DCTERMS(Terms, base="http://purl.org/dc/terms/"):
    """Metadata of documents, as far as it is used."""

    created: str
    description: str
    identifier: str
    issued: str
    language: str
    license: str
    publisher: str
    source: str
    title: str


class SCHEMA(Terms, base="https://schema.org/"):
    """schema.org in its https form, as far as it is used."""

    NewsArticle: str
    headline: str
    latitude: str
    longitude: str
    sameAs: str
    url: str


class TIME(Terms, base="http://www.w3.org/2006/time#"):
    """Units of precision."""

    unitDay: str
    unitMonth: str
    unitWeek: str
    unitYear: str


class GEO(Terms, base="http://www.opengis.net/ont/geosparql#"):
    """Geometry of places."""

    Feature: str
    Geometry: str
    asWKT: str
    hasGeometry: str
    wktLiteral: str


class ORG(Terms, base="http://www.w3.org/ns/org#"):
    """Organizations, as far as they are used."""

    Organization: str
    memberOf: str
    unitOf: str


class FOAF(Terms, base="http://xmlns.com/foaf/0.1/"):
    """People, as far as they are used."""

    Agent: str
    Person: str
    name: str


class VOID(Terms, base="http://rdfs.org/ns/void#"):
    """Descriptions of data sets, as far as they are used."""

    Dataset: str
    entities: str
    triples: str


PREFIXES: Final[Mapping[str, str]] = {
    "actor": ACTOR,
    "cameo": CAMEO,
    "code": CODE,
    "context": CONTEXT,
    "dcterms": DCTERMS.BASE,
    "evt": EVENT,
    "foaf": FOAF.BASE,
    "geo": GEO.BASE,
    "kg": KG.BASE,
    "oa": OA.BASE,
    "office": OFFICE,
    "org": ORG.BASE,
    "owl": OWL.BASE,
    "place": PLACE,
    "prov": PROV.BASE,
    "quad": QUAD,
    "rdf": RDF.BASE,
    "rdfs": RDFS.BASE,
    "schema": SCHEMA.BASE,
    "sector": SECTOR,
    "sem": SEM.BASE,
    "skos": SKOS.BASE,
    "time": TIME.BASE,
    "void": VOID.BASE,
    "xsd": XSD.BASE,
}
"""What exports and queries call the vocabularies."""

_CLASS_OF = {"Party": KG.PoliticalParty, "NewsAgency": KG.MediaOutlet}
_UNIT_OF = {
    "day": TIME.unitDay,
    "week": TIME.unitWeek,
    "month": TIME.unitMonth,
    "season": KG.unitSeason,
    "year": TIME.unitYear,
    "years": KG.unitYears,
    "unknown": KG.unitUnknown,
}
_COUNT_OF = {"arrested": "peopleArrested", "abducted": "peopleAbducted"} | {
    "released": "peopleReleased",
    "expelled": "peopleExpelled",
    "deported": "peopleExpelled",
}


def event_type(category: str, mode: str | None = None) -> str:
    """The concept of a category, or of one of its modes: ``evt:ASSAULT-heavy-weapons``."""
    return EVENT + (f"{category}-{mode}" if mode else category)


def class_of(entity_type: EntityType) -> str:
    """The class for an entity type of the contract, whose NewsAgency covers every outlet."""
    return _CLASS_OF.get(entity_type) or term(entity_type)


def status_iri(status: Status) -> str:
    """``kg:actual`` and so on."""
    return term(status)


def stance_iri(stance: Stance) -> str:
    """``kg:reports`` and so on."""
    return term(stance)


def precision_iri(precision: Precision) -> str:
    """``time:unitDay`` and so on."""
    return _UNIT_OF[precision]


def count_property(kind: str) -> str:
    """The property for an exact count of a kind; ``kg:counted`` for a kind without its own.

    Add ``Min`` or ``Max`` to the IRI for the bounds.
    """
    name = _COUNT_OF.get(kind, kind)
    return KG.BASE + (name if f"{name}Min" in KG.__annotations__ else "counted")


def term(name: str) -> str:
    """The term of ``KG`` with a name known only at run time; ``AttributeError`` when there is none."""
    iri: str = getattr(KG, name)
    return iri
