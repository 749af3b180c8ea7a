"""Judges a graph: SHACL shapes, check queries, terms of the vocabulary and, if wanted, OWL consistency."""

from kg.validate.judge import Check, read_checks, validate
from kg.validate.report import Finding, Report, Severity, Tally
from kg.validate.sarif import sarif

__all__ = ["Check", "Finding", "Report", "Severity", "Tally", "read_checks", "sarif", "validate"]
