"""Named actors and places in a parse: the known ones by their names, the others as the model
sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from kg.extract.guess import Candidate, Guesser, follows_area_noun, is_located
from kg.extract.spans import NameSpan, NounSpan, is_clock, span_head
from kg.knowledge import Actor, Knowledge, Name, Noun, fold, words
from kg.model import PERSONS, EntityType
from kg.syntax import Parse, Token

_BREAKS = frozenset((",", ";", "(", ")"))
_ACTOR_LABELS = {"PERSON", "ORG", "NORP", "GPE", "LOC", "FAC"}


class Index:
    """Names and generic nouns of a parse, findable by token."""

    def __init__(self, names: Iterable[NameSpan], nouns: Iterable[NounSpan]) -> None:
        self.names = sorted(names, key=lambda span: span.first)
        self.name_at: dict[int, NameSpan] = {}
        for span in self.names:
            for position in range(span.first, span.last + 1):
                self.name_at[position] = span
        self.noun_at: dict[int, NounSpan] = {}
        for noun in nouns:
            self.noun_at.setdefault(noun.head, noun)


def find_names(
    parse: Parse,
    knowledge: Knowledge,
    is_place: Callable[[str], bool],
    is_plain_place: Callable[[str], bool] = lambda name: False,
) -> Index:
    """All names and generic nouns; names never overlap, the longest wins. The functions ask the
    gazetteer for a name: whether it has it, and whether that is hardly ever anything but a place."""
    surface, lemmas, owner = _word_stream(parse)
    nouns = list(_nouns(parse, knowledge, surface, lemmas, owner))
    known = [_with_site(parse, knowledge, span) for span in _known(parse, knowledge, surface, owner)]
    guesser = Guesser(parse, knowledge, nouns, is_place, is_plain_place)
    names = _joined(parse, _merge(parse, guesser, known, nouns), is_place)
    return Index([*names, *_overlooked(parse, knowledge, names, nouns, is_place)], nouns)


def _overlooked(
    parse: Parse,
    knowledge: Knowledge,
    names: list[NameSpan],
    nouns: list[NounSpan],
    is_place: Callable[[str], bool],
) -> Iterable[NameSpan]:
    """Names that the model has not seen, by the word beside them: "Spokeswoman Le Thu Ha", "the Panj
    river"."""
    taken = {i for span in names for i in range(span.first, span.last + 1)}
    taken |= {i for noun in nouns for i in range(noun.first, noun.last + 1)}
    for noun in nouns:
        run = _proper_run(parse, noun.last + 1, taken) if noun.noun.office else []
        if len(run) > 1 and parse.tokens[noun.last].tag not in ("NNS", "NNPS"):
            yield _unseen(parse, run[0], run[-1], run[-1], "Person")
    areas = knowledge.classes["after-place-name"] & knowledge.name_heads.keys()
    for token in parse.tokens:
        if token.lower in areas and token.tag == "NN" and token.i not in taken:
            first = _run_start(parse, token, taken)
            if first < token.i and parse.tokens[token.i - 1].head is token:
                yield _unseen(parse, first, token.i, token.i, "Place")
                taken |= {*range(first, token.i + 1)}
    for token in parse.tokens:
        if _is_proper_word(token, taken, token.sent) and _may_be_place(knowledge, token):
            found = _unseen(parse, _run_start(parse, token, taken), token.i, token.i, "Place")
            after = [t.tag for t in parse.tokens[token.i + 1 : token.i + 2] if t.sent == token.sent]
            if not {"NNP", "CD"} & {*after} and (token.head.lower != "at" or is_place(found.text)):
                yield found


def _may_be_place(knowledge: Knowledge, token: Token) -> bool:
    """ "in Kileleshwa", "the camp at Kutupalong": a capitalised word that the model gave no label, and no
    feast, faith or language, nor something that somebody believes in."""
    if token.text.isupper() or token.ent or not is_located(token) or token.lower.endswith("ism"):
        return False
    above = token.head.head.lemma
    return token.lower not in knowledge.classes["not-place"] and above not in knowledge.classes["believing"]


