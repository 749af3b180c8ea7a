"""What a name that nobody knows stands for: by its own words, by those around it, by its label."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from kg.extract.spans import NounSpan
from kg.knowledge import Knowledge, fold
from kg.model import EntityType, Record
from kg.syntax import Parse, Token

_PLACE_LABELS = {"GPE": "Place", "LOC": "Place", "FAC": "Facility"}
_LOCATING = frozenset("in near at outside around toward towards".split())
_ONLY_PLACES = frozenset("in near off outside around".split())
_BESIDE = frozenset(("near", "off"))
_AIMED = frozenset(
    "aim angry direct fire furious grin hurl laugh look point shoot shout smile stare swear throw".split()
)
"""Words after which "at" is at somebody."""
_NOUNS_OF_PLACES = ("after-place-name", "site-of-place")
_ACRONYM = 5
_ADVERBIAL = frozenset(("State", "Person", "Place", "Official", "CivilGroup"))

Guess = tuple[EntityType, str | None]
"""Type and sector."""


class Candidate(Record, frozen=True, kw_only=True):
    """A name as the model sees it: tokens ``first`` to ``last`` inclusive, its text and label."""

    first: int
    last: int
    head: int
    text: str
    label: str

    @property
    def is_single(self) -> bool:
        """Whether it is one word."""
        return self.first == self.last


class Guesser:
    """Types the unknown names of one parse. ``is_place`` tells whether the gazetteer has a name,
    ``is_plain_place`` whether that name is hardly ever anything else."""

    def __init__(
        self,
        parse: Parse,
        knowledge: Knowledge,
        nouns: Sequence[NounSpan],
        is_place: Callable[[str], bool],
        is_plain_place: Callable[[str], bool],
    ) -> None:
        self.parse = parse
        self.knowledge = knowledge
        self.is_place = is_place
        self.is_plain_place = is_plain_place
        self.noun_ends = {noun.last: noun for noun in nouns}
        self.noun_starts = {noun.first: noun for noun in nouns if not noun.noun.office}
        self.titles: set[int] = {noun.last for noun in nouns if noun.noun.office}

    def type_of(self, name: Candidate) -> Guess:
        """The type, and the sector when its head word tells one."""
        return (
            self._person(name)
            or self._area(name)
            or self._by_head(name)
            or self._by_noun_before(name)
            or self._by_noun_after(name)
            or self._acronym(name)
            or self._place(name)
            or _by_label(name.label)
        )

    def spatial_noun(self, name: Candidate) -> tuple[EntityType, int] | None:
        """ "Raman district", "Las Bambas copper mine": type and last token with the noun that follows."""
        tokens = self.parse.tokens
        for token in tokens[name.last + 1 : name.last + 3]:
            if token.pos != "NOUN" or token.tag == "NNS" or token.head in tokens[name.first : name.last + 1]:
                return None
            guess = self.knowledge.name_heads.get(token.lower)
            if guess is not None and guess[0] in ("Place", "Facility") and _joins(tokens[name.head], token):
                return guess[0], token.i
        return None

    @cached_property
    def surnames(self) -> frozenset[str]:
        """Last words of the full names that the model takes for persons, in folded form."""
        tokens = self.parse.tokens
        spans = [span for span in self.parse.names if span.last > span.first]
        full = [s for s in spans if s.label == "PERSON" or self._is_titled(s.first)]
        return frozenset(fold(tokens[span.last].text) for span in full if tokens[span.last].pos == "PROPN")

    def _before(self, first: int, back: int = 1) -> Token | None:
        """A token before a name in the same sentence."""
        position = first - back
        if position < 0 or self.parse.tokens[position].sent != self.parse.tokens[first].sent:
            return None
        return self.parse.tokens[position]

    def _is_titled(self, first: int) -> bool:
        before = self._before(first)
        if before is None:
            return False
        return before.i in self.titles or before.lower.strip(".") in self.knowledge.classes["honorific"]

    def _person(self, name: Candidate) -> Guess | None:
        """ "Colonel Vela", and "Vela" after it; but "in Vela" is a place all the same."""
        before = self._before(name.first)
        located = before is not None and before.lower in _ONLY_PLACES
        titled = self._is_titled(name.first) and not self._head_guess(name)
        known = name.is_single and fold(name.text) in self.surnames and not name.text.isupper()
        return ("Person", None) if (titled or known) and not located else None

    def _area(self, name: Candidate) -> Guess | None:
        """ "the town of Nasir", "Nasir district", "Nasir jail", "Nasir, where ..."."""
        classes = self.knowledge.classes
        tokens = self.parse.tokens
        after = tokens[name.last + 1].lower if name.last + 1 < len(tokens) else ""
        head = tokens[name.head]
        of_site = head.dep in ("compound", "nmod") and after in classes["site-of-place"]
        where = any(c.lower == "where" for clause in head.all("relcl") for c in clause.all("advmod"))
        called = any(c.lemma in classes["area"] for c in head.all("appos") if c.pos == "NOUN")
        named = follows_area_noun(self.parse, self.knowledge, name.first)
        told = named or of_site or where or called or after in classes["after-place-name"]
        return ("Place", None) if told else None

    def _head_guess(self, name: Candidate) -> Guess | None:
        tokens = self.parse.tokens
        for word in (tokens[name.last].lower, tokens[name.head].lower):
            guess = self.knowledge.name_heads.get(fold(word))
            if guess:
                return guess
        return None

    def _by_head(self, name: Candidate) -> Guess | None:
        """ "Front", "Daily", "Reef": what the last word or the head says."""
        guess = self._head_guess(name)
        if guess is None or name.is_single and guess[0] in ("Place", "Facility"):
            return None
        if guess[0] == "ArmedGroup" and name.text[:1].isdigit():  # "601st Brigade"
            guess = ("Military", "MIL")
        spatial = guess[0] in ("Place", "Facility")
        return guess if spatial or name.label in ("ORG", "NORP", "FAC") else None

    def _by_noun_before(self, name: Candidate) -> Guess | None:
        """ "news agency Mehr", "the group BRN": what the noun before the name says."""
        before = self._before(name.first)
        noun = self.noun_ends.get(before.i) if before is not None else None
        if noun is None or before is None or before.tag in ("NNS", "NNPS") or noun.noun.office:
            return None
        if noun.noun.type in _ADVERBIAL or before.dep == "poss" or noun.noun.source_only:
            return None
        if noun.noun.word == "agency":
            return "NewsAgency", "JRN"
        return noun.noun.type, noun.noun.sector

    def _by_noun_after(self, name: Candidate) -> Guess | None:
        """ "the Kundu militia": the name of a group."""
        noun = self.noun_starts.get(name.last + 1)
        head = self.parse.tokens[name.head]
        if noun is None or head.head.i != noun.head or head.dep not in ("compound", "nmod", "amod"):
            return None
        group = self.parse.tokens[noun.head].lemma in self.knowledge.classes["named-group-noun"]
        return (noun.noun.type, noun.noun.sector) if group and noun.noun.type != "Agency" else None

    def _acronym(self, name: Candidate) -> Guess | None:
        """ "SNA" that no gazetteer knows is no place and nobody's name."""
        short = name.is_single and name.text.isupper() and name.text.isalpha() and len(name.text) <= _ACRONYM
        around = [self.parse.tokens[i] for i in (name.first - 1, name.last + 1) if i < len(self.parse.tokens)]
        shouted = any(t.text.isupper() and len(t.text) > 1 for t in around)
        if not short or shouted or self.is_place(name.text):
            return None
        return "Organization", None

    def _place(self, name: Candidate) -> Guess | None:
        """Where the gazetteer has the name and nothing speaks for a person or a body."""
        if name.label not in ("ORG", "PERSON", "NORP", "FAC"):
            return None
        head = self.parse.tokens[name.head]
        before = _governing(head)
        located = before in _LOCATING and self.is_place(name.text)
        person = name.label == "PERSON"
        inside = name.is_single and (before in _BESIDE or person and (before in _ONLY_PLACES or _is_at(head)))
        reached = name.is_single and self._is_reached(head, name.text)
        plain = self.is_plain_place(name.text) and not self._speaks(head)
        return ("Place", None) if located or inside or reached or plain else None

    def _is_reached(self, head: Token, text: str) -> bool:
        """ "attacked Goma", which the gazetteer knows; "overran Zorla", since only places are overrun."""
        classes = self.knowledge.classes
        if head.dep != "dobj":
            return False
        verb = head.head.lemma
        return verb in classes["only-place-verb"] or (verb in classes["place-verb"] and self.is_place(text))

    def _speaks(self, head: Token) -> bool:
        return head.dep == "nsubj" and head.head.lemma in self.knowledge.reporting


