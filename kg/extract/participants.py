"""Noun phrase -> participant: who or what a noun stands for, with type, country and sector."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from kg.drafts import Participant, changed
from kg.extract.clauses import with_conjuncts
from kg.extract.names import Index
from kg.extract.phrases import Phrases
from kg.extract.spans import NameSpan, NounSpan
from kg.knowledge import Knowledge, fold
from kg.model import PERSONS, EntityType
from kg.syntax import Parse, Token

_PERSON_PRONOUNS = frozenset("he she him her his himself herself".split())
_PRONOUNS = _PERSON_PRONOUNS | frozenset(
    "it they them we us i itself themselves their its our one others".split()
)
_RECIPROCAL = frozenset(("other", "another"))
_SCENE = frozenset("in at near outside inside around from to into toward towards across through via".split())

_ROLES = frozenset("nsubj nsubjpass dobj pobj dative conj".split())
_BODIES = frozenset(
    "ArmedGroup Party CivilGroup Organization InternationalOrganization NewsAgency Military Agency".split()
)
_LEADING = frozenset(("ADP", "ADV", "SCONJ"))
_CLOSING = frozenset((",", ".", ";", ":", ")", "-", "\u2013", "\u2014"))
_SAME_KEY = {"Official": "Person"}
"""Types that one person has in different places of a text."""


class Reader(Phrases):
    """Reads the noun phrases of one parse. Answers are kept, each phrase is read once."""

    def __init__(self, parse: Parse, knowledge: Knowledge, index: Index) -> None:
        super().__init__(parse, knowledge, index)
        self._seen: dict[int, Participant | None] = {}

    def read(self, token: Token) -> Participant | None:
        """Who the phrase headed by ``token`` stands for; ``None`` when it is no actor or place."""
        if token.i not in self._seen:
            self._seen[token.i] = None
            self._seen[token.i] = self._read(token)
        return self._seen[token.i]

    def stated(self, token: Token) -> Participant | None:
        """As ``read``, but an adjective before a mere thing names its state: "British" warship."""
        who = self.read(token)
        name = self.index.name_at.get(token.i)
        if who is not None and who.kind == "noun" and token.dep in ("compound", "amod", "nmod"):
            # "refugee" camp, "spy" plane; "General" Vela is told with the name
            return who if who.office and not self._is_person(token.head) else None
        if who is not None or name is None or name.form != "adjective" or name.head != token.i:
            return who
        top = token
        while top.dep == "conj":
            top = top.head
        owner = self.read(top.head) if top.head is not top else None
        return self.modifier(token) if owner is None or owner.type in ("Place", "Facility") else None

    def _is_person(self, token: Token) -> bool:
        name = self.index.name_at.get(token.i)
        return name is not None and self._is_person_name(name)

    def all_stated(self, token: Token) -> list[Participant]:
        """As ``stated``, each of those that share a phrase apart."""
        who = self.stated(token)
        if who is None:
            return []
        return self.people(token) if who.kind == "noun" and who.head == token.i else [who]

    def _read(self, token: Token) -> Participant | None:
        if token.lower in _RECIPROCAL and (_is_mutual(token) or _is_the_other(token)):
            return self._reciprocal(token)
        if self._is_people(token):
            return changed(self.someone(token), type="CivilGroup", plural=True)
        if token.pos == "PRON" or token.tag in ("PRP", "PRP$"):
            return self._pronoun(token)
        if token.lemma == "side" or token.lower in ("each", "both", "two"):
            return self._side(token) or self._quantity(token)
        name = self.index.name_at.get(token.i)
        if name is not None and not self._only_modifies(name, token):
            return self._name(token, name)
        if token.i in self.index.noun_at and (found := self._noun(token)) is not None:
            return found
        if token.lemma in self.knowledge.classes["quantity"] or token.pos in ("NUM", "DET"):
            return self._quantity(token)
        return self._facility(token) or self._called(token)

    def _is_people(self, token: Token) -> bool:
        """ "nine others", "the wounded": people of whom only the number or the state is told."""
        if token.lemma == "other":
            return token.child("nummod") is not None and not self._counts_things(token)
        told = token.lower in self.knowledge.classes["people-by-state"] and token.dep in _ROLES
        return told and self.is_definite(token) and token.i not in self.index.noun_at

    def _counts_things(self, token: Token) -> bool:
        """ "destroyed four houses and bombed nine others": whether things were counted before."""
        sentence = self.parse.sentence(token.sent)
        counted = [noun for noun in sentence if noun.i < token.i and noun.child("nummod") is not None]
        last = self.read(counted[-1]) if counted else None
        return bool(counted) and (last is None or not last.can_act)

    def _called(self, token: Token) -> Participant | None:
        """ "the deputy Hanan Saad", "a baker, Omar Diallo": a noun that no list knows beside the name of a
        person."""
        if token.pos != "NOUN" or token.tag == "NNS":
            return None
        named = [c for c in token.all("appos") if c.i > token.i and self._is_person(c)]
        if not named:
            return None
        found = self._name(named[0], self.index.name_at[named[0].i])
        return changed(found, first=self.extent(token)[0], code=found.code or self.code_of(token))

    @staticmethod
    def _only_modifies(name: NameSpan, token: Token) -> bool:
        return name.form == "adjective" and token.dep in ("amod", "compound", "nmod")

    # ---- pronouns

    def _pronoun(self, token: Token) -> Participant | None:
        if token.lower in ("hundreds", "thousands", "dozens", "both", "all", "some", "many", "several"):
            found = self._quantity(token)
            if found:
                return found
        if token.lower not in _PRONOUNS or token.lower in ("there", "one"):
            return None
        return Participant(
            head=token.i, first=token.i, last=token.i, kind="pronoun", type="Person",
            key=f"pronoun:{token.i}", name=token.text, person=token.lower in _PERSON_PRONOUNS,
            plural=token.lower in ("they", "them", "we", "us", "their", "our", "themselves", "others"),
        )  # fmt: skip

    def _side(self, token: Token) -> Participant | None:
        """ "both sides", "each", "the two" are whoever was named before; "the Armenian side" is Armenia."""
        owners = [self.modifier(c) for c in token.all("amod", "compound", "nmod", "poss") if c.i < token.i]
        state = next((who for who in owners if who is not None and who.type == "State"), None)
        if state is not None:
            return changed(state, first=self.extent(token)[0], last=token.i, head=token.i)
        called = token.head.lower == "on" and token.head.head.lemma in ("call", "press", "prevail", "urge")
        if any(prep.lower == "of" for prep in token.all("prep")):
            return None
        if token.head.lower in ("on", "from") and not called:
            return None
        told = token.lower in ("each", "both") or self.is_definite(token)
        several = token.lemma != "side" or token.tag == "NNS"
        if not (told and several and token.dep in _ROLES):
            return None
        first, last = self.extent(token)
        first = min([first, *(det.i for det in token.all("det", "predet") if det.lower == "both")])
        return Participant(
            head=token.i, first=first, last=last, kind="noun", type="CivilGroup", key=f"sides:{token.i}",
            name=self.quote(first, last), plural=True, definite=True,
        )  # fmt: skip

    @staticmethod
    def _reciprocal(token: Token) -> Participant:
        return Participant(
            head=token.i, first=token.i, last=token.i, kind="reciprocal", type="CivilGroup",
            key=f"reciprocal:{token.i}", name=token.text, plural=True,
        )  # fmt: skip

    def someone(self, token: Token) -> Participant:
        """A noun that must be people because of what is done to it, though no list knows it."""
        first, last = self.extent(token)
        plural = token.tag in ("NNS", "NNPS") or token.pos == "NUM" and token.lower not in ("one", "1")
        return Participant(
            head=token.i, first=first, last=last, kind="noun", type="CivilGroup" if plural else "Person",
            key=f"someone:{token.lemma}:{token.i}", name=self.quote(first, last), code=self.code_of(token),
            plural=plural, definite=self.is_definite(token),
        )  # fmt: skip

    def modifier(self, token: Token) -> Participant | None:
        """The actor that a modifier names: "Iranian" or "Iran's" missiles, "rebel" attack."""
        name = self.index.name_at.get(token.i)
        if name is None:
            return self.read(token)
        if self._is_stance(name):
            return None
        if name.form != "adjective" or name.actor is None:
            return self._name(token, name)
        actor = name.actor
        return Participant(
            head=token.i, first=name.first, last=name.last, kind="name", type=actor.contract_type,
            key=actor.iri,
            name=actor.label, code=name.code, sector=name.sector, actor=actor, known=True, definite=True,
        )  # fmt: skip

    def within(self, token: Token) -> list[Participant]:
        """Actors named inside a phrase that is no actor itself: "Iran's proposal", "calls by X"."""
        if self._is_facility(token):
            named = [
                self.read(t) for p in token.all("prep") if p.lower in ("of", "for") for t in p.all("pobj")
            ]
            owners = [
                who for who in named if who is not None and who.type not in ("Place", "Facility", "State")
            ]
            if owners:
                return owners
        holders = [
            t for c in token.all("acl") if c.lemma == "belong" for p in c.all("prep") for t in p.all("pobj")
        ]
        if owners := [who for t in holders if (who := self.read(t)) is not None and who.can_act]:
            return owners
        for deps in (("poss",), ("amod", "compound", "nmod")):
            near = [t for c in token.children if c.dep in deps and c.i < token.i for t in _with_adjectives(c)]
            near += [t for c in near if c.i not in self.index.name_at for t in c.all("amod", "nmod")]
            found = [self.modifier(child) for child in near]
            actors = [who for who in found if who is not None and who.type not in ("Place", "Facility")]
            if self._is_facility(token):  # a refugee camp is no refugee, a police station no police
                actors = [who for who in actors if who.kind != "noun" or who.code]
            if actors:
                return _one_phrase(actors) if deps != ("poss",) else actors
        for word in ("by", "of", "from", "against"):
            for prep in token.children:
                if prep.dep in ("prep", "agent") and prep.lower == word:
                    inner = [self.read(t) for p in prep.all("pobj") for t in with_conjuncts(p)]
                    actors = [
                        who for who in inner if who is not None and who.type not in ("Place", "Facility")
                    ]
                    if actors:
                        return actors
        return self.agents_of(token)

    def actors(self, tokens: Iterable[Token]) -> tuple[Participant, ...]:
        """The actors that nouns stand for or, when they are none themselves, name."""
        people: list[Participant] = []
        for token in tokens:
            who = self.read(token)
            if who is None:
                people.extend(self.within(token))
            elif who.can_act:
                people.extend(self.people(token))
        return unique(people)

    def agents_of(self, token: Token) -> list[Participant]:
        """ "crimes committed by Croat forces": whoever did what the phrase speaks of."""
        for clause in token.all("acl"):
            for agent in clause.all("agent"):
                found = [self.read(t) for p in agent.all("pobj") for t in with_conjuncts(p)]
                actors = [who for who in found if who is not None and who.type not in ("Place", "Facility")]
                if actors:
                    return actors
        return []

    # ---- names

    def _name(self, token: Token, name: NameSpan) -> Participant:
        first, last = name.first, name.last
        title = self._title(token, name)
        first = min([first, *(t.i for t in self._left_modifiers(token) if t.i < first)])
        code = name.code or self.code_of(token)
        sector = name.sector
        kind: EntityType = name.type
        office = tenure = ""
        span = None
        actor = name.actor
        if title is not None and actor is not None and kind != "Person":  # a namesake, not the company
            if title[0].last == name.first - 1 and kind in ("Organization", "Place"):
                actor, code = None, self.code_of(token)
            else:
                title = None
        if title is not None and kind in ("Person", "Organization", "Place"):
            noun, tenure = title[0].noun, title[1]
            office, sector, span = noun.slug or noun.word, noun.sector, (title[0].first, title[0].last)
            kind = noun.type if noun.type in PERSONS else "Official"
        if name.form == "metonym" and (_is_scene(token) or self._is_town(token) or self._is_heading(name)):
            return self.scene(token, name)
        key = (
            actor.iri
            if actor and name.form != "demonym"
            else f"{_SAME_KEY.get(kind, kind)}:{fold(name.text)}"
        )
        if name.form == "demonym":
            key = f"people:{code}:{fold(name.text).rstrip('s')}"
        return Participant(
            head=token.i, first=first, last=last, kind="name", type=kind, key=key,
            name=(actor.label if actor and name.form != "demonym" else name.text), code=code, sector=sector,
            actor=actor if name.form != "demonym" else None,
            known=actor is not None and name.form != "demonym",
            plural=token.tag in ("NNS", "NNPS"), office=office or None, tenure=tenure, title=span,
            definite=True,
            core=(name.first, name.last),
        )  # fmt: skip

    def _is_town(self, token: Token) -> bool:
        """ "north of Stockholm", "the streets of Conakry", "the mayor of Paris": a capital with its parts."""
        while token.dep == "conj":
            token = token.head
        of = token.head if token.dep == "pobj" and token.head.lower == "of" else None
        whole = of.head if of is not None else token.head if token.dep == "poss" else token
        parts = (self.knowledge.classes[name] for name in ("part-of-place", "part-of-town"))
        return whole is not token and any(whole.lemma in words for words in parts)

    def _is_heading(self, name: NameSpan) -> bool:
        """ "Honiara: Police fired ...", "Juba. Soldiers ...": where the news of a paragraph comes from."""
        tokens, sentences = self.parse.tokens, self.parse.sentences
        number = tokens[name.first].sent
        opens = number == 0 or self.parse.paragraphs[number - 1] != self.parse.paragraphs[number]
        before = tokens[sentences[number][0] : name.first]
        after = tokens[name.last + 1].text if name.last + 1 < len(tokens) else ""
        return opens and after in (":", ".") and all(token.pos in ("PUNCT", "NUM", "SYM") for token in before)

    @staticmethod
    def scene(token: Token, name: NameSpan) -> Participant:
        """A capital where something happens is a place, not its government."""
        return Participant(
            head=token.i, first=name.first, last=name.last, kind="name", type="Place",
            key=f"Place:{fold(name.text)}",
            name=name.text, code=name.code, definite=True, core=(name.first, name.last),
        )  # fmt: skip

    def host(self, token: Token) -> Participant | None:
        """The state that a capital or a state's name stands for, also where it is only the scene."""
        name = self.index.name_at.get(token.i)
        if name is None or name.actor is None or name.actor.type != "State":
            return None
        return Participant(
            head=token.i, first=name.first, last=name.last, kind="name", type="State", key=name.actor.iri,
            name=name.actor.label, code=name.code, actor=name.actor, known=True, definite=True,
            core=(name.first, name.last),
        )  # fmt: skip

    def people(self, token: Token) -> list[Participant]:
        """The participants of one phrase: "Armenian and Azerbaijani troops" are two, and so are
        "the ministers of Chad and Niger"."""
        who = self.read(token)
        if who is None or who.kind not in ("name", "noun") or who.type == "State" or who.head != token.i:
            return [who] if who is not None else []
        noun = self._counted(token)
        states = self._owning_states(noun)
        if len({name.code for name in states}) < 2:
            return [who]
        if who.kind == "name":
            names = [*states, self.index.name_at[token.i]]
            own = changed(who, first=max(who.first, who.core[0])) if who.core else who
            return [*(self._share(who, noun, name, names) for name in states if name is not names[-1]), own]
        return [self._share(who, noun, name, states) for name in states]

    def _counted(self, token: Token) -> Token:
        """The noun that a quantity counts: "refugees" of "scores of refugees"."""
        if token.i in self.index.noun_at or token.i in self.index.name_at:
            return token
        inner = [t for prep in token.all("prep") if prep.lower == "of" for t in prep.all("pobj")]
        return inner[0] if inner else token

    def _owning_states(self, token: Token) -> list[NameSpan]:
        """The states named by the modifiers of a noun or, after a plural, behind its "of"."""
        modifiers = [c for c in token.all("amod", "nmod", "compound", "poss") if c.i < token.i]
        owners = [t for child in modifiers for t in _with_adjectives(child)]
        if token.tag in ("NNS", "NNPS") and not any(t.i in self.index.name_at for t in owners):
            behind = [p for prep in token.all("prep") if prep.lower == "of" for p in prep.all("pobj")]
            owners = [t for noun in behind for t in with_conjuncts(noun)]
        names = [self.index.name_at[t.i] for t in owners if t.i in self.index.name_at]
        return [name for name in names if name.code in self.knowledge.states]

    def _share(self, who: Participant, noun: Token, name: NameSpan, owners: list[NameSpan]) -> Participant:
        """The part of a shared phrase, headed by ``noun``, that belongs to one of its owners."""
        behind = name.first > noun.i
        first = who.first if behind and name is owners[0] else name.first
        end = who.last if name is owners[-1] and not behind else name.last
        slug = who.office or who.key.rsplit(":", 2)[-2]
        label = name.actor.label if behind and name.actor is not None else name.text
        thing = self.quote(min(who.first, noun.i) if behind else min(owners[-1].last + 1, noun.i), noun.i)
        return changed(
            who, first=first, last=end, code=name.code, key=f"{who.type}:{name.code}:{slug}:",
            head=who.head if name is (owners[0] if behind else owners[-1]) else name.head,
            name=f"{thing} of {label}" if behind else f"{label} {thing}", known=False, core=None,
            actor=None,
        )  # fmt: skip

    def _title(self, token: Token, name: NameSpan) -> tuple[NounSpan, str] | None:
        """The office before a name ("acting prime minister X") or beside it ("X, a rebel leader"),
        and its tenure."""
        heads = [
            t for t in token.children if t.i < name.first and t.dep in ("compound", "nmod", "appos", "amod")
        ]
        heads += [t for t in token.children if t.dep == "appos"]
        if token.dep == "appos":
            heads.append(token.head)
        for head in heads:
            noun = self.index.noun_at.get(head.i)
            if noun is not None and noun.noun.office:
                return noun, self._tenure(head, noun.first)
        return self._title_before(name)

    def _title_before(self, name: NameSpan) -> tuple[NounSpan, str] | None:
        """The word for an official right before a name, however the parser joins the two."""
        before = self.parse.tokens[name.first - 1] if name.first else None
        noun = self.index.noun_at.get(before.i) if before is not None else None
        if noun is None or before is None or noun.noun.type != "Official" or before.tag in ("NNS", "NNPS"):
            return None
        same = before.sent == self.parse.tokens[name.first].sent and noun.last == before.i
        return (noun, self._tenure(before, noun.first)) if same and name.type == "Person" else None

    def _tenure(self, head: Token, first: int) -> str:
        """ "acting", "former", "deputy" before an office, in the text's order."""
        states = self.knowledge.office_states
        found: list[str] = []
        position = first - 1
        while position >= 0 and self.parse.tokens[position].sent == head.sent and first - position <= 4:
            token = self.parse.tokens[position]
            state = states.get(fold(token.text))
            if state and state not in found:
                found.insert(0, state)
            elif token.pos not in ("ADJ", "PUNCT", "PROPN") and not state:
                break
            position -= 1
        return " ".join(found)

    # ---- generic nouns

    def _is_bare_idiom(self, token: Token) -> bool:
        """ "by force", "in charge": a noun without article, owner or adjective that names nobody."""
        if token.lemma not in self.knowledge.classes["bare-no-actor"] or token.tag in ("NNS", "NNPS"):
            return False
        told = any(c.i < token.i or c.lower in ("of", "from") for c in token.children)
        return not told and token.dep not in ("nsubj", "nsubjpass", "poss")

    def _is_state_of(self, token: Token) -> bool:
        """ "the state of Chiapas" and "Chiapas state" are places, "the state of emergency" nobody."""
        named = [c for c in token.all("compound", "nmod") if c.pos == "PROPN" and c.i == token.i - 1]
        if token.lemma == "state" and token.tag in ("NN", "NNP") and named:
            return self.index.noun_at[token.i].first == token.i
        prep = next((p for p in token.all("prep") if p.lower == "of"), None)
        inner = prep.child("pobj") if prep is not None else None
        name = self.index.name_at.get(inner.i) if inner is not None else None
        return token.lemma == "state" and inner is not None and (name is None or name.type == "Place")

    def _noun(self, token: Token) -> Participant | None:
        span = self.index.noun_at[token.i]
        noun = span.noun
        if self._is_bare_idiom(token) or self._is_state_of(token):
            return None
        is_one = noun.type in PERSONS and token.tag not in ("NNS", "NNPS")
        official = noun.office or noun.type == "Official"
        named = self._apposed_person(token) if official or is_one else self._named_group(token)
        named = named or self._as_group(token) or self._beside_person(token)
        if named is not None:
            return named
        code = self.code_of(token)
        owner = self.owner(token)
        first, last = self.extent(token)
        first, last = min(first, span.first), max(last, span.last)
        tenure = self._tenure(token, span.first) if noun.office else ""
        slug = noun.slug or noun.word
        whose = owner.iri.rsplit("/", 1)[-1] if owner else (code or "")
        known = bool(owner and noun.slug and not noun.office and owner.type == "State")
        base = "https://w3id.org/communique/actor/"
        key = f"{base}{whose}--{slug}" if known else f"{noun.type}:{whose}:{slug}:{self._distinct(token)}"
        name = self.quote(first, last)
        if known and owner:
            name = f"{owner.label}: {noun.word}" if noun.word else owner.label
        plural = token.tag in ("NNS", "NNPS")
        kind: EntityType = "CivilGroup" if plural and noun.type == "Person" else noun.type
        if plural and noun.word == "member":
            kind = self._kind_of_members(token)
        return Participant(
            head=token.i, first=first, last=last, kind="noun", type=kind, key=key, name=name, code=code,
            sector=noun.sector, known=known, plural=plural or token.lemma == "police",
            office=(noun.slug if noun.office else None), tenure=tenure,
            title=(span.first, span.last) if noun.office else None,
            definite=self.is_definite(token), source_only=noun.source_only,
        )  # fmt: skip

    def _named_group(self, token: Token) -> Participant | None:
        """ "the Jaish al-Adl organization", "the bloc, Mercosur", "Mercosur, a bloc": what is named."""
        noun = self.index.noun_at[token.i].noun
        if token.tag in ("NNS", "NNPS") or noun.type not in _BODIES:
            return None
        named = token.lemma in self.knowledge.classes["named-group-noun"]
        near = [c for c in token.children if c.dep == "appos" or named and c.dep in ("compound", "nmod")]
        near += [token.head] if token.dep == "appos" and token.head.i < token.i else []
        for child in near:
            name = self.index.name_at.get(child.i)
            if name is not None and name.form == "name" and name.type in _BODIES:
                found = self._name(child, name)
                if child is token.head:
                    first, last = self.extent(token)
                    return changed(found, kind="noun", head=token.i, first=first, last=last, core=None)
                first, last = self.extent(token)
                return changed(found, first=first, last=max(last, name.last), head=token.i)
        return None

    def _kind_of_members(self, token: Token) -> EntityType:
        """Members of an army are military, of a parliament officials, of most bodies simply people."""
        behind = [t for p in token.all("prep") if p.lower == "of" for t in p.all("pobj")]
        owners = [self.read(t) for t in (*token.all("compound", "nmod", "poss"), *behind) if t is not token]
        kinds = {who.type for who in owners if who is not None}
        if kinds & {"Military", "ArmedGroup"}:
            return "Military" if "Military" in kinds else "ArmedGroup"
        return "Official" if kinds & {"Agency", "State", "InternationalOrganization"} else "CivilGroup"

    def _beside_person(self, token: Token) -> Participant | None:
        """ "Omar Diallo, leader of the opposition": the noun beside the name is the person."""
        if token.dep != "appos" or token.tag in ("NNS", "NNPS") or not self._is_person(token.head):
            return None
        who = self.read(token.head)
        if who is None or who.head != token.head.i or self.index.noun_at[token.i].noun.type not in PERSONS:
            return None
        first, last = self.extent(token)
        return changed(who, head=token.i, first=first, last=last, kind="noun", core=None, definite=False)

    def _as_group(self, token: Token) -> Participant | None:
        """ "Hamas fighters", "members of the SLA": the armed group itself."""
        if token.lemma not in self.knowledge.classes["group-member"]:
            return None
        near = [c for c in token.all("compound", "nmod", "amod", "poss") if c.i < token.i]
        near += [t for p in token.all("prep") if p.lower in ("of", "from") for t in p.all("pobj")]
        for child in near:
            name = self.index.name_at.get(child.i)
            if name is not None and name.type == "ArmedGroup" and name.form == "name":
                first, last = self.extent(token)
                first, last = min(first, name.first), max(last, name.last if child.dep != "pobj" else last)
                return changed(self._name(child, name), first=first, last=last, head=token.i, plural=True)
        return None

    def _distinct(self, token: Token) -> str:
        """Adjectives that tell one unnamed group from another ("masked", "Shiite"); "its" may be
        anybody's."""
        words = [t.lemma for t in token.children if t.dep in ("compound", "amod") and t.ent != "GPE"]
        owned = [str(t.i) for t in token.all("poss") if t.tag == "PRP$"]
        return " ".join(sorted(words) + owned)

    def _apposed_person(self, token: Token) -> Participant | None:
        """ "the prime minister, Anwar Kakar", "the farmer Félix Urbiola": the person, quoted with the office
        or whatever he is called."""
        span = self.index.noun_at[token.i]
        follows = self._person_behind(token, span) or self._person_after_comma(token, span)
        if follows is not None:
            found = self._name(self.parse.tokens[follows.head], follows)
            first, _ = self.extent(token)
            found = changed(found, first=min(first, span.first), code=found.code or self.code_of(token))
            if span.noun.type == "Person":
                return found
            return changed(
                found, type=span.noun.type, office=span.noun.slug or span.noun.word,
                tenure=self._tenure(token, span.first), title=(span.first, span.last),
                sector=span.noun.sector,
            )  # fmt: skip
        for child in token.children:
            if child.dep == "appos" and self._is_person(child) and not self._stands_first(token, child):
                found = self._name(child, self.index.name_at[child.i])
                first, _ = self.extent(token)
                code = found.code or self.code_of(token)
                return changed(found, first=first, code=code, type=span.noun.type)
        return None

    def _person_after_comma(self, token: Token, span: NounSpan) -> NameSpan | None:
        """The name between commas behind a noun: "the mayor of Pau, Guy Lay, resigned"; not that of an outer
        noun ("the killer of the mayor, Ali Raza, fled"), the next of a list, or whoever acts after a clause
        that stands first ("having met the mayor, Guy Lay, a lawyer, resigned")."""
        tokens = self.parse.tokens
        first, last = self.extent(token)
        comma = max(last, span.last) + 1
        name = self.index.name_at.get(comma + 1)
        if name is None or tokens[comma].text != "," or name.first != comma + 1:
            return None
        after = tokens[name.last + 1] if name.last + 1 < len(tokens) else None
        closed = after is None or after.sent != token.sent or after.text in _CLOSING
        if not closed or tokens[comma + 1].sent != token.sent or not self._is_person_name(name):
            return None
        outer = tokens[name.head].dep == "appos" and tokens[name.head].head.i < min(first, span.first)
        listed = token.dep in ("appos", "conj") and self._is_person(token.head)
        return None if outer or listed or self._stands_first(token, tokens[name.head]) else name

    def _stands_first(self, token: Token, name: Token) -> bool:
        """Whether a noun is told in a phrase or clause before the main one, which the name behind begins."""
        before = self.parse.tokens[self.parse.sentences[token.sent][0] : token.i]
        opening = list(takewhile(lambda t: t.text != ",", reversed(before)))[::-1]
        if name.dep in ("nsubj", "nsubjpass") and any(t.pos == "VERB" for t in opening):
            return True
        leads = opening and (opening[0].pos in _LEADING or opening[0].tag in ("VBN", "VBG"))
        return bool(leads) and not any(t.head is t for t in opening)

    @staticmethod
    def _is_contact(noun: Token, name: Token) -> bool:
        """ "the man Ali Raza attacked": a clause about the noun begins with the name."""
        acts = name.dep in ("nsubj", "nsubjpass") and noun.head is not name
        return acts and name.head.dep in ("relcl", "acl", "ccomp") and name.head.i > name.i

    def _person_behind(self, token: Token, span: NounSpan) -> NameSpan | None:
        """The name right behind an office: "premier X", "minister of defence of Chad, General X"."""
        follows = self.index.name_at.get(span.last + 1)
        if follows is not None and follows.first == span.last + 1 and self._is_person_name(follows):
            head = self.parse.tokens[follows.head]
            apart = head.head is token or head.dep in ("conj", "pobj") or self._is_contact(token, head)
            return None if apart else follows
        last = self.extent(token)[1]
        inside = self.index.name_at.get(last)
        if last > span.last and inside is not None and self._is_person_name(inside):
            return inside if self._follows_noun(inside) else None
        position = last + 1
        while position < len(self.parse.tokens) and self._is_title(self.parse.tokens[position]):
            position += 1
        follows = self.index.name_at.get(position) if last > span.last else None
        found = follows is not None and follows.first == position and self._is_person_name(follows)
        return follows if found and self.parse.tokens[position].sent == token.sent else None

    def _follows_noun(self, name: NameSpan) -> bool:
        """Whether a body or state stands before a name and its titles: "of Chad Colonel X", not "of X"."""
        position = name.first - 1
        while position >= 0 and self._is_title(self.parse.tokens[position]):
            position -= 1
        return position >= 0 and self.parse.tokens[position].pos in ("NOUN", "PROPN")

    def _is_title(self, token: Token) -> bool:
        """ "Mrs", "colonel" between an office and the name of its holder."""
        noun = self.index.noun_at.get(token.i)
        return token.lower.strip(".") in self.knowledge.classes["honorific"] or (
            noun is not None and noun.noun.office and token.dep in ("compound", "nmod")
        )

    @staticmethod
    def _is_person_name(name: NameSpan) -> bool:
        return name.type in PERSONS

    @staticmethod
    def is_definite(token: Token) -> bool:
        """Whether "the" or a pointing word stands before a noun."""
        det = token.child("det")
        return det is not None and det.lower in ("the", "this", "these", "that", "those", "both")

    # ---- quantities

    def _quantity(self, token: Token) -> Participant | None:
        """ "hundreds of protesters" is protesters; "two" alone is nobody."""
        for prep in token.all("prep"):
            inner = prep.child("pobj")
            if prep.lower in ("of", "from", "among") and inner is not None:
                found = self.read(inner)
                if found and found.kind != "pronoun" and found.type not in ("Place",):
                    first, _ = self.extent(token)
                    found = changed(found, plural=True, first=first, head=token.i)
                    if found.type == "State" and token.lemma not in ("both", "all"):
                        key = f"people:{found.code}"
                        return changed(found, type="CivilGroup", actor=None, known=False, key=key)
                    return found
        return None

    # ---- facilities and territory

    def _is_facility(self, token: Token) -> bool:
        return bool(self.phrase_lemmas(token) & self.knowledge.classes.get("facility", frozenset()))

    def _facility(self, token: Token) -> Participant | None:
        if token.lemma in self.knowledge.classes["area"]:
            return None if self._is_condition(token) else self.area(token)
        if not self._is_facility(token):
            return None
        first, last = self.extent(token)
        code = self.code_of(token)
        return Participant(
            head=token.i, first=first, last=last, kind="noun", type="Facility",
            key=f"facility:{token.lemma}:{code or ''}", name=self.quote(first, last), code=code,
            plural=token.tag == "NNS", definite=self.is_definite(token),
        )  # fmt: skip

    @staticmethod
    def _is_condition(token: Token) -> bool:
        """ "the state of emergency" is no place."""
        inner = [t for p in token.all("prep") if p.lower == "of" for t in p.all("pobj")]
        return token.lemma == "state" and any(t.pos == "NOUN" for t in inner)

    def area(self, token: Token) -> Participant:
        """ "Panjgur region of X", "the X town of Hebron": the place that is named, else an unnamed one."""
        beside = [c for c in token.children if c.dep in ("compound", "nmod", "amod", "appos")]
        after = [t for p in token.all("prep") if p.lower == "of" for t in p.all("pobj")]
        town = token.lemma in self.knowledge.classes["town"]
        named = [*after, *beside] if town else [*beside, *after]
        first, last = self.extent(token)
        for child in named:
            name = self.index.name_at.get(child.i)
            if name is not None and (name.type == "Place" or name.form == "metonym"):
                code = name.code or self.code_of(token)
                last = max(last, name.last if child.dep == "appos" else last)
                return changed(self.scene(child, name), first=first, last=last, head=token.i, code=code)
        return Participant(
            head=token.i, first=first, last=last, kind="noun", type="Place",
            key=f"area:{self.quote(first, last)}",
            name=self.quote(first, last), code=self.code_of(token), definite=self.is_definite(token),
        )  # fmt: skip


