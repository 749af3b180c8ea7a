"""Which page shows which thing. The address of a page is not the IRI of what it shows."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, unquote

from kg import vocabulary

_SHARED = {
    "actor": vocabulary.ACTOR,
    "place": vocabulary.PLACE,
    "office": vocabulary.OFFICE,
    "type": vocabulary.EVENT,
    "ontology": vocabulary.KG.BASE,
}
_OWN = {"entity": "entity", "event": "canonical", "document": "doc", "outlet": "outlet"}
"""First part of the address -> kind of thing under the user's base."""


class Addresses:
    """The two ways between IRIs and addresses, for one knowledge base."""

    def __init__(self, base: str) -> None:
        own = {name: f"{base}{kind}/" for name, kind in _OWN.items()}
        self._starts = {**_SHARED, **own}

    def of(self, iri: str) -> str:
        """The path of the page that shows the thing."""
        for name, start in self._starts.items():
            rest = iri.removeprefix(start)
            if rest != iri and rest and "/" not in rest:
                return f"/{name}/{_quoted(rest)}"
        return f"/thing?iri={_quoted(iri)}"

    def of_pair(self, one: str, other: str) -> str:
        """The path of the page of what two actors did to each other."""
        return f"/dyad?a={quote(self.short(one), safe='/')}&b={quote(self.short(other), safe='/')}"

    def short(self, iri: str) -> str:
        """The thing as its page's path without the first slash, or its IRI."""
        path = self.of(iri)
        return iri if path.startswith("/thing") else path[1:]

    def iri(self, name: str, rest: str) -> str | None:
        """The thing at ``/name/rest``; ``None`` when no page has such an address."""
        start = self._starts.get(name)
        return start + rest if start and rest else None

    def named(self, text: str) -> str | None:
        """The IRI meant by ``actor/iran``; ``None`` when the text is no such path."""
        name, slash, rest = unquote(text).partition("/")
        return self.iri(name, rest) if slash and "/" not in rest else None


@lru_cache(20_000)
def _quoted(text: str) -> str:
    return quote(text, safe="")


def with_suffix(path: str, suffix: str) -> str:
    """The address of the same page's data: the suffix goes before the question mark."""
    head, mark, query = path.partition("?")
    return f"{head}.{suffix}{mark}{query}"
