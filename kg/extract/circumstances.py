"""When and where: the events with their dates and places."""

from __future__ import annotations

import datetime as dt

from kg.drafts import Draft, changed
from kg.extract.participants import Reader, unique
from kg.extract.when import Calendar
from kg.extract.where import places_of
from kg.syntax import Parse

_BACKGROUND_DAYS = 60
_SPOKEN = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN"))


def with_circumstances(
    parse: Parse, drafts: list[Draft], reader: Reader, published: dt.date | None
) -> list[Draft]:
    """The drafts with dates and places; what lies far in the past becomes background."""
    dates = Calendar(parse, drafts, reader, published).dates()
    places = places_of(parse, drafts, reader)
    found = []
    for number, draft in enumerate(drafts):
        own = () if draft.event in _SPOKEN else draft.places
        where = unique([*own, *places.get(number, ())])
        found.append(_by_age(changed(draft, date=dates.get(number), places=where), published))
    return found


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
    rule = draft.rule.split("; status ")[0]
    return changed(
        draft,
        status="historical" if old else "actual",
        rule=f"{rule}; status historical by {' '.join(draft.date.text.split())}" if old else rule,
    )
