"""Names by GLiNER2: the loading, the reading of its answers, and the rules with them."""

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from os import environ
from pathlib import Path

import pytest

from backends.test_conformance import STAND_IN
from kg.backends import Found, load
from kg.backends.conformance import MENTION_CHECKS
from kg.backends.gliner import Gliner
from kg.backends.gliner import load as load_gliner
from kg.backends.joined import merged
from kg.errors import UsageError
from kg.model import Document, Extraction
from kg.syntax import NamedSpan, Parse, Token

TEXT = "Fighters of the Zorgon Brigade crossed from Iran."


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(STAND_IN))
    yield
    sys.modules.pop("gliner2", None)


def gliner(weights: Path, **options: str) -> Gliner:
    return load_gliner({"weights": str(weights), **options}, model=None, knowledge=())


@pytest.mark.usefixtures("package")
def test_names_come_sorted_and_of_two_readings_the_surer_stays(weights: Path) -> None:
    finder = gliner(weights)
    assert finder.mentions([TEXT]) == [
        (
            Found(start=0, end=8, type="ArmedGroup", confidence=0.9),
            Found(start=16, end=30, type="ArmedGroup", confidence=0.9),
            Found(start=44, end=48, type="State", confidence=0.9),
        )
    ]
    assert finder.dropped == 1, "an answer that does not stand where it says is dropped and counted"


@pytest.mark.usefixtures("package")
def test_a_name_below_the_threshold_is_not_given(weights: Path) -> None:
    assert gliner(weights, threshold="0.95").mentions([TEXT]) == [()]


@pytest.mark.usefixtures("package")
def test_the_identity_tells_the_weights_and_the_threshold(weights: Path) -> None:
    before = gliner(weights).identity
    assert gliner(weights).identity == before
    assert gliner(weights, threshold="0.6").identity != before
    (weights / "model.safetensors").write_bytes(b"\x01" * 64)
    assert gliner(weights).identity != before


@pytest.mark.usefixtures("package")
def test_a_folder_without_a_model_is_told(tmp_path: Path, weights: Path) -> None:
    with pytest.raises(UsageError, match=r"holds no GLiNER2 model"):
        gliner(tmp_path)
    (weights / "model.safetensors").unlink()
    with pytest.raises(UsageError, match=r"cannot be loaded: Checkpoint .* contains neither"):
        gliner(weights)


def test_without_the_package_it_is_told_what_to_install(weights: Path) -> None:
    if find_spec("gliner2"):
        pytest.skip("gliner2 is installed here")
    with pytest.raises(UsageError, match=r"pip install 'communique\[gliner\]'"):
        gliner(weights)


def test_without_weights_it_is_told_that_nothing_is_downloaded() -> None:
    with pytest.raises(UsageError, match=r"--backend-option weights=.*nothing is sent or downloaded"):
        load("gliner")


def test_the_real_model_conforms() -> None:
    if not find_spec("gliner2"):
        pytest.skip("gliner2 is not installed: pip install 'communique[gliner]'")
    if "KG_GLINER_WEIGHTS" not in environ:
        pytest.skip("KG_GLINER_WEIGHTS names no folder with GLiNER2 weights")
    finder = gliner(Path(environ["KG_GLINER_WEIGHTS"]))
    assert [one for check in MENTION_CHECKS for one in check(finder)] == []


# ---- joined with the rules


def parse(text: str, *names: NamedSpan) -> Parse:
    tokens, start = [], 0
    for number, word in enumerate(text.split(" ")):
        tokens.append(Token(number, word, word.lower(), "PROPN", "NNP", "dep", start, start + len(word)))
        start += len(word) + 1
    return Parse(text, tokens, [(0, len(tokens))], [0], list(names))


def spans(names: list[NamedSpan]) -> list[tuple[int, int, str]]:
    return [(name.first, name.last, name.label) for name in names]


def found(start: int, end: int, type: str) -> Found:
    return Found(start=start, end=end, type=type, confidence=0.9)  # type: ignore[arg-type]


def test_a_name_found_covers_its_words_and_gets_the_parsers_kind_of_label() -> None:
    here = parse("The Zorgon Brigade left Qarth")
    names = merged(here, [found(4, 18, "ArmedGroup"), found(24, 29, "Place")])
    assert spans(names) == [(1, 2, "ORG"), (4, 4, "GPE")]


def test_a_part_of_a_word_stands_for_the_word_and_a_space_for_nothing() -> None:
    here = parse("Zorgon's men left")
    assert spans(merged(here, [found(0, 6, "Person"), found(8, 9, "Place")])) == [(0, 0, "PERSON")]


def test_the_parsers_own_names_stay_where_none_was_found() -> None:
    here = parse("A B C D", NamedSpan(0, 1, "PERSON"), NamedSpan(3, 3, "GPE"))
    assert spans(merged(here, [found(2, 5, "State")])) == [(1, 2, "GPE"), (3, 3, "GPE")]


@pytest.mark.usefixtures("package")
def test_the_rules_see_a_name_that_their_own_model_does_not(weights: Path) -> None:
    document = Document(id="d", text="Yesterday saw Lashkar Zarb attack Iran.")
    names = []
    for backend in (load(), load("gliner", {"weights": str(weights)})):
        (result,) = backend.extract([document])
        assert isinstance(result, Extraction)
        names.append("Lashkar Zarb" in {entity.name for entity in result.entities})
    assert names == [False, True]


@pytest.mark.usefixtures("package")
def test_the_joined_pipeline_has_an_id_of_its_own(weights: Path) -> None:
    joined, rules = load("gliner", {"weights": str(weights)}), load()
    assert joined.pipeline_id.startswith("gliner-") and joined.pipeline_id != rules.pipeline_id
    assert (joined.capability.stage, joined.capability.forks) == ("document", False)
