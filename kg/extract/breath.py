"""What is told in one breath: clauses and nouns that share time and place with those around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.drafts import Draft
from kg.syntax import Token

BESIDE = frozenset(("in", "during", "at", "on", "amid", "within"))
DEEDS = frozenset(("ASSAULT", "COERCE", "PROTEST", "MOBILIZE"))
SCENE_WORDS = frozenset(
    "in at near outside inside on across around along within off throughout over above between amid "
    "through beside".split()
)
_HURT = frozenset(("killed", "injured", "missing", "captured", "displaced", "abducted"))
_SAME_TIME = frozenset(("when", "as", "while"))
_OTHER_TIME = frozenset(
    "after before since until till if unless because although though once whereas".split()
)


def own_tokens(drafts: Sequence[Draft]) -> dict[int, int]:
    """The draft of every trigger; words that deny an event or say who tells it do not tell its date."""
    found: dict[int, int] = {}
    for number, draft in enumerate(drafts):
        cues = {position for s in draft.sources for position in range(s.first, s.last + 1)}
        for position in set(draft.tokens) - cues or draft.tokens:
            found[position] = number
    return found


def top(tokens: list[Token]) -> Token:
    inside = {token.i for token in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head is t), tokens[0])


def is_clause(token: Token) -> bool:
    return token.pos in ("VERB", "AUX") and token.dep not in ("amod", "compound", "aux", "auxpass")


def subject(verb: Token) -> Token | None:
    return verb.child("nsubj", "nsubjpass")


def same_tense(one: Token, other: Token) -> bool:
    """Whether two joined verbs have one form; the second may lack the auxiliary: "had met and agreed"."""
    own, others = ({child.lower for child in verb.all("aux")} for verb in (one, other))
    if {one.tag, other.tag} == {"VBD", "VBN"} and one.lower.endswith("ed"):
        return not own
    return one.tag == other.tag and (own == others or not own and one.tag == "VBN")


def both_hurt(one: Token, other: Token, kinds: Mapping[str, str]) -> bool:
    """ "Five were killed and ten wounded in X on Monday": two numbers of one event."""
    return {kinds.get(one.lemma), kinds.get(other.lemma)} <= _HURT and one.tag == other.tag


def verb_above(token: Token) -> Token | None:
    """The verb that a noun stands beside as scene ("in a call", "at the rally") or takes part in."""
    while token.dep in ("compound", "conj", "appos") and token.head.pos in ("NOUN", "PROPN"):
        token = token.head
    prep = token.head
    beside = token.dep == "pobj" and prep.lower in (*BESIDE, "against", "with")
    return prep.head if beside and is_clause(prep.head) else None


def scenes(verb: Token, depth: int = 0) -> Iterator[Token]:
    """The nouns after "at" or "during" in a clause."""
    for child in verb.children:
        if child.dep == "prep" and child.lower in BESIDE:
            yield from child.all("pobj")
        if depth < 3 and child.dep in ("dobj", "pobj", "prep", "dative"):
            yield from scenes(child, depth + 1)


def is_at_same_time(clause: Token) -> bool:
    marks = {child.lower for child in clause.children if child.dep in ("mark", "advmod", "prep")}
    if marks & _OTHER_TIME:
        return False
    return bool(marks & _SAME_TIME) or (clause.tag in ("VBG", "VBN") and not subject(clause))


def is_background(clause: Token) -> bool:
    """ "12 men suspected of hiding arms", "villagers who were digging a trench": what was so at that time."""
    if clause.dep == "pcomp" and clause.head.head.dep == "acl":
        return clause.tag == "VBG"
    if clause.dep == "relcl" and clause.tag == "VBG":
        return any(child.lower in ("was", "were") for child in clause.all("aux"))
    return clause.dep == "acl" and clause.tag in ("VBN", "VBG")


def stands_in(clause: Token) -> bool:
    """Whether a relative clause happens within what it describes: "in which", "when", "during which"."""
    for child in clause.children:
        if child.lower == "when" and child.dep == "advmod":
            return True
        if child.dep == "prep" and child.lower in BESIDE:
            return any(inner.tag == "WDT" for inner in child.all("pobj"))
    return False


def clause_around(token: Token) -> Token | None:
    """The verb of the clause that a word stands in."""
    return next((above for above in token.ancestors() if is_clause(above)), None)


def goes_on_where(clause: Token) -> bool:
    """ "flew to X on Monday, where he met Y": "where" goes on with the story."""
    above = clause_around(clause)
    if above is None or clause.tag != "VBD" or above.tag != "VBD":
        return False
    return any(child.lower == "where" for child in clause.all("advmod"))


def incident(verb: Token, drafts: list[Draft], classes: Mapping[str, frozenset[str]]) -> int | None:
    """The number of what "The incident occurred on Monday" speaks of: the first deed of the last sentence,
    of the two before, that tells one."""
    told = subject(verb)
    if told is None or told.tag != "NN" or told.lemma not in classes["incident-noun"]:
        return None
    pointed = any(child.lower in ("the", "this") for child in told.all("det"))
    if verb.lemma not in classes["happening-verb"] or not pointed:
        return None
    near = [
        (-draft.sent, number)
        for number, draft in enumerate(drafts)
        if draft.event in DEEDS and draft.status == "actual" and 0 < verb.sent - draft.sent <= 2
    ]
    return min(near)[1] if near else None


def begins_after(clause: Token, position: int) -> bool:
    """Whether a word before "after", "when" or the like was read with the clause that this word opens."""
    if clause.dep != "advcl":
        return False
    opening = (c for c in clause.children if c.dep == "mark" or c.tag == "WRB")
    return any(c.i > position for c in opening if c.i < clause.i)


def told_before(speech: Token, first: int, last: int) -> Token | None:
    """ "They met in Oslo on Monday, he told reporters": the clause told before the speaker, when the words
    from ``first`` to ``last`` stand between the two and so belong to it."""
    speaker = subject(speech)
    clause = next((child for child in speech.all("ccomp") if child.i < first), None)
    if clause is None or speaker is None or last >= speaker.left_edge.i:
        return None
    return clause
