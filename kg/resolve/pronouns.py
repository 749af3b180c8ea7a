"""What pronouns stand for; an unclear one stands for nobody."""

from __future__ import annotations

from collections.abc import Mapping

from kg.drafts import Participant
from kg.model import PERSONS
from kg.resolve.descriptions import Antecedents, Descriptions
from kg.syntax import Parse, Token

_WINDOW = 3
_CLEAR = 0.5
_SPEAKER = frozenset("i me we us my our".split())
_NEUTER = frozenset(("it", "its", "itself"))
_PLURAL = frozenset(("they", "them", "their"))
_POSSESSIVE = frozenset(("its", "his", "her", "their"))
_PERSONAL = _POSSESSIVE | frozenset("he him she it they them".split())
_RELATIVE = frozenset("who whom whose which".split())
_HUMAN = frozenset("he him his she her".split())
_REACH = 8
"""Words between a noun and the pronoun that takes it up."""
_BODIES = frozenset(
    "ArmedGroup Party CivilGroup Organization InternationalOrganization NewsAgency Military Agency".split()
)


class Pronouns:
    """Reads the pronouns of one document."""

    def __init__(
        self,
        parse: Parse,
        mentions: list[Participant],
        reporting: Mapping[str, str],
        descriptions: Descriptions,
        done: Antecedents,
    ) -> None:
        self.parse = parse
        self.mentions = mentions
        self.reporting = reporting
        self.descriptions = descriptions
        self.done = done

    def meant(self, who: Participant) -> tuple[Participant, ...]:
        """Whoever a pronoun stands for; several for "they"."""
        token = self.parse.tokens[who.head]
        if token.lower in _RELATIVE:
            return self._related(token)
        if token.lower in _SPEAKER:
            return self._speaker(token)
        if token.lower in ("one", "others"):
            return ()
        scored = [(score, o) for o in self.mentions if (score := self._score(who, token, o)) is not None]
        if who.person:
            people = [(score, o) for score, o in scored if o.type in PERSONS and score >= 1.0]
            scored = people or [(s, o) for s, o in scored if self._may_be_misgendered(token, o)]
        score, best = max(scored, key=lambda pair: (pair[0], pair[1].head), default=(0.0, None))
        if best is None or score < _CLEAR:
            return ()
        together = self._coordinated(best) if token.lower in _PLURAL else ()
        return together or self.done.get(best.head, (best,))

    def owners(self) -> dict[str, Participant]:
        """Whoever "its", "his" or "their" before a noun means, when it is one; by the key of the noun."""
        found: dict[str, Participant] = {}
        for who in self.mentions:
            token = self.parse.tokens[who.head].child("poss")
            if token is None or token.lower not in _POSSESSIVE:
                continue
            meant = self.done.get(token.i) or self.meant(pronoun(token))
            if meant:
                self.done.setdefault(token.i, meant)
            if len(meant) == 1:
                found.setdefault(who.key, meant[0])
        return found

    def _score(self, who: Participant, token: Token, other: Participant) -> float | None:
        """How well an earlier mention fits; ``None`` when it cannot be meant."""
        antecedent = self.parse.tokens[other.head]
        distance = token.sent - antecedent.sent
        if distance > _WINDOW or not _is_possible(who, token, other, antecedent):
            return None
        subject = antecedent.dep in ("nsubj", "nsubjpass")
        score = 3.0 - 1.2 * distance - 0.5 * (antecedent.dep == "poss")
        score -= 1.0 * (not self._same_paragraph(token, other))
        score += 2.0 * subject
        score -= 1.0 * (antecedent.head.dep == "relcl")
        score += 2.0 * (distance == 0 and subject and _governs(antecedent.head, token))
        if token.lower in _PLURAL:
            score += 1.5 if other.plural else (-0.5 if other.type in _BODIES else -2.5)
        return score

    def _may_be_misgendered(self, token: Token, other: Participant) -> bool:
        """A translation may call a group "she", but hardly one of another paragraph, and a country
        only in its own sentence."""
        if other.type == "State":
            return self.parse.tokens[other.head].sent == token.sent
        return other.type in _BODIES and self._same_paragraph(token, other)

    def _same_paragraph(self, token: Token, other: Participant) -> bool:
        paragraphs = self.parse.paragraphs
        return paragraphs[token.sent] == paragraphs[self.parse.tokens[other.head].sent]

    def _coordinated(self, best: Participant) -> tuple[Participant, ...]:
        """ "A and B ... they": both."""
        if best.head in self.done:
            return self.done[best.head]
        token = self.parse.tokens[best.head]
        while token.dep == "conj":
            token = token.head
        members = [token, *[t for t in token.subtree() if t.dep == "conj"]]
        found = [other for other in self.mentions if self.parse.tokens[other.head] in members]
        if token.lemma in self.descriptions.classes["country-noun"] and best.plural:
            return self.descriptions.states(token)
        return tuple(found) if len(found) > 1 else ()

    def _related(self, token: Token) -> tuple[Participant, ...]:
        """ "the group, which": whoever the clause is about."""
        clause = next((above for above in token.ancestors() if above.dep == "relcl"), None)
        if clause is None or token.i - clause.head.i > _REACH:
            return ()
        about = next((other for other in self.mentions if other.head == clause.head.i), None)
        return () if about is None else self.done.get(about.head, (about,))

    def _speaker(self, token: Token) -> tuple[Participant, ...]:
        """ "I" and "we" inside a quotation are whoever the sentence quotes."""
        by_head = {other.head: other for other in self.mentions}
        for verb in token.ancestors():
            for child in verb.children:
                if child.dep == "nsubj" and child.i in by_head and verb.lemma in self.reporting:
                    return (by_head[child.i],)
        return ()


