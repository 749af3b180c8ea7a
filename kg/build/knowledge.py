"""The actors, offices and places known before any document, and their graph.

Only what documents refer to, and what that refers to in turn, is written into a graph.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from kg.build.sheet import Sheet, number, text, truth, typed
from kg.data import knowledge_files, read_jsonl
from kg.iris import is_iri
from kg.model import Record
from kg.vocabulary import GEO, KG, RDFS, SECTOR, SKOS, term

Entry = Mapping[str, Any]
_WIKIDATA = "http://www.wikidata.org/entity/"
_NOT_THINGS = frozenset({"bodies.jsonl"})
_ENTRY = re.compile(rb'^(?!#).*?"iri":\s*"([^"\\]+)".*', re.MULTILINE)


class Entries(Mapping[str, Entry]):
    """IRI -> entry, kept as lines of JSON: of tens of thousands of places a graph names a few."""

    def __init__(self, lines: dict[str, bytes]) -> None:
        self._lines = lines

    def __getitem__(self, iri: str) -> Entry:
        entry: Entry = msgspec.json.decode(self._lines[iri])
        return entry

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, iri: object) -> bool:
        return iri in self._lines and is_iri(str(iri))


class Knowledge(Record, frozen=True):
    """Everything known, by IRI; ``states`` by code, ``offices`` and ``outlets`` by plain name."""

    entries: Entries
    states: Mapping[str, str]
    offices: Mapping[str, str]
    outlets: Mapping[str, str]

    def country(self, code: str | None) -> str | None:
        """The state with this code, ``None`` for other codes."""
        return None if code is None else self.states.get(code)

    def containers(self, places: Iterable[str]) -> dict[str, str]:
        """Place -> the place it lies in, for these places and all that contain them."""
        found: dict[str, str] = {}
        waiting = list(places)
        while waiting:
            place = waiting.pop()
            outer = self.entries[place].get("within") if place in self.entries else None
            if outer and place not in found:
                found[place] = outer
                waiting.append(outer)
        return found


def load_knowledge(extra: Iterable[Path] = ()) -> Knowledge:
    """Reads all actors, offices and places; an entry of ``extra`` replaces a shipped one of its IRI."""
    extra = tuple(extra)
    paths = [path for path in knowledge_files("actors", extra) if path.name not in _NOT_THINGS]
    lines = dict(pair for path in paths for pair in _lines(path))
    actors = {
        iri: entry for path in paths for entry in read_jsonl(path) if is_iri(iri := str(entry.get("iri")))
    }
    places = dict(pair for path in knowledge_files("places", extra) for pair in _lines(path))
    return Knowledge(
        entries=Entries({**places, **lines}),
        states=_states(actors),
        offices=_by_name(actors, {"Office"}, "names"),
        outlets=_by_name(actors, {"NewsAgency", "MediaOutlet"}, "aliases"),
    )


def _lines(path: Path) -> Iterator[tuple[str, bytes]]:
    """IRI and line of each entry."""
    for found in _ENTRY.finditer(path.read_bytes()):
        yield found[1].decode(), found[0]


def _states(entries: Mapping[str, Entry]) -> dict[str, str]:
    """Country code -> state; where several claim one code, the one with an ISO code of its own."""
    states = [(not one.get("iso2"), iri, one) for iri, one in entries.items() if one.get("type") == "State"]
    ordered = sorted(states, key=lambda state: state[:2], reverse=True)
    return {one["code"]: iri for _, iri, one in ordered if one.get("code")}


def plain(name: str) -> str:
    """The name without case and accents, for exact look-ups."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    bare = letters if letters.isascii() else "".join(one for one in letters if not unicodedata.combining(one))
    return " ".join(bare.split())


def _by_name(entries: Mapping[str, Entry], types: set[str], names: str) -> dict[str, str]:
    """Plain name -> IRI; a name that two entries share stands for neither."""
    found: dict[str, set[str]] = {}
    for iri, entry in entries.items():
        if entry.get("type") in types:
            for name in {plain(name) for name in (entry["label"], *entry.get(names, ()))}:
                found.setdefault(name, set()).add(iri)
    return {name: next(iter(iris)) for name, iris in found.items() if len(iris) == 1}


