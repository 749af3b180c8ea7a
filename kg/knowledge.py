"""What the system knows before it reads: actors, bodies, offices, words and patterns.

Everything comes from the JSONL files of ``ontology/`` and of the folders a user adds. Names are
compared folded: case, diacritics, hyphens, apostrophes and dots do not matter, except that an
acronym must be written in capitals ("US" is not "us").
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import msgspec

from kg.data import knowledge_files, read_jsonl, trained_weights
from kg.errors import KnowledgeError
from kg.model import EntityType, Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

T = TypeVar("T")
GUESSED = "guessed"
"""The flag of a frame that no lexicon has."""
_WORD = re.compile(r"\w+")

# Classes of the ontology that the output contract calls by another name.
CONTRACT_TYPES: Mapping[str, EntityType] = {
    "MediaOutlet": "NewsAgency",
    "PoliticalParty": "Party",
    "Company": "Organization",
}


def fold(text: str) -> str:
    """Lower case without diacritics."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().replace("ı", "i")


@lru_cache(maxsize=50_000)
def words(text: str) -> tuple[str, ...]:
    """The folded words of a name, for comparison."""
    return tuple(_WORD.findall(fold(text)))


class Actor(Record, frozen=True, kw_only=True):
    """A known actor. ``code`` is the contract's country or organisation code."""

    iri: str
    type: str
    label: str
    aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    country: str | None = None
    code: str | None = None
    sector: str | None = None
    parent: str | None = None
    linked: tuple[str, ...] = ()
    wikidata: str | None = None
    start: int | None = None
    end: int | None = None

    @property
    def contract_type(self) -> EntityType:
        """The type name used in the output contract."""
        return CONTRACT_TYPES.get(self.type, self.type)  # type: ignore[arg-type]

    @property
    def contract_code(self) -> str | None:
        """``code``, or the country where there is none."""
        return self.code or self.country


class Name(Record, frozen=True, kw_only=True):
    """How a known actor is named: ``form`` is name, weak, adjective, demonym or metonym."""

    actor: Actor
    form: str
    exact: str | None = None


class Noun(Record, frozen=True, kw_only=True):
    """An unnamed kind of actor, a generic body or an office, by the noun that heads it."""

    word: str
    type: EntityType
    sector: str | None = None
    slug: str | None = None
    office: bool = False
    source_only: bool = False


class Frame(Record, frozen=True, kw_only=True):
    """A trigger word in its surroundings and the event type it stands for."""

    lemma: str
    event: str
    mode: str | None = None
    when: dict[str, Any] = msgspec.field(default_factory=dict)
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    def has(self, flag: str) -> bool:
        """Whether a flag of the lexicon is set on this frame."""
        return flag in self.flags

    def told_by(self, kind: str) -> str:
        """The rule to name for an event of this frame: "verb attack", or that it was guessed."""
        return f"{GUESSED if self.has(GUESSED) else kind} {self.lemma}"


def _narrowness(frame: Frame) -> tuple[bool, int, bool, bool, bool]:
    """Sorts the frames of a word: those that ask for most first, and last those marked as wide."""
    return (
        frame.has("wide"),
        -len(frame.when),
        "*" in str(frame.when),
        frame.has("weak"),
        frame.mode is None,
    )


class Ties(Record, frozen=True, kw_only=True, dict=True):
    """The fitted weights of one kind of tie (``kg.extract.ties``, ``kg.resolve.sameness``): ``least`` is the
    chance from which a pair counts as tied, ``signs`` the facts that make up each sign, ``weights`` those of
    the known signs."""

    tie: str
    least: float
    bias: float
    signs: tuple[tuple[str, ...], ...]
    weights: dict[str, float]

    @cached_property
    def tables(self) -> list[tuple[Callable[[Any], Any], dict[Any, float]]]:
        """For every kind of sign what picks its facts, and its weights by these."""
        found: dict[str, dict[Any, float]] = {"+".join(names): {} for names in self.signs}
        for sign, weight in self.weights.items():
            names, _, values = sign.partition("=")
            key = values.split("|") if "+" in names else [values]
            if len(key) == names.count("+") + 1:  # not of words with a bar in them
                found[names][tuple(key) if len(key) > 1 else values] = weight
        return [(itemgetter(*names), found["+".join(names)]) for names in self.signs]


