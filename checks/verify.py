"""The main job: run every experiment, judge every claim, write the page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from checks.claims import CLAIMS, Verdict
from checks.drawing import style, svg
from checks.experiments import EXPERIMENTS, enough, experiment, run
from checks.progress import Progress
from checks.report import page
from checks.sweep import Row, Store, run_tasks
from checks.verification import Verification
from sim import replacing

STORED = Path(__file__).parent / "data" / "rows"
"""Rows of the full profile, measured by us."""


def verify(
    profile: str,
    folder: Path,
    console: Console,
    workers: int | None = None,
    *,
    recompute: bool = False,
) -> Verification:
    """Run what is missing of each experiment and judge the claims.

    Args:
        profile: "quick" (minutes on two cores) or "full".
        folder: results; rows are kept in `rows/`, and a second call reads them.
        console: for progress.
        workers: processes; all cores by default.
        recompute: measure the full profile here, not reading the rows that come with the package.
    """
    stored = [STORED] if profile == "full" and not recompute else []
    store = Store(folder / "rows", also=stored)
    rows: dict[str, list[Row]] = {}
    verdicts: list[Verdict] = []
    for name in EXPERIMENTS:
        module = experiment(name)
        tasks = module.tasks(profile)
        with Progress(console, module.TITLE) as progress:
            found = run_tasks(tasks, run, store, progress, enough=enough, workers=workers)
        rows[name] = [
            {**task.settings, **row} for task, its in zip(tasks, found, strict=True) for row in its
        ]
        verdicts += module.judge(rows[name])
    return Verification(profile, _in_order(verdicts), rows)


def write(verification: Verification, folder: Path) -> list[Path]:
    """Write `report.html`, `verify.json` and `figures/*.svg`."""
    report, data = folder / "report.html", folder / "verify.json"
    with style():
        drawings = {name: experiment(name).draw(rows) for name, rows in verification.rows.items()}
        for name, drawing in drawings.items():
            with replacing(folder / "figures" / f"{name}.svg") as file:
                file.write(svg(drawing))
        with replacing(report) as file:
            file.write(page(verification, drawings))
    with replacing(data) as file:
        json.dump(verification.as_dict(), file, indent=1, ensure_ascii=False)
        file.write("\n")
    return [report, data]


def _in_order(verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    order = [c.id for c in CLAIMS]
    return tuple(sorted(verdicts, key=lambda verdict: order.index(verdict.claim)))
