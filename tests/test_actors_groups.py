"""The lists of armed groups, parties, media, movements and companies."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from kg.data import folder, read_jsonl

BASE = "https://w3id.org/communique/actor/"
LEAST = {"armed-groups": 350, "media": 250, "parties": 200, "movements": 80, "companies": 80}
TYPES = {
    "ArmedGroup", "Military", "Organization", "PoliticalParty",
    "NewsAgency", "MediaOutlet", "CivilGroup", "Company",
}  # fmt: skip
SECTORS = {
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS",
    "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
}  # fmt: skip
KEYS = {
    "iri", "type", "label", "aliases", "weak_aliases", "country", "code", "sector",
    "parent", "linked", "start", "end", "wikidata", "note",
}  # fmt: skip
REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "reference" / "conflict-actor-names.json"


def entries(name: str) -> list[dict[str, Any]]:
    return list(read_jsonl(folder("ontology") / "actors" / f"{name}.jsonl"))


def everything() -> list[dict[str, Any]]:
    return [entry for name in LEAST for entry in entries(name)]


def folded(name: str) -> str:
    """How two names are compared: acronyms as they are, other names without case, marks, hyphens."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    if re.fullmatch(r"[A-Z0-9./&-]{2,7}", bare):
        return bare
    plain = re.sub(r"[-\s/]+", " ", re.sub(r"['\u2018\u2019\u02bc`]", "", bare.lower())).strip()
    return plain.removeprefix("the ")


def owners(*, weak: bool = False) -> dict[str, set[str]]:
    """The slugs that each folded name stands for."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in everything():
        names = [entry["label"], *entry["aliases"], *(entry.get("weak_aliases", []) if weak else [])]
        for name in names:
            found[folded(name)].add(entry["iri"].removeprefix(BASE))
    return found


@pytest.mark.parametrize("name", LEAST)
def test_each_list_is_wide_sorted_and_has_unique_iris(name: str) -> None:
    iris = [entry["iri"] for entry in entries(name)]
    assert iris == sorted(set(iris))
    assert len(iris) >= LEAST[name]


def test_no_iri_stands_in_two_lists() -> None:
    iris = [entry["iri"] for entry in everything()]
    assert sorted(iris) == sorted(set(iris))


def test_every_entry_has_the_agreed_form() -> None:
    wrong = [entry for entry in everything() if not well_formed(entry)]
    assert wrong == []


def well_formed(entry: dict[str, Any]) -> bool:
    country, code = entry["country"], entry.get("code")
    return (
        set(entry) <= KEYS
        and re.fullmatch(re.escape(BASE) + r"[a-z0-9]+(-[a-z0-9]+)*", entry["iri"]) is not None
        and entry["type"] in TYPES
        and entry["sector"] in SECTORS
        and (country is None or re.fullmatch("[A-Z]{3}", country) is not None)
        and (code is None or re.fullmatch("[A-Z]{3}", code) is not None)
        and re.fullmatch(r"Q\d+", entry.get("wikidata", "Q1")) is not None
        and entry.get("start", 0) <= entry.get("end", 9999)
        and all(name == name.strip() != "" for name in [entry["label"], *entry["aliases"]])
    )


def test_no_strong_name_is_claimed_by_two_entries() -> None:
    assert {name: who for name, who in owners().items() if len(who) > 1} == {}


def test_no_name_of_an_entry_is_listed_twice() -> None:
    def names(entry: dict[str, Any]) -> list[str]:
        return [entry["label"], *entry["aliases"], *entry.get("weak_aliases", [])]

    assert [e["label"] for e in everything() if len(names(e)) != len(set(names(e)))] == []


def test_parents_of_groups_exist() -> None:
    iris = {entry["iri"] for entry in everything()}
    assert [e["label"] for e in everything() if e.get("parent", e["iri"]) not in iris] == []


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Justice Army", "jaish-al-adl"),
        ("Jaish-ul-Adl", "jaish-al-adl"),
        ("Army of Justice", "jaish-al-adl"),
        ("Party of God", "hezbollah"),
        ("Ansar Allah", "houthis"),
        ("Daesh", "islamic-state"),
        ("AQIM", "al-qaeda-in-the-islamic-maghreb"),
        ("Tamil Tigers", "liberation-tigers-of-tamil-eelam"),
        ("Pakistani Taliban", "tehrik-i-taliban-pakistan"),
        ("Sendero Luminoso", "shining-path"),
        ("Renamo", "renamo"),
        ("Group to Support Islam and Muslims", "jnim"),
        ("Tasnim", "tasnim-news-agency"),
        ("Nour News", "nour-news"),
        ("Itar-Tass", "tass"),
        ("Awami League", "awami-league"),
        ("Sinn Féin", "sinn-fein"),
        ("Falungong", "falun-gong"),
        ("White Helmets", "white-helmets"),
        ("Saudi Aramco", "saudi-aramco"),
    ],
)
def test_a_name_stands_for_its_actor(name: str, slug: str) -> None:
    assert owners()[folded(name)] == {slug}


AMBIGUOUS = ["Dawn", "The Times", "Nour", "The Sun", "RSF", "PLA", "UDF", "Lashkar", "LeT"]


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_an_ambiguous_name_is_never_a_strong_one(name: str) -> None:
    assert name in {weak for entry in everything() for weak in entry.get("weak_aliases", [])}
    assert folded(name) not in owners()


def test_an_agency_is_linked_to_the_force_it_belongs_to() -> None:
    linked = {entry["label"]: entry.get("linked") for entry in entries("media")}
    assert linked["Tasnim News Agency"] == [BASE + "islamic-revolutionary-guard-corps"]
    assert linked["Nour News"] == [BASE + "supreme-national-security-council-iran"]


def test_transnational_groups_have_their_code_and_no_country() -> None:
    groups = {entry["label"]: (entry["country"], entry["code"]) for entry in entries("armed-groups")}
    assert groups["Al-Qaeda"] == groups["Islamic State"] == (None, "IMG")


@pytest.mark.skipif(not REFERENCE.is_file(), reason="the reference list of names is not on this machine")
def test_most_organised_parties_to_conflicts_are_known() -> None:
    """Compound names are split; governments, followers and ethnic communities are not ours."""
    named = {part.strip() for name in json.loads(REFERENCE.read_text("utf-8")) for part in name.split(",")}
    other = re.compile(r"(?i)(government of|opponents of|supp+orters of|forces of)")
    wanted = {name for name in named if name and not other.match(name)}
    known = owners(weak=True)
    assert sum(folded(name) in known for name in wanted) >= 225
