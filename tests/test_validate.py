"""The report on a graph: each check query finds its fault, and the report tells it well."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pyoxigraph as ox
import pytest

from kg.data import folder
from kg.errors import KnowledgeError
from kg.validate import Finding, Report, Tally, read_checks, sarif, validate

DATA = Path(__file__).parent / "data"
GOOD = DATA / "good-graph.trig"
SARIF = json.loads((DATA / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
"""The parts of the schema by OASIS that a report uses."""
PREFIXES = """
PREFIX evt: <https://w3id.org/communique/event/>
PREFIX kg: <https://w3id.org/communique/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX actor: <https://w3id.org/communique/actor/>
PREFIX place: <https://w3id.org/communique/place/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
U = "urn:communique:"
CLAIM, CLAIM2 = f"<{U}claim/strike1>", f"<{U}claim/strike2>"
DOC = f"<{U}doc/one/v1>"
SHORTCUTS, SAME, EVENTS, KNOWN = (
    f"<{U}graph/{name}>" for name in ("shortcuts", "same", "events", "knowledge")
)
STRIKE, STRIKE2, CANONICAL = f"<{U}event/strike1>", f"<{U}event/strike2>", f"<{U}canonical/strike>"
OTHER = f"<{U}canonical/other>"

BAD = {
    "shortcut-without-claim": f"INSERT DATA {{ GRAPH {SHORTCUTS} {{ place:hills kg:aided actor:north }} }}",
    "event-without-status": f"DELETE WHERE {{ GRAPH ?g {{ {STRIKE} kg:status ?any }} }}",
    "quote-length": f"""DELETE DATA {{ GRAPH {DOC} {{ <{U}quote/one.10-16.words> oa:exact "strike" }} }} ;
        INSERT DATA {{ GRAPH {DOC} {{ <{U}quote/one.10-16.words> oa:exact "strikes" }} }}""",
    "evidence-outside-text": f"""DELETE WHERE {{ GRAPH ?g {{ <{U}doc/one> kg:textLength ?any }} }} ;
        INSERT DATA {{ GRAPH <{U}graph/meta> {{ <{U}doc/one> kg:textLength 15 }} }}""",
    "claim-object-literal": f'INSERT DATA {{ GRAPH {DOC} {{ {CLAIM} kg:object "Southland" }} }}',
    "claim-without-stand": f"DELETE WHERE {{ GRAPH ?g {{ {CLAIM} kg:stance ?any }} }}",
    "claim-about-nothing": f"DELETE WHERE {{ GRAPH ?g {{ {CLAIM2} kg:about ?any }} }}",
    "canonical-disputed-count": f"INSERT DATA {{ GRAPH {EVENTS} {{ {CANONICAL} kg:injured 4 }} }}",
    "canonical-disputed-date": f"""DELETE WHERE {{ GRAPH ?g {{ {CANONICAL} kg:dateLatest ?any }} }} ;
        INSERT DATA {{ GRAPH {EVENTS} {{ {CANONICAL} kg:dateLatest "2024-01-20"^^xsd:date }} }} ;
        DELETE WHERE {{ GRAPH ?g {{ {CANONICAL} kg:dateEarliest ?any }} }} ;
        INSERT DATA {{ GRAPH {EVENTS} {{ {CANONICAL} kg:dateEarliest "2024-01-18"^^xsd:date }} }}""",
    "dangling-reference": f"DELETE WHERE {{ GRAPH ?g {{ <{U}entity/base> ?any ?thing }} }}",
    "blank-nodes": f"INSERT DATA {{ GRAPH {DOC} {{ {STRIKE} rdfs:seeAlso [] }} }}",
    "dates-reversed": f"""DELETE WHERE {{ GRAPH ?g {{ {STRIKE2} kg:dateLatest ?any }} }} ;
        INSERT DATA {{ GRAPH {DOC} {{ {STRIKE2} kg:dateLatest "2024-01-14"^^xsd:date }} }}""",
    "attribution-to-nobody": f"""DELETE WHERE {{ GRAPH ?g {{ {CLAIM} kg:stance ?any }} }} ;
        INSERT DATA {{ GRAPH {DOC} {{ {CLAIM} kg:stance kg:denies }} }}""",
    "attribution-to-place": f"INSERT DATA {{ GRAPH {DOC} {{ {CLAIM} kg:attributedTo place:hilltown }} }}",
    "event-without-claim": f"DELETE WHERE {{ GRAPH ?g {{ {CLAIM2} ?any ?thing }} }}",
    "event-merged-twice": f"""INSERT DATA {{ GRAPH {SAME} {{ {STRIKE} kg:sameEventAs {OTHER} }}
        GRAPH {EVENTS} {{ {OTHER} a kg:CanonicalEvent ; rdfs:label "x" ; kg:status kg:actual }} }}""",
    "merge-chain": f"""INSERT DATA {{ GRAPH {SAME} {{ {CANONICAL} kg:sameEventAs {OTHER} }}
        GRAPH {EVENTS} {{ {OTHER} a kg:CanonicalEvent ; rdfs:label "x" ; kg:status kg:actual }} }}""",
    "canonical-without-source": f"DELETE WHERE {{ GRAPH {SAME} {{ ?event kg:sameEventAs {CANONICAL} }} }}",
    "actor-of-two-kinds": f"INSERT DATA {{ GRAPH {KNOWN} {{ actor:guard a kg:State }} }}",
    "shortcut-to-itself": f"""INSERT DATA {{ GRAPH {SHORTCUTS} {{ actor:north kg:attacked actor:north }}
        GRAPH {DOC} {{ {CLAIM} kg:object actor:north }} }}""",
    "place-within-itself": f"INSERT DATA {{ GRAPH {KNOWN} {{ place:hills kg:within place:hilltown }} }}",
}


