"""What a run of the main job found."""

from __future__ import annotations

from dataclasses import dataclass

from checks.claims import Verdict, claim
from checks.provenance import machine, versions
from checks.sweep import Row
from theory import proofs


@dataclass(frozen=True)
class Verification:
    """Verdicts, and the rows that they rest on.

    Attributes:
        profile: "quick" or "full".
        verdicts: one per claim, in the ledger's order.
        rows: of each experiment, every row with its task's settings.
    """

    profile: str
    verdicts: tuple[Verdict, ...]
    rows: dict[str, list[Row]]

    @property
    def as_recorded(self) -> bool:
        """Whether every outcome is the one that the ledger expects."""
        return all(v.outcome is claim(v.claim).expected for v in self.verdicts)

    def as_dict(self) -> dict[str, object]:
        """Verdicts and provenance, for JSON."""
        axioms = proofs.recorded()
        return {
            "profile": self.profile,
            "as_recorded": self.as_recorded,
            "verdicts": [
                {
                    "claim": v.claim,
                    "number": claim(v.claim).number,
                    "statement": claim(v.claim).statement,
                    "evidence": list(claim(v.claim).evidence),
                    "restriction": claim(v.claim).restriction,
                    "formal": {name: axioms[name] for name in claim(v.claim).formal},
                    "expected": claim(v.claim).expected.value,
                    "outcome": v.outcome.value,
                    "finding": v.finding,
                }
                for v in self.verdicts
            ],
            "versions": versions(),
            "machine": machine(),
        }
