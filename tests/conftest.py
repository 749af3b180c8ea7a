"""What several test files share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"

Kg = Callable[..., "subprocess.CompletedProcess[bytes]"]


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