def good(*updates: str) -> ox.Store:
    """The good graph after some changes."""
    store = ox.Store()
    store.load(path=GOOD, format=ox.RdfFormat.TRIG)
    for update in updates:
        store.update(PREFIXES + update)
    return store


def found(report: Report) -> set[str]:
    return {tally.check for tally in report.tallies}


def test_every_check_has_a_bad_graph() -> None:
    assert {check.name for check in read_checks()} == set(BAD)


@pytest.mark.parametrize("check", sorted(BAD))
def test_a_check_finds_its_fault(check: str) -> None:
    report = validate(good(BAD[check]))
    assert check in found(report)


@pytest.mark.parametrize("status", ["kg:negated", "kg:future", "kg:hypothetical"])
def test_a_shortcut_needs_a_claim_of_something_real(status: str) -> None:
    claim = f"<{U}claim/accuse>"
    store = good(
        f"DELETE WHERE {{ GRAPH ?g {{ {claim} kg:status ?any }} }} ;"
        f"INSERT DATA {{ GRAPH {DOC} {{ {claim} kg:status {status} }} }}"
    )
    assert "shortcut-without-claim" in found(validate(store))


def test_a_shortcut_needs_a_claim_that_is_reported_and_not_only_alleged() -> None:
    claim = f"<{U}claim/accuse>"
    store = good(
        f"DELETE WHERE {{ GRAPH ?g {{ {claim} kg:stance ?any }} }} ;"
        f"INSERT DATA {{ GRAPH {DOC} {{ {claim} kg:stance kg:alleges }} }}"
    )
    assert "shortcut-without-claim" in found(validate(store))


def test_what_an_accusation_contains_supports_no_shortcut() -> None:
    content = f"""INSERT DATA {{ GRAPH {SHORTCUTS} {{ actor:north kg:aided actor:south }} GRAPH {DOC} {{
        <{U}claim/content> kg:subject actor:north ; kg:predicate kg:aided ; kg:object actor:south ;
        kg:status kg:actual ; kg:stance kg:reports }} }}"""
    assert "shortcut-without-claim" in found(validate(good(content)))


def test_a_shortcut_may_rest_on_an_actor_that_was_merged() -> None:
    merged = f"""DELETE WHERE {{ GRAPH {SHORTCUTS} {{ ?one ?relation ?other }} }} ;
        INSERT DATA {{ GRAPH {SHORTCUTS} {{ actor:guard kg:accused actor:north }}
        GRAPH {SAME} {{ actor:south kg:sameActorAs actor:guard }} }}"""
    assert "shortcut-without-claim" not in found(validate(good(merged)))


def test_a_meeting_may_be_drawn_both_ways() -> None:
    meeting = f"""INSERT DATA {{
        GRAPH {SHORTCUTS} {{ actor:north kg:metWith actor:south . actor:south kg:metWith actor:north }}
        GRAPH {DOC} {{ <{U}claim/met> a kg:Claim ; kg:about {STRIKE} ; kg:subject actor:north ;
        kg:predicate kg:metWith ; kg:object actor:south ; kg:status kg:actual ; kg:stance kg:reports ;
        kg:evidence <{U}quote/one.10-16> }} }}"""
    assert validate(good(meeting)).conforms


