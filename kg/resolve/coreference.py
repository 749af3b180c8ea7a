"""Which mentions of a document are the same: names, descriptions and pronouns.

A pronoun is only resolved when its best antecedent is clear; what stays open is dropped from
the roles rather than guessed.
"""

from __future__ import annotations

import msgspec

from kg.drafts import Draft, Participant, Source, changed
from kg.knowledge import fold, words
from kg.model import Record
from kg.syntax import Parse, Token

_WINDOW = 3
_PERSONS = frozenset(("Person", "Official"))
_GROUPS = frozenset(
    (
        "ArmedGroup",
        "Party",
        "CivilGroup",
        "Organization",
        "InternationalOrganization",
        "NewsAgency",
        "Military",
        "Agency",
    )
)
_COUNTRY_NOUNS = frozenset(
    ("country", "nation", "state", "neighbor", "neighbour", "government", "capital", "ally")
)
_GROUP_NOUNS = frozenset(
    ("group", "organization", "organisation", "movement", "faction", "militia", "outfit", "party")
)
_BOTH = frozenset(("both", "two"))
_POSSESSIVE = frozenset(("its", "his", "her", "their"))
_SIDE_NOUNS = frozenset(
    ("side", "party", "camp", "rival", "foe", "enemy", "group", "force", "army", "faction", "leader")
)
_PARTIES = frozenset(
    ("State", "ArmedGroup", "Military", "Party", "Organization", "InternationalOrganization", "CivilGroup")
)


class Resolved(Record, frozen=True, kw_only=True):
    """Outcome: participants by the token of their head; ``keys`` maps a key to the one it joins.

    ``owners`` tells whose a phrase is by the head of the phrase: "its troops".
    """

    keys: dict[str, str]
    pronouns: dict[int, tuple[Participant, ...]]
    owners: dict[int, Participant] = msgspec.field(default_factory=dict)


def resolve(parse: Parse, mentions: list[Participant], drafts: list[Draft]) -> Resolved:
    """Joins aliases and finds what descriptions and pronouns stand for."""
    keys = _aliases(parse, mentions)
    canonical = [_rekeyed(who, keys) for who in mentions]
    used = _used(drafts) | {
        who.head: who for who in mentions if who.kind == "noun" and who.definite or who.plural
    }
    pronouns: dict[int, tuple[Participant, ...]] = {}
    for who in sorted(used.values(), key=lambda p: p.head):
        found = _antecedents(parse, who, canonical, pronouns)
        if found:
            pronouns[who.head] = found
    return Resolved(keys=keys, pronouns=pronouns, owners=_owners(parse, canonical, pronouns))


def _owners(
    parse: Parse, mentions: list[Participant], done: dict[int, tuple[Participant, ...]]
) -> dict[int, Participant]:
    """Whoever "its", "his" or "their" before a noun means, when it is one; ``done`` remembers it."""
    found = {}
    for who in mentions:
        token = parse.tokens[who.head].child("poss")
        if token is None or token.lower not in _POSSESSIVE:
            continue
        owner = Participant(
            head=token.i, first=token.i, last=token.i, kind="pronoun", type="Person",
            key=f"pronoun:{token.i}", name=token.text, person=token.lower in ("his", "her"),
            plural=token.lower == "their",
        )  # fmt: skip
        meant = done.get(token.i) or _antecedents(parse, owner, mentions, done)
        if meant:
            done.setdefault(token.i, meant)
        if len(meant) == 1:
            found[who.head] = meant[0]
    return found


def _used(drafts: list[Draft]) -> dict[int, Participant]:
    found = {}
    for draft in drafts:
        sources = [source.who for source in draft.sources if source.who is not None]
        for who in (*draft.actors, *draft.recipients, *draft.targets, *sources):
            found[who.head] = who
    return found


def apply(draft: Draft, resolved: Resolved) -> Draft:
    """The draft with every pronoun replaced and every alias under one key."""
    actors = _replaced(draft.actors, resolved)
    recipients = _replaced(draft.recipients, resolved)
    mutual = any(who.kind == "reciprocal" for who in draft.recipients)
    if mutual:
        recipients = actors
    sources = tuple(_source(source, resolved) for source in draft.sources)
    if draft.symmetric:
        recipients = ()
    else:
        own = set() if mutual else {a.key for a in actors}
        recipients = tuple(r for r in recipients if r.key not in own)
    places = tuple(_rekeyed(p, resolved.keys) for p in draft.places)
    targets = _replaced(draft.targets, resolved)
    return changed(
        draft, actors=actors, recipients=recipients, sources=sources, places=places, targets=targets
    )


