"""What pages show, as plain records: templates fill from them, and they are the JSON of a page."""

from __future__ import annotations

from kg.model import Record


class Link(Record, frozen=True):
    """A thing by its name; ``address`` is the path of its page."""

    iri: str
    label: str
    address: str


class Fact(Record, frozen=True):
    """A property with its values: things, or text."""

    name: Link
    things: tuple[Link, ...] = ()
    texts: tuple[str, ...] = ()


class Happening(Record, frozen=True):
    """An event in a list. ``role`` is that of the actor whose page it is; days are ISO."""

    event: Link
    status: str
    earliest: str | None = None
    latest: str | None = None
    role: str | None = None
    documents: int | None = None


class Words(Record, frozen=True):
    """A quoted stretch with the little around it that the graph keeps."""

    before: str
    quote: str
    after: str


class Mention(Record, frozen=True):
    """A document that names a thing."""

    document: Link
    outlet: str | None
    day: str | None
    words: Words


class Role(Record, frozen=True):
    """An office that somebody is said to hold; ``how`` is acting, former and the like."""

    title: str
    how: str | None
    holder: Link
    body: Link | None
    documents: tuple[Link, ...]


class Counterpart(Record, frozen=True):
    """Another actor, with the number of events between the two; ``pair`` is the path of their page."""

    other: Link
    conflict: int
    cooperation: int
    pair: str


class Publication(Record, frozen=True):
    """A document in a list."""

    document: Link
    outlet: Link | None
    day: str | None


class ActorPage(Record, frozen=True):
    """An actor, place, office, outlet or anything else with an IRI; ``total`` of events, shown or not."""

    iri: str
    label: str
    kind: str
    names: tuple[str, ...]
    facts: tuple[Fact, ...]
    is_place: bool
    total: int
    counterparts: tuple[Counterpart, ...] = ()
    events: tuple[Happening, ...] = ()
    roles: tuple[Role, ...] = ()
    mentions: tuple[Mention, ...] = ()
    published: tuple[Publication, ...] = ()


class DyadPage(Record, frozen=True):
    """Everything between two actors; ``role`` and ``other_role`` of an event are those of the two."""

    label: str
    one: Link
    other: Link
    total: int
    events: tuple[Pair, ...]


class Pair(Record, frozen=True):
    """An event between two actors with what each does in it."""

    happening: Happening
    one_role: str
    other_role: str


class Voice(Record, frozen=True):
    """Who says so in a document (``None``: the outlet itself), and what besides the event itself."""

    stance: str
    speaker: Link | None
    says: tuple[str, ...]
    words: Words


class Telling(Record, frozen=True):
    """What one document says of an event."""

    document: Link
    outlet: str | None
    day: str | None
    status: str
    label: str
    voices: tuple[Voice, ...]


class Dispute(Record, frozen=True):
    """Claims of one document, or of several that tell of one event, that cannot all hold."""

    kind: str
    documents: tuple[Link, ...]
    sides: tuple[str, ...]


class EventPage(Record, frozen=True):
    """A merged event with everything that rests under it."""

    iri: str
    label: str
    status: str
    earliest: str | None
    latest: str | None
    facts: tuple[Fact, ...]
    tellings: tuple[Telling, ...]
    disputes: tuple[Dispute, ...]


class Term(Record, frozen=True):
    """A class, relation or event type in a list; ``depth`` below the first of its tree."""

    term: Link
    definition: str
    depth: int
    uses: int = 0


class TermPage(Record, frozen=True):
    """One term of the ontology."""

    iri: str
    label: str
    kind: str
    definition: str
    example: str
    above: tuple[Link, ...]
    below: tuple[Link, ...]
    facts: tuple[Fact, ...]
    uses: int
    total: int
    events: tuple[Happening, ...] = ()


class OntologyPage(Record, frozen=True):
    """The ontology at a glance."""

    label: str
    classes: tuple[Term, ...]
    relations: tuple[Term, ...]
    types: tuple[Term, ...]


class Hit(Record, frozen=True):
    """Something found by a search, with what it is."""

    thing: Link
    kind: str
    also: str | None = None


class SearchPage(Record, frozen=True):
    """What was searched for, and found."""

    label: str
    words: str
    hits: tuple[Hit, ...]


class ListPage(Record, frozen=True):
    """Events, documents or actors, so many at a time; ``page`` counts from 1.

    The total is the number of values in a column of a query's answer.
    """

    label: str
    query: str
    column: str
    total: int
    page: int
    pages: int
    events: tuple[Happening, ...] = ()
    documents: tuple[Publication, ...] = ()
    actors: tuple[Active, ...] = ()


class Active(Record, frozen=True):
    """An actor with the number of events it does and that are done to it."""

    actor: Link
    kind: str
    doing: int
    receiving: int


class Count(Record, frozen=True):
    """A number of something."""

    thing: str
    kind: str
    count: int


class OverviewPage(Record, frozen=True):
    """What is in the knowledge base."""

    label: str
    counts: tuple[Count, ...]
    months: tuple[Count, ...]
    actors: tuple[Active, ...]
    events: tuple[Happening, ...]
    documents: tuple[Publication, ...]
