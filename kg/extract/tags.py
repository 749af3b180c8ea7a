"""Speakers by the order of words alone, for sentences that the parser takes apart wrongly.

Looked for are tags (", the ministry said on Monday.", ", reported the agency"), and headlines that put
the speaker before or behind a colon.
"""

from __future__ import annotations

from collections.abc import Callable

from kg.drafts import Participant, Source
from kg.knowledge import Knowledge
from kg.model import Record
from kg.syntax import Parse, Token

_FINITE = frozenset(("VBD", "VBZ", "VBP"))
_BREAKS = frozenset((",", ";", ":", '"', "”", "''"))
_QUOTES = frozenset(('"', "\u201c", "\u201e", "\u00ab"))
_ADDRESSEES = frozenset(("us", "me", "him", "her", "them"))
_PLAIN = frozenset(("inform", "say", "tell"))
"""Verbs whose speaker may also be called by a word that no list knows."""
_ADDRESSING = frozenset(("tell", "inform"))
_SPEAKERS = frozenset(("Person", "Official", "Agency", "NewsAgency", "Military", "InternationalOrganization"))
_LONGEST = 14
"""Words of a speaker with all his titles."""
_HEADING = 8
"""Words of a speaker before or behind the colon of a headline."""

Voice = Callable[[Token | None], Participant | None]


class Tag(Record, frozen=True):
    """Who is said to say the words of a sentence from ``first`` to before ``end`` (tokens)."""

    first: int
    end: int
    source: Source


def tags_of(parse: Parse, number: int, knowledge: Knowledge, voice: Voice) -> list[Tag]:
    """All tags of a sentence in text order."""
    tokens = parse.sentence(number)
    found: list[Tag] = []
    for place, token in enumerate(tokens):
        if place > 1 and _may_be_cue(token, knowledge):
            tag = _behind(tokens, place, knowledge, voice) or _turned(tokens, place, knowledge, voice)
            found += [tag] if tag is not None else []
    return found or _heading(tokens, voice)


def _may_be_cue(token: Token, knowledge: Knowledge) -> bool:
    if token.tag not in _FINITE or token.lemma not in knowledge.classes["turned-saying-verb"]:
        return False
    after = [child for child in token.children if child.i > token.i]
    colon = next((child.i for child in after if child.text == ":"), None)
    below = [c for c in after if c.dep == "ccomp" and (colon is None or c.i < colon) or c.lower == "that"]
    return token.child("neg") is None and not below


def _behind(tokens: list[Token], place: int, knowledge: Knowledge, voice: Voice) -> Tag | None:
    """ "X did this, NP said": the words between the last break and the verb are the speaker."""
    cue = tokens[place]
    if cue.lemma not in knowledge.classes["saying-verb"] or not _ends_after(tokens, place):
        return None
    if cue.child("dobj") and cue.lemma not in _ADDRESSING:
        return None
    start = _start_of_speaker(tokens, place)
    if start < 1 or not _is_phrase(tokens[start:place]):
        return None
    who = _speaker(tokens[start:place], voice)
    return _tag(tokens, start - 1, place, knowledge, who) if who is not None else None


def _ends_after(tokens: list[Token], place: int) -> bool:
    """Whether no clause follows the verb: it ends there, or with a time, an addressee, or a phrase."""
    if place + 1 == len(tokens) or tokens[place].lemma in _ADDRESSING:
        return True
    after = tokens[place + 1]
    return after.pos in ("PUNCT", "ADP", "ADV", "SPACE") or after.ent in ("DATE", "TIME")


def _start_of_speaker(tokens: list[Token], place: int) -> int:
    """The place after the break before the speaker and his apposition ("X, a spokesman, said"); -1: none."""
    at = place - 1
    if tokens[at].text == ",":
        at -= 1
        while at > 0 and tokens[at].text not in _BREAKS:
            at -= 1
        at -= 1
    while at > 0 and tokens[at].text not in _BREAKS:
        at -= 1
    far = place - at > _LONGEST or at < 1
    return -1 if far else at + 1


