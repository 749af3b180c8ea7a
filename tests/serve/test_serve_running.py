"""The command: one page without a server, a graceful stop, the log, new snapshots, files of others."""

from __future__ import annotations

import asyncio
import hashlib
import json
import signal
import subprocess
import sys
import time
import tomllib
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Literal

import pytest
from samples import short
from served import _environment, serving, world_store
from world import build

import kg.serve
import kg.store
from kg.serve.messages import Job, Reply
from kg.serve.pool import Pool
from kg.serve.settings import Limits

__all__ = ["world_store"]

ASSETS = Path(kg.serve.__file__).parent / "assets"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kg", "serve", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=_environment(), timeout=120, check=False)


def test_get_prints_one_page_and_ends(world_store: Path) -> None:
    page = run(world_store, "--get", "/actor/iran.json")
    assert (page.returncode, json.loads(page.stdout)["label"]) == (0, "Iran")
    rows = run(world_store, "--get", "/sparql?query=ASK%7B%7D")
    assert json.loads(rows.stdout) == {"head": {}, "boolean": True}
    missing = run(world_store, "--get", "/actor/nobody")
    assert (missing.returncode, b"status 404" in missing.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["none.kg"], 4, b"no knowledge base at none.kg"),
        (["STORE", "--get", "actor/iran"], 2, b"begins with a slash"),
        (["STORE", "--host", "256.1.1.1"], 2, b"cannot be used"),
        (["STORE", "--port", "70000"], 2, b"70000"),
    ],
)
def test_wrong_use_is_told(world_store: Path, arguments: list[str], code: int, said: bytes) -> None:
    done = run(*(str(world_store) if one == "STORE" else one for one in arguments))
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told_and_leaves_no_process(world_store: Path, how: signal.Signals) -> None:
    with serving(world_store) as server:
        server.query("ASK {}")
        workers = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(server.process.pid)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.split()
        assert len(workers) >= 3
        server.process.send_signal(how)
        server.process.wait(15)
        assert not [pid for pid in workers if Path(f"/proc/{pid}/cmdline").exists()]


def test_the_log_has_one_line_a_request_that_no_request_can_break(world_store: Path) -> None:
    with serving(world_store) as server:
        server.get("/actor/iran")
        server.get("/x%0a127.0.0.1%20GET%20/forged%20200")
    lines = [line.split(" ", 2)[2] for line in server.log if "GET" in line]
    assert [line.split()[1:4] for line in lines] == [
        ["GET", "/actor/iran", "200"],
        ["GET", "/x%0a127.0.0.1%20GET%20/forged%20200", "404"],
    ]


def test_what_is_built_meanwhile_is_shown_at_the_next_request(tmp_path: Path) -> None:
    home = build(tmp_path / "world.kg")
    count = "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d a kg:Document }"
    with serving(home) as server:
        for number in range(3):
            got = json.loads(server.query(count).body)["results"]["bindings"][0]["n"]["value"]
            assert int(got) == 4 + number
            assert len(json.loads(server.get("/documents.json").body)["documents"]) == 4 + number
            with kg.store.open(home) as store:
                store.put(*short(f"new-{number}", "Iran struck Pakistan on Tuesday."), "by-hand")
        assert server.get("/health").status == 200


def test_a_worker_has_no_more_memory_than_it_may(world_store: Path) -> None:
    long, longer = ", ".join(["STR(?a), STR(?d)"] * 12), ", ".join(["?long"] * 20)
    row = f"BIND(CONCAT({long}) AS ?long) BIND(CONCAT({longer}) AS ?longer)"
    grow = f"SELECT (STRLEN(GROUP_CONCAT(?longer)) AS ?n) {{ ?a ?b ?c . ?d ?e ?f {row} }}"
    with serving(world_store, "--memory", "512", "--timeout", "60") as server:
        begun = time.monotonic()
        got = server.query(grow)
        assert (got.status, got.headers["x-limit"]) == (503, "memory")
        assert time.monotonic() - begun < 60
        assert server.query("ASK {}").status == 200


class _Failing(Pool):
    """Its first worker ends as soon as it is asked."""

    failed = 0

    async def _spawn(self) -> Process:
        if self.failed:
            return await super()._spawn()
        self.failed = 1
        asked = "import sys; sys.stdin.buffer.read(4); sys.exit(7)"
        return await asyncio.create_subprocess_exec(sys.executable, "-c", asked, stdin=PIPE, stdout=PIPE)


@pytest.mark.parametrize(("kind", "status"), [("page", 200), ("query", 503)])
def test_a_page_whose_worker_ended_is_made_by_another(
    world_store: Path, kind: Literal["page", "query"], status: int, caplog: pytest.LogCaptureFixture
) -> None:
    with kg.store.open(world_store, read_only=True) as store:
        folder = str(store.graph_folder)
    job = Job(kind=kind, store=str(world_store), folder=folder, accept="", base="", path="/", query="ASK {}")

    async def answer() -> Reply:
        pool = _Failing(Limits(), 1, slow=0, pages=True)
        try:
            return await pool.run(job)
        finally:
            await pool.stop()

    assert asyncio.run(answer()).status == status
    assert f"A worker ended with 7: {kind} '/'" in caplog.text


def test_an_answer_has_no_more_bytes_than_it_may(world_store: Path) -> None:
    with serving(world_store, "--max-size", "1") as server:
        got = server.query("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 900000")
        assert (got.status, got.headers["x-limit"]) == (422, "answer")


def test_files_of_others_are_those_that_are_named() -> None:
    listed = tomllib.loads((ASSETS / "VENDORED.toml").read_text(encoding="utf-8"))["file"]
    hashes = {one["name"]: hashlib.sha256((ASSETS / one["name"]).read_bytes()).hexdigest() for one in listed}
    assert hashes == {one["name"]: one["sha256"] for one in listed}
    others = {path.name for start in ("yasgui*", "oxigraph*") for path in ASSETS.glob(start)}
    assert others == set(hashes) | {"yasgui.LICENSE.txt", "oxigraph.LICENSE.txt"}