def test_a_term_that_the_ontology_lacks_is_found() -> None:
    store = good(f"INSERT DATA {{ GRAPH {DOC} {{ {STRIKE} kg:attackd actor:south ; a kg:Evnt }} }}")
    kg = "https://w3id.org/communique/ontology#"
    unknown = {finding.node for finding in validate(store).findings if finding.check == "unknown-term"}
    assert unknown == {kg + "attackd", kg + "Evnt"}


def test_a_finding_names_the_node_the_rule_and_the_value() -> None:
    store = good(f'INSERT DATA {{ GRAPH {KNOWN} {{ actor:x a kg:State ; rdfs:label "X" ; kg:code "xx" }} }}')
    node = "https://w3id.org/communique/actor/x"
    report = validate(store)
    message = report.tallies[0].message
    assert message.startswith("The code of an actor must be three capital letters")
    assert report.findings == (
        Finding(severity="error", check="actor-code", node=node, message=message, example="xx"),
    )
    assert report.tallies == (Tally(severity="error", check="actor-code", message=message, count=1),)


def test_a_warning_alone_lets_a_graph_conform() -> None:
    report = validate(good(BAD["attribution-to-place"]))
    assert (report.conforms, [tally.severity for tally in report.tallies]) == (True, ["warning"])


def test_all_findings_are_counted_and_only_some_are_kept() -> None:
    places = " ".join(f"<{U}entity/p{number}> a kg:Place ." for number in range(7))
    report = validate(good(f"INSERT DATA {{ GRAPH {DOC} {{ {places} }} }}"), limit=2)
    assert [tally.count for tally in report.tallies] == [7]
    assert len(report.findings) == 2


def test_the_same_graph_gives_the_same_bytes() -> None:
    store = good(*BAD.values())
    assert validate(store).json() == validate(store).json()


def test_the_text_tells_people_what_is_wrong_how_often_and_where() -> None:
    report = validate(good(f"DELETE WHERE {{ GRAPH {SAME} {{ ?event kg:sameEventAs {CANONICAL} }} }}"))
    assert report.text() == (
        "error: No event of a document stands behind a canonical event. [canonical-without-source, 1 x]\n"
        f"    {U}canonical/strike\n"
        f"Does not conform: 1 errors, 0 warnings; {report.checks} rules checked.\n"
    )


def test_a_hostile_value_cannot_break_the_text_of_a_report() -> None:
    store = good(f'INSERT DATA {{ GRAPH {DOC} {{ {CLAIM} kg:object "\\u001b[2J\\nerror: forged" }} }}')
    text = validate(store).text()
    assert "\x1b" not in text
    assert not any(line.startswith("error: forged") for line in text.splitlines())


def test_the_json_holds_the_whole_report() -> None:
    report = validate(good(BAD["canonical-without-source"]))
    told = json.loads(report.json())
    assert [one["check"] for one in told["findings"]] == ["canonical-without-source"]
    assert told["checks"] == report.checks > 80


def test_an_empty_graph_conforms() -> None:
    assert validate(ox.Store()).conforms


def test_statements_outside_every_named_graph_are_checked_too() -> None:
    store = ox.Store()
    store.update(PREFIXES + f"INSERT DATA {{ <{U}entity/x> a kg:Place }}")
    assert found(validate(store)) == {"place-label"}


def test_what_the_graph_entails_need_not_be_complete() -> None:
    inferred = f"INSERT DATA {{ GRAPH <{U}graph/inferred> {{ <{U}entity/base> a kg:Place }} }}"
    assert validate(good(inferred)).conforms


def test_shapes_see_every_node_when_a_graph_is_taken_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.validate.judge._BATCH", 1)
    assert validate(good()).findings == ()
    bad = good(f"INSERT DATA {{ GRAPH {EVENTS} {{ {CANONICAL} kg:missing -1 }} }}")
    assert found(validate(bad)) == {"event-missing"}


# The user's own knowledge


def test_event_types_and_checks_of_the_users_own_are_used(tmp_path: Path) -> None:
    store = good(f"INSERT DATA {{ GRAPH {DOC} {{ {STRIKE} kg:eventType <urn:mine:PICNIC> }} }}")
    (tmp_path / "mine.ttl").write_text("<urn:mine:PICNIC> a <http://www.w3.org/2004/02/skos/core#Concept> .")
    (tmp_path / "queries" / "checks").mkdir(parents=True)
    query = (
        "#+ summary: A picnic\n#+ severity: warning\nSELECT ?node { GRAPH ?g { ?node ?p <urn:mine:PICNIC> } }"
    )
    (tmp_path / "queries" / "checks" / "picnic.rq").write_text(query)
    assert found(validate(store)) == {"event-type"}
    assert found(validate(store, extra=[tmp_path])) == {"picnic"}


