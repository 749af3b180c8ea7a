"""Clause -> slots: what stands where around a verb, whatever the voice or the construction."""

from __future__ import annotations

from kg.syntax import Token

Slots = dict[str, list[Token]]

LOCATIVE = frozenset(("in", "at", "near", "on", "outside", "inside", "across", "along", "around", "within"))

_SUBJECTS = ("nsubj", "csubj", "expl")
_SPEECH_NOUNS = frozenset(
    "declaration statement letter resolution petition message speech communique note report post article "
    "appeal".split()
)
_SUBORDINATE = frozenset(("relcl", "acl", "advcl", "pcomp", "xcomp", "csubj"))
_RELATIVE = frozenset(("WDT", "WP", "WP$"))
_OBJECT_CONTROL = frozenset(
    "urge ask request beg implore exhort order instruct command press pressure tell advise force compel "
    "cause "
    "allow permit enable let make authorize authorise encourage invite persuade lead help prevent stop "
    "require "
    "expect want like believe report say know suspect accuse prompt drive push warn forbid oblige appeal "
    "call "
    "flee escape show see find consider deem allege think presume assume train send".split()
)


def with_conjuncts(token: Token) -> list[Token]:
    """The token and what is joined to it by "and" or commas."""
    found = [token]
    for child in token.children:
        if child.dep == "conj" and child.pos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"):
            found.extend(with_conjuncts(child))
    return found


def objects_of(noun: Token, word: str) -> list[Token]:
    """The nouns after one preposition of a noun: "against" in "an attack against X and Y"."""
    preps = [prep for prep in noun.all("prep", "agent") if prep.lower == word]
    return [t for prep in preps for inner in prep.all("pobj") for t in with_conjuncts(inner)]


def has_mark(clause: Token, *marks: str) -> bool:
    """Whether a clause is opened by one of these words: "if", "unless"."""
    return any(child.lower in marks for child in clause.all("mark", "advmod"))


def is_infinitive(verb: Token) -> bool:
    """Whether it stands with "to"."""
    return verb.tag == "VB" and any(c.lower == "to" and c.dep == "aux" for c in verb.children)


def depth(token: Token) -> int:
    """How many clauses stand above; what somebody says counts as if it stood there itself."""
    above = 0
    while token.head is not token:
        nominal = token.dep in ("pobj", "conj", "appos", "dobj") and token.pos in ("NOUN", "PROPN")
        above += nominal or token.dep in _SUBORDINATE
        token = token.head
    return above


def is_passive(verb: Token) -> bool:
    """Whether the subject of the verb undergoes it."""
    if verb.child("nsubjpass", "auxpass", "csubjpass", "agent"):
        return True
    if verb.tag != "VBN" or verb.child("aux"):
        return False
    if verb.dep in ("acl", "amod"):
        return True
    if verb.dep == "advcl" and not verb.child(*_SUBJECTS):
        return verb.child("dobj") is None
    if verb.dep == "conj" and verb.head.pos in ("VERB", "AUX") and not verb.child(*_SUBJECTS):
        return is_passive(verb.head) and verb.child("dobj") is None
    return False


def slots(verb: Token) -> Slots:
    """Fillers by slot: subj, obj, iobj, oprd, xcomp, ccomp, advcl, and each preposition by its word.

    A passive is turned around: its subject is ``obj``, its agent ``subj``. Subjects that are left
    out (control, conjunction, participles, relative clauses) are looked up.
    """
    found: Slots = {}
    passive = is_passive(verb)
    for child in verb.children:
        _own(found, child, passive)
    _raise_infinitive(found)
    if "obj2" in found:  # "were given life sentences": the subject of the passive is the receiver
        found["iobj"], found["obj"] = found["obj"], found.pop("obj2")
    if "subj" not in found:
        for token in _agents(verb):
            found.setdefault("subj", []).append(token)
    _inherit(found, verb, passive)
    return found


def _raise_infinitive(found: Slots) -> None:
    """ "allow X to return" is parsed as a clause with a subject of its own: X is the object."""
    for clause in found.get("ccomp", []):
        subject = clause.child("nsubj", "nsubjpass")
        infinitive = any(c.dep == "aux" and c.lower == "to" for c in clause.children)
        if subject is not None and infinitive:
            found.setdefault("obj", with_conjuncts(subject))
            found.setdefault("xcomp", []).append(clause)


