"""Repairs of sentences that the parser left without a verb: "The ministers conferred by video link"
read as ministers who were conferred, "Turkish artillery shelled positions" as positions so described,
and headlines: "Turkey to host talks".

Tokens are changed in place, before anybody has read them.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.syntax import Token

_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_DESCRIBING = frozenset(("relcl", "advcl", "ccomp", "acl", "parataxis"))
_LEFT = frozenset(("nsubj", "npadvmod", "compound", "dobj", "nmod", "dep"))
_NOMINAL = frozenset(("NOUN", "PROPN"))


def straighten(tokens: Sequence[Token]) -> None:
    """Makes a participle the verb of a sentence that has none."""
    root = next((token for token in tokens if token.head is token), None)
    if root is None:
        return
    if root.pos in _NOMINAL and not any(_is_main_verb(token) for token in tokens):
        _with_modifier_as_verb(root) or _with_participle_as_verb(root, tokens)
    _with_infinitive_as_verb(tokens)


def _is_main_verb(token: Token) -> bool:
    """Whether a finite verb belongs to no clause that only describes something."""
    if token.tag not in _FINITE:
        return False
    return not any(each.dep in _DESCRIBING for each in (token, *token.ancestors()))


def _with_modifier_as_verb(root: Token) -> bool:
    """ "artillery shelled positions": the modifier has a noun of its own before it."""
    for verb in root.all("amod"):
        doer = next((c for c in verb.children if c.i < verb.i and c.dep in _LEFT and c.pos in _NOMINAL), None)
        if doer is not None and verb.tag in ("VBN", "VBD"):
            _lift(verb, root, "dobj")
            doer.dep = "nsubj"
            for child in [c for c in root.children if c.i < verb.i]:
                child.hang(doer if child.dep in ("amod", "det", "poss", "compound") else verb, child.dep)
            return True
    return False


def _with_participle_as_verb(root: Token, tokens: Sequence[Token]) -> bool:
    """ "ministers conferred by video link." ends as only a full sentence does."""
    if not tokens[-1].lower.startswith((".", "!", "?", '"')):
        return False
    for verb in root.all("acl"):
        if verb.tag == "VBN" and verb.i > root.i and verb.lower.endswith("ed"):
            _lift(verb, root, "nsubj")
            for child in [c for c in root.children if c.i > verb.i]:
                child.hang(verb, child.dep)
            for child in verb.all("agent"):
                child.dep = "prep"
            return True
    return False


def _with_infinitive_as_verb(tokens: Sequence[Token]) -> bool:
    """ "Turkey to host talks": a name that begins a sentence, and what it is to do."""
    for noun in tokens:
        if noun.head is noun or noun.dep in ("advcl", "ccomp", "nsubj", "npadvmod"):
            break
    else:
        return False
    verb = next((c for c in noun.all("relcl", "acl") if c.tag == "VB" and c.i > noun.i), None)
    opened = verb is not None and any(c.lower == "to" and c.i == noun.i + 1 for c in verb.all("aux"))
    leads = (
        noun.pos in _NOMINAL and noun.dep in ("ROOT", "advcl", "ccomp") and noun.left_edge.i == tokens[0].i
    )
    if verb is None or not opened or not leads:
        return False
    _lift(verb, noun, "nsubj")
    verb.dep = "ROOT" if verb.head is verb else "ccomp"
    return True


def _lift(verb: Token, noun: Token, dep: str) -> None:
    """The verb takes the place of the noun, the noun becomes its dependent."""
    above = noun.head
    noun.children.remove(verb)
    if above is noun:
        verb.head, verb.dep = verb, "ROOT"
    else:
        above.children[above.children.index(noun)] = verb
        verb.head, verb.dep = above, noun.dep
    verb.pos = "VERB"
    verb.tag = "VBD" if verb.tag == "VBN" else verb.tag
    noun.head = noun  # its place is taken
    noun.hang(verb, dep)