def _run_start(parse: Parse, token: Token, taken: set[int]) -> int:
    """Where the capitalised words before a word begin, as far as they belong to no name yet."""
    first = token.i
    while first and _is_proper_word(parse.tokens[first - 1], taken, token.sent):
        first -= 1
    return first


def _proper_run(parse: Parse, first: int, taken: set[int]) -> list[int]:
    """The capitalised words from a place on that belong to no name yet."""
    run: list[int] = []
    while first < len(parse.tokens) and _is_proper_word(
        parse.tokens[first], taken, parse.tokens[first - 1].sent
    ):
        run.append(first)
        first += 1
    return run if first not in taken else []


def _is_proper_word(token: Token, taken: set[int], sent: int) -> bool:
    return token.tag == "NNP" and token.text[:1].isupper() and token.i not in taken and token.sent == sent


def _unseen(parse: Parse, first: int, last: int, head: int, kind: EntityType) -> NameSpan:
    return NameSpan(first=first, last=last, head=head, text=_text(parse, first, last), type=kind)


def _word_stream(parse: Parse) -> tuple[list[str], list[str], list[int]]:
    """Folded words, folded lemmas, and the token each belongs to; punctuation is left out."""
    surface: list[str] = []
    lemmas: list[str] = []
    owner: list[int] = []
    for token in parse.tokens:
        if token.pos == "PUNCT" and not token.lower.strip("."):
            if token.lower not in ("-",):
                surface.append("\0")
                lemmas.append("\0")
                owner.append(token.i)
            continue
        parts = words(token.text)
        base = words(token.lemma) if len(parts) == 1 else parts
        for number, part in enumerate(parts):
            surface.append(part)
            lemmas.append(base[number] if number < len(base) else part)
            owner.append(token.i)
    return surface, lemmas, owner


def _nouns(
    parse: Parse, knowledge: Knowledge, surface: list[str], lemmas: list[str], owner: list[int]
) -> Iterable[NounSpan]:
    position = 0
    while position < len(lemmas):
        token = parse.tokens[owner[position]]
        matches: list[tuple[int, list[Noun]]] = []
        if token.pos in ("NOUN", "PROPN", "ADJ", "VERB"):
            matches = knowledge.nouns.longest(lemmas, position)
            if token.pos != "VERB":  # "minister of foreign affairs" has no singular
                matches = _longer(knowledge.nouns.longest(surface, position), matches)
        if not matches:
            position += 1
            continue
        length, values = matches[0]
        last = owner[position + length - 1]
        head = span_head(parse, token.i, last)
        offices = [noun for noun in values if noun.office] if _is_before_name(parse, last) else []
        if head.pos in ("NOUN", "PROPN") or length > 1 or offices:
            yield NounSpan(first=token.i, last=last, head=head.i, noun=_best_noun(offices or values, head))
        position += length


def _longer(
    one: list[tuple[int, list[Noun]]], other: list[tuple[int, list[Noun]]]
) -> list[tuple[int, list[Noun]]]:
    """Of two lists of matches that with the longer best one; the second when they are equal."""
    return one if one and (not other or one[0][0] > other[0][0]) else other


def _is_before_name(parse: Parse, last: int) -> bool:
    """Whether a capitalised name follows, of which the word may be the title."""
    tokens = parse.tokens
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    return after is not None and after.tag == "NNP" and tokens[last].tag not in ("NNS", "NNPS")


def _best_noun(values: list[Noun], head: Token) -> Noun:
    plural = head.tag in ("NNS", "NNPS")
    return sorted(values, key=lambda noun: (noun.office and plural, noun.slug is None))[0]