def _own(found: Slots, child: Token, passive: bool) -> None:
    dep = child.dep
    if dep in ("nsubjpass", "csubjpass"):
        _add(found, "obj", child)
    elif dep in _SUBJECTS and child.lower not in ("there",):
        _add(found, "obj" if passive else "subj", child)
    elif dep == "dobj" or dep == "advmod" and child.pos == "NUM" and child.i == child.head.i + 1:
        _add(found, "obj2" if passive and "obj" in found else "obj", child)
    elif dep == "dative":
        inner = child.child("pobj")
        _add(found, "to" if inner else "iobj", inner or child)
    elif dep in ("prep", "agent"):
        _preposition(found, child, dep == "agent")
    elif dep == "prt":
        found.setdefault("prt", []).append(child)
    elif dep in ("oprd", "attr", "acomp"):
        _add(found, "oprd", child)
    elif dep == "ccomp" and _stands_alone(child):
        found.setdefault("beside", []).append(child)
    elif dep in ("xcomp", "ccomp", "advcl", "pcomp"):
        asked = dep == "advcl" and has_mark(child, "for") and child.child("nsubj", "nsubjpass")
        found.setdefault("for.clause" if asked else dep, []).append(child)
    elif dep == "advmod":
        found.setdefault("adv", []).append(child)
        for prep in child.all("prep"):
            _preposition(found, prep, False)
    elif dep == "npadvmod":
        found.setdefault("npadvmod", []).append(child)


def _stands_alone(clause: Token) -> bool:
    """ "The court jailed him; he was freed in May": a sentence of its own that the parser hangs below the
    verb after the semicolon."""
    verb = clause.head
    return clause.i < verb.i and any(clause.i < c.i < verb.i and c.text == ";" for c in verb.children)


def _add(found: Slots, slot: str, token: Token) -> None:
    found.setdefault(slot, []).extend(with_conjuncts(token))


def _preposition(found: Slots, prep: Token, agent: bool) -> None:
    word = prep.lower
    if word == "according":
        inner = [c for c in prep.children if c.dep in ("prep", "pcomp")]
        found.setdefault("according", []).extend(p for c in inner for p in c.all("pobj"))
        return
    for child in prep.children:
        if child.dep == "pobj" and child.ent in ("DATE", "TIME"):
            found.setdefault("when", []).append(child)
        elif child.dep == "pobj":
            _add(found, word, child)
        elif child.dep == "pcomp":
            found.setdefault(f"{word}.clause", []).append(child)
        elif child.dep == "prep":
            if word in ("out", "off", "away", "up", "down"):
                found.setdefault("prt", []).append(prep)
            _preposition(found, child, False)
    for child in prep.children:
        if child.dep == "conj" and child.pos == "ADP":
            _preposition(found, child, False)


def _agents(verb: Token) -> list[Token]:
    """The "by" phrase of a passive."""
    found: list[Token] = []
    for child in verb.children:
        if child.dep == "agent" or (child.dep == "prep" and child.lower == "by" and is_passive(verb)):
            for inner in child.all("pobj"):
                found.extend(with_conjuncts(inner))
    return found


def _inherit(found: Slots, verb: Token, passive: bool) -> None:
    """Fills the subject (or, in a passive, the object) from the construction around the verb."""
    slot = "obj" if passive else "subj"
    _resolve_relative(found, verb)
    if slot in found:
        _share_object(found, verb, passive)
        return
    source = _outer(verb)
    if source:
        found[slot] = source
    _share_object(found, verb, passive)


def _resolve_relative(found: Slots, verb: Token) -> None:
    """A relative pronoun stands for the noun that the clause describes."""
    if verb.dep not in ("relcl",):
        return
    noun = verb.head
    pronouns = [
        (slot, token)
        for slot, tokens in found.items()
        for token in tokens
        if token.tag in _RELATIVE or (token.lower == "that" and token.pos in ("PRON", "SCONJ", "DET"))
    ]
    for slot, token in pronouns:
        if token.tag == "WP$":
            continue
        found[slot] = [t for t in found[slot] if t is not token] + [noun]
    whose = [t for tokens in found.values() for t in tokens if any(c.tag == "WP$" for c in t.children)]
    if not pronouns and not whose and "subj" in found and "obj" not in found:
        found["obj"] = [noun]


