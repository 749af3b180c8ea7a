"""Judges a graph: SHACL shapes, check queries, terms of the vocabulary and, if wanted, OWL consistency.

The shapes are ``ontology/shapes.ttl``, the checks ``queries/checks/*.rq``; a folder of the user's
own may add ``shapes.ttl``, concepts in ``*.ttl`` and ``queries/checks/*.rq``.
"""

from __future__ import annotations

import io
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.data import folder
from kg.errors import KgError, KnowledgeError
from kg.model import Record
from kg.validate.report import Finding, Report, Severity, Tally
from kg.vocabulary import KG, OWL, RDF, RDFS, terms

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

_BATCH = 20_000
"""Statements that SHACL sees at once: rdflib needs about 2 KB for each."""

_SHARED_GRAPH = re.compile(r"graph/[a-z]+")
_DERIVED_GRAPH = re.compile(r"graph/(inferred|ontology|shortcuts)")
_PROPERTY_SHAPE = "http://www.w3.org/ns/shacl#PropertyShape"
_SAMPLE = 20
"""Things of each class that the OWL reasoner sees; it cannot take a whole knowledge base."""


class Check(Record, frozen=True):
    """A query whose rows are offences; the first column is the offending node."""

    name: str
    summary: str
    severity: Severity
    query: str


def validate(graph: ox.Store, *, owl: bool = False, limit: int = 100, extra: Iterable[Path] = ()) -> Report:
    """The report on a graph. At most ``limit`` findings of each check are kept; all are counted.

    ``owl`` also asks the HermiT reasoner (needs java) about the vocabulary and a sample of each class.
    """
    homes = tuple(extra)
    checks = read_checks(homes)
    found: list[Iterable[Finding]] = [_run(graph, check) for check in checks]
    shapes = _shapes(homes)
    found += [_unknown_terms(graph), _shacl(graph, shapes, _concepts(graph, homes))]
    skipped: tuple[str, ...] = ()
    if owl and not shutil.which("java"):
        skipped = ("OWL consistency needs java, which is not installed.",)
    elif owl:
        found.append(_owl(graph))
    kept, tallies = _keep((finding for part in found for finding in part), limit)
    return Report(findings=kept, tallies=tallies, checks=len(checks) + _rules(shapes), skipped=skipped)


def _keep(found: Iterable[Finding], limit: int) -> tuple[tuple[Finding, ...], tuple[Tally, ...]]:
    """The first findings of each check, and how many there were of each."""
    counts: Counter[tuple[Severity, str, str]] = Counter()
    kept = []
    for finding in found:
        kind = (finding.severity, finding.check, finding.message)
        counts[kind] += 1
        if counts[kind] <= limit:
            kept.append(finding)
    tallies = (Tally(severity=s, check=c, message=m, count=n) for (s, c, m), n in sorted(counts.items()))
    return tuple(sorted(kept, key=_order)), tuple(tallies)


def _order(finding: Finding) -> tuple[str, ...]:
    return (finding.severity, finding.check, finding.message, finding.node, finding.example)


# Check queries


def read_checks(extra: Iterable[Path] = ()) -> tuple[Check, ...]:
    """The shipped check queries and those of ``DIR/queries/checks`` for each extra folder, by name."""
    homes = [folder("queries") / "checks", *(home / "queries" / "checks" for home in extra)]
    found = {path.stem: _read_check(path) for home in homes for path in sorted(home.glob("*.rq"))}
    return tuple(found[name] for name in sorted(found))


def _read_check(path: Path) -> Check:
    query = path.read_text(encoding="utf-8")
    header = dict(re.findall(r"^#\+ (\w+): *(.+?) *$", query, flags=re.MULTILINE))
    severity = header.get("severity", "error")
    if "summary" not in header or severity not in ("error", "warning"):
        raise KnowledgeError(
            f"{path} needs a line '#+ summary: ...', and '#+ severity:' is error or warning."
        )
    name = path.stem
    return Check(
        name=name,
        summary=header["summary"],
        severity="warning" if severity == "warning" else "error",
        query=query,
    )


