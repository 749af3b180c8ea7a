"""A running server for tests, and plain requests to it."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest
from world import build

import kg


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def media(self) -> str:
        return self.headers["content-type"].partition(";")[0]


class Server(NamedTuple):
    address: str
    process: subprocess.Popen[str]
    log: list[str]

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            got = connection.getresponse()
            return Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers)

    def query(self, text: str, accept: str = "application/sparql-results+json", **more: str) -> Answer:
        form = urlencode({"query": text, **more}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        return self.ask("POST", "/sparql", headers, form)


@contextmanager
def serving(store: Path, *options: str) -> Iterator[Server]:
    """The server for the time of the block, at a free port."""
    command = [sys.executable, "-m", "kg", "serve", str(store), "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=_environment())
    assert process.stderr is not None
    line = process.stderr.readline()
    assert " is at http://" in line, line
    log: list[str] = []
    stderr = process.stderr
    thread = threading.Thread(target=lambda: log.extend(stderr), daemon=True)
    thread.start()
    try:
        yield Server(line.split(" is at ")[1].split()[0], process, log)
    finally:
        process.terminate()
        process.wait(30)
        thread.join(5)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(kg.__file__).absolute().parents[1])}


@pytest.fixture(scope="module")
def world_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base of the small world. Only to be read."""
    return build(tmp_path_factory.mktemp("served") / "world.kg")


@pytest.fixture(scope="module")
def server(world_store: Path) -> Iterator[Server]:
    """A server of the small world with a limit of three seconds and of 2,000 rows."""
    with serving(world_store, "--timeout", "3", "--max-rows", "2000") as running:
        yield running
