"""The main job: run every experiment, judge every claim, write the page."""

from __future__ import annotations

import json
from pathlib import Path

from rich.console import Console

from ownlatents import report
from ownlatents.checks.experiments import EXPERIMENTS, enough, experiment, run
from ownlatents.checks.ledger.stored import LARGEST, stored
from ownlatents.checks.ledger.stored import PACKAGED as STORED
from ownlatents.checks.ledger.verification import Verification, judged
from ownlatents.checks.sweep import Store, run_tasks
from ownlatents.checks.sweep.progress import Progress
from ownlatents.files import replacing


def verify(
    profile: str,
    folder: Path,
    console: Console,
    workers: int | None = None,
    *,
    recompute: bool = False,
) -> Verification:
    """Run what is missing of each experiment and judge the claims.

    What networks learn is judged from the rows that come with the package, which took hours.

    Args:
        profile: "quick" (minutes on two cores) or "full".
        folder: results; rows are kept in `rows/`, and a second call reads them.
        console: for progress.
        workers: processes; all cores by default.
        recompute: measure the full profile here, networks too, reading no rows of the package.
    """
    packaged = Store(folder / "rows", packaged=STORED)
    store = packaged if profile == "full" and not recompute else Store(folder / "rows")
    measured = [name for name in EXPERIMENTS if recompute or experiment(name).train is None]
    for name in measured:
        module = experiment(name)
        with Progress(console, module.title) as progress:
            run_tasks(module.tasks(profile), run, store, progress, enough=enough, workers=workers)
    sources = stored(measured, store, profile)
    sources |= stored([name for name in EXPERIMENTS if name not in measured], packaged, LARGEST)
    return judged(profile, sources)


def write(verification: Verification, folder: Path) -> list[Path]:
    """Write `report.html`, `verify.json` and `figures/*.svg`."""
    html, data = folder / "report.html", folder / "verify.json"
    pictures = report.drawings(verification)
    for one in pictures:
        with replacing(folder / "figures" / f"{one.name}.svg", "wb") as file:
            one.save(file, "svg")
    with replacing(html) as file:
        file.write(report.page(verification, pictures))
    with replacing(data) as file:
        json.dump(verification.as_dict(), file, indent=1, ensure_ascii=False)
        file.write("\n")
    return [html, data]
