"""Where: which place named in the text is the scene of which event.

A place is read upwards from its name: through the prepositions and phrases around it to an event
or clause. The words on that way tell whether it is a scene ("in", "near"), an aim ("to"), what is
hit, or only where somebody comes from.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.drafts import DENIAL, Draft, Participant, changed
from kg.extract.breath import (
    DEEDS,
    SCENE_WORDS,
    both_hurt,
    clause_around,
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
)
from kg.extract.participants import Reader
from kg.extract.spans import NameSpan
from kg.extract.strangers import Strangers
from kg.model import Record
from kg.syntax import Parse, Token

_STATE_IN = frozenset("in inside across within throughout near".split())
_TO = frozenset("to into toward towards onto for".split())
_PHRASE = frozenset("compound nmod appos conj nummod npadvmod poss amod acl prep pcomp".split())
_MOVING = frozenset(("MOBILIZE", "COERCE", "RETREAT", "AID", "PROTEST"))
_HITTING = frozenset(("ASSAULT", "COERCE", "RETREAT", "MOBILIZE", "PROTEST", "CONSULT"))
_SCENIC = _HITTING | {"COOPERATE", "AID"}
_AGREEING = frozenset(("AGREE", "SUPPORT"))
_ON_SITE = frozenset(("SANCTION", "REJECT"))
_LEAVING = frozenset(("RETREAT", "AID"))
_JOINTS = frozenset((",", "in", "of", "near", "'s"))
_MEMORY = 3  # sentences
_PLACES = ("Place", "Facility", "State")
_BODIES = ("Agency", "Organization", "CivilGroup")


class Way(Record, frozen=True, kw_only=True):
    """From a place name up to ``end``, an event or clause: the prepositions met and the roles of the
    phrases passed, both from the place outwards."""

    end: int
    prepositions: tuple[str, ...]
    roles: tuple[str, ...]


class Scenery:
    """Works out the places of the events of one text; ``found`` has them by the number of the draft."""

    def __init__(self, parse: Parse, drafts: list[Draft], reader: Reader) -> None:
        self.parse = parse
        self.drafts = drafts
        self.reader = reader
        self.found: dict[int, list[Participant]] = {}
        self._doubtful: dict[int, list[Participant]] = {}
        self._clauses: dict[int, list[Participant]] = {}
        self._fronted: dict[int, list[Participant]] = {}
        self._ends: dict[int, list[Participant]] = {}
        self._events = own_tokens(drafts)
        self._last: Participant | None = None
        self._narrow: list[tuple[Token, Participant]] = []

    def places(self) -> dict[int, list[Participant]]:
        """The places of every draft that has some, by its number."""
        for token in self.parse.tokens:
            if token.lower == "there" and token.dep == "advmod":
                self._back(token)
            who = self._place(token)
            if who is not None:
                self._remember(token, who)
            else:
                who = self._meant(token)
            if who is not None:
                self._tie(token, who)
        for number, people in self._doubtful.items():
            if number not in self.found:
                self.found[number] = people
        self._share()
        return self.found

    def named(self) -> list[Participant]:
        """Every named place of the text, in order; a capital also where it may stand for its government, and
        unknown names that stand as places do."""
        found = ((token, self._place(token)) for token in self.parse.tokens)
        sure = ((token, self._seat(token, who)) for token, who in found)
        strangers = Strangers(self.parse, self.reader)
        either = (who or strangers.read(token) for token, who in sure)
        return [who for who in either if who is not None]

    def _seat(self, token: Token, who: Participant | None) -> Participant | None:
        name = self.reader.index.name_at.get(token.i)
        seat = name is not None and name.head == token.i and name.form == "metonym"
        if name is None or not seat or who is not None and who.type != "State":
            return who
        return self.reader.scene(token, name)

    # ---- places and what they stand with

    def _place(self, token: Token) -> Participant | None:
        """The place that a noun names, alone or with "prison", "district" or the like."""
        if token.pos not in ("NOUN", "PROPN"):
            return None
        name = self.reader.index.name_at.get(token.i)
        if name is not None and (name.form == "adjective" or name.head != token.i):
            return None
        border = self._border(token)
        if border is not None:
            return border
        who = self._town(token, name) or self.reader.read(token)
        if who is not None and who.kind == "noun" and who.type == "State":  # "Chin state"
            who = self.reader.area(token)
        if who is None or not self._is_named(who):
            return None
        if who.type in _BODIES and self._is_site(token, who):
            return changed(who, type="Facility")
        return who if who.type in _PLACES else None

    def _meant(self, noun: Token) -> Participant | None:
        """ "troops were sent to the area", "shelled the village": the place named last that fits the noun."""
        classes = self.reader.knowledge.classes
        if noun.lemma not in classes["area"] and noun.lemma not in classes["landform"]:
            return None
        if noun.i in self._events:
            return None
        words = [child for child in noun.children if child.dep not in ("prep", "punct", "det")]
        pointed = any(child.lower in ("the", "this", "that") for child in noun.all("det"))
        if not pointed or words or any(prep.lower in ("of", "with") for prep in noun.all("prep")):
            return None
        near = [(token, who) for token, who in self._narrow if noun.sent - token.sent <= _MEMORY]
        fit = (
            who for token, who in reversed(near) if who.type != "State" and self._is_kind(noun, token, who)
        )
        return next(fit, None)

    def _remember(self, token: Token, who: Participant) -> None:
        """Keeps a place to come back to, unless it only tells where the one before it lies: "X in Y"."""
        before = self._narrow[-1][1].last if self._narrow else -1
        between = self.parse.tokens[before + 1 : who.first]
        joined = 0 < len(between) < 5 and all(t.lower in _JOINTS or t.pos in ("ADJ", "DET") for t in between)
        if before < 0 or not joined or not any(t.lower in _JOINTS for t in between):
            self._narrow.append((token, who))

    def _is_kind(self, noun: Token, token: Token, who: Participant) -> bool:
        """Whether a place may be called by the noun: by the noun beside its name, or when it has none."""
        classes = self.reader.knowledge.classes
        if noun.lemma == "area":
            return True
        around = {t.lemma for t in self.parse.tokens[max(0, who.first - 2) : who.last + 2]}
        kinds = around & (classes["area"] | classes["landform"])
        return noun.lemma in kinds or not kinds and noun.lemma in classes["town"]

    def _town(self, token: Token, name: NameSpan | None) -> Participant | None:
        """A capital that is hit is the town, not its government: "shelled Kyiv", "the use of bombs against
        Kyiv"."""
        if name is None or name.form != "metonym":
            return None
        hit = token.dep == "dobj" or (token.dep == "pobj" and token.head.lower in ("against", "of"))
        number = self._events.get(token.head.head.i)
        if token.dep == "pobj" and token.head.lower == "on" and number is not None:
            hit = self.drafts[number].event == "ASSAULT"
        if token.dep == "pobj" and token.head.lower == "between":  # "the road between Kabul and Jalalabad"
            others = (self.reader.index.name_at.get(other.i) for other in token.all("conj"))
            hit = any(other is not None and other.type == "Place" for other in others)
        above = self._events.get(token.head.i)
        if token.dep in ("compound", "nmod") and above is not None:  # "the Tbilisi protests"
            hit = self.drafts[above].event == "PROTEST" and self.drafts[above].nominal
        return self.reader.scene(token, name) if hit else None

    def _border(self, token: Token) -> Participant | None:
        """ "the border with X", "the Lebanese frontier", "the Moroccan capital": places of their own."""
        classes = self.reader.knowledge.classes
        if token.lemma in classes["landform"] and token.i not in self.reader.index.name_at:
            terrain = self._terrain(token)
            if terrain is not None:
                return terrain
        if token.lemma != "capital" and token.lemma not in classes["frontier"]:
            return None
        inner = [t for prep in token.all("prep") if prep.lower in ("with", "of") for t in prep.all("pobj")]
        named = [
            t for t in (*inner, *token.all("amod", "compound", "poss")) if t.i in self.reader.index.name_at
        ]
        if not named:
            return None
        return self._area(token, named)

    def _terrain(self, token: Token) -> Participant | None:
        """ "the Hamrin hills"."""
        named = [child for child in token.all("compound", "nmod") if child.pos == "PROPN"]
        known = (self.reader.index.name_at.get(child.i) for child in named)
        apart = any(name is not None and name.type not in _PLACES for name in known)
        return self._area(token, named) if named and not apart else None

    def _area(self, token: Token, named: list[Token]) -> Participant:
        first, last = min(token.i, *(t.i for t in named)), max(token.i, *(t.i for t in named))
        text = self.reader.quote(first, last)
        return Participant(
            head=token.i, first=first, last=last, kind="noun", type="Place", key=f"area:{text}", name=text,
            definite=True, code=self.reader.code_of(token),
        )  # fmt: skip

    def _is_site(self, token: Token, who: Participant) -> bool:
        """A body named by its house stands for the house after "outside" and the like."""
        prep = token.head.lower if token.dep == "pobj" else ""
        sited = prep in ("outside", "inside", "near", "around", "at") or (
            prep == "of" and token.head.head.lemma in self.reader.knowledge.classes["part-of-place"]
        )
        words = {t.lemma for t in self.parse.tokens[who.first : who.last + 1]} | {token.lemma}
        words |= {word.lower() for word in who.name.split()}
        return sited and bool(words & self.reader.knowledge.classes["building-in-name"])

    def _is_named(self, who: Participant) -> bool:
        """Whether it has a name of its own, not only that of whoever it belongs to."""
        if who.kind == "name":
            return True
        for token in self.parse.tokens[who.first : who.last + 1]:
            name = self.reader.index.name_at.get(token.i)
            foreign = name is not None and (name.type not in _PLACES or name.form in ("adjective", "demonym"))
            if token.pos == "PROPN" and token.text[:1].isupper() and not foreign:
                return True
        return False

    def _tie(self, token: Token, who: Participant) -> None:
        way = self._way(token, who)
        if way is None:
            return
        scene = _is_scene(way, who)
        if scene and who.type != "State":
            self._last = who
        if scene and _opens(token, self.parse.tokens[way.end]):
            self._fronted.setdefault(way.end, []).append(who)
        elif scene and not {"nsubj", "nsubjpass"} & {*way.roles} and token.i > way.end:
            self._ends.setdefault(way.end, []).append(who)
        number = self._event_at(self.parse.tokens[way.end], token.i, scene)
        if number is not None and way.end not in self._events and "dobj" in way.roles:
            number = number if self.drafts[number].event in DEEDS else None  # "met to discuss the war in X"
        if number is None:
            if scene and "nsubj" not in way.roles:
                self._clauses.setdefault(way.end, []).append(who)
        elif self._fits(number, way, who):
            self._add(number, who)
        elif self._might_fit(number, way, who):
            self._doubtful.setdefault(number, []).append(who)

    def _event_at(self, end: Token, start: int, scene: bool) -> int | None:
        """The event that ends the way, or the one whose subject, purpose or description it ends in."""
        number = self._events.get(end.i)
        if number is not None or not scene:
            return number
        while end.dep == "conj" and is_clause(end.head):  # "a battle that began ... and lasted ... in X"
            end = end.head
        told = told_before(end, start, start)
        if told is not None:
            return self._events.get(told.i)
        if end.dep in ("relcl", "acl") or (end.tag == "VB" and end.dep in ("advcl", "xcomp")):
            return self._events.get(end.head.i)
        return self._subject_event(end)

    def _add(self, number: int, who: Participant) -> None:
        draft = self.drafts[number]
        taken = {(p.key, p.type) for p in (*draft.actors, *draft.recipients)}
        if (who.key, who.type) not in taken:
            self.found.setdefault(number, []).append(who)

    def _way(self, token: Token, who: Participant) -> Way | None:
        """``None`` when the name only says whose something is or who somebody is."""
        prepositions: list[str] = []
        roles: list[str] = []
        while token.i not in self._events and not (is_clause(token) and not is_background(token)):
            head = token.head
            if head is token or not prepositions and self._is_inside(head, who):
                return None
            if token.dep == "pobj":
                if not prepositions and self._leads_into(head):
                    token = head.head
                    continue
                prepositions.append(head.lower)
                token = head.head
                continue
            if token.dep == "poss" and not self._is_part(head):
                return None
            if token.dep == "advmod" and self._is_part(token):  # "a road north of X"
                prepositions.append("near")
            elif token.dep not in _PHRASE:
                roles.append(token.dep)
            token = head
        return Way(end=token.i, prepositions=tuple(prepositions), roles=tuple(roles))

    def _is_inside(self, noun: Token, who: Participant) -> bool:
        """Whether a name is only a part of that of a larger place: "Natanz" in "the Natanz plant"."""
        above = noun.head if noun.dep == "prep" else noun
        if self.parse.tokens[who.head].dep == "conj":  # "the cities of Izmir and Adana"
            return False
        if above.pos not in ("NOUN", "PROPN") or above.i in self._events:
            return False
        larger = self._place(above)
        return larger is not None and larger.key != who.key and larger.first <= who.head <= larger.last

    def _leads_into(self, prep: Token) -> bool:
        """ "the streets of X", "the road to X", "Kawlin township of X": what stands for X itself."""
        above = prep.head
        if prep.lower not in ("of", "to", "with") or above.i in self._events:
            return False
        name = self.reader.index.name_at.get(above.i)
        if prep.lower == "of" and name is not None and name.type == "Place":
            return True
        return (
            self._is_part(above) if prep.lower == "of" else above.lemma in ("road", "way", "highway", "route")
        )

    def _is_part(self, noun: Token) -> bool:
        """A noun of places: "the north of X", "the city of X"."""
        classes = self.reader.knowledge.classes
        known = any(
            noun.lemma in classes[name] for name in ("area", "territory", "facility", "part-of-place")
        )
        return known and noun.i not in self._events

    def _subject_event(self, verb: Token) -> int | None:
        """ "A march ended in X", "Clashes broke out near X": the event that is the subject."""
        told = subject(verb)
        if told is None or verb.lemma in self.reader.knowledge.reporting:
            return None
        return self._events.get(told.i, incident(verb, self.drafts, self.reader.knowledge.classes))

    def _fits(self, number: int, way: Way, who: Participant) -> bool:
        """Whether the words between say that the event happened there."""
        draft = self.drafts[number]
        if not way.prepositions and not way.roles and draft.nominal:  # "the Kirkuk bombing of a church"
            told = draft.actors or draft.recipients or draft.targets
            return draft.event in _HITTING and who.type == "Place" and bool(told)
        if not way.prepositions and way.roles == ("dobj",) and self._is_left(way.end):
            return True
        if draft.event not in _SCENIC:
            apart = draft.event in ("ACCUSE", "REQUEST", "THREATEN") and self._in_content(way.end, who.first)
            return _is_scene(way, who) and len(way.prepositions) == 1 and not way.roles and not apart
        if "nsubj" in way.roles and draft.event != "PROTEST":
            return False
        if not way.prepositions:
            taken = draft.event in _HITTING and who.type != "State"
            return taken and bool({"dobj", "nsubjpass"} & {*way.roles})
        return self._fits_after(draft, way, who)

    def _in_content(self, end: int, place: int) -> bool:
        """ "accused X of smuggling arms through the port", "welcomed patrols in the gulf": a place after what
        one speaks of belongs to that."""
        for child in self.parse.tokens[end].children:
            content = (
                [child] if child.dep == "dobj" else child.all("pobj", "pcomp") if child.dep == "prep" else []
            )
            if not end < child.i < place or child.lower in ("in", "at", "on", "to", "with"):
                continue
            if any(noun.i < place and self.reader.read(noun) is None for noun in content):
                return True
        return False

    def _is_left(self, end: int) -> bool:
        """ "fled Upper Nile": the place that people leave for good."""
        return self.reader.knowledge.count_kinds.get(self.parse.tokens[end].lemma) == "displaced"

    def _fits_after(self, draft: Draft, way: Way, who: Participant) -> bool:
        first, *outer = way.prepositions
        if first in _TO and not outer:
            return draft.event in _MOVING
        if first == "from" and not outer:
            return draft.event in _LEAVING and who.type != "State"
        if first in ("of", "against") and not outer and (draft.nominal or first == "against"):
            return draft.event in _HITTING and who.type != "State"
        return _is_scene(way, who)

    def _might_fit(self, number: int, way: Way, who: Participant) -> bool:
        """Whoever does something in a place mostly does it there: "a mob in X beat a man"."""
        event = self.drafts[number].event
        at_home = event in _ON_SITE and who.type != "State" and len(way.prepositions) == 1
        return (event in _HITTING or at_home) and _is_scene(way, who) and "nsubj" in way.roles

    def _back(self, there: Token) -> None:
        """ "had exchanged fire there": the last place that was a scene."""
        number = self._events.get(there.head.i)
        if number is not None and self._last is not None:
            self._add(number, self._last)

    # ---- what happened in the same place

    def _share(self) -> None:
        for number, draft in enumerate(self.drafts):
            if draft.rule == DENIAL:
                continue
            tokens = [self.parse.tokens[i] for i in draft.tokens if self._events.get(i) == number]
            borrow = self._beside if number in self.found or draft.event not in _SCENIC else self._borrowed
            places = next((found for token in tokens if (found := borrow(draft, token))), [])
            for who in places:
                self._add(number, who)

    def _beside(self, draft: Draft, token: Token) -> list[Participant]:
        """ "In X, Oslo met Rome and asked it for help", "agreed at a meeting in X": the place of all clauses
        that follow, or of the meeting."""
        if draft.nominal:
            return []
        if token.dep == "conj" and not any(c.lower == "but" for c in token.head.all("cc")):
            return self._fronted.get(token.head.i, [])
        met = (self._events.get(noun.i) for noun in scenes(token) if draft.event in _AGREEING)
        return next((self.found[n] for n in met if n in self.found and self.drafts[n].event == "CONSULT"), [])

    def _borrowed(self, draft: Draft, token: Token) -> list[Participant]:
        if token.dep == "relcl":
            return self._described(token)
        head = token.head
        if draft.nominal:
            return []
        if token.dep == "advcl" and is_at_same_time(token) and (above := self._at(head)):
            return above
        if token.dep == "conj" and not subject(token) and same_tense(token, head):
            return self._at(head) if not any(c.lower == "but" for c in head.all("cc")) else []
        beside = self._beside(draft, token)
        if beside:
            return beside
        near = [*scenes(token), *(c for c in token.all("advcl") if is_at_same_time(c))]
        told = (found for other in (*near, *self._within(draft, token)) if (found := self._at(other)))
        return next(told, self._after(token))

    def _after(self, verb: Token) -> list[Participant]:
        """ "killed five and arrested ten in X": the scene that ends what is told in one breath."""
        kinds = self.reader.knowledge.count_kinds
        alone = (c for c in verb.all("conj") if subject(c) is None or both_hurt(verb, c, kinds))
        last = [c for c in alone if same_tense(c, verb)]
        scene = (n for c in last for n in scenes(c) if both_hurt(verb, c, kinds))
        near = (self._ends.get(c.i) or self._clauses.get(c.i) for c in last)
        return next((found for found in (*near, *(self._at(noun) for noun in scene)) if found), [])

    def _within(self, draft: Draft, verb: Token) -> Iterator[Token]:
        """ "Clashes in X killed five", "wounded by shelling in X": nouns of a clause that tell the same."""
        told = [c for noun in verb.all("nsubj", "nsubjpass", "dobj") for c in noun.all("relcl", "acl")]
        crowd = [c for prep in verb.all("prep") for noun in prep.all("pobj") for c in noun.all("relcl")]
        for clause in crowd:  # "fired tear gas at a crowd that threw stones in X"
            number = self._events.get(clause.i)
            event = self.drafts[number].event if number is not None else ""
            if draft.event == "ASSAULT" and event in ("PROTEST", "ASSAULT"):
                yield clause
        for clause in (*told, *verb.all("conj")):  # "Gunmen who stormed a church in X killed five"
            number = self._events.get(clause.i)
            if number is not None and self.drafts[number].event == draft.event:
                yield clause
        for noun in verb.subtree():
            number = self._events.get(noun.i)
            if number is None or not self.drafts[number].nominal or clause_around(noun) is not verb:
                continue
            if noun.dep in ("nsubj", "nsubjpass") or self.drafts[number].event == draft.event:
                yield noun

    def _described(self, clause: Token) -> list[Participant]:
        """ "Banjska, where a policeman was shot"; "the attack in which two were killed"."""
        if any(c.lower == "where" and c.dep == "advmod" for c in clause.children):
            who = self.reader.read(clause.head)
            return [who] if who is not None and who.type in _PLACES else []
        return self._at(clause.head) if stands_in(clause) else []

    def _at(self, token: Token, depth: int = 0) -> list[Participant]:
        """The places of an event or clause, if need be those of the clause that it goes on from."""
        number = self._events.get(token.i)
        if number is not None:
            return self.found.get(number, [])
        if token.i in self._clauses or token.dep != "conj" or depth > 3:
            return self._clauses.get(token.i, [])
        return self._at(token.head, depth + 1)


def _opens(place: Token, clause: Token) -> bool:
    """Whether a place stands before the subject of its clause: "In X, police fired"."""
    doer = subject(clause)
    return doer is not None and place.i < doer.left_edge.i


def _is_scene(way: Way, who: Participant) -> bool:
    return bool(way.prepositions) and way.prepositions[0] in (
        _STATE_IN if who.type == "State" else SCENE_WORDS
    )
