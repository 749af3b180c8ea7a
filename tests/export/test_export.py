"""Every export is read back by a second implementation and compared as a graph."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Dataset, Quad, RdfFormat, Triple, parse
from rdflib import Dataset as RdflibDataset
from rdflib import Graph
from rdflib.compare import isomorphic
from samples import document, event, mention, short, span, strike

import kg.store
from kg.errors import UsageError
from kg.export import FORMATS, export
from kg.export.rows import sorted_lines
from kg.model import Extraction, extraction_from_json
from kg.store import Store
from kg.vocabulary import ACTOR, KG

OXIGRAPH = {
    "turtle": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
}
RDFLIB = {"turtle": "turtle", "nt": "nt", "trig": "trig", "nq": "nquads", "jsonld": "json-ld"}
HOSTILE = [
    '<script>alert(1)</script> "quoted" \\ back\tslash',
    'two\nlines\rand > . } ; <urn:x> \'more\' """',
    '=HYPERLINK("http://x")',
    "\u202eright to left\u202c \u200b\ufeff",
    "emoji 😀 \x01 control \x7f \x85 \u2028",
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("export") / "a.kg"
    with kg.store.open(path, create=True) as writer:
        writer.put(*strike(), "p1")
        writer.put(*short("post-1", "Iran struck Pakistan on Tuesday."), "p1")
        for number, name in enumerate(HOSTILE):
            writer.put(*hostile(f"hostile {number} {name}", name), "p1")
    with kg.store.open(path, read_only=True) as reader:
        yield reader


def hostile(id: str, name: str) -> tuple[object, Extraction]:
    text = f"Iran struck {name} again."
    iran = mention(text, "Iran", f"{ACTOR}iran", "State")
    other = mention(text, name, f"urn:communique:entity/{len(name)}", "ArmedGroup", name=name)
    told = event("e1", "ASSAULT", span(text, "struck"), actors=(iran,), recipients=(other,), rule=name)
    return document(id, text, title=name, source=name, url=name), Extraction(id=id, events=(told,))


def written(store: Store, format: str, graphs: list[str] | None = None) -> bytes:
    out = BytesIO()
    export(store, format, graphs=graphs, out=out)
    return out.getvalue()


def quads(store: Store) -> set[Quad]:
    """What the exports hold by default."""
    left_out = {store.graph_iri("inferred"), store.graph_iri("ontology")}
    return {quad for quad in store.graph if quad.graph_name.value not in left_out}  # type: ignore[union-attr]


def triples(found: set[Quad]) -> set[Triple]:
    return {quad.triple for quad in found}


@pytest.mark.parametrize("format", ["turtle", "nt"])
def test_a_union_export_holds_each_statement_once(store: Store, format: str) -> None:
    found = [quad.triple for quad in parse(written(store, format), format=OXIGRAPH[format])]
    assert set(found) == triples(quads(store))
    assert len(found) == len(set(found))


@pytest.mark.parametrize("format", ["trig", "nq", "jsonld"])
def test_a_lossless_export_holds_every_graph(store: Store, format: str) -> None:
    assert set(parse(written(store, format), format=OXIGRAPH[format])) == quads(store)


@pytest.mark.parametrize("format", ["turtle", "nt"])
def test_rdflib_reads_the_same_union(store: Store, format: str) -> None:
    plain = b"".join(f"{triple} .\n".encode() for triple in triples(quads(store)))
    wanted = Graph().parse(data=plain, format="nt")
    assert isomorphic(Graph().parse(data=written(store, format), format=RDFLIB[format]), wanted)


@pytest.mark.parametrize("format", ["trig", "nq", "jsonld"])
def test_rdflib_reads_the_same_graphs(store: Store, format: str) -> None:
    found = RdflibDataset()
    found.parse(data=written(store, format), format=RDFLIB[format])
    wanted = RdflibDataset()
    wanted.parse(data=b"".join(f"{quad} .\n".encode() for quad in quads(store)), format="nquads")
    assert set(found.quads()) == set(wanted.quads())


@pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper (raptor2-utils) is not installed")
@pytest.mark.parametrize(("format", "syntax"), [("turtle", "turtle"), ("nt", "ntriples"), ("nq", "nquads")])
def test_rapper_reads_as_many_statements(store: Store, tmp_path: Path, format: str, syntax: str) -> None:
    path = tmp_path / "graph"
    path.write_bytes(written(store, format))
    done = subprocess.run(
        ["rapper", "-q", "-i", syntax, "-o", "ntriples", path], capture_output=True, check=True
    )
    assert len(set(done.stdout.splitlines())) == len(triples(quads(store)))


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_exporting_twice_gives_the_same_bytes(store: Store, format: str) -> None:
    assert written(store, format) == written(store, format)


