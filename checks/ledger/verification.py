"""What a run of the main job found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ownlatents.checks.experiments import experiment
from ownlatents.checks.ledger import CLAIMS, Claim, claim
from ownlatents.checks.ledger.stored import Stored
from ownlatents.checks.measure.verdicts import Verdict
from ownlatents.checks.sweep import Row
from ownlatents.checks.sweep.provenance import machine, versions
from ownlatents.theory import proofs


@dataclass(frozen=True)
class Verification:
    """Verdicts, and the rows that they rest on.

    Attributes:
        profile: see `checks.experiments.PROFILES`; "stored" where it differs by experiment.
        verdicts: one per claim that was judged, in the ledger's order.
        rows: of each experiment that is complete, every row with its task's settings.
        sources: where the rows come from, incomplete experiments among them.
    """

    profile: str
    verdicts: tuple[Verdict, ...]
    rows: dict[str, list[Row]]
    sources: Mapping[str, Stored] = field(default_factory=dict)

    @property
    def as_recorded(self) -> bool:
        """Whether every outcome is the one that the ledger expects."""
        return all(v.outcome is claim(v.claim).expected for v in self.verdicts)

    @property
    def unjudged(self) -> list[Claim]:
        """Claims whose experiment was looked for and is not complete."""
        told = {verdict.claim for verdict in self.verdicts}
        return [c for c in CLAIMS if c.experiment in self.sources and c.id not in told]

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
                    "tables": [table.as_dict() for table in v.tables],
                }
                for v in self.verdicts
            ],
            "unjudged": [
                {"claim": c.id, "why": self.sources[c.experiment].lacking} for c in self.unjudged
            ],
            "sources": {
                name: {
                    "profile": one.profile,
                    "tasks": one.tasks,
                    "finished": one.finished,
                    "rows": len(one.rows),
                    "outdated": one.outdated,
                    "seconds": round(one.seconds, 1),
                    "versions": one.versions,
                    "devices": list(one.devices),
                }
                for name, one in self.sources.items()
            },
            "versions": versions(),
            "machine": machine(),
        }


def judged(
    profile: str,
    sources: Mapping[str, Stored],
    track: Callable[[list[str]], Iterable[str]] = iter,
) -> Verification:
    """Judge every claim whose experiment is complete.

    Args:
        profile: as asked for.
        sources: what stores have of each experiment.
        track: gives the experiments' names one by one, as `Progress.track` does.
    """
    rows = {name: list(one.rows) for name, one in sources.items() if one.complete}
    verdicts = [
        verdict for name in track(list(rows)) for verdict in experiment(name).judge(rows[name])
    ]
    order = [c.id for c in CLAIMS]
    verdicts.sort(key=lambda verdict: order.index(verdict.claim))
    return Verification(profile, tuple(verdicts), rows, sources)