def _outer(verb: Token) -> list[Token]:
    """The subject of a verb that has none of its own."""
    head = verb.head
    if head is verb:
        return []
    if (
        verb.dep == "acl"
        and verb.tag == "VBG"
        and head.lemma in _SPEECH_NOUNS
        and head.dep in ("dobj", "pobj")
    ):
        return _of_infinitive(verb, head)
    if verb.dep in ("acl", "amod") and head.pos in ("NOUN", "PROPN", "PRON"):
        return _of_infinitive(verb, head) if verb.tag == "VB" else [head]
    if verb.dep == "conj" and head.pos in ("VERB", "AUX"):
        outer = slots(head)
        return outer.get("obj" if is_passive(head) else "subj", [])
    if verb.dep in ("xcomp", "ccomp") and head.pos in ("VERB", "AUX"):
        return _controlled(verb, head)
    if verb.dep == "advcl" and is_infinitive(verb) and head.lemma in ("call", "appeal") and head.i < verb.i:
        return _controlled(verb, head)
    if verb.dep in ("xcomp", "ccomp", "prep", "pcomp") and head.pos == "ADJ":
        governor = head.head
        return slots(governor).get("subj", []) if governor.pos in ("VERB", "AUX") else [governor]
    if verb.dep == "advcl" and head.pos in ("VERB", "AUX"):
        outer = slots(head)
        return outer.get("obj" if is_passive(head) and not outer.get("subj") else "subj", [])
    if verb.dep == "pcomp":
        return _of_preposition(head)
    return []


def _of_infinitive(verb: Token, noun: Token) -> list[Token]:
    """ "a plan to attack": the owner of the plan, or the subject of the verb above it."""
    for child in noun.children:
        if child.dep == "poss":
            return [child]
    owners = [inner for prep in noun.all("prep") if prep.lower in ("by", "of") for inner in prep.all("pobj")]
    if owners:
        return owners[:1]
    if noun.dep in ("dobj", "pobj", "attr"):
        governor = next((t for t in noun.ancestors() if t.pos in ("VERB", "AUX")), None)
        if governor is not None and governor is not verb:
            return slots(governor).get("subj", [])
    return []


def _controlled(verb: Token, head: Token) -> list[Token]:
    """The understood subject of an infinitive: the object of "urge", the subject of "agree"."""
    if verb.child("nsubj", "nsubjpass"):
        return []
    outer = slots(head)
    if head.lemma in _OBJECT_CONTROL:
        for slot in ("obj", "iobj", "on", "upon", "to"):
            if outer.get(slot):
                return outer[slot]
        if is_passive(head):
            return outer.get("obj", [])
        return []
    return outer.get("obj" if is_passive(head) else "subj", [])


def _of_preposition(prep: Token) -> list[Token]:
    """ "accused X of attacking": X; "met after visiting": the subject."""
    governor = prep.head
    if governor.pos in ("VERB", "AUX"):
        outer = slots(governor)
        if governor.lemma in ("accuse", "suspect", "convict", "blame", "charge", "condemn", "criticize",
                              "stop",
                              "prevent", "ban", "bar", "sue", "praise", "thank", "criticise", "warn",
                              "discourage",
                              "acquit", "denounce", "jail", "arrest", "detain"):  # fmt: skip
            return outer.get("obj", []) or outer.get("subj", [])
        if prep.lower == "for" and outer.get("obj"):  # "fined the bank for funding rebels": the bank
            return outer["obj"]
        return outer.get("subj", []) if not is_passive(governor) else outer.get("obj", [])
    if governor.pos in ("NOUN", "PROPN"):
        return [governor]
    return []


def _share_object(found: Slots, verb: Token, passive: bool) -> None:
    """ "attacked and destroyed the base": both verbs have the base."""
    if passive or "obj" in found or verb.child("ccomp", "xcomp", "prep"):
        return
    if verb.dep == "conj" and verb.head.dep == "relcl" and not verb.child("dobj", "nsubj"):
        outer = slots(verb.head).get("obj", [])
        if verb.head.head in outer:
            found["obj"] = outer
            return
    following = [child for child in verb.children if child.dep == "conj" and child.pos == "VERB"]
    for other in following:
        own = other.child("dobj")
        if own is not None and not other.child("nsubj", "nsubjpass"):
            found["obj"] = with_conjuncts(own)
            return
