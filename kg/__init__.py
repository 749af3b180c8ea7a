"""From news articles to a knowledge graph of states, armed groups, officials and events.

The records are here; the stages are modules: ``kg.pipeline`` joins them, ``kg.store`` opens a
knowledge base, ``kg.query`` asks it. Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.errors import KgError
    from kg.model import Document, Entity, Event, Extraction, Failure, Mention

__version__ = "0.1.0"

__all__ = [
    "Document",
    "Entity",
    "Event",
    "Extraction",
    "Failure",
    "KgError",
    "Mention",
    "__version__",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module("kg.errors" if name == "KgError" else "kg.model"), name)
