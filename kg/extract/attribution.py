"""Who says it: the chain of speakers above a clause, from the outermost inwards."""

from __future__ import annotations

from collections.abc import Iterator

from kg.drafts import Participant, Source, changed
from kg.extract.clauses import is_passive, slots
from kg.extract.participants import Reader
from kg.extract.quotations import Quotations
from kg.extract.tags import Tag, tags_of
from kg.knowledge import Knowledge
from kg.syntax import Parse, Token

_BESIDE = frozenset(("while", "whereas", "although", "though"))
_ADJUNCTS = frozenset(("advcl", "prep", "relcl", "acl", "npadvmod", "appos"))
_BY = frozenset(("after", "by", "from", "in", "on", "per"))
_HOUSES = frozenset("consulate court embassy headquarter headquarters hospital office palace".split())
"""Buildings that stand for whoever works in them."""
_NEVER_SPEAK = ("Place", "Facility")


def _stands_apart(token: Token) -> bool:
    """A clause beside the one above it ("while Kyiv ..."): what is said there is not said here."""
    if token.dep != "advcl" or token.child("nsubj", "nsubjpass") is None:
        return False
    return any(c.lower in _BESIDE for c in token.children)


def _is_as_clause(verb: Token) -> bool:
    """ "as Kyiv claims", "how reports the agency": a clause that names the speaker of the one above it."""
    return any(
        child.lower in ("as", "how") for child in verb.children if child.dep in ("mark", "advmod", "prep")
    )


def _has_own_subject(verb: Token) -> bool:
    """ "as communicated the agency" has not that of the clause above it."""
    own = verb.child("nsubj", "nsubjpass", "csubj", "agent", "expl") is not None
    return own or verb.dep != "advcl" or not _is_as_clause(verb)


def _is_aside_of(trigger: Token, top: Token, cue: Token) -> bool:
    """ "X attacked Y, Z said, days after a visit to W": what is added to a clause after the words that
    name its speaker is told by the outlet."""
    if not top.i < cue.i < trigger.i:
        return False
    token = trigger
    while token is not top and token.head is not token:
        if token.dep in _ADJUNCTS and token.head.i < cue.i:
            return True
        token = token.head
    return False


def _is_nobody(subject: Token | None) -> bool:
    """ "No group claimed the attack"."""
    return subject is not None and (
        subject.lower in ("nobody", "none") or any(child.lower == "no" for child in subject.children)
    )


def _is_speaker_behind(verb: Token) -> bool:
    """ "X did this, reported the agency", "In Zorla told the spokesman that": no clause below, or one
    before the verb, or a main verb without subject."""
    clause = verb.child("ccomp")
    told = verb.dep == "ROOT" and verb.tag in ("VBD", "VBZ", "VBP")
    return clause is None or clause.i < verb.i or told


def _is_cited(clause: Token, noun: Token) -> bool:
    """ "said, citing officials, that": the clause hangs on the officials by mistake of the parser."""
    return noun.dep == "dobj" and clause.dep in ("relcl", "acl") and _has_that(clause)


def _is_told_by(clause: Token, noun: Token) -> bool:
    """ "was reported by the channel that": the same mistake behind a passive."""
    own = clause.child("nsubj", "nsubjpass") is not None
    return noun.head.dep == "agent" and clause.dep in ("relcl", "acl") and own and _has_that(clause)


def _is_told_to(clause: Token, noun: Token) -> bool:
    """ "told to the paper that": the same mistake behind whoever was told."""
    own = clause.child("nsubj", "nsubjpass") is not None
    addressed = noun.dep == "pobj" and noun.head.lower in ("to", "for")
    return addressed and clause.dep in ("relcl", "acl") and own and _has_that(clause)


def _is_told_behind(clause: Token, noun: Token) -> bool:
    """ "declared a source that": the same mistake where the verb stands before whoever speaks."""
    verb = noun.head
    turned = noun.dep == "dobj" and verb.i < noun.i and verb.child("nsubj", "nsubjpass", "agent") is None
    return turned and clause.dep in ("relcl", "acl") and _has_that(clause)


def _has_that(clause: Token) -> bool:
    return any(child.lower == "that" and child.dep == "mark" for child in clause.children)


