"""Choosing a backend: by name, from an installed package, on the command line, into the graph."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Kg, environment

from backends.conftest import Server
from kg import backends, store
from kg.backends import load
from kg.errors import UsageError

PLUGIN = """
from kg.backends import Capability
from kg.model import Extraction

class Silent:
    pipeline_id = "silent-1"
    capability = Capability(name="silent", version="1", stage="document", network=False, model=None,
                            model_sha256=None, licence="MIT", deterministic=True, forks=True)

    def extract(self, documents):
        return [Extraction(id=document.id) for document in documents]

def make(options, *, model, knowledge):
    return Silent()
"""


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Installs a package that offers backends, as pip would lay it out, for as long as the test runs."""
    home = tmp_path / "site"
    monkeypatch.syspath_prepend(str(home))

    def install(entry_points: str) -> Path:
        info = home / "silent-1.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: silent\nVersion: 1\n")
        (info / "entry_points.txt").write_text(f"[kg.backends]\n{entry_points}\n")
        (home / "silent_backend.py").write_text(PLUGIN)
        return home

    return install


def test_the_names_are_ours_and_those_of_installed_packages(plugins: Callable[[str], Path]) -> None:
    plugins("silent = silent_backend:make")
    assert backends.names() == ["gliner", "llm", "rules", "silent"]
    assert load("silent").pipeline_id == "silent-1"


def test_no_package_can_take_the_name_of_one_of_ours(plugins: Callable[[str], Path]) -> None:
    plugins("rules = silent_backend:make")
    assert load("rules").capability.name == "rules"


def test_a_package_that_cannot_be_loaded_is_told(plugins: Callable[[str], Path]) -> None:
    plugins("broken = silent_backend:missing")
    with pytest.raises(UsageError, match=r"'broken' \(silent_backend:missing\) cannot be loaded"):
        load("broken")


def test_an_unknown_name_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"no backend 'gpt'; there are: gliner, llm, rules\."):
        load("gpt")


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("rules", {"x": "1"}, "has no option x; it has: none"),
        ("llm", {}, "nothing is sent"),
        ("llm", {"endpoint": "http://localhost/v1"}, "needs the name of the model"),
        (
            "llm",
            {"endpoint": "http://localhost/v1", "model": "m", "timeout": "soon"},
            "timeout=soon must be a number",
        ),
        (
            "llm",
            {"endpoint": "http://localhost/v1", "model": "m", "tries": "nan"},
            "tries=nan must be a number",
        ),
        (
            "llm",
            {"endpoint": "http://localhost/v1", "model": "m", "key-from": "NO_SUCH"},
            "NO_SUCH .* is not set",
        ),
        ("llm", {"endpoint": "http://localhost/v1", "model": "m", "color": "red"}, "no option color"),
    ],
)
def test_wrong_options_are_told(name: str, options: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        load(name, options)


def test_a_spacy_pipeline_for_a_language_model_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="takes no spaCy pipeline"):
        load("llm", {"endpoint": "http://localhost/v1", "model": "m"}, model="en_core_web_lg")


def options(server: Server, home: Path) -> list[str]:
    pairs = {"endpoint": server.url, "model": "small", "cache": str(home / "cache")}
    return ["--backend", "llm", *(f"--backend-option={key}={value}" for key, value in pairs.items())]


def test_a_build_with_a_language_model_says_so_in_the_graph(kg: Kg, server: Server, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Iran attacked Iraq.")
    for _ in range(2):
        done = kg("build", "a.txt", "-o", "x.kg", *options(server, tmp_path), cwd=tmp_path)
        assert done.returncode == 0, done.stderr.decode()
    assert len(server.requests) == 1
    query = (
        "SELECT ?rule ?software ?model { GRAPH ?g { ?e a kg:Event ; kg:rule ?rule } "
        "GRAPH ?m { ?v prov:wasGeneratedBy ?run . ?run kg:softwareVersion ?software ; kg:modelHash ?model } }"
    )
    rows = kg("query", "x.kg", "-q", query, "-f", "jsonl", cwd=tmp_path).stdout.splitlines()
    from kg import __version__

    assert [json.loads(row) for row in rows] == [
        {"rule": "llm: small", "software": f"communique {__version__}, backend llm 1", "model": "small"}
    ]


def test_documents_are_stale_for_another_backend_and_not_for_their_own(
    kg: Kg, server: Server, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Iran attacked Iraq.")
    kg("build", "a.txt", "-o", "x.kg", *options(server, tmp_path), cwd=tmp_path)
    assert kg("status", "x.kg", "--stale", cwd=tmp_path).stdout == b"a.txt\n"
    assert kg("status", "x.kg", "--stale", *options(server, tmp_path), cwd=tmp_path).stdout == b""


def test_a_dead_endpoint_is_a_failure_of_the_document(kg: Kg, tmp_path: Path) -> None:
    pairs = ("endpoint=http://127.0.0.1:9/v1", "model=m", "tries=1", f"cache={tmp_path / 'cache'}")
    done = kg(
        "extract",
        "-",
        "--backend",
        "llm",
        *(f"--backend-option={p}" for p in pairs),
        stdin=b"Iran attacked Iraq.",
    )
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"gave no answer in 1 tries (ConnectError" in done.stderr


def test_the_run_of_the_rules_is_described_too(seed_store: Path) -> None:
    with store.open(seed_store, read_only=True) as base:
        query = "SELECT ?s { GRAPH ?g { ?run <https://w3id.org/communique/ontology#softwareVersion> ?s } }"
        assert [row["s"].value.split(", ")[1].split()[:2] for row in base.graph.query(query)] == [
            ["backend", "rules"]
        ]


def test_nothing_of_the_backends_is_imported_unless_chosen() -> None:
    names = "{'httpx', 'gliner2', 'torch', 'kg.backends.llm'}"
    program = f"import sys, kg.pipeline; print(sorted({names} & {{*sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=environment(), cwd=ROOT, check=True
    )
    assert done.stdout.strip() == b"[]"
