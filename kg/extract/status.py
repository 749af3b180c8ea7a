"""Whether it happened: status of a clause from negation, auxiliaries, conjunctions and adverbs."""

from __future__ import annotations

from kg.extract.clauses import is_infinitive
from kg.knowledge import Knowledge
from kg.model import Status
from kg.syntax import Token

_WILL = frozenset(("will", "shall", "'ll", "wo"))
_MAY = frozenset(("could", "may", "might", "can", "should", "ought", "must", "need"))
_IF = frozenset(("if", "unless", "whether", "lest"))
_PAST = frozenset(("VBD", "VBN"))

_CUES = {
    "historical": frozenset(("had",)),
    "hypothetical": _MAY | _IF | {"would", "'d", "any", "possible"},
    "future": _WILL | {"would", "to"},
}


def status_of(verb: Token, knowledge: Knowledge, *, told: bool = False) -> Status | None:
    """The status of the clause of ``verb``; ``None`` for what hardly ever happens ("rarely").

    In what is ``told`` by somebody the pluperfect is no background.
    """
    cues = knowledge.cues
    adverbs = {child.lower for child in verb.children if child.dep in ("advmod", "neg", "npadvmod")}
    governors = [verb, *_governors(verb)]
    if adverbs & cues["rarely"]:
        return None
    if any(_negated(token, cues["negation"]) for token in governors):
        return "negated"
    if _conditional(verb) or is_inverted(verb):
        return "hypothetical"
    auxiliaries = {child.lower for token in governors for child in token.children if child.dep == "aux"}
    if auxiliaries & _WILL or _going_to(governors) or _headline(verb):
        return "future"
    if "would" in auxiliaries or "'d" in auxiliaries and verb.tag == "VB":
        return "future" if _reported_in_past(verb) else "hypothetical"
    able = verb.dep == "pcomp" and verb.head.head.lemma in ("capable", "incapable", "afraid")
    if auxiliaries & _MAY or _were_to(governors) or able:
        return "hypothetical"
    if adverbs & cues["habitual"] or "long" in adverbs and "have" in {t.lemma for t in verb.children}:
        return "habitual"
    if "had" in auxiliaries and verb.tag == "VBN" and not (told or _reported_in_past(verb)):
        return "historical"
    return "actual"


def status_cue(trigger: Token, status: str, knowledge: Knowledge) -> Token | None:
    """The word that shows a status: beside the trigger or the verbs above it, the nearest first."""
    words = knowledge.cues.get(status, frozenset()) | _CUES.get(status, frozenset())
    if status == "negated":
        words |= knowledge.cues["negation"]
    for token in (trigger, *trigger.ancestors()):
        for child in token.children:
            if child.lower in words or (status == "negated" and child.dep == "neg"):
                return child
            inner = next((c for c in child.children if c.lower in words and c.dep in ("det", "mark")), None)
            if inner is not None:
                return inner
        if token.dep in ("ccomp", "relcl", "parataxis"):
            return None
    return None


def _governors(verb: Token) -> list[Token]:
    """Verbs that share the status of a clause: "did not agree to", "may begin to"."""
    found, token = [], verb
    while token.head is not token and token.dep == "xcomp" and token.head.pos in ("VERB", "AUX", "ADJ"):
        token = token.head
        found.append(token)
        if token.pos == "ADJ" and token.head.pos in ("AUX", "VERB") and token.dep in ("acomp", "oprd"):
            token = token.head
            found.append(token)
    return found


def _negated(token: Token, words: frozenset[str]) -> bool:
    for child in token.children:
        if (
            child.dep == "neg"
            or child.lower in ("never", "without", "n't")
            and child.dep in ("advmod", "neg")
        ):
            return True
        if child.dep in ("nsubj", "nsubjpass", "dobj", "attr") and _none(child, words):
            return True
        if child.lower == "neither" and child.dep in ("preconj", "cc", "advmod", "det"):
            return True
    return token.dep == "pcomp" and token.head.lower == "without"


def _none(noun: Token, words: frozenset[str]) -> bool:
    return noun.lower in ("nobody", "none", "neither") or any(
        (c.dep == "det" and c.lower == "no") or c.lower == "neither" for c in noun.children
    )


def _conditional(verb: Token) -> bool:
    token: Token = verb
    while True:
        if token.dep in ("advcl", "ccomp", "xcomp") and any(
            c.lower in _IF for c in token.children if c.dep in ("mark", "advmod")
        ):
            return True
        if token.head is token or token.dep in ("relcl", "ROOT"):
            return False
        token = token.head


def is_inverted(verb: Token) -> bool:
    """ "Should X free the hostages, ...": a condition without "if"."""
    first = verb.left_edge
    return first.lower in ("should", "had", "were") and first.head is verb and first.dep.startswith("aux")


def _headline(verb: Token) -> bool:
    """ "Turkey to host talks": an infinitive as main verb."""
    root = verb.head is verb or (verb.dep == "ccomp" and verb.head.head is verb.head)
    return root and is_infinitive(verb)


def _were_to(tokens: list[Token]) -> bool:
    return any(t.lower == "were" and t.pos in ("AUX", "VERB") and t.child("xcomp") for t in tokens)


def _going_to(tokens: list[Token]) -> bool:
    return any(t.lower == "going" and t.child("aux") and t.child("xcomp") for t in tokens)


def _reported_in_past(verb: Token) -> bool:
    """Under a verb of saying in the past, tenses step back: "said it had", "said it would"."""
    token = verb
    while token.head is not token:
        if token.dep in ("ccomp", "advcl", "parataxis") and token.head.tag in _PAST and token.dep == "ccomp":
            return True
        token = token.head
    return False


def is_purpose(verb: Token, knowledge: Knowledge) -> bool:
    """An infinitive of purpose ("sent troops to help", "hours to leave"): not said to have happened."""
    if verb.dep not in ("advcl", "acl", "relcl", "xcomp"):
        return False
    if verb.dep == "xcomp" and (verb.head.pos == "ADJ" or (verb.head.lemma, "verb") in knowledge.operators):
        return False
    return is_infinitive(verb)
