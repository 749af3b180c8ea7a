"""Governing words: what "agreed to", "urged X to", "threatened to" make of the clause below them."""

from __future__ import annotations

from collections.abc import Callable

from kg.drafts import DENIAL, Draft, Participant, Source, changed
from kg.extract import compose as made_of
from kg.extract.below import actors_below, lands_below
from kg.extract.clauses import Slots, depth, has_mark, is_infinitive
from kg.extract.content import COMPLEMENTS, content_span
from kg.extract.judgements import modals
from kg.extract.nouns import device_mode, is_device
from kg.extract.participants import joined
from kg.extract.reading import Reading
from kg.extract.sides import subjects
from kg.model import Record
from kg.syntax import Token

_STATEMENT = frozenset(("do", "does", "did", "will", "would", "can", "could", "may", "might"))
_TO_DO = frozenset(("request", "agree", "promise", "refuse", "threaten"))
_OWN_CLAUSE = frozenset(("promise", "plan", "attempt", "aspect", "stop", "fail"))


class Governing(Record, frozen=True, kw_only=True):
    """A governing word, the slots of its verb, the clause below it and what that tells."""

    word: Token
    slots: Slots
    clause: Token
    inner: Draft | None

    @property
    def event(self) -> str | None:
        """The category of the event below, if there is one."""
        return self.inner.event if self.inner else None

    @property
    def mode(self) -> str | None:
        """Its mode."""
        return self.inner.mode if self.inner else None

    @property
    def recipients(self) -> tuple[Participant, ...]:
        """Its recipients."""
        return self.inner.recipients if self.inner else ()

    @property
    def others(self) -> tuple[Participant, ...]:
        """Its recipients, or all its parties when it has no sides."""
        return self.inner.actors if self.inner and self.inner.symmetric else self.recipients


def compose(reading: Reading, verb: Token, found: Slots) -> Draft | None:
    """The event of a governing verb with the clause below it, if it is one."""
    effect = reading.knowledge.operators.get((verb.lemma, "verb"))
    clause = next((t for slot in COMPLEMENTS for t in found.get(slot, ())), None)
    if clause is None and effect in _TO_DO and "obj" not in found:  # "called on Chad to stop"
        clause = next((t for t in found.get("advcl", ()) if is_infinitive(t)), None)
    if not effect or clause is None or clause.pos not in ("VERB", "AUX", "ADJ"):
        return None
    if clause.dep == "ccomp" and (effect in _OWN_CLAUSE or effect == "agree" and clause.child("nsubj")):
        return None
    governing = Governing(word=verb, slots=found, clause=clause, inner=reading.told(clause))
    if governing.inner is not None and governing.inner.rule == DENIAL:  # "denied it, calling it a lie"
        return None
    maker = _MAKERS.get(effect)
    return maker(reading, governing) if maker else None


def stays_unnamed(reading: Reading, found: Slots) -> bool:
    """ "who asked not to be named": how a source is quoted, no demand."""
    clauses = found.get("xcomp", ())
    return any(reading.is_one(c, "naming-verb") and c.child("auxpass") is not None for c in clauses)


def operated(
    reading: Reading, over: Governing, made: tuple[str, str | None], recipients: tuple[Participant, ...],
    effect: str, *, symmetric: bool = False,
) -> Draft:  # fmt: skip
    """The event that the governing word makes: (category, mode); the clause below is its content."""
    word, clause = over.word, over.clause
    actors = subjects(reading, over.slots).actors
    own = {who.key for who in actors}
    others = tuple(who for who in recipients if who.key not in own)
    if not symmetric:
        below = actors_below(reading, clause)
        recipients = others or tuple(who for who in below if who.key not in own)
    hosts = (over.inner.hosts if over.inner else ()) or tuple(lands_below(reading, clause))
    reading.consume(clause)
    return Draft(
        event=made[0], mode=made[1], first=word.i, last=word.i, sent=word.sent, tokens=(word.i,),
        actors=joined(actors, recipients) if symmetric else actors,
        recipients=() if symmetric else recipients, hosts=hosts,
        content=(content_span(clause),), depth=depth(word), symmetric=symmetric,
        rule=f"{effect} {word.lemma} + {clause.lemma}",
    )  # fmt: skip


def passed(reading: Reading, over: Governing, inner: Draft, status: str | None = None) -> Draft:
    """The inner event, also triggered by the governing word, read with another status."""
    word = over.word
    reading.consumed.update(inner.tokens)
    reading.consumed.discard(word.i)
    above = subjects(reading, over.slots).actors
    actors = joined(above, inner.actors) if inner.symmetric else inner.actors or above
    draft = changed(
        inner, tokens=tuple(sorted({word.i, *inner.tokens})), actors=actors,
        depth=min(inner.depth, depth(word)), rule=f"{inner.rule} under {word.lemma}",
    )  # fmt: skip
    return changed(draft, status=status) if status else draft


