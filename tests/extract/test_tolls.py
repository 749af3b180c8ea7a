"""How many were killed, hurt, arrested and freed."""

from __future__ import annotations

import pytest
from conftest import Read

Told = tuple[str, int | None, int | None]


def _counts(read: Read, text: str) -> list[Told]:
    return sorted((count.kind, count.min, count.max) for event in read(text).events for count in event.counts)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Gunmen killed a colonel and four soldiers near Goma.", [("killed", 5, 5)]),
        ("The shooting killed a man and his daughter.", [("killed", 2, 2)]),
        ("Police arrested eight of his allies, among them the oil minister.", [("arrested", 8, 8)]),
        ("A court jailed a lawyer for eight years.", [("convicted", 1, 1)]),
        ("Rebels abducted an aid worker in Kano.", [("abducted", 1, 1)]),
        ("The two countries exchanged 230 prisoners on Monday.", [("released", 230, 230)]),
        ("Troops burned 40 houses in the village.", [("destroyed", 40, 40)]),
        ("More than 1.2 million people have fled the fighting.", [("displaced", 1_200_000, None)]),
        ("The attack left three dead and seven wounded.", [("injured", 7, 7), ("killed", 3, 3)]),
        (
            "No fewer than 30 people were killed and 50 others wounded when a bomb exploded.",
            [("injured", 50, 50), ("killed", 30, None)],
        ),
    ],
)
def test_how_many_are_told(read: Read, text: str, counts: list[Told]) -> None:
    assert _counts(read, text) == counts