def is_anaphoric(token: Token) -> bool:
    """Whether a word may point back to an actor: "he", "whose"; not "it" of "it rains"."""
    if token.lower in _RELATIVE:
        return token.tag in ("WP", "WDT", "WP$")
    return token.tag in ("PRP", "PRP$") and token.lower in _PERSONAL and token.dep != "expl"


def pronoun(token: Token) -> Participant:
    """A pronoun, of which nothing is known yet."""
    return Participant(
        head=token.i, first=token.i, last=token.i, kind="pronoun", type="Person", key=f"pronoun:{token.i}",
        name=token.text, person=token.lower in _HUMAN, plural=token.lower in _PLURAL,
    )  # fmt: skip


def _is_possible(who: Participant, token: Token, other: Participant, antecedent: Token) -> bool:
    if other.head >= who.head or other.kind == "pronoun" or other.type in ("Place", "Facility"):
        return False
    if antecedent.dep in ("amod", "compound", "nmod") or antecedent.head.lower == "as":
        return False
    if token.lower in _NEUTER and (other.plural or other.type in PERSONS):
        return False
    if who.person and (other.plural or other.type == "NewsAgency"):
        return False
    inside = token.sent == antecedent.sent and token.dep in ("dobj", "pobj", "dative")
    return not (inside and (_clause(token) is _clause(antecedent) or _understood(token) is antecedent))


def _understood(token: Token) -> Token | None:
    """Who does what the clause of a token tells when that is left open: the agency in "the agency shut the
    offices, accusing them" - which are never "them"."""
    verb = _clause(token)
    while verb.child("nsubj", "nsubjpass") is None and verb.dep in ("advcl", "conj", "xcomp"):
        verb = verb.head
    return verb.child("nsubj")


def _clause(token: Token) -> Token:
    return next((above for above in token.ancestors() if above.pos in ("VERB", "AUX")), token)


def _governs(verb: Token, token: Token) -> bool:
    """Whether the token stands in a clause below the verb: "Japan said it"."""
    return any(above is verb for above in token.ancestors())