def unique(people: Iterable[Participant]) -> tuple[Participant, ...]:
    """Each thing once, the first reading of it."""
    seen: dict[str, Participant] = {}
    for who in people:
        seen.setdefault(who.key, who)
    return tuple(seen.values())


def joined(first: Iterable[Participant], second: Iterable[Participant]) -> tuple[Participant, ...]:
    """Both, each thing once."""
    return unique([*first, *second])


def _is_mutual(token: Token) -> bool:
    return any(c.lower in ("each", "one") for c in token.children)


def _is_the_other(token: Token) -> bool:
    """ "each accused the other"."""
    subjects = token.head.all("nsubj")
    return token.dep == "dobj" and any(subject.lower == "each" for subject in subjects)


def _is_scene(token: Token) -> bool:
    """After "in" or "near" a capital is a place; "an invitation from Moscow" is from its government."""
    while token.dep == "conj":
        token = token.head
    prep = token.head
    if token.dep != "pobj" or prep.lower not in _SCENE:
        return False
    return prep.lower not in ("from", "to", "toward", "towards") or prep.head.pos in ("VERB", "AUX")


def _with_adjectives(token: Token) -> list[Token]:
    found = [token]
    for child in token.children:
        if child.dep == "conj":
            found.extend(_with_adjectives(child))
    return found


def _one_phrase(actors: list[Participant]) -> list[Participant]:
    """ "Karen guerrilla (camp)": one actor, the last noun with the adjectives before it."""
    last = actors[-1]
    if len(actors) < 2 or last.kind != "noun":
        return actors
    code = last.code or next((who.code for who in actors if who.code), None)
    return [changed(last, first=min(who.first for who in actors), code=code)]