def _source(source: Source, resolved: Resolved) -> Source:
    if source.who is None:
        return source
    found = _replaced((source.who,), resolved)
    return Source(stance=source.stance, who=found[0] if found else None, first=source.first, last=source.last)


def _replaced(people: tuple[Participant, ...], resolved: Resolved) -> tuple[Participant, ...]:
    found: dict[str, Participant] = {}
    for who in people:
        for each in resolved.pronouns.get(who.head, () if who.kind in ("pronoun", "reciprocal") else (who,)):
            each = _rekeyed(each, resolved.keys)
            found.setdefault(each.key, each)
    return tuple(found.values())


def _rekeyed(who: Participant, keys: dict[str, str]) -> Participant:
    key = keys.get(who.key, who.key)
    return who if key == who.key else changed(who, key=key)


# ---- aliases


def _aliases(parse: Parse, mentions: list[Participant]) -> dict[str, str]:
    keys: dict[str, str] = {}
    names = [who for who in mentions if who.kind == "name" and not who.known]
    for who in names:
        target = _bracketed(parse, who, mentions) or _longer(who, mentions)
        if target is not None and target.key != who.key:
            keys[who.key] = _final(target.key, keys)
    for who in mentions:
        if who.kind == "noun" and who.office and who.key not in keys:
            holder = _holder_of(who, mentions)
            if holder is not None:
                keys[who.key] = _final(holder.key, keys)
    return {key: _final(value, keys) for key, value in keys.items()}


def _final(key: str, keys: dict[str, str]) -> str:
    seen = set()
    while key in keys and key not in seen:
        seen.add(key)
        key = keys[key]
    return key


def _bracketed(parse: Parse, who: Participant, mentions: list[Participant]) -> Participant | None:
    """ "Kachin Independence Army (KIA)": the name in brackets is the one before them."""
    if who.first == 0 or parse.tokens[who.first - 1].text != "(":
        return None
    before = who.first - 2
    for other in mentions:
        if other.kind == "name" and other.first <= before <= other.last and other.key != who.key:
            return other
    return None


def _longer(who: Participant, mentions: list[Participant]) -> Participant | None:
    """An earlier, fuller name: the last name of a person, the acronym of an organisation."""
    own = words(who.name)
    if not own:
        return None
    for other in mentions:
        if other is who or other.kind != "name" or other.key == who.key:
            continue
        full = words(other.name)
        if (
            who.type in _PERSONS
            and other.type in _PERSONS
            and _is_part(own, full)
            and other.first <= who.first
        ):
            return other
        if who.name.isupper() and len(own) == 1 and len(full) > 1 and _initials(other.name) == fold(who.name):
            return other
    return None


