"""Parse -> drafts: every telling of an event, with its roles, status and speakers."""

from __future__ import annotations

from kg.drafts import DENIAL, Draft, Participant, Source, changed
from kg.extract import compose
from kg.extract.attribution import Speech
from kg.extract.clauses import Slots, slots, with_conjuncts
from kg.extract.frames import Matcher
from kg.extract.names import Index
from kg.extract.numbers import count
from kg.extract.participants import Reader
from kg.extract.status import is_inverted, is_purpose, status_of
from kg.knowledge import Frame, Knowledge
from kg.model import Count
from kg.syntax import Parse, Token

_COUNT_KINDS = {
    "kill": "killed", "slay": "killed", "murder": "killed", "massacre": "killed", "execute": "killed",
    "assassinate": "killed", "slaughter": "killed", "behead": "killed", "shoot": "killed",
    "wound": "injured", "injure": "injured", "hurt": "injured", "maim": "injured",
    "arrest": "arrested", "detain": "arrested", "jail": "arrested", "round": "arrested",
    "kidnap": "abducted", "abduct": "abducted", "release": "released", "free": "released",
    "deport": "deported", "expel": "expelled", "displace": "displaced", "die": "killed", "perish": "killed",
    "capture": "captured", "evacuate": "evacuated", "rescue": "rescued", "sentence": "convicted",
}  # fmt: skip
_LOCATIVE = frozenset(("in", "at", "near", "on", "outside", "inside", "across", "along", "around", "within"))
_NO_RECIPIENT_PLACE = _LOCATIVE - {"on"}
_ANSWERABLE = frozenset(("responsibility", "credit", "involvement", "role", "part", "link", "hand"))
_QUANTITY_NOUNS = frozenset(
    "wave series string spate number round barrage campaign act outbreak case instance day week month hour "
    "report "
    "threat fear risk spree burst bout".split()
)
_MILITARY = frozenset(
    "military armed naval ground offensive security army special joint large-scale combat war live-fire "
    "air cross-border counterterrorism counter-terrorism antiterrorist police guerrilla bombing "
    "terror".split()
)
_NEEDS_ADDRESSEE = frozenset("tell order command instruct call lobby require".split())
_COMPLEMENT_SLOTS = ("xcomp", "ccomp", "of.clause", "from.clause", "against.clause", "for.clause",
                     "to.clause",
                     "in.clause", "with.clause", "on.clause", "into.clause")  # fmt: skip
_ARGUMENTS = frozenset(("pobj", "dobj", "poss", "conj", "amod", "compound", "nsubj", "iobj", "dative"))
_DEEP = frozenset(("AGREE", "REQUEST", "REJECT", "ACCUSE", "SANCTION", "CONCEDE", "SUPPORT", "THREATEN",
                   "PROTEST",
                   "MOBILIZE", "AID", "COOPERATE"))  # fmt: skip
_DEEP_SLOTS = ("obj", "against", "on", "to", "for", "over", "at", "with", "of", "from", "into", "in.clause",
               "for.clause", "against.clause", "in")  # fmt: skip


