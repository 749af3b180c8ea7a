"""Every backend keeps to the contract, and the checks notice one that does not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from backends.conftest import Server
from kg.backends import Backend, Capability, Found, load
from kg.backends import conformance as conform
from kg.backends.gliner import load as load_gliner
from kg.model import Attribution, Document, Entity, Event, Extraction, Failure, Mention, Span, to_json

STAND_IN = Path(__file__).parent / "stand_in"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def rules() -> Backend:
    return load("rules")


@pytest.fixture
def gliner_package(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The stand-in for the package, for as long as the test runs."""
    monkeypatch.syspath_prepend(str(STAND_IN))
    yield
    sys.modules.pop("gliner2", None)


@pytest.mark.parametrize("check", conform.CHECKS, ids=lambda check: check.__name__)
def test_the_rules_conform(rules: Backend, check: conform.Check) -> None:
    assert check(rules) == []


@pytest.mark.parametrize("check", conform.CHECKS, ids=lambda check: check.__name__)
def test_the_language_model_conforms(llm: Callable[..., Backend], check: conform.Check) -> None:
    assert check(llm()) == []


def test_the_language_model_says_the_same_again_because_answers_are_kept(
    llm: Callable[..., Backend], server: Server
) -> None:
    documents = [Document(id="a", text=text) for text in (conform.PLAIN, "Iran attacked Iraq.")]
    first = [to_json(result) for result in llm().extract(documents)]
    assert first == [to_json(result) for result in llm().extract(documents)]
    assert len(server.requests) == 2


@pytest.mark.usefixtures("gliner_package")
def test_gliner_joined_with_the_rules_conforms(weights: Path) -> None:
    joined = load("gliner", {"weights": str(weights)})
    assert conform.complaints(joined) == []


@pytest.mark.usefixtures("gliner_package")
@pytest.mark.parametrize("check", conform.MENTION_CHECKS, ids=lambda check: check.__name__)
def test_the_mentions_of_gliner_conform(weights: Path, check: conform.MentionCheck) -> None:
    assert check(load_gliner({"weights": str(weights)}, model=None, knowledge=())) == []


def test_what_backends_write_is_valid_by_the_published_schema(
    rules: Backend, llm: Callable[..., Backend]
) -> None:
    schema = msgspec.json.decode((ROOT / "docs" / "contract.schema.json").read_bytes())
    for backend in (rules, llm()):
        for result in backend.extract([Document(id="a", text="Iran attacked Iraq. " + conform.PLAIN)]):
            jsonschema.validate(msgspec.json.decode(to_json(result)), schema)


# ---- the checks catch what they are for


ABLE = Capability(
    name="bad", version="1", stage="document", network=False, model=None, model_sha256=None, licence="MIT",
    deterministic=True, forks=True,
)  # fmt: skip


def entity(text: str, start: int, **more: Any) -> Entity:
    span = Span(text=text, start=start, end=start + len(text))
    plain = {"iri": "urn:x:1", "type": "State", "name": text, "code": None, "sector": None, "known": False}
    return Entity(**{**plain, "mentions": (span,), **more})


class Bad:
    """Does the same to each document, whatever that is."""

    def __init__(
        self, one: Callable[[Document], Extraction | Failure], capability: Capability = ABLE
    ) -> None:
        self.capability = capability
        self.pipeline_id = "bad-1"
        self._one = one

    def extract(self, documents: Sequence[Document]) -> list[Extraction | Failure]:
        return [self._one(document) for document in documents]


def nothing(document: Document) -> Extraction:
    return Extraction(id=document.id)


def test_a_backend_that_finds_nothing_conforms() -> None:
    assert conform.complaints(Bad(nothing)) == []


def event(**more: Any) -> Event:
    cue = Span(text="I", start=0, end=1)
    empty: dict[str, Any] = dict.fromkeys(
        "contexts actors recipients units targets instruments counts attribution content places".split(), ()
    )
    plain = {
        "id": "e1",
        "event": "ASSAULT",
        "mode": None,
        "trigger": cue,
        "mentions": (cue,),
        "status": "actual",
    }
    return Event(**{**empty, **plain, "date": None, "confidence": 0.5, **more})


