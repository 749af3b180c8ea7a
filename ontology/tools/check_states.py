"""Compares ``ontology/actors/states.jsonl`` with the catalogues rigour and countrynames.

    python ontology/tools/check_states.py

Prints one line per difference: a Wikidata id or ISO code that rigour gives otherwise, a sovereign
state that is missing, a name that countrynames reads as another country. Differences that are meant
(Q55 for the Netherlands, where rigour has the kingdom) stay in the output: read it, do not silence it.
Needs the extra ``catalogues``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

STATES = Path(__file__).resolve().parent.parent / "actors" / "states.jsonl"


def entries() -> list[dict[str, Any]]:
    return [json.loads(line) for line in STATES.read_text(encoding="utf-8").splitlines()]


def differences_from_rigour(states: list[dict[str, Any]]) -> Iterator[str]:
    from rigour.territories import get_territories

    by_code = {state["code"]: state for state in sorted(states, key=lambda state: "iso2" in state)}
    for territory in get_territories():
        state = by_code.get((territory.alpha3 or "").upper())
        if state is None and territory.is_country and territory.alpha3:
            yield f"missing: {territory.name} ({territory.alpha3})"
        elif state and state.get("wikidata") != territory.qid:
            yield f"{state['label']}: {state.get('wikidata')} here, {territory.qid} in rigour"


def differences_from_countrynames(states: list[dict[str, Any]]) -> Iterator[str]:
    import countrynames

    for state in (s for s in states if "iso2" in s):
        for name in (state["label"], *state.get("aliases", ())):
            code = countrynames.to_code(name)
            if code not in (None, state["iso2"]):
                yield f"{state['label']}: {name!r} is {code} in countrynames"


if __name__ == "__main__":
    states = entries()
    found = (*differences_from_rigour(states), *differences_from_countrynames(states))
    sys.stdout.writelines(f"{line}\n" for line in found)
