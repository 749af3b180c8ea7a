"""Who stands where around a verb, whatever the construction."""

from __future__ import annotations

from conftest import ParseText

from kg.extract.clauses import is_passive, slots, with_conjuncts
from kg.syntax import Parse, Token


def _verb(parse: Parse, word: str) -> Token:
    return next(token for token in parse.tokens if token.text == word)


def _roles(parse: Parse, word: str) -> dict[str, list[str]]:
    """Slot -> words, for the slots that name things."""
    found = slots(_verb(parse, word))
    return {slot: [token.text for token in tokens] for slot, tokens in found.items() if slot != "punct"}


def test_the_active_subject_acts_and_the_object_undergoes(parse: ParseText) -> None:
    assert _roles(parse("Turkey attacked Syria."), "attacked") == {"subj": ["Turkey"], "obj": ["Syria"]}


def test_a_passive_is_turned_around(parse: ParseText) -> None:
    found = _roles(parse("Syria was attacked by Turkey."), "attacked")
    assert (found["subj"], found["obj"]) == (["Turkey"], ["Syria"])


def test_a_passive_without_an_agent_has_no_subject(parse: ParseText) -> None:
    assert _roles(parse("Syria was attacked."), "attacked") == {"obj": ["Syria"]}


def test_both_of_two_joined_subjects_act(parse: ParseText) -> None:
    found = _roles(parse("France and Germany condemned Russia."), "condemned")
    assert found == {"subj": ["France", "Germany"], "obj": ["Russia"]}


def test_all_of_several_joined_agents_act(parse: ParseText) -> None:
    found = _roles(parse("Russia was condemned by France, Germany and Poland."), "condemned")
    assert (found["subj"], found["obj"]) == (["France", "Germany", "Poland"], ["Russia"])


def test_a_relative_pronoun_stands_for_its_noun_as_subject(parse: ParseText) -> None:
    found = _roles(parse("Turkey, which attacked Syria, left the talks."), "attacked")
    assert (found["subj"], found["obj"]) == (["Turkey"], ["Syria"])


def test_a_relative_pronoun_stands_for_its_noun_as_object(parse: ParseText) -> None:
    found = _roles(parse("The group that Turkey attacked fled."), "attacked")
    assert (found["subj"], found["obj"]) == (["Turkey"], ["group"])


def test_a_relative_clause_without_a_pronoun_has_its_noun_as_object(parse: ParseText) -> None:
    found = _roles(parse("The base the rebels attacked is empty."), "attacked")
    assert (found["subj"], found["obj"]) == (["rebels"], ["base"])


def test_a_participle_after_a_noun_has_it_as_object(parse: ParseText) -> None:
    found = _roles(parse("Villages attacked by rebels were empty."), "attacked")
    assert (found["subj"], found["obj"]) == (["rebels"], ["Villages"])


def test_a_present_participle_after_a_noun_has_it_as_subject(parse: ParseText) -> None:
    found = _roles(parse("Soldiers attacking the town were shot."), "attacking")
    assert (found["subj"], found["obj"]) == (["Soldiers"], ["town"])


def test_the_second_of_two_joined_verbs_shares_the_subject(parse: ParseText) -> None:
    found = _roles(parse("Turkey left the talks and attacked Syria."), "attacked")
    assert (found["subj"], found["obj"]) == (["Turkey"], ["Syria"])


def test_the_first_of_two_joined_verbs_shares_the_object(parse: ParseText) -> None:
    assert _roles(parse("Rebels attacked and destroyed the base."), "attacked")["obj"] == ["base"]


def test_a_joined_passive_shares_what_it_befalls(parse: ParseText) -> None:
    found = _roles(parse("The base was attacked and destroyed by rebels."), "destroyed")
    assert found["obj"] == ["base"]


def test_the_subject_of_agree_is_that_of_its_infinitive(parse: ParseText) -> None:
    found = _roles(parse("Iran agreed to free the sailors."), "free")
    assert (found["subj"], found["obj"]) == (["Iran"], ["sailors"])


def test_the_object_of_urge_is_the_subject_of_its_infinitive(parse: ParseText) -> None:
    found = _roles(parse("France urged Iran to free the sailors."), "free")
    assert (found["subj"], found["obj"]) == (["Iran"], ["sailors"])


def test_the_subject_of_a_passive_urge_is_the_subject_of_its_infinitive(parse: ParseText) -> None:
    found = _roles(parse("Iran was urged by France to free the sailors."), "free")
    assert found["obj"] == ["sailors"]
    assert "Iran" in found["subj"] and "France" not in found["subj"]


def test_the_object_of_accuse_is_the_subject_of_the_charge(parse: ParseText) -> None:
    found = _roles(parse("France accused Iran of seizing a ship."), "seizing")
    assert (found["subj"], found["obj"]) == (["Iran"], ["ship"])


def test_the_subject_of_the_sentence_is_that_of_a_clause_after_a_preposition(parse: ParseText) -> None:
    found = _roles(parse("Iran left the talks after attacking Iraq."), "attacking")
    assert found["subj"] == ["Iran"]


def test_a_prepositional_phrase_is_found_by_its_word(parse: ParseText) -> None:
    found = _roles(parse("Iran fired rockets at Iraq and Kuwait from a base."), "fired")
    assert (found["at"], found["from"]) == (["Iraq", "Kuwait"], ["base"])


def test_a_phrase_that_tells_the_time_is_no_participant(parse: ParseText) -> None:
    found = _roles(parse("Iran attacked Iraq on Monday."), "attacked")
    assert ("on" in found, found["when"]) == (False, ["Monday"])


def test_who_is_given_something_is_told_with_and_without_to(parse: ParseText) -> None:
    assert _roles(parse("Germany gave Ukraine several tanks."), "gave")["iobj"] == ["Ukraine"]
    assert _roles(parse("Germany gave tanks to Ukraine."), "gave")["to"] == ["Ukraine"]


def test_a_particle_belongs_to_the_verb(parse: ParseText) -> None:
    assert _roles(parse("Iran called off the talks."), "called")["prt"] == ["off"]


def test_there_is_no_subject_in_there(parse: ParseText) -> None:
    assert "there" not in [
        word.lower() for word in _roles(parse("There were attacks."), "were").get("subj", [])
    ]


def test_conjuncts_of_conjuncts_are_joined_too(parse: ParseText) -> None:
    found = parse("Iran, Iraq, Oman and Qatar met.")
    assert [token.text for token in with_conjuncts(found.tokens[0])] == ["Iran", "Iraq", "Oman", "Qatar"]


def test_a_past_tense_is_no_passive(parse: ParseText) -> None:
    assert not is_passive(_verb(parse("Turkey attacked Syria."), "attacked"))


def test_a_perfect_is_no_passive(parse: ParseText) -> None:
    assert not is_passive(_verb(parse("Turkey has attacked Syria."), "attacked"))
