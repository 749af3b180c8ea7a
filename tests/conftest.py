"""What several test files share."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.extractor import Extractor
    from kg.knowledge import Knowledge
    from kg.model import Extraction
    from kg.syntax import Parse

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"

PUBLISHED = dt.date(2024, 1, 17)  # a Wednesday

Kg = Callable[..., "subprocess.CompletedProcess[bytes]"]
Read = Callable[..., "Extraction"]
ParseText = Callable[[str], "Parse"]


@pytest.fixture(scope="session")
def nlp(extractor: Extractor) -> Language:
    """The pipeline as it is made ready."""
    return extractor.nlp


@pytest.fixture(scope="session")
def kg() -> Kg:
    """Runs the command line as users do: ``kg("build", "seeds", "-o", "x.kg", cwd=...)``."""

    def run(
        *arguments: str | Path, cwd: Path | None = None, stdin: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "kg", *map(str, arguments)]
        return subprocess.run(
            command, cwd=cwd, input=stdin, capture_output=True, env=environment(), timeout=300, check=False
        )

    return run


def environment() -> dict[str, str]:
    """That of this process, with the package importable from anywhere."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "random"}


@pytest.fixture(scope="session")
def seed_store(kg: Kg, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base built from the shipped article. Only to be read."""
    store = tmp_path_factory.mktemp("seed") / "seed.kg"
    done = kg("build", SEEDS, "-o", store)
    assert done.returncode == 0, done.stderr.decode()
    return store


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The shipped actors and words."""
    from kg.knowledge import Knowledge

    return Knowledge()


@pytest.fixture(scope="session")
def extractor(knowledge: Knowledge) -> Extractor:
    """The shipped model and knowledge, loaded when the first test asks for them."""
    from kg.annotate import load_model
    from kg.extractor import Extractor
    from kg.resolve.places import load_places

    return Extractor(load_model(), knowledge, load_places())


@pytest.fixture(scope="session")
def read(extractor: Extractor) -> Read:
    """What a text says: ``read("Iran attacked Iraq.")``, published on 17 January 2024."""
    from kg.model import Document, Extraction

    def run(text: str, published: dt.date | None = PUBLISHED) -> Extraction:
        (found,) = extractor.extract([Document(id="doc", text=text, published=published)])
        assert isinstance(found, Extraction), found
        return found

    return run


@pytest.fixture(scope="session")
def parse(extractor: Extractor) -> ParseText:
    """The words of a text as the model parses them."""
    from kg.annotate import annotate

    def run(text: str) -> Parse:
        with extractor.nlp.memory_zone():
            return next(annotate(extractor.nlp, [text]))

    return run
