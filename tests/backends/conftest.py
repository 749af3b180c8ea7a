"""A real HTTP server with a model that is easy to foresee, and what the tests of it share."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kg.backends.llm import Llm, understood
from kg.knowledge import Knowledge
from kg.resolve.places import Gazetteer, load_places

Reply = tuple[int, dict[str, str], bytes]
Model = Callable[[dict[str, Any]], Reply]

ATTACK = re.compile(r"([A-Z][a-z]+) attacked ([A-Z][a-z]+)")


def completion(content: str | None, *, reason: str = "stop", refusal: str | None = None) -> Reply:
    """What an endpoint answers when all is well."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    body = {"choices": [{"index": 0, "message": message, "finish_reason": reason}]}
    return 200, {}, json.dumps(body).encode()


def asked_text(request: dict[str, Any]) -> str:
    """The text of the document in a request."""
    text: str = json.loads(request["messages"][1]["content"])["text"]
    return text


def thing(name: str, type: str = "State", **more: Any) -> dict[str, Any]:
    """An entity as a model writes it; its id is its name."""
    return {"id": name, "name": name, "type": type, "country": None, "names": [name], "offices": [], **more}


def party(entity: str, quote: str | None = None) -> dict[str, str]:
    """An entity in an event."""
    return {"entity": entity, "quote": quote or entity}


LISTS = (
    "mentions actors units recipients targets instruments counts attribution content content_events places"
)


def happening(passage: str, trigger: str, event: str = "ASSAULT", **more: Any) -> dict[str, Any]:
    """An event as a model writes it."""
    empty: dict[str, Any] = {name: [] for name in LISTS.split()}
    rest = {"mode": None, "status": "actual", "date": None, "confidence": 0.75}
    return {**empty, "passage": passage, "trigger": trigger, "event": event, **rest, **more}


def careful_model(request: dict[str, Any]) -> Reply:
    """Reads "X attacked Y", and always makes up one quote that is not in the text."""
    found = [(m.group(), *m.groups()) for m in ATTACK.finditer(asked_text(request))]
    names = sorted({name for _, *pair in found for name in pair})
    events = [
        happening(
            passage,
            "attacked",
            actors=[party(one)],
            recipients=[party(other)],
            instruments=["a made-up bomb"],
        )
        for passage, one, other in dict.fromkeys(found)
    ]
    return completion(json.dumps({"entities": [thing(name) for name in names], "events": events}))


@dataclass
class Server:
    """Keeps every request; ``model`` may be changed between them."""

    url: str = ""
    model: Model = careful_model
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Server]:
    """An endpoint on this machine."""
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.requests.append(request)
            state.headers.append(dict(self.headers))
            state.paths.append(self.path)
            status, headers, body = state.model(request)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing on the terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as web:
        state.url = f"http://127.0.0.1:{web.server_port}/v1"
        thread = threading.Thread(target=web.serve_forever, args=(0.01,))
        thread.start()
        yield state
        web.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def known() -> tuple[Knowledge, Gazetteer]:
    """The shipped knowledge, read once."""
    return Knowledge(), load_places(())


@pytest.fixture
def llm(server: Server, tmp_path: Path, known: tuple[Knowledge, Gazetteer]) -> Callable[..., Llm]:
    """The backend that asks the server, with options of one's own."""

    def made(**options: str) -> Llm:
        given = {"endpoint": server.url, "model": "small", "cache": str(tmp_path / "cache"), "pause": "0"}
        more = {name.replace("_", "-"): value for name, value in options.items()}
        return Llm(*understood({**given, **more}), *known)

    return made


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A folder that looks like a GLiNER2 model."""
    home = tmp_path / "weights"
    home.mkdir()
    (home / "config.json").write_text('{"architecture": "span"}')
    (home / "model.safetensors").write_bytes(b"\x00" * 64)
    return home