def _known(parse: Parse, knowledge: Knowledge, surface: list[str], owner: list[int]) -> list[NameSpan]:
    found: list[tuple[int, int, list[Name]]] = []
    weak: list[tuple[int, int, list[Name]]] = []
    areas = {
        fold(token.text)
        for token in parse.tokens
        if token.pos == "PROPN" and follows_area_noun(parse, knowledge, token.i)
    }
    position = 0
    while position < len(surface):
        step = 1
        for length, values in knowledge.names.longest(surface, position):
            first, last = owner[position], owner[position + length - 1]
            fitting = [name for name in values if _written_right(parse, name, first, last)]
            if any(token.text in _BREAKS for token in parse.tokens[first:last]):
                fitting = [name for name in fitting if _is_list(name.actor)]
            if length == 1 and fold(parse.tokens[first].text) in areas:
                fitting = [name for name in fitting if name.actor.contract_type not in PERSONS]
            if length == 1 and _is_land(parse, knowledge, parse.tokens[first]):
                fitting = [name for name in fitting if name.actor.contract_type != "CivilGroup"]
            strong = [name for name in fitting if name.form != "weak"]
            if strong:
                found.append((first, last, fitting if fitting[0].exact else strong))
                step = length
                break
            if fitting:
                weak.append((first, last, fitting))
        position += step
    return _with_confirmed(parse, _settled(parse, found), weak)


def _is_land(parse: Parse, knowledge: Knowledge, token: Token) -> bool:
    """ "in Amhara", "the Amhara region": the land of a people, not the people."""
    after = parse.tokens[token.i + 1].lower if token.i + 1 < len(parse.tokens) else ""
    plural = token.tag in ("NNS", "NNPS")
    return not plural and (is_located(token) or after in knowledge.classes["after-place-name"])


def _is_list(actor: Actor) -> bool:
    """Whether a name of it holds a comma: "Ministry of Trade, Industry and Labour"."""
    return any("," in text for text in (actor.label, *actor.aliases))


def _with_site(parse: Parse, knowledge: Knowledge, span: NameSpan) -> NameSpan:
    """ "Sanaa airport", "Gaza City": a known name with the noun behind it is a place or building of
    its own."""
    tokens, head = parse.tokens, parse.tokens[span.head]
    after = tokens[span.last + 1] if span.last + 1 < len(tokens) else head
    kind = knowledge.name_heads.get(after.lower, ("", None))[0]
    spatial = span.type in ("State", "Place") and span.form in ("name", "metonym")
    joined = head.head is after and head.dep in ("compound", "nmod") and after.tag in ("NN", "NNP")
    joined = joined and not any(prep.lower == "of" for prep in after.all("prep"))
    if not spatial or not joined or kind not in ("Place", "Facility"):
        return span
    site: EntityType = "Place" if kind == "Place" else "Facility"
    return NameSpan(
        first=span.first, last=after.i, head=after.i, text=_text(parse, span.first, after.i), type=site,
        code=span.code,
    )  # fmt: skip


def _settled(parse: Parse, found: list[tuple[int, int, list[Name]]]) -> list[NameSpan]:
    """One actor per name: of several that share it ("RSF") the one that the document names in full,
    else one of a country that it speaks of."""
    sure = [names[0].actor for _, _, names in found if len({name.actor.iri for name in names}) == 1]
    present = {actor.iri for actor in sure}
    countries = {actor.contract_code for actor in sure if actor.type == "State"}
    spans = []
    for first, last, names in found:
        named = [name for name in names if name.actor.iri in present]
        near = [name for name in names if name.actor.contract_code in countries]
        strong = [name for name in names if name.form != "weak"]
        spans.append(_known_span(parse, first, last, _preferred(named or near or strong)))
    return spans


def _with_confirmed(
    parse: Parse, found: list[NameSpan], weak: list[tuple[int, int, list[Name]]]
) -> list[NameSpan]:
    """Adds the weak names whose bearer is also named in full, or is the only one of a country that
    the document speaks of ("Chamber of Deputies"); they replace what they cover."""
    present = {span.actor.iri for span in found if span.actor}
    lands = [span.actor for span in found if span.actor and span.actor.type in ("State", "Place")]
    countries = {actor.contract_code for actor in lands}
    for first, last, names in weak:
        confirmed = [name for name in names if name.actor.iri in present]
        if not confirmed and _is_proper(parse, first, last) and not _is_inside(found, first, last):
            near = {name.actor.iri: name for name in names if name.actor.contract_code in countries}
            confirmed = list(near.values()) if len(near) == 1 else []
        if confirmed:
            found = [span for span in found if span.last < first or span.first > last]
            found.append(_known_span(parse, first, last, confirmed[0]))
    return found


