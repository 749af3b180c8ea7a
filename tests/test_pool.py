"""Workers that die or hang cost only the item that made them."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.pool import Pool


def work(packed: bytes) -> bytes:
    """Upper-cases words; some words do to a worker what a hostile text may do."""
    answers = []
    for word in json.loads(packed):
        if word == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if word == "hang":
            time.sleep(60)
        answers.append(word.upper())
    return json.dumps(answers).encode()


def pool(*, jobs: int, limit: float = 30) -> Pool[str]:
    return Pool(
        work,
        jobs=jobs,
        limit=limit,
        pack=lambda words: json.dumps(words).encode(),
        unpack=lambda answer: [word.encode() for word in json.loads(answer)],
    )


@pytest.fixture
def two() -> Iterator[Pool[str]]:
    workers = pool(jobs=2, limit=1)
    yield workers
    workers.close()


def test_batches_come_back_whole_and_in_order(two: Pool[str]) -> None:
    batches = [[f"w{number}", "x"] for number in range(40)]
    expected = [[(word, word.upper().encode()) for word in batch] for batch in batches]
    assert list(two.run(batches)) == expected


def test_only_the_item_that_kills_or_hangs_is_lost(two: Pool[str]) -> None:
    batches = [["a", "die", "b"], ["hang", "c"], [], ["d"]]
    assert list(two.run(batches)) == [
        [("a", b"A"), ("die", "died"), ("b", b"B")],
        [("hang", "time"), ("c", b"C")],
        [],
        [("d", b"D")],
    ]


def test_batches_are_taken_as_they_are_needed(two: Pool[str]) -> None:
    taken = []

    def endless() -> Iterator[list[str]]:
        while True:
            taken.append("x")
            yield ["x"]

    run = two.run(endless())
    assert [next(run) for _ in range(3)] == [[("x", b"X")]] * 3
    assert len(taken) <= 8


def test_no_process_is_left_behind() -> None:
    workers = pool(jobs=2)
    pids = [worker.pid for worker in workers._idle]
    list(workers.run([["a"], ["b"]]))
    workers.close()
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
