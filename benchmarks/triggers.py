"""Trains the network that tells which words tell events: ``make triggers``.

From the texts in ``benchmarks/triggers``, written for this and nothing else, with every trigger marked:
``{attacked|ASSAULT}``, ``{attack|ASSAULT:negated}`` when the event is not actual; and from the annotated
articles in ``benchmarks/articles``. Prints how well words are told on files that were held out, with and
without the rules, then trains on all files and writes the weights.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from compile_gold import compile_draft, read_source
from spacy.tokens import Doc, Token

from kg.annotate import BATCH, Piece, docs, load_model, pieces
from kg.data import trained_weights
from kg.evaluate.gold import Gold
from kg.extractor import Extractor
from kg.knowledge import Knowledge
from kg.model import Document, Extraction, Failure, Span
from kg.resolve.places import load_places
from kg.triggers import CATEGORIES, KINDS, Codes, Floats, Numbers, sign_code, signs_of

HERE = Path(__file__).resolve().parent
WEIGHTS = trained_weights()
HELD_OUT = 4
"""Every fourth file is held out for the figures."""
WIDTH, EPOCHS, PACE, CHUNK = 192, 8, 2e-3, 128
ARTICLES_COUNT = 2.0
"""For how much a word of an annotated article counts: there events are as frequent as in the news."""
SELDOM = 6
"""A plain sign that fewer candidates have is left out."""
_MARK = re.compile(r"\{([^{}|]+)\|([A-Z]+)(?::\w+)?\}")

Mark = tuple[int, int, str]
"""Start, end (exclusive) and category of a marked trigger."""
EITHER = -1
"""What is right of a word that may tell an event or not."""


class Text(NamedTuple):
    """A text, the marked triggers, and the stretches (start, end) whose other words may tell events."""

    text: str
    marks: Sequence[Mark]
    either: Sequence[tuple[int, int]] = ()


class Cases(NamedTuple):
    """``n`` candidates: the ``names`` of all plain signs, ``dense`` (n, d), the plain signs of each, the
    categories that the lexicon knows for their words (n, c), what the rules say of them and what is right,
    as numbers of categories, and for how much each counts (n,)."""

    names: dict[int, str]
    dense: Floats
    plain: list[Codes]
    lexicon: Floats
    rules: Numbers
    right: Numbers
    counts: Floats


class Weights(NamedTuple):
    """See ``kg.triggers.Network``."""

    dense: Floats
    plain: Floats
    bias: Floats
    last: Floats
    rules: Floats
    lexicon: Floats


def texts(path: Path) -> Iterator[Text]:
    """The texts of a file: marked in place, or annotated as the gold is."""
    if path.parent.name == "articles":
        yield from (annotated(compile_draft(draft)) for draft in read_source(path))
        return
    for article in re.split(r"(?m)^## .*$", path.read_text(encoding="utf-8"))[1:]:
        yield unmarked("\n\n".join(line.strip() for line in article.splitlines() if line.strip()))


def annotated(gold: Gold) -> Text:
    """An annotated article: what it leaves open, contents of claims, and what is no fact go either way."""
    needed = [event for event in gold.events if not event.optional]
    marks = [(m.start, m.end, event.event) for event in needed for m in event.mentions]
    open_ = [span for event in gold.events if event.optional for span in event.mentions]
    open_ += [part for event in gold.events for part in event.content if isinstance(part, Span)]
    either = [(span.start, span.end) for span in open_]
    either += [(stretch.start, stretch.end) for stretch in gold.must_not if stretch.level == "fact"]
    return Text(gold.text, marks, either)


def unmarked(text: str) -> Text:
    """A text without its marks, and where they stood."""
    parts, marks, size, last = [], [], 0, 0
    for mark in _MARK.finditer(text):
        parts += [text[last : mark.start()], mark[1]]
        size += mark.start() - last
        marks.append((size, size + len(mark[1]), mark[2]))
        size, last = size + len(mark[1]), mark.end()
    return Text("".join([*parts, text[last:]]), [mark for mark in marks if mark[2] in CATEGORIES])


def cases(path: Path, extractor: Extractor) -> Cases:
    """The candidates of all articles of a file."""
    articles = list(texts(path))
    counts = ARTICLES_COUNT if path.parent.name == "articles" else 1.0
    found = extractor.extract([Document(id=str(i), text=one.text) for i, one in enumerate(articles)])
    told = [list(told_in(one)) for one in found]
    stream = [(i, piece) for i, one in enumerate(articles) for piece in pieces(one.text)]
    with extractor.nlp.memory_zone():
        parsed = extractor.nlp.pipe(docs(extractor.nlp, (piece for _, piece in stream)), batch_size=BATCH)
        return joined(
            [
                cases_in(doc, piece, extractor.knowledge, told[i], articles[i], counts)
                for (i, piece), doc in zip(stream, parsed, strict=True)
            ]
        )


def told_in(found: Extraction | Failure) -> Iterator[Mark]:
    """What the rules found, as it would be marked."""
    if isinstance(found, Extraction):
        yield from ((m.start, m.end, event.event) for event in found.events for m in event.mentions)


def cases_in(
    doc: Doc, piece: Piece, knowledge: Knowledge, told: Sequence[Mark], article: Text, counts: float
) -> Cases:  # fmt: skip
    """The candidates of a parsed piece, with what the rules told and what is marked; those that may tell an
    event or not are left out."""
    signs = signs_of(doc)
    words = [doc[int(place)] for place in signs.places]
    spans = [(piece.offset(w.idx), piece.offset(w.idx + len(w) - 1) + 1) for w in words]
    right = np.array(rights(words, spans, article), dtype=np.int64)
    counted = np.flatnonzero(right != EITHER)
    plain = np.split(signs.codes, np.searchsorted(signs.rows, range(1, len(words)))) if words else []
    lemmas = [words[i].lemma_.lower() for i in counted]
    rules = [category(spans[i], told) for i in counted]
    return Cases(
        {code: readable(code, doc.vocab.strings) for code in set(signs.codes.tolist())},
        signs.dense[counted],
        [plain[i] for i in counted],
        known_categories(knowledge, lemmas),
        np.array(rules, dtype=np.int64),
        right[counted],
        np.full(len(counted), counts, np.float32),
    )


def rights(words: Sequence[Token], spans: Sequence[tuple[int, int]], article: Text) -> list[int]:
    """What is right of every word: of those that one mark covers the highest in the tree tells the event, and
    the others may."""
    found = [0] * len(words)
    for start, end in article.either:
        for i in covered(spans, start, end):
            found[i] = EITHER
    for start, end, name in article.marks:
        inside = covered(spans, start, end)
        top = min(inside, key=lambda i: (sum(1 for _ in words[i].ancestors), i), default=None)
        for i in inside:
            if i == top:
                found[i] = max(found[i], 0) or CATEGORIES.index(name)
            elif found[i] == 0:
                found[i] = EITHER
    return found


def covered(spans: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    """The numbers of the spans that overlap a stretch."""
    return [i for i, span in enumerate(spans) if start < span[1] and span[0] < end]


def known_categories(knowledge: Knowledge, lemmas: Sequence[str]) -> Floats:
    """For every word (row) which categories (columns) its frames have."""
    rows = [knowledge.categories_of(lemma) for lemma in lemmas]
    return np.array([[name in row for name in CATEGORIES] for row in rows], dtype=np.float32).reshape(
        -1, len(CATEGORIES)
    )


def category(span: tuple[int, int], marks: Sequence[Mark]) -> int:
    """The number of the category of the first mark that a word overlaps; 0 for none."""
    return next(
        (CATEGORIES.index(name) for start, end, name in marks if start < span[1] and span[0] < end), 0
    )


def joined(rows: Sequence[Cases]) -> Cases:
    """All cases as one."""
    return Cases(
        {code: name for one in rows for code, name in one.names.items()},
        np.concatenate([one.dense for one in rows]),
        [codes for one in rows for codes in one.plain],
        np.concatenate([one.lexicon for one in rows]),
        np.concatenate([one.rules for one in rows]),
        np.concatenate([one.right for one in rows]),
        np.concatenate([one.counts for one in rows]),
    )


class Table:
    """The plain signs of cases as a sparse matrix with one column for every frequent sign."""

    def __init__(self, plain: Sequence[Codes], frequent: Sequence[int]) -> None:
        column = {code: i for i, code in enumerate(frequent)}
        self.columns = [np.array([column[c] for c in codes.tolist() if c in column]) for codes in plain]

    def summed(self, weights: Floats, chosen: Numbers) -> Floats:
        """For the chosen cases the sum of the weights of their signs."""
        return np.stack([weights[self.columns[i].astype(np.int64)].sum(0) for i in chosen])

    def spread(self, slopes: Floats, chosen: Numbers, size: int) -> Floats:
        """The slope of every sign from those of the cases that have it."""
        total = np.zeros((size, slopes.shape[1]), np.float32)
        for row, i in enumerate(chosen):
            total[self.columns[i].astype(np.int64)] += slopes[row]
        return total


def trained(known: Cases, frequent: Sequence[int]) -> Weights:
    """The weights that fit best: cross-entropy, Adam, dropout; the same cases always give the same."""
    chance = np.random.default_rng(0)
    table, n, width = Table(known.plain, frequent), len(known.right), known.dense.shape[1]
    weights = Weights(
        chance.normal(0, 2 * width**-0.5, (width, WIDTH)).astype(np.float32),
        chance.normal(0, 0.02, (len(frequent), WIDTH)).astype(np.float32),
        np.zeros(WIDTH, np.float32),
        chance.normal(0, 0.1, (WIDTH, len(CATEGORIES))).astype(np.float32),
        np.zeros((len(CATEGORIES), len(CATEGORIES)), np.float32),
        np.zeros((len(CATEGORIES), len(CATEGORIES)), np.float32),
    )
    past = [np.zeros_like(part) for part in weights]
    spread = [np.zeros_like(part) for part in weights]
    step = 0
    for epoch in range(EPOCHS):
        order = chance.permutation(n)
        for start in range(0, n, CHUNK):
            step += 1
            slopes = gradient(weights, known, table, order[start : start + CHUNK], chance)
            for part, slope, mean, square in zip(weights, slopes, past, spread, strict=True):
                mean += 0.1 * (slope - mean)
                square += 0.001 * (slope * slope - square)
                pace = PACE * (1 - epoch / EPOCHS) * (1 - 0.999**step) ** 0.5 / (1 - 0.9**step)
                part -= (pace * mean / (np.sqrt(square) + 1e-8)).astype(np.float32)
    return weights


def gradient(weights: Weights, known: Cases, table: Table, chosen: Numbers, chance: Any) -> Weights:
    """The slope of the loss over the chosen cases, with a part of everything dropped at random."""
    kept = dropout(chance, known.dense.shape[1], 0.15)
    dense = known.dense[chosen] * kept
    hidden = units(weights, dense, table.summed(weights.plain, chosen))
    alive = (hidden > 0) * dropout(chance, hidden.shape, 0.4)
    hidden = hidden * alive
    unheard = chance.random(len(chosen)) < 0.1
    rules = np.where(unheard, 0, known.rules[chosen])
    lexicon = known.lexicon[chosen]
    slope = outcome(weights, hidden, rules, lexicon)
    slope[np.arange(len(chosen)), known.right[chosen]] -= 1
    slope *= known.counts[chosen, None] / len(chosen)
    below = slope @ weights.last.T * alive
    by_rule = np.zeros_like(weights.rules)
    np.add.at(by_rule, rules, slope)
    return Weights(
        dense.T @ below,
        table.spread(below, chosen, len(weights.plain)),
        below.sum(0),
        hidden.T @ slope,
        by_rule,
        lexicon.T @ slope,
    )


def dropout(chance: Any, shape: Any, share: float) -> Floats:
    """Zeros for a share of the places; the rest grows by as much."""
    kept: Floats = ((chance.random(shape, dtype=np.float32) > share) / (1 - share)).astype(np.float32)
    return kept


def units(weights: Weights, dense: Floats, plain: Floats) -> Floats:
    """The hidden layer (n, h), from the dense signs and the summed weights of the plain ones."""
    return np.maximum(dense @ weights.dense + plain + weights.bias, 0)


def outcome(weights: Weights, hidden: Floats, rules: Numbers, lexicon: Floats) -> Floats:
    """The probability of every category (n, c), as rows that sum to 1."""
    scores = hidden @ weights.last + weights.rules[rules] + lexicon @ weights.lexicon
    grown: Floats = np.exp(scores - scores.max(1, keepdims=True))
    return grown / grown.sum(1, keepdims=True)


def odds(weights: Weights, held: Cases, frequent: Sequence[int], *, hearing: bool = True) -> Floats:
    """The probability of every category for every case."""
    table = Table(held.plain, frequent)
    plain = table.summed(weights.plain, np.arange(len(held.right)))
    rules = held.rules if hearing else np.zeros_like(held.rules)
    return outcome(weights, units(weights, held.dense, plain), rules, held.lexicon)


def frequent_signs(known: Cases) -> list[int]:
    """The plain signs that enough candidates have."""
    count = Counter(code for codes in known.plain for code in codes.tolist())
    return sorted(code for code, times in count.items() if times >= SELDOM)


def readable(code: int, strings: Any) -> str:
    """A plain sign as text, for the file; to be asked while the words of its text are known."""
    for number, kind in enumerate(KINDS):
        value = sign_code(number, code)
        if value == 0 or value in strings:
            return f"{kind}={strings[value] if value else ''}"
    raise LookupError(f"the pipeline does not know the sign {code}")


def figures(name: str, said: Numbers, right: Numbers) -> str:
    """Precision, recall and F1 of the category of triggers."""
    hit = int(((said == right) & (right > 0)).sum())
    precision, recall = hit / max(1, int((said > 0).sum())), hit / max(1, int((right > 0).sum()))
    return (
        f"{name:32} P {precision:.3f}  R {recall:.3f}  F1 {2 * precision * recall / (precision + recall):.3f}"
    )


def report(weights: Weights, held: Cases, frequent: Sequence[int]) -> None:
    """How well the held-out cases are told."""
    print(figures("rules", held.rules, held.right))
    for name, hearing in (("network alone", False), ("network that hears the rules", True)):
        shares = odds(weights, held, frequent, hearing=hearing)
        for least in (0.3, 0.5, 0.7):
            said = np.where(1 - shares[:, 0] >= least, shares[:, 1:].argmax(1) + 1, 0)
            print(figures(f"{name}, {least}", said, held.right))


def main() -> None:
    """Prints the figures on held-out files and writes the weights trained on all."""
    extractor = Extractor(load_model(weigh=False), Knowledge(), load_places())
    files = [*sorted(HERE.glob("triggers/*.txt")), *sorted(HERE.glob("articles/*.txt"))]
    found = [cases(path, extractor) for path in files]
    known = joined([one for i, one in enumerate(found) if (i + 1) % HELD_OUT])
    held = joined([one for i, one in enumerate(found) if not (i + 1) % HELD_OUT])
    print(f"{len(known.right):,} candidates known, {len(held.right):,} held out")
    frequent = frequent_signs(known)
    report(trained(known, frequent), held, frequent)
    if "--no-write" not in sys.argv:
        everything = joined(found)
        frequent = frequent_signs(everything)
        write(trained(everything, frequent), [everything.names[code] for code in frequent])


def write(weights: Weights, signs: Sequence[str]) -> None:
    """The weights in half precision, with the names of the plain signs and the categories."""
    arrays = {name: part.astype(np.float16) for name, part in weights._asdict().items()}
    names = {"signs": np.array(signs), "categories": np.array(CATEGORIES)}
    np.savez_compressed(WEIGHTS, **names, **arrays)
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1000:,.0f} kB, {len(signs):,} plain signs")


if __name__ == "__main__":
    main()
