"""When and where: ties time expressions and places to the events they stand with."""

from __future__ import annotations

import datetime as dt

from kg.drafts import Draft, Participant, changed
from kg.extract.participants import Reader, unique
from kg.extract.when import Calendar
from kg.syntax import Parse, Token

_LOCATIVE = frozenset(
    "in at near outside inside on across around along within off throughout over above from to into toward "
    "towards between of".split()
)
_DEFINITE_LOCATIVE = frozenset("in at near outside inside across around along within off throughout".split())
_OPAQUE = frozenset(("ccomp", "relcl", "parataxis"))
_BACKGROUND_DAYS = 60


def with_circumstances(
    parse: Parse, drafts: list[Draft], reader: Reader, published: dt.date | None
) -> list[Draft]:
    """The drafts with dates and places; what lies far in the past becomes background."""
    holders = {position: number for number, draft in enumerate(drafts) for position in draft.tokens}
    dates = Calendar(parse, drafts, reader, published).dates()
    places = _places(parse, drafts, holders, reader)
    found = []
    for number, draft in enumerate(drafts):
        date = dates.get(number)
        where = unique([*draft.places, *places.get(number, ())])
        draft = changed(draft, date=date, places=where)
        found.append(_by_age(draft, published))
    return found


def _holder(token: Token, holders: dict[int, int]) -> int | None:
    """The nearest event above a token without leaving its clause."""
    while True:
        if token.i in holders:
            return holders[token.i]
        if token.head is token or token.dep in _OPAQUE:
            return None
        token = token.head


def _places(
    parse: Parse, drafts: list[Draft], holders: dict[int, int], reader: Reader
) -> dict[int, list[Participant]]:
    found: dict[int, list[Participant]] = {}
    for name in reader.index.names:
        token = parse.tokens[name.head]
        if name.type not in ("Place", "Facility", "State") or name.form == "adjective":
            continue
        prep = _preposition(token)
        if prep is None or (name.type == "State" and prep.lower not in _DEFINITE_LOCATIVE):
            continue
        holder = _holder(prep.head, holders)
        if holder is None:
            continue
        who = reader.read(token)
        parties = (*drafts[holder].actors, *drafts[holder].recipients)
        taken = {party.key for party in parties if party.can_act}
        if who is not None and who.key not in taken:
            found.setdefault(holder, []).append(who)
    return found


def _preposition(token: Token) -> Token | None:
    """The locative preposition above a place name, looking through "the town of X, Y"."""
    for _ in range(6):
        if token.dep == "pobj" and token.head.lower in _LOCATIVE:
            if token.head.lower == "of" and token.head.head.pos in ("NOUN", "PROPN"):
                token = token.head.head
                continue
            return token.head if token.head.lower != "of" else None
        if token.dep in ("compound", "appos", "conj", "poss", "nmod", "npadvmod") and token.head is not token:
            token = token.head
            continue
        return None
    return None


def _by_age(draft: Draft, published: dt.date | None) -> Draft:
    """What ended long before publication is historical, what is younger is not, whatever its tense."""
    if draft.status not in ("actual", "historical") or draft.date is None or published is None:
        return draft
    if draft.date.latest is None:
        return draft
    age = (published - dt.date.fromisoformat(draft.date.latest)).days
    old = age > _BACKGROUND_DAYS or draft.date.precision == "years"
    since = draft.date.earliest or draft.date.latest
    if draft.status == "historical" and (published - dt.date.fromisoformat(since)).days > _BACKGROUND_DAYS:
        return draft
    return changed(draft, status="historical" if old else "actual")
