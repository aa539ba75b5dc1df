"""The ledger as a table for people."""

from __future__ import annotations

from ownlatents.checks.ledger import CLAIMS


def markdown() -> str:
    """One row per claim: number, statement, evidence, recorded outcome."""
    rows = [
        f"| {c.number} | {c.statement} | {', '.join(c.evidence)} | {c.expected.value} |"
        for c in CLAIMS
    ]
    return "\n".join(["| | claim | evidence | outcome |", "|---|---|---|---|", *rows])
