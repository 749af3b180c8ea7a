"""What a speaker does by saying it: condemn, warn, demand."""

from __future__ import annotations

from kg.drafts import Draft, Participant
from kg.extract.below import actors_below
from kg.extract.clauses import Slots, depth
from kg.extract.content import content_span
from kg.extract.nouns import noun_frame
from kg.extract.reading import Reading
from kg.extract.roles import noun_roles
from kg.extract.status import is_inverted
from kg.knowledge import Frame
from kg.syntax import Token

_MODALS = frozenset(("could", "may", "might", "will", "would"))
_OBLIGING = frozenset(("must", "should"))
_POINTING = ("this", "that", "it", "these")
_POINTING_DETERMINERS = ("this", "these", "such", "the")


def modals(verb: Token) -> set[str]:
    """Those auxiliaries of a verb that make it a possibility or a prospect."""
    return {child.lower for child in verb.all("aux")} & _MODALS


def obligations(verb: Token) -> set[str]:
    """Those auxiliaries of a verb that make it a duty."""
    return {child.lower for child in verb.all("aux")} & _OBLIGING


def judgement(reading: Reading, verb: Token, found: Slots, word: Token) -> Draft | None:
    """ "is unacceptable" in the mouth of a speaker is a condemnation by the speaker."""
    sources = reading.speech.sources(verb)
    if not sources or sources[-1].who is None:
        return None
    judged = found.get("subj", [])
    blamed = tuple(who for token in judged for who in _blamed(reading, token))
    if not blamed and not any(_is_particular(reading, token) for token in judged):
        return None
    return Draft(
        event="ACCUSE", mode="disapprove", first=word.i, last=word.i, sent=verb.sent,
        tokens=(verb.i, word.i), actors=(sources[-1].who,), recipients=blamed,
        content=tuple(content_span(token) for token in judged),
        sources=sources[:-1], depth=depth(verb), rule=f"judgement {word.lemma}",
    )  # fmt: skip


def _is_particular(reading: Reading, token: Token) -> bool:
    """Something particular is judged: an event or "this", not a generality ("terrorism")."""
    if token.lower in _POINTING:
        return True
    if any(c.lower in _POINTING_DETERMINERS for c in token.all("det", "predet", "amod")):
        return True
    return noun_frame(reading, token) is not None and token.child("poss") is not None


def _blamed(reading: Reading, token: Token) -> tuple[Participant, ...]:
    who = reading.phrases.read(token)
    if who is not None and who.can_act and who.kind != "pronoun":
        return (who,)
    frame = noun_frame(reading, token)
    return noun_roles(reading, token, frame).actors if frame else ()


def warning(reading: Reading, verb: Token, frame: Frame) -> Draft | None:
    """ "could have serious consequences" in somebody's mouth is a warning of the speaker."""
    sources = reading.speech.sources(verb)
    if not modals(verb) or not sources or sources[-1].who is None:
        return None
    return Draft(
        event=frame.event, mode=frame.mode, first=verb.i, last=verb.i, sent=verb.sent, tokens=(verb.i,),
        actors=(sources[-1].who,), sources=sources[:-1], depth=depth(verb), rule="warning of consequences",
        content=(content_span(verb),),
    )  # fmt: skip


def intolerance(reading: Reading, verb: Token, frame: Frame, found: Slots) -> Draft | None:
    """ "will no longer tolerate the rallies of X" is a threat to X by whoever says so."""
    refused = any(c.dep == "neg" or c.lower == "never" or _is_no_longer(c) for c in verb.children)
    sources = reading.speech.sources(verb)
    speaker = sources[-1].who if sources else None
    own = reading.phrases.actors(found.get("subj", []))
    actors = own if speaker is None or any(who.type == "State" for who in own) else (speaker,)
    if not refused or not actors or not modals(verb) & {"will", "would"}:
        return None
    below = [who for token in found.get("obj", ()) for who in actors_below(reading, token)]
    for token in found.get("obj", ()):
        reading.consume(token)
    return Draft(
        event=frame.event, mode=frame.mode, first=verb.i, last=verb.i, sent=verb.sent, tokens=(verb.i,),
        actors=actors, recipients=tuple(below), sources=sources[:-1], depth=depth(verb),
        rule="warning of intolerance", content=(content_span(verb),),
    )  # fmt: skip


def _is_no_longer(token: Token) -> bool:
    return token.lower == "longer" and any(child.lower == "no" for child in token.children)


def demand(reading: Reading, verb: Token, found: Slots) -> Draft | None:
    """ "X said that Y must do something", whatever it is, is a demand of X on Y."""
    if not obligations(verb) or verb.dep != "ccomp" or verb.child("neg") or is_inverted(verb):
        return None
    sources = reading.speech.sources(verb)
    speaker = sources[-1].who if sources else None
    asked = reading.phrases.actors(found.get("subj", found.get("obj", [])))
    if speaker is None or not asked:
        return None
    if any(who.kind == "pronoun" or who.key == speaker.key for who in asked):
        return None
    return Draft(
        event="REQUEST", mode=None, first=verb.i, last=verb.i, sent=verb.sent, tokens=(verb.i,),
        actors=(speaker,), recipients=asked, sources=sources[:-1], content=(content_span(verb),),
        depth=depth(verb),
        rule=f"demand: must {verb.lemma}",
    )  # fmt: skip
