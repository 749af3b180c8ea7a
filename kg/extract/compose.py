"""What a governing word makes of the event below it: "agreed to", "refused to", "called on X to".

Pure functions over categories; the reading of the clauses is in ``events``.
"""

from __future__ import annotations

COOPERATIVE = frozenset(("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"))
YIELDING = frozenset(("CONCEDE", "RETREAT"))
MATERIAL_CONFLICT = frozenset(("ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST"))
CONFLICT = MATERIAL_CONFLICT | {"ACCUSE", "REJECT", "THREATEN"}


def request_mode(category: str | None) -> str | None:
    """The mode of a REQUEST or REJECT by what is asked for or refused."""
    if category in ("AID", "COOPERATE", "SUPPORT"):
        return "assist"
    if category in ("CONSULT", "AGREE"):
        return "meet"
    if category in YIELDING:
        return "yield"
    return "change" if category else None


def threat_mode(category: str | None, mode: str | None) -> str | None:
    """The mode of a THREATEN by what is threatened."""
    if category == "ASSAULT":
        return "violence"
    if category == "COERCE":
        return {"arrest": "arrest", "deport": "expel", "seize": "territory"}.get(mode or "", "restrict")
    if category == "SANCTION":
        return "expel" if mode == "expel" else "relations"
    if category in ("REJECT", "RETREAT", "AID", "COOPERATE"):
        return "relations"
    return "violence" if category == "MOBILIZE" else None


def promised(category: str | None, mode: str | None, verb: str) -> tuple[str, str | None] | None:
    """What "promise to V", "vow to V" is; ``None`` when it is no event by itself."""
    if category in YIELDING:
        return "CONCEDE", None
    if category in COOPERATIVE:
        return "AGREE", None
    binding = verb in ("vow", "swear", "pledge", "promise")
    if category in ("ASSAULT", "COERCE", "SANCTION", "MOBILIZE") and binding:
        return "THREATEN", threat_mode(category, mode)
    if category is None and verb in ("promise", "pledge", "guarantee", "commit"):
        return "AGREE", None
    return None


def stopped(category: str | None) -> tuple[str, str | None] | None:
    """What "stop V-ing" is."""
    if category in ("AID", "COOPERATE"):
        return "SANCTION", "discontinue"
    if category == "ASSAULT":
        return "RETREAT", "ceasefire"
    if category == "PROTEST":
        return "CONCEDE", None
    return None


def future_reading(category: str, nominal: bool) -> tuple[str, str] | None:
    """(category, status) of an event that is announced for the future, where that changes it."""
    if category in ("CONSULT", "SUPPORT", "COOPERATE", "AID"):
        return "AGREE", "actual"
    if category == "RETREAT" and not nominal:
        return "CONCEDE", "actual"
    if category == "AGREE":
        return "AGREE", "actual"
    return None
