"""Building: records in, sorted statements out."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from samples import document, event, mention, short, span, strike

from kg.build import BadOffsets, Knowledge, build_document, digest_document, load_knowledge, ontology_of
from kg.build.claims import pairs
from kg.build.labels import date_label, event_label
from kg.build.ontology import Ontology, ontology_files, read_triples
from kg.build.sheet import Sheet, share, text, verbatim
from kg.iris import entity_iri, event_iris, is_iri, mint, rebase, slug
from kg.model import Document, Extraction, Span
from kg.vocabulary import ACTOR, KG, OA, SEM, event_type

PREFIXES = {"kg": KG.BASE, "oa": OA.BASE, "sem": SEM.BASE, "actor": ACTOR}


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return ontology_of(read_triples(ontology_files()))


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def strike_lines(ontology: Ontology, knowledge: Knowledge) -> list[str]:
    return build_document(*strike(), ontology=ontology, knowledge=knowledge)


@pytest.fixture(scope="module")
def graph(strike_lines: list[str]) -> Store:
    store = Store()
    store.load("".join(strike_lines).encode(), format=RdfFormat.N_QUADS)
    return store


def ask(graph: Store, pattern: str, *, of: str = "") -> list[tuple[str | None, ...]]:
    """The values of the named variables for a SPARQL pattern, sorted."""
    names = of or " ".join(sorted({word.rstrip(";,.") for word in pattern.split() if word.startswith("?")}))
    rows = graph.query(
        f"SELECT DISTINCT {names} WHERE {{ {pattern} }}", prefixes=PREFIXES, use_default_graph_as_union=True
    )
    return sorted(tuple(None if v is None else v.value for v in row) for row in rows)  # type: ignore[union-attr]


def test_the_graph_of_a_document_is_sorted_without_blank_nodes_and_in_one_named_graph(
    strike_lines: list[str],
) -> None:
    quads = list(parse("".join(strike_lines).encode(), format=RdfFormat.N_QUADS))
    assert len({quad.graph_name for quad in quads}) == 1
    assert all(isinstance(quad.subject, NamedNode) for quad in quads)
    assert len(strike_lines) == len(set(strike_lines)) == len(quads)
    assert strike_lines == sorted(strike_lines)


def test_building_twice_gives_the_same_bytes(
    strike_lines: list[str], ontology: Ontology, knowledge: Knowledge
) -> None:
    assert build_document(*strike(), ontology=ontology, knowledge=knowledge) == strike_lines


def test_an_event_carries_its_parties_kinds_dates_and_label(graph: Store) -> None:
    pattern = (
        '?event kg:instrument "missile" ; <http://www.w3.org/2000/01/rdf-schema#label> ?label ; '
        "kg:actor ?actor ; kg:recipient ?recipient ; kg:dateEarliest ?day ; kg:status ?status"
    )
    assert ask(graph, pattern, of="?label ?actor ?recipient ?day ?status") == [
        (
            "Iran attacked Pakistan, 16 January 2024",
            f"{ACTOR}iran",
            f"{ACTOR}pakistan",
            "2024-01-16",
            KG.actual,
        )
    ]
    assert ask(graph, '?event kg:instrument "missile" ; kg:eventType ?type', of="?type") == [
        (event_type("ASSAULT"),),
        (event_type("ASSAULT", "heavy-weapons"),),
    ]


def test_a_claim_stands_for_each_pair_and_each_voice(graph: Store) -> None:
    pattern = "?claim kg:predicate kg:attacked ; kg:subject ?who ; kg:object ?whom ; kg:stance ?stance"
    found = ask(graph, pattern + " OPTIONAL { ?claim kg:attributedTo ?by }", of="?who ?whom ?stance ?by")
    iran, pakistan = f"{ACTOR}iran", f"{ACTOR}pakistan"
    assert found == [
        (iran, pakistan, KG.alleges, pakistan),
        (iran, pakistan, KG.denies, iran),
        (iran, pakistan, KG.reports, None),
        (iran, "urn:communique:entity/herald-1-headquarters", KG.reports, None),
    ]


def test_attributions_lead_from_the_inner_voice_to_the_outer_one(graph: Store) -> None:
    pattern = "?inner kg:withinAttribution ?outer . ?outer kg:source ?source"
    assert ask(graph, pattern, of="?source") == [(f"{ACTOR}tasnim-by-hand",)]
    assert ask(graph, "?inner kg:withinAttribution ?outer . ?inner kg:source ?source", of="?source") == []


def test_every_quote_is_the_text_at_its_offsets(graph: Store) -> None:
    pattern = (
        "?quote oa:hasSelector ?place, ?words . ?place oa:start ?start ; oa:end ?end . "
        "?words oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix"
    )
    whole = strike()[0].text
    rows = ask(graph, pattern, of="?start ?end ?exact ?prefix ?suffix")
    assert len(rows) > 10
    for start, end, exact, prefix, suffix in rows:
        first, last = int(start or 0), int(end or 0)
        assert (exact, prefix, suffix) == (
            whole[first:last],
            whole[max(0, first - 40) : first],
            whole[last : last + 40],
        )


def test_a_quote_that_is_not_in_the_text_is_refused(ontology: Ontology, knowledge: Knowledge) -> None:
    doc, extraction = short("a", "Iran struck Pakistan on Tuesday.")
    moved = msgspec.structs.replace(extraction.events[0], trigger=Span(text="struck", start=6, end=12))
    bad = msgspec.structs.replace(extraction, events=(moved,))
    with pytest.raises(BadOffsets, match="characters 6 to 12 are 'truck ', not 'struck'"):
        build_document(doc, bad, ontology=ontology, knowledge=knowledge)


def test_a_number_told_two_ways_stands_in_two_claims_and_not_on_the_event(graph: Store) -> None:
    assert ask(graph, "?event a kg:Event ; kg:killed ?number") == []
    pattern = (
        '?c kg:contradictionKind "count" ; kg:side ?side . ?side kg:value ?value ; kg:predicate ?what '
        "OPTIONAL { ?side kg:attributedTo ?by }"
    )
    assert ask(graph, pattern, of="?value ?what ?by") == [
        ("2", KG.killed, "urn:communique:entity/herald-1-army"),
        ("3", KG.killed, None),
    ]


def test_a_number_told_one_way_stands_on_the_event_and_in_a_claim(
    ontology: Ontology, knowledge: Knowledge
) -> None:
    lines = build_document(
        *short("a", "Iran struck Pakistan on Tuesday.", killed=4), ontology=ontology, knowledge=knowledge
    )
    store = Store()
    store.load("".join(lines).encode(), format=RdfFormat.N_QUADS)
    assert ask(
        store, "?e a kg:Event ; kg:killed ?n ; kg:killedMin ?min ; kg:killedMax ?max", of="?n ?min ?max"
    ) == [("4", "4", "4")]
    assert ask(store, "?claim kg:predicate kg:killed ; kg:value ?n", of="?n") == [("4",)]


def test_the_offices_that_a_contradiction_is_about_are_both_kept(graph: Store) -> None:
    assert ask(graph, "?role a kg:RoleHolding ; kg:title ?title ; kg:of ?of", of="?title ?of") == [
        ("President", f"{ACTOR}iran"),
        ("foreign minister", f"{ACTOR}iran"),
    ]
    sides = '?c kg:contradictionKind "role" ; kg:side ?side . ?side kg:about ?role ; kg:value ?value'
    pattern = f"{sides} . ?role kg:title ?title"
    assert ask(graph, pattern, of="?value ?title") == [
        ("President", "President"),
        ("foreign minister", "foreign minister"),
    ]


def test_the_content_of_an_accusation_is_an_event_or_the_words(graph: Store) -> None:
    assert ask(graph, "?e kg:content ?c . ?c a kg:Claim ; kg:value ?words", of="?words") == [
        ("supporting insurgents",)
    ]
    assert len(ask(graph, "?e kg:content ?c . ?c a kg:Event", of="?c")) == 1


def test_an_unknown_actor_is_described_and_a_known_one_only_referred_to(graph: Store) -> None:
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    unknown = ask(graph, f"?group a kg:ArmedGroup ; {label} ?label ; kg:known ?known", of="?label ?known")
    assert unknown == [("Jaish al-Adl", "false")]
    assert ask(graph, f"actor:iran {label} ?label") == []
    assert len(ask(graph, "actor:iran kg:evidence ?quote")) == 1


def test_a_place_without_a_link_becomes_a_node_with_a_name(graph: Store) -> None:
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    assert ask(graph, f"?e sem:hasPlace ?p . ?p a kg:Place ; {label} ?name", of="?name") == [
        ("border village",)
    ]


def test_the_base_of_the_user_replaces_the_default_one(ontology: Ontology, knowledge: Knowledge) -> None:
    lines = build_document(
        *strike(), ontology=ontology, knowledge=knowledge, base="https://example.org/news#"
    )
    assert not [line for line in lines if "urn:communique:" in line]
    assert rebase("urn:communique:entity/x", "https://e.org/") == "https://e.org/entity/x"


def test_parties_without_a_counterpart_meet_each_other(graph: Store) -> None:
    found = ask(
        graph, "?claim kg:predicate kg:metWith ; kg:subject ?one ; kg:object ?other", of="?one ?other"
    )
    assert found == [
        ("urn:communique:entity/herald-1-abdullahian", "urn:communique:entity/herald-1-kakar"),
    ]


def test_only_a_chain_of_voices_that_reports_makes_a_fact(knowledge: Knowledge) -> None:
    digest = digest_document(*strike(), knowledge=knowledge, base="urn:communique:")
    facts = [(told.event, told.stances, bool(told.reported)) for told in digest.told]
    assert facts == [
        ("ASSAULT", ("reports",), True),
        ("ACCUSE", ("reports",), True),
        ("ASSAULT", ("alleges", "denies"), False),
        ("CONSULT", ("reports",), True),
    ]


def test_parties_that_accuse_each_other_do_not_accuse_themselves() -> None:
    text_ = "Iran and Iraq accuse each other."
    both = tuple(mention(text_, name, f"{ACTOR}{name.lower()}", "State") for name in ("Iran", "Iraq"))
    told = event("e1", "ACCUSE", span(text_, "accuse"), actors=both, recipients=both)
    found = [(one and one.name, other and other.name) for one, other in pairs(told)]
    assert found == [("Iran", "Iraq"), ("Iraq", "Iran")]


def test_an_event_keeps_its_iri_when_the_text_before_it_changes() -> None:
    doc, extraction = short("a", "Iran struck Pakistan on Tuesday.")
    _, later = short("a", "At last. Iran struck Pakistan on Tuesday.")
    assert event_iris(extraction) == event_iris(later)
    assert event_iris(extraction) != event_iris(short("b", doc.text)[1])


def test_two_events_told_in_the_same_words_are_two() -> None:
    text = "Iran struck. Iran struck."
    iran = mention(text, "Iran", f"{ACTOR}iran", "State")
    events = tuple(event(f"e{n}", "ASSAULT", span(text, "struck", n), actors=(iran,)) for n in (0, 1))
    assert len(set(event_iris(Extraction(id="a", events=events)).values())) == 2


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        ("2024-01-16", "2024-01-16", "16 January 2024"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2023-01-01", "2023-12-31", "2023"),
        ("1990-01-01", "1999-12-31", "1990 to 1999"),
        ("2024-01-15", "2024-01-21", "15 January 2024 to 21 January 2024"),
        ("2024-06-01", "2024-08-31", "June 2024 to August 2024"),
        (None, "2024-01-16", "until 16 January 2024"),
        (None, None, ""),
    ],
)
def test_a_label_tells_the_date_in_words(earliest: str | None, latest: str | None, words: str) -> None:
    assert date_label(earliest, latest) == words


@pytest.mark.parametrize(
    ("actors", "others", "status", "label"),
    [
        (["Iran"], ["Pakistan"], "actual", "Iran attacked Pakistan, 2024"),
        ([], ["Pakistan"], "negated", "Somebody attacked Pakistan (negated), 2024"),
        (["A", "B"], [], "actual", "A attacked B, 2024"),
        (["A", "B", "C", "D", "E"], ["F"], "actual", "A, B and 3 others attacked F, 2024"),
    ],
)
def test_a_label_tells_who_did_what_to_whom(
    actors: list[str], others: list[str], status: str, label: str
) -> None:
    assert event_label(actors, "attacked", others, status, "2024") == label


def test_names_become_readable_ascii() -> None:
    assert slug("Ḥizb Allāh — “Party of God”") == "hizb-allah-party-of-god"
    assert slug("ж") == ""
    assert mint("entity", "ж", "x").startswith("urn:communique:entity/")
    assert entity_iri("d1", "Person", "A") != entity_iri("d2", "Person", "A")


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_whatever_passes_as_an_iri_is_one_for_oxigraph(name: str) -> None:
    for text_ in (name, f"http://example.org/{name}", f"urn:x:{name}", f"https://{name}"):
        if is_iri(text_):
            assert NamedNode(text_).value == text_
    assert NamedNode(mint("entity", name, name, None))


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_becomes_a_literal_that_reads_back(words: str) -> None:
    sheet = Sheet("urn:g")
    sheet.say("urn:s", "urn:p", text(words))
    sheet.say("urn:s", "urn:q", verbatim(words))
    cleaned, exact = list(parse("".join(sheet.lines()).encode(), format=RdfFormat.N_QUADS))
    assert exact.object.value == words.replace("\0", "\ufffd")  # type: ignore[union-attr]
    assert len(cleaned.object.value) == len(words)  # type: ignore[union-attr]


@pytest.mark.parametrize(("value", "digits"), [(0.83, "0.83"), (1.0, "1"), (0.0, "0"), (0.6666666, "0.667")])
def test_a_share_is_a_short_decimal(value: float, digits: str) -> None:
    assert share(value).split('"')[1] == digits


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_hostile_names_and_ids_make_a_good_graph(
    ontology: Ontology, knowledge: Knowledge, name: str, id: str
) -> None:
    words = f"Iran struck {name}."
    other = mention(words, name, name, "ArmedGroup", name=name, code=name, sector=None)
    iran = mention(words, "Iran", f"{ACTOR}iran", "State")
    told = event("e1", "ASSAULT", span(words, "struck"), actors=(iran,), recipients=(other,))
    doc: Document = document(id, words, title=name, source=name, url=name, published=dt.date(2024, 1, 1))
    lines = build_document(doc, Extraction(id=id, events=(told,)), ontology=ontology, knowledge=knowledge)
    assert len(list(parse("".join(lines).encode(), format=RdfFormat.N_QUADS))) == len(lines)
