"""The web application: reads requests, gives them to workers, sends whole answers."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from kg.errors import StoreError
from kg.serve import assets, policy
from kg.serve.messages import Job, Reply, refusal
from kg.serve.pool import Pool
from kg.serve.protocol import LARGEST, Refused, asked
from kg.serve.settings import Settings

if TYPE_CHECKING:
    from kg.store import Store

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

WORKERS = 2
_LOG = logging.getLogger("kg.serve")
_LOGGED = 600


class Gateway:
    """Serves one knowledge base. Holds nothing of it: every job names the graph as it is then."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._queries = Pool(settings.limits, WORKERS, slow=WORKERS)
        self._pages = Pool(settings.limits, 1, slow=0, pages=True)

    def application(self) -> Policed:
        """The ASGI application."""
        routes = [
            Route("/sparql", self._sparql, methods=["GET", "HEAD", "POST"]),
            Route("/sparql/", self._sparql, methods=["GET", "HEAD", "POST"]),
            Route("/health", self._health),
            Route("/assets/{name}", self._asset),
            Route("/{path:path}", self._page),
        ]
        return Policed(Starlette(routes=routes, lifespan=lambda _: self.running()), self._settings)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """With workers at hand."""
        await asyncio.gather(self._queries.start(2 * WORKERS), self._pages.start(1))
        try:
            yield
        finally:
            await asyncio.gather(self._queries.stop(), self._pages.stop())

    async def _sparql(self, request: Request) -> Response:
        try:
            body = await _body(request)
            media = request.headers.get("content-type", "")
            found = asked(request.method, request.scope["query_string"], media, body)
        except Refused as error:
            return _response(error.reply)
        if found.query is None:
            return await self._description(request)
        job = replace(
            self._job(request, kind="query"),
            query=found.query,
            default_graphs=found.default_graphs,
            named_graphs=found.named_graphs,
        )
        return _response(await self._run(self._queries, job, request))

    async def _description(self, request: Request) -> Response:
        """Without a query: the console for a browser, the service description for a program."""
        if "text/html" in request.headers.get("accept", ""):
            return Response(status_code=303, headers={"Location": "/"})
        return _response(await self._run(self._pages, self._job(request, kind="page"), request))

    async def _page(self, request: Request) -> Response:
        return _response(await self._run(self._pages, self._job(request, kind="page"), request))

    async def _health(self, request: Request) -> Response:
        try:
            folder = self._store.graph_folder
        except StoreError as error:
            return _response(refusal(503, str(error)))
        body = msgspec.json.encode({"status": "ok", "graph": folder.name})
        return _response(Reply(status=200, media="application/json", body=body))

    async def _asset(self, request: Request) -> Response:
        return _response(assets.reply(request.path_params["name"], request.headers.get("if-none-match", "")))

    def _job(self, request: Request, *, kind: Any) -> Job:
        return Job(
            kind=kind,
            store=str(self._store.path),
            folder="",
            accept=request.headers.get("accept", ""),
            base=f"http://{request.headers['host']}/sparql",
            path=request.url.path if kind == "page" else "",
            form=tuple(request.query_params.multi_items()) if kind == "page" else (),
            knowledge=tuple(str(folder.resolve()) for folder in self._settings.knowledge),
        )

    async def _run(self, pool: Pool, job: Job, request: Request) -> Reply:
        """The worker's answer; a client that goes away ends its job."""
        work = asyncio.ensure_future(self._on_newest(pool, job))
        gone = asyncio.ensure_future(_gone(request))
        try:
            await asyncio.wait([work, gone], return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                work.cancel()
                await asyncio.wait([work])
                raise ClientDisconnect
            return work.result()
        finally:
            gone.cancel()

    async def _on_newest(self, pool: Pool, job: Job) -> Reply:
        """Asks the newest graph, and once more when a writer cleared it away just then."""
        reply = refusal(503, "The graph is being replaced; try again.")
        for _ in range(2):
            try:
                folder = str(self._store.graph_folder)
            except StoreError as error:
                return refusal(503, str(error))
            reply = await pool.run(replace(job, folder=folder))
            if reply.status != 503 or folder == str(self._store.graph_folder):
                break
        return reply


async def _body(request: Request) -> bytes:
    """The body of a request, as far as it is not too long."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST:
            raise Refused(413, f"The request is longer than {LARGEST // 1024} KB.")
        parts.append(part)
    return b"".join(parts)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _response(reply: Reply) -> Response:
    response = Response(reply.body, status_code=reply.status)
    response.headers["content-type"] = reply.media
    for name, value in reply.headers:
        response.headers[name] = value
    return response


class Policed:
    """Stands before the application: refuses whom it must, adds headers, writes the access log."""

    def __init__(self, inner: Starlette, settings: Settings) -> None:
        self._inner = inner
        self._settings = settings

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._inner(scope, receive, send)
            return
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        log = _Log(scope)
        sending = self._adding(send, headers.get("origin", ""), log)
        reply = self._reply(scope, headers)
        try:
            if reply is not None:
                await _response(reply)(scope, receive, sending)
            else:
                await self._inner(scope, receive, sending)
        except ClientDisconnect:
            log.status = 499
        finally:
            log.write()

    def _reply(self, scope: MutableMapping[str, Any], headers: dict[str, str]) -> Reply | None:
        if scope["method"] == "OPTIONS" and policy.refused(self._settings, "GET", "/health", headers) is None:
            return policy.preflight(self._settings, headers.get("origin", ""))
        return policy.refused(self._settings, scope["method"], scope["path"], headers)

    def _adding(self, send: Send, origin: str, log: _Log) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                log.status = message["status"]
                present = {name.lower() for name, _ in message["headers"]}
                extra = policy.added(self._settings, origin, b"content-security-policy" in present)
                message["headers"] = [*message["headers"], *((k.encode(), v.encode()) for k, v in extra)]
            log.size += len(message.get("body", b""))
            await send(message)

        return sending


class _Log:
    """One line of the access log: who asked what, the status, bytes and seconds."""

    def __init__(self, scope: MutableMapping[str, Any]) -> None:
        client = (scope.get("client") or ("-",))[0]
        address = scope.get("raw_path") or scope["path"].encode()
        asked = address + (b"?" + scope["query_string"] if scope["query_string"] else b"")
        self._line = f"{client} {scope['method']} {asked[:_LOGGED].decode('ascii', 'backslashreplace')}"
        self._begun = time.monotonic()
        self.status = 500
        self.size = 0

    def write(self) -> None:
        """Writes the line."""
        _LOG.info("%s %d %d %.3f", self._line, self.status, self.size, time.monotonic() - self._begun)