def knowledge_lines(knowledge: Knowledge, iri: str, graph: str) -> list[str]:
    """What is known of one thing."""
    sheet, entry = Sheet(graph), knowledge.entries[iri]
    _describe(sheet, iri, entry)
    _relate(sheet, iri, entry, knowledge)
    if "lat" in entry and "lon" in entry:
        _locate(sheet, iri, entry)
    return sheet.lines()


def with_references(knowledge: Knowledge, named: Iterable[str]) -> set[str]:
    """The named things that are known, and everything they lead to."""
    waiting, found = list(named), set()
    while waiting:
        iri = waiting.pop()
        if iri in knowledge.entries and iri not in found:
            found.add(iri)
            waiting += _references(knowledge.entries[iri], knowledge)
    return found


def _references(entry: Entry, knowledge: Knowledge) -> list[str]:
    named = [entry.get("parent"), entry.get("within")]
    named += [knowledge.country(code) for code in (entry.get("country"), *entry.get("countries", ()))]
    named += entry.get("linked", ())
    return [iri for iri in named if iri]


def _describe(sheet: Sheet, iri: str, entry: Entry) -> None:
    sheet.type(iri, _class(entry))
    sheet.say(iri, RDFS.label, text(entry["label"]))
    names = (name for name in entry.get("aliases", ()) if name != entry["label"])
    sheet.say(iri, SKOS.altLabel, *(text(name) for name in names))
    sheet.say(iri, KG.known, truth(True))
    sheet.say(iri, KG.iso2, text(entry.get("iso2")))
    sheet.say(iri, KG.capitalName, text(entry.get("capital")))
    sheet.say(iri, KG.placeKind, text(entry.get("kind")))
    sheet.say(iri, KG.population, number(entry.get("population") or None))
    if wikidata := entry.get("wikidata"):
        sheet.say(iri, SKOS.exactMatch, _WIKIDATA + wikidata)


def _class(entry: Entry) -> str:
    if entry.get("kind") == "facility":
        return KG.Facility
    return term(entry["type"]) if "type" in entry else KG.Place


def _relate(sheet: Sheet, iri: str, entry: Entry, knowledge: Knowledge) -> None:
    sheet.say(iri, KG.code, text(entry.get("code") or entry.get("country")))
    sheet.say(iri, KG.country, *_countries(iri, entry, knowledge))
    if sector := entry.get("sector"):
        sheet.say(iri, KG.sector, SECTOR + sector)
    sheet.say(iri, KG.partOf, *_listed(entry.get("parent"), knowledge))
    sheet.say(
        iri, KG.within, *(to for to in _listed(entry.get("within"), knowledge) if _is_place(to, knowledge))
    )
    sheet.say(iri, KG.linkedTo, *(one for to in entry.get("linked", ()) for one in _listed(to, knowledge)))


def _countries(iri: str, entry: Entry, knowledge: Knowledge) -> set[str]:
    """The states that an actor or place belongs to; a state does not belong to itself."""
    within = entry.get("within")
    codes = [entry.get("country"), *entry.get("countries", ())]
    states = {state for code in codes if (state := knowledge.country(code))}
    return (states | {to for to in _listed(within, knowledge) if not _is_place(to, knowledge)}) - {iri}


def _is_place(iri: str, knowledge: Knowledge) -> bool:
    return _class(knowledge.entries[iri]) in (KG.Place, KG.Facility)


def _listed(iri: str | None, knowledge: Knowledge) -> list[str]:
    return [iri] if iri and iri in knowledge.entries else []


def _locate(sheet: Sheet, iri: str, entry: Entry) -> None:
    point = f"POINT({entry['lon']} {entry['lat']})"
    geometry = f"{iri}.point"
    sheet.type(iri, GEO.Feature)
    sheet.say(iri, GEO.hasGeometry, geometry)
    sheet.type(geometry, GEO.Geometry)
    sheet.say(geometry, GEO.asWKT, typed(point, GEO.wktLiteral))
