"""The quick recognizer finds the names that spaCy's own finds."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.recognizer import QuickRecognizer, can_be_quick

TEXTS = [
    "Rebels of the Arakan Army attacked Sittwe on Monday, killing 12 people, Reuters reported.",
    "The foreign minister of Burkina Faso,  Olivia Rouamba , met António Guterres in New York on 3 May 2023.",
    "In the town of\n\nOuagadougou",
    "Geneva",
    " ",
    "",
    "He said nothing to us.",
    "THE UNITED NATIONS SECURITY COUNCIL voted 12 to 1 Tuesday on the Western Sahara Referendum Mission",
]


def unnamed(nlp: Language) -> list[Doc]:
    with nlp.select_pipes(disable=["kg_entities", "kg_triggers"]):
        return list(nlp.pipe(TEXTS))


def names(docs: list[Doc]) -> list[list[tuple[str, str, int]]]:
    return [[(token.ent_type_, token.ent_iob_, token.i) for token in doc] for doc in docs]


def test_it_finds_the_same_names_in_any_batch(nlp):
    ner = nlp.get_pipe("ner")
    expected = names(list(ner.pipe(unnamed(nlp))))
    assert sum(bool(label) for doc in expected for label, _, _ in doc) > 20
    for size in (1, 3, 32):
        assert names(list(QuickRecognizer(ner).pipe(unnamed(nlp), batch_size=size))) == expected


def test_no_name_crosses_a_sentence(nlp):
    ner = nlp.get_pipe("ner")
    for start in range(1, 11):
        one, other = (
            nlp.make_doc("The State Council of the Republic of Northern Kordofan Province met") for _ in "ab"
        )
        for doc in (one, other):
            doc[start].is_sent_start = True
        assert names([QuickRecognizer(ner)(one)]) == names([ner(other)])


def test_texts_with_names_of_their_own_are_left_to_spacy(nlp):
    ner = nlp.get_pipe("ner")
    one, other = (nlp.make_doc("The Grey Wolves met in Ankara on Monday.") for _ in "ab")
    for doc in (one, other):
        doc.set_ents([Span(doc, 1, 3, label="PRODUCT")], default="missing")
    found = QuickRecognizer(ner)(one)
    assert names([found]) == names([ner(other)])
    assert (found.ents[0].text, found.ents[0].label_) == ("Grey Wolves", "PRODUCT")


def test_only_recognizers_of_the_known_kind_are_quick(nlp):
    assert can_be_quick(nlp.get_pipe("ner"))
    assert not can_be_quick(nlp.get_pipe("parser"))
    assert not can_be_quick(nlp.get_pipe("lemmatizer"))
