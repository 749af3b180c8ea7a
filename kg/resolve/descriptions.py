"""What descriptions stand for: "the group", "both sides", "the ministry"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.drafts import Participant
from kg.knowledge import words
from kg.model import PERSONS
from kg.syntax import Parse, Token

Antecedents = dict[int, tuple[Participant, ...]]
"""What was found so far: by the token of a description or pronoun, whoever it stands for."""

_NEAR = 3
_FAR = 8
_SAME_TOPIC = 4
_BOTH = frozenset(("both", "two"))
_FORCES = frozenset(("ArmedGroup", "Military"))
_BODIES = frozenset(("ArmedGroup", "Party", "CivilGroup", "Organization", "InternationalOrganization"))
_PARTIES = _BODIES | {"State", "Military"}


class Descriptions:
    """Reads the descriptions of one document. ``classes`` are the word classes of the lexicon."""

    def __init__(
        self,
        parse: Parse,
        mentions: list[Participant],
        classes: Mapping[str, frozenset[str]],
        done: Antecedents,
    ) -> None:
        self.parse = parse
        self.mentions = mentions
        self.classes = classes
        self.done = done

    def meant(self, who: Participant) -> tuple[Participant, ...]:
        """Whoever the noun stands for; empty when that is not clear or nobody else."""
        if who.type == "Facility":
            return self._same_building(who)
        if who.known:
            return ()
        return self._several(who) or self._one(who) or self._same_noun(who)

    def states(self, token: Token) -> tuple[Participant, ...]:
        """ "the two countries": the two states named last."""
        found: dict[str, Participant] = {}
        for other in reversed(self._before(token.i)):
            if other.type == "State" and other.kind == "name":
                found.setdefault(other.key, other)
            if len(found) == 2:
                return tuple(reversed(found.values()))
        return ()

    def _token(self, who: Participant) -> Token:
        return self.parse.tokens[who.head]

    def _sent(self, who: Participant) -> int:
        return self._token(who).sent

    def _before(self, position: int) -> list[Participant]:
        return [other for other in self.mentions if other.head < position and other.kind != "pronoun"]

    # ---- two or more

    def _several(self, who: Participant) -> tuple[Participant, ...]:
        token = self._token(who)
        if not who.plural:
            return ()
        modifiers = {child.lower for child in token.children}
        if token.lemma in self.classes["country-noun"] and modifiers & (_BOTH | {"the", "these"}):
            return self.states(token)
        if self._are_sides(who, token, modifiers):
            return self._last_people(token) or self._last_parties(token)
        if token.lemma in self.classes["person-of-two"] and modifiers & _BOTH:
            return self._last_people(token)
        return ()

    def _are_sides(self, who: Participant, token: Token, modifiers: set[str]) -> bool:
        if who.key.startswith("sides:"):
            return True
        if token.lemma not in self.classes["side-noun"]:
            return False
        return bool(modifiers & self.classes["opposed"]) or self._are_the_parties(who)

    def _are_the_parties(self, who: Participant) -> bool:
        """ "the parties" to a dispute, where no political party is named."""
        named = any(m.type == "Party" and m.kind == "name" for m in self.mentions)
        return who.type == "Party" and who.definite and who.code is None and not named

    def _last_people(self, token: Token) -> tuple[Participant, ...]:
        """ "the two": the two persons of the sentence before, when there are just two with name or office."""
        near = [m for m in self.mentions if self._sent(m) == token.sent - 1 and not m.plural]
        people = {m.key: m for m in near if m.type in PERSONS and (m.kind == "name" or m.type == "Official")}
        return tuple(people.values()) if len(people) == 2 else ()

    def _last_parties(self, token: Token) -> tuple[Participant, ...]:
        """ "both sides": the two states or groups of the last sentence that names two, else those
        named last; whoever speaks of them in the same sentence is none of them."""
        named = [m for m in self.mentions if m.type in (_PARTIES if m.kind == "name" else _FORCES)]
        named = [m for m in named if self._sent(m) < token.sent]
        for sent in range(token.sent - 1, max(-1, token.sent - 1 - _FAR), -1):
            found = _distinct(m for m in named if self._sent(m) == sent)
            if len(found) > 1:
                return found[:2]
        last = _distinct(reversed(named))[:2]
        return tuple(reversed(last)) if len(last) > 1 else ()

    # ---- one

    def _one(self, who: Participant) -> tuple[Participant, ...]:
        """ "the group": the last name of that kind, not too far back."""
        kinds = self._kinds(who)
        for other in reversed(self._before(who.head)):
            if other.kind == "name" and other.type in kinds:
                return (other,) if self._sent(who) - self._sent(other) <= _SAME_TOPIC else ()
        return ()

    def _kinds(self, who: Participant) -> frozenset[str]:
        lemma = self._token(who).lemma
        is_group = lemma in self.classes["group-noun"]
        if not who.definite or who.plural or (who.code and not is_group) or self._is_title_case(who):
            return frozenset()
        if lemma in self.classes["country-noun"]:
            return frozenset(("State",))
        if is_group:
            return _BODIES
        return frozenset() if who.office or who.type in PERSONS else frozenset((who.type,))

    def _is_title_case(self, who: Participant) -> bool:
        """ "the General Staff" has a name of its own."""
        inside = self.parse.tokens[who.first : who.last + 1]
        return len(inside) > 1 and all(token.text[:1].isupper() for token in inside)

    def _same_noun(self, who: Participant) -> tuple[Participant, ...]:
        """ "the ministry", "the rebels": the only ministry, the only rebels spoken of before."""
        token = self._token(who)
        plain = all(c.i > token.i or c.dep in ("det", "punct") for c in token.children)
        if not who.definite or not plain or who.office:
            return ()
        found: dict[str, Participant] = {}
        for other in self._before(who.first):
            if self._is_called(other, who) or (who.plural and who.type == other.type == "ArmedGroup"):
                meant = self.done.get(other.head, (other,))
                if len(meant) == 1 and meant[0].key != who.key:
                    found.setdefault(meant[0].key, meant[0])
        best = [other for other in found.values() if other.kind == "name"] or list(found.values())
        return tuple(best) if len(best) == 1 else ()

    def _is_called(self, other: Participant, who: Participant) -> bool:
        """Whether an earlier mention is headed by the same noun: "interior ministry", "Security Council"."""
        lemma = self._token(who).lemma
        if who.code is not None and other.code is not None and who.code != other.code:
            return False
        if other.kind == "noun":
            return self._token(other).lemma == lemma and other.plural == who.plural and not other.office
        return not who.plural and words(other.name)[-1:] == (lemma,) and other.type not in PERSONS

    def _same_building(self, who: Participant) -> tuple[Participant, ...]:
        """ "these headquarters" are the headquarters spoken of before."""
        token = self._token(who)
        for other in reversed(self._before(who.head)) if who.definite else ():
            near = token.sent - self._sent(other) <= _NEAR
            if other.type == "Facility" and near and self._token(other).lemma == token.lemma:
                return (other,)
        return ()


def _distinct(people: Iterable[Participant]) -> tuple[Participant, ...]:
    """The first of each country or, where there is none, of each name."""
    found: dict[str, Participant] = {}
    for who in people:
        found.setdefault(who.code or who.key, who)
    return tuple(found.values())
