"""The slots of a clause whose verb stands last, as in texts translated word by word: "The company the
plan withdrew.", "Two sides in Ankara a memorandum signed and".

The parser reads such a clause in many ways, each time with another structure, so the order of its
words is trusted instead: the first bare noun acts, the last one undergoes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from kg.extract.clauses import Slots
from kg.syntax import Parse, Token

_NOMINAL = frozenset(("NOUN", "PROPN", "NUM", "PRON"))
_JOINING = frozenset(("punct", "cc", "conj"))
_AND = frozenset(("and", "but", "or"))
_ASKING = frozenset(("WDT", "WP", "WRB", "WP$"))
_UNDERGOING = frozenset(("him", "her", "them", "us", "me"))


def in_order(parse: Parse, verb: Token, found: Slots) -> Slots:
    """The slots read from the order of words where the verb ends its clause, else those given."""
    if "obj2" in found or not _is_last(parse, verb):
        return found
    clause = _before(parse, verb)
    if any(token.pos in ("VERB", "AUX", "SCONJ") or token.tag in _ASKING for token in clause):
        return found
    nouns = list(_nouns(clause))
    bare = [noun for noun, prep in nouns if prep is None]
    if len(bare) < 2 or bare[-1].pos == "PRON" and bare[-1].lower not in _UNDERGOING:
        return found
    told = {slot: tokens for slot, tokens in found.items() if slot in ("adv", "when", "prt")}
    for noun, prep in nouns:
        if prep is not None:
            told.setdefault(prep.lower, []).append(noun)
    return {**told, "subj": bare[:1], "obj": bare[-1:]}


def _is_last(parse: Parse, verb: Token) -> bool:
    """Whether nothing of its clause follows a finite verb, and it has neither object nor auxiliary."""
    if verb.tag not in ("VBD", "VBN", "VBZ", "VBP"):
        return False
    _, end = parse.sentences[verb.sent]
    following = parse.tokens[verb.i + 1] if verb.i + 1 < end else None
    if following is not None and following.pos != "PUNCT" and following.lower not in _AND:
        return False
    if any(child.i > verb.i and child.dep not in _JOINING for child in verb.children):
        return False
    describing = verb.dep == "relcl" and verb.head.head is not verb.head  # ", a claim Chad rejected."
    return not describing and verb.child("dobj", "aux", "auxpass", "agent") is None


def _before(parse: Parse, verb: Token) -> list[Token]:
    """The words of a clause before its verb: from the last comma or "and"."""
    first, _ = parse.sentences[verb.sent]
    start = verb.i
    while start > first and not _divides(parse.tokens[start - 1]):
        start -= 1
    return parse.tokens[start : verb.i]


def _divides(token: Token) -> bool:
    return token.pos == "PUNCT" and token.text not in "-'" or token.lower in _AND


def _nouns(clause: Sequence[Token]) -> Iterator[tuple[Token, Token | None]]:
    """The last word of each group of nouns that is no date, with the preposition before it."""
    prep: Token | None = None
    for token, after in zip_longest(clause, clause[1:]):
        if token.pos == "ADP":
            prep = token
        elif token.pos in _NOMINAL and not _goes_on(token, after):
            if token.ent not in ("DATE", "TIME"):
                yield token, prep
            prep = None


def _goes_on(token: Token, after: Token | None) -> bool:
    """Whether the next word belongs to the same group: "cease fire", "20 men", "Minister Lu's plan"."""
    if after is None:
        return False
    if after.tag == "POS" or token.pos == "NUM" and after.pos in ("NUM", "ADJ"):
        return True
    return after.pos in ("NOUN", "PROPN") and (token.pos, after.pos) != ("NOUN", "PROPN")
