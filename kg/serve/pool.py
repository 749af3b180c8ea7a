"""Worker processes: each does one job at a time and is killed when it takes too long.

Workers are started as new programs, never forked: a forked child hangs when it opens an Oxigraph
store after its parent did, and the engine cannot stop a running query itself.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec

import kg
from kg.serve.messages import READY, SIZE, Job, Reply, frame, refusal
from kg.serve.settings import Limits

_HOME = Path(kg.__file__).absolute().parents[1]
"""Where workers find this very package, wherever the server was started."""
_QUICK = 1.0
"""Seconds after which a query counts as slow, gives up its place among the quick ones and its priority."""
_LOG = logging.getLogger(__name__)
_LEAN = {"MALLOC_ARENA_MAX": "2"}
"""Without it each thread of the engine reserves 64 MB of the address space that a worker may have."""
_WAITING = 64
_PATIENCE = 20.0
_CALMER = 10


class Pool:
    """``size`` jobs at once, and ``slow`` ones beside them, so that these do not hold up the others."""

    def __init__(self, limits: Limits, size: int, *, slow: int, pages: bool = False) -> None:
        self._limits = limits
        self._pages = pages
        self._quick = asyncio.Semaphore(size)
        self._slow = asyncio.Semaphore(slow)
        self._idle: list[Process] = []
        self._all: set[Process] = set()
        self._waiting = 0
        self._stopped = False
        self._tasks: set[asyncio.Future[None]] = set()

    async def run(self, job: Job) -> Reply:
        """The answer, or one that says which limit was passed. Cancelling it kills the worker."""
        if self._waiting >= _WAITING:
            return _busy()
        self._waiting += 1
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._quick.acquire()
        except TimeoutError:
            return _busy()
        finally:
            self._waiting -= 1
        place = _Place(self._quick)
        try:
            return await self._run(job, place)
        finally:
            place.leave()

    async def start(self, count: int) -> None:
        """Has that many workers ready."""
        self._idle += await asyncio.gather(*(self._spawn() for _ in range(count)))

    async def stop(self) -> None:
        """Ends all workers."""
        self._stopped = True
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in list(self._all):
            await self._end(worker)

    async def _run(self, job: Job, place: _Place) -> Reply:
        """A page is asked for a second time when its process ended: unlike a query, it can be no bomb."""
        for _ in range(2 if job.kind == "page" else 1):
            try:
                return await self._once(job, place)
            except _EndedError as ended:
                _LOG.error("A worker ended with %s: %s %r", ended, job.kind, job.path)
                if place.moved or self._stopped:
                    break
        return refusal(
            503,
            "This ended its process: it needed more memory than it may have, or the engine failed."
            " Ask for less.",
            ("X-Limit", "memory"),
        )

    async def _once(self, job: Job, place: _Place) -> Reply:
        async with self._worker(place) as worker:
            answer = asyncio.ensure_future(_ask(worker, job))
            try:
                return await self._within(answer, worker, place)
            finally:
                answer.cancel()

    async def _within(self, answer: asyncio.Future[Reply], worker: Process, place: _Place) -> Reply:
        quick = min(_QUICK, self._limits.seconds)
        await asyncio.wait([answer], timeout=quick)
        if not answer.done() and not self._slow.locked():
            await self._slow.acquire()
            place.move(self._slow)
            self._keep(self._stock())
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, worker.pid, _CALMER)
        await asyncio.wait([answer], timeout=self._limits.seconds - quick)
        if not answer.done():
            place.spoilt = True
            return refusal(
                503,
                f"This took longer than {self._limits.seconds:g} s and was stopped; ask for less.",
                ("X-Limit", "seconds"),
            )
        return answer.result()

    @asynccontextmanager
    async def _worker(self, place: _Place) -> AsyncIterator[Process]:
        """A worker that is free; it lives on when it has answered in time and kept its priority."""
        worker = self._free() or await self._spawn()
        place.spoilt = place.moved
        try:
            yield worker
        except BaseException:
            place.spoilt = True
            raise
        finally:
            if place.spoilt or worker.returncode is not None:
                with suppress(ProcessLookupError):
                    worker.kill()
                self._keep(self._end(worker))  # it may take long to give back its memory
                if not place.moved:
                    self._keep(self._stock())
            else:
                self._idle.append(worker)

    def _free(self) -> Process | None:
        while self._idle:
            if (worker := self._idle.pop()).returncode is None:
                return worker
            self._all.discard(worker)
        return None

    async def _stock(self) -> None:
        """Has a new worker ready, so that the next job need not wait for its start."""
        if not self._stopped:
            self._idle.append(await self._spawn())

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _spawn(self) -> Process:
        limits = self._limits
        command = [sys.executable, "-P", "-m", "kg.serve.worker"]
        numbers = (limits.memory, limits.rows, limits.bytes, os.getpid(), int(self._pages))
        command += map(str, numbers)
        path = os.pathsep.join(filter(None, [str(_HOME), os.environ.get("PYTHONPATH")]))
        worker = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, env={**os.environ, **_LEAN, "PYTHONPATH": path}, limit=1 << 20
        )
        self._all.add(worker)
        assert worker.stdout is not None
        with suppress(asyncio.IncompleteReadError):  # it died: the job it gets will say so
            await worker.stdout.readexactly(len(READY))
        return worker

    async def _end(self, worker: Process) -> None:
        with suppress(ProcessLookupError):
            worker.kill()
        await worker.wait()
        self._all.discard(worker)


class _EndedError(Exception):
    """A worker ended before it answered; says with which exit code."""


class _Place:
    """The semaphore that a job holds. ``moved``: it is slow; ``spoilt``: its worker is of no more use."""

    def __init__(self, held: asyncio.Semaphore) -> None:
        self._held = held
        self.moved = False
        self.spoilt = False

    def move(self, other: asyncio.Semaphore) -> None:
        """Holds another one, already acquired, instead."""
        self._held.release()
        self._held = other
        self.moved = self.spoilt = True

    def leave(self) -> None:
        """Lets the next one in."""
        self._held.release()


async def _ask(worker: Process, job: Job) -> Reply:
    assert worker.stdin is not None and worker.stdout is not None
    try:
        worker.stdin.write(frame(job))
        await worker.stdin.drain()
        size = int.from_bytes(await worker.stdout.readexactly(SIZE), "big")
        return msgspec.msgpack.decode(await worker.stdout.readexactly(size), type=Reply)
    except (asyncio.IncompleteReadError, OSError) as error:
        raise _EndedError(worker.returncode or await worker.wait()) from error


def _busy() -> Reply:
    return refusal(503, "Too many queries are running; try again in a moment.", ("Retry-After", "5"))
