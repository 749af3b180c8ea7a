"""What is known about the documents themselves, and which run of which software read them."""

from __future__ import annotations

from collections.abc import Mapping

from kg.build.digest import outlet_iri
from kg.build.knowledge import Knowledge
from kg.build.sheet import Sheet, Value, day, number, text
from kg.iris import BASE, document_iri, graph_iri, is_iri, mint, version_iri
from kg.model import Document
from kg.vocabulary import DCTERMS, KG, PROV, RDFS, SCHEMA

_FACTS = {
    "software": KG.softwareVersion,
    "model": KG.modelHash,
    "configuration": KG.configurationHash,
}


def run_iri(pipeline: str, *, base: str = BASE) -> str:
    """The run of one version of the tool, over however many documents."""
    return mint("run", pipeline, pipeline, base=base)


def meta_lines(document: Document, pipeline: str, *, knowledge: Knowledge, base: str = BASE) -> list[str]:
    """What the graph ``meta`` holds of one document alone, sorted."""
    sheet = Sheet(graph_iri("meta", base=base))
    _describe_document(sheet, document, knowledge, base)
    version = version_iri(document.id, document.sha256, base=base)
    sheet.type(version, PROV.Entity)
    sheet.say(version, PROV.wasDerivedFrom, document_iri(document.id, base=base))
    sheet.say(version, PROV.wasGeneratedBy, run_iri(pipeline, base=base))
    return sheet.lines()


def run_lines(pipelines: Mapping[str, Mapping[str, str]], *, base: str = BASE) -> list[str]:
    """What the graph ``meta`` holds of the pipelines, sorted.

    Of their facts those named ``software``, ``model`` and ``configuration`` are told.
    """
    sheet = Sheet(graph_iri("meta", base=base))
    for pipeline, facts in pipelines.items():
        run = run_iri(pipeline, base=base)
        sheet.type(run, PROV.Activity)
        sheet.say(run, DCTERMS.identifier, text(pipeline))
        for name, predicate in _FACTS.items():
            sheet.say(run, predicate, text(facts.get(name)))
    return sheet.lines()


def _describe_document(sheet: Sheet, document: Document, knowledge: Knowledge, base: str) -> None:
    say, node = sheet.say, document_iri(document.id, base=base)
    sheet.type(node, KG.Document, SCHEMA.NewsArticle)
    say(node, DCTERMS.identifier, text(document.id))
    say(node, DCTERMS.title, text(document.title))
    say(node, DCTERMS.issued, day(document.published))
    say(node, DCTERMS.language, text(document.language))
    say(node, DCTERMS.source, _address(document.url))
    say(node, KG.textSha256, text(document.sha256))
    say(node, KG.textLength, number(len(document.text)))
    say(node, DCTERMS.publisher, outlet_iri(document.source, knowledge, base=base))


def outlet_lines(outlet: str, name: str, *, base: str = BASE) -> list[str]:
    """What the graph ``meta`` holds of an outlet that the knowledge does not describe, sorted."""
    sheet = Sheet(graph_iri("meta", base=base))
    sheet.type(outlet, KG.MediaOutlet)
    sheet.say(outlet, RDFS.label, text(name))
    return sheet.lines()


def _address(url: str | None) -> Value:
    """A web address as an IRI when it is a clean one, otherwise as a string: nothing to follow."""
    web = url is not None and url.startswith(("http://", "https://")) and is_iri(url)
    return url if web else text(url)
