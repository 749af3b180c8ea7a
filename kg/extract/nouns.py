"""Event nouns: which event a noun stands for, and the mode that its words give it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.clauses import LOCATIVE, objects_of
from kg.extract.reading import Reading
from kg.extract.weighing import guessed
from kg.knowledge import Frame
from kg.syntax import Token

_MODIFIERS = ("compound", "amod", "nmod")


def noun_frame(reading: Reading, noun: Token) -> Frame | None:
    """The frame of an event noun: from the lexicon, else the one that its surroundings suggest."""
    if not _may_be_event(reading, noun):
        return None
    return _listed(reading, noun) or guessed(reading, noun)


def _listed(reading: Reading, noun: Token) -> Frame | None:
    """By "modifier noun" before the bare noun."""
    frames = reading.knowledge.noun_frames
    if noun.lemma not in frames and not noun.children:
        return None
    modifiers = _modifiers(noun)
    for start in range(len(modifiers)):
        phrase = " ".join(c.lemma if c.pos == "NOUN" else c.lower for c in modifiers[start:])
        found = frames.get(f"{phrase} {noun.lemma}")
        if found:
            return found[0]
    bare = frames.get(noun.lemma)
    if bare and bare[0].event == "ASSAULT" and is_figure(reading, (), _aims(noun)):
        return None
    return _narrowed(reading, noun, bare[0], modifiers) if bare else None


def _aims(noun: Token) -> list[Token]:
    return [token for word in ("on", "against", "with", "over") for token in objects_of(noun, word)]


def _may_be_event(reading: Reading, noun: Token) -> bool:
    if (
        noun.pos not in ("NOUN", "PROPN")
        or noun.dep in ("compound", "poss")
        or noun.i in reading.index.name_at
    ):
        return False
    if noun.ent in ("DATE", "TIME") or _is_mere_danger(reading, noun):
        return False
    return noun.sent not in reading.off_topic or guessed(reading, noun) is not None


def _is_mere_danger(reading: Reading, noun: Token) -> bool:
    """ "terrorism is a common threat": something that is one threatens nobody in words."""
    indefinite = any(child.lower in ("a", "an") for child in noun.all("det"))
    return noun.dep == "attr" and indefinite and reading.is_one(noun, "danger")


def _modifiers(noun: Token) -> list[Token]:
    return [child for child in noun.children if child.i < noun.i and child.dep in _MODIFIERS]


def _narrowed(reading: Reading, noun: Token, frame: Frame, modifiers: list[Token]) -> Frame | None:
    """The frame of the bare noun as its modifiers allow it or change it."""
    classes = reading.knowledge.classes
    military = classes["military-modifier"]
    if frame.has("military") and not any(c.lower in military or c.lemma in military for c in modifiers):
        return None
    if any(c.lemma in reading.knowledge.cues.get("not-event", frozenset()) for c in modifiers):
        return None
    if frame.has("aid") and not _is_of(reading, noun, "aid"):
        return None
    if frame.has("device") and not _is_of(reading, noun, "device"):
        return None
    if frame.event == "ASSAULT" and any(c.lower in classes["cyber-modifier"] for c in modifiers):
        return Frame(lemma=frame.lemma, event="COERCE", mode="cyber", recipient=frame.recipient)
    if frame.lemma == "strike" and _is_labour(reading, noun, modifiers):
        return Frame(lemma="strike", event="PROTEST", mode="strike", recipient=("against", "over"))
    return frame


def is_figure(reading: Reading, doers: Sequence[Token], aims: Sequence[Token]) -> bool:
    """Whether an attack is one in words only: by investors or sharks, or on poverty, a currency, a title."""
    if any(reading.is_one(token, "harmless-doer") for token in doers):
        return True
    aimed = reading.knowledge.classes["figurative-aim"]
    return any(reading.phrases.phrase_lemmas(t) & aimed and not reading.phrases.read(t) for t in aims)


def _is_of(reading: Reading, noun: Token, name: str) -> bool:
    """ "a shipment of arms": whether what follows "of" belongs to a class."""
    words = reading.knowledge.classes[name]
    return any(reading.phrases.phrase_lemmas(t) & words for t in objects_of(noun, "of"))


def _is_labour(reading: Reading, noun: Token, modifiers: list[Token]) -> bool:
    """Whether a strike is one of workers: who strikes, how long, and what it is called."""
    classes = reading.knowledge.classes
    words = {c.lemma for c in modifiers} | {c.lower for c in modifiers}
    if words & classes["worker"] or words & classes["labour-modifier"]:
        return True
    if any(unit in word for word in words for unit in ("hour", "day", "week")):
        return True
    if noun.dep == "pobj" and noun.head.lower == "on" and noun.head.head.lemma in ("go", "be", "remain"):
        return True
    return any(reading.is_one(t, "worker") for t in _strikers(reading, noun))


def _strikers(reading: Reading, noun: Token) -> list[Token]:
    agents = [t for p in noun.children if p.lower == "by" for t in p.all("pobj")]
    subjects = reading.slots(noun.head).get("subj", []) if noun.dep == "dobj" else []
    return [*agents, *noun.all("poss"), *subjects]


def noun_mode(reading: Reading, noun: Token, frame: Frame) -> str | None:
    """The mode of the frame, else what the modifiers and tools of an armed act tell."""
    if frame.mode or frame.event not in ("ASSAULT", "COERCE"):
        return frame.mode
    modes = reading.knowledge.modifier_modes
    for child in _modifiers(noun):
        for word in (child.lemma, child.lower, *(c.lemma for c in child.children)):
            mode = modes.get(word)
            if mode and mode != "cyber":
                return mode
    tools = [t for p in noun.all("prep") if p.lower in ("with", "by") for t in p.all("pobj")]
    return device_mode(reading, tools)


def device_mode(reading: Reading, tools: Sequence[Token]) -> str | None:
    """The mode that the first known tool gives: "drones", "rockets", "batons"."""
    classes = reading.knowledge.classes
    for tool in tools:
        lemmas = reading.phrases.phrase_lemmas(tool)
        for name, mode in reading.knowledge.device_modes.items():
            if lemmas & classes[name]:
                return mode
    return None


def is_device(reading: Reading, token: Token) -> bool:
    """Whether something is a weapon or another tool of an act."""
    return bool(reading.phrases.phrase_lemmas(token) & reading.knowledge.classes["device"])


def is_located(reading: Reading, noun: Token) -> bool:
    """Whether a name after "in", "at", "near" tells where."""
    places = [t for p in noun.all("prep") if p.lower in LOCATIVE for t in p.all("pobj")]
    names = [reading.index.name_at[t.i] for t in places if t.i in reading.index.name_at]
    return any(name.type != "Facility" for name in names)


def names_object(frame: Frame) -> bool:
    """Whether a verb frame asks for a particular noun as its object."""
    wanted = frame.when.get("obj") or ()
    return bool(wanted) and not all(str(want).startswith("#") for want in wanted)