def follows_area_noun(parse: Parse, knowledge: Knowledge, first: int) -> bool:
    """Whether a name is that of a place by the words before it: "village of Nasir", "camp Nasir"."""
    classes = knowledge.classes
    words = [token.lower for token in parse.tokens[max(0, first - 3) : first]]
    if words[-1:] == ["the"]:
        words.pop()
    if words[-1:] == ["of"]:
        return any(word in classes[name] for word in words[-2:-1] for name in _NOUNS_OF_PLACES)
    return any(word in classes["before-place-name"] for word in words[-1:])


def is_located(head: Token) -> bool:
    """Whether something is said to be in, near or at a name."""
    return head.dep == "pobj" and (head.head.lower in _ONLY_PLACES or _is_at(head))


def _is_at(head: Token) -> bool:
    """ "a crowd at Nasir", not "shouted at Nasir"."""
    prep = head.head
    return head.dep == "pobj" and prep.lower == "at" and prep.head.lemma not in _AIMED


def _joins(head: Token, noun: Token) -> bool:
    return head.head is noun and head.dep in ("compound", "nmod", "amod")


def _governing(head: Token) -> str:
    """The preposition before a name, also when the name is joined to another: "in Bria and Zemio"."""
    while head.dep == "conj":
        head = head.head
    return head.head.lower if head.dep == "pobj" else ""


def _by_label(label: str) -> Guess:
    if label in _PLACE_LABELS:
        return ("Facility" if label == "FAC" else "Place"), None
    if label == "PERSON":
        return "Person", None
    return ("CivilGroup" if label == "NORP" else "Organization"), None
