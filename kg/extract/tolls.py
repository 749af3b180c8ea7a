"""How many: the dead and wounded, the arrested, freed and expelled, those who marched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from kg.drafts import Draft, Participant, changed
from kg.extract.clauses import Slots, objects_of, with_conjuncts
from kg.extract.nouns import is_device
from kg.extract.numbers import count
from kg.extract.reading import Reading
from kg.model import PERSONS, Count
from kg.syntax import Token

_HARM = ("killed", "injured")
_CROWDS = frozenset(("participants", "deployed", "fired", "displaced", "sanctioned", "expelled"))
_RANKS = ("Military", "ArmedGroup", "CivilGroup", "Agency", "Organization")


def counts(reading: Reading, verb: Token, found: Slots) -> tuple[Count, ...]:
    """How many were killed, arrested and so on, by the verb."""
    kind = reading.knowledge.count_kinds.get(verb.lemma)
    if kind is None:
        return ()
    doing = reading.is_one(verb, "dying-verb") or (kind == "displaced" and "subj" in found)
    doing = doing or (kind in _HARM and not found.get("obj") and _undergoes(verb))
    return _counted(reading, kind, found.get("subj" if doing else "obj", []))


def dead(reading: Reading, tokens: Iterable[Token]) -> tuple[Count, ...]:
    """How many of these died."""
    return _counted(reading, "killed", tokens)


def _undergoes(verb: Token) -> bool:
    """ "two were killed and five others injured": a passive without its auxiliary."""
    joined = verb.dep == "conj" and verb.tag in ("VBN", "VBD") and verb.child("aux", "auxpass") is None
    return joined and verb.head.child("auxpass") is not None


def _counted(reading: Reading, kind: str, tokens: Iterable[Token]) -> tuple[Count, ...]:
    told = [(token, one) for token in tokens if (one := _one(reading, kind, token)) is not None]
    numbered = [one for token, one in told if count(reading.parse, kind, token) is not None]
    counts = tuple(one for _, one in told)
    if len(numbered) == len(counts) or len(counts) < 2:
        return counts
    if _are_joined(told) and all(one.min == one.max for one in counts):
        return (_sum(counts),)
    return tuple(numbered) or counts  # "eight men, among them the mayor"


def _are_joined(told: Sequence[tuple[Token, Count]]) -> bool:
    """ "a colonel and four soldiers": each is joined to the one before."""
    return all(later.dep == "conj" and later.head is token for (token, _), (later, _) in pairwise(told))


def _sum(counts: Sequence[Count]) -> Count:
    number = sum(one.min or 0 for one in counts)
    return changed(counts[0], min=number, max=number, end=counts[-1].end)


def _one(reading: Reading, kind: str, token: Token) -> Count | None:
    """The number of a noun: of people, or of things where things are meant; a single person is one."""
    things = is_device(reading, token) or reading.is_one(token, "not-person")
    if kind == "fired":
        return count(reading.parse, kind, token) if things else None
    if kind == "destroyed":
        who = reading.phrases.read(token)
        return count(reading.parse, kind, token) if who is None or who.type == "Facility" else None
    if things and kind not in _HARM:
        return None
    told = count(reading.parse, "destroyed" if things else kind, token)
    return told if told is not None or things or kind in _CROWDS else _single(reading, kind, token)


def _single(reading: Reading, kind: str, token: Token) -> Count | None:
    who = reading.phrases.read(token)
    if who is not None and (who.plural or who.kind == "pronoun" or not _is_person(reading, who, token)):
        return None
    articled = any(child.lower in ("a", "an", "the") for child in token.all("det"))
    if token.tag != "NN" and not (who is not None and who.kind == "name"):
        return None
    if who is None and not (articled and token.lemma.endswith(_endings(reading))):
        return None
    first, last = reading.phrases.extent(token)
    tokens = reading.parse.tokens
    return Count(kind=kind, min=1, max=1, start=tokens[first].start, end=tokens[last].end)


def _is_person(reading: Reading, who: Participant, token: Token) -> bool:
    """ "a lawyer"; of a body only a word for one of its members: "a soldier"."""
    if who.type in PERSONS:
        return True
    return who.kind == "noun" and who.type in _RANKS and token.lemma.endswith(_endings(reading))


def _endings(reading: Reading) -> tuple[str, ...]:
    return tuple(reading.knowledge.classes["person-ending"])


def completed(reading: Reading, drafts: list[Draft], tokens: Sequence[Token]) -> list[Draft]:
    """The drafts of a sentence with the numbers that stand with their parties or beside them."""
    drafts = [
        _as_convicted(draft) if draft.counts else changed(draft, counts=_of_parties(reading, draft))
        for draft in drafts
    ]
    for token in tokens:
        kind = reading.knowledge.count_kinds.get(token.lower)
        if kind in _HARM and token.pos != "VERB" or reading.is_one(token, "toll-noun"):
            drafts = _with_toll(drafts, token, _toll(reading, kind or "killed", token))
        elif kind in _HARM and _undergoes(token):
            hurt = token.all("nsubj", "nsubjpass")
            drafts = _with_toll(drafts, token, _numbers(reading, kind, hurt))
        elif reading.is_one(token, "dying-verb"):
            dead = reading.slots(token).get("subj", [])
            drafts = _with_toll(drafts, token, _counted(reading, "killed", dead))
    return drafts


def _as_convicted(draft: Draft) -> Draft:
    """Whom a court jails is convicted."""
    if (draft.event, draft.mode) != ("SANCTION", "convict"):
        return draft
    told = (changed(one, kind="convicted") if one.kind == "arrested" else one for one in draft.counts)
    return changed(draft, counts=tuple(told))


def _of_parties(reading: Reading, draft: Draft) -> tuple[Count, ...]:
    """The number of those whom an act hits by its kind, or by the noun that tells it."""
    kinds = reading.knowledge.event_counts
    kind = kinds.get(f"{draft.event}-{draft.mode}") or kinds.get(draft.event)
    if draft.nominal:
        noun = reading.parse.tokens[draft.first]
        own = reading.knowledge.count_kinds.get(noun.lemma)
        if own is not None:
            return _counted(reading, own, objects_of(noun, "of"))
    if kind is None or draft.status in ("negated", "never"):
        return ()
    parties: tuple[Participant, ...] = draft.actors if kind == "participants" else draft.recipients
    return _counted(reading, kind, [reading.parse.tokens[who.head] for who in parties])


def _toll(reading: Reading, kind: str, token: Token) -> tuple[Count, ...]:
    """ "four dead", "12 injured", "left 17 civilians dead", "the toll rose to 46"."""
    if reading.is_one(token, "toll-noun"):
        after = [c for prep in token.head.all("prep") if prep.lower in ("to", "at") for c in prep.all("pobj")]
        return _numbers(reading, kind, after)
    near = [token, *token.all("nsubj", "nsubjpass", "nummod")]
    before = reading.parse.tokens[token.i - 1]
    if token.i > 0 and before.pos == "NUM" and before.sent == token.sent:
        near.append(before)
    if token.dep == "amod":
        near.append(token.head)
    elif token.dep == "oprd":
        near.extend(token.head.all("dobj"))
    told = [each for one in near for each in with_conjuncts(one)]
    return _numbers(reading, kind, [each for each in told if not _is_of_other_kind(reading, kind, each)])


def _is_of_other_kind(reading: Reading, kind: str, token: Token) -> bool:
    """The "seven" of "three dead and seven wounded" when the dead are counted."""
    tokens = reading.parse.tokens
    after = tokens[token.i + 1].lower if token.i + 1 < len(tokens) else ""
    return token.pos == "NUM" and reading.knowledge.count_kinds.get(after, kind) != kind


def _numbers(reading: Reading, kind: str, tokens: Iterable[Token]) -> tuple[Count, ...]:
    told = {one.start: one for token in tokens if (one := count(reading.parse, kind, token)) is not None}
    return tuple(told.values())


def _with_toll(drafts: list[Draft], token: Token, told: tuple[Count, ...]) -> list[Draft]:
    """Adds numbers to the attack of the sentence that stands nearest before them, or after."""
    known = {one.start for draft in drafts for one in draft.counts}
    told = tuple(one for one in told if one.start not in known)
    harmful = [n for n, draft in enumerate(drafts) if draft.event == "ASSAULT" and draft.status == "actual"]
    if not told or not harmful:
        return drafts
    before = [n for n in harmful if drafts[n].first <= token.i]
    best = before[-1] if before else harmful[0]
    full = changed(drafts[best], counts=(*drafts[best].counts, *told))
    return [*drafts[:best], full, *drafts[best + 1 :]]
