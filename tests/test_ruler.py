"""A ruler that remembers says what spaCy's own says, the first time and later."""

from __future__ import annotations

import pytest

from kg.ruler import RememberedRuler, can_be_remembered

TEXTS = [
    "The minister said that he ain't going, but the talks will be held.",
    "There were two blasts. There's no doubt: y'all got ta let's go; we're gonna see.",
    "All that was said, that which they did  not do,\n\n and what's done has been done to us.",
    "Rebels had fired on the town; it hadn't fallen. They'd have it, they'd said. Let's go. C'mon!",
    "I told you: nothin' happened. It is his. You saw it, once.",
]


def attributes(doc) -> list[tuple[str, ...]]:
    return [(one.text, one.pos_, str(one.morph), one.lemma_, one.tag_, one.dep_) for one in doc]


def test_what_is_remembered_is_what_the_ruler_says(nlp):
    ruler = nlp.get_pipe("attribute_ruler")
    with nlp.select_pipes(disable=["kg_attributes", "lemmatizer"]):
        parsed = list(nlp.pipe(TEXTS))
    remembered = RememberedRuler(ruler)
    expected = [attributes(ruler(doc.copy())) for doc in parsed]
    assert [attributes(remembered(doc.copy())) for doc in parsed] == expected, "asked"
    assert [attributes(remembered(doc.copy())) for doc in reversed(parsed)] == expected[::-1], "remembered"


def test_what_is_known_is_not_asked_again(nlp):
    asked = []
    ruler = nlp.get_pipe("attribute_ruler")

    class Counting:
        patterns, vocab = ruler.patterns, ruler.vocab

        def __call__(self, doc):
            asked.append(doc.text)
            return ruler(doc)

    remembered = RememberedRuler(Counting())
    with nlp.select_pipes(disable=["kg_attributes", "lemmatizer"]):
        for text in ("Iran attacked Iraq.", "Chad attacked Mali."):
            remembered(nlp(text))
    assert asked == ["Iran attacked Iraq."]


@pytest.mark.parametrize(
    "tokens",
    [
        [{"LEMMA": "go"}],
        [{"LOWER": "a"}, {"LOWER": "b"}, {"LOWER": "c"}],
        [{"LOWER": {"FUZZY": "a"}}],
    ],
)
def test_patterns_that_look_at_more_are_left_to_spacy(nlp, tokens):
    from spacy.pipeline import AttributeRuler

    ruler = AttributeRuler(nlp.vocab)
    ruler.add([[{"LOWER": "x"}]], {"POS": "NOUN"})
    assert can_be_remembered(ruler)
    ruler.add([tokens], {"POS": "NOUN"})
    assert not can_be_remembered(ruler)
