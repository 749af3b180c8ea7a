"""The last word on a draft: who says it, whether it happened, and what "will" and "must" make of it."""

from __future__ import annotations

from kg.drafts import DENIAL, Draft, Participant, Source, changed
from kg.extract import compose
from kg.extract.clauses import has_mark
from kg.extract.content import content_span
from kg.extract.denials import disowned
from kg.extract.judgements import obligations
from kg.extract.participants import joined
from kg.extract.reading import Reading
from kg.extract.status import is_inverted, is_purpose, status_cue, status_of
from kg.syntax import Token

_UNTIL_THEY_YIELD = ("SANCTION", "COERCE", "MOBILIZE", "RETREAT")
_ABOUT = frozenset(("on", "over", "about", "for", "regarding", "concerning"))
_IMAGINING = frozenset(("would", "could", "might", "may"))
_OWN_STATUS = ("warning", "judgement", "demand")


def finished(reading: Reading, draft: Draft, trigger: Token) -> Draft:
    """With speakers and status; the readings that change the category."""
    if draft.rule == DENIAL:
        return draft
    draft = _held_together(reading, draft)
    trigger = trigger if draft.nominal else _leading(reading, draft)
    alleged = next((reading.alleged[t] for t in draft.tokens if t in reading.alleged), None)
    if not draft.sources:
        draft = changed(draft, sources=reading.speech.sources(trigger))
    if alleged is not None:
        source, blamed = alleged
        told = draft.sources if source is None else (*_of_others(draft.sources, source), source)
        draft = changed(draft, sources=told, actors=draft.actors or blamed)
    return disowned(reading, draft, trigger) or _with_request(_with_status(reading, draft, trigger), trigger)


def _held_together(reading: Reading, draft: Draft) -> Draft:
    """An exercise of one state shows its force; of two or more, or "with" another, they cooperate."""
    tokens = reading.parse.tokens
    if draft.event != "MOBILIZE" or not any(reading.is_one(tokens[i], "drill-noun") for i in draft.tokens):
        return draft
    preps = [tokens[who.head].head for who in draft.recipients]
    partners = [
        who
        for who, prep in zip(draft.recipients, preps, strict=True)
        if prep.lower in ("with", "alongside") and prep.head.i in draft.tokens
    ]
    sides = joined(draft.actors, partners)
    if len({who.code for who in sides if who.code}) < 2:
        return draft
    return changed(
        draft, event="COOPERATE", mode=None, actors=sides, recipients=(), hosts=(), units=(), symmetric=True
    )


def _of_others(sources: tuple[Source, ...], last: Source) -> tuple[Source, ...]:
    """The speakers without the one who is the last anyway."""
    who = last.who.key if last.who is not None else None
    return tuple(s for s in sources if s.first != last.first or s.who is None or s.who.key != who)


def _leading(reading: Reading, draft: Draft) -> Token:
    """The first verb among the triggers, or the first trigger."""
    tokens = [reading.parse.tokens[i] for i in draft.tokens]
    return next((token for token in tokens if token.pos in ("VERB", "AUX")), tokens[0])


def _with_status(reading: Reading, draft: Draft, trigger: Token) -> Draft:
    status = _read_status(reading, draft, trigger)
    if draft.nominal:
        reading_ = compose.future_reading(draft.event, True) if status == "future" else None
        draft, status = (
            (changed(draft, event=reading_[0], mode=None), reading_[1]) if reading_ else (draft, status)
        )
    elif status in ("future", "negated"):
        draft, status = _announced(reading, draft, trigger, status)
    return _with_cue(reading, changed(draft, status=status or "never"), trigger)


def _with_cue(reading: Reading, draft: Draft, trigger: Token) -> Draft:
    """The rule with the word that set the status, for those who ask why."""
    if draft.status in ("actual", "never"):
        return draft
    cue = status_cue(trigger, draft.status, reading.knowledge)
    return draft if cue is None else changed(draft, rule=f"{draft.rule}; status {draft.status} by {cue.text}")


def _read_status(reading: Reading, draft: Draft, trigger: Token) -> str | None:
    """The status by the words around; "never" for what is not said to have happened."""
    status: str | None = draft.status
    if draft.nominal and _is_topic(reading, draft, trigger):
        return "never"
    if status == "actual" and not draft.rule.startswith(_OWN_STATUS):
        told = bool(draft.sources)
        status = (
            _nominal_status(reading, trigger)
            if draft.nominal
            else status_of(trigger, reading.knowledge, told=told)
        )
    if status == "actual" and _describes(trigger):
        return "never"
    if status == "hypothetical" and draft.event in compose.COOPERATIVE:
        return "never"
    if status == "negated" and draft.toll and not draft.actors:  # "nobody was hurt"
        return "never"
    if draft.nominal or status != "actual":
        return status
    if draft.rule.startswith(("verb", "light")) and is_purpose(trigger, reading.knowledge):
        return "never"
    return "negated" if _object_negated(reading, draft) else status


def _is_topic(reading: Reading, draft: Draft, noun: Token) -> bool:
    """ "discussed a prisoner exchange", "a reward for the capture": what one speaks of or hopes for.

    "Discussed the attack" speaks of one that happened.
    """
    above = _spoken_about(noun)
    if any(reading.is_one(token, "hope-noun") for token in above):
        return True
    if reading.phrases.is_definite(noun) and draft.event not in compose.YIELDING | compose.COOPERATIVE:
        return False
    return any(reading.is_one(token, "topic-verb") for token in above)