def _run(graph: ox.Store, check: Check) -> Iterator[Finding]:
    solutions: Any = graph.query(check.query, use_default_graph_as_union=True)
    names = [variable.value for variable in solutions.variables]
    for row in solutions:
        cells = [(name, _value(row[name])) for name in names]
        rest = ", ".join(f"{name} {value}" for name, value in cells[1:] if value)
        yield _finding(check.severity, check.name, cells[0][1], check.summary + ".", rest)


def _finding(severity: Severity, check: str, node: str, message: str, example: str = "") -> Finding:
    return Finding(severity=severity, check=check, node=node, message=message, example=example)


def _value(found: Any) -> str:
    """The words of an RDF term, without the marks of a syntax."""
    return "" if found is None else str(getattr(found, "value", found))


# Terms


def _unknown_terms(graph: ox.Store) -> Iterator[Finding]:
    """Predicates and classes that look like ours and are not in the vocabulary."""
    known = terms(KG)
    for used in (
        "SELECT DISTINCT ?t { GRAPH ?g { ?s ?t ?o } }",
        "SELECT DISTINCT ?t { GRAPH ?g { ?s a ?t } }",
    ):
        solutions: Any = graph.query(used)
        for name in sorted(_value(row["t"]) for row in solutions):
            if name.startswith(KG.BASE) and name not in known:
                yield _finding("error", "unknown-term", name, "A term is not in ontology/kg.ttl.")


# SHACL


def _shapes(homes: Iterable[Path]) -> list[ox.Triple]:
    files = (home / "shapes.ttl" for home in (folder("ontology"), *homes))
    return _turtle(path for path in files if path.is_file())


def _rules(shapes: Iterable[ox.Triple]) -> int:
    """How many rules the shapes hold: each is a named property shape."""
    return sum(_value(triple.object) == _PROPERTY_SHAPE for triple in shapes)


def _concepts(graph: ox.Store, homes: Iterable[Path]) -> list[ox.Triple]:
    """What the vocabulary and the event types say of what is what: shipped, given, and in the graph."""
    shipped = [folder("ontology") / name for name in ("kg.ttl", "events.ttl")]
    files = [*shipped, *(path for home in homes for path in sorted(home.glob("*.ttl")))]
    stored = [name for name in graph.named_graphs() if _value(name).endswith("graph/ontology")]
    taken = (quad.triple for name in stored for quad in graph.quads_for_pattern(None, None, None, name))
    said = {*_turtle(files), *taken}
    return sorted((one for one in said if one.predicate.value in (RDF.type, RDFS.subClassOf)), key=str)


def _turtle(paths: Iterable[Path]) -> list[ox.Triple]:
    """The statements of the files; ``KnowledgeError`` names the one that is not Turtle."""
    return [triple for path in paths for triple in _read(path)]


def _read(path: Path) -> list[ox.Triple]:
    import pyoxigraph as ox

    try:
        return [quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]
    except (SyntaxError, ValueError) as error:
        raise KnowledgeError(f"{path}: not valid Turtle ({error}).") from error


def _shacl(graph: ox.Store, shapes: list[ox.Triple], concepts: list[ox.Triple]) -> Iterator[Finding]:
    rules = _for_rdflib(shapes)
    for batch in _batches(graph):
        yield from sorted(_violations(_for_rdflib([*batch, *concepts]), rules), key=_order)


def _violations(data: rdflib.Graph, shapes: rdflib.Graph) -> Iterator[Finding]:
    """The only call of pySHACL: a misnamed or positional argument would make it accept anything."""
    import pyshacl
    from rdflib import SH

    _, results, _ = pyshacl.validate(
        data_graph=data,
        shacl_graph=shapes,
        inference="none",
        inplace=True,
        advanced=False,
    )
    if not hasattr(results, "objects"):
        raise KnowledgeError(f"The shapes cannot be used: {results}")
    for result in results.objects(None, SH.result):
        warned = results.value(result, SH.resultSeverity) in (SH.Warning, SH.Info)
        name = str(results.value(result, SH.sourceShape)).rsplit("/", 1)[-1].rsplit("#", 1)[-1]
        message = str(results.value(result, SH.resultMessage))
        node, value = (str(results.value(result, about) or "") for about in (SH.focusNode, SH.value))
        yield _finding("warning" if warned else "error", name, node, message, value)


