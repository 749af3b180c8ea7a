"""What extraction hands to resolution: participants and events as told in one place of the text."""

from __future__ import annotations

from typing import Any, Literal, TypeVar

import msgspec

from kg.knowledge import Actor
from kg.model import Count, EntityType, Interval, Record, Status


class Participant(Record, frozen=True, kw_only=True):
    """A possible role filler.

    Tokens ``first`` to ``last`` inclusive are what is quoted; ``key`` is the same for the same
    thing in one document; ``kind`` is name, noun or pronoun. ``office`` is the slug of an office
    held and ``tenure`` its modifiers ("acting"), told by the tokens ``title``; ``core`` is the name
    without titles and modifiers.
    """

    head: int
    first: int
    last: int
    kind: str
    type: EntityType
    key: str
    name: str
    code: str | None = None
    sector: str | None = None
    actor: Actor | None = None
    known: bool = False
    plural: bool = False
    office: str | None = None
    tenure: str = ""
    title: tuple[int, int] | None = None
    core: tuple[int, int] | None = None
    definite: bool = False
    source_only: bool = False
    person: bool = False

    @property
    def can_act(self) -> bool:
        """Whether it can be an actor: neither a place nor a building."""
        return self.type not in ("Place", "Facility")


class Source(Record, frozen=True, kw_only=True):
    """One level of attribution: a stance, who says it, and the words that show it (token range)."""

    stance: str
    who: Participant | None
    first: int
    last: int


class Draft(Record, frozen=True, kw_only=True):
    """One telling of an event. Token positions throughout.

    ``tokens`` are all words that trigger it; ``first`` to ``last`` is the quoted trigger.
    ``hosts`` is the place, or its state, that the event concerns when it has no recipients: a curfew
    in Basra, a visit to Amman. ``depth`` counts the clauses above it; ``rule`` says which piece of
    the lexicon fired. The status "never" marks what is not said to have happened at all; it goes no further.
    ``toll`` marks what only tells who was hurt or died, ``blames`` who is blamed for what was told before.
    ``about`` is the first word of the telling that a denial is of, where that is known.
    ``likely`` marks what the trained network takes for such an event too (``kg.extract.weighing``).
    """

    event: str
    mode: str | None
    first: int
    last: int
    sent: int
    tokens: tuple[int, ...]
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    units: tuple[Participant, ...] = ()
    targets: tuple[Participant, ...] = ()
    hosts: tuple[Participant, ...] = ()
    instruments: tuple[tuple[int, int], ...] = ()
    counts: tuple[Count, ...] = ()
    status: Status | Literal["never"] = "actual"
    sources: tuple[Source, ...] = ()
    content: tuple[tuple[int, int], ...] = ()
    content_events: tuple[int, ...] = ()
    date: Interval | None = None
    places: tuple[Participant, ...] = ()
    nominal: bool = False
    definite: bool = False
    symmetric: bool = False
    toll: bool = False
    blames: bool = False
    likely: bool = False
    about: int | None = None
    depth: int = 0
    rule: str = ""

    @property
    def speaker(self) -> Participant | None:
        """Who says it, nearest to the event; ``None`` for the outlet and for sources not named."""
        return self.sources[-1].who if self.sources else None


SPOKEN = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE"))
"""Events that are done by saying so."""

DENIAL = "denial"
"""The rule of a draft that only says that somebody denies the event told before it."""

BLAMED = "blamed"
"""The rule of a draft that only says whom somebody blames for the event told before it."""

CLAIMED = "claimed responsibility"
"""The rule of a draft that only says who claims the event told before it."""

DEATHS = "deaths"
"""The rule of a draft that only says that people died, and so needs an event that it belongs to."""

OTHERS_WORDS = frozenset((DENIAL, BLAMED, CLAIMED))
"""Rules of drafts that only say what somebody says of an event told elsewhere."""

T = TypeVar("T", bound=Record)


def changed(record: T, **values: Any) -> T:
    """A copy with other values."""
    return msgspec.structs.replace(record, **values)


def is_just_before(earlier: Draft, later: Draft) -> bool:
    """Whether it is told before the other, in the same sentence or the one before that."""
    return 0 <= later.sent - earlier.sent <= 1 and earlier.first < later.first
