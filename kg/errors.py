"""What can go wrong, sorted by what the caller can do about it."""

from __future__ import annotations


class KgError(Exception):
    """Base of all errors this package raises on purpose; the message tells what to do next."""

    exit_code = 1


class UsageError(KgError):
    """The request itself cannot be served: a wrong name, option or parameter. Change the call."""

    exit_code = 2


class KnowledgeError(UsageError):
    """A file of actors, words, queries or ontology is malformed. Mend the file it names."""


class DocumentError(KgError):
    """One input cannot be used; the others can. ``reason`` is a short code for the ledger."""

    exit_code = 3

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class StoreError(KgError):
    """The knowledge base on disk is missing, locked, full or of another version."""

    exit_code = 4


class QueryTimeout(KgError):
    """A query ran past its time; ask for less or give it longer."""

    exit_code = 5
