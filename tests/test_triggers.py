"""The network beside the rules: its signs, its sums, and what it adds to a text."""

from __future__ import annotations

import datetime as dt

import numpy as np

from kg.annotate import annotate, load_model
from kg.extractor import Extractor
from kg.knowledge import Knowledge
from kg.model import Document, Event, Extraction
from kg.triggers import CATEGORIES, NONE, Network, Signs, sign_code, signs_of

TEXT = "Gunmen stormed a village near Gao. The raid was condemned by the army, which sent troops."


def events(extractor: Extractor, text: str) -> tuple[Event, ...]:
    (found,) = extractor.extract([Document(id="a", text=text, published=dt.date(2024, 1, 17))])
    assert isinstance(found, Extraction)
    return found.events


def test_candidates_are_the_verbs_and_nouns(extractor: Extractor) -> None:
    doc = extractor.nlp(TEXT)
    told = [doc[int(place)].text for place in signs_of(doc).places]
    assert told == ["Gunmen", "stormed", "village", "raid", "condemned", "army", "sent", "troops"]


def test_a_candidate_shows_its_lemma_and_what_links_to_it(extractor: Extractor) -> None:
    doc = extractor.nlp(TEXT)
    signs = signs_of(doc)
    strings = doc.vocab.strings
    condemned = [int(code) for code in signs.codes[signs.rows == 4]]
    assert sign_code(0, strings["condemn"]) in condemned
    assert sign_code(10, strings["by"]) in condemned


def test_a_text_without_words_has_no_candidates(extractor: Extractor) -> None:
    signs = signs_of(extractor.nlp("..."))
    assert signs.dense.shape[0] == 0
    assert len(signs.codes) == 0


def test_the_scores_are_the_sums_of_what_is_known() -> None:
    arrays = {
        "dense": np.array([[1.0], [2.0]]),
        "plain": np.array([[10.0], [20.0]]),
        "bias": np.array([0.5]),
        "last": np.array([[1.0, -1.0]]),
    }
    network = Network(arrays, np.array([7, 3], dtype=np.uint64))
    signs = Signs(
        places=np.array([4, 9]),
        dense=np.array([[1.0, 1.0], [0.0, 0.0]], dtype=np.float32),
        rows=np.array([0, 0, 1]),
        codes=np.array([3, 7, 5], dtype=np.uint64),
    )
    assert network.scores(signs).tolist() == [[33.5, -33.5], [0.5, -0.5]]


def test_the_scores_of_a_text_do_not_depend_on_its_neighbours(extractor: Extractor) -> None:
    others = ["Rain fell.", TEXT, "The two presidents met in Oslo on Monday to discuss trade and visas."]

    def scores(texts: list[str]) -> list[list[float]]:
        with extractor.nlp.memory_zone():
            parse = list(annotate(extractor.nlp, texts))[texts.index(TEXT)]
        return [token.scores.tolist() for token in parse.tokens if token.scores is not None]

    assert scores([TEXT]) == scores(others)


def test_a_verb_that_no_rule_knows_tells_an_event_all_the_same(extractor: Extractor) -> None:
    wordless = Knowledge()
    wordless.verbs = {}
    reader = Extractor(extractor.nlp, wordless, extractor.gazetteer)
    (attack,) = events(reader, "Gunmen attacked a village in northern Mali on Tuesday.")
    assert (attack.event, attack.rule) == ("ASSAULT", "guessed attack")
    assert [who.text for who in attack.actors] == ["Gunmen"]


def test_the_first_outcome_is_no_event(knowledge: Knowledge) -> None:
    assert CATEGORIES[0] == NONE
    assert set(CATEGORIES[1:]) == set(knowledge.trust.categories[1:])


def test_a_model_without_weights_leaves_the_rules_alone(extractor: Extractor) -> None:
    with_rules_only = Extractor(load_model(weigh=False), extractor.knowledge, extractor.gazetteer)
    found = events(with_rules_only, "Rebels attacked the town on Monday.")
    assert [(event.event, event.rule) for event in found] == [("ASSAULT", "verb attack")]