def _is_inside(found: list[NameSpan], first: int, last: int) -> bool:
    return any(span.first <= last and span.last >= first for span in found)


def _is_proper(parse: Parse, first: int, last: int) -> bool:
    """Several words with capitals, or an acronym, and no part of a longer name."""
    tokens = parse.tokens[first : last + 1]
    around = [parse.tokens[i] for i in (first - 1, last + 1) if 0 <= i < len(parse.tokens)]
    if any(
        t.pos == "PROPN" and t.sent == tokens[0].sent and t.head.i in range(first, last + 1) for t in around
    ):
        return False
    if first == last:
        return tokens[0].text.isupper()
    return all(token.text[:1].isupper() for token in tokens if token.pos in ("NOUN", "PROPN", "ADJ"))


def _written_right(parse: Parse, name: Name, first: int, last: int) -> bool:
    """Whether the text is written as a name: capitals, and an acronym in full capitals."""
    text = parse.text[parse.tokens[first].start : parse.tokens[last].end]
    if name.exact is not None:
        return text.replace(".", "").replace(" ", "") == name.exact.replace(" ", "")
    if not any(c.isupper() for c in text):
        return False
    initial = parse.tokens[first].text[:1]
    return initial.isupper() or initial.isdigit() or last > first


_FORM_ORDER = ("name", "demonym", "adjective", "metonym", "weak")


def _preferred(names: list[Name]) -> Name:
    """The likeliest reading: states first, then living actors, then by kind of name."""
    return min(
        names,
        key=lambda name: (
            name.actor.end is not None,
            name.actor.type != "State",
            _FORM_ORDER.index(name.form),
            name.actor.iri,
        ),
    )


def _known_span(parse: Parse, first: int, last: int, name: Name) -> NameSpan:
    head = span_head(parse, first, last)
    form = "name" if name.form == "weak" else name.form
    if form in ("adjective", "demonym"):
        form = "demonym" if head.tag in ("NNS", "NNPS", "NNP", "NN") and _heads_phrase(head) else "adjective"
    return NameSpan(
        first=first, last=last, head=head.i, text=_text(parse, first, last), form=form,
        type="CivilGroup" if form == "demonym" else name.actor.contract_type,
        actor=name.actor, code=name.actor.contract_code, sector=name.actor.sector,
    )  # fmt: skip


def _heads_phrase(token: Token) -> bool:
    while token.dep == "conj":  # "Tajik and Kyrgyz guards"
        token = token.head
    return token.dep not in ("amod", "compound", "nmod", "npadvmod")


def _text(parse: Parse, first: int, last: int) -> str:
    return parse.text[parse.tokens[first].start : parse.tokens[last].end]


def _merge(parse: Parse, guesser: Guesser, known: list[NameSpan], nouns: list[NounSpan]) -> list[NameSpan]:
    taken = {position: span for span in known for position in range(span.first, span.last + 1)}
    kept = {id(span): span for span in known}
    generic = {position for noun in nouns for position in range(noun.first, noun.last + 1)}
    extra: list[NameSpan] = []
    for entity in parse.names:
        if entity.label not in _ACTOR_LABELS:
            continue
        first, last = _trim(parse, entity.first, entity.last)
        if first > last:
            continue
        inside = {id(taken[i]): taken[i] for i in range(first, last + 1) if i in taken}
        if inside and not _is_longer_name(parse, first, last, list(inside.values()), generic, entity.label):
            continue
        span = _model_span(parse, guesser, first, last, entity.label, nouns)
        if span is None:
            continue
        for key in inside:
            kept.pop(key, None)
        code = span.code or next((s.code for s in inside.values() if s.code), None)
        extra.append(msgspec.structs.replace(span, code=code))
    return [*kept.values(), *extra]


