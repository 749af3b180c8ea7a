"""Forked workers that may die or hang without harm: each item comes back done, or as lost.

A *nursery* process is forked first, while nothing is open yet; it forks the workers, also those
that replace dead ones later, so that no worker ever inherits an open store.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

Item = TypeVar("Item")
Work = Callable[[bytes], bytes]
Lost = str
"""Why an item has no result: ``died`` or ``time``."""

ATTEMPTS = 2


class _Batch(Generic[Item]):
    """Items that came together and leave together; ``open`` counts those without an outcome."""

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.outcomes: list[bytes | Lost] = [""] * len(items)
        self.open = len(items)

    def settle(self, positions: list[int], outcomes: Sequence[bytes | Lost]) -> None:
        for position, outcome in zip(positions, outcomes, strict=True):
            self.outcomes[position] = outcome
        self.open -= len(positions)


class _Task(Generic[Item]):
    """Some items of a batch on their way to one worker."""

    def __init__(self, batch: _Batch[Item], positions: list[int], attempt: int = 1) -> None:
        self.batch = batch
        self.positions = positions
        self.attempt = attempt

    def items(self) -> list[Item]:
        return [self.batch.items[position] for position in self.positions]


class _Worker:
    """One forked process and the pipe to it."""

    def __init__(self, pid: int, pipe: Connection) -> None:
        self.pid = pid
        self.pipe = pipe

    def kill(self) -> None:
        self.pipe.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


class Pool(Generic[Item]):
    """``jobs`` workers; ``pack`` makes the bytes for one call of ``work``, ``unpack`` splits its answer.

    Make it before opening any file that a child must not share. ``limit`` is the wall time in
    seconds for one call; a worker that needs longer is killed.
    """

    def __init__(
        self,
        work: Work,
        *,
        jobs: int,
        limit: float,
        pack: Callable[[list[Item]], bytes],
        unpack: Callable[[bytes], list[bytes]],
    ) -> None:
        self._pack = pack
        self._unpack = unpack
        self._limit = limit
        self._nursery = _start_nursery(work)
        self._idle = [self._hire() for _ in range(jobs)]
        self._busy: dict[Connection, tuple[_Worker, _Task[Item], float]] = {}
        self._tasks: deque[_Task[Item]] = deque()
        self._window = 2 * jobs

    def run(self, batches: Iterable[list[Item]]) -> Iterator[list[tuple[Item, bytes | Lost]]]:
        """The batches in their order, each item with its outcome; at most a few are held at a time."""
        source = iter(batches)
        held: deque[_Batch[Item]] = deque()
        while self._fill(held, source) or held:
            while held and not held[0].open:
                batch = held.popleft()
                yield list(zip(batch.items, batch.outcomes, strict=True))
            if held:
                self._assign()
                self._collect()

    def close(self) -> None:
        """Ends all processes."""
        for worker in [*self._idle, *(worker for worker, _, _ in self._busy.values())]:
            worker.kill()
        self._idle.clear()
        self._busy.clear()
        self._nursery.close()

    def _fill(self, held: deque[_Batch[Item]], source: Iterator[list[Item]]) -> bool:
        """Takes batches until the window is full; whether there was any."""
        took = False
        while len(held) < self._window and (items := next(source, None)) is not None:
            batch = _Batch(items)
            held.append(batch)
            if items:
                self._tasks.append(_Task(batch, list(range(len(items)))))
            took = True
        return took

    def _hire(self) -> _Worker:
        ours, theirs = socket.socketpair()
        socket.send_fds(self._nursery, [b"w"], [theirs.fileno()])
        theirs.close()
        pid = int.from_bytes(self._nursery.recv(8), "big")
        if not pid:
            raise OSError("no worker could be started")
        return _Worker(pid, Connection(ours.detach()))

    def _assign(self) -> None:
        while self._idle and self._tasks:
            worker, task = self._idle.pop(), self._tasks.popleft()
            self._busy[worker.pipe] = (worker, task, time.monotonic() + self._limit)
            with contextlib.suppress(OSError):  # a dead worker shows when its answer is collected
                worker.pipe.send_bytes(self._pack(task.items()))

    def _collect(self) -> None:
        """Waits until a worker answers, dies, or runs out of time."""
        nearest = min(deadline for _, _, deadline in self._busy.values())
        ready = wait(list(self._busy), max(0.0, nearest - time.monotonic()))
        for pipe in ready:
            if isinstance(pipe, Connection):
                self._receive(*self._busy.pop(pipe)[:2])
        now = time.monotonic()
        for pipe, (worker, task, deadline) in list(self._busy.items()):
            if deadline <= now:
                del self._busy[pipe]
                self._replace(worker, task, "time")

    def _receive(self, worker: _Worker, task: _Task[Item]) -> None:
        try:
            answer = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            self._replace(worker, task, "died")
            return
        task.batch.settle(task.positions, self._unpack(answer))
        self._idle.append(worker)

    def _replace(self, worker: _Worker, task: _Task[Item], why: Lost) -> None:
        """A new worker; the items are tried once more, each alone, and then given up."""
        worker.kill()
        self._idle.append(self._hire())
        if task.attempt >= ATTEMPTS:
            task.batch.settle(task.positions, [why])
        else:
            alone = [_Task(task.batch, [position], task.attempt + 1) for position in task.positions]
            self._tasks.extendleft(reversed(alone))


def _start_nursery(work: Work) -> socket.socket:
    """The line to a new process that forks a worker for each pipe it is sent, and answers its id."""
    ours, theirs = socket.socketpair()
    if os.fork():
        theirs.close()
        return ours
    ours.close()
    try:
        _nurse(theirs, work)
    finally:
        os._exit(0)


def _nurse(line: socket.socket, work: Work) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides; its end closes the line
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        message, pipes, _, _ = socket.recv_fds(line, 1, 1)
        if not message:
            return
        pid = os.fork()
        if not pid:
            line.close()
            _serve(Connection(pipes[0]), work)
            return
        os.close(pipes[0])
        line.sendall(pid.to_bytes(8, "big"))


def _serve(pipe: Connection, work: Work) -> None:
    """A worker's life: answer until the other end is closed."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            pipe.send_bytes(work(pipe.recv_bytes()))
