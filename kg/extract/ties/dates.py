"""Which time expression dates which event: the candidates of a text and the facts of each pair."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator, Sequence

from kg.chance import Facts, chance, far, few, flag
from kg.drafts import OTHERS_WORDS, Draft
from kg.extract.breath import own_tokens, top
from kg.extract.senses import Dated, Sense
from kg.extract.ties.ground import Ground, between, parties, window
from kg.knowledge import Ties
from kg.model import Interval

BACK, AHEAD = 4, 1
"""How many sentences before and after a telling its date is looked for."""
SIGNS: tuple[tuple[str, ...], ...] = (
    ("ruled",), ("ruled", "event"), ("event", "same"), ("apart",), ("ruled", "apart"),
    ("paragraphs", "apart", "ruled"), ("expression",), ("expression", "apart"), ("precision", "apart"),
    ("precision", "status", "apart"), ("manner", "apart"), ("status", "ruled", "apart"), ("tag", "apart"),
    ("tense", "status"), ("tense", "tag", "apart"), ("tense", "event", "same"), ("age", "same"),
    ("old", "status", "apart"), ("hosted", "apart", "ruled"), ("host told", "apart", "ruled"),
    ("host event", "event", "same"), ("host alike", "apart", "ruled"), ("host shared", "apart", "ruled"),
    ("host says", "apart"), ("host word",), ("dates", "same", "before"), ("dates", "ruled", "apart"),
    ("events", "same", "before"), ("verbs", "same", "before"), ("word",), ("rule",), ("spoken", "apart"),
    ("had", "apart", "ruled"), ("placed", "apart"), ("opening", "apart"), ("sentence", "its sentence"),
    ("path",), ("plain path",), ("short path",), ("short path", "event"), ("plain path", "ruled"), ("down",),
    ("down", "ruled"), ("down", "event"), ("steps",), ("same", "before", "distance"), ("leading", "event"),
    ("leading",), ("alone", "ruled"), ("here", "apart", "ruled"), ("unseen",), ("unseen", "event"),
    ("unseen", "rule"), ("unseen", "precision"), ("brief", "ruled", "apart"), ("brief", "host told", "apart"),
    ("sense", "apart"), ("sense", "status", "tag"), ("sense", "event"), ("sense", "host word"),
    ("sense", "leading"), ("sense", "back", "apart"), ("sense", "ruled"), ("expression", "leading"),
    ("expression", "back"), ("expression", "ruled"),
)  # fmt: skip
_OLD = 60  # days


class Almanac:
    """The dates told in one text and the tellings around them."""

    def __init__(
        self, ground: Ground, dates: Sequence[Dated], said: Container[str], published: dt.date | None
    ) -> None:  # fmt: skip
        self.ground = ground
        self.dates = dates
        self._hosts = own_tokens(ground.drafts)
        self._said = said
        self._published = published
        self._sent = [ground.parse.tokens[date.first].sent for date in dates]

    def pairs(self, number: int) -> Iterator[tuple[Interval, Facts]]:
        """Every date near a telling with the facts of the two; one that only the rules know comes last."""
        ground, draft = self.ground, self.ground.drafts[number]
        telling = {**ground.telling(draft), "placed": flag(draft.places)}
        seen = False
        first, end = window(self._sent, draft.sent, BACK, AHEAD)
        near = self.dates[first:end]
        for date in near:
            stands = {**telling, **self._facts(number, draft, date, near)}
            for sense in date.senses:
                facts = {**stands, **self._meaning(date, sense, draft)}
                seen = seen or facts["ruled"] == "yes"
                yield sense.interval, facts
        if draft.date is not None and not seen:
            yield draft.date, {
                "unseen": "yes", "event": draft.event, "rule": telling["rule"],
                "precision": draft.date.precision,
            }  # fmt: skip

    def likely(self, ties: Ties) -> list[Interval | None]:
        """For every telling the date that it is most probably tied to, if one is likely enough; quoted by the
        expression that tells the days itself, where another is only counted from it."""
        return [self._likely(number, draft, ties) for number, draft in enumerate(self.ground.drafts)]

    def _likely(self, number: int, draft: Draft, ties: Ties) -> Interval | None:
        if draft.rule in OTHERS_WORDS:
            return draft.date
        ranked = ((chance(ties, facts), told, facts) for told, facts in self.pairs(number))
        sure = sorted((one for one in ranked if one[0] >= ties.least), key=lambda one: -one[0])
        if not sure:
            return None
        best = sure[0][1]
        plain = (
            told for _, told, facts in sure if facts.get("sense") == "told" and _days(told) == _days(best)
        )
        return next(plain, best)

    def _facts(self, number: int, draft: Draft, date: Dated, near: Sequence[Dated]) -> dict[str, str]:
        tokens = self.ground.parse.tokens
        stands = top(tokens[date.first : date.last + 1])
        others = [other for other in near if tokens[other.first].sent == draft.sent]
        facts = {
            **self.ground.way(draft, stands),
            **self._host(number, draft, date),
            "dates": few(between((other.first for other in near), date.first, draft.first)),
            "leading": tokens[date.first - 1].lower if date.first else "",
        }
        if stands.sent == draft.sent:
            facts["alone"] = flag(len(others) == 1)
        else:
            facts["here"] = few(len(others), 2)
        return facts

    def _meaning(self, date: Dated, sense: Sense, draft: Draft) -> dict[str, str]:
        """What is particular to one sense of an expression."""
        return {
            **self._calendar(sense.interval),
            "ruled": _ruled(sense.interval, draft),
            "expression": f"{date.rule} {sense.reached}",
            "sense": sense.reached,
            "back": few(sense.back),
            "precision": sense.interval.precision,
        }

    def _calendar(self, interval: Interval) -> dict[str, str]:
        """Where the days lie as seen from the publication."""
        if self._published is None:
            return {"tense": "unknown", "age": "unknown", "old": "unknown"}
        today = self._published.isoformat()
        if interval.latest is None:
            ahead = interval.earliest is not None and interval.earliest >= today
            return {"tense": "from now" if ahead else "since", "age": "open", "old": "open"}
        age = (self._published - dt.date.fromisoformat(interval.latest)).days
        began = (interval.earliest or "") <= today
        return {
            "tense": "past" if age > 0 else "now" if began else "ahead",
            "age": far(age) if age >= 0 else "ahead",
            "old": flag(age > _OLD),
        }

    def _host(self, number: int, draft: Draft, date: Dated) -> dict[str, str]:
        """What the expression stands with."""
        if date.host < 0:
            return {"hosted": "no"}
        host = self.ground.parse.tokens[date.host]
        facts = {"hosted": "yes", "host says": flag(host.lemma in self._said), "host word": host.lemma}
        own = self._hosts.get(date.host)
        facts["host told"] = "no" if own is None else "this" if own == number else "other"
        if own is not None and own != number:
            other = self.ground.drafts[own]
            facts["host event"] = other.event
            facts["host alike"] = f"{flag(other.event == draft.event)} {flag(other.status == draft.status)}"
            facts["host shared"] = flag(parties(other) & parties(draft))
        return facts


def _ruled(interval: Interval, draft: Draft) -> str:
    """What the rules say: these days, others, or none."""
    if draft.date is None:
        return "none"
    return "yes" if _days(draft.date) == _days(interval) else "other"


def _days(interval: Interval) -> tuple[str | None, str | None]:
    return interval.earliest, interval.latest
