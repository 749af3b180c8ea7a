"""The queries behind the pages keep to what every shipped query keeps to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.data import folder
from kg.query import read_query
from kg.query.guard import check

PATHS = sorted((folder("queries") / "pages").glob("*.rq"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_query_of_a_page_names_the_status_and_counts_distinct(path: Path) -> None:
    query = read_query(path)
    check(query.text)
    assert query.summary != path.stem
    assert not re.search(r"COUNT\s*\(\s*(?!DISTINCT)", query.text, re.IGNORECASE)
    if re.search(r"kg:(CanonicalEvent|Claim|sameEventAs)\b", query.text):
        assert "kg:status" in query.text