def _is_phrase(words: list[Token]) -> bool:
    """Whether there is no clause in it."""
    return bool(words) and not any(w.tag in _FINITE or w.tag == "MD" or w.pos == "SCONJ" for w in words)


def _speaker(words: list[Token], voice: Voice) -> Participant | None:
    """The noun on which the others hang."""
    inside = {word.i for word in words}
    for word in words:
        if word.pos in ("NOUN", "PROPN", "PRON") and (word.head.i not in inside or word.head is word):
            return voice(word)
    return None


def _turned(tokens: list[Token], place: int, knowledge: Knowledge, voice: Voice) -> Tag | None:
    """ "X did this, reported the agency Y", "..., told us on Monday the coach"."""
    cue = tokens[place]
    if tokens[place - 1].text not in _BREAKS:
        return None
    if cue.child("nsubj", "nsubjpass") in tokens[:place] or cue.dep == "conj" and cue.child("conj", "cc"):
        return None  # "Hamas, attacked by Israel, told the UN", "stormed the hall, told the guards and fled"
    start = _behind_addressee(tokens, place + 1)
    end = start
    while end < len(tokens) and tokens[end].pos not in ("PUNCT", "ADP", "VERB", "AUX"):
        end += 1
    who = _speaker(tokens[start:end], voice) if end - start <= _LONGEST else None
    if who is None or who.kind == "pronoun":
        return None
    closed = end == len(tokens) or tokens[end].pos != "ADP" or tokens[end].lower == "of"
    unseen = closed and tokens[start].lower == "the" and cue.lemma in _PLAIN
    named = unseen or not who.key.startswith("someone:")
    return _tag(tokens, place - 1, place, knowledge, who) if named else None


def _behind_addressee(tokens: list[Token], place: int) -> int:
    """The place after "us", "on Monday" and an opening quotation mark."""
    while place + 1 < len(tokens):
        dated = tokens[place].pos == "ADP" and tokens[place + 1].ent in ("DATE", "TIME")
        told = tokens[place].lower in _ADDRESSEES or tokens[place].text in _QUOTES
        if not (dated or told or tokens[place].ent in ("DATE", "TIME")):
            break
        place += 1
    return place


def _tag(tokens: list[Token], end: int, place: int, knowledge: Knowledge, who: Participant) -> Tag | None:
    """From the last semicolon on; when no verb stands before the tag, the whole sentence."""
    first = end
    while first > 0 and tokens[first - 1].text != ";":
        first -= 1
    told = tokens[first:end]
    if not any(token.pos in ("VERB", "AUX") for token in told):
        return None
    cue = tokens[place]
    source = Source(stance=knowledge.reporting.get(cue.lemma, "reports"), who=who, first=cue.i, last=cue.i)
    return Tag(first=tokens[first].i, end=tokens[end].i, source=source)


def _heading(tokens: list[Token], voice: Voice) -> list[Tag]:
    """ "UN: Israel blocks aid", "Army bombs market: activists"."""
    colons = [place for place, token in enumerate(tokens) if token.text == ":"]
    if len(colons) != 1 or not 0 < colons[0] < len(tokens) - 1:
        return []
    place = colons[0]
    before, after = tokens[:place], [t for t in tokens[place + 1 :] if t.pos not in ("PUNCT", "SPACE")]
    for words, told in ((after, before), (before, after)):
        if 0 < len(words) <= _HEADING and not _has_verb(words) and _has_verb(told):
            who = _speaker(words, voice)
            if who is not None and _may_head(who):
                source = Source(stance="reports", who=who, first=tokens[place].i, last=tokens[place].i)
                return [Tag(first=told[0].i, end=told[-1].i + 1, source=source)]
    return []


def _may_head(who: Participant) -> bool:
    """Whether a headline may quote somebody: an actor of a list, or a name that is surely somebody's."""
    own = who.name.lower().endswith("correspondent")  # the outlet's
    if own or who.key.startswith("someone:") or who.type in ("Place", "Facility"):
        return False
    return who.kind == "noun" or (who.known and who.type != "State") or who.type in _SPEAKERS


def _has_verb(words: list[Token]) -> bool:
    return any(word.pos in ("VERB", "AUX") for word in words)