def test_lines_are_sorted(store: Store) -> None:
    for format in ("nt", "nq"):
        lines = written(store, format).decode().split("\n")[:-1]
        assert lines == sorted(lines)


def test_turtle_reads_well(store: Store) -> None:
    text = written(store, "turtle", ["events"]).decode()
    assert (
        "a sem:Event, kg:CanonicalEvent ;\n"
        '    rdfs:label "Iran attacked Pakistan, 16 January 2024" ;\n'
        "    kg:actor actor:iran ;\n"
        "    kg:confidence 0.91 ;\n"
        "    kg:context context:military, context:territory ;\n"
        '    kg:dateEarliest "2024-01-16"^^xsd:date ;\n'
    ) in text
    assert "_:" not in text
    assert "@prefix oa:" not in text


def test_the_chosen_graphs_alone_are_written(store: Store) -> None:
    only = set(parse(written(store, "nq", ["shortcuts"]), format=RdfFormat.N_QUADS))
    assert {quad.graph_name.value for quad in only} == {store.graph_iri("shortcuts")}
    both = written(store, "nq", ["shortcuts", store.graph_iri("inferred")])
    assert len({quad.graph_name for quad in parse(both, format=RdfFormat.N_QUADS)}) == 2
    documents = parse(written(store, "nq", ["documents"]), format=RdfFormat.N_QUADS)
    assert len({quad.graph_name for quad in documents}) == 2 + len(HOSTILE)


def test_an_unknown_graph_or_format_is_told(store: Store) -> None:
    with pytest.raises(UsageError, match="no graph 'evens'"):
        written(store, "turtle", ["evens"])
    with pytest.raises(UsageError, match="no format 'xml'"):
        written(store, "xml")


def test_records_carry_one_id_for_an_event_wherever_it_is_told(store: Store) -> None:
    lines = written(store, "jsonl").split(b"\n")[:-1]
    found = {one.id: one for one in map(extraction_from_json, lines)}
    strike_, post = found["herald-1"], found["post-1"]
    assert post.events[0].id == strike_.events[0].id
    assert post.events[0].id.startswith("urn:communique:canonical/assault-")
    assert strike_.events[1].content[1] == strike_.events[2].id
    assert strike_.contradictions[0].about == strike_.events[0].id
    assert [json.loads(line)["id"] for line in lines] == sorted(found)


def test_an_empty_knowledge_base_exports_nothing_that_breaks(tmp_path: Path) -> None:
    with kg.store.open(tmp_path / "a.kg", create=True):
        pass
    with kg.store.open(tmp_path / "a.kg", read_only=True) as empty:
        for format, syntax in OXIGRAPH.items():
            assert list(parse(written(empty, format), format=syntax)) == []
        assert written(empty, "jsonl") == b""


@given(
    st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n"), max_size=5), max_size=60)
)
@settings(deadline=None)
def test_sorting_through_files_is_sorting(lines: list[str]) -> None:
    assert list(sorted_lines(lines, chunk=7)) == sorted(set(lines))


class Held:
    """A graph in memory where exports expect a store."""

    base = "urn:communique:"

    def __init__(self, lines: list[str]) -> None:
        from pyoxigraph import Store as OxStore

        self.graph = OxStore()
        self.graph.load("".join(lines).encode(), format=RdfFormat.N_QUADS)

    def entries(self) -> Iterator[object]:
        return iter(())


@given(st.text(min_size=1, max_size=30), st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_text_survives_every_format_in_both_readers(words: str, more: str) -> None:
    from kg.build.sheet import Sheet, verbatim
    from kg.iris import mint

    sheet = Sheet(mint("doc", words, words))
    subject = mint("entity", words, words, more)
    sheet.say(subject, KG.title, verbatim(words), verbatim(more))
    sheet.type(subject, KG.Person)
    held = Held(sheet.lines())
    wanted = Dataset(held.graph)
    for format in OXIGRAPH:
        data = written(held, format)  # type: ignore[arg-type]
        found = Dataset(parse(data, format=OXIGRAPH[format]))
        assert triples(set(found)) == triples(set(wanted)), format
        read = RdflibDataset()
        read.parse(data=data, format=RDFLIB[format])
        titles = {
            str(value)
            for _, _, value, _ in read.quads((None, None, None, None))
            if value.__class__.__name__ == "Literal"
        }
        assert titles == {verbatim_value(words), verbatim_value(more)}, format


def verbatim_value(words: str) -> str:
    return words.replace("\0", "\ufffd")
