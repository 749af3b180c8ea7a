"""Clusters of tellings -> the records of the output contract."""

from __future__ import annotations

from collections.abc import Iterable

from kg import iris
from kg.chance import odds
from kg.drafts import BLAMED, DENIAL, SPOKEN, Draft, Participant, Source, changed
from kg.knowledge import Knowledge
from kg.model import (
    PERSONS,
    PRECISIONS,
    Attribution,
    Contradiction,
    ContraryClaim,
    Count,
    Document,
    Entity,
    EntityType,
    Event,
    Extraction,
    Interval,
    Location,
    Mention,
    Role,
    Span,
    Status,
)
from kg.resolve.aliases import final_key
from kg.resolve.answers import ANSWERS, answered, condemned
from kg.resolve.confidence import confidence
from kg.resolve.contradictions import Disputes
from kg.resolve.coreference import Resolved
from kg.resolve.datelines import Desk
from kg.resolve.doers import implied
from kg.resolve.homes import Homes
from kg.resolve.kinds import Kinds
from kg.resolve.likeness import Cluster
from kg.resolve.places import Gazetteer
from kg.resolve.standing import Standing, prominence
from kg.resolve.whereabouts import Whereabouts
from kg.syntax import Parse, Token

_UNTOLD = (BLAMED, DENIAL)
"""Rules of drafts that tell of an event in other words than its own."""
_UNITS = ("Military", "Agency", "ArmedGroup")
_CONCERNING_PLACES = ("COERCE", "CONCEDE", "RETREAT")


