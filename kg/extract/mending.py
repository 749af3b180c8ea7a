"""Mends parses in which a verb that also reads as a participle was taken for one.

The parser then has no main verb ("A newspaper called Thursday on Arabs to unite." as a newspaper
that was called something) or loses who says so ("..., a rights group charged on Saturday.").
Works on the plain tokens in place, before anything else reads them; words and offsets stay.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

from kg.syntax import Parse, Token

_SCENE = frozenset(("in", "during", "at"))
_WHOLE = re.compile(r"(?:[aeiou]{2}|[^aeiou])[^aeiouv]$|(?:er|en|it|or)$")
_CHARGING = frozenset(("accuse", "acquit", "convict", "suspect"))


def mend(parse: Parse, reporting: Mapping[str, str]) -> None:
    """Gives back their verbs to the sentences of a parse; ``reporting`` are the verbs of saying."""
    for number in range(len(parse.sentences)):
        tokens = parse.sentence(number)
        for token in tokens:
            if token.dep == "conj" and token.lemma in reporting and _goes_with_outer(token):
                token.hang(token.head.head, "conj")
        _charges(tokens)
        if not tokens or tokens[-1].text != ".":  # headlines leave words out
            continue
        root = next((token for token in tokens if token.head is token), None)
        if root is not None and root.pos in ("NOUN", "PROPN"):
            _main_verb(root)
        elif root is not None and root.pos in ("VERB", "AUX"):
            _final_speaker(tokens, root, reporting)


def mend_scenes(parse: Parse, naming: Container[str], deeds: Container[str]) -> None:
    """ "killed three men they called rebels in a raid on Monday": the raid is where they were killed.

    ``naming`` are the verbs that only say what somebody is, ``deeds`` the nouns that tell events.
    """
    for token in parse.tokens:
        if token.dep == "relcl" and token.lemma in naming and token.head.dep == "dobj":
            _lift_scene(token, deeds)


def _lift_scene(clause: Token, deeds: Container[str]) -> None:
    verb = clause.head.head
    after = [prep for prep in clause.all("prep") if prep.i > clause.i]
    scene = next((prep for prep in after if prep.lower in _SCENE and _is_deed(prep, deeds)), None)
    if scene is None or verb.pos != "VERB":
        return
    for prep in after:
        if prep.i >= scene.i:
            prep.hang(verb, "prep")


def _is_deed(prep: Token, deeds: Container[str]) -> bool:
    return any(noun.lemma in deeds for noun in prep.all("pobj"))


def _find_act(of: Token) -> None:
    """ "accused soldiers of looting shops": looting is what they are accused of, not a kind of shop."""
    thing = of.child("pobj")
    act = next((c for c in thing.all("amod", "compound") if c.i == of.i + 1), None) if thing else None
    if thing is None or act is None or not act.lower.endswith("ing"):
        return
    act.hang(of, "pcomp")
    act.pos, act.tag, act.lemma = "VERB", "VBG", _base(act)
    thing.hang(act, "dobj")


def _base(act: Token) -> str:
    """The verb that an "-ing" form belongs to, as well as its spelling shows."""
    stem = act.lower[:-3]
    if act.lemma != act.lower:
        return act.lemma
    if stem[-2:-1] == stem[-1:] and stem[-1:] not in ("l", "s"):
        return stem[:-1]
    return stem if _WHOLE.search(stem) else stem + "e"


def _goes_with_outer(verb: Token) -> bool:
    """ "denied that the army had moved and accused Chad": who denied accuses, as the tense shows."""
    inner = verb.head
    told = inner.dep == "ccomp" and inner.head.tag == "VBD" and inner.head.pos == "VERB"
    perfect = any(child.lower in ("had", "would") for child in inner.all("aux"))
    bare = verb.tag == "VBD" and verb.child("nsubj", "aux", "auxpass", "mark") is None
    return told and perfect and bare and inner.head.i < inner.i < verb.i


def _charges(tokens: list[Token]) -> None:
    """ "accuse the army of bombing": what somebody is accused of hangs on the verb, not on him."""
    for verb in tokens:
        charged = verb.child("dobj", "npadvmod") if verb.lemma in _CHARGING else None
        for prep in charged.all("prep") if charged is not None and charged.i > verb.i else ():
            if prep.lower != "of":
                continue
            _find_act(prep)
            if prep.child("pcomp") is not None:
                prep.hang(verb, "prep")


def _main_verb(noun: Token) -> None:
    """A noun alone, followed by what looks like its participle, is the subject of that verb."""
    verb = noun.child("acl")
    if verb is None or not _may_be_finite(verb) or verb.i < noun.i:
        return
    if noun.child("nsubj", "aux", "cop") or not verb.child("dobj", "ccomp", "npadvmod"):
        return
    for child in [c for c in noun.children if c.i > verb.i]:
        child.hang(verb, child.dep)
    _become_root(verb)
    noun.hang(verb, "nsubj")


def _final_speaker(tokens: list[Token], root: Token, reporting: Mapping[str, str]) -> None:
    """ ", a rights group charged on Saturday." at the end of a sentence: who says it."""
    for verb in tokens:
        noun = verb.head
        if verb.dep != "acl" or verb.lemma not in reporting or not _may_be_finite(verb) or verb.child("dobj"):
            continue
        last = verb.subtree()[-1]
        before = noun.left_edge.i - tokens[0].i - 1
        ends = all(token.pos == "PUNCT" for token in tokens if token.i > last.i)
        if ends and noun.i > root.i and before > 0 and tokens[before].text == ",":
            _become_root(verb)
            noun.hang(verb, "nsubj")
            root.hang(verb, "ccomp")
            return


def _may_be_finite(verb: Token) -> bool:
    """Whether the form is both participle and past tense and nothing shows that it is passive."""
    return verb.tag == "VBN" and verb.lower.endswith("ed") and verb.child("agent", "auxpass") is None


def _become_root(verb: Token) -> None:
    verb.head.children.remove(verb)
    verb.head, verb.dep, verb.tag = verb, "ROOT", "VBD"
