"""What is known before reading: names as they are written, words of the lexicon, a user's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.knowledge import Actor, Frame, Knowledge, Trie, fold, words

IRAN = "https://w3id.org/communique/actor/iran"


def _names(knowledge: Knowledge, text: str) -> set[tuple[str, str]]:
    """(label, form) of the actors that have exactly this name."""
    key = words(text)
    found = [values for length, values in knowledge.names.longest(key, 0) if length == len(key)]
    return {(name.actor.label, name.form) for values in found for name in values}


def _own(folder: Path, kind: str, file: str, *rows: dict[str, object]) -> Path:
    """A folder of the user's with one file in it."""
    (folder / kind).mkdir(parents=True)
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / kind / file).write_text(lines, encoding="utf-8")
    return folder


def test_folding_drops_case_and_diacritics() -> None:
    assert [fold(each) for each in ("São Tomé", "TÜRKİYE", "Erdoğan", "Bakı")] == [
        "sao tome",
        "turkiye",
        "erdogan",
        "baki",
    ]


def test_hyphens_dots_and_apostrophes_part_the_words_of_a_name() -> None:
    assert words("Jaish-ul-Adl") == words("Jaish ul Adl") == ("jaish", "ul", "adl")


def test_the_longest_name_that_starts_at_a_place_comes_first() -> None:
    trie: Trie[str] = Trie()
    trie.add(("south", "sudan"), "South Sudan")
    trie.add(("south",), "the South")
    assert trie.longest(("in", "south", "sudan", "today"), 1) == [(2, ["South Sudan"]), (1, ["the South"])]


def test_a_name_can_stand_for_several_things() -> None:
    trie: Trie[str] = Trie()
    trie.add(("georgia",), "state")
    trie.add(("georgia",), "country")
    assert trie.longest(("georgia",), 0) == [(1, ["state", "country"])]


def test_a_name_that_breaks_off_is_not_found() -> None:
    trie: Trie[str] = Trie()
    trie.add(("south", "sudan"), "South Sudan")
    assert trie.longest(("south", "africa"), 0) == []


@pytest.mark.parametrize(
    ("text", "form"),
    [("Iran", "name"), ("Islamic Republic of Iran", "name"), ("Iranians", "demonym"), ("Tehran", "metonym")],
)
def test_a_state_is_known_by_each_form_of_its_name(knowledge: Knowledge, text: str, form: str) -> None:
    assert ("Iran", form) in _names(knowledge, text)


def test_an_article_is_no_part_of_a_name(knowledge: Knowledge) -> None:
    assert ("Gambia", "name") in _names(knowledge, "Gambia")


@pytest.mark.parametrize(
    "text", ["Jaish al-Adl", "Jaish ul-Adl", "Jaish-ul-Adl", "Justice Army", "jaish al adl"]
)
def test_spellings_of_one_group_are_the_same_group(knowledge: Knowledge, text: str) -> None:
    assert _names(knowledge, text) == {("Jaish al-Adl", "name")}


@pytest.mark.parametrize("written", ["ZRL", "Z.R.L."])
def test_an_acronym_is_known_with_and_without_dots(tmp_path: Path, written: str) -> None:
    row = {"iri": "https://example.org/zorl", "type": "ArmedGroup", "label": "Zorl", "aliases": [written]}
    own = Knowledge([_own(tmp_path, "actors", "mine.jsonl", row)])
    assert _names(own, "ZRL") == _names(own, "Z.R.L.") == {("Zorl", "name")}


def test_an_acronym_remembers_that_it_is_written_in_capitals(tmp_path: Path) -> None:
    row = {"iri": "https://example.org/zorl", "type": "ArmedGroup", "label": "Zorl", "aliases": ["Z.R.L."]}
    own = Knowledge([_own(tmp_path, "actors", "mine.jsonl", row)])
    assert [name.exact for _, values in own.names.longest(("zrl",), 0) for name in values] == ["ZRL"]


def test_a_state_is_found_by_its_code(knowledge: Knowledge) -> None:
    assert (knowledge.states["IRN"].iri, knowledge.states["IRN"].label) == (IRAN, "Iran")