def _spoken_about(noun: Token) -> list[Token]:
    """The verb a noun is the object of, or what stands before "on" or "for" it."""
    if noun.dep == "dobj":
        return [noun.head]
    if noun.dep != "pobj" or noun.head.lower not in _ABOUT:
        return []
    above = noun.head.head
    return [above, *above.all("dobj")]


def _describes(trigger: Token) -> bool:
    """A relative clause in the present, or on "any", says what something is, not what happened."""
    clause = trigger
    while clause.dep == "conj" and clause.head.pos == "VERB":
        clause = clause.head
    if clause.dep != "relcl":
        return False
    anybody = any(
        child.lower in ("any", "anyone", "whoever") for child in (clause.head, *clause.head.all("det"))
    )
    return anybody or trigger.tag in ("VB", "VBP", "VBZ") and not trigger.child("aux", "auxpass")


def _announced(reading: Reading, draft: Draft, trigger: Token, status: str) -> tuple[Draft, str]:
    """What "will" makes of an event: a threat, a refusal, an offer, a promise, or news of what comes."""
    if status == "negated":
        return _refused(draft, trigger)
    conditional = any(has_mark(clause, "if", "unless", "until") for clause in trigger.all("advcl"))
    hostile = draft.event == "ASSAULT" or conditional and draft.event in _UNTIL_THEY_YIELD
    if hostile and _speaks_for_itself(reading, draft):
        mode = compose.threat_mode(draft.event, draft.mode)
        threat = changed(draft, event="THREATEN", mode=mode, sources=draft.sources[:-1], counts=())
        return threat, "actual"
    if "under expect" in draft.rule or "under due" in draft.rule:
        return draft, status
    made = compose.future_reading(draft.event, False)
    return (changed(draft, event=made[0], mode=None), made[1]) if made else (draft, status)


def _refused(draft: Draft, trigger: Token) -> tuple[Draft, str]:
    """ "will not talk" is a refusal; of a list of parties the first refuses."""
    announced = {child.lower for child in trigger.all("aux")} & {"will", "would", "wo", "shall"}
    if not announced or draft.event not in compose.COOPERATIVE | compose.YIELDING:
        return draft, "negated"
    made = changed(draft, event="REJECT", mode=compose.request_mode(draft.event), symmetric=False)
    if not made.recipients:
        made = changed(made, actors=made.actors[:1], recipients=made.actors[1:])
    return made, "actual"


def _speaks_for_itself(reading: Reading, draft: Draft) -> bool:
    """Whether the one who would do it is the one who says so."""
    speaker = draft.speaker
    return speaker is not None and any(_is_own(reading, who, speaker) for who in draft.actors)


def _is_own(reading: Reading, who: Participant, speaker: Participant) -> bool:
    owner = reading.parse.tokens[who.head].child("poss")
    if who.kind == "pronoun" or who.key == speaker.key or (owner is not None and owner.tag == "PRP$"):
        return True
    return bool(who.code and who.code == speaker.code)


def _object_negated(reading: Reading, draft: Draft) -> bool:
    determiners = (c for t in draft.tokens for c in reading.parse.tokens[t].all("det"))
    return any(determiner.lower == "no" for determiner in determiners)


def _nominal_status(reading: Reading, noun: Token) -> str | None:
    """The status of an event told by a noun: its own words first, then the verb above it."""
    words = {child.lower for child in noun.children}
    classes = reading.knowledge.classes
    if words & reading.knowledge.cues["future"]:
        return "future"
    if "no" in words:
        return "negated"
    if "any" in words and noun.tag == "NN" or words & classes["possible-modifier"] or _is_imagined(noun):
        return "hypothetical"
    if words & classes["repeated-modifier"]:
        return "habitual"
    verb = next((t for t in noun.ancestors() if t.pos in ("VERB", "AUX")), None)
    if verb is not None and reading.is_one(verb, "fearing-verb") and noun.dep in ("dobj", "nsubjpass"):
        return "hypothetical"
    above = status_of(verb, reading.knowledge) if verb is not None else "actual"
    definite = reading.phrases.is_definite(noun) or noun.child("poss") is not None
    return "actual" if definite or above in ("negated", "future", "historical", None) else above


def _is_imagined(noun: Token) -> bool:
    """ "a ground operation would be a mistake": one that is thought of."""
    verb = noun.head
    imagined = noun.dep == "nsubj" and any(child.lower in _IMAGINING for child in verb.all("aux"))
    return imagined and any(child.lower in ("a", "an", "another") for child in noun.all("det"))


def _with_request(draft: Draft, trigger: Token) -> Draft:
    """ "X said that Y must do Z" is a demand of X."""
    if draft.nominal or draft.status == "negated" or not obligations(trigger):
        return draft
    speaker = draft.speaker
    if speaker is None or not draft.actors or is_inverted(trigger):
        return draft
    if any(who.key == speaker.key for who in draft.actors):
        return draft
    return changed(
        draft, event="REQUEST", symmetric=False, mode=compose.request_mode(draft.event), actors=(speaker,),
        recipients=draft.actors, status="actual", sources=draft.sources[:-1], targets=(), counts=(), hosts=(),
        content=(content_span(trigger),), rule=f"demand: {draft.rule}",
    )  # fmt: skip
