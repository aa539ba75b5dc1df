"""The main job: run every experiment, judge every claim, write the page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from checks.claims import CLAIMS, Verdict, claim
from checks.experiments import EXPERIMENTS, experiment, run
from checks.progress import Progress
from checks.provenance import machine, versions
from checks.sweep import Row, Store, run_tasks
from sim import replacing


@dataclass(frozen=True)
class Verification:
    """What a run of the main job found.

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
                    "expected": claim(v.claim).expected.value,
                    "outcome": v.outcome.value,
                    "finding": v.finding,
                }
                for v in self.verdicts
            ],
            "versions": versions(),
            "machine": machine(),
        }


def verify(
    profile: str, folder: Path, console: Console, workers: int | None = None
) -> Verification:
    """Run what is missing of each experiment and judge the claims.

    Args:
        profile: "quick" (minutes on two cores) or "full".
        folder: results; rows are kept in `rows/`, and a second call reads them.
        console: for progress.
        workers: processes; all cores by default.
    """
    store = Store(folder / "rows")
    rows: dict[str, list[Row]] = {}
    verdicts: list[Verdict] = []
    for name in EXPERIMENTS:
        module = experiment(name)
        tasks = module.tasks(profile)
        with Progress(console, module.TITLE) as progress:
            found = run_tasks(tasks, run, store, progress, workers)
        rows[name] = [{**task.settings, **row} for task, row in zip(tasks, found, strict=True)]
        verdicts += module.judge(rows[name])
    return Verification(profile, _in_order(verdicts), rows)


def write(verification: Verification, folder: Path) -> list[Path]:
    """Write `report.html` and `verify.json`."""
    from checks.report import page  # noqa: PLC0415  (drawing is loaded when there is something to draw)

    report, data = folder / "report.html", folder / "verify.json"
    with replacing(report) as file:
        file.write(page(verification))
    with replacing(data) as file:
        json.dump(verification.as_dict(), file, indent=1, ensure_ascii=False)
        file.write("\n")
    return [report, data]


def _in_order(verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    order = [c.id for c in CLAIMS]
    return tuple(sorted(verdicts, key=lambda verdict: order.index(verdict.claim)))
