"""Clauses with "be": "is ready to attack", "is unacceptable", "is to visit"."""

from __future__ import annotations

from kg.drafts import Draft, changed
from kg.extract.clauses import Slots, depth, objects_of
from kg.extract.compose import COOPERATIVE, YIELDING, request_mode, threat_mode
from kg.extract.content import content_span
from kg.extract.judgements import judgement
from kg.extract.nouns import noun_frame
from kg.extract.operators import Governing, operated, passed
from kg.extract.reading import Reading
from kg.extract.roles import noun_roles
from kg.extract.sides import subjects
from kg.syntax import Token


def copula(reading: Reading, verb: Token, found: Slots) -> Draft | None:
    """What a clause with "be" tells by its adjective, or by "is to"."""
    for word in found.get("oprd", ()):
        effect = reading.knowledge.operators.get((word.lemma, "adj"))
        clause = word.child("xcomp") or (verb.child("xcomp") if effect else None)
        if effect and clause is not None:
            over = Governing(word=word, slots=found, clause=clause, inner=reading.told(clause))
            return _disposed(reading, verb, over, effect)
        if effect == "willing" and clause is None:
            return _ready_for(reading, verb, word, found)
        if reading.is_one(word, "bad"):
            return judgement(reading, verb, found, word)
    return _is_to(reading, verb, found)


def _ready_for(reading: Reading, verb: Token, word: Token, found: Slots) -> Draft | None:
    """ "is ready for talks with the rebels", "is open to a truce": an offer to the other side."""
    for token in (*objects_of(word, "for"), *objects_of(word, "to")):
        frame = noun_frame(reading, token)
        if frame is None or frame.event not in COOPERATIVE | YIELDING:
            continue
        roles = noun_roles(reading, token, frame)
        actors = subjects(reading, found).actors
        own = {who.key for who in actors}
        reading.consume(token)
        return Draft(
            event="AGREE", mode=None, first=word.i, last=word.i, sent=verb.sent, tokens=(verb.i, word.i),
            actors=actors, depth=depth(verb), content=(content_span(token),),
            recipients=tuple(who for who in (*roles.recipients, *roles.actors) if who.key not in own),
            rule=f"{word.lemma} for {frame.lemma}",
        )  # fmt: skip
    return None


def _is_to(reading: Reading, verb: Token, found: Slots) -> Draft | None:
    clause = verb.child("xcomp")
    if clause is None or clause.child("aux") is None or found.get("oprd"):
        return None
    inner = reading.told(clause)
    over = Governing(word=verb, slots=found, clause=clause, inner=inner)
    return passed(reading, over, inner, "future") if inner else None


def _disposed(reading: Reading, verb: Token, over: Governing, effect: str) -> Draft | None:
    """ "willing to talk" is an offer, "ready to attack" a threat, "unwilling" a refusal."""
    draft: Draft | None
    if effect == "willing":
        draft = _willing(reading, over)
    elif effect == "unwilling":
        made = ("REJECT", request_mode(over.event))
        draft = operated(reading, over, made, over.recipients, "unwilling")
    else:
        return passed(reading, _with_word(over, verb), over.inner, "future") if over.inner else None
    return changed(draft, tokens=(verb.i, over.word.i)) if draft is not None else None


def _with_word(over: Governing, verb: Token) -> Governing:
    return changed(over, word=verb)


def _willing(reading: Reading, over: Governing) -> Draft | None:
    if over.inner is None:
        if not reading.is_one(over.word, "disposed"):
            return None
        offer = operated(reading, over, ("AGREE", None), (), "willing")
        return offer if offer.actors else None
    made: tuple[str, str | None] = ("AGREE", None)
    if over.inner.event in ("ASSAULT", "SANCTION", "COERCE"):
        made = ("THREATEN", threat_mode(over.event, over.mode))
    return operated(reading, over, made, over.others, "willing")
