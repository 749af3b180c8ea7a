"""When, where and by whose word: the events with their dates, places and speakers.

The rules have the word first; what they say is one of the facts by which the fitted weights judge every
place, date and speaker near an event (``kg.extract.ties``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kg.drafts import Draft, changed
from kg.extract.interviews import Interview
from kg.extract.participants import unique
from kg.extract.reading import Reading
from kg.extract.ties.dates import Almanac
from kg.extract.ties.denials import Denials
from kg.extract.ties.ground import Ground
from kg.extract.ties.places import Scenes
from kg.extract.ties.voices import Voices
from kg.extract.when import Calendar
from kg.extract.where import Scenery
from kg.knowledge import Ties
from kg.model import HAPPENED

_BACKGROUND_DAYS = 60
_SPOKEN = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN"))


class Circumstances:
    """What may be the place, the date and the speaker of each telling of a text."""

    def __init__(self, reading: Reading, drafts: list[Draft], published: dt.date | None) -> None:
        parse = reading.parse
        calendar = Calendar(parse, drafts, reading.phrases, published)
        scenery = Scenery(parse, drafts, reading.phrases)
        ruled = _ruled(drafts, calendar, scenery)
        self.published = published
        self.ground = Ground(parse, ruled)
        self.scenes = Scenes(self.ground, scenery.named())
        self.almanac = Almanac(self.ground, calendar.told(), reading.knowledge.reporting, published)
        self.voices = Voices(self.ground, reading.speech, reading.people)
        self.interview = Interview(reading)
        self.denials = Denials(reading, self.ground)

    def weighed(self, ties: Mapping[str, Ties]) -> list[Draft]:
        """The tellings with what they are most probably tied to."""
        places = self.scenes.likely(ties["place"])
        dates = self.almanac.likely(ties["date"])
        sources = self.voices.likely(ties["voice"])
        heard = self.interview.heard
        found = [
            _by_age(changed(draft, places=where, date=when, sources=heard(draft, said)), self.published)
            for draft, where, when, said in zip(self.ground.drafts, places, dates, sources, strict=True)
        ]
        return [*found, *self.denials.likely(ties["denial"])]


def _ruled(drafts: list[Draft], calendar: Calendar, scenery: Scenery) -> list[Draft]:
    """The tellings with the dates and places that the rules find."""
    dates, places = calendar.dates(), scenery.places()
    found = []
    for number, draft in enumerate(drafts):
        own = () if draft.event in _SPOKEN else draft.places
        where = unique([*own, *places.get(number, ())])
        found.append(changed(draft, date=dates.get(number), places=where))
    return found


def _by_age(draft: Draft, published: dt.date | None) -> Draft:
    """What ended long before publication is historical, what is younger is not, whatever its tense."""
    if draft.status not in HAPPENED or draft.date is None or published is None:
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