def _joined(parse: Parse, names: list[NameSpan], is_place: Callable[[str], bool]) -> list[NameSpan]:
    """ "Sistan and Baluchestan": two names that the gazetteer has as one are one place."""
    kept: list[NameSpan] = []
    for span in sorted(names, key=lambda span: span.first):
        before = kept[-1] if kept else None
        head = parse.tokens[span.head]
        if before and span.first == before.last + 2 and head.dep == "conj" and before.head == head.head.i:
            whole = _text(parse, before.first, span.last)
            if before.type == "Place" and span.actor is None and is_place(whole):
                kept[-1] = msgspec.structs.replace(before, last=span.last, text=whole)
                continue
        kept.append(span)
    return kept


def _trim(parse: Parse, first: int, last: int) -> tuple[int, int]:
    """Without article, quotation marks, the clock of a ticker, and possessive ending."""
    tokens = parse.tokens
    while first <= last and _begins_no_name(parse, first):
        first += 1
    while last >= first and (tokens[last].tag == "POS" or tokens[last].pos == "PUNCT"):
        last -= 1
    return first, last


def _begins_no_name(parse: Parse, position: int) -> bool:
    token = parse.tokens[position]
    little = token.pos in ("DET", "PUNCT") or token.lower in ("the", "'s")
    return little or is_clock(parse, position)


def _is_longer_name(
    parse: Parse, first: int, last: int, inside: list[NameSpan], generic: set[int], label: str
) -> bool:
    """Whether the model's name is more than the known names in it ("Bank of Iran")."""
    covered = {i for span in inside for i in range(span.first, span.last + 1)}
    if any(span.first < first or span.last > last for span in inside):
        return False
    if any(
        span.actor and span.actor.type != "State" and not _is_namesake(parse, span, first) for span in inside
    ):
        return False
    rest = [parse.tokens[i] for i in range(first, last + 1) if i not in covered]
    rest = [
        token for token in rest if token.tag != "POS" and token.pos not in ("DET", "PUNCT", "ADP", "PART")
    ]
    if not rest or all(token.i in generic for token in rest):
        return False
    if label == "PERSON":
        return any(span.form != "adjective" for span in inside)
    return label in ("ORG", "FAC", "GPE", "LOC") and any(token.pos == "PROPN" for token in rest)


def _is_namesake(parse: Parse, span: NameSpan, first: int) -> bool:
    """Whether the words before a known last name are somebody else's: "Salim" of "Salim Raisi"."""
    if span.actor is None or span.actor.contract_type not in PERSONS or span.last > span.first:
        return False
    before = {fold(t.text) for t in parse.tokens[first : span.first] if t.pos == "PROPN" and len(t.text) > 2}
    full = words(span.actor.label)
    return bool(before) and len(full) > 1 and before.isdisjoint(full)


def _model_span(
    parse: Parse, guesser: Guesser, first: int, last: int, label: str, nouns: list[NounSpan]
) -> NameSpan | None:
    head = span_head(parse, first, last)
    text = _text(parse, first, last)
    if not any(c.isupper() for c in text):
        return None
    if any(noun.first <= first and last <= noun.last for noun in nouns):
        return None
    if label == "ORG" and any(noun.first == first < last and noun.noun.office for noun in nouns):
        return None
    name = Candidate(first=first, last=last, head=head.i, text=text, label=label)
    kind, sector = guesser.type_of(name)
    noun = guesser.spatial_noun(name) if kind in ("Place", "Facility", "Organization", "Person") else None
    if noun is not None:
        kind, last, head = noun[0], noun[1], parse.tokens[noun[1]]
    return NameSpan(
        first=first, last=last, head=head.i, text=_text(parse, first, last), type=kind, sector=sector
    )
