"""Who says that which event happened: the speakers of a text and the facts of each pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.chance import Facts, chance, far, few, flag, path
from kg.drafts import OTHERS_WORDS, SPOKEN, Draft, Participant, Source
from kg.extract.attribution import Speech
from kg.extract.overheard import overheard
from kg.extract.ties.ground import Ground, between, window
from kg.knowledge import Ties

BACK, AHEAD = 2, 1
"""How many sentences before and after a telling its speaker is looked for."""
SIGNS: tuple[tuple[str, ...], ...] = (
    ("ruled",), ("ruled", "apart"), ("apart",), ("paragraphs", "apart", "ruled"), ("event", "apart"),
    ("ruled", "event"), ("quoted", "apart", "ruled"), ("quoting", "quoted", "apart"),
    ("stance", "apart", "ruled"), ("cue",), ("cue", "apart"), ("standing", "apart"),
    ("type", "apart", "ruled"), ("kind", "type", "ruled"), ("known",), ("party", "speech", "ruled"),
    ("party", "ruled"), ("own",), ("telling", "ruled"), ("manner", "apart", "ruled"),
    ("status", "ruled", "apart"), ("tag", "apart", "ruled"), ("word",), ("rule",),
    ("voices", "same", "before", "ruled"), ("here", "apart", "ruled"), ("distance", "before", "same"),
    ("events", "before", "same", "ruled"), ("sentence", "its sentence"), ("running", "apart", "ruled"),
    ("had", "ruled"), ("had", "apart"), ("stop", "before", "apart", "ruled"), ("commas", "before", "same"),
    ("plain path",), ("plain path", "ruled"), ("plain path", "event"), ("steps", "ruled"), ("down", "ruled"),
    ("short path",), ("plain path", "cue"), ("that", "before", "ruled"), ("opening", "apart"),
    ("pronoun", "apart"), ("brief", "ruled", "apart"), ("brief", "cue"),
    ("link",), ("link", "cue"), ("link", "ruled"), ("side", "ruled"), ("side", "cue"), ("link", "apart"),
    ("side", "type"),
)  # fmt: skip


class Voices:
    """The speakers of one text and the tellings around them."""

    def __init__(self, ground: Ground, speech: Speech, people: Sequence[Participant]) -> None:
        self.ground = ground
        self.speech = speech
        self.sources = _sources(ground, speech, people)
        self._sent = [ground.parse.tokens[source.first].sent for source in self.sources]
        self._links: dict[tuple[int, int], str] = {}
        self._heads = [tuple({s.who.head for s in d.sources if s.who is not None}) for d in ground.drafts]

    def pairs(self, number: int) -> Iterator[tuple[Source, Facts]]:
        """Every speaker near a telling, with the facts of the two; whether who did it says so, rules know."""
        draft = self.ground.drafts[number]
        telling = {**self.ground.telling(draft), **self._telling(draft)}
        first, end = window(self._sent, draft.sent, BACK, AHEAD)
        near = self.sources[first:end]
        actors = {who.key for who in draft.actors} | {who.head for who in draft.actors}
        for source in near:
            if source.who is not None and {source.who.key, source.who.head} & actors:
                continue
            yield source, {**telling, **self._facts(number, draft, source, near)}

    def likely(self, ties: Ties) -> list[tuple[Source, ...]]:
        """For every telling those who most probably say so, the outermost first."""
        return [self._likely(number, draft, ties) for number, draft in enumerate(self.ground.drafts)]

    def _likely(self, number: int, draft: Draft, ties: Ties) -> tuple[Source, ...]:
        """What the rules found stays unless it is unlikely; where nobody is left, the likeliest speaker of
        those who do not deny something."""
        if draft.rule in OTHERS_WORDS:
            return draft.sources
        ranked = [(chance(ties, facts), source) for source, facts in self.pairs(number)]
        unlikely = {s.who.head for _, s in ranked if s.who} - {
            s.who.head for c, s in ranked if s.who and c >= ties.least
        }
        kept = tuple(s for s in draft.sources if s.who is None or s.who.head not in unlikely)
        speakers = [one for one in ranked if one[1].stance != "denies"]
        best, source = max(speakers, key=lambda one: one[0], default=(0.0, None))
        told = source is not None and best >= ties.least and all(s.who is None for s in kept)
        return (source,) if told and source is not None else kept

    def _telling(self, draft: Draft) -> dict[str, str]:
        quotations, main = self.speech.quotations, self.ground.parse.tokens[draft.first]
        subjects = main.all("nsubj", "nsubjpass")
        inside = main.i in quotations.inside
        return {
            "quoted": f"{flag(inside)} {flag(quotations.is_quoted(main.sent))}",
            "speech": flag(draft.event in SPOKEN),
            "pronoun": flag(any(subject.pos == "PRON" for subject in subjects)),
        }

    def _facts(self, number: int, draft: Draft, source: Source, near: Sequence[Source]) -> dict[str, str]:
        who, tokens = source.who, self.ground.parse.tokens
        assert who is not None
        cue = tokens[source.first]
        low, high = sorted((cue.i, draft.first))
        words = [token.text for token in tokens[low:high]]
        others = [s for s in near if s.first != source.first and s.who and s.who.head != who.head]
        actor, recipient = (
            any(p.head == who.head or p.key == who.key for p in people)
            for people in (draft.actors, draft.recipients)
        )
        facts = {
            **self.ground.way(draft, cue),
            "ruled": self._ruled(number, draft, source),
            "stance": source.stance,
            "cue": cue.lemma,
            "standing": f"{cue.tag} {cue.dep}",
            "side": f"{far(abs(who.head - cue.i))} {flag(who.head < cue.i)}",
            "link": self._link(source, who),
            "quoting": flag(cue.i in self.speech.quotations.inside),
            "type": who.type,
            "kind": who.kind,
            "known": f"{flag(who.known)} {flag(who.office)}",
            "party": f"{flag(actor)} {flag(recipient)}",
            "own": flag(cue.i in draft.tokens),
            "telling": flag(cue.i in self.ground.told),
            "voices": few(between((s.first for s in others), cue.i, draft.first)),
            "here": few(sum(tokens[s.first].sent == draft.sent for s in near), 2),
            "running": flag(self._speaks_near(number, draft, who.head)),
            "stop": flag(";" in words or ":" in words),
            "commas": few(words.count(",")),
        }
        if cue.sent == draft.sent:
            facts["that"] = flag(any(token.lower == "that" for token in tokens[cue.i + 1 : cue.i + 3]))
        return facts

    def _link(self, source: Source, who: Participant) -> str:
        """How whoever speaks stands to the word of saying, worked out once."""
        known = (source.first, who.head)
        if known not in self._links:
            cue, token = self.ground.parse.tokens[source.first], self.ground.parse.tokens[who.head]
            self._links[known] = path(token, [cue]).get("short path", "none")
        return self._links[known]

    def _ruled(self, number: int, draft: Draft, source: Source) -> str:
        """What the rules say: this speaker, another one, one without a name, or none."""
        heads = self._heads[number]
        if source.who is not None and source.who.head in heads:
            return "yes"
        return "other" if heads else "hidden" if draft.sources else "none"

    def _speaks_near(self, number: int, draft: Draft, head: int) -> bool:
        near = self.ground.numbers(draft.sent, 1, 1)
        return any(head in self._heads[other] for other in near if other != number)


def _sources(ground: Ground, speech: Speech, people: Sequence[Participant]) -> list[Source]:
    """Every speaker with the words that show that he speaks, in text order."""
    found: dict[tuple[int, int], Source] = {}
    told = (source for draft in ground.drafts for source in draft.sources)
    for source in (*told, *speech.voices(), *overheard(speech, people)):
        if source.who is not None:
            found.setdefault((source.first, source.who.head), source)
    return [found[place] for place in sorted(found)]
