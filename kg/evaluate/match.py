"""When a found mention is the annotated one.

The rules of words are those of the public scorer for PLOVER records, so that figures can be
compared: *lenient* = one set of content words holds the other, or half of all words are
shared, or the same head and two shared words; *strict* = half of all words are shared;
*code* = equal country codes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from typing import Literal, TypeVar

from kg.model import Record, Span

By = Literal["lenient", "strict", "code"]
T = TypeVar("T")

_STOP = frozenset(
    "the a an of in and or for to on at by with from its their his her new top some up about "
    "group senior former".split()
)
_SPELLED_OUT = (
    (re.compile(r"\bu\.?\s?n\.?(?=\W|$)"), "united nations"),
    (re.compile(r"\bu\.\s?s\.?(?:a\.?)?(?=\W|$)|\busa\b"), "united states"),
    (re.compile(r"\bu\.?k\.?(?=\W|$)"), "britain"),
    (re.compile(r"\be\.?u\.?(?=\W|$)"), "european union"),
    (re.compile(r"\be\.c\.?(?=\W|$)"), "european community"),
)
_HEAD_ENDS = re.compile(
    r"\s(?:in|of|from|for|to|at|on|with|by|near|throughout|living|fleeing|who|which|that|ordered|loyal|"
    r"operating|based)\s|,|\(|\.\.\."
)


class Party(Record, frozen=True, kw_only=True):
    """A participant to compare: its text, other texts that name the same, its country code.

    ``id`` is equal for parties of one side that are the same; empty when only texts tell.
    """

    text: str
    id: str = ""
    names: tuple[str, ...] = ()
    code: str | None = None

    def called(self, names: tuple[str, ...]) -> Party:
        """The same party under further names."""
        return Party(text=self.text, id=self.id, names=(*self.names, *names), code=self.code)

    @property
    def texts(self) -> tuple[str, ...]:
        """All texts that name it, the one used there first."""
        return (self.text, *self.names)


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, without possessives, some acronyms spelled out."""
    text = re.sub(r"\bUS\b", "u.s.", re.sub(r"[’`]", "'", text)).lower()
    for pattern, name in _SPELLED_OUT:
        text = pattern.sub(name, text)
    text = re.sub(r"'s\b|'(?=\s|$)", " ", text)
    return tuple(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", text))


@lru_cache(maxsize=65536)
def content(text: str) -> tuple[str, ...]:
    """The words that tell one name from another."""
    return tuple(w for w in words(text) if w not in _STOP)


@lru_cache(maxsize=65536)
def core(text: str) -> str:
    """The words up to the first preposition, relative or comma: "aides to the mayor" -> "aides"."""
    return _HEAD_ENDS.split(f" {text.strip()} ")[0].strip() or text


def _head(text: str) -> str:
    tokens = content(core(text))
    return tokens[-1] if tokens else ""


def same_head(gold: str, found: str) -> bool:
    """Whether the found words hold the head of the annotated ones or of a part between commas,
    or the other way round: "Zambia" is not "Zambia's president"."""
    heads = {_head(part) for part in gold.split(",")} - {""}
    return not heads or not heads.isdisjoint(content(found)) or _head(found) in heads


def _overlap(first: set[str], second: set[str]) -> float:
    return len(first & second) / len(first | second)


@lru_cache(maxsize=65536)
def lenient(gold: str, found: str) -> bool:
    """The wider rule for texts, see above."""
    first, second = set(content(gold)), set(content(found))
    if not first or not second:
        return words(gold) == words(found) != ()
    if not first & second:
        return False
    if first <= second or second <= first or _overlap(first, second) >= 0.5:
        return True
    return _head(gold) == _head(found) != "" and len(first & second) >= 2


@lru_cache(maxsize=65536)
def strict(gold: str, found: str) -> bool:
    """The narrower rule for texts: half of all words are shared."""
    first, second = set(content(gold)), set(content(found))
    return bool(first & second) and _overlap(first, second) >= 0.5


def same(gold: Party, found: Party, by: By) -> bool:
    """Whether the found party is the annotated one."""
    if by == "code":
        return bool(gold.code and found.code and gold.code[:3] == found.code[:3])
    rule = lenient if by == "lenient" else strict
    return any(rule(g, f) for g in gold.texts for f in found.texts)


def key(party: Party | None, by: By) -> Hashable:
    """What makes two parties of one side the same; ``None`` for a party without a code."""
    if party is None:
        return None
    if by == "code":
        return party.code[:3] if party.code else None
    return party.id or tuple(sorted(content(party.text))) or party.text


def unique(items: Iterable[T], of: Callable[[T], Hashable]) -> list[T]:
    """The first of all items that share a key, in order."""
    firsts: dict[Hashable, T] = {}
    for item in items:
        firsts.setdefault(of(item), item)
    return list(firsts.values())


def pair_up(left: int, right: int, fits: Callable[[int, int], bool]) -> dict[int, int]:
    """The largest set of pairs (left index to right index) in which each index is used once."""
    taken: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in range(right):
            if j in seen or not fits(i, j):
                continue
            seen.add(j)
            if j not in taken or place(taken[j], seen):
                taken[j] = i
                return True
        return False

    for i in range(left):
        place(i, set())
    return {i: j for j, i in sorted(taken.items(), key=lambda pair: pair[1])}


def touches(first: Span, second: Span) -> bool:
    """Whether two spans share a character."""
    return first.start < second.end and second.start < first.end


def touches_any(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span shares a character with one of the others."""
    return any(touches(span, other) for other in others)
