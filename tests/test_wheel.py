"""What users install: wheel and sdist carry everything, and the wheel does the main job by itself."""

import ast
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

DATA = ("ontology", "queries", "seeds")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist, made from this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


def tracked(*folders: str) -> set[str]:
    """The data files of the checkout."""
    return {
        str(path.relative_to(ROOT))
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_carries_the_knowledge_the_queries_and_the_seeds(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"kg/{name}" for name in tracked(*DATA)} <= names
    assert {name for name in names if name.endswith(("LICENSE", "NOTICE"))}
    assert not [name for name in names if name.startswith("tests/")]


def test_the_source_distribution_carries_the_same_and_the_tests(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert tracked(*DATA, "tests") <= names


def test_the_wheel_alone_does_the_main_job(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    python = fresh_environment(tmp_path / "venv", wheel)
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [python, "-m", "kg", "demo", "out"], cwd=tmp_path, env=clean, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"demo.kg", "demo.ttl", "demo.html"}
    assert "Iran" in done.stdout.decode()


def fresh_environment(home: Path, wheel: Path) -> Path:
    """A new virtual environment with the wheel; the packages it needs are seen from this one."""
    subprocess.run([sys.executable, "-m", "venv", home], check=True)
    python = home / "bin" / "python"
    install = ["pip", "install", "-q", "--no-deps", "--no-index", "--disable-pip-version-check", wheel]
    subprocess.run([python, "-m", *install], check=True)
    (packages,) = home.glob("lib/python*/site-packages")
    ours = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "needed.pth").write_text("\n".join(ours) + "\n")
    return python


EXTRAS = ("gliner", "llm", "png")


def test_every_package_that_is_imported_is_declared() -> None:
    files = set((ROOT / "kg").rglob("*.py"))
    optional = {*(ROOT / "kg" / "backends").rglob("*.py"), ROOT / "kg" / "visualise" / "figure.py"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = declared(project["dependencies"])
    extras = declared([line for name in EXTRAS for line in project["optional-dependencies"][name]])
    assert {name for path in files - optional for name in third_party(path)} - needed == set()
    assert {name for path in optional for name in third_party(path)} - needed - extras == set()


def declared(requirements: list[str]) -> set[str]:
    """The top-level names that requirements install."""
    names = {re.split(r"[\[<>=!~ ]", line)[0].replace("-", "_").lower() for line in requirements}
    return {{"pyyaml": "yaml"}.get(name, name) for name in names}


def third_party(path: Path) -> set[str]:
    """The top-level packages a file imports that are neither ours nor Python's."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    tops = {name.split(".")[0].lower() for name in names}
    return {name for name in tops if name and name != "kg" and name not in sys.stdlib_module_names}
