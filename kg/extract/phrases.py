"""How far a noun phrase reaches, by which words it is looked up, and whose it is."""

from __future__ import annotations

from kg.extract.clauses import with_conjuncts
from kg.extract.names import Index
from kg.extract.spans import NameSpan, is_clock
from kg.knowledge import Actor, Knowledge
from kg.syntax import Parse, Token

_LEFT = (
    "compound",
    "amod",
    "poss",
    "nummod",
    "nmod",
    "quantmod",
    "advmod",
    "predet",
    "punct",
    "appos",
    "npadvmod",
)


class Phrases:
    """The phrases of one parse, with the names that were found in it."""

    def __init__(self, parse: Parse, knowledge: Knowledge, index: Index) -> None:
        self.parse = parse
        self.knowledge = knowledge
        self.index = index

    def phrase_lemmas(self, token: Token) -> set[str]:
        """The lemma and "modifier lemma" pairs by which a noun is looked up in word classes."""
        out = {token.lemma}
        tail = token.lemma
        for child in reversed(
            [t for t in token.children if t.i < token.i and t.dep in ("compound", "amod", "nmod")]
        ):
            tail = f"{child.lemma if child.pos == 'NOUN' else child.lower} {tail}"
            out.add(tail)
            out.add(f"{child.lower} {token.lemma}")
        for prep in token.all("prep"):
            inner = prep.child("pobj")
            if prep.lower == "of" and inner is not None:
                out.add(f"{token.lemma} of {inner.lemma}")
                if token.lemma in self.knowledge.classes["container"] or token.pos == "NUM":
                    out |= self.phrase_lemmas(inner)
        return out

    def _left_modifiers(self, token: Token) -> list[Token]:
        found = []
        for child in token.children:
            if child.i < token.i and child.dep in _LEFT:
                if child.dep == "punct" and child.text not in ("-", '"', "'"):
                    continue
                found.extend(child.subtree())
        while found and self._is_no_part(found[0]):
            found.pop(0)
        return found

    def _is_no_part(self, token: Token) -> bool:
        """Articles and the like before a phrase, and the clock of a ticker."""
        little = token.pos in ("DET", "PUNCT", "CCONJ") or token.dep in ("det", "predet")
        return little or is_clock(self.parse, token.i)

    def extent(self, token: Token) -> tuple[int, int]:
        """The phrase without article and relative clauses, with a following "of" phrase."""
        left = self._left_modifiers(token)
        first = min([token.i, *(t.i for t in left)])
        last = token.i
        for prep in token.all("prep"):
            inner = prep.child("pobj")
            if prep.lower == "of" and inner is not None and prep.i <= last + 2:
                last = max(self._named_extent(t)[1] for t in with_conjuncts(inner))
        return first, last

    def _named_extent(self, token: Token) -> tuple[int, int]:
        name = self.index.name_at.get(token.i)
        if name is not None:
            return name.first, max(name.last, token.i)
        return self.extent(token)

    def quote(self, first: int, last: int) -> str:
        """The text from one token to another, both included."""
        tokens = self.parse.tokens
        return self.parse.text[tokens[first].start : tokens[last].end]

    def owner(self, token: Token) -> Actor | None:
        """The state or body a phrase belongs to: "Iran's", "Iranian", "of Iran"."""
        name = self._owner_name(token, with_place=False)
        return name.actor if name is not None else None

    def code_of(self, token: Token) -> str | None:
        """The code of the owner, else of a place the phrase is tied to ("protesters in Lagos")."""
        name = self._owner_name(token, with_place=True)
        return name.code if name is not None else None

    def _owner_name(self, token: Token, *, with_place: bool) -> NameSpan | None:
        for child in token.children:
            if child.i < token.i and child.dep in ("poss", "amod", "compound", "nmod", "advmod", "npadvmod"):
                found = self._coded(child)
                if found is not None:
                    return found
        preps = ("of",) if not with_place else ("of", "from", "in", "at", "near")
        for wanted in preps:
            for prep in token.all("prep"):
                inner = prep.child("pobj")
                if prep.lower == wanted and inner is not None:
                    found = self._coded(inner) or self._inner_owner(inner, wanted)
                    if found is not None:
                        return found
        for child in token.children:
            if child.dep in ("amod", "compound", "poss", "nmod") and child.children and child.i < token.i:
                found = self._owner_name(child, with_place=False)
                if found is not None:
                    return found
        return None

    def _inner_owner(self, inner: Token, prep: str) -> NameSpan | None:
        """ "a group of Moroccan diplomats", "leaders of Romania's new government"."""
        nominal = prep == "of" and inner.i not in self.index.name_at
        return self._owner_name(inner, with_place=False) if nominal else None

    def _coded(self, token: Token) -> NameSpan | None:
        name = self.index.name_at.get(token.i)
        return name if name is not None and name.code and not self._is_stance(name) else None

    def _is_stance(self, name: NameSpan) -> bool:
        """ "pro-Russian", "Iranian-backed": whom somebody is for, against or behind, not whose he is."""
        tokens, classes = self.parse.tokens, self.knowledge.classes
        before = tokens[name.first - 2 : name.first] if name.first > 1 else []
        after = tokens[name.last + 1 : name.last + 3]
        if len(before) == 2 and before[1].text == "-" and before[0].lower in classes["stance-prefix"]:
            return True
        return len(after) == 2 and after[0].text == "-" and after[1].lower in classes["stance-suffix"]
