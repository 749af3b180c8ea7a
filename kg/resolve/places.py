"""Names of places to entries of the gazetteer, with containment, or openly to none.

The gazetteer is ``ontology/places/*.jsonl`` (made from GeoNames, CC BY 4.0, and by hand) with
the states of ``ontology/actors/states*.jsonl``, whose IRIs are those of the actors.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from kg.data import folder, knowledge_files, read_jsonl
from kg.errors import KnowledgeError
from kg.model import Record

PlaceKind = Literal["state", "province", "district", "city", "region", "water", "facility"]


class Place(Record, frozen=True, kw_only=True, gc=False):
    """A place on earth. ``within`` is the IRI of the next larger place, at last of a state.

    ``country`` is the alpha-3 code; places in several states have ``countries`` instead (empty
    for continents and oceans). ``population`` 0 means unknown. ``notable`` places are named
    by hand because the news speaks of them. A division has the centre of
    its towns as coordinates, weighted by population.
    """

    iri: str
    label: str
    kind: PlaceKind
    aliases: tuple[str, ...] = ()
    country: str | None = None
    countries: tuple[str, ...] = ()
    within: str | None = None
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    notable: bool = False


class Link(Record, frozen=True, kw_only=True):
    """The place a name stands for; ``score`` from 0 to 1 grows with the lead over the next best.

    ``reason`` says in words what spoke for it.
    """

    place: Place
    score: float
    reason: str


class Phrase(NamedTuple):
    """A place phrase taken apart: the bare name, what its noun says, and what contains it."""

    name: str
    kinds: frozenset[str]
    containers: tuple[str, ...]


class Hints(NamedTuple):
    """What the document says around the name."""

    kinds: frozenset[str]
    containers: tuple[Place, ...]
    countries: Mapping[str, int]
    near: Sequence[Place]


_DROP = {ord(char): None for char in ".'\u2019\u2018\u02bc\u02bb`\u00b4"} | {
    ord(char): " " for char in "-\u2010\u2011\u2013_/"
}


def fold(name: str) -> str:
    """The key of a name: lower case, no diacritics, dots or apostrophes, hyphens as spaces."""
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ø", "o").replace("ł", "l"))
        name = "".join(char for char in decomposed if not unicodedata.combining(char))
    key = " ".join(name.translate(_DROP).lower().split())
    return key.removeprefix("the ")


class Gazetteer:
    """Look-up of places by name and IRI. Build it with ``load_places``."""

    def __init__(self, places: Iterable[Place], *, capitals: Iterable[tuple[str, str]] = (),
                 adjectives: Mapping[str, str] | None = None) -> None:  # fmt: skip
        self._places = {place.iri: place for place in places}
        self._adjectives = adjectives or {}
        self._names: dict[str, list[Place]] = {}
        for place in self._places.values():
            for name in {fold(place.label), *map(fold, place.aliases)}:
                self._names.setdefault(name, []).append(place)
        self._capitals = frozenset(map(self._capital, capitals))

    def _capital(self, named: tuple[str, str]) -> str:
        """The IRI of the greatest city of that name in that state (alpha-3); empty when there is none."""
        country, name = named
        towns = [
            place for place in self.candidates(name) if place.kind == "city" and place.country == country
        ]
        return max(towns, key=lambda place: place.population).iri if towns else ""

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places.values())

    def get(self, iri: str) -> Place | None:
        return self._places.get(iri)

    def candidates(self, name: str) -> tuple[Place, ...]:
        """All places of that name or alias; the Arabic article may be missing or added."""
        key = fold(name)
        found = self._names.get(key) or self._names.get(_without_article(key)) or self._names.get(f"al {key}")
        return tuple(found or ())

    def has(self, name: str) -> bool:
        """Whether any place has that name."""
        return bool(self.candidates(name))

    def is_plain(self, name: str) -> bool:
        """Whether there is a place of that name, and the name is no other word and nobody's."""
        return self.has(name) and not self.is_ambiguous(name)

    def is_ambiguous(self, name: str) -> bool:
        """Whether the name is also a common word or a person's: link it only where the text names a place."""
        return fold(name) in _ambiguous_names()

    def chain(self, place: Place) -> tuple[Place, ...]:
        """The places that contain it, smallest first, at last the state."""
        found: list[Place] = []
        above = self._places.get(place.within or "")
        while above is not None and above not in found and len(found) < 8:
            found.append(above)
            above = self._places.get(above.within or "")
        return tuple(found)

    def link(self, name: str, *, context_countries: Mapping[str, int] | None = None,
             near: Sequence[Place] = (), container_text: str = "",
             guess: bool = True) -> Link | None:  # fmt: skip
        """The place meant by a phrase such as "Panjgur region in southwestern Balochistan province".

        ``context_countries`` counts the mentions of states (alpha-3) in the document, ``near``
        are places already linked in it, ``container_text`` is text that names a larger place.
        Without ``guess`` a small place in a country of which the document does not speak is left open.
        ``None`` means that no place has the name, or that too little tells which one is meant.
        """
        phrase = self._phrase(name, container_text)
        found = self.candidates(phrase.name)
        if not found:
            return None
        hints = Hints(phrase.kinds, self._containers(phrase.containers), context_countries or {}, near)
        ranked = sorted(((self._score(place, phrase.name, hints), place) for place in found), key=_by_score)
        link = self._decide(ranked, hints)
        return link if link is None or guess or not _is_far_fetched(link.place, hints) else None

    def _phrase(self, text: str, container_text: str) -> Phrase:
        """Take the phrase apart unless it is a name as it stands."""
        whole = " ".join(text.split())
        extra = (container_text,) if container_text.strip() else ()
        if self.candidates(whole):
            return Phrase(whole, frozenset(), extra)
        core, containers = _split_containers(whole)
        owner, core = self._owner(core)
        bare, kinds = _strip_nouns(core, self)
        return Phrase(bare, kinds, (*owner, *containers, *extra))

    def _owner(self, core: str) -> tuple[tuple[str, ...], str]:
        """Cut off "Pakistan's" or "the Iranian": what they name contains the place."""
        possessive = re.match(r"(?:the\s+)?(.+?)['\u2019]s?\s+(?=\S)", core, re.IGNORECASE)
        if possessive and self.candidates(possessive[1]):
            return (possessive[1],), core[possessive.end() :]
        words = core.split()
        for start in range(min(3, len(words) - 1)):
            if fold(words[start]) in self._adjectives:
                return (words[start],), " ".join(words[:start] + words[start + 1 :])
        return (), core

    def _containers(self, texts: Sequence[str]) -> tuple[Place, ...]:
        found: list[Place] = []
        for text in texts:
            state = self._adjectives.get(fold(text))
            if state and state in self._places:
                found.append(self._places[state])
            bare, kinds = _strip_nouns(text, self)
            named = self.candidates(text) or self.candidates(bare)
            fitting = [place for place in named if place.kind in kinds]
            found.extend(fitting or [place for place in named if place.kind != "facility"])
        return tuple(found)

    def _score(self, place: Place, name: str, hints: Hints) -> float:
        points = _prominence(place) + (1.5 if place.iri in self._capitals else 0)
        points += 0.3 if fold(place.label) == fold(name) else 0
        points += _kind_points(place, hints.kinds)
        points += self._container_points(place, hints.containers)
        return points + _country_points(place, hints.countries) + self._near_points(place, hints.near)

    def _container_points(self, place: Place, containers: Sequence[Place]) -> float:
        if not containers:
            return 0
        above = {each.iri for each in self.chain(place)}
        if any(each.iri in above for each in containers):
            return 6
        if any(_countries(each) and set(_countries(each)) & set(_countries(place)) for each in containers):
            return 2.5
        return -2.5

    def _near_points(self, place: Place, near: Sequence[Place]) -> float:
        """Up to two points for a place in the same division or within some hundred kilometres."""
        above = {each.iri for each in self.chain(place)}
        best = 0.0
        for other in near:
            shared = above & {other.iri, *(each.iri for each in self.chain(other))}
            best = max(best, 0.8 * min(len(shared), 2), 1.2 if _distance(place, other) < 250 else 0)
        return best

    def _decide(self, ranked: list[tuple[float, Place]], hints: Hints) -> Link | None:
        points, best = ranked[0]
        family = [place for _, place in ranked if place == best or self._related(place, best)]
        rival = next((each for each, place in ranked if place not in family), None)
        lead = points - rival if rival is not None else 2.0
        if lead < 0.3 or points < 0.4:
            return None
        chosen = best if hints.kinds or hints.containers else _most_common(family, best)
        return Link(
            place=chosen, score=round(_certainty(lead, points), 2), reason=_reason(chosen, hints, lead)
        )

    def _related(self, one: Place, other: Place) -> bool:
        """Whether one contains the other: a town and the district named after it."""
        return one in self.chain(other) or other in self.chain(one)


