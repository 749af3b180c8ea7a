"""What pages read property by property is what the queries of the same name answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from served import world_store

import kg.store
from kg.serve import columns
from kg.serve.look import Facts, Look

__all__ = ["world_store"]


@pytest.mark.parametrize(
    ("read", "asked"),
    [
        (columns.events, lambda look: look.rows("events")),
        (columns.activity, lambda look: look.saved("most-active-actors")),
    ],
)
def test_the_rows_and_their_order_are_those_of_the_query(
    world_store: Path, read: Callable[[Look], list[Facts]], asked: Callable[[Look], list[Facts]]
) -> None:
    with kg.store.open(world_store, read_only=True) as store:
        look = Look(store.graph, store.base)
        rows = read(look)
        assert len(rows) > 5
        assert rows == list(asked(look))
