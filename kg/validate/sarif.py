"""A report in SARIF 2.1.0, the form in which code hosts and editors read the findings of checkers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from kg import __version__
from kg.validate.report import Finding, Report, Tally

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
Json = dict[str, Any]


def sarif(report: Report, *, subject: str | None = None) -> bytes:
    """The report as one SARIF log of one run.

    A check is a rule whose ``properties.count`` also counts what was cut short; a finding is a
    result at the node it is about. ``subject`` is the knowledge base as the user named it.
    """
    rules = _rules(report.tallies)
    places = {rule["id"]: index for index, rule in enumerate(rules)}
    driver = {"name": "kg validate", "version": __version__, "rules": rules}
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report.skipped)],
        "results": [_result(finding, places[finding.check], subject) for finding in report.findings],
        "properties": {"conforms": report.conforms, "checks": report.checks},
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1).encode()


def _rules(tallies: Iterable[Tally]) -> list[Json]:
    """One for each check that found something; it may have several messages."""
    by_check: dict[str, list[Tally]] = defaultdict(list)
    for tally in tallies:
        by_check[tally.check].append(tally)
    return [_rule(check, by_check[check]) for check in sorted(by_check)]


def _rule(check: str, tallies: list[Tally]) -> Json:
    worst = min(tally.severity for tally in tallies)
    return {
        "id": check,
        "shortDescription": {"text": " ".join(dict.fromkeys(tally.message for tally in tallies))},
        "defaultConfiguration": {"level": worst},
        "properties": {"count": sum(tally.count for tally in tallies)},
    }


def _result(finding: Finding, rule: int, subject: str | None) -> Json:
    about = f" ({finding.example})" if finding.example else ""
    return {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": f"{finding.message}{about}"},
        "locations": [_location(finding.node, subject)],
    }


def _location(node: str, subject: str | None) -> Json:
    """The node; the knowledge base beside it, for tools that show nothing without an address."""
    logical = {"fullyQualifiedName": node, "kind": "resource"}
    if subject is None:
        return {"logicalLocations": [logical]}
    return {
        "physicalLocation": {"artifactLocation": {"uri": quote(subject)}},
        "logicalLocations": [logical],
    }


def _invocation(skipped: Iterable[str]) -> Json:
    notes = [{"level": "note", "message": {"text": reason}} for reason in skipped]
    return {"executionSuccessful": True, "toolExecutionNotifications": notes}
