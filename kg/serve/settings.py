"""What a server may use and whom it answers."""

from __future__ import annotations

from pathlib import Path

from kg.model import Record

MEGABYTE = 1024 * 1024


class Limits(Record, frozen=True):
    """What one query or page may use: seconds, bytes of address space, rows and bytes of the answer."""

    seconds: float = 30.0
    memory: int = 2048 * MEGABYTE
    rows: int = 1_000_000
    bytes: int = 128 * MEGABYTE


class Settings(Record, frozen=True):
    """How to serve. ``hosts`` are further names under which the server may be called (a proxy's).

    ``origin`` is the one web origin whose scripts may read answers; ``token`` is asked of everybody.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    limits: Limits = Limits()
    hosts: tuple[str, ...] = ()
    origin: str | None = None
    token: str | None = None
    knowledge: tuple[Path, ...] = ()