class EventReader:
    """Reads the events of one parse."""

    def __init__(self, parse: Parse, knowledge: Knowledge, index: Index) -> None:
        self.parse = parse
        self.knowledge = knowledge
        self.index = index
        self.reader = Reader(parse, knowledge, index)
        self.matcher = Matcher(knowledge, self.reader)
        self.speech = Speech(parse, knowledge, self.reader)
        self._slots: dict[int, Slots] = {}
        self._verbs: dict[int, Draft | None] = {}
        self._consumed: set[int] = set()
        self._off_topic = self._find_off_topic()
        self._alleged: dict[int, tuple[Source | None, tuple[Participant, ...]]] = {}

    def drafts(self) -> list[Draft]:
        """All tellings in text order."""
        found: list[Draft] = []
        for first, end in self.parse.sentences:
            found.extend(self._sentence(self.parse.tokens[first:end]))
        return found

    def _find_off_topic(self) -> set[int]:
        """Sentences about sport, arts or markets, where battles and attacks are figures of speech."""
        cues = self.knowledge.cues.get("off-topic", frozenset())
        return {token.sent for token in self.parse.tokens if token.lemma in cues}

    def _sentence(self, tokens: list[Token]) -> list[Draft]:
        ordered = sorted(tokens, key=lambda token: (_depth(token), token.i))
        found = []
        for token in ordered:
            if self._may_tell(token):
                draft = self.verb(token)
                if draft is not None and token.i not in self._consumed:
                    found.append(self._finish(draft, token))
        used = {position for draft in found for position in draft.tokens}
        for token in tokens:
            if token.pos in ("NOUN", "PROPN") and token.i not in used and token.i not in self._consumed:
                draft = self.noun(token)
                if draft is not None:
                    found.append(self._finish(draft, token))
        kept = [
            draft
            for draft in found
            if draft.status != "never" and not set(draft.tokens) & self._dropped(draft)
        ]
        return sorted(kept, key=lambda draft: draft.first)

    def _may_tell(self, token: Token) -> bool:
        if token.pos not in ("VERB", "AUX") or token.i in self._consumed:
            return False
        return token.dep not in ("amod", "compound") and token.sent not in self._off_topic

    def _dropped(self, draft: Draft) -> set[int]:
        return self._consumed if not set(draft.tokens) - self._consumed else set()

    # ---- verbs

    def slots(self, verb: Token) -> Slots:
        """The slots of a verb, worked out once."""
        if verb.i not in self._slots:
            self._slots[verb.i] = slots(verb)
        return self._slots[verb.i]

    def verb(self, verb: Token) -> Draft | None:
        """What the clause of a verb tells, if anything."""
        if verb.i not in self._verbs:
            self._verbs[verb.i] = None
            self._verbs[verb.i] = self._verb(verb)
        return self._verbs[verb.i]

    def _verb(self, verb: Token) -> Draft | None:
        found = self.slots(verb)
        if verb.lemma == "be":
            return self._copula(verb, found)
        effect = self.knowledge.operators.get((verb.lemma, "verb"))
        if effect:
            composed = self._compose(verb, found, effect)
            if composed is not None:
                return composed
        if verb.lemma in ("die", "perish"):
            return self._casualties(verb, found)
        claimed = self._claimed(verb, found) or self._denied(verb, found)
        if claimed is not None:
            return claimed
        frame = self.matcher.best(verb, found)
        light = self._light(verb, found)
        if frame is None and light is None:
            return self._demanded(verb, found)
        if light is not None and (frame is None or not _names_object(frame) or light.event == frame.event):
            return (
                light
                if frame is None or light.event != frame.event
                else self._both(verb, frame, found, light)
            )
        if frame is None:
            return None
        draft = self._framed(verb, frame, found)
        return self._with_content(verb, draft, found) if draft is not None else None

    def _demanded(self, verb: Token, found: Slots) -> Draft | None:
        """ "X said that Y must do something", whatever it is, is a demand of X on Y."""
        obliged = {c.lower for c in verb.children if c.dep == "aux"} & {"must", "should"}
        if not obliged or verb.dep != "ccomp" or verb.child("neg") or is_inverted(verb):
            return None
        sources = self.speech.sources(verb)
        speaker = sources[-1].who if sources else None
        recipients = self._participants(found.get("subj", found.get("obj", [])))
        if (
            speaker is None
            or not recipients
            or any(who.kind == "pronoun" or who.key == speaker.key for who in recipients)
        ):
            return None
        return Draft(
            event="REQUEST", mode=None, first=verb.i, last=verb.i, sent=verb.sent, tokens=(verb.i,),
            actors=(speaker,),
            recipients=recipients, sources=sources[:-1], content=(self._content_span(verb),),
            depth=_depth(verb),
            rule=f"demand: must {verb.lemma}",
        )  # fmt: skip

    def _casualties(self, verb: Token, found: Slots) -> Draft | None:
        """ "Eleven soldiers died in an ambush": the ambush, with its dead."""
        for slot in ("in", "during", "from", "of", "after", "under"):
            for token in found.get(slot, ()):
                frame = self._noun_frame(token)
                if frame is None or frame.event not in ("ASSAULT", "PROTEST"):
                    continue
                actors, recipients, targets, places = self._noun_roles(token, frame)
                victims = self._participants(found.get("subj", []))
                return Draft(
                    event=frame.event, mode=frame.mode or self._noun_mode(token, frame), first=token.i,
                    last=token.i,
                    sent=verb.sent, tokens=(verb.i, token.i), actors=actors, recipients=_joined(victims,
                    recipients),
                    targets=targets, places=places, counts=self._counts(verb, None, found),
                    depth=_depth(verb),
                    rule=f"{verb.lemma} in {frame.lemma}",
                )  # fmt: skip
        return None

    def _denied(self, verb: Token, found: Slots) -> Draft | None:
        """ "denied the accusation", "rejected the claim", "denied it": of what was told before."""
        if self.knowledge.reporting.get(verb.lemma) != "denies":
            return None
        if any(slot in found for slot in ("ccomp", "xcomp")) or not found.get("obj"):
            return None
        accusations = self.knowledge.classes.get("accusation", frozenset())
        noun = found["obj"][0]
        if noun.lemma not in accusations and not (verb.lemma == "deny" and noun.pos == "PRON"):
            return None
        who = self.speech.speaker(verb)
        source = Source(stance="denies", who=who, first=verb.i, last=verb.i)
        self._consume_events(noun)
        rejecting = who is not None and verb.lemma in ("reject", "dismiss", "rebut")
        return Draft(
            event="REJECT" if rejecting else "", mode=None, first=verb.i, last=verb.i, sent=verb.sent,
            tokens=(verb.i,), nominal=True,
            definite=True, actors=(who,) if rejecting and who is not None else (),
            recipients=tuple(self.reader.within(noun)) if rejecting else (),
            sources=(*self.speech.sources(verb), source), depth=_depth(verb), rule=DENIAL,
        )  # fmt: skip

    def _claimed(self, verb: Token, found: Slots) -> Draft | None:
        """ "claimed responsibility for the bombing": the bombing, by the word of whoever did it."""
        noun = next((t for t in found.get("obj", ()) if t.lemma in _ANSWERABLE), None)
        if noun is None or verb.lemma not in (
            "claim",
            "admit",
            "accept",
            "take",
            "assume",
            "deny",
            "disclaim",
        ):
            return None
        stance = self.knowledge.reporting.get(verb.lemma, "reports")
        told = [
            t
            for word in ("for", "in", "to", "with")
            for t in (*found.get(word, ()), *_prepositional(noun, word))
        ]
        for token in told:
            frame = self._noun_frame(token)
            if frame is not None and frame.event in compose.MATERIAL_CONFLICT:
                actors, _, _ = self._subjects(found, None)
                _, recipients, targets, places = self._noun_roles(token, frame)
                source = Source(stance=stance, who=actors[0] if actors else None, first=verb.i, last=verb.i)
                return Draft(
                    event=frame.event, mode=frame.mode or self._noun_mode(token, frame), first=token.i,
                    last=token.i,
                    sent=verb.sent, tokens=(verb.i, token.i), actors=actors, recipients=recipients,
                    targets=targets,
                    places=places, depth=_depth(verb), sources=(*self.speech.sources(verb), source),
                    nominal=True,
                    definite=True, rule=f"{verb.lemma} responsibility for {frame.lemma}",
                )  # fmt: skip
        return None

    def _both(self, verb: Token, frame: Frame, found: Slots, light: Draft) -> Draft:
        """A verb and its event noun tell the same: what one leaves open the other fills."""
        own = self._framed(verb, frame, found)
        if own is None:
            return light
        return changed(
            own,
            mode=own.mode or light.mode,
            tokens=tuple(sorted({*own.tokens, *light.tokens})),
            first=min(own.first, light.first),
            last=max(own.last, light.last),
            actors=own.actors or light.actors,
            recipients=own.recipients or light.recipients,
            targets=own.targets or light.targets,
            counts=own.counts or light.counts,
        )

    def _framed(self, verb: Token, frame: Frame, found: Slots) -> Draft | None:
        if frame.has("modal"):
            return self._warning(verb, frame)
        actors, instruments, inner = self._subjects(found, frame)
        if found.get("subj") and not (actors or instruments or inner or frame.has("noactor")):
            return None
        if not self._object_fits(frame, found) or (frame.event == "ASSAULT" and self._is_accident(found)):
            return None
        recipients, targets, places = self._recipients(frame, found)
        if frame.mode == "visit" and {w.code for w in actors if w.code} & {
            w.code for w in recipients if w.code
        }:
            return None
        if frame.has("sym"):
            actors, recipients = _joined(actors, recipients), ()
        if frame.has("weak") and not _well_told(frame, actors, recipients):
            return None
        if verb.lemma in ("lament", "protest", "insist") and found.get("ccomp") and not recipients:
            return None
        if frame.event == "AID" and verb.dep == "acl" and not actors:
            return None
        if frame.has("inverse"):
            actors, recipients = self._participants([*found.get("from", ()), *found.get("by", ())]), actors
        if verb.lemma == "suspect" and verb.dep in ("acl", "amod") and not actors:
            return None
        if frame.event == "ASSAULT" and frame.has("instr") and not (recipients or targets or places):
            frame = self._as_test(frame, found)
        instruments = (*instruments, *self._instruments(frame, found))
        event_object = self._event_noun_in(found.get("obj", ()), frame)
        tokens = {verb.i, *(t.i for t in event_object), *inner}
        last = max(
            [verb.i, *(t.i for t in event_object if t.i - verb.i <= 6), *(t.i for t in found.get("prt", ()))]
        )
        return Draft(
            event=frame.event,
            mode=frame.mode or self._mode_of_instrument(frame.event, found),
            first=min(verb.i, last),
            last=last,
            sent=verb.sent,
            tokens=tuple(sorted(tokens)),
            actors=actors,
            recipients=recipients,
            targets=targets,
            instruments=instruments,
            places=places,
            counts=self._counts(verb, frame, found),
            symmetric=frame.has("sym"),
            depth=_depth(verb),
            rule=f"verb {frame.lemma}" + (f" {_conditions(frame)}" if frame.when else ""),
        )

    def _as_test(self, frame: Frame, found: Slots) -> Frame:
        """A missile fired at nobody is a test."""
        missiles = (
            "ballistic missile",
            "missile",
            "satellite",
            "intercontinental ballistic missile",
            "rocket",
        )
        tested = any(self.matcher.fits(t, list(missiles)) for t in found.get("obj", ()))
        states = [who for t in found.get("subj", ()) for who in self.reader.people(t) if who.code]
        if not tested or not states or any(who.type == "ArmedGroup" for who in states):
            return frame
        return Frame(
            lemma=frame.lemma, event="MOBILIZE", mode="weapons", when=frame.when, recipient=frame.recipient
        )

    def _warning(self, verb: Token, frame: Frame) -> Draft | None:
        """ "could have serious consequences" in somebody's mouth is a warning of the speaker."""
        modal = {c.lower for c in verb.children if c.dep == "aux"} & {
            "could",
            "may",
            "might",
            "will",
            "would",
        }
        sources = self.speech.sources(verb)
        if not modal or not sources or sources[-1].who is None:
            return None
        return Draft(
            event=frame.event, mode=frame.mode, first=verb.i, last=verb.i, sent=verb.sent, tokens=(verb.i,),
            actors=(sources[-1].who,), sources=sources[:-1], depth=_depth(verb),
            rule="warning of consequences",
            content=(self._content_span(verb),),
        )  # fmt: skip

    def _is_accident(self, found: Slots) -> bool:
        accidents = self.knowledge.classes.get("accident", frozenset())
        tokens = [t for slot in ("in", "by", "during", "when") for t in found.get(slot, ())]
        return any(t.lemma in accidents for t in tokens)

    def _object_fits(self, frame: Frame, found: Slots) -> bool:
        """Verbs that are done to people want people: one kills a man, a number, or a bill."""
        objects = found.get("obj")
        if not frame.has("people") or not objects:
            return bool(objects) or not frame.has("people")
        things = self.knowledge.classes.get("not-person", frozenset())
        return any(t.lemma not in things and t.tag not in ("VBG", "JJ") for t in objects)

    def _subjects(
        self, found: Slots, frame: Frame | None
    ) -> tuple[tuple[Participant, ...], tuple[tuple[int, int], ...], set[int]]:
        """Actors, instruments and event nouns among the subjects."""
        actors: list[Participant] = []
        instruments: list[tuple[int, int]] = []
        events: set[int] = set()
        for token in found.get("subj", ()):
            who = self.reader.read(token)
            event = self._noun_frame(token)
            if event is not None and (who is None or who.kind == "noun"):
                if frame is not None and event.event == frame.event:
                    events.add(token.i)
                if frame is None or frame.event in (event.event, "ASSAULT"):
                    actors.extend(self._noun_roles(token, event)[0])
            elif self._is_device(token):
                instruments.append(self.reader._extent(token))
                actors.extend(self.reader.within(token) or self._acl_agent(token))
            elif who is None:
                actors.extend(self.reader.within(token))
            elif who.type not in ("Place", "Facility"):
                actors.extend(self.reader.people(token))
        return _unique(actors), tuple(instruments), events

    def _acl_agent(self, noun: Token) -> list[Participant]:
        """ "missiles fired by Iran": whoever used the instrument."""
        for clause in noun.all("acl", "relcl"):
            agents = [self.reader.read(t) for t in self.slots(clause).get("subj", ()) if t is not noun]
            return [who for who in agents if who is not None and who.type not in ("Place", "Facility")]
        return []

    def _is_device(self, token: Token) -> bool:
        return bool(self.reader.phrase_lemmas(token) & self.knowledge.classes.get("device", frozenset()))

    def _recipients(
        self, frame: Frame, found: Slots
    ) -> tuple[tuple[Participant, ...], tuple[Participant, ...], tuple[Participant, ...]]:
        """Recipients of the first slot that has any; facilities as targets; bare places."""
        targets: list[Participant] = []
        places: list[Participant] = []
        if frame.has("target") and "obj" not in frame.recipient:
            self._aim(found, targets, places)
        for slot in frame.recipient or ("obj",):
            people: list[Participant] = []
            for token in self._slot_tokens(slot, found):
                self._sort_in(slot, token, people, targets, places, frame)
            if people:
                return _unique(people), _unique(targets), _unique(places)
        if frame.event in _DEEP:
            people = self._deep(found, frame)
        return _unique(people), _unique(targets), _unique(places)

    def _aim(self, found: Slots, targets: list[Participant], places: list[Participant]) -> None:
        """What is destroyed or seized: a target, or a place when it is one."""
        for token in found.get("obj", ()):
            who = self.reader.read(token)
            if who is not None and who.type in ("Place", "State"):
                places.append(who)
            elif who is not None and who.type == "Facility":
                targets.append(who)
            elif who is None and token.pos in ("NOUN", "PROPN") and self._noun_frame(token) is None:
                targets.append(self._thing(token))

    def _deep(self, found: Slots, frame: Frame) -> list[Participant]:
        """The first actor anywhere below the complements: "lift embargoes on sales to Iran"."""
        subjects = {t.i for t in found.get("subj", ())}
        for slot in _DEEP_SLOTS if frame.event != "PROTEST" else (*_DEEP_SLOTS, "xcomp", "advcl"):
            for token in found.get(slot, ()):
                if token.i not in subjects and not (slot == "obj" and _names_object(frame)):
                    people = self._below(token)
                    if people:
                        return people
        return self._beneficiaries(found) or self._of_object(found, frame)

    def _of_object(self, found: Slots, frame: Frame) -> list[Participant]:
        """Below the object, but not the object itself, which the frame has named."""
        if not _names_object(frame):
            return []
        for noun in found.get("obj", ()):
            for prep in noun.all("prep"):
                if prep.lower in ("on", "to", "for", "with", "against", "of", "from", "between", "into"):
                    people = [who for t in prep.all("pobj") for who in self._below(t)]
                    if people:
                        return people
        return []

    def _beneficiaries(self, found: Slots) -> list[Participant]:
        """ "400 million dollars to help Sri Lanka": whom it is to help."""
        for clause in (
            *found.get("advcl", ()),
            *found.get("xcomp", ()),
            *(c for t in found.get("obj", ()) for c in t.all("acl", "relcl")),
        ):
            if clause.lemma in (
                "help",
                "assist",
                "aid",
                "support",
                "defend",
                "protect",
                "fight",
                "counter",
                "deter",
            ):
                inner = self.slots(clause)
                helped = inner.get("obj") or [t for c in inner.get("ccomp", ()) for t in c.all("nsubj")]
                people = list(self._participants(helped))
                if people:
                    return people
        return []

    def _belongs_to_actor(self, token: Token) -> bool:
        """A modifier that names no actor of its own: "Moslem" forces, "spy" planes."""
        if token.dep not in ("amod", "compound", "poss"):
            return False
        if token.dep != "poss" and token.i not in self.index.name_at:
            return True
        whole = self.reader.read(token.head)
        return whole is not None and whole.type not in ("Place", "Facility")

    def _below(self, top: Token) -> list[Participant]:
        for token in top.subtree():
            if token.i == top.i and token.pos in ("VERB", "AUX") or _in_relative(token, top):
                continue
            if token.dep not in _ARGUMENTS or self._belongs_to_actor(token):
                continue
            prep = token.head.lower if token.dep == "pobj" else ""
            if prep in _LOCATIVE - {"on"} or prep in ("during", "since", "after", "before", "as", "like"):
                continue
            modifies = token.dep in ("poss", "amod", "compound")
            who = self.reader.modifier(token) if modifies else self.reader.read(token)
            if who is not None and who.type not in ("Place", "Facility") and who.kind != "pronoun":
                rest = [self.reader.read(t) for t in with_conjuncts(token)[1:]]
                return [who, *(r for r in rest if r is not None and r.type not in ("Place", "Facility"))]
        return []

    def _slot_tokens(self, slot: str, found: Slots) -> list[Token]:
        if slot == "obj-of-xcomp":
            clauses = [*found.get("xcomp", ()), *found.get("advcl", ())]
            return [t for clause in clauses if clause.tag == "VB" for t in self.slots(clause).get("obj", [])]
        if slot == "ccomp.subj":
            clauses = found.get("ccomp", [])
            return [
                t
                for clause in clauses
                for t in self.slots(clause).get("subj", self.slots(clause).get("obj", []))
            ]
        if slot in ("poss", "mod"):
            return [
                c for t in found.get("obj", ()) for c in t.children if c.dep in ("poss", "amod", "compound")
            ]
        tokens = list(found.get(slot, ()))
        for noun in found.get("obj", ()):
            for prep in noun.all("prep"):
                if prep.lower == slot:
                    tokens.extend(t for p in prep.all("pobj") for t in with_conjuncts(p))
        return tokens

    def _sort_in(
        self,
        slot: str,
        token: Token,
        people: list[Participant],
        targets: list[Participant],
        places: list[Participant],
        frame: Frame,
    ) -> None:
        if slot in ("poss", "mod"):
            named = self.reader.modifier(token)
            if named is not None and named.type not in ("Place", "Facility"):
                people.append(named)
            return
        who = self.reader.read(token)
        if who is not None and (who.type == "Place" or self._is_scene(who, slot, frame)):
            places.append(who)
            if frame.event == "ASSAULT" and slot not in _NO_RECIPIENT_PLACE - {"at"}:
                people.extend(self._land_of(token))
            return
        if who is not None and frame.event == "ASSAULT" and self._is_building(token, who):
            targets.append(changed(who, type="Facility"))
            return
        if who is not None and who.type == "Facility":
            owners = self.reader.within(token)
            if (
                frame.event in ("ASSAULT", "PROTEST")
                or frame.mode in ("seize", "restrict", "cyber")
                and not owners
            ):
                targets.append(who)
            people.extend(owners)
            return
        event = self._noun_frame(token) if who is None else None
        if who is not None:
            people.extend(self.reader.people(token))
        elif event is not None:
            people.extend(self._noun_roles(token, event)[0] or self.reader.within(token))
        elif frame.has("instr") and slot == "obj":
            return
        else:
            inside = self.reader.within(token)
            if (
                frame.has("people")
                and slot == "obj"
                and token.pos in ("NOUN", "PROPN")
                and token.lemma != "other"
            ):
                inside = [self.reader.someone(token)]
            people.extend(inside)
            if frame.has("target") and token.pos in ("NOUN", "PROPN"):
                targets.append(self._thing(token))

    @staticmethod
    def _is_scene(who: Participant, slot: str, frame: Frame) -> bool:
        """A state after "in" is where it happens; a visitor's destination is the host."""
        return who.type == "State" and slot in _NO_RECIPIENT_PLACE and frame.mode != "visit"

    def _land_of(self, token: Token) -> list[Participant]:
        """ "into Pakistan's Balochistan province", "at northern Israel": the state that is hit."""
        owned = [self.reader.modifier(c) for c in token.children if c.dep in ("poss", "amod")]
        states = [who for who in owned if who is not None and who.type == "State"]
        who = self.reader.read(token)
        return states or ([who] if who is not None and who.type == "State" else [])

    def _is_building(self, token: Token, who: Participant) -> bool:
        """A school or an embassy that is hit is a target, though it can act as a body too."""
        if (
            who.kind != "noun"
            or who.known
            or who.type in ("Facility", "ArmedGroup", "Military", "CivilGroup")
        ):
            return False
        return token.lemma in self.knowledge.classes.get("facility", frozenset())

    def _thing(self, token: Token) -> Participant:
        first, last = self.reader._extent(token)
        return Participant(
            head=token.i, first=first, last=last, kind="noun", type="Facility", key=f"thing:{token.lemma}",
            name=self.reader._phrase(first, last), code=self.reader.code_of(token),
        )  # fmt: skip

    def _instruments(self, frame: Frame, found: Slots) -> tuple[tuple[int, int], ...]:
        wanted = [t for slot in ("with", "by", "using") for t in found.get(slot, ())]
        if frame.has("instr"):
            wanted = [*found.get("obj", ()), *wanted]
        return tuple(self.reader._extent(token) for token in wanted if self._is_device(token))

    def _mode_of_instrument(self, event: str, found: Slots) -> str | None:
        if event != "ASSAULT":
            return None
        tokens = [t for slot in ("with", "subj", "by", "using") for t in found.get(slot, ())]
        for token in found.get("subj", ()):
            told = self._noun_frame(token)
            mode = (
                (told.mode or self._noun_mode(token, told))
                if told is not None and told.event == event
                else None
            )
            if mode:
                return mode
        return self._device_mode(tokens)

    def _device_mode(self, tokens: list[Token]) -> str | None:
        classes = self.knowledge.classes
        for token in tokens:
            lemmas = self.reader.phrase_lemmas(token)
            for name, mode in (
                ("drone", "drone"), ("heavy-weapon", "heavy-weapons"), ("aircraft", "aerial"),
                ("crowd-control", "crowd-control"), ("explosive", "explosives"), ("firearm", "firearms"),
                ("unconventional", "unconventional"), ("primitive", "primitive"),
            ):  # fmt: skip
                if lemmas & classes.get(name, frozenset()):
                    return mode
        return None

    def _counts(self, verb: Token, frame: Frame | None, found: Slots) -> tuple[Count, ...]:
        kind = _COUNT_KINDS.get(verb.lemma)
        tokens = found.get("subj" if verb.lemma in ("die", "perish") else "obj", [])
        if kind is None and frame is not None and frame.event == "PROTEST":
            kind, tokens = "participants", found.get("subj", [])
        if kind is None:
            return ()
        counts = [count(self.parse, kind, token) for token in tokens]
        return tuple(c for c in counts if c is not None)

    # ---- verbs with an event noun

    def _event_noun_in(self, tokens: list[Token] | tuple[Token, ...], frame: Frame) -> list[Token]:
        if not _names_object(frame):
            return []
        if frame.event in ("ACCUSE", "SUPPORT"):  # the condemned attack is an event of its own
            tokens = [t for t in tokens if (told := self._noun_frame(t)) is None or told.event == frame.event]
        return [t for t in tokens if t.pos in ("NOUN", "PROPN") and self.reader.read(t) is None][:1]

    def _light(self, verb: Token, found: Slots) -> Draft | None:
        """ "carried out an attack", "came under attack", "were the target of": the noun tells the event."""
        role = self.knowledge.light_verbs.get(verb.lemma)
        if role is None:
            return None
        for slot in ("obj", "in", "into", "to", "under"):
            if slot in ("in", "into", "to") and verb.lemma not in (
                "engage",
                "enter",
                "take",
                "join",
                "participate",
            ):
                continue
            for token in found.get(slot, ()):
                noun = self._lifted(token)
                frame = self._noun_frame(noun)
                if frame is not None and noun.tag not in ("NNP", "NNPS"):
                    return self._light_draft(verb, noun, frame, found, role)
        return None

    def _lifted(self, noun: Token) -> Token:
        """ "a wave of air strikes" is about the air strikes."""
        if noun.lemma in _QUANTITY_NOUNS:
            for prep in noun.all("prep"):
                inner = prep.child("pobj")
                if prep.lower == "of" and inner is not None and self._noun_frame(inner):
                    return inner
        return noun

    def _light_draft(self, verb: Token, noun: Token, frame: Frame, found: Slots, role: str) -> Draft | None:
        if role == "stop":
            self._consume(noun)
            return None
        subjects, instruments, _ = self._subjects(found, None)
        actors, recipients, targets, places = self._noun_roles(noun, frame)
        if role == "recipient":
            recipients = _joined(subjects, recipients)
        elif frame.has("sym"):
            actors, recipients = _joined(subjects, _joined(actors, recipients)), ()
        else:
            actors = subjects or actors
        if not recipients and not frame.has("sym"):
            recipients, more, _ = self._recipients(_prepositions_only(frame), found)
            targets = targets or more
        last = noun.i if 0 < noun.i - verb.i <= 6 else verb.i
        return Draft(
            event=frame.event,
            mode=frame.mode or self._noun_mode(noun, frame),
            first=min(verb.i, last) if last != verb.i else noun.i,
            last=last if last != verb.i else noun.i,
            sent=verb.sent,
            tokens=tuple(sorted((verb.i, noun.i))),
            actors=actors,
            recipients=recipients,
            targets=targets,
            instruments=instruments,
            places=places,
            counts=self._counts(verb, frame if frame.event == "PROTEST" else None, found),
            symmetric=frame.has("sym"),
            depth=_depth(verb),
            rule=f"light verb {verb.lemma} + noun {frame.lemma}",
        )

    # ---- nouns

    def _noun_frame(self, noun: Token) -> Frame | None:
        """The frame of an event noun, by "modifier noun" before the bare noun."""
        if (
            noun.pos not in ("NOUN", "PROPN")
            or noun.dep in ("compound", "poss")
            or noun.i in self.index.name_at
        ):
            return None
        if noun.ent in ("DATE", "TIME") or noun.sent in self._off_topic:
            return None
        frames = self.knowledge.noun_frames
        if noun.lemma not in frames and not noun.children:
            return None
        modifiers = [c for c in noun.children if c.i < noun.i and c.dep in ("compound", "amod", "nmod")]
        for start in range(len(modifiers)):
            phrase = " ".join(c.lemma if c.pos == "NOUN" else c.lower for c in modifiers[start:])
            found = frames.get(f"{phrase} {noun.lemma}")
            if found:
                return found[0]
        found = frames.get(noun.lemma)
        if not found:
            return None
        frame = found[0]
        if frame.has("military") and not any(c.lower in _MILITARY or c.lemma in _MILITARY for c in modifiers):
            return None
        if any(c.lemma in self.knowledge.cues.get("not-event", frozenset()) for c in modifiers):
            return None
        if frame.has("aid") and not any(
            self.reader.phrase_lemmas(t) & self.knowledge.classes["aid"] for t in _prepositional(noun, "of")
        ):
            return None
        if frame.has("device") and not any(self._is_device(t) for t in _prepositional(noun, "of")):
            return None
        if any(c.lower in ("cyber", "hacker", "hacking") for c in modifiers) and frame.event == "ASSAULT":
            return Frame(lemma=frame.lemma, event="COERCE", mode="cyber", recipient=frame.recipient)
        if frame.lemma == "strike" and self._is_labour(noun, modifiers):
            return Frame(lemma="strike", event="PROTEST", mode="strike", recipient=("against", "over"))
        return frame

    def _is_topic(self, noun: Token, frame: Frame) -> bool:
        """What a demand, offer or talk is about does not happen by being spoken of; nor does a
        battle against something that is no party ("against inflation")."""
        if noun.dep == "pobj":
            prep, above = noun.head, noun.head.head
            over = self._noun_frame(above) if above.pos in ("NOUN", "PROPN") else None
            spoken = over is not None and over.event in ("REQUEST", "AGREE", "REJECT", "THREATEN")
            if spoken and prep.lower in ("for", "to", "of", "on"):
                return True
            talks = (
                over is not None
                and over.event == "CONSULT"
                or above.lemma in ("mediate", "negotiate", "talk", "discuss")
            )
            if talks and prep.lower in ("on", "about", "over", "regarding", "concerning"):
                return True
        against = _prepositional(noun, "against")
        return (
            frame.event == "ASSAULT"
            and bool(against)
            and not any(self.reader.read(t) or self.reader.within(t) for t in against)
        )

    def _is_labour(self, noun: Token, modifiers: list[Token]) -> bool:
        """Whether a strike is one of workers: who strikes, how long, and what it is called."""
        workers = self.knowledge.classes.get("worker", frozenset())
        words = {c.lemma for c in modifiers} | {c.lower for c in modifiers}
        if words & workers or words & {
            "labor",
            "labour",
            "general",
            "wildcat",
            "nationwide",
            "indefinite",
            "open-ended",
        }:
            return True
        if any("hour" in word or "day" in word or "week" in word for word in words):
            return True
        agents = [t for p in noun.children if p.lower == "by" for t in p.all("pobj")]
        agents += noun.all("poss")
        if noun.dep == "dobj":
            agents += self.slots(noun.head).get("subj", [])
        if noun.dep == "pobj" and noun.head.lower == "on" and noun.head.head.lemma in ("go", "be", "remain"):
            return True
        return any(t.lemma in workers for t in agents)

    def _noun_mode(self, noun: Token, frame: Frame) -> str | None:
        if frame.event not in ("ASSAULT", "COERCE"):
            return frame.mode
        for child in noun.children:
            if child.i < noun.i and child.dep in ("compound", "amod", "nmod"):
                for word in (child.lemma, child.lower, *(c.lemma for c in child.children)):
                    mode = self.knowledge.modifier_modes.get(word)
                    if mode and mode != "cyber":
                        return mode
        tokens = [t for p in noun.all("prep") if p.lower in ("with", "by") for t in p.all("pobj")]
        return self._device_mode(tokens)

    def _noun_roles(
        self, noun: Token, frame: Frame
    ) -> tuple[
        tuple[Participant, ...], tuple[Participant, ...], tuple[Participant, ...], tuple[Participant, ...]
    ]:
        """Actors, recipients, targets and places told inside the noun phrase itself."""
        actors: list[Participant] = []
        for slot in frame.actor or ("by", "poss", "mod"):
            actors = self._noun_slot(noun, slot)
            if actors and not (frame.has("sym") and slot == "between"):
                break
            if actors:
                break
        targets: list[Participant] = []
        places: list[Participant] = []
        recipients: list[Participant] = []
        for slot in frame.recipient:
            for token in _prepositional(noun, slot) if slot != "poss" else noun.all("poss"):
                self._sort_in(slot, token, recipients, targets, places, frame)
            if recipients:
                break
        recipients = [who for who in recipients if who.key not in {a.key for a in actors}]
        if frame.has("sym"):
            return _unique([*actors, *recipients]), (), _unique(targets), _unique(places)
        return _unique(actors), _unique(recipients), _unique(targets), _unique(places)

    def _noun_slot(self, noun: Token, slot: str) -> list[Participant]:
        if slot in ("poss", "mod"):
            deps = ("poss",) if slot == "poss" else ("amod", "compound", "nmod")
            near = [
                c for c in noun.children if c.i < noun.i and c.dep in deps and not self._is_venue(c, slot)
            ]
            found = [self.reader.modifier(c) for c in near]
            found += [
                self.reader.modifier(inner)
                for c in noun.children
                if slot == "mod" and c.i < noun.i and c.dep in deps and self.reader.modifier(c) is None
                for inner in c.children
                if inner.dep in ("amod", "compound", "nmod")
            ]
        else:
            found = [who for token in _prepositional(noun, slot) for who in self.reader.people(token)]
            if slot == "by" and not found:
                found = list(self.reader._agents_of(noun))
        return [who for who in found if who is not None and who.type not in ("Place", "Facility")]

    def _is_venue(self, token: Token, slot: str) -> bool:
        """A capital before the noun is where it happens: "the Geneva talks"."""
        name = self.index.name_at.get(token.i)
        return slot == "mod" and name is not None and name.form == "metonym"

    def _is_located(self, noun: Token) -> bool:
        return any(
            t.i in self.index.name_at for p in noun.all("prep") if p.lower in _LOCATIVE for t in p.all("pobj")
        )

    def noun(self, noun: Token) -> Draft | None:
        """An event told by a noun that no verb carries."""
        frame = self._noun_frame(noun)
        if frame is None:
            return None
        actors, recipients, targets, places = self._noun_roles(noun, frame)
        definite = self.reader._is_definite(noun) or noun.child("poss") is not None
        told = bool(actors or recipients or targets)
        timed = any(child.ent in ("DATE", "TIME") for child in noun.children)
        if frame.has("weak") and not _well_told(frame, actors, recipients):
            return None
        placed = frame.event in ("ASSAULT", "PROTEST") and (self._is_located(noun) or noun.dep == "nsubj")
        if not (told or definite or timed or placed) or (
            noun.tag == "NNS" and not (told or definite or placed)
        ):
            return None
        if not told and _is_attribute(noun):
            return None
        if frame.event in ("REQUEST", "THREATEN", "ACCUSE", "REJECT") and not actors:
            return None
        twofold = frame.event in ("AGREE", "SUPPORT", "AID", "SANCTION", "CONCEDE", "MOBILIZE", "COOPERATE")
        if twofold and not (actors and (recipients or definite or len(actors) > 1)):
            return None
        return Draft(
            event=frame.event,
            mode=frame.mode or self._noun_mode(noun, frame),
            first=noun.i,
            last=noun.i,
            sent=noun.sent,
            tokens=(noun.i,),
            actors=actors,
            recipients=recipients,
            targets=targets,
            places=places,
            nominal=True,
            definite=definite,
            symmetric=frame.has("sym"),
            depth=_depth(noun) + 1,
            rule=f"noun {frame.lemma}",
        )

    # ---- governing words

    def _compose(self, verb: Token, found: Slots, effect: str) -> Draft | None:
        inner_token = next((t for slot in _COMPLEMENT_SLOTS for t in found.get(slot, ())), None)
        if inner_token is None or inner_token.pos not in ("VERB", "AUX", "ADJ"):
            return None
        if (
            effect in ("agree", "promise", "plan", "attempt", "aspect", "stop", "fail")
            and inner_token.dep == "ccomp"
            and (effect != "agree" or inner_token.child("nsubj"))
        ):
            return None
        inner = self.verb(inner_token)
        maker = getattr(self, f"_op_{effect}", None)
        return maker(verb, found, inner_token, inner) if maker else None

    def _operated(
        self, verb: Token, found: Slots, inner_token: Token, event: str, mode: str | None,
        recipients: tuple[Participant, ...], effect: str, symmetric: bool = False,
    ) -> Draft:  # fmt: skip
        actors, _, _ = self._subjects(found, None)
        own = {who.key for who in actors}
        if not [who for who in recipients if who.key not in own] and not symmetric:
            recipients = tuple(who for who in self._below(inner_token) if who.key not in own)
        self._consume(inner_token)
        span = self._content_span(inner_token)
        return Draft(
            event=event, mode=mode, first=verb.i, last=verb.i, sent=verb.sent, tokens=(verb.i,),
            actors=_joined(actors, recipients) if symmetric else actors,
            recipients=() if symmetric else _others(recipients, actors),
            content=(span,), depth=_depth(verb), symmetric=symmetric,
            rule=f"{effect} {verb.lemma} + {inner_token.lemma}",
        )  # fmt: skip

    def _content_span(self, token: Token) -> tuple[int, int]:
        inside = [t for t in token.subtree() if t.pos not in ("PUNCT", "SPACE") or token.i <= t.i]
        while inside and (inside[-1].pos == "PUNCT"):
            inside.pop()
        while inside and (inside[0].pos in ("PUNCT", "PART", "SCONJ")):
            inside.pop(0)
        return (inside[0].i, inside[-1].i) if inside else (token.i, token.i)

    def _consume(self, token: Token) -> None:
        """What stands below is content, not an event of its own."""
        for inner in token.subtree():
            self._consumed.add(inner.i)

    def _op_agree(self, verb: Token, found: Slots, inner_token: Token, inner: Draft | None) -> Draft | None:
        if verb.lemma == "propose" and inner is None:
            return None
        recipients = inner.recipients if inner else ()
        if inner and inner.symmetric:
            recipients = inner.actors
        several = len(self._subjects(found, None)[0]) > 1
        return self._operated(verb, found, inner_token, "AGREE", None, recipients, "agree", symmetric=several)

    def _op_promise(self, verb: Token, found: Slots, inner_token: Token, inner: Draft | None) -> Draft | None:
        made = compose.promised(inner.event if inner else None, inner.mode if inner else None, verb.lemma)
        if made is None:
            return None
        return self._operated(verb, found, inner_token, *made, inner.recipients if inner else (), "promise")

    def _op_refuse(self, verb: Token, found: Slots, inner_token: Token, inner: Draft | None) -> Draft | None:
        mode = compose.request_mode(inner.event if inner else None)
        recipients = (
            (inner.recipients or inner.actors if inner and inner.symmetric else inner.recipients)
            if inner
            else ()
        )
        return self._operated(verb, found, inner_token, "REJECT", mode, recipients, "refuse")

    def _op_threaten(
        self, verb: Token, found: Slots, inner_token: Token, inner: Draft | None
    ) -> Draft | None:
        mode = compose.threat_mode(inner.event if inner else None, inner.mode if inner else None)
        recipients = (inner.recipients if inner else ()) or self._on_condition(found, inner_token)
        return self._operated(verb, found, inner_token, "THREATEN", mode, recipients, "threaten")

    def _on_condition(self, found: Slots, inner_token: Token) -> tuple[Participant, ...]:
        """Who is threatened with what happens "if the United States goes ahead"."""
        clauses = [*found.get("advcl", ()), *inner_token.all("advcl")]
        tokens = [
            t
            for c in clauses
            if _has_mark(c, ("if", "unless", "until"))
            for t in self.slots(c).get("subj", ())
        ]
        own = {who.key for who in self._participants(found.get("subj", []))}
        return tuple(
            who for who in self._participants(tokens) if who.key not in own and who.kind != "pronoun"
        )

    def _op_request(self, verb: Token, found: Slots, inner_token: Token, inner: Draft | None) -> Draft | None:
        if inner_token.dep == "ccomp":
            if verb.lemma in ("tell", "advise", "call", "press", "command") or not self._is_mandative(
                verb, inner_token
            ):
                return None
            recipients = self._participants(self.slots(inner_token).get("subj", []))
            if not recipients and inner is not None:
                recipients = inner.recipients
        else:
            tokens = next(
                (found[s] for s in ("obj", "on", "upon", "iobj", "to", "with", "for") if found.get(s)), []
            )
            if not tokens:
                tokens = (
                    self.slots(inner_token).get("subj", []) if inner_token.child("nsubj", "nsubjpass") else []
                )
            recipients = self._participants(tokens)
            stands_alone = verb.lemma in ("order", "call", "require") and inner is not None
            if not recipients and verb.lemma in _NEEDS_ADDRESSEE and not stands_alone:
                return None
        ordered = verb.lemma in ("order", "command", "instruct")
        silenced = inner_token.lemma in ("suspend", "close", "shut", "stop")
        if ordered and silenced and any(self.matcher.fits(t, ["@media"]) for t in found.get("obj", ())):
            return self._operated(verb, found, inner_token, "COERCE", "censor", recipients, "order")
        if verb.lemma == "invite":
            return self._operated(verb, found, inner_token, "AGREE", None, recipients, "invite")
        mode = compose.request_mode(inner.event if inner else None)
        return self._operated(verb, found, inner_token, "REQUEST", mode, recipients, "request")

    @staticmethod
    def _is_mandative(verb: Token, clause: Token) -> bool:
        """ "demanded that Iran stop": a bare or modal verb, no statement of fact."""
        auxiliaries = {c.lower for c in clause.children if c.dep in ("aux", "auxpass")}
        if auxiliaries & {"do", "does", "did", "will", "would", "can", "could", "may", "might"}:
            return False
        return clause.tag == "VB" or bool(auxiliaries & {"must", "should", "be"}) or verb.lemma == "demand"

    def _op_warn(self, verb: Token, found: Slots, inner_token: Token, inner: Draft | None) -> Draft | None:
        recipients = self._participants(found.get("obj", []))
        hostile = inner is not None and inner.event in compose.MATERIAL_CONFLICT
        if inner_token.dep == "pcomp" or "consequence" in {t.lemma for t in inner_token.subtree()}:
            return self._operated(verb, found, inner_token, "THREATEN", None, recipients, "warn")
        modal = {c.lower for c in inner_token.children if c.dep == "aux"} & {
            "will",
            "would",
            "could",
            "may",
            "might",
        }
        own = self._same_subject(found, inner_token)
        if hostile and modal and (own or recipients) and inner is not None:
            mode = compose.threat_mode(inner.event, inner.mode)
            return self._operated(
                verb, found, inner_token, "THREATEN", mode, recipients or inner.recipients, "warn"
            )
        if recipients and inner_token.dep == "xcomp":
            return self._operated(verb, found, inner_token, "THREATEN", None, recipients, "warn")
        return None

    def _same_subject(self, found: Slots, inner_token: Token) -> bool:
        own = {who.key for who in self._participants(found.get("subj", []))}
        inner = self._participants(self.slots(inner_token).get("subj", []))
        return any(who.key in own or who.kind == "pronoun" for who in inner)

    def _op_allow(self, verb: Token, found: Slots, inner_token: Token, inner: Draft | None) -> Draft | None:
        return None

    def _op_plan(self, verb: Token, found: Slots, inner_token: Token, inner: Draft | None) -> Draft | None:
        if inner is None:
            return None
        if verb.lemma == "prepare" and inner.event == "ASSAULT":
            return self._operated(verb, found, inner_token, "MOBILIZE", None, inner.recipients, "prepare")
        future = verb.lemma in (
            "plan",
            "intend",
            "expect",
            "schedule",
            "prepare",
            "propose",
            "set",
            "slate",
            "tip",
        )
        self._consumed.update(t.i for t in inner_token.subtree() if t.i not in inner.tokens)
        if not future:
            self._consume(inner_token)
            return None
        return self._passed(verb, found, inner_token, inner, "future")

    def _passed(
        self, verb: Token, found: Slots, inner_token: Token, inner: Draft, status: str | None
    ) -> Draft:
        """The inner event, also triggered by the governing verb, read with another status."""
        self._consumed.update(inner.tokens)
        self._consumed.discard(verb.i)
        tokens = tuple(sorted({verb.i, *inner.tokens}))
        actors = inner.actors or self._subjects(found, None)[0]
        if inner.symmetric:
            actors = _joined(self._subjects(found, None)[0], inner.actors)
        draft = changed(inner, tokens=tokens, actors=actors, depth=min(inner.depth, _depth(verb)),
                        rule=f"{inner.rule} under {verb.lemma}")  # fmt: skip
        return changed(draft, status=status) if status else draft

    def _op_attempt(self, verb: Token, found: Slots, inner_token: Token, inner: Draft | None) -> Draft | None:
        return self._passed(verb, found, inner_token, inner, None) if inner else None

    _op_aspect = _op_attempt

    def _op_use(self, verb: Token, found: Slots, inner_token: Token, inner: Draft | None) -> Draft | None:
        """ "used drones to attack": the attack happened, with drones."""
        if inner is None:
            return None
        tools = tuple(self.reader._extent(t) for t in found.get("obj", ()) if self._is_device(t))
        draft = self._passed(verb, found, inner_token, inner, None)
        mode = draft.mode or (self._device_mode(found.get("obj", [])) if draft.event == "ASSAULT" else None)
        return changed(draft, instruments=(*draft.instruments, *tools), mode=mode)

    def _op_seem(self, verb: Token, found: Slots, inner_token: Token, inner: Draft | None) -> Draft | None:
        if inner is None or inner_token.dep != "xcomp":
            return None
        draft = self._passed(verb, found, inner_token, inner, None)
        return changed(draft, sources=(Source(stance="reports", who=None, first=verb.i, last=verb.i),))

    def _op_stop(self, verb: Token, found: Slots, inner_token: Token, inner: Draft | None) -> Draft | None:
        made = compose.stopped(inner.event if inner else None)
        if inner is not None and made is None:
            return self._passed(verb, found, inner_token, inner, "negated")
        if inner is None or made is None:
            return None
        return self._operated(verb, found, inner_token, *made, inner.recipients, "stop")

    def _op_fail(self, verb: Token, found: Slots, inner_token: Token, inner: Draft | None) -> Draft | None:
        if inner is None or inner.event == "AGREE":
            return None
        return self._passed(verb, found, inner_token, inner, "negated")

    def _op_prevent(self, verb: Token, found: Slots, inner_token: Token, inner: Draft | None) -> Draft | None:
        if inner is not None:
            self._consume(inner_token)
        return None

    def _op_deny(self, verb: Token, found: Slots, inner_token: Token, inner: Draft | None) -> Draft | None:
        if inner is None:
            return None
        who = self.speech.speaker(verb)
        draft = self._passed(verb, found, inner_token, inner, None)
        denial = Source(stance="denies", who=who, first=verb.i, last=verb.i)
        return changed(draft, sources=(*self.speech.sources(verb), denial))

    def _op_accuse(self, verb: Token, found: Slots, inner_token: Token, inner: Draft | None) -> Draft | None:
        return None

    def _op_convict(self, verb: Token, found: Slots, inner_token: Token, inner: Draft | None) -> Draft | None:
        if inner_token.dep in ("pcomp", "xcomp"):
            self._consume(inner_token)
        return None

    def _participants(self, tokens: list[Token]) -> tuple[Participant, ...]:
        people: list[Participant] = []
        for token in tokens:
            who = self.reader.read(token)
            if who is None:
                people.extend(self.reader.within(token))
            elif who.type not in ("Place", "Facility"):
                people.extend(self.reader.people(token))
        return _unique(people)

    # ---- adjectives and judgements

    def _copula(self, verb: Token, found: Slots) -> Draft | None:
        for token in found.get("oprd", ()):
            effect = self.knowledge.operators.get((token.lemma, "adj"))
            inner_token = token.child("xcomp") or (verb.child("xcomp") if effect else None)
            if effect and inner_token is not None:
                return self._disposed(verb, found, token, effect, inner_token)
            if token.lemma in self.knowledge.classes.get("bad", frozenset()):
                return self._judgement(verb, found, token)
        modal = verb.child("xcomp")
        if modal is not None and modal.child("aux") is not None and not found.get("oprd"):
            inner = self.verb(modal)
            return self._passed(verb, found, modal, inner, "future") if inner else None
        return None

    def _disposed(
        self, verb: Token, found: Slots, adjective: Token, effect: str, inner_token: Token
    ) -> Draft | None:
        inner = self.verb(inner_token)
        if effect == "willing":
            if inner is None:
                if adjective.lemma not in ("ready", "willing", "prepared"):
                    return None
                draft = self._operated(adjective, found, inner_token, "AGREE", None, (), "willing")
                return changed(draft, tokens=(verb.i, adjective.i)) if draft.actors else None
            made = ("THREATEN", compose.threat_mode(inner.event, inner.mode))
            if inner.event not in ("ASSAULT", "SANCTION", "COERCE"):
                made = ("AGREE", None)
            others = inner.actors if inner.symmetric else inner.recipients
            draft = self._operated(adjective, found, inner_token, *made, others, "willing")
            return changed(draft, tokens=(verb.i, adjective.i))
        if effect == "unwilling":
            mode = compose.request_mode(inner.event if inner else None)
            draft = self._operated(
                adjective, found, inner_token, "REJECT", mode, inner.recipients if inner else (), "unwilling"
            )
            return changed(draft, tokens=(verb.i, adjective.i))
        return self._passed(verb, found, inner_token, inner, "future") if inner else None

    def _judgement(self, verb: Token, found: Slots, token: Token) -> Draft | None:
        """ "is unacceptable" in the mouth of a speaker is a condemnation by the speaker."""
        sources = self.speech.sources(verb)
        if not sources or sources[-1].who is None:
            return None
        subjects = found.get("subj", [])
        recipients = tuple(who for t in subjects for who in self._blamed(t))
        if not recipients and not any(self._is_judged(t) for t in subjects):
            return None
        content = tuple(self._content_span(t) for t in subjects)
        return Draft(
            event="ACCUSE", mode="disapprove", first=token.i, last=token.i, sent=verb.sent,
            tokens=(verb.i, token.i), actors=(sources[-1].who,), recipients=recipients, content=content,
            sources=sources[:-1], depth=_depth(verb), rule=f"judgement {token.lemma}",
        )  # fmt: skip

    def _is_judged(self, token: Token) -> bool:
        """Something particular is judged: an event or "this", not a generality ("terrorism")."""
        pointed = token.lower in ("this", "that", "it", "these") or any(
            c.lower in ("this", "these", "such", "the")
            for c in token.children
            if c.dep in ("det", "predet", "amod")
        )
        return pointed or self._noun_frame(token) is not None and token.child("poss") is not None

    def _blamed(self, token: Token) -> list[Participant]:
        who = self.reader.read(token)
        if who is not None and who.type not in ("Place", "Facility") and who.kind != "pronoun":
            return [who]
        frame = self._noun_frame(token)
        return list(self._noun_roles(token, frame)[0]) if frame else []

    # ---- content and completion

    def _with_content(self, verb: Token, draft: Draft, found: Slots) -> Draft:
        """What a request, promise, refusal or threat is about does not happen; what an accusation
        is about may be an event that somebody alleges."""
        content: list[tuple[int, int]] = []
        for token in found.get("xcomp", ()):
            if token.child("aux") is not None and token.tag == "VB":
                self._consumed.add(token.i)
        if draft.event in ("REQUEST", "REJECT", "THREATEN", "AGREE", "CONCEDE"):
            for slot in (*_COMPLEMENT_SLOTS, "for", "to", "on", "obj", "with"):
                for token in found.get(slot, ()):
                    if token.i not in draft.tokens and self._consume_events(token):
                        content.append(self._content_span(token))
        events: list[int] = []
        if draft.event == "ACCUSE" and draft.mode != "investigate":
            self._mark_accusation(verb, draft, found, content, events)
        return changed(draft, content=(*draft.content, *content), content_events=tuple(events))

    def _consume_events(self, token: Token) -> bool:
        if token.pos in ("VERB", "AUX"):
            self._consume(token)
            return True
        frame = self._noun_frame(token)
        if frame is None:
            return False
        if frame.event not in ("REQUEST", "AGREE", "THREATEN") or not self._noun_roles(token, frame)[0]:
            self._consumed.add(token.i)
        return True

    def _mark_accusation(
        self, verb: Token, draft: Draft, found: Slots, content: list[tuple[int, int]], events: list[int]
    ) -> None:
        who = draft.actors[0] if draft.actors else None
        stance = "alleges" if draft.mode == "allege" else "reports"
        source = Source(stance=stance, who=who, first=verb.i, last=verb.i)
        for slot in ("of.clause", "for.clause", "with.clause", "ccomp", "over.clause"):
            for token in found.get(slot, ()):
                if self._is_concrete(token):
                    self._alleged[token.i] = (source, ())
                    events.append(token.i)
                else:
                    self._consume(token)
                    content.append(self._content_span(token))
        for slot in ("of", "for", "over", "obj"):
            for token in found.get(slot, ()):
                if self._noun_frame(token) is not None and self.reader.read(token) is None:
                    blamed = draft.recipients if draft.mode == "allege" else ()
                    if slot == "of" and not self.reader._is_definite(token):
                        self._consumed.add(token.i)
                        content.append(self._content_span(token))
                    else:
                        self._alleged[token.i] = (source if draft.mode == "allege" else None, blamed)
                        events.append(token.i)

    def _is_concrete(self, verb: Token) -> bool:
        """A particular act rather than a general charge: it has a number, a definite object, a place
        or a time, or is told in the perfect."""
        inner = self.verb(verb)
        if inner is None or inner.event not in compose.MATERIAL_CONFLICT | {"AID"}:
            return False
        if any(c.lower == "having" for c in verb.children) or verb.tag in ("VBD",) or verb.child("auxpass"):
            return True
        if any(t.ent in ("DATE", "TIME", "CARDINAL") for t in verb.subtree()):
            return True
        objects = self.slots(verb).get("obj", [])
        named = any(t.i in self.index.name_at or t.child("det") is not None for t in objects)
        return named and bool(inner.targets or inner.recipients or self._noun_frame(objects[0]))

    def _finish(self, draft: Draft, trigger: Token) -> Draft:
        """With status, speakers and content; the readings that change the category."""
        if draft.rule == DENIAL:
            return draft
        trigger = self.parse.tokens[draft.tokens[0]] if not draft.nominal else trigger
        governing = self._clause_of(trigger)
        alleged = next((self._alleged[t] for t in draft.tokens if t in self._alleged), None)
        if not draft.sources:
            draft = changed(draft, sources=self.speech.sources(trigger))
        if alleged is not None:
            source, blamed = alleged
            told = (*draft.sources, source) if source is not None else draft.sources
            draft = changed(draft, sources=told, actors=draft.actors or blamed)
        draft = self._with_status(draft, trigger, governing)
        return self._with_request(draft, trigger)

    def _clause_of(self, trigger: Token) -> Token:
        if trigger.pos in ("VERB", "AUX"):
            return trigger
        return next((t for t in trigger.ancestors() if t.pos in ("VERB", "AUX")), trigger)

    def _with_status(self, draft: Draft, trigger: Token, governing: Token) -> Draft:
        status: str | None = draft.status
        if status == "actual" and not draft.rule.startswith(("warning", "judgement", "demand")):
            status = (
                status_of(trigger, self.knowledge)
                if not draft.nominal
                else self._nominal_status(trigger, governing)
            )
        if trigger.dep == "relcl" and trigger.tag in ("VBP", "VBZ") and not trigger.child("aux", "auxpass"):
            status = "never" if status == "actual" else status
        if status == "hypothetical" and draft.event in compose.COOPERATIVE:
            status = "never"
        if (
            not draft.nominal
            and status == "actual"
            and is_purpose(trigger, self.knowledge)
            and draft.rule.startswith(("verb", "light"))
        ):
            status = "never"
        if status == "actual" and not draft.nominal and self._object_negated(draft):
            status = "negated"
        if status in ("future", "negated") and not draft.nominal:
            draft, status = self._announced(draft, trigger, status)
        elif status == "future":
            reading = compose.future_reading(draft.event, True)
            draft, status = (
                (changed(draft, event=reading[0], mode=None), reading[1]) if reading else (draft, status)
            )
        return changed(draft, status=status or "never")

    def _announced(self, draft: Draft, trigger: Token, status: str) -> tuple[Draft, str]:
        """What "will" makes of an event: a threat, a refusal, an offer, a promise, or news of what comes."""
        if status == "negated":
            refused = draft.event in compose.COOPERATIVE | compose.YIELDING and self._is_announced(trigger)
            if not refused:
                return draft, status
            made = changed(draft, event="REJECT", mode=compose.request_mode(draft.event), symmetric=False)
            return self._by_first(made), "actual"
        conditional = any(
            c.dep == "advcl" and _has_mark(c, ("if", "unless", "until")) for c in trigger.children
        )
        hostile = draft.event in ("ASSAULT", "SANCTION", "COERCE", "MOBILIZE")
        if hostile and (conditional or draft.event == "ASSAULT") and self._speaks_for_itself(draft):
            mode = compose.threat_mode(draft.event, draft.mode)
            return changed(
                draft, event="THREATEN", mode=mode, sources=draft.sources[:-1], counts=()
            ), "actual"
        if "under expect" in draft.rule or "under due" in draft.rule:
            return draft, status
        reading = compose.future_reading(draft.event, False)
        return (changed(draft, event=reading[0], mode=None), reading[1]) if reading else (draft, status)

    @staticmethod
    def _by_first(draft: Draft) -> Draft:
        """A refusal has one side that refuses; of a list of parties it is the first."""
        if draft.recipients or len(draft.actors) < 2:
            return draft
        return changed(draft, actors=draft.actors[:1], recipients=draft.actors[1:])

    def _is_announced(self, trigger: Token) -> bool:
        auxiliaries = {c.lower for c in trigger.children if c.dep == "aux"}
        return bool(auxiliaries & {"will", "would", "wo", "shall"})

    def _speaks_for_itself(self, draft: Draft) -> bool:
        """Whether the one who would do it is the one who says so."""
        speaker = draft.sources[-1].who if draft.sources else None
        if speaker is None:
            return False
        return any(self._is_own(who, speaker) for who in draft.actors)

    def _is_own(self, who: Participant, speaker: Participant) -> bool:
        owner = self.parse.tokens[who.head].child("poss")
        mine = owner is not None and owner.tag == "PRP$"
        return (
            who.kind == "pronoun"
            or mine
            or who.key == speaker.key
            or bool(who.code and who.code == speaker.code)
        )

    def _object_negated(self, draft: Draft) -> bool:
        return any(
            c.dep == "det" and c.lower == "no" for t in draft.tokens for c in self.parse.tokens[t].children
        )

    def _nominal_status(self, noun: Token, governing: Token) -> str | None:
        words = {c.lower for c in noun.children}
        if words & self.knowledge.cues["future"]:
            return "future"
        if "no" in words or "any" in words and noun.tag == "NN":
            return "negated" if "no" in words else "hypothetical"
        if words & {"possible", "potential", "threatened", "alleged_"}:
            return "hypothetical"
        if words & {"frequent", "regular", "routine", "daily", "repeated"}:
            return "habitual"
        if governing is noun:
            return "actual"
        above = status_of(governing, self.knowledge) if governing.pos in ("VERB", "AUX") else "actual"
        definite = self.reader._is_definite(noun) or noun.child("poss") is not None
        return "actual" if definite or above in ("negated", "future", "historical", None) else above

    def _with_request(self, draft: Draft, trigger: Token) -> Draft:
        """ "X said that Y must do Z" is a demand of X."""
        auxiliaries = {c.lower for c in trigger.children if c.dep == "aux"}
        if draft.nominal or not auxiliaries & {"must", "should"} or not draft.sources:
            return draft
        speaker = draft.sources[-1].who
        if speaker is None or not draft.actors or draft.status == "negated":
            return draft
        if any(a.key == speaker.key for a in draft.actors) or is_inverted(trigger):
            return draft
        return changed(
            draft, event="REQUEST", mode=compose.request_mode(draft.event), actors=(speaker,),
            recipients=draft.actors, status="actual", sources=draft.sources[:-1], targets=(), counts=(),
            content=(self._content_span(trigger),), rule=f"demand: {draft.rule}",
        )  # fmt: skip


