"""Denials: of what was told before ("rejected that version"), or of having a part in it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.drafts import DENIAL, Draft, Source, changed
from kg.extract.clauses import Slots, depth, is_passive
from kg.extract.content import consume_event
from kg.extract.reading import Reading
from kg.syntax import Token

_UNSURE = frozenset("will would may might could can should must 'll if unless whether".split())
_HOLDING_BACK = frozenset("avoid cease decline fail refuse short stop without".split())
_POINTING = frozenset(("it", "this", "that"))
_TAKING_UP = _POINTING | {"which", "what", "them", "these"}
"""Pronouns for what was told before: "what Kigali denied"."""


def denied(reading: Reading, verb: Token, found: Slots) -> Draft | None:
    """ "denied the accusation", "rejected that version", "called the report baseless", "denied"."""
    noun = next(iter(found.get("obj", ())), None)
    if not may_deny(reading, verb, found):
        return None
    if noun is None and _is_bare_denial(reading, verb, found):
        return _denial(reading, verb, verb)
    if noun is None:
        return None
    if _is_denying(reading, verb, found, noun):
        consume_event(reading, noun)
    elif not _is_branding(reading, verb, found, noun):
        return None
    return _denial(reading, verb, noun)


def may_deny(reading: Reading, verb: Token, found: Slots) -> bool:
    """Whether a verb can be a denial of what was told before: not "did not deny", and not "denied a report
    that its men had left", which tells with it what is denied."""
    noun = next(iter(found.get("obj", ())), None)
    if _is_undecided(reading, verb):
        return False
    if noun is None or not _says_what(noun):
        return True
    return reading.phrases.is_definite(noun) or noun.child("poss") is not None


def _is_denying(reading: Reading, verb: Token, found: Slots, noun: Token) -> bool:
    open_end = "ccomp" in found or "xcomp" in found
    if verb.lemma in ("refuse", "decline"):
        return is_claim(reading, noun) and not open_end
    if reading.knowledge.reporting.get(verb.lemma) != "denies":
        return False
    if is_claim(reading, noun):
        return not open_end
    taken_up = noun.lower in _TAKING_UP or not open_end and _takes_up(verb)
    return taken_up and not reading.is_one(verb, "rejecting-verb")


def _is_undecided(reading: Reading, verb: Token) -> bool:
    """ "did not deny", "neither confirmed nor denied", "may deny", "if it denies", "declined to deny"."""
    before = reading.parse.tokens[verb.i - 1].lower if verb.i else ""
    if verb.child("neg") is not None or before in ("nor", "neither"):
        return True
    above = {verb.head.lemma, verb.head.head.lemma}
    held_back = verb.dep in ("xcomp", "pcomp") and bool(above & _HOLDING_BACK)
    return held_back or any(c.lower in _UNSURE for c in verb.all("aux", "mark"))


def _says_what(noun: Token) -> bool:
    """ "a report that his men had left": the report is told with it."""
    return any(t.lower == "that" for c in noun.all("acl", "relcl", "ccomp") for t in c.all("mark"))


def _takes_up(verb: Token) -> bool:
    """ ", which Kigali denied": the clause before, whatever noun stands last in it."""
    pronoun = verb.child("dobj")
    aside = verb.dep == "relcl" and pronoun is not None and pronoun.lower == "which"
    return aside and any(mark.text == "," and mark.i == verb.left_edge.i - 1 for mark in verb.head.children)


def _is_bare_denial(reading: Reading, verb: Token, found: Slots) -> bool:
    """ "Kigali denied.", "Kigali denied that shots were heard.": of whatever was told before."""
    above = {"xcomp", "obj", "prep"} & found.keys()
    silent = all(reading.told(clause) is None for clause in found.get("ccomp", ()))
    apart = verb.dep in ("ROOT", "conj", "parataxis") and not is_passive(verb)
    return verb.lemma == "deny" and apart and not above and silent


def is_claim(reading: Reading, noun: Token) -> bool:
    """ "the accusation", "that version": a noun for what somebody has told."""
    return reading.is_one(noun, "accusation") or reading.is_one(noun, "version-noun")


def _is_branding(reading: Reading, verb: Token, found: Slots, noun: Token) -> bool:
    """ "called the report baseless", "described this as a lie"."""
    if not reading.is_one(verb, "branding-verb"):
        return False
    if not (is_claim(reading, noun) or noun.lower in _POINTING):
        return False
    return any(reading.is_one(t, "baseless") for slot in ("oprd", "as", "ccomp") for t in found.get(slot, ()))


def _denial(reading: Reading, verb: Token, noun: Token) -> Draft:
    who = reading.speech.speaker(verb)
    refusing = reading.is_one(verb, "rejecting-verb") and reading.is_one(noun, "accusation")
    rejecting = (who,) if who is not None and refusing else ()
    source = Source(stance="denies", who=who, first=verb.i, last=verb.i)
    beside = verb.dep == "relcl"  # "Kyiv said so, which Moscow denied": not Kyiv says that it does
    return Draft(
        event="REJECT" if rejecting else "", mode=None, first=verb.i, last=verb.i, sent=verb.sent,
        tokens=(verb.i,), nominal=True, definite=True, actors=rejecting,
        recipients=tuple(reading.phrases.within(noun)) if rejecting else (),
        sources=(*(() if beside else reading.speech.sources(verb)), source), depth=depth(verb), rule=DENIAL,
    )  # fmt: skip


def baseless(reading: Reading, verb: Token, found: Slots) -> Draft | None:
    """ "The ministry said the report was untrue": a clause with "be" that denies what was told."""
    word = next((t for t in found.get("oprd", ()) if reading.is_one(t, "baseless")), None)
    told = [t for t in found.get("subj", ()) if is_claim(reading, t) or t.lower in _POINTING]
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
