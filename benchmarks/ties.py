"""Fits the weights that tie people, places, dates and speakers to events, and tellings of one event to each
other: ``make ties``.

From annotated articles: those in ``benchmarks/articles``, written for this, and the development half of
``tests/gold``. Prints how well the rules and the weights tell it in articles that were held out, then fits on
all and writes ``ontology/lexicon/ties.jsonl``. Tellings come last, as the other weights leave them. Nothing
of the measured half of the gold is looked at.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from compile_gold import compile_draft, read_source
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from kg.annotate import annotate, load_model
from kg.chance import Facts, signs_of
from kg.data import folder
from kg.drafts import OTHERS_WORDS, Draft, Participant
from kg.evaluate import read_gold
from kg.evaluate.gold import Gold, GoldEvent
from kg.extract import events
from kg.extract.circumstances import Circumstances
from kg.extract.ties import dates, denials, parties, places, voices
from kg.extract.ties.parties import Parties
from kg.extractor import read, resolve
from kg.knowledge import Knowledge, Ties
from kg.resolve import sameness
from kg.resolve.places import Gazetteer, load_places
from kg.syntax import Parse

HERE = Path(__file__).resolve().parent
GOLD = HERE.parent / "tests" / "gold"
WEIGHTS = folder("ontology") / "lexicon" / "ties.jsonl"
TABLES = {
    "actor": parties.SIGNS, "recipient": parties.SIGNS, "place": places.SIGNS, "date": dates.SIGNS,
    "voice": voices.SIGNS, "denial": denials.SIGNS, "same": sameness.SIGNS,
}  # fmt: skip
LEAST = {
    "actor": 0.6,
    "recipient": 0.45,
    "place": 0.4,
    "date": 0.4,
    "voice": 0.45,
    "denial": 0.4,
    "same": 0.4,
}
"""From which chance a pair counts as tied."""
STRENGTH = 0.2
"""How freely weights may grow: the inverse of the penalty for their squares."""
SELDOM = 4
"""A sign that fewer pairs have is left out."""
GOLD_COUNTS = 3.0
"""For how much a pair of the gold counts, where the conventions are kept most strictly."""
FOLDS = 5


class Pair(NamedTuple):
    """One candidate: of which ``article`` and telling, what it stands for, whether the rules say it and
    whether it is ``right`` (``None``: either way), and whether it is of the ``gold``."""

    article: str
    telling: int
    value: object
    ruled: bool
    right: bool | None
    facts: Facts
    gold: bool


class Text:
    """One annotated text."""

    def __init__(self, gold: Gold, parse: Parse, *, is_gold: bool) -> None:
        self.gold = gold
        self.is_gold = is_gold
        self.parse = parse

    def event(self, draft: Draft) -> GoldEvent | None:
        """The annotated event that a telling is of."""
        words = [self.parse.tokens[i] for i in {draft.first, draft.last, *draft.tokens}]
        touched = [
            event
            for event in self.gold.events
            if any(m.start < word.end and word.start < m.end for m in event.mentions for word in words)
        ]
        same = [event for event in touched if draft.event in (event.event, *event.alt)]
        return next(iter([*same, *touched]), None)

    def entity(self, who: Participant) -> int | None:
        """The number of the annotated entity that a participant is, by the best overlap."""
        tokens = self.parse.tokens
        start, end, head = tokens[who.first].start, tokens[who.last].end, tokens[who.head]
        best: tuple[float, int] | None = None
        for number, entity in enumerate(self.gold.entities):
            for mention in entity.mentions:
                inside = start <= mention.start and mention.end <= end
                if inside or mention.start < head.end and head.start < mention.end:
                    shared = min(end, mention.end) - max(start, mention.start)
                    share = shared / (max(end, mention.end) - min(start, mention.start))
                    best = max(best or (0.0, 0), (share, -number))
        return -best[1] if best else None

    def pair(self, number: int, value: object, ruled: bool, right: bool | None, facts: Facts) -> Pair:
        """A candidate of this text."""
        return Pair(self.gold.id, number, value, ruled, right, facts, self.is_gold)


class Article(Text):
    """One annotated text, read by the rules."""

    def __init__(self, text: Text, knowledge: Knowledge, gazetteer: Gazetteer) -> None:
        super().__init__(text.gold, text.parse, is_gold=text.is_gold)
        reading = read(text.parse, knowledge, gazetteer)
        drafts = events.drafts(reading)
        self.parties = Parties(text.parse, drafts, reading.people)
        self.found = Circumstances(reading, drafts, text.gold.published)

    def tellings(self) -> Iterator[tuple[int, GoldEvent]]:
        """The numbers of the tellings that are annotated, with the annotated event."""
        for number, draft in enumerate(self.found.ground.drafts):
            event = self.event(draft)
            if event is not None and draft.rule not in OTHERS_WORDS:
                yield number, event

    def people(self, tie: str) -> Iterator[Pair]:
        """Everybody near a telling that lacks an actor or a recipient."""
        for number, event in self.tellings():
            wanted = {mention.entity for mention in (event.actors if tie == "actor" else event.recipients)}
            for who, facts in self.parties.pairs(number, tie):
                entity = self.entity(who)
                value = who.key if entity is None else entity
                yield self.pair(number, value, False, entity in wanted, facts)

    def places(self) -> Iterator[Pair]:
        """Every place near a telling; a state beside what is annotated is right either way."""
        for number, event in self.tellings():
            wanted = {mention.entity for mention in event.places}
            for who, facts in self.found.scenes.pairs(number):
                entity = self.entity(who)
                right: bool | None = entity in wanted
                if not right and wanted and who.type == "State":
                    right = None
                value = who.key if entity is None else entity
                yield self.pair(number, value, facts["ruled"] == "yes", right, facts)

    def dates(self) -> Iterator[Pair]:
        """Every date near a telling; right are all expressions for the same days."""
        for number, event in self.tellings():
            wanted = event.date and (event.date.earliest, event.date.latest)
            for interval, facts in self.found.almanac.pairs(number):
                days = (interval.earliest, interval.latest)
                ruled = facts.get("ruled", "yes") == "yes"
                yield self.pair(number, days, ruled, days == wanted, facts)

    def voices(self) -> Iterator[Pair]:
        """Every speaker near a telling; one who did it himself is right either way."""
        for number, event in self.tellings():
            wanted = {said.source.entity for said in event.attribution if said.source is not None}
            actors = {mention.entity for mention in event.actors}
            for source, facts in self.found.voices.pairs(number):
                entity = self.entity(source.who) if source.who is not None else None
                right: bool | None = entity in wanted
                if entity is not None and entity in actors:
                    right = None
                value = source.first if entity is None else entity
                yield self.pair(number, value, facts["ruled"] == "yes", right, facts)

    def denials(self) -> Iterator[Pair]:
        """Every telling near words of denial; of one number are those of the same words."""
        events_of = dict(self.tellings())
        for cue in self.found.denials.cues:
            for number, facts in self.found.denials.pairs(cue):
                if (event := events_of.get(number)) is not None:
                    said = [one for one in event.attribution if one.stance == "denies"]
                    wanted = {one.source.entity for one in said if one.source is not None}
                    right = self.entity(cue.who) in wanted
                    yield self.pair(cue.verb.i, event.id, False, right, facts)


def same(text: Text, knowledge: Knowledge, gazetteer: Gazetteer) -> Iterator[Pair]:
    """Every telling beside the events of its category told before it, put together as they are annotated."""
    drafts = resolve(read(text.parse, knowledge, gazetteer), text.gold.published).drafts
    known = sameness.Events(text.parse)
    told: dict[tuple[int, str], list[Draft]] = {}
    for number, draft in enumerate(drafts):
        if draft.rule in OTHERS_WORDS:
            continue
        event = text.event(draft)
        for cluster, facts in known.pairs(draft):
            other = text.event(cluster[0])
            right = None if event is None or other is None else event is other
            yield text.pair(number, cluster[0].first, False, right, facts)
        cluster = told.setdefault((id(event), draft.event), []) if event is not None else []
        cluster.append(draft)
        known.add(draft, cluster)


class Fit(NamedTuple):
    """A fitted model with the columns of its signs."""

    columns: dict[str, int]
    model: Any


def texts() -> Iterator[Text]:
    """All that may be learned from, parsed anew."""
    sources = sorted(HERE.glob("articles/*.txt"))
    written = [compile_draft(draft) for path in sources for draft in read_source(path)]
    golds = [*written, *read_gold(GOLD, "dev")]
    parses = annotate(load_model(), [gold.text for gold in golds])
    for number, (gold, parse) in enumerate(zip(golds, parses, strict=True)):
        yield Text(gold, parse, is_gold=number >= len(written))


def fit(pairs: Sequence[Pair], table: Sequence[tuple[str, ...]]) -> Fit:
    """Logistic regression on the signs of the pairs that are right or wrong."""
    sure = [pair for pair in pairs if pair.right is not None]
    times = Counter(sign for pair in sure for sign in signs_of(pair.facts, table))
    columns = {sign: i for i, sign in enumerate(sorted(s for s, n in times.items() if n >= SELDOM))}
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    weight = [GOLD_COUNTS if pair.gold else 1.0 for pair in sure]
    return Fit(columns, model.fit(matrix(sure, table, columns), [pair.right for pair in sure], weight))


def matrix(pairs: Sequence[Any], table: Sequence[tuple[str, ...]], columns: dict[str, int]) -> Any:
    """Pairs by signs, 1 where a pair has a sign."""
    rows = [[columns[s] for s in signs_of(pair.facts, table) if s in columns] for pair in pairs]
    ends = np.cumsum([0, *map(len, rows)])
    flat = np.array([column for row in rows for column in row], dtype=np.int64)
    return csr_matrix((np.ones(len(flat), np.float64), flat, ends), (len(rows), len(columns)))


def chances(fitted: Fit, pairs: Sequence[Pair], table: Sequence[tuple[str, ...]]) -> list[float]:
    """How likely each pair is tied."""
    return [float(row[1]) for row in fitted.model.predict_proba(matrix(pairs, table, fitted.columns))]


def fold(article: str) -> int:
    """Which part of the articles is held out with this one."""
    return hashlib.sha256(article.encode()).digest()[1] % FOLDS


def held_out(pairs: Sequence[Pair], table: Sequence[tuple[str, ...]]) -> Iterator[tuple[Pair, float]]:
    """Every pair with its chance by weights that have not seen its article."""
    for part in range(FOLDS):
        known = [pair for pair in pairs if fold(pair.article) != part]
        held = [pair for pair in pairs if fold(pair.article) == part]
        if held:
            yield from zip(held, chances(fit(known, table), held, table), strict=True)


def figures(name: str, told: Iterable[tuple[Pair, bool]]) -> str:
    """Precision, recall and F1 over the right values of all tellings that some candidate stands for."""
    wanted, said = set(), set()
    for pair, is_said in told:
        key = (pair.article, pair.telling, pair.value)
        if pair.right:
            wanted.add(key)
        if is_said and pair.right is not None:
            said.add(key)
    hit = len(wanted & said)
    precision, recall = hit / max(1, len(said)), hit / max(1, len(wanted))
    return f"{name:16} P {precision:.3f}  R {recall:.3f}  F1 {2 * hit / (len(wanted) + len(said)):.3f}"


def report(tie: str, pairs: Sequence[Pair]) -> None:
    """What the rules and the weights say of articles held out."""
    print(f"{tie}: {len(pairs):,} pairs, {sum(bool(pair.right) for pair in pairs):,} tied")
    print(figures("  rules", ((pair, pair.ruled) for pair in pairs)))
    told = list(held_out(pairs, TABLES[tie]))
    for least in (0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7):
        print(figures(f"  weights {least}", ((pair, chance >= least) for pair, chance in told)))


def weights(tie: str, pairs: Sequence[Pair]) -> Ties:
    """The weights fitted on everything; those that hardly count are left out."""
    fitted = fit(pairs, TABLES[tie])
    values = fitted.model.coef_[0]
    known = {sign: round(float(values[i]), 3) for sign, i in fitted.columns.items()}
    return Ties(
        tie=tie, least=LEAST[tie], bias=round(float(fitted.model.intercept_[0]), 3), signs=TABLES[tie],
        weights={sign: weight for sign, weight in known.items() if abs(weight) >= 0.02},
    )  # fmt: skip


def main() -> None:
    """Prints the figures and writes the weights."""
    knowledge, gazetteer = Knowledge(), load_places()
    known = [Article(text, knowledge, gazetteer) for text in texts()]
    ways: dict[str, Callable[[Article], Iterator[Pair]]] = {
        "actor": lambda article: article.people("actor"),
        "recipient": lambda article: article.people("recipient"),
        "place": Article.places, "date": Article.dates, "voice": Article.voices,
        "denial": Article.denials,
    }  # fmt: skip
    fitted = [fitted_to(tie, [p for article in known for p in way(article)]) for tie, way in ways.items()]
    write([*fitted, knowledge.ties["same"]])
    knowledge = Knowledge()
    told = [pair for text in texts() for pair in same(text, knowledge, gazetteer)]
    write([*fitted, fitted_to("same", told)])


def fitted_to(tie: str, pairs: Sequence[Pair]) -> Ties:
    """The weights of a tie, when its figures are printed."""
    report(tie, pairs)
    return weights(tie, pairs)


def write(ties: Sequence[Ties]) -> None:
    """Ships the weights, unless nothing shall be written."""
    if "--no-write" not in sys.argv:
        WEIGHTS.write_text(
            "".join(f"{msgspec.json.encode(one).decode()}\n" for one in ties), encoding="utf-8"
        )
        print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1000:,.0f} kB")


if __name__ == "__main__":
    main()
