"""What kind of thing somebody unknown is: the facts of all mentions, weighed by fitted weights.

The rules have the word first; what they say is one of the facts. What the lists of actors or the gazetteer
know is what they say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from kg.chance import Facts, few, flag
from kg.drafts import Participant
from kg.model import EntityType
from kg.resolve.likeness import Cluster
from kg.syntax import Parse, Token

_SCENES = frozenset(("Place", "Facility"))
"""What nobody becomes who acts or speaks, and where something happens stays. States are known."""
_STEPS = 8
"""How many words of a list are climbed to see how it stands."""
_BESIDE = ("conj", "appos", "compound", "nmod")
_MODIFIERS = ("compound", "appos", "nmod", "amod")
_FACING = ("det", "poss", "nummod")
SIGNS: tuple[tuple[str, ...], ...] = (
    ("ruled",), ("ruled", "form"), ("form",), ("noun",), ("noun", "plural"), ("noun", "roles"), ("last",),
    ("last", "ruled"), ("first",), ("ending", "form"), ("words", "form"), ("capitals", "form"), ("name",),
    ("first name",), ("ruled", "name"), ("ruled", "name", "preposition"), ("before",), ("two before",),
    ("after",), ("ruled", "preposition"), ("preposition",), ("above",), ("ruled", "above"),
    ("label", "ruled"), ("modifiers",), ("office",), ("office", "ruled"), ("titled", "ruled"),
    ("plural", "ruled"), ("definite", "ruled"), ("coded", "ruled"), ("sector", "ruled"),
    ("mentions", "ruled"), ("person", "ruled"), ("roles",), ("roles", "ruled"), ("roles", "name"),
    ("deeds",), ("deeds", "ruled"), ("tag", "ruled"), ("facing", "ruled"), ("facing", "noun"),
    ("sentence", "ruled"), ("noun", "acts"), ("noun", "suffers"), ("noun", "speaks"),
)  # fmt: skip


class Kinds:
    """The things of one text with all that is said of them; ``key`` tells which participants are one."""

    def __init__(
        self,
        parse: Parse,
        clusters: Iterable[Cluster],
        people: Iterable[Participant],
        key: Callable[[Participant], str],
    ) -> None:
        self.parse = parse
        self._mentions: dict[str, dict[int, Participant]] = defaultdict(dict)
        for who in people:
            if who.kind != "pronoun":
                self._mentions[key(who)].setdefault(who.head, who)
        self._roles = _roles(clusters, key)

    def mentions(self, key: str) -> Sequence[Participant]:
        """All mentions of a thing in text order."""
        found = self._mentions[key]
        return [found[head] for head in sorted(found)]

    def acts(self, key: str) -> bool:
        """Whether a thing does or says anything."""
        return bool({"acts", "speaks"} & self._roles[key].keys())

    def fits(self, key: str, kind: EntityType, ruled: EntityType) -> bool:
        """Whether a thing that the rules take for something else can be of this kind."""
        if kind == ruled:
            return True
        if kind == "State" or kind in _SCENES and self.acts(key):
            return False
        return kind in _SCENES or "holds" not in self._roles[key]

    def facts(self, key: str, best: Participant) -> Facts:
        """What is known of a thing, by the best that was said of it and by all its mentions."""
        tokens, mentions = self.parse.tokens, self.mentions(key)
        head, lead = tokens[best.head], mentions[0]
        first = (best.core or (best.first, best.last))[0]
        words = best.name.split() or [""]
        roles = self._roles[key]
        return {
            "ruled": best.type,
            "form": best.kind,
            "noun": head.lemma.lower() if best.kind == "noun" else "",
            "first": words[0].lower(),
            "last": words[-1].lower(),
            "ending": words[-1].lower()[-3:],
            "words": few(len(words), 4),
            "capitals": flag(best.name.isupper()),
            "first name": tokens[lead.head].ent or "",
            "before": tokens[first - 1].lower if first else "",
            "two before": " ".join(token.lower for token in tokens[max(0, first - 2) : first]),
            "office": best.office or "",
            "titled": flag(best.title),
            "plural": flag(best.plural),
            "definite": flag(best.definite),
            "coded": flag(best.code),
            "sector": best.sector or "",
            "person": flag(best.person),
            "tag": head.tag,
            "facing": " ".join(child.lower for child in head.children if child.dep in _FACING),
            "mentions": few(len(mentions), 4),
            "sentence": few(tokens[lead.head].sent),
            "roles": " ".join(sorted(roles)),
            "deeds": " ".join(sorted(set().union(*roles.values()))[:2]),
            **{role: flag(role in roles) for role in ("acts", "suffers", "speaks")},
            **self._around(mentions),
        }

    def _around(self, mentions: Sequence[Participant]) -> dict[str, str]:
        """What mostly stands around its mentions."""
        tokens = self.parse.tokens
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for who in mentions:
            token = tokens[who.head]
            noun = _top(token)
            prep = noun.head if noun.dep == "pobj" else None
            last = (who.core or (who.first, who.last))[1]
            found["name"][token.ent or ""] += 1
            found["label"][token.dep] += 1
            found["preposition"][prep.lower if prep else ""] += 1
            found["above"][(prep or noun).head.lemma] += 1
            found["after"][tokens[last + 1].lower if last + 1 < len(tokens) else ""] += 1
            found["modifiers"][" ".join(c.lemma for c in token.children if c.dep in _MODIFIERS)] += 1
        return {name: count.most_common(1)[0][0] for name, count in found.items()}


def _top(token: Token) -> Token:
    for _ in range(_STEPS):
        if token.dep in _BESIDE and token.head is not token:
            token = token.head
    return token


def _roles(
    clusters: Iterable[Cluster], key: Callable[[Participant], str]
) -> Mapping[str, dict[str, set[str]]]:
    """For every key the roles it has, each with the categories of the events."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for draft in (draft for cluster in clusters for draft in cluster):
        roles: dict[str, Sequence[Participant]] = {
            "acts": draft.actors, "suffers": draft.recipients, "is hit": draft.targets, "holds": draft.places,
            "speaks": [source.who for source in draft.sources if source.who is not None],
        }  # fmt: skip
        for role, people in roles.items():
            for who in people:
                told = {f"{role} {draft.event}"} if role in ("acts", "suffers") else set()
                found[key(who)][role] |= told
    return found
