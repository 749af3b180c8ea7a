"""From news articles to a knowledge graph of states, armed groups, officials and events.

``kg.open`` reads a knowledge base. The records are here; the stages are modules: ``kg.pipeline``
joins them, ``kg.store`` writes a knowledge base. Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import open
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
    "open",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    home = {"KgError": "kg.errors", "open": "kg.api"}.get(name, "kg.model")
    return getattr(import_module(home), name)
