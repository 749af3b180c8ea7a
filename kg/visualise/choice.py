"""What of a graph is wanted, from names as people type them."""

from __future__ import annotations

import datetime as dt
import difflib
import shlex
from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from kg.errors import UsageError
from kg.model import Record
from kg.query.names import actor as find_actor
from kg.visualise import style
from kg.visualise.rows import local


class Choice(Record, frozen=True):
    """What of a graph is wanted. ``relations`` and ``parties`` are IRIs; empty means everything.

    One party: it takes part on either side; two: only what is between them. With ``since`` or
    ``until`` claims without a date are left out.
    """

    parties: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    relations: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()


def choose(
    graph: ox.Store,
    *,
    actor: str | None = None,
    dyad: tuple[str, str] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    relations: Sequence[str] = (),
    status: Sequence[str] = (),
) -> Choice:
    """A choice from names as people type them; UsageError for one that means nothing here."""
    named = dyad or ((actor,) if actor else ())
    unknown = [one for one in status if one not in style.STATUSES]
    if unknown:
        raise UsageError(f"There is no status {unknown[0]!r}; choose of {', '.join(style.STATUSES)}.")
    return Choice(
        parties=tuple(find_actor(graph, name).value for name in named),
        since=since,
        until=until,
        relations=style.below(_relation(name) for name in relations),
        statuses=frozenset(status),
    )


def wanted(facts: Mapping[str, str], choice: Choice) -> bool:
    """Whether a claim is: also its two ends."""
    return between({facts["subject"], facts["object"]}, choice.parties) and fits(facts, choice)


def between(ends: set[str], parties: Sequence[str]) -> bool:
    """Whether the one party is among the ends, or the two are both of them; with none anything is."""
    return ends.issuperset(parties) and (len(parties) != 2 or len(ends) == 2)


def asked(name: str, choice: Choice) -> str:
    """The saved query with the parameters of the choice, as the command line takes them; relations and
    statuses are columns of its rows."""
    given = dict(zip(("actor", "other"), choice.parties, strict=False))
    given |= {name: day.isoformat() for name in ("since", "until") if (day := getattr(choice, name))}
    return " ".join([name, *(f"-p {shlex.quote(f'{key}={value}')}" for key, value in given.items())])


def limits(choice: Choice) -> str:
    """In words what was chosen besides actors, to follow a title: "; only attacked, since 2024-01-01";
    nothing where nothing was."""
    told = [status for status in style.STATUSES if status in choice.statuses]
    parts = [
        "only " + " or ".join(style.look(iri).label for iri in style.widest(choice.relations)),
        "told as " + " or ".join(told),
        f"since {choice.since}",
        f"until {choice.until}",
    ]
    given = (choice.relations, told, choice.since, choice.until)
    found = [part for part, chosen in zip(parts, given, strict=True) if chosen]
    return "; " + ", ".join(found) if found else ""


def fits(facts: Mapping[str, str], choice: Choice) -> bool:
    """Whether relation, status and day are wanted."""
    if choice.relations and facts["relation"] not in choice.relations:
        return False
    if choice.statuses and local(facts["status"]) not in choice.statuses:
        return False
    latest, earliest = facts.get("latest"), facts.get("earliest")
    after = choice.since is None or (latest is not None and latest >= choice.since.isoformat())
    before = choice.until is None or (earliest is not None and earliest <= choice.until.isoformat())
    return after and before


def _relation(name: str) -> str:
    """The relation that a word means: its name, or the beginning of it ("attack", "met")."""
    known = {local(iri).lower(): iri for iri in sorted(style.known_relations())}
    word = name.removeprefix("kg:").lower()
    if name in known.values() or word in known:
        return known.get(word, name)
    categories = {short: iri for short, iri in known.items() if style.is_category(iri)}
    begun = [iri for short, iri in categories.items() if short.startswith(word)]
    if len(begun) == 1:
        return begun[0]
    near = begun or difflib.get_close_matches(word, categories, n=4, cutoff=0.5) or sorted(categories)
    raise UsageError(f"There is no relation {name!r}; did you mean {', '.join(map(local, near))}?")