def test_a_state_of_the_past_does_not_hold_a_living_code(knowledge: Knowledge) -> None:
    assert knowledge.states["RUS"].label == "Russia"


def test_classes_of_the_ontology_have_their_contract_names() -> None:
    types = [
        Actor(iri="x", type=each, label="x").contract_type
        for each in ("MediaOutlet", "PoliticalParty", "Company", "ArmedGroup")
    ]
    assert types == ["NewsAgency", "Party", "Organization", "ArmedGroup"]


def test_the_code_of_an_actor_is_its_own_before_that_of_its_country() -> None:
    actors = [
        Actor(iri="x", type="ArmedGroup", label="x", country="MLI", code="IMG"),
        Actor(iri="x", type="ArmedGroup", label="x", country="MLI"),
    ]
    assert [actor.contract_code for actor in actors] == ["IMG", "MLI"]


def test_a_frame_with_more_conditions_is_tried_first_and_wide_ones_last(knowledge: Knowledge) -> None:
    order = {
        lemma: [(frame.has("wide"), -len(frame.when)) for frame in frames]
        for lemma, frames in knowledge.verbs.items()
    }
    assert {lemma for lemma, found in order.items() if found != sorted(found)} == set()


def test_a_class_of_words_holds_the_words_of_the_classes_it_names(tmp_path: Path) -> None:
    rows = [{"class": "x-boat", "words": ["x-raft"]}, {"class": "x-craft", "words": ["@x-boat", "x-glider"]}]
    own = Knowledge([_own(tmp_path, "lexicon", "classes.en.jsonl", *rows)])
    assert own.classes["x-craft"] == {"x-raft", "x-glider"}


def test_an_actor_of_the_user_is_known(tmp_path: Path) -> None:
    iri = "https://example.org/zorl"
    row = {
        "iri": iri,
        "type": "ArmedGroup",
        "label": "Army of Zorl",
        "aliases": ["Zorlites"],
        "country": "TCD",
    }
    own = Knowledge([_own(tmp_path, "actors", "mine.jsonl", row)])
    assert own.actors[iri] == Actor(
        iri=iri, type="ArmedGroup", label="Army of Zorl", aliases=("Zorlites",), country="TCD"
    )
    assert _names(own, "Zorlites") == {("Army of Zorl", "name")}


def test_an_entry_of_the_user_replaces_the_shipped_one(tmp_path: Path) -> None:
    row = {"iri": IRAN, "type": "State", "label": "Persia", "code": "IRN", "country": "IRN"}
    own = Knowledge([_own(tmp_path, "actors", "mine.jsonl", row)])
    assert own.actors[IRAN].label == "Persia"


def test_a_verb_of_the_user_is_added_to_the_shipped_ones(tmp_path: Path) -> None:
    row = {"lemma": "zorlify", "event": "ASSAULT", "mode": "drone", "recipient": ["obj"]}
    own = Knowledge([_own(tmp_path, "lexicon", "verbs.en.jsonl", row)])
    assert own.verbs["zorlify"] == (
        Frame(lemma="zorlify", event="ASSAULT", mode="drone", recipient=("obj",)),
    )
    assert "attack" in own.verbs


def test_a_malformed_line_is_told_with_its_file_and_number(tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "mine.jsonl").write_text('# mine\n{"iri": \n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"mine\.jsonl, line 2: not JSON"):
        Knowledge([tmp_path])


def test_an_entry_without_a_label_is_told_with_its_file(tmp_path: Path) -> None:
    folder = _own(tmp_path, "actors", "mine.jsonl", {"iri": IRAN, "type": "State"})
    with pytest.raises(KnowledgeError, match=r"mine\.jsonl: .*label"):
        Knowledge([folder])


def test_the_digest_tells_what_the_files_hold_not_where_they_are(tmp_path: Path) -> None:
    row = {"lemma": "zorlify", "event": "ASSAULT"}
    folders = [_own(tmp_path / each, "lexicon", "verbs.en.jsonl", row) for each in ("one", "two", "three")]
    changed = folders[2] / "lexicon" / "verbs.en.jsonl"
    changed.write_text(changed.read_text() + "# a word\n")
    one, two, three = (Knowledge([folder]).digest for folder in folders)
    assert (one == two, one == three) == (True, False)