def _agree(reading: Reading, over: Governing) -> Draft | None:
    if over.word.lemma == "propose" and over.inner is None:
        return None
    several = len(subjects(reading, over.slots).actors) > 1
    return operated(reading, over, ("AGREE", None), over.others, "agree", symmetric=several)


def _promise(reading: Reading, over: Governing) -> Draft | None:
    made = made_of.promised(over.event, over.mode, over.word.lemma)
    return operated(reading, over, made, over.recipients, "promise") if made else None


def _refuse(reading: Reading, over: Governing) -> Draft | None:
    made = ("REJECT", made_of.request_mode(over.event))
    return operated(reading, over, made, over.recipients or over.others, "refuse")


def _threaten(reading: Reading, over: Governing) -> Draft | None:
    made = ("THREATEN", made_of.threat_mode(over.event, over.mode))
    return operated(reading, over, made, over.recipients or _on_condition(reading, over), "threaten")


def _on_condition(reading: Reading, over: Governing) -> tuple[Participant, ...]:
    """Who is threatened with what happens "if the United States goes ahead"."""
    clauses = [*over.slots.get("advcl", ()), *(t for t in over.clause.subtree() if t.dep == "advcl")]
    conditions = [clause for clause in clauses if has_mark(clause, "if", "unless", "until")]
    tokens = [t for clause in conditions for t in reading.slots(clause).get("subj", ())]
    own = {who.key for who in reading.phrases.actors(over.slots.get("subj", []))}
    found = reading.phrases.actors(tokens)
    return tuple(who for who in found if who.key not in own and who.kind != "pronoun")


def _request(reading: Reading, over: Governing) -> Draft | None:
    asked = _asked_that(reading, over) if over.clause.dep == "ccomp" else _asked_to(reading, over)
    if asked is None:
        return None
    if reading.is_one(over.word, "ordering-verb") and reading.is_one(over.clause, "closing-verb"):
        objects = over.slots.get("obj", ())
        if any(reading.matcher.fits(t, ["@media"]) for t in objects):
            return operated(reading, over, ("COERCE", "censor"), asked, "order")
    if over.word.lemma == "invite":
        return operated(reading, over, ("AGREE", None), asked, "invite")
    return operated(reading, over, ("REQUEST", made_of.request_mode(over.event)), asked, "request")


def _asked_that(reading: Reading, over: Governing) -> tuple[Participant, ...] | None:
    """ "demanded that Iran stop": Iran; ``None`` when it is no demand."""
    if reading.is_one(over.word, "asking-no-clause-verb") or not _is_mandative(over.word, over.clause):
        return None
    return reading.phrases.actors(reading.slots(over.clause).get("subj", [])) or over.recipients


def _asked_to(reading: Reading, over: Governing) -> tuple[Participant, ...] | None:
    """ "urged Iran to stop": Iran; ``None`` for an order to nobody that is no event."""
    filled = (over.slots.get(slot) for slot in ("obj", "on", "upon", "iobj", "to", "with", "for"))
    tokens = next((tokens for tokens in filled if tokens), [])
    if not tokens and over.clause.child("nsubj", "nsubjpass"):
        tokens = reading.slots(over.clause).get("subj", [])
    asked = reading.phrases.actors(tokens)
    if asked or not reading.is_one(over.word, "asking-somebody-verb"):
        return asked
    return asked if reading.is_one(over.word, "asking-anybody-verb") and over.inner else None


def _is_mandative(verb: Token, clause: Token) -> bool:
    """ "demanded that Iran stop": a bare or modal verb, no statement of fact."""
    auxiliaries = {child.lower for child in clause.all("aux", "auxpass")}
    if auxiliaries & _STATEMENT:
        return False
    return clause.tag == "VB" or bool(auxiliaries & {"must", "should", "be"}) or verb.lemma == "demand"


def _warn(reading: Reading, over: Governing) -> Draft | None:
    clause = over.clause
    warned = reading.phrases.actors(over.slots.get("obj", []))
    if clause.dep == "pcomp" or "consequence" in {t.lemma for t in clause.subtree()}:
        return operated(reading, over, ("THREATEN", None), warned, "warn")
    hostile = over.inner is not None and over.inner.event in made_of.MATERIAL_CONFLICT
    if hostile and modals(clause) and (warned or _is_about_itself(reading, over)):
        made = ("THREATEN", made_of.threat_mode(over.event, over.mode))
        return operated(reading, over, made, warned or over.recipients, "warn")
    if warned and clause.dep == "xcomp" or _threatens_itself(reading, over):
        warned = warned or over.recipients or _on_condition(reading, over)
        return operated(reading, over, ("THREATEN", None), warned, "warn")
    return None