def voice(within: int) -> Attribution:
    return Attribution(stance="reports", source=None, cue=Span(text="I", start=0, end=1), within=within)


def stranger() -> Mention:
    return Mention(text="I", start=0, end=1, iri="urn:x:2", name="I", type="State")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"event": "FIGHT"}, "'FIGHT' is no category"),
        ({"content": ("e2",)}, "content 'e2' is no event"),
        ({"content": ("e1",)}, "e1 is its own content"),
        ({"attribution": (voice(0),)}, "voice 0 stands within 0"),
        ({"actors": (stranger(),)}, "'I' leads to urn:x:2, which is no entity"),
        ({"confidence": 1.5}, "a confidence of 1.5"),
    ],
)
def test_the_checks_say_what_is_wrong_with_an_event(more: dict[str, Any], said: str) -> None:
    bad = Bad(lambda document: Extraction(id=document.id, events=(event(**more),)))
    assert said in conform.refers_only_to_what_is_there(bad)[0]


def counting() -> Callable[[Document], Extraction]:
    seen: list[str] = []

    def one(document: Document) -> Extraction:
        seen.append(document.id)
        names = (entity("I", 0, name=f"thing {len(seen)}"),) if document.text.startswith("I") else ()
        return Extraction(id=document.id, entities=names)

    return one


REFERS = "refers_only_to_what_is_there"


@pytest.mark.parametrize(
    ("one", "check"),
    [
        (lambda d: Extraction(id="x"), "answers_in_order"),
        (lambda d: Extraction(id=d.id, entities=(entity("Iraq", 0),)), "quotes_what_stands_there"),
        (lambda d: Extraction(id=d.id, entities=(entity("Iran", 100_000),)), "quotes_what_stands_there"),
        (lambda d: Extraction(id=d.id, entities=(entity("I", 0, type="Planet"),)), "keeps_the_contract"),
        (lambda d: Extraction(id=d.id, entities=(entity("I", 0, iri="a b"),)), REFERS),
        (lambda d: Extraction(id=d.id, entities=(entity("I", 0), entity("I", 0))), REFERS),
        (lambda d: Extraction(id=d.id, entities=(entity("I", 0),)), "finds_nothing_in_nothing"),
        (lambda d: Extraction(id=d.id, entities=(entity("(" * 3_001, 0),)), "bears_hostile_texts"),
        (counting(), "repeats_itself"),
    ],
)  # fmt: skip
def test_the_checks_catch_a_backend_that_breaks_the_contract(
    one: Callable[[Document], Extraction], check: str
) -> None:
    assert getattr(conform, check)(Bad(one)) != []


def test_an_unfinished_capability_is_told() -> None:
    poor = msgspec.structs.replace(ABLE, licence="", stage="mentions")
    assert conform.says_what_it_is(Bad(nothing, poor)) == [
        "the licence is empty",
        "the stage is 'mentions', not 'document'",
    ]


class BadFinder:
    """Gives the same names for every text."""

    def __init__(self, *found: Found) -> None:
        self.capability = msgspec.structs.replace(ABLE, stage="mentions")
        self.identity = "bad-1"
        self._found = found

    def mentions(self, texts: Sequence[str]) -> list[tuple[Found, ...]]:
        return [self._found for _ in texts]


def found(start: int, end: int) -> Found:
    return Found(start=start, end=end, type="State", confidence=0.5)


@pytest.mark.parametrize("names", [(found(0, 90_000),), (found(0, 3), found(2, 4)), (found(3, 3),)])
def test_the_checks_catch_mentions_that_do_not_lie_apart_in_the_text(names: tuple[Found, ...]) -> None:
    assert conform.mentions_lie_apart_in_the_text(BadFinder(*names)) != []


def test_the_checks_catch_mentions_in_an_empty_text() -> None:
    assert conform.mentions_are_not_in_nothing(BadFinder(found(0, 1))) != []