class Speech:
    """Finds the speakers of one parse; quoted sentences borrow that of a sentence beside them."""

    def __init__(self, parse: Parse, knowledge: Knowledge, reader: Reader) -> None:
        self.parse = parse
        self.knowledge = knowledge
        self.reader = reader
        self.quotations = Quotations(parse)
        self._speakers: dict[int, Source | None] = {}
        self._tags: dict[int, list[Tag]] = {}

    def sources(self, trigger: Token) -> tuple[Source, ...]:
        """Outermost first; empty when the outlet itself says so."""
        chain = [*self._told_beside(trigger), *self._told_above(trigger)]
        hearsay = self._hearsay(trigger)
        if hearsay and not chain:
            chain.append(hearsay)
        chain = self._with_tag(trigger, chain)
        quoted = self._quoting(trigger)
        if quoted and all(source.first != quoted.first for source in chain):
            chain.append(quoted)
        chain.reverse()
        return _without_echoes(chain)

    def voices(self) -> Iterator[Source]:
        """Everybody who is said to say something, wherever it belongs, in text order."""
        for token in self.parse.tokens:
            if token.lemma in self.knowledge.reporting and token.pos in ("VERB", "AUX"):
                if token.child("neg") is None and not _is_nobody(token.child("nsubj")):
                    yield self._source(token)
            elif token.lower == "according":
                yield from self._according(token)

    def _with_tag(self, trigger: Token, chain: list[Source]) -> list[Source]:
        """The chain with the speaker that the order of words shows, where the parse does not."""
        if trigger.sent not in self._tags:
            self._tags[trigger.sent] = tags_of(self.parse, trigger.sent, self.knowledge, self._voice)
        tag = next((one for one in self._tags[trigger.sent] if one.first <= trigger.i < one.end), None)
        if tag is None:
            return chain
        if all(source.first != tag.source.first for source in chain):
            return [*chain, tag.source]
        who = tag.source.who
        return [changed(s, who=s.who or who) if s.first == tag.source.first else s for s in chain]

    def _told_beside(self, trigger: Token) -> list[Source]:
        """ "according to X", "as X says", ", X said, ": the speakers put beside a clause."""
        found = []
        for verb in self._clauses(trigger):
            source = self._accordance(verb) or self._aside(verb)
            if source and not _is_aside_of(trigger, verb, self.parse.tokens[source.first]):
                found.append(source)
        return found

    def _told_above(self, trigger: Token) -> list[Source]:
        """The speakers of the clauses and nouns that the trigger stands under, the nearest first."""
        found: list[Source] = []
        token, untrue = trigger, False
        while token.head is not token and not _stands_apart(token):
            head = token.head
            untrue = untrue or self._is_called_untrue(token, head)
            if self._reports(token, head) and not self._is_outside(trigger, token, head):
                sources = self._all_sources(head)
                found += [changed(sources[0], stance="denies"), *sources[1:]] if untrue else sources
                untrue = False
            elif self._hangs_on_speaker(token, head):
                found += self._all_sources(head.head)
            elif self._is_mistaken(token, head):
                found += self._all_sources(head.head.head)
            elif (source := self._noun_source(token, head)) is not None:
                found.append(source)
            token = head
        return found

    def _hangs_on_speaker(self, clause: Token, noun: Token) -> bool:
        """Whether a clause hangs on whoever is cited or speaks, not on the verb before him."""
        cited = _is_cited(clause, noun) and self._is(noun.head, "citing-verb")
        return cited or _is_told_behind(clause, noun) and noun.head.lemma in self.knowledge.reporting

    def _is_mistaken(self, clause: Token, noun: Token) -> bool:
        """Whether a clause hangs on whoever tells or hears it, not on the verb of saying above him."""
        verb = noun.head.head
        told_by = _is_told_by(clause, noun) and verb.lemma in self.knowledge.reporting
        return told_by or _is_told_to(clause, noun) and self._is(verb, "saying-verb")

    def _is_called_untrue(self, clause: Token, verb: Token) -> bool:
        """ "it was untrue that ..."."""
        words = verb.all("acomp", "attr") if verb.lemma == "be" and clause.dep in ("ccomp", "csubj") else []
        heads = [clause.head] if clause.head.pos == "ADJ" and _has_that(clause) else words
        return any(self._is(word, "baseless") for word in heads)

    def _clauses(self, trigger: Token) -> list[Token]:
        found = [trigger]
        for token in trigger.ancestors():
            if token.pos in ("VERB", "AUX"):
                found.append(token)
        return found[:4]

    def _reports(self, token: Token, head: Token) -> bool:
        if head.lemma not in self.knowledge.reporting or head.pos not in ("VERB", "AUX"):
            return False
        if head.child("neg") is not None or _is_nobody(head.child("nsubj")) or self._is_parted(token, head):
            return False
        if token.dep in ("ccomp", "parataxis"):
            return True
        if token.dep == "advcl" and any(c.lower == "as" for c in head.children if c.dep == "mark"):
            return True
        if token.dep in ("dobj", "nsubjpass") and token.pos in ("NOUN", "PROPN"):
            return self._is(head, "confirming-verb")
        return token.dep == "xcomp" and head.lemma in ("claim", "deny", "report", "allege", "admit")

    def _is(self, token: Token, name: str) -> bool:
        return token.lemma in self.knowledge.classes[name]

    def _is_parted(self, token: Token, head: Token) -> bool:
        """ "A did this; B said that": what stands before a semicolon is not what B said; nor is what
        stands in another sentence that the parser took for the same."""
        between = self.parse.tokens[min(token.i, head.i) : max(token.i, head.i)]
        stops = (";", ".") if token.i < head.i else (".",)
        return any(t.text in stops and t.i not in self.quotations.inside for t in between)

    def _is_outside(self, trigger: Token, clause: Token, cue: Token) -> bool:
        """Whether a trigger stands behind the words that name the speaker, and belongs to the outlet."""
        return trigger.i not in self.quotations.inside and _is_aside_of(trigger, clause, cue)

    def _aside(self, verb: Token) -> Source | None:
        """ "X fired shells, Seoul said, hours after ...": a speaker put into the middle."""
        for child in verb.children:
            told = child.dep == "parataxis" and child.lemma in self.knowledge.reporting
            apart = any(mark.i > child.i for mark in verb.all("mark"))
            if told and not apart and child.child("nsubj") is not None and child.child("neg") is None:
                return self._source(child)
        return None

    def _all_sources(self, verb: Token) -> list[Source]:
        """The speaker of a verb, after those whom he cites: "Reuters said, citing officials, that"."""
        if (quoting := self._quoting_verb(verb)) is not None:
            return self._quoted_sources(quoting, verb)
        if self._is(verb, "citing-verb") and verb.dep in ("advcl", "acl") and verb.child("dobj"):
            above = verb.head
            cited = [self._cited(verb)]
            reports = above.lemma in self.knowledge.reporting and above.pos == "VERB"
            return [*cited, self._source(above)] if reports else cited
        cited = [self._cited(child) for child in verb.all("advcl") if self._is(child, "citing-verb")]
        return [*cited[:1], self._source(verb)]

    def _quoting_verb(self, verb: Token) -> Token | None:
        """ "quoted X as saying": the verb above "saying", or the verb itself."""
        if verb.dep == "pcomp" and verb.head.lower == "as":
            verb = verb.head.head
        finite = verb.dep not in ("advcl", "acl") or is_passive(verb)
        return verb if self._is(verb, "citing-verb") and finite else None

    def _quoted_sources(self, verb: Token, cue: Token) -> list[Source]:
        found = slots(verb)
        speakers = [who for t in found.get("obj", ()) if (who := self._voice(t)) is not None]
        outlets = [who for t in found.get("subj", ()) if (who := self._voice(t)) is not None]
        place = cue if cue is not verb or not outlets else verb
        inner = [Source(stance="reports", who=who, first=place.i, last=place.i) for who in speakers[:1]]
        return inner + [Source(stance="reports", who=who, first=verb.i, last=verb.i) for who in outlets[:1]]

    def _cited(self, verb: Token) -> Source:
        told = verb.child("dobj", "nsubj")
        return Source(stance="reports", who=self._voice(told), first=verb.i, last=verb.i)

    def _source(self, verb: Token) -> Source:
        who = self.speaker(verb)
        return Source(stance=self.knowledge.reporting[verb.lemma], who=who, first=verb.i, last=verb.i)

    def speaker(self, verb: Token) -> Participant | None:
        """The subject of a reporting verb; for "the statement said" whoever issued it."""
        found = slots(verb)
        tokens = found.get("subj", []) if _has_own_subject(verb) else []
        if not tokens and (is_passive(verb) or _is_speaker_behind(verb)):
            tokens = self._turned_round(verb)
        for token in tokens:
            if (who := self._voice(token)) is not None:
                return who
        documents = [t for slot in ("in", "on") for t in found.get(slot, ()) if self._is(t, "document-noun")]
        inside = [who for t in documents for who in self.reader.within(t)] if not tokens else []
        return inside[0] if inside else None

    def _turned_round(self, verb: Token) -> list[Token]:
        """ "reported the agency X": the speaker behind the verb; "the source was told to agency X"."""
        if not is_passive(verb):
            return [t for t in verb.all("dobj") if t.i > verb.i and self._speaks(t)]
        media = [p for prep in verb.all("prep", "dative") if prep.lower == "to" for p in prep.all("pobj")]
        told = [who for t in media if (who := self.reader.read(t)) is not None and who.type == "NewsAgency"]
        return verb.all("nsubjpass") if told and verb.lemma == "tell" else []

    def _speaks(self, token: Token) -> bool:
        who = self.reader.read(token)
        return who is not None and who.type in ("NewsAgency", "Agency", "Official", "Person", "Military")

    def _voice(self, token: Token | None) -> Participant | None:
        """Whoever a noun names as a speaker: himself, the owner of a text, or somebody not known."""
        if token is None:
            return None
        who = self.reader.read(token)
        if who is not None and who.type not in _NEVER_SPEAK:
            return who
        silent = any(self._is(token, name) for name in ("document-noun", "no-speaker", "accusation"))
        unseen = token.pos == "NOUN" or token.pos == "PROPN" and token.i not in self.reader.index.name_at
        if who is None and unseen and not silent:
            return self.reader.someone(token)
        owners = self.reader.within(token)
        if who is not None and who.kind == "noun" and all(owner.kind == "pronoun" for owner in owners):
            own = who.type == "Facility" and token.lemma in _HOUSES
            return changed(who, type="Agency") if own else next(iter(owners), None)
        return next(iter(owners), None)

    def _accordance(self, verb: Token) -> Source | None:
        for prep in verb.children:
            if prep.dep == "advcl" and prep.lemma in self.knowledge.reporting and _is_as_clause(prep):
                return self._source(prep)
            if prep.lower == "according" and (source := next(self._according(prep), None)) is not None:
                return source
        return self._by_words_of(verb)

    def _according(self, cue: Token) -> Iterator[Source]:
        """ "according to X": everybody behind it."""
        for inner in (noun for prep in cue.children for noun in prep.all("pobj")):
            yield Source(stance="reports", who=self._voice(inner), first=cue.i, last=cue.i + 1)

    def _by_words_of(self, verb: Token) -> Source | None:
        """ "By data of the UN, ...", "On his words, ...": translated ways to say "according to"."""
        for prep in verb.all("prep"):
            noun = prep.child("pobj")
            if noun is None or prep.lower not in _BY or not self._is(noun, "told-noun"):
                continue
            if prep.i > verb.i and (prep.lower not in ("by", "per") or noun.child("det", "poss") is not None):
                continue
            owners = [self.reader.read(owner) for owner in noun.all("poss")] or self.reader.within(noun)
            if owners:
                return Source(stance="reports", who=owners[0], first=prep.i, last=noun.i)
        return None

    def _noun_source(self, token: Token, noun: Token) -> Source | None:
        """ "the allegation of Kyiv that ...", "reports that ...": a noun that says what stands below."""
        stance = self.knowledge.reporting_nouns.get(noun.lemma)
        if stance is None or noun.pos != "NOUN" or token.dep not in ("acl", "ccomp", "relcl", "pcomp"):
            return None
        if not _has_that(token):
            return None
        owners = [who for who in self.reader.within(noun) if who.type not in _NEVER_SPEAK]
        return Source(stance=stance, who=owners[0] if owners else None, first=noun.i, last=noun.i)

    def _hearsay(self, trigger: Token) -> Source | None:
        words = self.knowledge.cues["hearsay"]
        for token in (trigger, *list(trigger.ancestors())[:1]):
            for child in token.children:
                if child.lower in words and child.dep in ("advmod", "amod"):
                    stance = "alleges" if child.lower.startswith("alleg") else "reports"
                    return Source(stance=stance, who=None, first=child.i, last=child.i)
        return None

    def _quoting(self, trigger: Token) -> Source | None:
        """The speaker of a sentence that is all quotation, told in a sentence beside it."""
        if trigger.i not in self.quotations.inside or not self.quotations.is_quoted(trigger.sent):
            return None
        found = (self.sentence_speaker(near) for near in self.quotations.spoken_in(trigger.sent))
        return next((source for source in found if source is not None), None)

    def sentence_speaker(self, number: int) -> Source | None:
        """Who is said to speak in a sentence, outside its quotations."""
        if number not in self._speakers:
            self._speakers[number] = self._find_speaker(number)
        return self._speakers[number]

    def _find_speaker(self, number: int) -> Source | None:
        for token in self.parse.sentence(number):
            if token.i in self.quotations.inside or token.pos != "VERB" or token.child("neg"):
                continue
            if self._is(token, "saying-verb") and (who := self.speaker(token)) is not None:
                return Source(stance="reports", who=who, first=token.i, last=token.i)
        return None


def _without_echoes(chain: list[Source]) -> tuple[Source, ...]:
    """A level that says no more than the one around it, by the same speaker, is left out."""
    kept: list[Source] = []
    for source in chain:
        last = kept[-1] if kept else None
        if last is not None and last.stance == source.stance and _key(last) == _key(source):
            continue
        kept.append(source)
    return tuple(kept)


def _key(source: Source) -> str | None:
    return source.who.key if source.who is not None else None
