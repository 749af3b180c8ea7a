"""Who says it: the chain of speakers above a clause, from the outermost inwards."""

from __future__ import annotations

from kg.drafts import Participant, Source
from kg.extract.clauses import slots
from kg.extract.participants import Reader
from kg.knowledge import Knowledge
from kg.syntax import Parse, Token


def _stands_apart(token: Token) -> bool:
    """A clause beside the one above it ("while Kyiv ..."): what is said there is not said here."""
    if token.dep != "advcl" or token.child("nsubj", "nsubjpass") is None:
        return False
    return any(c.lower in ("while", "whereas", "although", "though") for c in token.children)


def _is_as_clause(verb: Token) -> bool:
    """ "as Kyiv claims": a clause that names the speaker of the one above it."""
    return any(child.lower == "as" for child in verb.children if child.dep in ("mark", "advmod", "prep"))


class Speech:
    """Finds the speakers of one parse; sentences inside a quotation borrow their paragraph's."""

    def __init__(self, parse: Parse, knowledge: Knowledge, reader: Reader) -> None:
        self.parse = parse
        self.knowledge = knowledge
        self.reader = reader
        self._quoted = self._quotations()

    def sources(self, trigger: Token) -> tuple[Source, ...]:
        """Outermost first; empty when the outlet itself says so."""
        chain: list[Source] = []
        token = trigger
        for verb in self._clauses(trigger):
            source = self._accordance(verb) or self._aside(verb)
            if source:
                chain.append(source)
        while token.head is not token and not _stands_apart(token):
            head = token.head
            if self._reports(token, head):
                chain.append(self._source(head))
            token = head
        hearsay = self._hearsay(trigger)
        if hearsay and not chain:
            chain.append(hearsay)
        if not chain:
            chain.extend(self._quoted.get(trigger.sent, ()))
        chain.reverse()
        return tuple(chain)

    def _clauses(self, trigger: Token) -> list[Token]:
        found = [trigger]
        for token in trigger.ancestors():
            if token.pos in ("VERB", "AUX"):
                found.append(token)
        return found[:4]

    def _reports(self, token: Token, head: Token) -> bool:
        if head.lemma not in self.knowledge.reporting or head.pos not in ("VERB", "AUX"):
            return False
        if head.child("neg") is not None or self._is_parted(token, head):
            return False
        if token.dep in ("ccomp", "parataxis"):
            return True
        if token.dep == "advcl" and any(c.lower == "as" for c in head.children if c.dep == "mark"):
            return True
        return token.dep == "xcomp" and head.lemma in ("claim", "deny", "report", "allege", "admit")

    def _is_parted(self, token: Token, head: Token) -> bool:
        """ "A did this; B said that": what stands before a semicolon is not what B said."""
        between = self.parse.tokens[token.i : head.i]
        return token.i < head.i and any(t.text == ";" for t in between)

    def _aside(self, verb: Token) -> Source | None:
        """ "X fired shells, Seoul said, hours after ...": a speaker put into the middle."""
        for child in verb.children:
            told = child.dep == "parataxis" and child.lemma in self.knowledge.reporting
            if told and child.child("nsubj") is not None and child.child("neg") is None:
                return self._source(child)
        return None

    def _source(self, verb: Token) -> Source:
        who = self.speaker(verb)
        return Source(stance=self.knowledge.reporting[verb.lemma], who=who, first=verb.i, last=verb.i)

    def speaker(self, verb: Token) -> Participant | None:
        """The subject of a reporting verb; for "the statement said" whoever issued it."""
        for token in slots(verb).get("subj", ()):
            who = self.reader.read(token)
            if who is not None and who.type not in ("Place", "Facility"):
                return who
            inside = self.reader.within(token)
            if inside:
                return inside[0]
        return None

    def _accordance(self, verb: Token) -> Source | None:
        for prep in verb.children:
            if prep.dep == "advcl" and prep.lemma in self.knowledge.reporting and _is_as_clause(prep):
                return self._source(prep)
            if prep.lower != "according":
                continue
            for inner in (c for p in prep.children for c in p.all("pobj")):
                who = self.reader.read(inner)
                if who is None:
                    inside = self.reader.within(inner)
                    who = inside[0] if inside else None
                return Source(stance="reports", who=who, first=prep.i, last=prep.i + 1)
        return None

    def _hearsay(self, trigger: Token) -> Source | None:
        words = self.knowledge.cues["hearsay"]
        for token in (trigger, *list(trigger.ancestors())[:1]):
            for child in token.children:
                if child.lower in words and child.dep in ("advmod", "amod"):
                    stance = "alleges" if child.lower.startswith("alleg") else "reports"
                    return Source(stance=stance, who=None, first=child.i, last=child.i)
        return None

    def _quotations(self) -> dict[int, tuple[Source, ...]]:
        """Sentences that are quoted but name no speaker, with the speaker of the sentence beside
        them in the same paragraph."""
        found: dict[int, tuple[Source, ...]] = {}
        speakers = {n: self._sentence_speaker(n) for n in range(len(self.parse.sentences))}
        inside, paragraph = False, -1
        for number in range(len(self.parse.sentences)):
            if self.parse.paragraphs[number] != paragraph:
                inside, paragraph = False, self.parse.paragraphs[number]
            tokens = self.parse.sentence(number)
            marks = sum(token.text in ('"', "''", "``") for token in tokens)
            opens = bool(tokens) and tokens[0].text in ('"', "``")
            closes = bool(tokens) and tokens[-1].text in ('"', "''")
            if (inside or opens or closes) and not speakers[number]:
                near = self._near(number, speakers)
                if near:
                    found[number] = (near,)
            if marks % 2:
                inside = not inside
        return found

    def _near(self, number: int, speakers: dict[int, Source | None]) -> Source | None:
        for other in (number + 1, number - 1, number + 2, number - 2):
            same = 0 <= other < len(self.parse.sentences)
            if same and self.parse.paragraphs[other] == self.parse.paragraphs[number] and speakers.get(other):
                return speakers[other]
        return None

    def _sentence_speaker(self, number: int) -> Source | None:
        for token in self.parse.sentence(number):
            if token.pos == "VERB" and token.lemma in ("say", "tell", "add", "state", "declare", "announce"):
                who = self.speaker(token)
                if who is not None:
                    return Source(stance="reports", who=who, first=token.i, last=token.i)
        return None