class Recorder:
    """Makes the records of one document."""

    def __init__(
        self,
        document: Document,
        parse: Parse,
        resolved: Resolved,
        knowledge: Knowledge,
        whereabouts: Whereabouts,
    ) -> None:
        self.document = document
        self.parse = parse
        self.keys = dict(resolved.keys)
        self.resolved = resolved
        self.knowledge = knowledge
        self.whereabouts = whereabouts
        self.facts: dict[str, Participant] = {}
        self.heads: set[int] = set()
        self.desk = Desk(document, parse, knowledge, whereabouts)
        self.homes = Homes(parse, knowledge.states, self.desk.countries())
        self._offices: dict[str, list[tuple[str, Role]]] = {}

    # ---- entities

    def gather(self, people: Iterable[Participant]) -> None:
        """Remembers for every key the best that was said about it."""
        for who in people:
            self.heads.add(who.head)
            key = self.key(who)
            best = self.facts.get(key)
            self.facts[key] = who if best is None else _richer(best, who)

    def house(self, kinds: Kinds) -> None:
        """A school or hospital that does and says nothing is a building."""
        for key, who in self.facts.items():
            lemma = self.parse.tokens[who.head].lemma
            built = who.kind == "noun" and who.type == "Organization"
            if built and not kinds.acts(key) and lemma in self.knowledge.classes["facility"]:
                self.facts[key] = changed(who, type="Facility")

    def sort(self, kinds: Kinds) -> None:
        """Makes everything unknown of the kind that it most probably is."""
        for key in self.unknown():
            best = self.facts[key]
            likely = odds(self.knowledge.kinds, kinds.facts(key, best))
            fit = {kind: sure for kind, sure in likely.items() if kinds.fits(key, kind, best.type)}
            self.facts[key] = changed(best, type=max(fit, key=fit.__getitem__, default=best.type))

    def unknown(self) -> list[str]:
        """The keys of what neither the lists nor the gazetteer know."""
        return [key for key, who in self.facts.items() if not self._is_listed(key, who)]

    def _is_listed(self, key: str, who: Participant) -> bool:
        if who.known or who.actor is not None or who.kind == "pronoun" or key.startswith("https://"):
            return True
        return who.type == "Place" and self.whereabouts.link(who.name) is not None

    def key(self, who: Participant) -> str:
        """The key a participant goes under after all joining; "22 people" and "14 people" are two."""
        return final_key(who.key, self.keys) + self._number(who)

    def _number(self, who: Participant) -> str:
        """How many, where a group is first told of by its number."""
        if who.kind != "noun" or who.definite or who.known:
            return ""
        return "".join(f"#{count.lower}" for count in self.parse.tokens[who.head].all("nummod"))

    def iri(self, who: Participant) -> str:
        """The IRI of the thing a participant stands for."""
        key = self.key(who)
        best = self.facts.get(key, who)
        if best.actor is not None and best.known:
            return best.actor.iri
        if key.startswith("https://"):
            return key
        if best.type in ("Place",):
            link = self.whereabouts.link(best.name)
            if link is not None:
                return link.iri
        code = best.code or self._owners_code(who) or ""
        return iris.entity_iri(self.document.id, best.type, f"{code} {best.name}".strip())

    def _owners_code(self, who: Participant) -> str | None:
        """The country of whoever "its" in "its troops" means."""
        owner = self.resolved.owners.get(final_key(who.key, self.keys))
        return self._best(owner).code if owner is not None else None

    def _best(self, who: Participant) -> Participant:
        """The best reading of a thing; a place that is linked is known by its own name."""
        best = self.facts.get(self.key(who), who)
        link = self.whereabouts.link(best.name) if best.type == "Place" else None
        return best if link is None else changed(best, name=link.name, code=link.country, known=True)

    def _home(self, who: Participant) -> str | None:
        """The country of the owner ("its troops"), else the one that the surroundings tell."""
        return self._owners_code(who) or self.homes.of(self.facts.get(self.key(who), who))

    def locate(self, people: Iterable[Participant]) -> None:
        """Notes which countries each sentence speaks of."""
        for who in people:
            if who.kind != "pronoun":
                self.homes.note(who, self._best(who).code)

    def kind(self, who: Participant) -> EntityType:
        """The contract type, after all mentions are seen."""
        return self.facts.get(self.key(who), who).type

    def mention(self, who: Participant) -> Mention:
        """The participant as a record, quoted where it stands."""
        best = self._best(who)
        start, end = self.parse.tokens[who.first].start, self.parse.tokens[who.last].end
        return Mention(
            text=self.document.text[start:end], start=start, end=end, iri=self.iri(who), name=best.name,
            type=best.type, code=best.code or who.code or self._home(who), sector=best.sector or who.sector,
            known=best.known,
        )  # fmt: skip

    def entities(self, mentions: list[Participant], used: set[str]) -> tuple[Entity, ...]:
        """Every named thing and every unnamed one that takes part, with all its mentions."""
        by_iri: dict[str, list[Participant]] = {}
        for who in sorted([*mentions, *self._pronouns()], key=lambda m: m.head):
            if self._is_nobody(who) and self.key(who) not in used:
                continue
            if self.kind(who) != "Facility" or who.kind == "name" or self.key(who) in used:
                by_iri.setdefault(self._meant(who), []).append(who)
        return tuple(self._entity(iri, people) for iri, people in by_iri.items())

    def _pronouns(self) -> list[Participant]:
        """The pronouns that stand for one thing, each as a mention of it."""
        told = self.resolved.pronouns.items()
        found = [(self.parse.tokens[head], who[0]) for head, who in told if len(who) == 1]
        return [
            changed(
                who,
                head=token.i,
                first=token.i,
                last=token.i,
                kind="pronoun",
                core=None,
                title=None,
                key=self.key(who),
            )
            for token, who in found
            if token.pos == "PRON" or token.tag == "WP$"
        ]

    def _meant(self, who: Participant) -> str:
        """The IRI of what a mention stands for: "the group" is the group named before."""
        found = self._described(who)
        return self.iri(found[0] if len(found) == 1 else who)

    def _is_nobody(self, who: Participant) -> bool:
        """ "was a hostage", "as a baker", "no group", "with artillery": what somebody is called, denied to
        be or uses, and not somebody else."""
        token = self.parse.tokens[who.head]
        if who.kind != "noun" or who.known or self._described(who):
            return False
        called = token.dep == "attr" or token.dep == "pobj" and token.head.lower == "as"
        denied = any(child.lower == "no" for child in token.all("det"))
        return called or denied or token.lemma in self.knowledge.classes["only-acting"]

    def _described(self, who: Participant) -> tuple[Participant, ...]:
        """Whoever a description stands for; empty for names and what is not resolved."""
        return self.resolved.pronouns.get(who.head, ()) if who.kind == "noun" else ()

    def _typed(self, who: Participant) -> Participant:
        """ "both sides" are of the kind of what they are."""
        found = self._described(who)
        kinds = {self.kind(each) for each in found}
        return changed(who, type=kinds.pop()) if len(found) > 1 and len(kinds) == 1 else who

    def _entity(self, iri: str, people: list[Participant]) -> Entity:
        best = self._typed(self._best(people[0]))
        spans = _outermost({self._whole(who) for who in people})
        named = any(who.kind == "name" for who in people)
        own = [who for who in people if who.kind == "name" or not named and self._is_own(who, iri)]
        texts = {self.document.text[start:end]: None for start, end in sorted(map(self._core, own))}
        aliases = tuple(text for text in texts if text != best.name)
        return Entity(
            iri=iri, type=best.type, name=best.name, code=best.code or self._home(people[0]),
            sector=best.sector, known=best.known,
            aliases=aliases, roles=self._roles(iri, people),
            mentions=tuple(Span(text=self.document.text[s:e], start=s, end=e) for s, e in spans),
        )  # fmt: skip

    def _is_own(self, who: Participant, iri: str) -> bool:
        return who.kind != "pronoun" and self.iri(who) == iri

    def _core(self, who: Participant) -> tuple[int, int]:
        first, last = who.core or (who.first, who.last)
        return self.parse.tokens[first].start, self.parse.tokens[last].end

    def _whole(self, who: Participant) -> tuple[int, int]:
        """Offsets of a name with the title before it or the noun that says what it is: "Minister of
        Trade X", "the village of X"."""
        start, end = self._core(who)
        tokens = self.parse.tokens
        if who.title is not None and who.core is not None and who.title[0] < who.core[0]:
            return tokens[who.title[0]].start, end
        prep = tokens[who.head].head
        noun = prep.head
        if who.type == "Place" and who.core and tokens[who.head].dep == "pobj" and prep.lower == "of":
            between = tokens[prep.i + 1 : who.core[0]]
            if noun.i == prep.i - 1 and self._is_site(noun) and all(t.pos == "DET" for t in between):
                return noun.start, end
        return start, end

    def _is_site(self, noun: Token) -> bool:
        """Whether a noun tells what kind of place a name is of, and is no building that takes part."""
        classes = self.knowledge.classes
        site = noun.lemma in classes["site-of-place"] | classes["after-place-name"]
        return noun.lemma in classes["area"] or site and noun.i not in self.heads

    def _bare(self, who: Participant) -> tuple[int, int]:
        """Offsets of a place without the noun behind its name: "Panjgur" of "Panjgur region"."""
        first, last = who.core or (who.first, who.last)
        tokens = self.parse.tokens
        while who.type == "Place" and last > first and tokens[last].text.islower():
            if tokens[last - 1].pos == "ADJ":  # "the Moroccan capital"
                break
            last -= 1
        return self.parse.tokens[first].start, self.parse.tokens[last].end

    def _roles(self, iri: str, people: list[Participant]) -> tuple[Role, ...]:
        found: dict[tuple[str, str], Role] = {}
        for who in people:
            if who.office and who.title and self.kind(who) in PERSONS:
                first, last = who.title
                start, end = self.parse.tokens[first].start, self.parse.tokens[last].end
                role = Role(
                    title=self.document.text[start:end].lower(),
                    of=who.code,
                    start=start,
                    end=end,
                    state=who.tenure,
                )
                found.setdefault((who.office, who.tenure), role)
        full = {office for office, _ in found}
        told = {key: role for key, role in found.items() if not any(o.endswith(f"-{key[0]}") for o in full)}
        self._offices[iri] = [(office, role) for (office, _), role in told.items()]
        return tuple(told.values())

    # ---- events

    def event(self, number: int, ordered: list[list[Draft]], numbers: dict[int, int]) -> Event:
        """One event from all its tellings; ``numbers`` tells the event of every trigger token."""
        cluster = ordered[number]
        lead = _lead(cluster)
        actors, units = self._agents(cluster)
        actors = actors or self._mentions(implied(cluster, ordered))
        taken = {m.iri for m in actors}
        moved = {m.iri for m in units}
        recipients = self._mentions(w for d in cluster for w in d.recipients)
        recipients = tuple(m for m in recipients if m.iri not in moved)
        if not all(m.iri in taken for m in recipients):
            recipients = tuple(m for m in recipients if m.iri not in taken)
        recipients = recipients or self._hosts(cluster, actors)
        if lead.event == "ACCUSE" and not recipients:
            recipients = tuple(m for m in self._blamed(cluster, ordered) if m.iri not in taken)
        if lead.event in ANSWERS and not recipients:
            recipients = self._mentions(answered(cluster, ordered))
        event = Event(
            id=f"e{number + 1}",
            event=lead.event,
            mode=_mode(cluster),
            contexts=self._contexts(cluster),
            actors=actors,
            recipients=recipients,
            units=units,
            targets=self._mentions(w for d in cluster for w in d.targets),
            instruments=_unique_spans(
                self._span(first, last) for d in cluster for first, last in d.instruments
            ),
            counts=_counts(cluster),
            trigger=self._span(lead.first, lead.last),
            mentions=_unique_spans(self._span(d.first, d.last) for d in cluster if d.rule not in _UNTOLD),
            status=_happened(lead),
            attribution=self._attribution(cluster),
            content=self._content(cluster, numbers),
            date=_date(cluster),
            places=self._places(cluster),
            confidence=0.0,
            rule="; ".join(dict.fromkeys(d.rule for d in cluster)),
        )
        return changed(event, confidence=confidence(event, self.knowledge.confidence_weights))

    def _hosts(self, cluster: list[Draft], actors: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """The place or state that an act concerns; a place at home is only where it happens, unless
        something is imposed on it or eased there, or somebody leaves it."""
        taken, home = {m.iri for m in actors}, {m.code for m in actors} | {None}
        told = tuple(m for m in self._mentions(_host(cluster)) if m.iri not in taken)
        if cluster[0].event in _CONCERNING_PLACES:
            return told
        return tuple(m for m in told if m.type != "Place" or m.code not in home)

    def _blamed(self, cluster: list[Draft], ordered: list[list[Draft]]) -> tuple[Mention, ...]:
        """Who did what is condemned, when the condemnation itself names nobody."""
        tokens = {token for draft in cluster for token in draft.content_events}
        told = [other for other in ordered if tokens & {t for draft in other for t in draft.tokens}]
        doers = [who for other in told for draft in other for who in draft.actors]
        deeds = self.knowledge.classes["deed-noun"]
        return self._mentions(doers or condemned(self.parse, deeds, cluster, ordered))

    def _mentions(self, people: Iterable[Participant]) -> tuple[Mention, ...]:
        found: dict[str, Mention] = {}
        for who in people:
            mention = self.mention(who)
            kept = found.get(mention.iri)
            if kept is None:
                found[mention.iri] = mention
        return tuple(found.values())

    def _agents(self, cluster: list[Draft]) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        """Actors, and apart from them the units of a state that acts itself."""
        actors = self._mentions(w for d in cluster for w in d.actors)
        states = {m.code for m in actors if m.type == "State"}
        units = tuple(m for m in actors if m.type in _UNITS and m.code in states and not cluster[0].symmetric)
        actors = tuple(m for m in actors if m not in units)
        moved = self._mentions(w for d in cluster for w in d.units)
        known = {m.iri for m in (*actors, *units)}
        codes = {m.code for m in actors if m.code}
        own = codes.pop() if len(codes) == 1 else None
        moved = tuple(changed(m, code=m.code or own) for m in moved if m.iri not in known)
        return actors, (*units, *moved)

    def _span(self, first: int, last: int) -> Span:
        start, end = self.parse.tokens[first].start, self.parse.tokens[last].end
        return Span(text=self.document.text[start:end], start=start, end=end)

    def _attribution(self, cluster: list[Draft]) -> tuple[Attribution, ...]:
        found: list[Attribution] = []
        places: dict[tuple[tuple[str, str], ...], int] = {}
        told = [draft for draft in cluster if not self._own_voice(draft) and not _is_reminder(draft, cluster)]
        for chain in [chain for draft in told for chain in _voices(draft.sources)]:
            outer: int | None = None
            way: tuple[tuple[str, str], ...] = ()
            for source in chain:
                fact = (source.stance, self.iri(source.who) if source.who else "")
                if fact in way:
                    continue
                way = (*way, fact)
                if way not in places:
                    places[way] = len(found)
                    found.append(self._voice(source, outer))
                outer = places[way]
        return tuple(found)

    def _own_voice(self, draft: Draft) -> bool:
        """Somebody who says what he himself demands or promises is no witness to it but its actor."""
        speakers = {self.key(s.who) for s in draft.sources if s.who is not None}
        own = {self.key(who) for who in draft.actors}
        return (
            draft.event in SPOKEN
            and bool(own)
            and speakers == own
            and all(s.stance != "denies" for s in draft.sources)
        )

    def _voice(self, source: Source, outer: int | None) -> Attribution:
        who = self.mention(source.who) if source.who is not None else None
        stance = source.stance if source.stance in ("alleges", "denies") else "reports"
        return Attribution(stance=stance, source=who, cue=self._span(source.first, source.last), within=outer)  # type: ignore[arg-type]

    def _content(self, cluster: list[Draft], numbers: dict[int, int]) -> tuple[str | Span, ...]:
        found: dict[str, str | Span] = {}
        for draft in cluster:
            for token in draft.content_events:
                if token in numbers:
                    found.setdefault(f"e{numbers[token] + 1}", f"e{numbers[token] + 1}")
            for first, last in draft.content:
                span = self._span(first, last)
                found.setdefault(f"{span.start}-{span.end}", span)
        return tuple(found.values())

    def _places(self, cluster: list[Draft]) -> tuple[Location, ...]:
        found: dict[str, Location] = {}
        for draft in cluster:
            for who in draft.places:
                start, end = self._bare(who)
                text = self.document.text[start:end]
                link = self.whereabouts.link(who.name) if self.kind(who) == "Place" else None
                iri = link.iri if link else (self.iri(who) if who.known else None)
                if iri is None and text.islower():  # "the border", "two villages"
                    continue
                name = link.name if link else self.facts.get(self.key(who), who).name
                found.setdefault(iri or text, Location(text=text, start=start, end=end, iri=iri, name=name))
        return tuple(found.values())

    def _contexts(self, cluster: list[Draft]) -> tuple[str, ...]:
        sentences = {self.parse.tokens[d.first].sent for d in cluster[:3]}
        lemmas = {t.lemma for n in sentences for t in self.parse.sentence(n)}
        contexts = self.knowledge.context_words
        return tuple(sorted({contexts[lemma] for lemma in lemmas if lemma in contexts}))

    # ---- contradictions

    def contradictions(
        self, entities: tuple[Entity, ...], events: list[Event], clusters: list[list[Draft]]
    ) -> tuple[Contradiction, ...]:
        """All that the document tells in ways that cannot all hold."""
        found = [c for entity in entities if (c := self._roles_clash(entity)) is not None]
        disputes = Disputes(self.parse, self.knowledge, self.whereabouts, self.mention)
        for event, cluster in zip(events, clusters, strict=True):
            found += disputes.of_event(event, cluster)
        return (*found, *disputes.of_actors(events, clusters))

    def _roles_clash(self, entity: Entity) -> Contradiction | None:
        """Two different offices of one state at the same time."""
        single = self.knowledge.single_offices
        held = [
            (office, role)
            for office, role in self._offices.get(entity.iri, ())
            if office in single and role.of and role.state in ("", "acting")
        ]
        if len({office for office, _ in held}) < 2 or len({role.of for _, role in held}) > 1:
            return None
        claims = tuple(ContraryClaim(value=r.title, start=r.start, end=r.end, source=None) for _, r in held)
        return Contradiction(kind="role", about=entity.iri, claims=claims)


def extraction(
    document: Document, parse: Parse, clusters: list[Cluster], mentions: list[Participant],
    resolved: Resolved, knowledge: Knowledge, gazetteer: Gazetteer,
) -> Extraction:  # fmt: skip
    """The output contract for one document."""
    whereabouts = Whereabouts(gazetteer, mentions, knowledge, parse)
    recorder = Recorder(document, parse, resolved, knowledge, whereabouts)
    taking_part = parties(clusters)
    people = [*mentions, *taking_part]
    recorder.sort(gathered(recorder, clusters, people))
    recorder.locate(mentions)
    standing = Standing(parse, clusters)
    ordered = sorted(filter(standing.holds, clusters), key=lambda c: (-prominence(c), c[0].first))
    numbers = {token: n for n, cluster in enumerate(ordered) for d in cluster for token in d.tokens}
    events = [recorder.event(n, ordered, numbers) for n in range(len(ordered))]
    used = {recorder.key(who) for who in taking_part}
    entities = recorder.desk.with_named(recorder.entities(people, used))
    return Extraction(
        id=document.id, entities=entities, events=tuple(events),
        contradictions=recorder.contradictions(entities, events, ordered),
    )  # fmt: skip


def gathered(recorder: Recorder, clusters: list[Cluster], people: list[Participant]) -> Kinds:
    """All who are mentioned or take part, when the recorder has the best that was said of each."""
    recorder.keys |= _same_parties(clusters)
    recorder.gather(people)
    kinds = Kinds(recorder.parse, clusters, people, recorder.key)
    recorder.house(kinds)
    return kinds


def parties(clusters: list[Cluster]) -> list[Participant]:
    """Everybody who has to do with an event."""
    return [who for c in clusters for who in (*_host(c), *(who for draft in c for who in _everyone(draft)))]


def _everyone(draft: Draft) -> list[Participant]:
    sources = [s.who for s in draft.sources if s.who is not None]
    found = [*draft.actors, *draft.recipients, *draft.units, *draft.targets, *draft.places, *sources]
    return [who for who in found if who.kind not in ("pronoun", "reciprocal")]


def _host(cluster: list[Draft]) -> tuple[Participant, ...]:
    """The place, or its state, that somebody's act concerns when nobody is told to receive it."""
    if cluster[0].symmetric or any(d.recipients for d in cluster) or not any(d.actors for d in cluster):
        return ()
    return next((draft.hosts for draft in cluster if draft.hosts), ())


def _same_parties(clusters: list[list[Draft]]) -> dict[str, str]:
    """Two tellings of one meeting name its parties differently: "Pakistan's acting prime minister"
    in one is the Pakistani named in the other."""
    found: dict[str, str] = {}
    for cluster in clusters:
        if not cluster[0].symmetric or len(cluster) < 2:
            continue
        people = {who.key: who for draft in cluster for who in draft.actors}
        for who in people.values():
            if who.kind != "noun" or not who.office or not who.code:
                continue
            named = [
                o for o in people.values() if o.kind == "name" and o.type in PERSONS and o.code == who.code
            ]
            if len(named) == 1:
                found[who.key] = named[0].key
    return found


def _richer(best: Participant, other: Participant) -> Participant:
    """The better known of two readings of one thing, completed by the other."""
    lead, rest = (best, other) if _knowledge(best) >= _knowledge(other) else (other, best)
    kind = "Official" if {lead.type, rest.type} == {"Official", "Person"} else lead.type
    return changed(lead, type=kind, code=lead.code or rest.code, sector=lead.sector or rest.sector)


def _knowledge(who: Participant) -> tuple[bool, bool, bool, int]:
    return who.known, who.kind == "name", who.code is not None, len(who.name) if who.kind == "name" else 0


def _lead(cluster: list[Draft]) -> Draft:
    """The telling that stands for the event: the first by a verb, else the first."""
    return next((d for d in cluster if not d.nominal), cluster[0])


def _mode(cluster: list[Draft]) -> str | None:
    modes = [d.mode for d in cluster if d.mode]
    precise = [mode for mode in modes if mode != "destroy"]
    return next(iter(precise or modes), None)


def _happened(lead: Draft) -> Status:
    if lead.status == "never":
        raise ValueError("an event that is not told reached the records")
    return lead.status


def _is_reminder(draft: Draft, cluster: list[Draft]) -> bool:
    """ "Police said nobody was held during the rally": who speaks of something else in passing is no
    witness to the event that he reminds of."""
    own = {who.key for who in draft.actors}  # "claimed responsibility for the attack"
    passing = all(s.stance == "reports" and (s.who is None or s.who.key not in own) for s in draft.sources)
    return draft.nominal and draft.definite and passing and draft is not _lead(cluster)


def _voices(sources: tuple[Source, ...]) -> list[tuple[Source, ...]]:
    """Chains of speakers. Who "denied claims by Kyiv that" does not tell of the claims but contradicts
    them: two chains. A rumour that is denied has no voice of its own."""
    for place, source in enumerate(sources[:-1]):
        if source.stance == "denies":
            rest = sources[place + 1 :]
            told = [rest] if rest[0].who is not None else []
            return [*told, sources[: place + 1]]
    return [sources]


def _date(cluster: list[Draft]) -> Interval | None:
    dates = [d.date for d in cluster if d.date is not None]
    closed = [date for date in dates if date.earliest is not None]
    return (
        min(closed, key=lambda date: PRECISIONS.index(date.precision))
        if closed
        else (dates[0] if dates else None)
    )


def _counts(cluster: list[Draft]) -> tuple[Count, ...]:
    found: dict[tuple[str, int], Count] = {}
    for draft in cluster:
        for count in draft.counts:
            found.setdefault((count.kind, count.start), count)
    return tuple(found.values())


def _outermost(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, without those inside another one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not found or end > found[-1][1]:
            found.append((start, end))
    return found


def _unique_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple({(s.start, s.end): s for s in spans}.values())