def _well_told(frame: Frame, actors: tuple[Participant, ...], recipients: tuple[Participant, ...]) -> bool:
    """Whether both sides of an event are told that its word alone hardly shows."""
    if not actors:
        return False
    return bool(recipients) or len(actors) > 1 or (frame.has("sym") and actors[0].plural)


def _has_mark(clause: Token, marks: tuple[str, ...]) -> bool:
    return any(c.lower in marks for c in clause.children if c.dep in ("mark", "advmod"))


def _names_object(frame: Frame) -> bool:
    wanted = frame.when.get("obj") or ()
    return bool(wanted) and not all(str(want).startswith("#") for want in wanted)


def _others(people: tuple[Participant, ...], actors: tuple[Participant, ...]) -> tuple[Participant, ...]:
    """Those of the people who are not among the actors."""
    keys = {actor.key for actor in actors}
    return tuple(one for one in people if one.key not in keys)


def _conditions(frame: Frame) -> str:
    return "; ".join(
        f"{key}={'|'.join(value) if isinstance(value, list) else value}"[:60]
        for key, value in frame.when.items()
    )


def _prepositions_only(frame: Frame) -> Frame:
    slots_ = tuple(slot for slot in frame.recipient if slot not in ("obj", "poss", "of")) or ("against",)
    return Frame(lemma=frame.lemma, event=frame.event, recipient=slots_)


