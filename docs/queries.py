"""Writes docs/queries.md: every saved query with its parameters and view, from the headers of the files."""

from __future__ import annotations

from kg.query import Param, SavedQuery, saved_queries

HEAD = """# Saved queries

Made from the headers of `queries/*.rq` by `make queries`. Ask one with `kg query STORE NAME -p PARAM=VALUE`,
with `kg.open(STORE).query("NAME", PARAM=VALUE)`, or in the console of `kg serve`. A parameter in bold must be
given. Values are checked and bound as one term, never pasted into the text.

| type of a parameter | what it takes |
| --- | --- |
| actor | the name, an alias or the IRI of an actor |
| place | the name, an alias or the IRI of a place, facility or state |
| category | an event type such as `ASSAULT` or `ASSAULT-aerial`, or an IRI |
| relation | a relation such as `attacked` or the wider `conflictWith`, or an IRI |
| status | `actual`, `negated`, `future`, `hypothetical`, `habitual` or `historical` |
| date | a day: `2024-01-16` |
| integer, decimal | a number |
| text, iri | words; an IRI |

A query of your own is a file in `DIR/queries/` of a folder given with `--knowledge DIR`; it replaces a
shipped one of the same name. Its header:

```sparql
#+ summary: What this answers, in one line
#+ description: What to know before you trust it
#+ view: timeline
#+ params:
#+   - {name: actor, type: actor, required: true, doc: "takes part in any role"}
#+   - {name: since, type: date, doc: "on this day or later"}
SELECT ...
```

The view is what suits the answer: `table` (if none is given), `network`, `timeline`, `matrix` or `map`.

| query | answers | parameters | view |
| --- | --- | --- | --- |
"""


def main() -> None:
    """Writes the page to standard output."""
    print(HEAD + "\n".join(row(query) for query in saved_queries()))


def row(query: SavedQuery) -> str:
    """One line of the table."""
    params = ", ".join(map(described, query.params))
    return f"| [{query.name}](../queries/{query.name}.rq) | {query.summary} | {params} | {query.view} |"


def described(param: Param) -> str:
    """The parameter with its type and default, bold where it must be given."""
    name = f"**{param.name}**" if param.required else param.name
    default = f" = {param.default}" if param.default else ""
    return f"{name}: {param.type}{default}"


if __name__ == "__main__":
    main()
