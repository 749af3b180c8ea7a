"""Mends words that the language model reads wrongly: tags at the beginning of a sentence, where the capital
leads it astray, and lemmas of verbs."""

from __future__ import annotations

from kg.knowledge import Knowledge, fold
from kg.syntax import Parse, Token

_NO_NAMES = ("AUX", "PRON", "VERB", "ADV", "INTJ", "DET", "ADP", "SCONJ")


def mend_initials(parse: Parse, knowledge: Knowledge) -> None:
    """ "Gunmen" is no name, "SLA" no auxiliary; lemma, tag and part of speech are set right in place."""
    for first, end in parse.sentences:
        start = next((i for i in range(first, end) if parse.tokens[i].pos != "PUNCT"), None)
        if start is not None:
            _mend(parse, parse.tokens[start], knowledge)


def mend_lemmas(parse: Parse, knowledge: Knowledge) -> None:
    """ "raped" is a form of "rape", not of "rap"; set right in place."""
    for token in parse.tokens:
        if token.pos == "VERB" and token.lower in knowledge.lemmas:
            token.lemma = knowledge.lemmas[token.lower]


def _mend(parse: Parse, token: Token, knowledge: Knowledge) -> None:
    if token.pos == "PROPN" and token.text[1:].islower() and not _goes_on(parse, token):
        singular = next((form for form in _singulars(token.lower) if _is_noun(form, knowledge)), None)
        if singular is not None:
            token.pos, token.tag, token.lemma = "NOUN", "NNS" if singular != token.lower else "NN", singular
    elif token.pos in _NO_NAMES and len(token.text) > 1 and token.text.isupper():
        names = [name for _, found in knowledge.names.longest([fold(token.text)], 0) for name in found]
        if any(name.exact == token.text for name in names):
            token.pos, token.tag, token.lemma = "PROPN", "NNP", token.lower


def _goes_on(parse: Parse, token: Token) -> bool:
    """Whether the next word belongs to the same name: "Rebel Council"."""
    following = parse.tokens[token.i + 1] if token.i + 1 < len(parse.tokens) else None
    return following is not None and following.text[:1].isupper()


def _singulars(word: str) -> list[str]:
    """Forms of which a word may be the plural, the likeliest first."""
    found = [word[:-1]] if word.endswith("s") else []
    found += [word[:-3] + "man"] if word.endswith("men") else []
    found += [word[:-3] + "y"] if word.endswith("ies") else []
    return found


def _is_noun(word: str, knowledge: Knowledge) -> bool:
    found = knowledge.nouns.longest([word], 0)
    return bool(found) and not knowledge.names.longest([word + "s"], 0)
