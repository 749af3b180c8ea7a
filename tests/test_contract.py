"""The published JSON Schema is that of the records, and the records' own output satisfies it."""

import json
import runpy
from pathlib import Path

import jsonschema
import pytest

from kg.model import Attribution, Event, Extraction, Mention, Span, to_json

DOCS = Path(__file__).parent.parent / "docs"
PUBLISHED = json.loads((DOCS / "contract.schema.json").read_text(encoding="utf-8"))


def test_the_published_schema_is_up_to_date() -> None:
    made = runpy.run_path(str(DOCS / "contract.py"))["schema"]()
    assert json.loads(json.dumps(made)) == PUBLISHED


def event() -> Event:
    state = Mention(text="Iran", start=0, end=4, iri="urn:a", name="Iran", type="State", code="IRN")
    cue = Span(text="said", start=5, end=9)
    return Event(
        id="e1", event="ACCUSE", mode=None, contexts=(), actors=(state,), recipients=(), units=(), targets=(),
        instruments=(), counts=(), trigger=cue, mentions=(cue,), status="actual",
        attribution=(Attribution(stance="alleges", source=None, cue=cue),), content=("e2", cue), date=None,
        places=(), confidence=0.5,
    )  # fmt: skip


def test_what_the_records_write_is_valid() -> None:
    line = json.loads(to_json(Extraction(id="a", events=(event(),))))
    jsonschema.Draft202012Validator.check_schema(PUBLISHED)
    jsonschema.validate(line, PUBLISHED)


def test_a_status_outside_the_contract_is_not_valid() -> None:
    line = json.loads(to_json(Extraction(id="a", events=(event(),))))
    line["events"][0]["status"] = "certain"
    with pytest.raises(jsonschema.ValidationError, match="certain"):
        jsonschema.validate(line, PUBLISHED)
