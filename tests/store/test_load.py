"""When the files that many loads leave are put in order."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.store.index import open_index
from kg.store.load import put_in_order


def test_a_graph_is_put_in_order_when_as_much_as_it_held_was_loaded_since(tmp_path: Path) -> None:
    graph, index = ox.Store(str(tmp_path / "graph")), open_index(tmp_path / "index.sqlite")
    done, said = [], set()
    for load, size in enumerate([90, 60, 100, 49, 1, 299, 1]):
        quads = [
            ox.Quad(ox.NamedNode(f"urn:x:{load}"), ox.NamedNode("urn:x:is"), ox.Literal(number))
            for number in range(size)
        ]
        graph.bulk_extend(quads)
        said.update(quads)
        done.append(put_in_order(graph, index, size, least=100))
        assert set(graph) == said
    assert done == [False, True, False, False, True, False, True]
