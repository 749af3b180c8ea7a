"""Denials: of what was told before ("rejected that version"), or of having a part in it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.drafts import DENIAL, Draft, Source, changed
from kg.extract.clauses import Slots, depth
from kg.extract.content import consume_event
from kg.extract.reading import Reading
from kg.syntax import Token

_POINTING = frozenset(("it", "this", "that"))


def denied(reading: Reading, verb: Token, found: Slots) -> Draft | None:
    """ "denied the accusation", "rejected that version", "called the report baseless"."""
    noun = next(iter(found.get("obj", ())), None)
    if noun is None or verb.child("neg"):
        return None
    if _is_denying(reading, verb, found, noun):
        consume_event(reading, noun)
    elif not _is_branding(reading, verb, found, noun):
        return None
    return _denial(reading, verb, noun)


def _is_denying(reading: Reading, verb: Token, found: Slots, noun: Token) -> bool:
    if reading.knowledge.reporting.get(verb.lemma) != "denies" or "ccomp" in found or "xcomp" in found:
        return False
    return _is_told(reading, noun) or (verb.lemma == "deny" and noun.pos == "PRON")


def _is_told(reading: Reading, noun: Token) -> bool:
    return reading.is_one(noun, "accusation") or reading.is_one(noun, "version-noun")


def _is_branding(reading: Reading, verb: Token, found: Slots, noun: Token) -> bool:
    """ "called the report baseless", "described this as a lie"."""
    if not reading.is_one(verb, "branding-verb"):
        return False
    if not (_is_told(reading, noun) or noun.lower in _POINTING):
        return False
    return any(reading.is_one(t, "baseless") for slot in ("oprd", "as", "ccomp") for t in found.get(slot, ()))


def _denial(reading: Reading, verb: Token, noun: Token) -> Draft:
    who = reading.speech.speaker(verb)
    refusing = reading.is_one(verb, "rejecting-verb") and reading.is_one(noun, "accusation")
    rejecting = (who,) if who is not None and refusing else ()
    source = Source(stance="denies", who=who, first=verb.i, last=verb.i)
    return Draft(
        event="REJECT" if rejecting else "", mode=None, first=verb.i, last=verb.i, sent=verb.sent,
        tokens=(verb.i,), nominal=True, definite=True, actors=rejecting,
        recipients=tuple(reading.phrases.within(noun)) if rejecting else (),
        sources=(*reading.speech.sources(verb), source), depth=depth(verb), rule=DENIAL,
    )  # fmt: skip


def baseless(reading: Reading, verb: Token, found: Slots) -> Draft | None:
    """ "The ministry said the report was untrue": a clause with "be" that denies what was told."""
    word = next((t for t in found.get("oprd", ()) if reading.is_one(t, "baseless")), None)
    told = [t for t in found.get("subj", ()) if _is_told(reading, t) or t.lower in _POINTING]
    sources = reading.speech.sources(verb) if word is not None and told else ()
    if not sources or sources[-1].who is None or verb.child("neg"):
        return None
    return Draft(
        event="", mode=None, first=verb.i, last=verb.i, sent=verb.sent, tokens=(verb.i,), nominal=True,
        definite=True, sources=_denying(sources), depth=depth(verb), rule=DENIAL,
    )  # fmt: skip


def _denying(sources: Sequence[Source]) -> tuple[Source, ...]:
    return (*sources[:-1], changed(sources[-1], stance="denies"))


def disowned(reading: Reading, draft: Draft, trigger: Token) -> Draft | None:
    """The draft as an event that its speaker denies: he "had no role in the attack", or "no such
    attack had taken place"; ``None`` when it is no denial."""
    if draft.speaker is None:
        return None
    if draft.nominal and {"no", "such"} <= {child.lower for child in trigger.children}:
        return changed(draft, sources=_denying(draft.sources), rule=DENIAL, actors=())
    if _has_no_part(reading, trigger):
        return changed(draft, sources=_denying(draft.sources), status="actual")
    return None


def _has_no_part(reading: Reading, trigger: Token) -> bool:
    """ "had nothing to do with", "was not involved in", "was not behind": what stands under it."""
    if trigger.dep not in ("pobj", "pcomp"):
        return False
    prep = trigger.head
    above = prep.head
    if reading.is_one(prep, "taking-part"):
        return _is_negated(above)
    if above.lemma == "do" and above.head.lower == "nothing":
        return True
    if reading.is_one(above, "taking-part"):
        return _is_negated(above) or _is_negated(above.head)
    if not reading.is_one(above, "part-taken"):
        return False
    return any(child.lower == "no" for child in above.children) or _is_negated(above.head)


def _is_negated(verb: Token) -> bool:
    return verb.child("neg") is not None