def test_a_check_without_a_summary_is_refused(tmp_path: Path) -> None:
    (tmp_path / "queries" / "checks").mkdir(parents=True)
    (tmp_path / "queries" / "checks" / "mute.rq").write_text("SELECT ?node {}")
    with pytest.raises(KnowledgeError, match=r"mute\.rq needs a line"):
        validate(ox.Store(), extra=[tmp_path])


def test_a_broken_file_of_the_users_own_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text("this is not Turtle")
    with pytest.raises(KnowledgeError, match=r"mine\.ttl: not valid Turtle"):
        validate(ox.Store(), extra=[tmp_path])


# OWL


def needs_java() -> None:
    if not shutil.which("java"):
        pytest.skip("HermiT needs java, which is not installed here.")


def test_hermit_finds_no_fault_in_the_good_graph() -> None:
    needs_java()
    report = validate(good(), owl=True)
    assert (report.findings, report.skipped) == ((), ())


def test_hermit_finds_that_a_state_cannot_hold_an_office() -> None:
    needs_java()
    holder = f"INSERT DATA {{ GRAPH {DOC} {{ <{U}role/2> a kg:RoleHolding ; kg:holder actor:north }} }}"
    assert "owl-consistency" in found(validate(good(holder), owl=True))


def test_without_java_the_report_says_that_owl_was_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert validate(good(), owl=True).skipped == ("OWL consistency needs java, which is not installed.",)


# The shipped queries


@pytest.mark.parametrize(
    "path", sorted((folder("queries") / "checks").glob("*.rq")), ids=lambda path: path.stem
)
def test_a_check_query_reads_the_same_in_a_second_engine(path: Path) -> None:
    from rdflib.plugins.sparql import prepareQuery

    assert str(prepareQuery(path.read_text(encoding="utf-8")).algebra.PV[0]) == "node"


# The documentation


def test_the_event_type_of_the_readme_is_accepted_with_its_relation(tmp_path: Path) -> None:
    readme = (folder("ontology") / "README.md").read_text(encoding="utf-8")
    (tmp_path / "mine.ttl").write_text(readme.split("```turtle\n")[1].split("```")[0], encoding="utf-8")
    store = good(f"INSERT DATA {{ GRAPH {DOC} {{ {STRIKE} kg:eventType evt:COERCE-blockade }} }}")
    store.update(
        f"INSERT DATA {{ GRAPH {DOC} {{ {STRIKE} <https://example.org/my#blockaded> <{U}entity/base> }} }}"
    )
    assert found(validate(store)) == {"event-type"}
    assert validate(store, extra=[tmp_path]).findings == ()


# SARIF


def test_the_sarif_log_keeps_to_the_schema_and_names_node_rule_and_knowledge_base() -> None:
    report = validate(good(BAD["canonical-without-source"], BAD["attribution-to-place"]))
    log = json.loads(sarif(report, subject="my base.kg"))
    jsonschema.validate(log, SARIF)
    (run,) = log["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    error = next(result for result in run["results"] if result["ruleId"] == "canonical-without-source")
    assert error == {
        "ruleId": "canonical-without-source",
        "ruleIndex": sorted(rules).index("canonical-without-source"),
        "level": "error",
        "message": {"text": "No event of a document stands behind a canonical event."},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": "my%20base.kg"}},
                "logicalLocations": [{"fullyQualifiedName": f"{U}canonical/strike", "kind": "resource"}],
            }
        ],
    }
    assert {name: rule["defaultConfiguration"]["level"] for name, rule in rules.items()} == {
        "attribution-to-place": "warning",
        "canonical-without-source": "error",
    }


def test_the_sarif_log_counts_what_was_cut_short() -> None:
    places = " ".join(f"<{U}entity/p{number}> a kg:Place ." for number in range(7))
    report = validate(good(f"INSERT DATA {{ GRAPH {DOC} {{ {places} }} }}"), limit=2)
    (run,) = json.loads(sarif(report))["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert (rule["id"], rule["properties"], len(run["results"])) == ("place-label", {"count": 7}, 2)


def test_the_sarif_log_of_a_good_graph_has_no_results_and_tells_what_was_skipped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    log = json.loads(sarif(validate(good(), owl=True)))
    jsonschema.validate(log, SARIF)
    (run,) = log["runs"]
    notes = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert (run["results"], run["properties"]["conforms"]) == ([], True)
    assert notes == ["OWL consistency needs java, which is not installed."]


def test_the_schema_refuses_a_log_that_is_not_sarif() -> None:
    log = json.loads(sarif(validate(good(BAD["attribution-to-place"]))))
    log["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, SARIF)
