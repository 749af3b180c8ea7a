"""What an event is about: content that does not happen by being spoken of, and acts that are alleged."""

from __future__ import annotations

from kg.drafts import Draft, Participant, Source, changed
from kg.extract.clauses import LOCATIVE, Slots
from kg.extract.compose import MATERIAL_CONFLICT
from kg.extract.nouns import noun_frame
from kg.extract.reading import Reading
from kg.extract.roles import noun_roles
from kg.syntax import Token

COMPLEMENTS = ("xcomp", "ccomp", "of.clause", "from.clause", "against.clause", "for.clause", "to.clause",
               "in.clause", "with.clause", "on.clause", "into.clause")  # fmt: skip
_CONTENT = (*COMPLEMENTS, "for", "to", "on", "obj", "with")
_CHARGED_CLAUSES = ("of.clause", "for.clause", "with.clause", "ccomp", "over.clause")
_CHARGED_NOUNS = ("of", "for", "over", "obj")


def content_span(token: Token) -> tuple[int, int]:
    """The words below a token, without the punctuation and conjunctions at their edges."""
    inside = [t for t in token.subtree() if t.pos not in ("PUNCT", "SPACE") or token.i <= t.i]
    while inside and inside[-1].pos == "PUNCT":
        inside.pop()
    while inside and inside[0].pos in ("PUNCT", "PART", "SCONJ"):
        inside.pop(0)
    return (inside[0].i, inside[-1].i) if inside else (token.i, token.i)


def with_content(reading: Reading, verb: Token, draft: Draft, found: Slots) -> Draft:
    """What a request, promise, refusal or threat is about does not happen; what an accusation
    is about may be an event that somebody alleges."""
    for token in found.get("xcomp", ()):
        if token.child("aux") is not None and token.tag == "VB":
            inner = reading.told(token)
            reading.consumed.update(inner.tokens if inner is not None else (token.i,))
    content: list[tuple[int, int]] = []
    if draft.event in ("REQUEST", "REJECT", "THREATEN", "AGREE", "CONCEDE"):
        tokens = [t for slot in _CONTENT for t in found.get(slot, ()) if t.i not in draft.tokens]
        content = [content_span(token) for token in tokens if consume_event(reading, token)]
    draft = changed(draft, content=(*draft.content, *content))
    if draft.event == "ACCUSE" and draft.mode != "investigate":
        return _with_charges(reading, verb, draft, found)
    return draft


def consume_event(reading: Reading, token: Token) -> bool:
    """Takes a clause or an event noun as content; whether it was one."""
    if token.pos in ("VERB", "AUX"):
        reading.consume(token)
        return True
    frame = noun_frame(reading, token)
    if frame is None:
        return False
    if frame.event not in ("REQUEST", "AGREE", "THREATEN") or not noun_roles(reading, token, frame).actors:
        reading.consumed.add(token.i)
    return True


def _with_charges(reading: Reading, verb: Token, draft: Draft, found: Slots) -> Draft:
    """What somebody is accused of: a particular act is an event that the accuser alleges, a general
    charge no more than content."""
    content: list[tuple[int, int]] = []
    events: list[int] = []
    stance = "alleges" if draft.mode == "allege" else "reports"
    source = Source(stance=stance, who=draft.actors[0] if draft.actors else None, first=verb.i, last=verb.i)
    for token in [t for slot in _CHARGED_CLAUSES for t in found.get(slot, ())]:
        if _is_particular(reading, token):
            reading.alleged[token.i] = (source, ())
            events.append(token.i)
        else:
            reading.consume(token)
            content.append(content_span(token))
    blamed = draft.recipients if draft.mode == "allege" else ()
    for slot, token in [(charged, t) for charged in _CHARGED_NOUNS for t in found.get(charged, ())]:
        if noun_frame(reading, token) is None or reading.phrases.read(token) is not None:
            continue
        if slot == "of" and not reading.phrases.is_definite(token):
            reading.consumed.add(token.i)
            content.append(content_span(token))
        else:
            doers = _outside(token, blamed, draft)
            reading.alleged[token.i] = (source if draft.mode == "allege" else None, doers)
            events.append(token.i)
    return changed(draft, content=(*draft.content, *content), content_events=tuple(events))


def _outside(noun: Token, blamed: tuple[Participant, ...], draft: Draft) -> tuple[Participant, ...]:
    """Those who are blamed for an act: neither its victims, told in its own phrase, nor the accusers."""
    inside = {token.i for token in noun.subtree()} | {who.head for who in draft.actors}
    return tuple(who for who in blamed if who.head not in inside)


def _is_scene(reading: Reading, token: Token) -> bool:
    """ "beating marchers in Alexandra", "overnight": when or where a particular act was done."""
    name = reading.index.name_at.get(token.i)
    located = token.dep == "pobj" and token.head.lower in LOCATIVE and token.head.head.pos == "VERB"
    return located and name is not None and name.type == "Place" or token.lower == "overnight"


def _is_particular(reading: Reading, verb: Token) -> bool:
    """A particular act rather than a general charge: it has a number, a definite object, a place
    or a time, or is told in the perfect."""
    inner = reading.told(verb)
    if inner is None or inner.event not in MATERIAL_CONFLICT | {"AID", "RETREAT"}:
        return False
    if (
        verb.tag == "VBD"
        or verb.child("auxpass")
        or any(c.lower in ("have", "having") for c in verb.children)
    ):
        return True
    if any(t.ent in ("DATE", "TIME", "CARDINAL") or _is_scene(reading, t) for t in verb.subtree()):
        return True
    objects = reading.slots(verb).get("obj", [])
    named = any(t.i in reading.index.name_at or t.child("det") is not None for t in objects)
    return named and bool(inner.targets or inner.recipients or noun_frame(reading, objects[0]))
