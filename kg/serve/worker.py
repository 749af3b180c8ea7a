"""A worker: a process of its own that answers one job after the other from standard input.

It has the memory it was given and, where the system allows, no network at all.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress
from importlib import import_module
from threading import Thread
from typing import BinaryIO

import msgspec

from kg.errors import KgError
from kg.serve.messages import READY, SIZE, Job, Reply, frame, refusal
from kg.serve.settings import Limits
from kg.serve.snapshot import Snapshots

_NEWUSER, _NEWNET, _DIE_WITH_PARENT = 0x10000000, 0x40000000, 1


def main(memory: int, rows: int, size: int, parent: int, pages: int) -> None:
    """Answers until standard input ends."""
    _shut_in(memory, parent)
    if pages:
        _warm_up()
    snapshots = Snapshots(Limits(memory=memory, rows=rows, bytes=size))
    asking, answering = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    answering.write(READY)
    answering.flush()
    if pages:
        Thread(target=_load_drawing, daemon=True).start()
    while job := _next(asking):
        answering.write(frame(_done(job, snapshots)))
        answering.flush()


def _warm_up() -> None:
    """Loads what pages need before somebody waits for one."""
    import_module("kg.serve.site")
    import_module("jinja2")
    import_module("kg.store")


def _load_drawing() -> None:
    """What pictures need takes seconds to load: beside the first pages."""
    import_module("networkx")
    import_module("pyvis.network")


def _shut_in(memory: int, parent: int) -> None:
    """Bounds the memory, cuts the network, and sees to it that no worker outlives the server."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        library.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        library.unshare(_NEWUSER | _NEWNET)
    if os.getppid() != parent:
        sys.exit(0)


def _next(asking: BinaryIO) -> Job | None:
    head = asking.read(SIZE)
    if len(head) < SIZE:
        return None
    return msgspec.msgpack.decode(asking.read(int.from_bytes(head, "big")), type=Job)


def _done(job: Job, snapshots: Snapshots) -> Reply:
    try:
        return snapshots.answer(job)
    except MemoryError:
        return refusal(503, "This needed more memory than it may have; ask for less.", ("X-Limit", "memory"))
    except KgError as error:
        return refusal(503 if error.exit_code == 4 else 400, str(error))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
