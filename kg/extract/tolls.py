"""How many: the dead and wounded, the arrested, freed and expelled, those who marched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.drafts import Draft, Participant, changed
from kg.extract.clauses import Slots, objects_of, with_conjuncts
from kg.extract.nouns import is_device
from kg.extract.numbers import count
from kg.extract.reading import Reading
from kg.model import Count
from kg.syntax import Token

_HARM = ("killed", "injured")
_CROWDS = frozenset(("participants", "deployed", "fired", "displaced", "sanctioned", "expelled"))
_BODIES = ("Person", "Official")


def counts(reading: Reading, verb: Token, found: Slots) -> tuple[Count, ...]:
    """How many were killed, arrested and so on, by the verb."""
    kind = reading.knowledge.count_kinds.get(verb.lemma)
    if kind is None:
        return ()
    doing = reading.is_one(verb, "dying-verb") or (kind == "displaced" and "subj" in found)
    return _counted(reading, kind, found.get("subj" if doing else "obj", []))


def dead(reading: Reading, tokens: Iterable[Token]) -> tuple[Count, ...]:
    """How many of these died."""
    return _counted(reading, "killed", tokens)


def _counted(reading: Reading, kind: str, tokens: Iterable[Token]) -> tuple[Count, ...]:
    told = [_one(reading, kind, token) for token in tokens]
    return tuple(one for one in told if one is not None)


def _one(reading: Reading, kind: str, token: Token) -> Count | None:
    """The number of a noun: of people, or of things where things are meant; a single person is one."""
    things = is_device(reading, token) or reading.is_one(token, "not-person")
    if kind == "fired":
        return count(reading.parse, kind, token) if things else None
    if things and kind not in _HARM:
        return None
    told = count(reading.parse, "destroyed" if things else kind, token)
    return told if told is not None or things or kind in _CROWDS else _single(reading, kind, token)


def _single(reading: Reading, kind: str, token: Token) -> Count | None:
    who = reading.phrases.read(token)
    if who is not None and (who.type not in _BODIES or who.plural or who.kind == "pronoun"):
        return None
    articled = any(child.lower in ("a", "an", "the") for child in token.all("det"))
    if token.tag != "NN" and not (who is not None and who.kind == "name"):
        return None
    if who is None and not (articled and token.lemma.endswith(_endings(reading))):
        return None
    first, last = reading.phrases.extent(token)
    tokens = reading.parse.tokens
    return Count(kind=kind, min=1, max=1, start=tokens[first].start, end=tokens[last].end)


def _endings(reading: Reading) -> tuple[str, ...]:
    return tuple(reading.knowledge.classes["person-ending"])


def completed(reading: Reading, drafts: list[Draft], tokens: Sequence[Token]) -> list[Draft]:
    """The drafts of a sentence with the numbers that stand with their parties or beside them."""
    drafts = [
        draft if draft.counts else changed(draft, counts=_of_parties(reading, draft)) for draft in drafts
    ]
    for token in tokens:
        kind = reading.knowledge.count_kinds.get(token.lower)
        if kind in _HARM and token.pos != "VERB" or reading.is_one(token, "toll-noun"):
            drafts = _with_toll(drafts, token, _toll(reading, kind or "killed", token))
        elif reading.is_one(token, "dying-verb"):
            dead = reading.slots(token).get("subj", [])
            drafts = _with_toll(drafts, token, _counted(reading, "killed", dead))
    return drafts


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
    if token.dep == "amod":
        near.append(token.head)
    elif token.dep == "oprd":
        near.extend(token.head.all("dobj"))
    return _numbers(reading, kind, [each for one in near for each in with_conjuncts(one)])


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