def _threatens_itself(reading: Reading, over: Governing) -> bool:
    """ "warned that it would respond if the South went on": what one would do oneself, and when."""
    friendly = over.inner is not None and over.inner.event in made_of.COOPERATIVE | made_of.YIELDING
    conditions = [t for t in over.clause.subtree() if t.dep == "advcl" and has_mark(t, "if", "unless")]
    return bool(modals(over.clause) and conditions and not friendly) and _is_about_itself(reading, over)


def _is_about_itself(reading: Reading, over: Governing) -> bool:
    own = {who.key for who in reading.phrases.actors(over.slots.get("subj", []))}
    inner = reading.phrases.actors(reading.slots(over.clause).get("subj", []))
    return any(who.key in own or who.kind == "pronoun" for who in inner)


def _plan(reading: Reading, over: Governing) -> Draft | None:
    inner = over.inner
    if inner is None:
        return None
    if over.word.lemma == "prepare" and inner.event == "ASSAULT":
        return operated(reading, over, ("MOBILIZE", None), inner.recipients, "prepare")
    reading.consumed.update(t.i for t in over.clause.subtree() if t.i not in inner.tokens)
    if reading.is_one(over.word, "planning-verb"):
        return passed(reading, over, inner, "future")
    reading.consume(over.clause)
    return None


def _attempt(reading: Reading, over: Governing) -> Draft | None:
    if over.clause.dep == "pcomp" and over.clause.head.lower == "for":  # "tried for killing"
        return _convict(reading, over)
    begun = reading.knowledge.operators.get((over.word.lemma, "verb")) == "aspect"
    if begun and over.clause.tag == "VB" and over.slots.get("obj"):
        return None  # "continued their march to demand a vote": one acts in order to do the other
    return passed(reading, over, over.inner) if over.inner else None


def _use(reading: Reading, over: Governing) -> Draft | None:
    """ "used drones to attack": the attack happened, with drones."""
    if over.inner is None:
        return None
    objects = over.slots.get("obj", [])
    tools = tuple(reading.phrases.extent(t) for t in objects if is_device(reading, t))
    draft = passed(reading, over, over.inner)
    mode = draft.mode or (device_mode(reading, objects) if draft.event == "ASSAULT" else None)
    return changed(draft, instruments=(*draft.instruments, *tools), mode=mode)


def _seem(reading: Reading, over: Governing) -> Draft | None:
    if over.inner is None or over.clause.dep != "xcomp":
        return None
    hearsay = Source(stance="reports", who=None, first=over.word.i, last=over.word.i)
    return changed(passed(reading, over, over.inner), sources=(hearsay,))


def _stop(reading: Reading, over: Governing) -> Draft | None:
    if over.inner is None:
        return None
    made = made_of.stopped(over.event)
    if made is None:
        return passed(reading, over, over.inner, "negated")
    return operated(reading, over, made, over.recipients, "stop")


def _fail(reading: Reading, over: Governing) -> Draft | None:
    if over.inner is None or over.inner.event == "AGREE":
        return None
    return passed(reading, over, over.inner, "negated")


def _prevent(reading: Reading, over: Governing) -> Draft | None:
    if over.inner is not None:
        reading.consume(over.clause)
    return None


def _deny(reading: Reading, over: Governing) -> Draft | None:
    if over.inner is None:
        return None
    who = reading.speech.speaker(over.word)
    denial = Source(stance="denies", who=who, first=over.word.i, last=over.word.i)
    draft = passed(reading, over, over.inner)
    return changed(draft, sources=(*reading.speech.sources(over.word), denial))


def _convict(reading: Reading, over: Governing) -> Draft | None:
    if over.clause.dep in ("pcomp", "xcomp"):
        reading.consume(over.clause)
    return None


_MAKERS: dict[str, Callable[[Reading, Governing], Draft | None]] = {
    "agree": _agree, "promise": _promise, "refuse": _refuse, "threaten": _threaten, "request": _request,
    "warn": _warn, "plan": _plan, "attempt": _attempt, "aspect": _attempt, "use": _use, "seem": _seem,
    "stop": _stop, "fail": _fail, "prevent": _prevent, "deny": _deny, "convict": _convict,
}  # fmt: skip
"""Effect in the lexicon -> what is made of it; other effects leave the clauses as they are."""
