"""When: which time expression tells the date of which event.

An expression belongs to the event or clause that it stands with. From there its date goes on to
what happened in the same breath: coordinated clauses, participles, the event that is the subject.
What is counted from another event ("two days after") comes last.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator

from kg.drafts import DENIAL, SPOKEN, Draft, changed
from kg.extract.breath import (
    BESIDE,
    begins_after,
    both_hurt,
    clause_around,
    goes_on_where,
    incident,
    is_at_same_time,
    is_background,
    is_clause,
    own_tokens,
    same_tense,
    scenes,
    stands_in,
    subject,
    told_before,
    top,
    verb_above,
)
from kg.extract.offsets import Offset, applied, offset_of
from kg.extract.participants import Reader
from kg.extract.senses import CALENDAR, Dated, Senses, Stamp, lies_behind, quoting, told_as
from kg.extract.times import TimeExpression, anchor, bare, find_times
from kg.model import PRECISIONS, Interval
from kg.syntax import Parse, Token

_DAYS = frozenset(("weekday", "today", "day month", "month day", "iso date", "numeric date"))
_OTHER_TIMES = frozenset(("after", "before", "since", "until", "till", "ahead", "following"))
_DONE = frozenset(("ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "COOPERATE", "AID", "CONSULT", "SANCTION"))
_CHARGED = frozenset(("of", "over", "for", "with"))
_UPON = frozenset(("ASSAULT", "COERCE"))
_APART = frozenset(
    "before after since until till about over for against from of despite following ahead because".split()
)
_AHEAD = frozenset(("will", "shall", "'ll", "wo", "would"))


class Calendar:
    """Works out the dates of the events of one text; ``found`` has them by the number of the draft."""

    def __init__(self, parse: Parse, drafts: list[Draft], reader: Reader, published: dt.date | None) -> None:
        self.parse = parse
        self.drafts = drafts
        self.reader = reader
        self.published = published
        self.found: dict[int, Interval] = {}
        self._events = own_tokens(drafts)
        self._clauses: dict[int, Interval] = {}
        self._nouns: dict[int, Interval] = {}
        self._dated: set[int] = set()
        self._stamps = list(self._read())
        self._timed = {s.host for s in self._stamps if s.expression.kind in ("relative", "recurring")}
        self._starts = {stamp.host: stamp for stamp in reversed(self._stamps)}

    def dates(self) -> dict[int, Interval]:
        """The date of every draft that has one, by its number."""
        for stamp in self._stamps:
            if stamp.expression.kind in CALENDAR:
                self._place(stamp)
        self._share()
        self._count()
        self._share()
        for stamp in self._stamps:
            self._trail(stamp)
        return self.found

    def told(self) -> list[Dated]:
        """Every expression that may tell days, in order."""
        return list(Senses(self.parse, self.published, self._looks_ahead).of(self._stamps))

    # ---- expressions and what they stand with

    def _read(self) -> Iterator[Stamp]:
        starts = [token.start for token in self.parse.tokens]
        for expression in find_times(self.parse.text):
            first = bisect_right(starts, expression.start) - 1
            last = bisect_right(starts, expression.end - 1) - 1
            if first < 0 or self.parse.tokens[first].end <= expression.start:
                continue
            stamp = self._stamp(expression, first, max(first, last))
            self._dated.add(stamp.host)
            yield stamp

    def _stamp(self, expression: TimeExpression, first: int, last: int) -> Stamp:
        token = self._speech_before(first) or top(self.parse.tokens[first : last + 1])
        nouns: list[int] = []
        host = -1
        charged = self._charged(token, first)
        while charged is None:
            is_host = token.i in self._events or (is_clause(token) and not first <= token.i <= last)
            if is_host and not begins_after(token, last):
                host = token.i
                break
            if token.head is token or _parts_from(token, nouns):
                break
            if token.pos in ("NOUN", "PROPN") and not first <= token.i <= last:
                nouns.append(token.i)
            token = token.head
        if charged is not None and charged.i in self._events:
            host = charged.i
        return Stamp(expression=expression, first=first, last=last, nouns=tuple(nouns), host=host)

    def _speech_before(self, first: int) -> Token | None:
        """ "said late on Tuesday its troops had ...": the verb of saying right before an expression."""
        position = first - 1
        while position >= 0 and self.parse.tokens[position].pos in ("ADP", "ADV"):
            position -= 1
        token = self.parse.tokens[position] if position >= 0 else None
        if token is None or token.pos != "VERB" or token.sent != self.parse.tokens[first].sent:
            return None
        return token if token.lemma in self.reader.knowledge.reporting else None

    def _charged(self, token: Token, first: int) -> Token | None:
        """ "accused X of selling arms since May", "is investigating the guards over the shooting on Monday":
        the content of a charge when an expression after it, read with the charge, tells of the content."""
        above = token.head.head if token.dep == "pobj" else token.head
        number = self._events.get(above.i)
        draft = self.drafts[number] if number is not None else None
        if draft is None or draft.nominal or draft.event not in SPOKEN:
            return None
        if above.i in self._dated:  # "condemned on Friday the killing of a judge last week"
            done = (noun for noun in above.all("dobj") if noun.i in self._events and noun.i < first)
            return next((noun for noun in done if self._events[noun.i] != number), None)
        return self._content(above, first) if draft.event == "ACCUSE" else None

    def _content(self, charge: Token, first: int) -> Token | None:
        tokens = self.parse.tokens
        preps = [prep for prep in charge.all("prep") if prep.lower in _CHARGED]
        for inner in (token for prep in preps for token in prep.all("pobj", "pcomp")):
            deed = inner.tag == "VBG" or inner.i in self._events or tokens[inner.left_edge.i].tag == "VBG"
            if deed and inner.i < first and tokens[first - 1].text != ",":
                return inner
        return None

    def _place(self, stamp: Stamp) -> None:
        """Gives an expression to its event, its clause and the nouns it stands with."""
        interval = self._anchored(stamp)
        for noun in stamp.nouns:
            self._nouns.setdefault(noun, interval)
        for word in range(stamp.first, stamp.last + 1):
            self._nouns[word] = anchor(bare(stamp.expression), self.published)
        if stamp.host < 0 or self._only_counts(stamp):
            return
        number = self._event_of(stamp, interval)
        if number is not None:
            self._set(number, interval)
        else:
            self._clauses.setdefault(stamp.host, interval)

    def _only_counts(self, stamp: Stamp) -> bool:
        """ "the third attack since May" did not last since May."""
        number = self._events.get(stamp.host)
        return stamp.expression.rule == "since" and number is not None and self.drafts[number].nominal

    def _anchored(self, stamp: Stamp) -> Interval:
        return anchor(stamp.expression, self.published, future=self._looks_ahead(stamp.host))

    def _looks_ahead(self, host: int) -> bool:
        if host < 0:
            return False
        token = self.parse.tokens[host]
        number = self._events.get(host)
        aux = {child.lower for child in token.children if child.dep in ("aux", "auxpass")}
        if aux & _AHEAD or (number is not None and self.drafts[number].status == "future"):
            return True
        if token.tag != "VB" or "to" not in aux:
            return False
        governor = self._events.get(token.head.i) if number is None else number
        return governor is not None and self.drafts[governor].event not in ("REJECT", *_DONE)

    def _set(self, number: int, interval: Interval) -> None:
        """Of several dates of an event the most precise one counts, else the first."""
        kept = self.found.get(number)
        if kept is None or (kept.earliest is None) > (interval.earliest is None) or _finer(interval, kept):
            self.found[number] = interval

    def _event_of(self, stamp: Stamp, interval: Interval) -> int | None:
        host = self.parse.tokens[stamp.host]
        own = self._events.get(host.i)
        if own is not None:
            return own
        numbers = (
            self._told_before(stamp, host),
            self._governor(host, interval),
            self._described(host),
            self._subject_event(host),
        )
        return next((number for number in numbers if number is not None), None)

    def _governor(self, verb: Token, interval: Interval) -> int | None:
        """ "fired to disperse them on Monday", "refused to let it dock in May": when the date is past,
        the event above an infinitive."""
        if verb.tag != "VB" or verb.dep not in ("xcomp", "advcl", "ccomp"):
            return None
        past = self.published and interval.latest and interval.latest <= self.published.isoformat()
        return self._events.get(verb.head.i) if past else None

    def _described(self, clause: Token) -> int | None:
        """ "the raid that left nine dead on Monday", "the clash in X, which took place on Monday"."""
        if clause.dep not in ("relcl", "acl") or clause.tag not in ("VBD", "VBN"):
            return None
        number = self._events.get(clause.head.i)
        if number is not None and self.drafts[number].status == "negated":
            return None
        happens = clause.lemma in self.reader.knowledge.classes["happening-verb"]
        for above in (clause.head, *clause.head.ancestors()) if happens else (clause.head,):
            if is_clause(above):
                return None
            if above.i in self._events:
                return self._events[above.i]
        return None

    def _told_before(self, stamp: Stamp, speech: Token) -> int | None:
        clause = told_before(speech, stamp.first, stamp.last)
        return self._events.get(clause.i) if clause is not None else None

    def _subject_event(self, verb: Token) -> int | None:
        """ "Shelling left 17 dead on Monday", "Deliveries resumed": the event that is the subject."""
        while verb.dep in ("xcomp", "acomp", "oprd") and not subject(verb):  # "are due to resume"
            verb = verb.head
        told = subject(verb)
        number = self._events.get(told.i) if told is not None else None
        if number is None:
            number = incident(verb, self.drafts, self.reader.knowledge.classes)
        if number is None or verb.lemma in self.reader.knowledge.reporting:
            return None
        ahead = self._looks_ahead(verb.i)
        return number if not ahead or self.drafts[number].status == "future" else None

    # ---- what happened in the same breath

    def _share(self) -> None:
        for number, draft in enumerate(self.drafts):
            if number in self.found or draft.rule == DENIAL:
                continue
            interval = self._borrowed(number, draft)
            if interval is not None:
                self.found[number] = interval

    def _borrowed(self, number: int, draft: Draft) -> Interval | None:
        tokens = [self.parse.tokens[i] for i in draft.tokens if self._events.get(i) == number]
        ways = (self._from_frame, self._from_above, self._from_statement, self._from_below)
        found = (way(draft, token) for way in ways for token in tokens)
        return next((interval for interval in found if interval is not None), None)

    def _date_at(self, token: Token, depth: int = 0) -> Interval | None:
        """The date of a clause, if need be that of the clause with which it is coordinated."""
        number = self._events.get(token.i)
        own = self.found.get(number) if number is not None else None
        if own is not None or token.i in self._clauses or number is not None or depth > 3:
            return own or self._clauses.get(token.i)
        above = self._coordinated(token)
        return self._date_at(above, depth + 1) if above is not None else None

    def _from_above(self, draft: Draft, token: Token) -> Interval | None:
        """From the clause that this one is coordinated with or a part of."""
        above = self._simultaneous(draft, token)
        if above is None:
            return None
        date = self._date_at(above)
        return date if date is not None and self._passes_on(draft, token, above) else None

    def _passes_on(self, draft: Draft, token: Token, above: Token) -> bool:
        """Whether two clauses tell of one time: both look back or both ahead, and neither of a habit."""
        if token.i in self._timed or draft.status == "habitual":
            return False
        return self._looks_ahead(token.i) == self._looks_ahead(above.i)

    def _simultaneous(self, draft: Draft, token: Token) -> Token | None:
        """The clause above that tells the same time as that of the token."""
        head = token.head
        if head is token:
            return None
        if draft.nominal:
            return verb_above(token)
        if token.dep == "advcl":
            aside = draft.event in SPOKEN and token.tag == "VBG"  # "closed it on Monday, accusing them of"
            ends = any(child.lower == "until" for child in token.all("mark")) and self._is_fronted(head)
            return head if ends or is_at_same_time(token) and not aside else None
        if token.dep == "relcl":
            return clause_around(token) if goes_on_where(token) else None
        if token.dep == "acl" and token.tag == "VBG":
            return clause_around(token)
        return self._coordinated(token)

    def _coordinated(self, token: Token) -> Token | None:
        """The clause to which this one is joined by "and" or a semicolon and whose date holds for both."""
        head = token.head
        if head is token or not is_clause(head) or any(child.lower == "but" for child in head.all("cc")):
            return None
        if token.dep == "conj":
            goes_on = not subject(token) and same_tense(token, head)
            return head if goes_on or self._is_fronted(head) else None
        joined = token.dep in ("ccomp", "parataxis") and self._is_beside(token, head)
        return head if joined and self._is_fronted(head) else None

    def _is_beside(self, token: Token, head: Token) -> bool:
        """Two main clauses with a semicolon between them."""
        low, high = sorted((token.i, head.i))
        return any(t.text == ";" for t in self.parse.tokens[low:high])

    def _is_fronted(self, verb: Token) -> bool:
        """Whether the date of a clause stands before its subject."""
        stamp = self._starts.get(verb.i)
        doer = subject(verb)
        return stamp is not None and doer is not None and stamp.last < doer.i

    def _from_frame(self, draft: Draft, token: Token) -> Interval | None:
        """ "the 1994 genocide, in which 800,000 were killed": from the noun that the clause describes."""
        if token.dep not in ("relcl", "advcl") or not stands_in(token):
            return None
        frame = token.head if token.dep == "relcl" else self.parse.tokens[max(0, token.left_edge.i - 2)]
        return self._date_at(frame) or self._nouns.get(frame.i)

    def _from_statement(self, draft: Draft, token: Token) -> Interval | None:
        """ "said on Sunday that it was ready to": what is done by saying so is done then."""
        head = token.head
        if draft.nominal or draft.event not in SPOKEN or token.dep != "ccomp":
            return None
        speaker = self.reader.knowledge.reporting.get(head.lemma) and self._speaker(head)
        own = any(who.kind == "pronoun" or who.key == speaker for who in draft.actors)
        return self._clauses.get(head.i) if speaker and own else None

    def _speaker(self, verb: Token) -> str | None:
        subject = verb.child("nsubj")
        who = self.reader.read(subject) if subject is not None else None
        return who.key if who is not None else None

    def _from_below(self, draft: Draft, token: Token) -> Interval | None:
        """From what follows in one breath: "stormed and looted it on Monday", "shot at Monday's march"."""
        if draft.nominal:
            return None
        for noun in (*scenes(token), *(token.all("dobj") if draft.event in _UPON else ())):
            number = self._events.get(noun.i)
            if number is not None and number in self.found:
                return self.found[number]
        for child in (*token.all("conj"), *(c for c in token.all("advcl") if _tells_same_time(c))):
            date, stamp = self._date_at(child), self._starts.get(child.i)
            hurt = both_hurt(token, child, self.reader.knowledge.count_kinds)
            aside = child.dep == "conj" and subject(child) and not hurt
            if date is not None and stamp is not None and stamp.first > child.i and not aside:
                return date if self._passes_on(draft, token, child) else None
        return self._since(token) if draft.event not in SPOKEN else None

    def _since(self, verb: Token) -> Interval | None:
        """ "have been killed since clashes broke out on May 3": from then to the publication."""
        for child in verb.all("advcl", "prep"):
            marks = {child.lower} if child.dep == "prep" else {c.lower for c in child.all("mark")}
            if "since" not in marks or self.published is None:
                continue
            for start in child.all("pobj") if child.dep == "prep" else (child,):
                date = self._begun(start) if start.ent != "DATE" else None
                if date is not None and (date.earliest or "9") <= self.published.isoformat():
                    return changed(date, latest=self.published.isoformat())
        return None

    def _begun(self, start: Token) -> Interval | None:
        """The date of what a clause or noun tells to have begun."""
        number = self._events.get(start.i, self._subject_event(start) if is_clause(start) else None)
        own = self.found.get(number) if number is not None else None
        return own or self._clauses.get(start.i) or self._nouns.get(start.i)

    def _trail(self, stamp: Stamp) -> None:
        """ "detained 12 men suspected of links to X in raids on Tuesday": a day at the end of a clause that
        was read with one of its nouns dates an event that has no date yet."""
        if stamp.expression.rule not in _DAYS or stamp.host in self._events:
            return
        token = self.parse.tokens[stamp.first]
        while token.head is not token and token.i not in self._events:
            apart = token.dep == "pobj" and token.head.lower in _OTHER_TIMES or token.dep == "poss"
            clause = is_clause(token) and not is_background(token)
            if apart or clause or token.dep == "pobj" and token.head.lower == "of" and stamp.first == token.i:
                return
            token = token.head
        number = self._events.get(token.i)
        if number is not None and number not in self.found and token.i < stamp.first:
            self.found[number] = self._anchored(stamp)

    # ---- counted from another event

    def _count(self) -> None:
        """Dates told as a distance, in the order of the text; without another event they count from
        the last date of something that happened."""
        last, spoken, nearest = None, None, None
        for stamp in self._stamps:
            if stamp.expression.kind in CALENDAR:
                nearest, date = self._nouns[stamp.first], self._past(stamp)
                if self._is_speech(stamp.host):
                    spoken = date or spoken
                else:
                    last = date or last
            elif stamp.expression.rule == "since then":
                self._lasting(stamp, nearest)
            elif stamp.expression.kind == "relative":
                last = self._reckoned(stamp, last, spoken) or last

    def _past(self, stamp: Stamp) -> Interval | None:
        """The days of an expression when they are few and lie behind."""
        date = self._nouns[stamp.first]
        return date if lies_behind(date, stamp.expression.rule, self.published) else None

    def _reckoned(self, stamp: Stamp, last: Interval | None, spoken: Interval | None) -> Interval | None:
        offset = offset_of(stamp.expression.text)
        if offset is None:
            return None
        days = [date for date in (last, spoken) if date is not None]
        if stamp.expression.rule == "time of day":
            days = [date for date in days if date.earliest == date.latest and date.precision == "day"]
        elif offset.unit == "day" and offset.sign < 0:
            days = [date for date in days if date.precision in ("day", "week")]
        return self._counted(stamp, offset, next(iter(days), None))

    def _lasting(self, stamp: Stamp, nearest: Interval | None) -> None:
        """ "Since then": from the date told before to the publication."""
        number = self._host_event(stamp, None)
        today = self.published.isoformat() if self.published is not None else ""
        if nearest is None or number is None or number in self.found or (nearest.earliest or "9") > today:
            return
        self.found[number] = changed(quoting(stamp, nearest), latest=today)

    def _is_speech(self, host: int) -> bool:
        if host < 0 or host in self._events:
            return False
        return self.parse.tokens[host].lemma in self.reader.knowledge.reporting

    def _counted(self, stamp: Stamp, offset: Offset, last: Interval | None) -> Interval | None:
        particle = self.parse.tokens[stamp.last]
        other = self._governed(particle)
        main = self._host_event(stamp, other)
        if other is None and not _takes_clause(particle):
            date = _moved(stamp, offset, last)
            if main is None and date is not None and stamp.host >= 0:
                self._clauses.setdefault(stamp.host, date)
            return self._give(main, date)
        known = self.found.get(main) if main is not None else None
        below = self.found.get(other) if other is not None else None
        if other is not None and below is None:
            return self._give(other, _moved(stamp, offset, known or last, backwards=True))
        return self._give(main, _moved(stamp, offset, below)) if known is None else None

    def _give(self, number: int | None, date: Interval | None) -> Interval | None:
        """Sets the date of an event that has none; what happened cannot lie after publication."""
        if number is None or date is None or number in self.found:
            return date
        late = self.published is not None and (date.earliest or "") > self.published.isoformat()
        if late and self.drafts[number].status != "future":
            return None
        self.found[number] = date
        return date

    def _governed(self, particle: Token) -> int | None:
        """The event after "two days after": of a clause, or a noun."""
        inner = particle.head if particle.dep == "mark" else particle.child("pobj", "pcomp")
        if inner is None:
            return None
        return self._events.get(inner.i, self._subject_event(inner))

    def _host_event(self, stamp: Stamp, other: int | None) -> int | None:
        """The event that an expression dates; for a subordinate clause that of the clause above."""
        if stamp.host < 0:
            return None
        token = self.parse.tokens[stamp.host]
        number = self._events.get(token.i)
        if (number is None or number == other) and token.dep == "advcl":
            token = token.head
            number = self._events.get(token.i)
        return self._subject_event(token) if number is None else number


def _moved(
    stamp: Stamp, offset: Offset, reference: Interval | None, *, backwards: bool = False
) -> Interval | None:
    days = applied(offset, reference, backwards=backwards) if reference is not None else None
    if days is None or days.earliest is None or days.latest is None:
        return None
    return told_as(stamp, days)


def _parts_from(token: Token, nouns: list[int]) -> bool:
    """Whether what is above has a time of its own: "after Monday's vote", "the man of the 2013 coup"."""
    if token.dep == "pobj" and token.head.lower in _APART and nouns:
        return True
    if token.dep in ("poss", "compound", "nummod", "nmod", "amod") and token.head.pos in ("NOUN", "PROPN"):
        above = token.head
        return above.dep in ("dobj", "pobj") and not (above.dep == "pobj" and above.head.lower in BESIDE)
    return False


def _tells_same_time(clause: Token) -> bool:
    """ "were hurt when gunmen opened fire on Monday": a clause that tells how it happened."""
    told = subject(clause) is not None and clause.tag in ("VBD", "VBN")
    told = told and not any(child.lower in ("had", "'d") for child in clause.all("aux"))
    return told and clause.dep == "advcl" and is_at_same_time(clause)


def _finer(one: Interval, other: Interval) -> bool:
    return PRECISIONS.index(one.precision) < PRECISIONS.index(other.precision) and one.earliest is not None


def _takes_clause(particle: Token) -> bool:
    return particle.dep == "mark" or particle.child("pobj", "pcomp") is not None