def _prepositional(noun: Token, word: str) -> list[Token]:
    found: list[Token] = []
    for prep in noun.children:
        if prep.dep in ("prep", "agent") and prep.lower == word:
            found.extend(t for p in prep.all("pobj") for t in with_conjuncts(p))
    return found


def _is_attribute(noun: Token) -> bool:
    """ "a note of protest": the noun only says what kind of note."""
    return noun.dep == "pobj" and noun.head.lower == "of" and noun.head.head.lemma not in _QUANTITY_NOUNS | {
        "day", "week", "month", "hour", "year",
    }  # fmt: skip


def _in_relative(token: Token, top: Token) -> bool:
    """Whether a relative clause stands between the token and the top of the search."""
    while token is not top and token.head is not token:
        if token.dep in ("relcl", "advcl", "ccomp"):
            return True
        token = token.head
    return False


def _unique(people: list[Participant]) -> tuple[Participant, ...]:
    seen: dict[str, Participant] = {}
    for who in people:
        seen.setdefault(who.key, who)
    return tuple(seen.values())


def _joined(first: tuple[Participant, ...], second: tuple[Participant, ...]) -> tuple[Participant, ...]:
    return _unique([*first, *second])


def _depth(token: Token) -> int:
    """How many clauses stand above; what somebody says counts as if it stood there itself."""
    depth = 0
    while token.head is not token:
        if (
            token.dep in ("relcl", "acl", "advcl", "pcomp", "xcomp", "csubj")
            or token.dep in ("pobj", "conj", "appos", "dobj")
            and token.pos in ("NOUN", "PROPN")
        ):
            depth += 1
        token = token.head
    return depth
