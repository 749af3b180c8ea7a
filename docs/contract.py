"""Prints the JSON Schema of one line of ``kg extract``, made from ``kg.model.Extraction``."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from kg.model import Extraction

TITLE = "communique extraction"


def schema() -> dict[str, Any]:
    """JSON Schema 2020-12; the definitions are named like the records in ``kg/model.py``."""
    made = msgspec.json.schema(Extraction)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": TITLE, **made}


if __name__ == "__main__":
    print(json.dumps(schema(), indent=2, ensure_ascii=False))