def _is_far_fetched(place: Place, hints: Hints) -> bool:
    """A village abroad that bears the name of one at home."""
    small = place.kind in ("city", "district") and _prominence(place) < _SMALL and not place.notable
    at_home = any(code in hints.countries for code in _countries(place))
    return small and bool(hints.countries) and not hints.containers and not at_home


def load_places(extra: Sequence[Path] = ()) -> Gazetteer:
    """The shipped places and those of the knowledge folders in ``extra``; a later IRI replaces an earlier.

    Raises ``KnowledgeError`` naming file and line of a malformed entry.
    """
    states = list(_states(extra))
    places = [_state_place(state) for state in states]
    for path in knowledge_files("places", extra):
        places.extend(_read_places(path))
    capitals = [(state["country"], state["capital"]) for state in states if state.get("capital")]
    adjectives = {fold(word): state["iri"] for state in states for word in state.get("adjectives", ())}
    return Gazetteer(places, capitals=capitals, adjectives=adjectives)


def _states(extra: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Present states and territories; those with an end are history."""
    for path in knowledge_files("actors", extra):
        if path.name.startswith("states"):
            yield from (
                entry for entry in read_jsonl(path) if entry.get("type") == "State" and not entry.get("end")
            )


def _state_place(entry: Mapping[str, Any]) -> Place:
    return Place(
        iri=entry["iri"],
        label=entry["label"],
        kind="state",
        aliases=tuple(entry.get("aliases", ())),
        country=entry.get("country"),
    )


_DECODER = msgspec.json.Decoder(Place)


def _read_places(path: Path) -> list[Place]:
    lines = path.read_bytes().splitlines()
    wanted = [line for line in lines if line and not line.startswith(b"#")]
    try:
        return [_DECODER.decode(line) for line in wanted]
    except msgspec.DecodeError:
        raise _first_error(path, lines) from None


def _first_error(path: Path, lines: Sequence[bytes]) -> KnowledgeError:
    for number, line in enumerate(lines, 1):
        try:
            if line and not line.startswith(b"#"):
                _DECODER.decode(line)
        except msgspec.DecodeError as error:
            return KnowledgeError(f"{path}, line {number}: not a place ({error}).")
    return KnowledgeError(f"{path}: not a list of places.")


@cache
def _ambiguous_names() -> frozenset[str]:
    path = folder("ontology") / "lexicon" / "place-names-ambiguous.en.jsonl"
    return frozenset(fold(entry["word"]) for entry in read_jsonl(path))


@cache
def _place_words() -> dict[str, dict[str, Any]]:
    return {
        entry["word"]: entry for entry in read_jsonl(folder("ontology") / "lexicon" / "place-nouns.en.jsonl")
    }


@cache
def _nouns() -> str:
    nouns = [word for word, entry in _place_words().items() if entry["class"] == "noun"]
    return "|".join(re.escape(word) for word in sorted(nouns, key=lambda word: (-len(word), word)))


def _without_article(key: str) -> str:
    return re.sub(r"^(?:al|el|ar|as|ash|at|ad|an|az) ", "", key)


def _split_containers(text: str) -> tuple[str, tuple[str, ...]]:
    """ "X in Y", "X, Y, Z" and "X (Y)" -> X and the rest."""
    parts = [part.strip() for part in re.split(r",\s+|\s+in\s+|\s+near\s+|\s*[()]\s*", text) if part.strip()]
    return (parts[0], tuple(parts[1:])) if parts else (text, ())


def _strip_nouns(text: str, gazetteer: Gazetteer) -> tuple[str, frozenset[str]]:
    """ "the southern city of Basra" -> Basra, {city}; stops as soon as the rest is a known name."""
    kinds: frozenset[str] = frozenset()
    rest = " ".join(text.split())
    before = re.match(rf"(?:.*\s)?({_nouns()})\s+of\s+(?=\S)", rest, re.IGNORECASE)
    if before and not gazetteer.candidates(rest):
        kinds, rest = _kinds(before[1]), rest[before.end() :]
    after = re.search(rf"\s+({_nouns()})s?$", rest, re.IGNORECASE)
    if after and gazetteer.candidates(rest) == ():
        kinds, rest = _kinds(after[1]), rest[: after.start()]
    return _strip_modifiers(rest, gazetteer), kinds


def _strip_modifiers(text: str, gazetteer: Gazetteer) -> str:
    words = text.split()
    while len(words) > 1 and not gazetteer.candidates(" ".join(words)):
        if _place_words().get(words[0].lower(), {}).get("class") not in ("direction", "filler"):
            break
        words = words[1:]
    return " ".join(words)


def _kinds(noun: str) -> frozenset[str]:
    return frozenset(_place_words()[noun.lower()]["kinds"])


def _countries(place: Place) -> tuple[str, ...]:
    return (place.country,) if place.country else place.countries


_SMALL = 3.3
"""The prominence of a town of some 300,000."""

_BASE = {"state": 5.2, "region": 4.0, "water": 4.0, "facility": 3.4, "province": 3.2, "district": 1.4}


def _prominence(place: Place) -> float:
    """How likely the news means it, all else equal: a city of a million weighs 3.6."""
    extra = 0.8 if place.notable else 0
    if place.kind == "city":
        return extra + 0.6 * math.log10(place.population + 10)
    return (
        extra
        + _BASE[place.kind]
        + (0.04 * math.log10(place.population + 1) if place.kind == "province" else 0)
    )


def _kind_points(place: Place, kinds: frozenset[str]) -> float:
    if not kinds:
        return 0
    return 2.5 if place.kind in kinds else -1.5


def _country_points(place: Place, mentioned: Mapping[str, int]) -> float:
    """Up to three points for a state that the document speaks of, a loss for one it never names."""
    total = sum(mentioned.values())
    if not total or not _countries(place):
        return 0
    share = sum(mentioned.get(code, 0) for code in _countries(place)) / total
    if share:
        return 1 + 2 * share
    return -0.3 if place.kind == "state" else -1


def _distance(one: Place, other: Place) -> float:
    """Kilometres on the sphere; infinite when a coordinate is unknown."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    across = math.radians(one.lon - other.lon)
    half = math.sin((lat1 - lat2) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(across / 2) ** 2
    return 12_742 * math.asin(math.sqrt(min(1.0, half)))


def _by_score(scored: tuple[float, Place]) -> tuple[float, str]:
    return -scored[0], scored[1].iri


def _most_common(family: Sequence[Place], best: Place) -> Place:
    """Of a town and the divisions named after it a bare name means the town, unless it is a village."""
    if best.kind in ("state", "region") or (best.kind == "province" and best.notable):
        return best
    towns = [place for place in family if place.kind == "city" and place.population >= 10_000]
    return max(towns, key=lambda place: place.population) if towns else best


def _certainty(lead: float, points: float) -> float:
    return (1 - math.exp(-1.2 * lead)) * (1 - math.exp(-0.9 * max(points, 0.1)))


def _reason(place: Place, hints: Hints, lead: float) -> str:
    parts = [f"{place.kind} of that name"]
    if hints.containers:
        parts.append("container " + ", ".join(sorted({each.label for each in hints.containers})))
    if set(_countries(place)) & set(hints.countries):
        parts.append("its state is in the document")
    if place.kind in hints.kinds:
        parts.append("its noun fits")
    return "; ".join([*parts, f"lead {lead:.1f}"])
