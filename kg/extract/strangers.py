"""Unknown names that stand as places do: "at Thin Gan Nyi", "the bridge Ramis".

The model takes them for people or bodies, or overlooks them. Whether anything happened there, the fitted
weights say (``kg.extract.ties.places``).
"""

from __future__ import annotations

from kg.drafts import Participant
from kg.extract.breath import SCENE_WORDS
from kg.extract.participants import Reader
from kg.extract.spans import NameSpan
from kg.syntax import Parse, Token

_DOUBTFUL = ("Organization", "Person", "Military", "CivilGroup", "Agency", "InternationalOrganization")
_PREPOSITIONS = SCENE_WORDS | {"to", "from", "into", "of", "towards", "toward"}
_PLACE_NOUNS = ("area", "landform", "part-of-place", "building-in-name", "site-of-place", "territory")
_TIMES = ("DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "QUANTITY", "PERCENT")
_MODIFYING = ("compound", "nmod")
_BESIDE = ("conj", "appos", *_MODIFYING)
_STEPS = 8
"""How many words of a list are climbed to see how it stands."""
_SHORTEST = 3
"""Letters of a name that no list knows."""


class Strangers:
    """Looks for them in one parse."""

    def __init__(self, parse: Parse, reader: Reader) -> None:
        self.parse = parse
        self.reader = reader

    def read(self, token: Token) -> Participant | None:
        """The place that a word may name, if it heads a name that nothing else is known of."""
        if not self._stands_as_place(token):
            return None
        name = self.reader.index.name_at.get(token.i)
        if name is None:
            return self._unlabelled(token)
        if name.head != token.i or name.actor is not None or name.form != "name":
            return None
        who = self.reader.read(token)
        stranger = who is not None and who.kind == "name" and not who.known and not who.office
        return who if stranger and name.type in _DOUBTFUL else None

    def _stands_as_place(self, token: Token) -> bool:
        """Behind a preposition of place, or beside the noun of a place."""
        above = token
        for _ in range(_STEPS):
            if above.dep not in _BESIDE or above.head is above:
                break
            modifies, above = above.dep in _MODIFYING, above.head
            if self._is_place_noun(above):
                return True
            if modifies:  # "the Interior Ministry"
                return False
        prep = above.head if above.dep == "pobj" else None
        return prep is not None and prep.lower in _PREPOSITIONS

    def _is_place_noun(self, token: Token) -> bool:
        classes = self.reader.knowledge.classes
        return token.pos == "NOUN" and any(token.lemma in classes[name] for name in _PLACE_NOUNS)

    def _unlabelled(self, token: Token) -> Participant | None:
        """A capitalised word that is no part of any known name, with those before it."""
        tokens = self.parse.tokens
        if not self._is_free(token) or token.i + 1 < len(tokens) and self._is_free(tokens[token.i + 1]):
            return None
        first = token.i
        while first and tokens[first - 1].sent == token.sent and self._is_free(tokens[first - 1]):
            first -= 1
        if len(token.text) < _SHORTEST:
            return None
        text = self.reader.quote(first, token.i)
        span = NameSpan(first=first, last=token.i, head=token.i, text=text, type="Place")
        return self.reader.scene(token, span)

    def _is_free(self, token: Token) -> bool:
        """A name's word by its letters, which belongs to no name, noun or date."""
        known = token.i in self.reader.index.name_at or token.i in self.reader.index.noun_at
        return token.tag == "NNP" and token.text[:1].isupper() and not known and token.ent not in _TIMES
