"""What the shipped files on states, organisations, bodies, offices and people promise to their readers."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from kg.data import folder, read_jsonl
from kg.model import EntityType

ACTOR = "https://w3id.org/communique/actor/"
OFFICE = "https://w3id.org/communique/office/"
ACTOR_FILES = ("states", "states-regions", "peoples", "organizations", "agencies", "officials")
TYPES = {*get_args(EntityType), "PoliticalParty", "MediaOutlet", "Company"} - {"Party"}
SECTORS = {
    *("COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM"),
    *("CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC"),
}
NOT_STATES = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"}

Entry = dict[str, Any]


def read(path: Path) -> list[Entry]:
    return list(read_jsonl(path))


@cache
def actors(name: str) -> list[Entry]:
    return read(folder("ontology") / "actors" / f"{name}.jsonl")


@cache
def lexicon(name: str) -> list[Entry]:
    return read(folder("ontology") / "lexicon" / f"{name}.en.jsonl")


def by_slug(name: str) -> dict[str, Entry]:
    return {entry["iri"].removeprefix(ACTOR): entry for entry in actors(name)}


def every_actor() -> list[Entry]:
    return [entry for name in ACTOR_FILES for entry in actors(name)]


def folded(name: str) -> str:
    """Roughly what the matcher makes equal: case, hyphens, dots, a leading article."""
    return re.sub(r"[-\s.]+", " ", name.lower()).strip().removeprefix("the ")


@pytest.mark.parametrize("name", [*ACTOR_FILES, "offices"])
def test_every_iri_is_an_ascii_slug_and_the_file_is_sorted_by_it(name: str) -> None:
    base = OFFICE if name == "offices" else ACTOR
    iris = [entry["iri"] for entry in actors(name)]
    assert iris == sorted(set(iris))
    assert [iri for iri in iris if not re.fullmatch(re.escape(base) + r"[a-z0-9]+(-[a-z0-9]+)*", iri)] == []


def test_no_iri_stands_in_two_actor_files() -> None:
    files = sorted((folder("ontology") / "actors").glob("*.jsonl"))
    homes: dict[str, list[str]] = defaultdict(list)
    for path in files:
        for entry in read(path):
            if "iri" in entry:
                homes[entry["iri"]].append(path.name)
    assert {iri: names for iri, names in homes.items() if len(names) > 1} == {}


def test_types_sectors_and_countries_are_known_codes() -> None:
    countries = {entry["country"] for entry in actors("states")}
    wrong = [
        entry["iri"]
        for entry in every_actor()
        if entry["type"] not in TYPES
        or entry.get("sector", "GOV") not in SECTORS
        or entry["country"] not in {*countries, None}
        or entry.get("code", "USA") not in countries | NOT_STATES
    ]
    assert wrong == []


def test_a_name_belongs_to_one_actor_only() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for entry in every_actor():
        for name in (entry["label"], *entry.get("aliases", ()), *entry.get("demonyms", ())):
            owners[folded(name)].add(entry["iri"].removeprefix(ACTOR))
    assert {name: slugs for name, slugs in owners.items() if len(slugs) > 1} == {}


def test_adjectives_and_metonyms_belong_to_one_state_only() -> None:
    for field in ("adjectives", "metonyms"):
        owners: dict[str, set[str]] = defaultdict(set)
        for entry in (*actors("states"), *actors("states-regions")):
            for name in entry.get(field, ()):
                owners[folded(name)].add(entry["label"])
        assert {name: labels for name, labels in owners.items() if len(labels) > 1} == {}


def test_parents_are_known_actors() -> None:
    known = {entry["iri"] for entry in every_actor()}
    assert [e["iri"] for e in every_actor() if e.get("parent", e["iri"]) not in known] == []


def test_a_wikidata_id_stands_for_one_actor() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for entry in every_actor():
        if "wikidata" in entry:
            owners[entry["wikidata"]].add(entry["iri"].removeprefix(ACTOR))
    assert [qid for qid in owners if not re.fullmatch(r"Q[1-9]\d*", qid)] == []
    assert {qid: slugs for qid, slugs in owners.items() if len(slugs) > 1} == {}


def test_every_sovereign_state_has_codes_names_capital_and_wikidata() -> None:
    sovereign = [entry for entry in actors("states") if "status" not in entry]
    needed = {"iso2", "country", "code", "wikidata", "capital"}
    assert len(sovereign) >= 197
    assert {entry["label"]: needed - set(entry) for entry in sovereign if needed - set(entry)} == {}
    assert [entry["label"] for entry in sovereign if not re.fullmatch("[A-Z]{3}", entry["code"])] == []


@pytest.mark.parametrize(
    ("slug", "field", "names"),
    [
        ("ivory-coast", "aliases", {"Côte d'Ivoire", "Cote d'Ivoire"}),
        ("myanmar", "aliases", {"Burma"}),
        ("eswatini", "aliases", {"Swaziland"}),
        ("north-korea", "aliases", {"DPRK", "Democratic People's Republic of Korea"}),
        ("united-states", "aliases", {"US", "U.S.", "USA", "America"}),
        ("united-states", "metonyms", {"Washington"}),
        ("united-kingdom", "demonyms", {"Briton", "Britons", "British"}),
        ("netherlands", "adjectives", {"Dutch"}),
        ("philippines", "demonyms", {"Filipino", "Filipinos"}),
        ("russia", "metonyms", {"Moscow"}),
        ("iran", "metonyms", {"Tehran", "Teheran"}),
        ("kyrgyzstan", "adjectives", {"Kyrgyz"}),
        ("argentina", "adjectives", {"Argentine", "Argentinian"}),
    ],
)
def test_a_state_is_known_by_the_names_that_newspapers_use(slug: str, field: str, names: set[str]) -> None:
    assert names <= set(by_slug("states")[slug][field])


@pytest.mark.parametrize(
    ("slug", "code", "end"),
    [
        ("soviet-union", "SUN", 1991),
        ("zaire", "ZAR", 1997),
        ("czechoslovakia", "CSK", 1992),
        ("east-germany", "DDR", 1990),
    ],
)
def test_a_historical_state_keeps_its_own_code_and_its_years(slug: str, code: str, end: int) -> None:
    state = by_slug("states")[slug]
    assert (state["status"], state["code"], state["end"]) == ("historical", code, end)


def test_the_first_living_state_of_a_code_is_the_one_that_the_code_stands_for() -> None:
    """Abkhazia shares GEO with Georgia: who looks a state up by its code must meet Georgia first."""
    first: dict[str, Entry] = {}
    for entry in actors("states"):
        if "end" not in entry:
            first.setdefault(entry["code"], entry)
    wrong = {entry["label"] for entry in first.values() if entry.get("status", "territory") != "territory"}
    assert wrong == set()


def test_a_state_that_few_recognise_is_marked_so() -> None:
    de_facto = {slug for slug, entry in by_slug("states").items() if entry.get("status") == "de-facto"}
    assert {
        "republic-of-abkhazia",
        "south-ossetia",
        "transnistria",
        "somaliland",
        "northern-cyprus",
        "artsakh",
    } <= de_facto


def test_an_organisation_of_the_united_nations_or_the_union_carries_its_code() -> None:
    found = by_slug("organizations")
    slugs = ("un-security-council", "unhcr", "european-commission", "nato", "amnesty-international")
    assert [found[slug]["code"] for slug in slugs] == ["UNO", "UNO", "EUR", "IGO", "NGO"]


def test_a_force_within_a_force_names_its_parent() -> None:
    agencies = by_slug("agencies")
    assert agencies["quds-force"]["parent"] == ACTOR + "islamic-revolutionary-guard-corps"
    assert {"IRGC", "Revolutionary Guards", "Pasdaran"} <= set(
        agencies["islamic-revolutionary-guard-corps"]["aliases"]
    )


def test_generic_names_of_bodies_are_lower_case_and_lead_to_one_body() -> None:
    names = [name for body in actors("bodies") for name in body["names"]]
    assert [name for name in names if name != name.lower()] == []
    assert len(names) == len(set(names))
    assert [body["slug"] for body in actors("bodies") if body["sector"] not in SECTORS] == []


@pytest.mark.parametrize(
    "name", ["ministry of foreign affairs", "defense ministry", "riot police", "supreme court"]
)
def test_a_common_body_is_found_by_its_generic_name(name: str) -> None:
    assert [body["slug"] for body in actors("bodies") if name in body["names"]] != []


def test_office_titles_lead_to_one_office_and_say_whose_they_are() -> None:
    titles = [name for office in actors("offices") for name in office["names"]]
    assert len(titles) == len(set(titles))
    owners = {"state", "agency", "military", "party", "organization", "any"}
    assert {office["of"] for office in actors("offices")} <= owners
    assert {office["sector"] for office in actors("offices")} <= SECTORS


def test_officials_hold_known_offices_in_an_order_of_years() -> None:
    known = {office["iri"].removeprefix(OFFICE) for office in actors("offices")}
    held = [office for person in actors("officials") for office in person.get("offices", ())]
    assert {office["office"] for office in held} <= known
    assert [o for o in held if "end" in o and "start" in o and o["start"] > o["end"]] == []


def test_a_surname_that_many_share_is_only_a_weak_alias() -> None:
    officials = by_slug("officials")
    bushes = [officials["george-h-w-bush"], officials["george-w-bush"]]
    assert all("Bush" in person["weak_aliases"] and "Bush" not in person["aliases"] for person in bushes)


def test_unnamed_actors_have_one_type_each_and_sources_are_marked() -> None:
    nouns = lexicon("actor-nouns")
    words = [noun["word"] for noun in nouns]
    assert words == sorted(set(words))
    assert {noun["type"] for noun in nouns} <= set(get_args(EntityType))
    assert {noun["sector"] for noun in nouns} <= SECTORS
    assert {"source", "analyst", "witness"} <= {noun["word"] for noun in nouns if noun.get("source_only")}


def test_a_modifier_of_an_office_says_what_it_makes_of_the_holder() -> None:
    states = {entry["word"]: entry["state"] for entry in lexicon("office-modifiers")}
    words = ("acting", "interim", "former", "ousted", "deputy", "-elect", "designate")
    assert [states[word] for word in words] == [
        *("acting", "acting", "former", "former", "deputy", "designate", "designate")
    ]


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("states", 250),
        ("organizations", 160),
        ("agencies", 200),
        ("bodies", 120),
        ("offices", 150),
        ("officials", 250),
    ],
)
def test_the_knowledge_is_wide(kind: str, least: int) -> None:
    assert len(actors(kind)) >= least
    assert len(lexicon("actor-nouns")) >= 500
