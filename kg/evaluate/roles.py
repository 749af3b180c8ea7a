"""Counts participants and triples of one document, by the rules of the PLOVER scorer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import combinations

from kg.evaluate.gold import Gold, GoldEvent, GoldMention
from kg.evaluate.match import By, Party, content, core, key, pair_up, same, unique
from kg.model import Event, Mention, Record

WAYS: tuple[By, ...] = ("lenient", "strict", "code")
_PLOVER_CODES = {"UNO": "IGO", "EUR": "IGO"}
"""The PLOVER records have one code for every organisation of states, also the United Nations."""


class Deed(Record, frozen=True, kw_only=True):
    """An event reduced to who did what to whom."""

    event: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    symmetric: bool = False


class Triple(Record, frozen=True, kw_only=True):
    """A category with one actor and one recipient; ``pair`` when the two have the same role."""

    event: str
    first: Party | None
    second: Party | None
    pair: bool = False


Part = tuple[str, Party]
"""``A`` actor, ``R`` recipient, ``*`` either, and who."""


def gold_party(gold: Gold, mention: GoldMention) -> Party:
    """An annotated participant with every text that names the same entity."""
    entity = gold.entities[mention.entity]
    if gold.plover:
        return Party(text=mention.text, code=entity.code)
    texts = [entity.name, *[s.text for s in entity.mentions]]
    cores = [core(text) for text in texts if content(core(text))]
    names = tuple(unique([*texts, *cores], lambda text: text))
    return Party(text=mention.text, id=f"#{mention.entity}", names=names, code=entity.code)


def found_party(mention: Mention, *, text_only: bool) -> Party:
    """A found participant; in ``text_only`` comparisons (with PLOVER records) its resolved name does not
    help it, and its code is one that those have."""
    if text_only:
        return Party(text=mention.text, code=_PLOVER_CODES.get(mention.code or "", mention.code))
    return Party(text=mention.text, id=mention.iri, names=(mention.name,), code=mention.code)


def gold_deed(gold: Gold, event: GoldEvent) -> Deed:
    """The annotated event as a deed."""
    return Deed(
        event=event.event,
        actors=tuple(gold_party(gold, m) for m in event.actors),
        recipients=tuple(gold_party(gold, m) for m in event.recipients),
        symmetric=event.symmetric,
    )


def found_deed(event: Event, *, text_only: bool) -> Deed:
    """The found event as a deed."""
    return Deed(
        event=event.event,
        actors=tuple(found_party(m, text_only=text_only) for m in event.actors),
        recipients=tuple(found_party(m, text_only=text_only) for m in event.recipients),
    )


def without_units(gold: Gold, event: GoldEvent, found: Deed) -> Deed:
    """The army or the state, the corps or the army: a unit that was found as an actor beside the
    annotated actor is no error, and alone it stands for the actor."""
    units = [gold_party(gold, m) for m in event.units]
    actors = [gold_party(gold, m) for m in event.actors]

    def is_one(party: Party, of: Sequence[Party]) -> bool:
        return any(same(other, party, "lenient") for other in of)

    extra = [p for p in found.actors if is_one(p, units) and not is_one(p, actors)]
    rest = tuple(p for p in found.actors if p not in extra)
    if extra and not rest and len(actors) == 1:
        rest = (extra[0].called(actors[0].names),)
    return Deed(event=found.event, actors=rest, recipients=found.recipients, symmetric=found.symmetric)


def count_roles(gold: Sequence[Deed], found: Sequence[Deed]) -> Counter[str]:
    """``actor.lenient.right`` and the like, for actor, recipient, participant, dyad, triple."""
    counts: Counter[str] = Counter()
    for by in WAYS:
        counts += _participants(gold, found, by)
        counts += _triples(gold, found, by, "triple")
        counts += _triples(gold, found, by, "dyad")
    return counts


def _participants(gold: Sequence[Deed], found: Sequence[Deed], by: By) -> Counter[str]:
    wanted = _gold_parts(gold, by)
    parts = _found_parts(found, by, [who for role, who in wanted if role == "*"])

    def fits(i: int, j: int) -> bool:
        return wanted[i][0] in ("*", parts[j][0]) and same(wanted[i][1], parts[j][1], by)

    pairs = pair_up(len(wanted), len(parts), fits)
    blind = pair_up(len(wanted), len(parts), lambda i, j: same(wanted[i][1], parts[j][1], by))
    counts = _score(f"participant.{by}", len(blind), len(wanted), len(parts))
    used = {j: i for i, j in pairs.items()}
    for i, (role, _) in enumerate(wanted):
        counts += _score(f"{_name(role)}.{by}", int(i in pairs), 1, 0)
    for j, (role, _) in enumerate(parts):
        counts += _score(f"{_name(wanted[used[j]][0] if j in used else role)}.{by}", 0, 0, 1)
    return counts


def _score(name: str, right: int, gold: int, found: int) -> Counter[str]:
    return Counter({f"{name}.right": right, f"{name}.gold": gold, f"{name}.found": found})


def _name(role: str) -> str:
    return "recipient" if role == "R" else "actor"


def _countable(parties: Sequence[Party], by: By) -> list[Party]:
    kept = [p for p in parties if by != "code" or p.code]
    return unique(kept, lambda p: key(p, by))


def _gold_parts(deeds: Sequence[Deed], by: By) -> list[Part]:
    one_sided = [d for d in deeds if not d.symmetric]
    parts = [("A", p) for d in one_sided for p in _countable(d.actors, by)]
    parts += [("R", p) for d in one_sided for p in _countable(d.recipients, by)]
    parts += [("*", p) for d in deeds if d.symmetric for p in _countable(d.actors, by)]
    return unique(parts, lambda part: (part[0], _mention_key(part[1], by)))


def _mention_key(party: Party, by: By) -> Hashable:
    return party.code if by == "code" else party.id or party.text


def _found_parts(deeds: Sequence[Deed], by: By, either: Sequence[Party]) -> list[Part]:
    """The found participants; a party of a symmetric event that has both roles counts once."""
    parts = [("A", p) for p in _countable([p for d in deeds for p in d.actors], by)]
    parts += [("R", p) for p in _countable([p for d in deeds for p in d.recipients], by)]
    kept: list[Part] = []
    for role, who in parts:
        again = any(key(who, by) == key(other, by) for _, other in kept)
        if not (again and any(same(g, who, by) for g in either)):
            kept.append((role, who))
    return kept


def _triples(gold: Sequence[Deed], found: Sequence[Deed], by: By, name: str) -> Counter[str]:
    """Triples with their category, or dyads without it."""
    typed = name == "triple"
    mutual = {d.event for d in gold if d.symmetric}
    wanted = [_coded(t) if by == "code" else t for d in gold for t in _gold_triples(d)]
    got = [t for d in found for t in _found_triples(d, d.event in mutual if typed else bool(mutual))]
    wanted = unique(wanted, lambda t: _triple_key(t, by, typed))
    got = unique(got, lambda t: _triple_key(t, by, typed))

    def fits(i: int, j: int) -> bool:
        return (not typed or wanted[i].event == got[j].event) and _triple_fits(wanted[i], got[j], by)

    return _score(f"{name}.{by}", len(pair_up(len(wanted), len(got), fits)), len(wanted), len(got))


def _coded(triple: Triple) -> Triple:
    """An annotated end without a code asks for nothing."""
    first, second = (p if p and p.code else None for p in (triple.first, triple.second))
    return Triple(event=triple.event, first=first, second=second, pair=triple.pair)


def _gold_triples(deed: Deed) -> list[Triple]:
    if deed.symmetric and len(deed.actors) > 1:
        return _pairs(deed.event, deed.actors)
    return _crossed(deed)


def _found_triples(deed: Deed, as_pairs: bool) -> list[Triple]:
    parties = (*deed.actors, *deed.recipients)
    if as_pairs and len(parties) > 1:
        return _pairs(deed.event, parties)
    return _crossed(deed)


def _pairs(event: str, parties: Sequence[Party]) -> list[Triple]:
    return [Triple(event=event, first=a, second=b, pair=True) for a, b in combinations(parties, 2)]


def _crossed(deed: Deed) -> list[Triple]:
    actors: Sequence[Party | None] = deed.actors or (None,)
    recipients: Sequence[Party | None] = deed.recipients or (None,)
    return [Triple(event=deed.event, first=a, second=r) for a in actors for r in recipients]


def _triple_key(triple: Triple, by: By, typed: bool) -> Hashable:
    ends = [key(triple.first, by), key(triple.second, by)]
    if triple.pair:
        ends.sort(key=str)
    return (triple.event if typed else "", triple.pair, *ends)


def _triple_fits(gold: Triple, found: Triple, by: By) -> bool:
    if not gold.pair:
        return _end(gold.first, found.first, by) and _end(gold.second, found.second, by)
    if found.first is None or found.second is None:
        return False
    straight = _end(gold.first, found.first, by) and _end(gold.second, found.second, by)
    return straight or (_end(gold.first, found.second, by) and _end(gold.second, found.first, by))


def _end(gold: Party | None, found: Party | None, by: By) -> bool:
    return gold is None or (found is not None and same(gold, found, by))