def _is_part(own: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return len(own) < len(full) and set(own) <= set(full) and len(max(own, key=len)) > 2


def _initials(name: str) -> str:
    return "".join(fold(part[0]) for part in name.replace("-", " ").split() if part[:1].isupper())


def _holder_of(who: Participant, mentions: list[Participant]) -> Participant | None:
    """ "the foreign minister" is the person named with that office, of the same state if told."""
    found = [
        other
        for other in mentions
        if other.kind == "name"
        and other.type in _PERSONS
        and other.office == who.office
        and (who.code is None or other.code is None or other.code == who.code)
        and ("former" in other.tenure) == ("former" in who.tenure)
    ]
    people = {other.key for other in found}
    if len(people) != 1 or (who.plural or not (who.definite or who.code)):
        return None
    return found[0]


# ---- descriptions and pronouns


def _antecedents(
    parse: Parse, who: Participant, mentions: list[Participant], done: dict[int, tuple[Participant, ...]]
) -> tuple[Participant, ...]:
    token = parse.tokens[who.head]
    if who.kind == "reciprocal":
        return ()
    if who.kind == "pronoun":
        return _pronoun(parse, who, token, mentions, done)
    if who.kind == "noun" and who.type == "Facility":
        return _same_building(parse, who, token, mentions)
    if who.kind == "noun" and not who.known:
        return _description(parse, who, token, mentions) or _same_noun(parse, who, token, mentions, done)
    return ()


def _same_noun(
    parse: Parse,
    who: Participant,
    token: Token,
    mentions: list[Participant],
    done: dict[int, tuple[Participant, ...]],
) -> tuple[Participant, ...]:
    """ "the ministry", "the rebels": the only ministry, the only rebels spoken of before."""
    plain = all(c.i > token.i or c.dep in ("det", "punct") for c in token.children)
    if not who.definite or not plain or who.office:
        return ()
    found: dict[str, Participant] = {}
    for other in mentions:
        if other.head >= who.first or other.kind == "pronoun":
            continue
        if _is_called(parse, other, token.lemma, who) or who.plural and _are_fighters(who, other):
            meant = done.get(other.head, (other,))
            if len(meant) == 1 and meant[0].key != who.key:
                found.setdefault(meant[0].key, meant[0])
    named = [other for other in found.values() if other.kind == "name"]
    best = named or list(found.values())
    return tuple(best) if len(best) == 1 else ()


def _is_called(parse: Parse, other: Participant, lemma: str, who: Participant) -> bool:
    """Whether an earlier mention is headed by the same noun: "interior ministry", "Security Council"."""
    if who.code is not None and other.code is not None and who.code != other.code:
        return False
    if other.kind == "noun":
        return parse.tokens[other.head].lemma == lemma and other.plural == who.plural and not other.office
    return not who.plural and words(other.name)[-1:] == (lemma,) and other.type not in _PERSONS


def _are_fighters(who: Participant, other: Participant) -> bool:
    return who.type == other.type == "ArmedGroup"


def _description(
    parse: Parse, who: Participant, token: Token, mentions: list[Participant]
) -> tuple[Participant, ...]:
    """ "both countries", "the group", "the minister": the last fitting name."""
    modifiers = {child.lower for child in token.children}
    if token.lemma in _COUNTRY_NOUNS and who.plural and modifiers & (_BOTH | {"the", "these"}):
        return _last_states(parse, token, mentions)
    if token.lemma in _SIDE_NOUNS and who.plural and modifiers & _BOTH:
        return _last_parties(token, mentions)
    if not who.definite or who.plural or who.code and token.lemma not in _GROUP_NOUNS:
        return ()
    if token.lemma in _COUNTRY_NOUNS and token.lemma not in ("party", "government", "side"):
        kinds = frozenset(("State",))
    elif token.lemma in _GROUP_NOUNS:
        kinds = frozenset(("ArmedGroup", "Party", "CivilGroup", "Organization", "InternationalOrganization"))
    elif who.office or who.type in _PERSONS:
        return ()
    else:
        kinds = frozenset((who.type,))
    for other in reversed([m for m in mentions if m.head < who.head and m.kind == "name"]):
        if other.type in kinds and parse.tokens[who.head].sent - parse.tokens[other.head].sent <= 4:
            return (other,)
    return ()


def _last_parties(token: Token, mentions: list[Participant]) -> tuple[Participant, ...]:
    """ "both sides": the two states or groups named last."""
    found: dict[str, Participant] = {}
    for other in reversed([m for m in mentions if m.head < token.i and m.kind == "name"]):
        if other.type in _PARTIES:
            found.setdefault(other.code or other.key, other)
        if len(found) == 2:
            return tuple(reversed(found.values()))
    return ()


def _same_building(
    parse: Parse, who: Participant, token: Token, mentions: list[Participant]
) -> tuple[Participant, ...]:
    """ "these headquarters" are the headquarters spoken of before."""
    if not who.definite:
        return ()
    for other in reversed([m for m in mentions if m.head < token.i and m.type == "Facility"]):
        near = token.sent - parse.tokens[other.head].sent <= _WINDOW
        if near and parse.tokens[other.head].lemma == token.lemma:
            return (other,)
    return ()


def _last_states(parse: Parse, token: Token, mentions: list[Participant]) -> tuple[Participant, ...]:
    found: dict[str, Participant] = {}
    for other in reversed(
        [m for m in mentions if m.head < token.i and m.type == "State" and m.kind == "name"]
    ):
        found.setdefault(other.key, other)
        if len(found) == 2:
            return tuple(reversed(found.values()))
    return ()


def _pronoun(
    parse: Parse,
    who: Participant,
    token: Token,
    mentions: list[Participant],
    done: dict[int, tuple[Participant, ...]],
) -> tuple[Participant, ...]:
    if token.lower in ("i", "me", "we", "us", "my", "our"):
        return _speaker(parse, token, mentions)
    if token.lower in ("one", "others"):
        return ()
    scored = [(score, other) for other in mentions if (score := _score(parse, who, token, other)) is not None]
    if who.person:
        people = [(score, other) for score, other in scored if other.type in _PERSONS and score >= 1.0]
        scored = people or [
            (s, o) for s, o in scored if o.type in _GROUPS and _same_paragraph(parse, token, o)
        ]
    if not scored:
        return ()
    best = max(scored, key=lambda pair: (pair[0], pair[1].head))
    if best[0] < 0.5:
        return ()
    if token.lower in ("they", "them", "their"):
        together = _coordinated(parse, best[1], mentions, done)
        if together:
            return together
    return done.get(best[1].head, (best[1],))


def _score(parse: Parse, who: Participant, token: Token, other: Participant) -> float | None:
    if other.head >= who.head or other.kind == "pronoun" or other.type in ("Place", "Facility"):
        return None
    antecedent = parse.tokens[other.head]
    distance = token.sent - antecedent.sent
    if distance > _WINDOW:
        return None
    if antecedent.dep in ("amod", "compound", "nmod") or antecedent.head.lower == "as":
        return None
    if token.lower in ("it", "its", "itself") and (other.plural or other.type in _PERSONS):
        return None
    if who.person and (other.plural or other.type in ("NewsAgency", "State")):
        return None
    score = 3.0 - 1.2 * distance
    if parse.paragraphs[token.sent] != parse.paragraphs[antecedent.sent]:
        score -= 1.0
    if antecedent.dep in ("nsubj", "nsubjpass"):
        score += 2.0
    if distance == 0 and antecedent.dep in ("nsubj", "nsubjpass") and _governs(antecedent.head, token):
        score += 2.0
    if token.lower in ("they", "them", "their"):
        score += 1.5 if other.plural else (-0.5 if other.type in _GROUPS else -2.5)
    if antecedent.dep in ("poss",):
        score -= 0.5
    if distance == 0 and token.dep in ("dobj", "pobj", "dative") and _clause(token) is _clause(antecedent):
        return None
    return score


def _same_paragraph(parse: Parse, token: Token, other: Participant) -> bool:
    """A translation may call a group "she", but hardly one of another paragraph."""
    return parse.paragraphs[token.sent] == parse.paragraphs[parse.tokens[other.head].sent]


def _clause(token: Token) -> Token:
    return next((above for above in token.ancestors() if above.pos in ("VERB", "AUX")), token)


def _governs(verb: Token, token: Token) -> bool:
    """Whether the token stands in a clause below the verb: "Japan said it"."""
    return any(above is verb for above in token.ancestors())


def _coordinated(
    parse: Parse, best: Participant, mentions: list[Participant], done: dict[int, tuple[Participant, ...]]
) -> tuple[Participant, ...]:
    """ "A and B ... they": both."""
    if best.head in done:
        return done[best.head]
    token = parse.tokens[best.head]
    while token.dep == "conj":
        token = token.head
    members = [token, *[t for t in token.subtree() if t.dep == "conj"]]
    found = [other for other in mentions if parse.tokens[other.head] in members]
    if token.lemma in _COUNTRY_NOUNS and best.plural:
        return _last_states(parse, token, mentions)
    return tuple(found) if len(found) > 1 else ()


def _speaker(parse: Parse, token: Token, mentions: list[Participant]) -> tuple[Participant, ...]:
    """ "I" and "we" inside a quotation are whoever the sentence quotes."""
    by_head = {other.head: other for other in mentions}
    for verb in token.ancestors():
        for child in verb.children:
            if (
                child.dep == "nsubj"
                and child.i in by_head
                and verb.lemma in ("say", "tell", "add", "state", "declare")
            ):
                return (by_head[child.i],)
    return ()
