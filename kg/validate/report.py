"""What the judgement of a graph found, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from kg.model import Record, to_json

Severity = Literal["error", "warning"]


class Finding(Record, frozen=True):
    """One thing that is wrong with one node; ``check`` names the shape or query that found it."""

    severity: Severity
    check: str
    node: str
    message: str
    example: str = ""


class Tally(Record, frozen=True):
    """How often one check found something, also where the findings themselves were cut short."""

    severity: Severity
    check: str
    message: str
    count: int


class Report(Record, frozen=True):
    """What was found, sorted; ``skipped`` tells which parts could not be run and why."""

    findings: tuple[Finding, ...]
    tallies: tuple[Tally, ...]
    checks: int
    skipped: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether nothing worse than a warning was found."""
        return all(tally.severity != "error" for tally in self.tallies)

    def text(self) -> str:
        """For people: each problem once, with how often and a few examples."""
        lines = [line for tally in self.tallies for line in _told(tally, self.findings)]
        lines += [f"skipped: {reason}" for reason in self.skipped]
        return "\n".join([*lines, _verdict(self)]) + "\n"

    def json(self) -> bytes:
        """The whole report as one JSON object."""
        return to_json(self)


def _told(tally: Tally, findings: Iterable[Finding]) -> list[str]:
    examples = [f for f in findings if (f.check, f.message) == (tally.check, tally.message)][:3]
    lines = [f"{tally.severity}: {tally.message} [{tally.check}, {tally.count} x]"]
    return lines + [f"    {_shown(finding.node)}  {_shown(finding.example)}".rstrip() for finding in examples]


def _shown(words: str) -> str:
    """Safe on a terminal and on one line."""
    plain = "".join(letter if letter.isprintable() else " " for letter in words)
    return plain if len(plain) <= 200 else plain[:199] + "…"


def _verdict(report: Report) -> str:
    counts = dict.fromkeys(("error", "warning"), 0)
    for tally in report.tallies:
        counts[tally.severity] += tally.count
    word = "Conforms" if report.conforms else "Does not conform"
    return f"{word}: {counts['error']} errors, {counts['warning']} warnings; {report.checks} rules checked."