def _batches(graph: ox.Store) -> Iterator[list[ox.Triple]]:
    """The stated statements, a bounded number at a time, never parting what a shape sees together."""
    batch: list[ox.Triple] = []
    for unit in _units(graph):
        batch += unit
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _units(graph: ox.Store) -> Iterator[list[ox.Triple]]:
    """The graph of a document as a whole; in the graphs that all share, one node after another."""
    import pyoxigraph as ox

    for name in [ox.DefaultGraph(), *sorted(graph.named_graphs(), key=str)]:
        iri = _value(name)
        if _DERIVED_GRAPH.fullmatch(iri[iri.rfind("graph/") :]):
            continue
        triples = (quad.triple for quad in graph.quads_for_pattern(None, None, None, name))
        if _SHARED_GRAPH.fullmatch(iri[iri.rfind("graph/") :]):
            yield from (list(unit) for _, unit in groupby(triples, key=lambda triple: triple.subject))
        else:
            yield list(triples)


def _for_rdflib(triples: list[ox.Triple]) -> rdflib.Graph:
    import pyoxigraph as ox
    import rdflib

    lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=lines, format="nt")


# OWL


def _owl(graph: ox.Store) -> Iterator[Finding]:
    """Asks HermiT whether the vocabulary and a sample of each class can all be true."""
    import owlready2

    world = owlready2.World()
    world.get_ontology(KG.BASE).load(fileobj=io.BytesIO(_reasoned(graph)))
    try:
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        message = (
            "The vocabulary and a sample of the graph contradict each other; look for nodes of two kinds."
        )
        yield _finding("error", "owl-consistency", KG.BASE, message)
        return
    except owlready2.base.OwlReadyJavaError as error:
        raise KgError(f"The OWL reasoner stopped; validate without it. It said: {error}") from error
    for unsatisfiable in sorted(one.iri for one in world.inconsistent_classes() if hasattr(one, "iri")):
        if not unsatisfiable.endswith("#Nothing"):
            yield _finding("error", "owl-satisfiability", unsatisfiable, "Nothing can belong to this class.")


def _reasoned(graph: ox.Store) -> bytes:
    """The vocabulary and the sample as N-Triples, which owlready2 reads; every node is declared."""
    import pyoxigraph as ox

    vocabulary = _read(folder("ontology") / "kg.ttl")
    individual = ox.NamedNode(OWL.BASE + "NamedIndividual")
    sample = sorted(_sample(graph), key=str)
    nodes = sorted({node for triple in sample for node in _nodes(triple)}, key=str)
    declared = [ox.Triple(node, ox.NamedNode(RDF.type), individual) for node in nodes]
    written = ox.serialize([*vocabulary, *sample, *declared], format=ox.RdfFormat.N_TRIPLES)
    return written or b""


def _nodes(triple: ox.Triple) -> list[ox.NamedNode]:
    import pyoxigraph as ox

    ends = [triple.subject] if triple.predicate.value == RDF.type else [triple.subject, triple.object]
    return [end for end in ends if isinstance(end, ox.NamedNode) and not end.value.startswith(KG.BASE)]


def _sample(graph: ox.Store) -> set[ox.Triple]:
    """What is said in our terms, between nodes, of a few things of each class."""
    import pyoxigraph as ox

    a = ox.NamedNode(RDF.type)
    subjects = {
        quad.subject
        for kind in sorted(terms(KG))
        for quad in islice(graph.quads_for_pattern(None, a, ox.NamedNode(kind), None), _SAMPLE)
    }
    said = {quad.triple for one in subjects for quad in graph.quads_for_pattern(one, None, None, None)}
    return {triple for triple in said if isinstance(triple.object, ox.NamedNode) and _is_ours(triple)}


def _is_ours(triple: ox.Triple) -> bool:
    term = triple.object if triple.predicate.value == RDF.type else triple.predicate
    return _value(term).startswith(KG.BASE)
