"""The deep search: an actor somewhere below the complements of a verb."""

from __future__ import annotations

from kg.drafts import Participant
from kg.extract.clauses import LOCATIVE, Slots, with_conjuncts
from kg.extract.nouns import names_object
from kg.extract.reading import Reading
from kg.knowledge import Frame
from kg.syntax import Token

_SLOTS = ("obj", "against", "on", "to", "for", "over", "at", "with", "of", "from", "into", "in.clause",
          "for.clause", "against.clause", "in")  # fmt: skip
_SLOTS_OF = {"PROTEST": (*_SLOTS, "xcomp", "advcl"), "COERCE": ("obj", "against", "on", "to", "of", "from")}
_AFTER_OBJECT = ("on", "to", "for", "with", "against", "of", "from", "between", "into")
_ARGUMENTS = frozenset(("pobj", "dobj", "poss", "conj", "amod", "compound", "nsubj", "iobj", "dative"))
_BOUND = frozenset(("to", "into", "from", "for", "of"))
_CIRCUMSTANCE = LOCATIVE - {"on"} | {"during", "since", "after", "before", "as", "like"}


def deep_recipients(reading: Reading, found: Slots, frame: Frame) -> list[Participant]:
    """The first actor anywhere below the complements: "lift embargoes on sales to Iran"."""
    subjects = {t.i for t in found.get("subj", ())}
    named = names_object(frame)
    for slot in _SLOTS_OF.get(frame.event, _SLOTS):
        for token in found.get(slot, ()):
            if token.i not in subjects and not (slot == "obj" and named) and not _is_aside(reading, token):
                people = actors_below(reading, token)
                if slot != "obj" and token.lemma in (frame.when.get(slot) or ()):  # the word itself is none
                    people = [who for who in people if who.head != token.i]
                if frame.event == "PROTEST":  # "the streets of Tunis"
                    people = [who for who in people if not _is_capital(reading, who)]
                if people:
                    return people
    return _beneficiaries(reading, found) or (_of_object(reading, found) if named else [])


def _is_capital(reading: Reading, who: Participant) -> bool:
    name = reading.index.name_at.get(who.head)
    return name is not None and name.form == "metonym"


def _is_aside(reading: Reading, token: Token) -> bool:
    """ "halted work after looters came", "marched in support of the army": told beside the act."""
    clause = token.dep == "advcl" and token.child("nsubj", "nsubjpass") is not None
    return clause or reading.is_one(token, "favour")


def actors_below(reading: Reading, top: Token) -> list[Participant]:
    """The first actor in the words below a token, with those joined to it."""
    for token in top.subtree():
        if not _may_be_meant(reading, token, top):
            continue
        modifies = token.dep in ("poss", "amod", "compound")
        who = reading.phrases.modifier(token) if modifies else reading.phrases.read(token)
        if who is not None and who.can_act and who.kind != "pronoun":
            rest = [reading.phrases.read(t) for t in with_conjuncts(token)[1:]]
            return [who, *(other for other in rest if other is not None and other.can_act)]
    return []


def _may_be_meant(reading: Reading, token: Token, top: Token) -> bool:
    if token.i == top.i and token.pos in ("VERB", "AUX") or _in_inner_clause(token, top):
        return False
    if token.dep not in _ARGUMENTS or _belongs_to_actor(reading, token):
        return False
    return token.dep != "pobj" or token.head.lower not in _CIRCUMSTANCE


def _in_inner_clause(token: Token, top: Token) -> bool:
    """Whether a relative or other clause stands between the token and the top of the search."""
    while token is not top and token.head is not token:
        if token.dep in ("relcl", "advcl", "ccomp"):
            return True
        token = token.head
    return False


def _belongs_to_actor(reading: Reading, token: Token) -> bool:
    """A modifier that names no actor of its own: "Moslem" forces, "spy" planes."""
    if token.dep not in ("amod", "compound", "poss"):
        return False
    if token.dep != "poss" and token.i not in reading.index.name_at:
        return True
    whole = reading.phrases.read(token.head)
    return whole is not None and whole.can_act


def _of_object(reading: Reading, found: Slots) -> list[Participant]:
    """Below the object, but not the object itself, which the frame has named: in what follows it
    ("relations with Chad") or in what it is about ("an invitation to attend a meeting of the party").
    """
    for noun in found.get("obj", ()):
        for prep in noun.all("prep"):
            if prep.lower in _AFTER_OBJECT:
                people = [who for t in prep.all("pobj") for who in actors_below(reading, t)]
                if people:
                    return people
        for clause in noun.all("acl"):
            people = actors_below(reading, clause) if clause.tag in ("VB", "VBG") else []
            if people:
                return people
    return []


def _beneficiaries(reading: Reading, found: Slots) -> list[Participant]:
    """ "400 million dollars to help Sri Lanka": whom it is to help."""
    clauses = [*found.get("advcl", ()), *found.get("xcomp", ())]
    clauses += [c for t in found.get("obj", ()) for c in t.all("acl", "relcl")]
    for clause in clauses:
        if reading.is_one(clause, "helping-verb"):
            inner = reading.slots(clause)
            helped = inner.get("obj") or [t for c in inner.get("ccomp", ()) for t in c.all("nsubj")]
            people = list(reading.phrases.actors(helped))
            if people:
                return people
    return []


def lands_below(reading: Reading, top: Token) -> list[Participant]:
    """The first state or named place that the words below a token are about, as what the event
    concerns: "embargoes on sales", "terrorist acts in Israel", "a curfew imposed in Abidjan"."""
    for token in top.subtree():
        if token is top or token.dep != "pobj" or token.ent in ("DATE", "TIME"):
            continue
        who = reading.phrases.read(token)
        if who is None or who.kind != "name" or who.type not in ("Place", "State"):
            continue
        if token.head.lower in LOCATIVE | _BOUND and not _in_inner_clause(token, top):
            return [reading.phrases.host(token) or who]
    return []