class KindWeights(Record, frozen=True, kw_only=True):
    """The fitted weights of the ``kinds`` of unknown things (``kg.resolve.kinds``): one number for each kind
    in ``bias`` and in the ``weights`` of every known sign; ``signs`` are the facts that make up each."""

    kinds: tuple[EntityType, ...]
    bias: tuple[float, ...]
    signs: tuple[tuple[str, ...], ...]
    weights: dict[str, tuple[float, ...]]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.kinds) for row in (self.bias, *self.weights.values())):
            raise ValueError("every sign needs one weight for each kind")


class Trust(NamedTuple):
    """What the network of ``kg.triggers`` adds to its scores for the ``categories`` (no event first): the
    row of ``rules`` that the rules say, and the rows of ``lexicon`` that are known for the word."""

    categories: tuple[str, ...]
    rules: NDArray[np.float32]
    lexicon: NDArray[np.float32]


class Trie(Generic[T]):
    """Values by sequences of words; finds the longest one that starts at a place."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, key: Sequence[str], value: T) -> None:
        """Keeps every value given for a key."""
        node = self._root
        for word in key:
            node = node.setdefault(word, {})
        node.setdefault("", []).append(value)

    def longest(self, sequence: Sequence[str], start: int) -> list[tuple[int, list[T]]]:
        """All matches from ``start`` as (number of words, values), the longest first."""
        node, found = self._root, []
        for number in range(start, len(sequence)):
            following = node.get(sequence[number])
            if following is None:
                break
            node = following
            if "" in node:
                found.append((number - start + 1, node[""]))
        found.reverse()
        return found


class Knowledge:
    """All of it, loaded once. ``folders`` are the user's own, laid out like ``ontology/``."""

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self.folders = tuple(folders)
        self.names: Trie[Name] = Trie()
        self.actors: dict[str, Actor] = {}
        self.states: dict[str, Actor] = {}
        self._leanings: dict[str, NDArray[np.float32]] = {}
        self._load_actors()
        self._register_names()

    def _records(self, kind: str, stem: str) -> Iterable[dict[str, Any]]:
        for path in knowledge_files(kind, self.folders):
            if path.name.split(".")[0] == stem:
                yield from read_jsonl(path)

    def _load_actors(self) -> None:
        special = {"bodies", "offices"}
        for path in knowledge_files("actors", self.folders):
            if path.name.split(".")[0] in special:
                continue
            for row in read_jsonl(path):
                actor = _convert(row, Actor, path)
                self.actors[actor.iri] = actor
                if actor.type == "State" and actor.contract_code and actor.end is None:
                    self.states.setdefault(actor.contract_code, actor)
        for actor in self.actors.values():
            if actor.type == "State" and actor.contract_code:
                self.states.setdefault(actor.contract_code, actor)

    def _register_names(self) -> None:
        for actor in self.actors.values():
            for form, texts in (
                ("name", (actor.label, *actor.aliases)),
                ("weak", actor.weak_aliases),
                ("adjective", actor.adjectives),
                ("demonym", actor.demonyms),
                ("metonym", actor.metonyms),
            ):
                for text in texts:
                    self._register(actor, form, text)

    def _register(self, actor: Actor, form: str, text: str) -> None:
        key = words(text)
        if key[:1] == ("the",):
            key = key[1:]
        if not key:
            return
        bare = text.replace(".", "").replace("the ", "")
        exact = bare if bare.isupper() and len(bare) <= 6 else None
        name = Name(actor=actor, form=form, exact=exact)
        self.names.add(key, name)
        if exact and len(key) > 1 and all(len(word) == 1 for word in key):
            self.names.add(("".join(key),), name)
        elif exact and len(key) == 1 and len(key[0]) <= 4:
            self.names.add(tuple(key[0]), name)

    @cached_property
    def nouns(self) -> Trie[Noun]:
        """Generic actors by their words: unnamed kinds, bodies and offices."""
        trie: Trie[Noun] = Trie()
        for row in self._records("lexicon", "actor-nouns"):
            if words(row["word"])[0] not in self.office_states:
                self._add_noun(trie, row["word"], row)
        for row in self._records("actors", "bodies"):
            for name in row["names"]:
                self._add_noun(trie, name, row | {"slug": row["slug"]})
        for row in self._records("actors", "offices"):
            for name in row["names"]:
                kind = {"type": row.get("holder", "Official"), "sector": row.get("sector"), "office": True}
                self._add_noun(trie, name, kind | {"slug": row["iri"].rsplit("/", 1)[-1]})
        return trie

    @staticmethod
    def _add_noun(trie: Trie[Noun], word: str, row: Mapping[str, Any]) -> None:
        kind = CONTRACT_TYPES.get(row["type"], row["type"])
        noun = Noun(
            word=word, type=kind, sector=row.get("sector"), slug=row.get("slug"),
            office=bool(row.get("office")), source_only=bool(row.get("source_only")),
        )  # fmt: skip
        trie.add(words(word), noun)

    @cached_property
    def classes(self) -> Mapping[str, frozenset[str]]:
        """Word classes; a member "@other" stands for all words of that class."""
        raw: dict[str, set[str]] = {}
        for row in self._records("lexicon", "classes"):
            raw.setdefault(row["class"], set()).update(row["words"])

        def expand(name: str) -> set[str]:
            out: set[str] = set()
            for word in raw.get(name, ()):
                out |= expand(word[1:]) if word.startswith("@") else {word}
            return out

        return {name: frozenset(expand(name)) for name in raw}

    @cached_property
    def verbs(self) -> Mapping[str, tuple[Frame, ...]]:
        """Verb frames by lemma, the most specific first."""
        return self._frames("verbs")

    @cached_property
    def noun_frames(self) -> Mapping[str, tuple[Frame, ...]]:
        """Event nouns by lemma or by "modifier lemma"."""
        return self._frames("nouns")

    def _frames(self, stem: str) -> dict[str, tuple[Frame, ...]]:
        """The user's own frames before the shipped ones, and among each the narrowest first."""
        by_lemma: dict[str, list[tuple[bool, Frame]]] = {}
        for path in knowledge_files("lexicon", self.folders):
            if path.name.split(".")[0] == stem:
                shipped = path.parent.parent not in self.folders
                for row in read_jsonl(path):
                    frame = _convert(row, Frame, path)
                    by_lemma.setdefault(frame.lemma, []).append((shipped, frame))
        for frames in by_lemma.values():
            frames.sort(key=lambda pair: (pair[0], _narrowness(pair[1])))
        return {lemma: tuple(frame for _, frame in frames) for lemma, frames in by_lemma.items()}

    @cached_property
    def _slots_of_guesses(self) -> Mapping[str, Mapping[str, Any]]:
        return {row["event"]: row for row in self._records("lexicon", "guessed")}

    def categories_of(self, lemma: str) -> frozenset[str]:
        """The categories of the frames that a verb or noun has in any surroundings."""
        frames = (*self.verbs.get(lemma, ()), *self.noun_frames.get(lemma, ()))
        return frozenset(frame.event for frame in frames)

    def leaning(self, lemma: str) -> NDArray[np.float32]:
        """What the trained network adds for the categories that the lexicon knows for a word."""
        word = lemma if lemma in self.verbs or lemma in self.noun_frames else ""
        if word not in self._leanings:  # no more than the lexicon has words
            known = [self.trust.categories.index(name) for name in self.categories_of(word)]
            self._leanings[word] = self.trust.lexicon[sorted(known)].sum(0)
        return self._leanings[word]

    def guessed_frame(self, event: str, pos: str, lemma: str) -> Frame:
        """The frame of a word of which the category alone is known: the widest that the lexicon has of
        that category, else one with the places where its parties usually stand."""
        frames = (self.noun_frames if pos == "NOUN" else self.verbs).get(lemma, ())
        same = [frame for frame in frames if frame.event == event]
        if same:
            flags = frozenset(same[-1].flags) - {"weak", "modal", "refusing", "device", "military"}
            return msgspec.structs.replace(same[-1], when={}, flags=(*sorted(flags), GUESSED))
        row = self._slots_of_guesses[event]
        slots = row["noun"] if pos == "NOUN" else row["verb"]
        return Frame(lemma=lemma, event=event, recipient=tuple(slots), flags=(*row.get("flags", ()), GUESSED))

    @cached_property
    def trust(self) -> Trust:
        """How the trained network weighs what rules and lexicon say."""
        import numpy as np

        with np.load(trained_weights(), allow_pickle=False) as file:
            rules, lexicon = file["rules"].astype(np.float32), file["lexicon"].astype(np.float32)
            return Trust(categories=tuple(file["categories"].tolist()), rules=rules, lexicon=lexicon)

    @cached_property
    def ties(self) -> Mapping[str, Ties]:
        """How likely people, places, dates, speakers and tellings are those of an event, by kind."""
        return {row["tie"]: _convert(row, Ties, Path("ties")) for row in self._records("lexicon", "ties")}

    @cached_property
    def kinds(self) -> KindWeights:
        """What tells of which kind an unknown thing is."""
        *_, row = self._records("lexicon", "kinds")
        return _convert(row, KindWeights, Path("kinds"))

    @cached_property
    def operators(self) -> Mapping[tuple[str, str], str]:
        """Effect of a governing word on the clause below it, by (lemma, part of speech)."""
        return {(r["lemma"], r["pos"]): r["effect"] for r in self._records("lexicon", "operators")}

    @cached_property
    def reporting(self) -> Mapping[str, str]:
        """Stance of the verbs that tell who says something."""
        rows = list(self._records("lexicon", "reporting"))
        order = {"reports": 0, "alleges": 1, "denies": 2}
        rows.sort(key=lambda row: order[row["stance"]])
        return {row["lemma"]: row["stance"] for row in rows}

    @cached_property
    def reporting_nouns(self) -> Mapping[str, str]:
        """Stance of the nouns before a clause with "that": "the allegation that"."""
        return {row["lemma"]: row["stance"] for row in self._records("lexicon", "reporting-nouns")}

    @cached_property
    def light_verbs(self) -> Mapping[str, str]:
        """Verbs that carry an event noun; the role their subject has in the event."""
        return {row["lemma"]: row["subject"] for row in self._records("lexicon", "light-verbs")}

    @cached_property
    def cues(self) -> Mapping[str, frozenset[str]]:
        """Words that change the status of an event, by kind of cue."""
        kinds: dict[str, set[str]] = {}
        for row in self._records("lexicon", "cues"):
            kinds.setdefault(row["cue"], set()).add(row["word"])
        return {kind: frozenset(found) for kind, found in kinds.items()}

    @cached_property
    def modifier_modes(self) -> Mapping[str, str]:
        """The mode that a modifier gives to an event noun: "missile" attack."""
        return {row["word"]: row["mode"] for row in self._records("lexicon", "modifiers")}

    @cached_property
    def count_kinds(self) -> Mapping[str, str]:
        """What the number of people before or after a verb counts: "kill" counts the killed."""
        return {row["lemma"]: row["kind"] for row in self._records("lexicon", "counts")}

    @cached_property
    def event_counts(self) -> Mapping[str, str]:
        """Event type -> kind of number that its parties give: "COERCE-arrest" -> "arrested"."""
        return {row["event"]: row["kind"] for row in self._records("lexicon", "event-counts")}

    @cached_property
    def device_modes(self) -> Mapping[str, str]:
        """The mode that a tool gives to an attack, by its word class, in the order of the file."""
        return {row["class"]: row["mode"] for row in self._records("lexicon", "device-modes")}

    @cached_property
    def context_words(self) -> Mapping[str, str]:
        """The PLOVER context that a word in the sentence of an event tells."""
        return {r["word"]: r["context"] for r in self._records("lexicon", "contexts")}

    @cached_property
    def name_heads(self) -> Mapping[str, tuple[EntityType, str | None]]:
        """What an unknown name probably is, by the word that heads it: "Front", "Daily"."""
        return {r["word"]: (r["type"], r.get("sector")) for r in self._records("lexicon", "name-heads")}

    @cached_property
    def confidence_weights(self) -> Mapping[str, float]:
        """How much each sign speaks for an event (``kg.resolve.confidence``)."""
        return {row["sign"]: row["weight"] for row in self._records("lexicon", "confidence")}

    @cached_property
    def single_offices(self) -> frozenset[str]:
        """Offices of which a person holds one at a time: those of a state."""
        rows = self._records("actors", "offices")
        return frozenset(row["iri"].rsplit("/", 1)[-1] for row in rows if row.get("of") == "state")

    @cached_property
    def lemmas(self) -> Mapping[str, str]:
        """Forms of verbs of which the language model takes another word for the lemma: "raped" is no rap."""
        return {row["form"]: row["lemma"] for row in self._records("lexicon", "lemmas")}

    @cached_property
    def office_states(self) -> Mapping[str, str]:
        """Words before an office: acting, former, deputy."""
        return {fold(r["word"]): r["state"] for r in self._records("lexicon", "office-modifiers")}

    @cached_property
    def digest(self) -> str:
        """Hash over all knowledge files: part of the pipeline's identity."""
        return digest_of(self.folders)


def digest_of(folders: Iterable[Path] = ()) -> str:
    """``Knowledge(folders).digest`` without reading the knowledge."""
    extra = tuple(folders)
    total = hashlib.sha256()
    for kind in ("actors", "lexicon", "places"):
        for path in knowledge_files(kind, extra):
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    total.update(trained_weights().read_bytes())
    return total.hexdigest()


def _convert(row: dict[str, Any], kind: type[T], path: Path) -> T:
    try:
        return msgspec.convert(row, kind)
    except msgspec.ValidationError as error:
        raise KnowledgeError(f"{path}: {error} in {row!r}") from error
