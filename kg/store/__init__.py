"""A knowledge base on disk: a folder with the ledger (the truth) and the graph (derived from it)."""

from kg.iris import SHARED_GRAPHS
from kg.store.base import Status, Store, knowledge_of, open
from kg.store.ledger import Entry, StaleDocument, Verdict

__all__ = ["SHARED_GRAPHS", "Entry", "StaleDocument", "Status", "Store", "Verdict", "knowledge_of", "open"]
