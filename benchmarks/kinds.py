"""Fits the weights that tell of which kind unknown actors and places are: ``make kinds``.

From the texts that ``ties.py`` learns from too. Prints how often the rules and the weights are right in texts
that were held out, then fits on all and writes ``ontology/lexicon/kinds.jsonl``.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sklearn.linear_model import LogisticRegression
from ties import Text, fold, matrix, texts

from kg.chance import Facts, signs_of
from kg.data import folder
from kg.extractor import read, resolve
from kg.knowledge import KindWeights, Knowledge
from kg.model import Document
from kg.resolve import records, tellings
from kg.resolve.kinds import SIGNS
from kg.resolve.places import Gazetteer, load_places
from kg.resolve.whereabouts import Whereabouts

WEIGHTS = folder("ontology") / "lexicon" / "kinds.jsonl"
STRENGTH = 0.5
"""How freely weights may grow: the inverse of the penalty for their squares."""
SELDOM = 5
"""A sign that fewer things have is left out."""


class Thing(NamedTuple):
    """One unknown thing of an ``article``: what the rules take it for, and the kinds that are right."""

    article: str
    ruled: str
    kinds: tuple[str, ...]
    facts: Facts

    @property
    def wanted(self) -> str:
        """What is to be learned: what the rules say where that is right."""
        return self.ruled if self.ruled in self.kinds else self.kinds[0]


def things(text: Text, knowledge: Knowledge, gazetteer: Gazetteer) -> Iterator[Thing]:
    """The unknown things of a text that are annotated."""
    gold = text.gold
    document = Document(id=gold.id, text=gold.text, published=gold.published)
    told = resolve(read(text.parse, knowledge, gazetteer), gold.published)
    whereabouts = Whereabouts(gazetteer, told.mentions, knowledge, text.parse)
    recorder = records.Recorder(document, text.parse, told.resolved, knowledge, whereabouts)
    clusters = tellings.group(text.parse, told.drafts, knowledge.ties["same"])
    kinds = records.gathered(recorder, clusters, [*told.mentions, *records.parties(clusters)])
    for key in recorder.unknown():
        found = Counter(entity for who in kinds.mentions(key) if (entity := text.entity(who)) is not None)
        if found:
            best = recorder.facts[key]
            right = gold.entities[found.most_common(1)[0][0]].types
            yield Thing(gold.id, best.type, right, kinds.facts(key, best))


def fit(known: Sequence[Thing]) -> tuple[dict[str, int], Any]:
    """Multinomial logistic regression, with the columns of its signs."""
    times = Counter(sign for thing in known for sign in signs_of(thing.facts, SIGNS))
    columns = {sign: i for i, sign in enumerate(sorted(s for s, n in times.items() if n >= SELDOM))}
    model = LogisticRegression(C=STRENGTH, max_iter=300)
    return columns, model.fit(matrix(known, SIGNS, columns), [thing.wanted for thing in known])


def report(known: Sequence[Thing]) -> None:
    """How often the rules and the weights are right in the texts of one fold."""
    held = [thing for thing in known if fold(thing.article) == 0]
    columns, model = fit([thing for thing in known if fold(thing.article) != 0])
    said = model.predict(matrix(held, SIGNS, columns))
    ruled = sum(thing.ruled in thing.kinds for thing in held)
    weighed = sum(kind in thing.kinds for thing, kind in zip(held, said, strict=True))
    print(f"{len(held):,} things held out: rules {ruled / len(held):.3f}, weights {weighed / len(held):.3f}")


def main() -> None:
    """Prints the figures and writes the weights."""
    knowledge, gazetteer = Knowledge(), load_places()
    known = [thing for text in texts() for thing in things(text, knowledge, gazetteer)]
    report(known)
    columns, model = fit(known)
    weights = KindWeights(
        kinds=tuple(map(str, model.classes_)),
        bias=tuple(round(float(number), 2) for number in model.intercept_),
        signs=SIGNS,
        weights={
            sign: tuple(round(float(number), 2) for number in model.coef_[:, i])
            for sign, i in columns.items()
        },
    )
    if "--no-write" not in sys.argv:
        WEIGHTS.write_bytes(msgspec.json.encode(weights) + b"\n")
        print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1000:,.0f} kB, {len(columns):,} signs")


if __name__ == "__main__":
    main()
