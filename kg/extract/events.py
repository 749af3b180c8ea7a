"""Parse -> drafts: every telling of an event, with its roles, status and speakers.

Verbs are read first (``verbs``), from the main clause inwards, because what they govern is content
and no event of its own; then the event nouns that no verb carries; ``outcome`` has the last word.
"""

from __future__ import annotations

from kg.drafts import Draft, Participant, changed
from kg.extract.clauses import depth
from kg.extract.names import Index
from kg.extract.nouns import is_located, noun_frame, noun_mode
from kg.extract.outcome import finished
from kg.extract.participants import joined
from kg.extract.reading import Reading
from kg.extract.roles import Roles, noun_roles
from kg.extract.sides import subjects
from kg.extract.tolls import completed
from kg.extract.verbs import is_well_told, verb_draft
from kg.extract.weighing import guessed, weighed
from kg.knowledge import Frame, Knowledge
from kg.syntax import Parse, Token

_NEED_ACTOR = ("REQUEST", "THREATEN", "ACCUSE", "REJECT")
_OCCASION = frozenset(("after", "following", "during", "in", "at", "before", "for"))
_NEED_SIDES = ("AGREE", "SUPPORT", "AID", "SANCTION", "CONCEDE", "MOBILIZE", "COOPERATE")


def reading_of(parse: Parse, knowledge: Knowledge, index: Index) -> Reading:
    """A reading of a parse with its names, ready for ``drafts``."""
    return Reading(parse, knowledge, index, verb_draft)


def drafts(reading: Reading) -> list[Draft]:
    """All tellings in text order."""
    sentences = range(len(reading.parse.sentences))
    return [draft for number in sentences for draft in _sentence(reading, reading.parse.sentence(number))]


def _sentence(reading: Reading, tokens: list[Token]) -> list[Draft]:
    found = _by_verbs(reading, tokens)
    used = {position for draft in found for position in draft.tokens}
    used |= {who.head for d in found for who in d.actors if who.head in reading.index.noun_at}
    for token in tokens:
        if token.pos in ("NOUN", "PROPN") and token.i not in used | reading.consumed:
            told = noun_draft(reading, token)
            draft = told and weighed(reading, told)
            if draft is not None:
                found.append(finished(reading, draft, token))
    found.sort(key=lambda draft: draft.first)
    kept = [d for d in found if d.status != "never" and not reading.consumed.issuperset(d.tokens)]
    return completed(reading, kept, tokens)


def _by_verbs(reading: Reading, tokens: list[Token]) -> list[Draft]:
    found = []
    for token in sorted(tokens, key=lambda token: (depth(token), token.i)):
        if not _may_tell(reading, token):
            continue
        before = set(reading.consumed)
        told = reading.told(token)
        draft = told and weighed(reading, told)
        if told is not None and draft is None:
            reading.consumed = before
        elif draft is not None and token.i not in reading.consumed:
            found.append(finished(reading, draft, token))
    return found


def _may_tell(reading: Reading, token: Token) -> bool:
    if token.pos not in ("VERB", "AUX") or token.i in reading.consumed:
        return False
    if token.dep in ("amod", "compound"):
        return False
    return token.sent not in reading.off_topic or guessed(reading, token) is not None


def noun_draft(reading: Reading, noun: Token) -> Draft | None:
    """An event told by a noun that no verb carries."""
    frame = noun_frame(reading, noun)
    if frame is None or _is_kind(noun):
        return None
    roles = _with_partner(reading, noun, frame, noun_roles(reading, noun, frame))
    if frame.event == "PROTEST" and not roles.actors:
        roles = changed(roles, actors=_on_strike(reading, noun))
    definite = reading.phrases.is_definite(noun) or noun.child("poss") is not None
    if not _is_told(reading, noun, frame, roles, definite) and guessed(reading, noun) is None:
        return None
    return Draft(
        event=frame.event, mode=noun_mode(reading, noun, frame), first=noun.i, last=noun.i, sent=noun.sent,
        tokens=(noun.i,), actors=roles.actors, recipients=roles.recipients, targets=roles.targets,
        hosts=roles.hosts, places=roles.places, nominal=True, definite=definite, symmetric=frame.has("sym"),
        depth=depth(noun) + 1, rule=frame.told_by("noun"),
    )  # fmt: skip


def _is_kind(noun: Token) -> bool:
    """ "such attacks", "attacks are a danger to trade": no event but a kind of events."""
    if any(child.lower == "such" for child in noun.children):
        return True
    said = noun.dep == "nsubj" and noun.head.lemma == "be" and noun.head.tag == "VBP"
    return said and noun.tag == "NNS" and not noun.child("det", "poss", "nummod", "prep")


def _on_strike(reading: Reading, noun: Token) -> tuple[Participant, ...]:
    """ "six of them have been on hunger strike": they are."""
    verb = noun.head.head
    state = noun.dep == "pobj" and noun.head.lower == "on" and verb.lemma in ("be", "go", "remain", "stay")
    return subjects(reading, reading.slots(verb)).actors if state else ()


def _with_partner(reading: Reading, noun: Token, frame: Frame, roles: Roles) -> Roles:
    """ "called off the strike after talks with the minister": whoever did so talked with him; "agreed
    on it during talks in Geneva": so did those who agreed."""
    verb = _occasioned(reading, noun)
    if not frame.has("sym") or len(roles.actors) > 1 or verb is None:
        return roles
    alone = not roles.actors and frame.event == "CONSULT" and verb.lemma not in reading.knowledge.reporting
    if not alone and not any(prep.lower == "with" for prep in noun.all("prep")):
        return roles
    return changed(roles, actors=joined(subjects(reading, reading.slots(verb)).actors, roles.actors))


def _occasioned(reading: Reading, noun: Token) -> Token | None:
    """The verb that an event noun is the occasion of: "during three days of talks"."""
    measure = noun.head.head
    if noun.dep == "pobj" and noun.head.lower == "of" and _is_measure(reading, measure):
        noun = measure
    verb = noun.head.head if noun.dep == "pobj" and noun.head.lower in _OCCASION else None
    return verb if verb is not None and verb.pos in ("VERB", "AUX") else None


def _is_measure(reading: Reading, noun: Token) -> bool:
    return reading.is_one(noun, "portion") or reading.is_one(noun, "span-of-time")


def _is_told(reading: Reading, noun: Token, frame: Frame, roles: Roles, definite: bool) -> bool:
    """Whether a noun tells of one event, not of a kind of event."""
    if frame.has("weak") and not is_well_told(frame, roles):
        return False
    peopled = bool(roles.actors or roles.recipients or roles.targets)
    placed = frame.event in ("ASSAULT", "PROTEST") and (is_located(reading, noun) or noun.dep == "nsubj")
    timed = noun.tag != "NNS" and any(child.ent in ("DATE", "TIME") for child in noun.children)
    if not (peopled or definite or placed or timed) or not peopled and _is_attribute(reading, noun):
        return False
    if frame.event in _NEED_ACTOR:
        return bool(roles.actors)
    if frame.event in _NEED_SIDES:
        return bool(roles.actors) and (bool(roles.recipients) or definite or len(roles.actors) > 1)
    return True


def _is_attribute(reading: Reading, noun: Token) -> bool:
    """ "a note of protest": the noun only says what kind of note."""
    above = noun.head.head
    return noun.dep == "pobj" and noun.head.lower == "of" and not _is_measure(reading, above)
