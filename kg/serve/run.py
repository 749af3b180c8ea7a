"""Starts the server, or answers one request without one."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.serve.messages import Pairs, Reply
from kg.serve.settings import Settings

_CONNECTIONS = 256
_LONGEST_HEAD = 256 * 1024


def serve(store: Path, settings: Settings, *, ready: Callable[[str], None] = lambda address: None) -> None:
    """Serves until it is told to stop (SIGINT, SIGTERM), then ends what runs. ``ready`` gets the address."""
    import uvicorn

    from kg import store as stores
    from kg.serve.gateway import Gateway

    with stores.open(store, read_only=True) as base, _listen(settings) as listening:
        base.graph_folder  # noqa: B018 - fails now rather than at the first request
        config = uvicorn.Config(
            Gateway(base, settings).application(),
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            http="h11",
            ws="none",
            lifespan="on",
            limit_concurrency=_CONNECTIONS,
            h11_max_incomplete_event_size=_LONGEST_HEAD,
            timeout_graceful_shutdown=int(settings.limits.seconds) + 2,
        )
        ready(_address(settings, listening))
        uvicorn.Server(config).run(sockets=[listening])


def get(store: Path, path: str, settings: Settings, *, accept: str = "") -> Reply:
    """What a GET request for the path answers."""
    from kg import store as stores
    from kg.serve.gateway import Gateway

    if not path.startswith("/"):
        raise UsageError(f"{path!r} is no path; it begins with a slash, as /actor/iran.")
    with stores.open(store, read_only=True) as base:
        return asyncio.run(_got(Gateway(base, settings), path, settings, accept))


async def _got(gateway: Any, path: str, settings: Settings, accept: str) -> Reply:
    """One request through the whole application, without a socket."""
    address, _, query = path.partition("?")
    host = f"{settings.host}:{settings.port}"
    headers = [(b"host", host.encode()), (b"accept", accept.encode())]
    if settings.token is not None:
        headers.append((b"authorization", f"Bearer {settings.token}".encode()))
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": _decoded(address),
        "raw_path": address.encode(),
        "query_string": query.encode(),
        "headers": headers,
        "client": None,
        "server": (settings.host, settings.port),
    }
    sent: list[MutableMapping[str, Any]] = []
    asked: list[MutableMapping[str, Any]] = [{"type": "http.request", "body": b""}]

    async def receive() -> MutableMapping[str, Any]:
        return asked.pop() if asked else await asyncio.Future()

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async with gateway.running():
        await gateway.application()(scope, receive, send)
    return _reply(sent)


def _decoded(address: str) -> str:
    from urllib.parse import unquote

    return unquote(address)


def _reply(sent: list[MutableMapping[str, Any]]) -> Reply:
    headers: Pairs = tuple((name.decode(), value.decode("latin-1")) for name, value in sent[0]["headers"])
    media = dict(headers).get("content-type", "")
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Reply(status=sent[0]["status"], media=media, body=body, headers=headers)


def _listen(settings: Settings) -> socket.socket:
    """The socket, bound; UsageError when the address cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(_CONNECTIONS)
    except (OSError, OverflowError) as error:
        listening.close()
        raise UsageError(f"Port {settings.port} of {settings.host} cannot be used: {error}.") from error
    return listening


def _address(settings: Settings, listening: socket.socket) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{listening.getsockname()[1]}/"
