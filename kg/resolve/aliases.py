"""Which names of a document are the same: acronyms, last names, offices with a named holder."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from kg.drafts import Participant
from kg.knowledge import fold, words
from kg.model import PERSONS
from kg.syntax import Parse

_LANDS = frozenset(("State", "Place", "CivilGroup"))


def aliases(parse: Parse, mentions: list[Participant]) -> dict[str, str]:
    """For every key of a short name, or of an office whose holder is named, the key it joins."""
    keys: dict[str, str] = {}
    names = [who for who in mentions if who.kind == "name" and not who.known]
    fuller: dict[tuple[str, str, str], Participant] = {}
    for who in mentions:
        if who.kind == "name" and len(words(who.name)) > 1:
            fuller.setdefault((who.key, who.name, who.type), who)
    for who in names:
        target = _bracketed(parse, who, mentions) or _longer(who, fuller.values())
        if target is not None and target.key != who.key:
            keys[who.key] = final_key(target.key, keys)
    for who in mentions:
        before = _before_bracket(parse, who, mentions) if who.kind == "name" else None
        if before is not None and before.key not in keys and before.key != who.key:
            keys[before.key] = final_key(who.key, keys)
    lands = Lands(parse, mentions)
    for who in mentions:
        if who.kind == "noun" and who.office and who.key not in keys:
            holder = _holder_of(who, mentions, lands)
            if holder is not None:
                keys[who.key] = final_key(holder.key, keys)
    return {key: final_key(value, keys) for key, value in keys.items()}


def final_key(key: str, keys: dict[str, str]) -> str:
    """The key that one goes under after all joining."""
    seen = set()
    while key in keys and key not in seen:
        seen.add(key)
        key = keys[key]
    return key


def _bracketed(parse: Parse, who: Participant, mentions: list[Participant]) -> Participant | None:
    """ "Kachin Independence Army (KIA)": the name in brackets is the one before them."""
    if who.first == 0 or parse.tokens[who.first - 1].text != "(":
        return None
    before = who.first - 2
    for other in mentions:
        if other.kind == "name" and other.first <= before <= other.last and other.key != who.key:
            return other
    return None


def _before_bracket(parse: Parse, who: Participant, mentions: list[Participant]) -> Participant | None:
    """ "the local defence force (Zorlian Front)": the description that a name in brackets explains."""
    if who.first == 0 or parse.tokens[who.first - 1].text != "(" or who.type in PERSONS:
        return None
    nouns = [m for m in mentions if m.kind == "noun" and m.last == who.first - 2 and not m.known]
    return next((noun for noun in nouns if noun.type not in ("State", "Place", *PERSONS)), None)


def _longer(who: Participant, names: Iterable[Participant]) -> Participant | None:
    """An earlier, fuller name: the last name of a person, the acronym of an organisation."""
    own = words(who.name)
    if not own:
        return None
    for other in names:
        if other.key == who.key:
            continue
        full = words(other.name)
        if who.type in PERSONS and other.type in PERSONS and _is_part(own, full) and other.first <= who.first:
            return other
        if who.name.isupper() and len(own) == 1 and _initials(other.name) == fold(who.name):
            return other
    return None


def _is_part(own: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return len(own) < len(full) and set(own) <= set(full) and len(max(own, key=len)) > 2


def _initials(name: str) -> str:
    return "".join(fold(part[0]) for part in name.replace("-", " ").split() if part[:1].isupper())


class Lands:
    """The countries named in a text, in order."""

    def __init__(self, parse: Parse, mentions: list[Participant]) -> None:
        self.parse = parse
        told = sorted((who.head, who.code) for who in mentions if who.code and who.type in _LANDS)
        self._heads = [head for head, _ in told]
        self._codes = [code for _, code in told]

    def before(self, who: Participant) -> set[str]:
        """The countries that the sentence of a mention names before it, else all named earlier."""
        first = self.parse.sentences[self.parse.tokens[who.head].sent][0]
        start, end = bisect_left(self._heads, first), bisect_left(self._heads, who.first)
        return {*self._codes[start:end]} or {*self._codes[:start]}


def _holder_of(who: Participant, mentions: list[Participant], lands: Lands) -> Participant | None:
    """ "the foreign minister" is the person named with that office, of the same state if told; nobody whom
    the text places in another one."""
    found = [
        other
        for other in mentions
        if other.kind == "name"
        and other.type in PERSONS
        and _same_office(str(who.office), other.office)
        and (who.code is None or other.code is None or other.code == who.code)
        and ("former" in other.tenure) == ("former" in who.tenure)
    ]
    people = {other.key for other in found}
    if len(people) != 1 or (who.plural or not (who.definite or who.code)):
        return None
    told = lands.before(found[0]) if found[0].code is None else set()
    return None if who.code and told and who.code not in told else found[0]


def _same_office(short: str, held: str | None) -> bool:
    """ "the minister" is the foreign minister, "the president" no vice-president."""
    if held is None or held == short:
        return held == short
    return held.endswith(f"-{short}") and not held.startswith(("vice", "deputy"))
