"""`ownlatents check`: somebody's own learner, its collapse and its dependence on depth."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from ownlatents.checks import own_learner, sweep
from ownlatents.checks.measure.searches import curves
from ownlatents.checks.stats.threshold import thresholds
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep.progress import Progress
from ownlatents.cli.options import as_json, print_json
from ownlatents.files import replacing


@click.command()
@click.option("--learner", required=True, metavar="MODULE:FUNCTION", help="what is checked")
@click.option("--v", type=int, default=16, show_default=True, help="symbols per level")
@click.option("--s", type=int, default=2, show_default=True, help="children per rule")
@click.option(
    "--m",
    type=int,
    multiple=True,
    default=(3, 4, 6, 8),
    show_default=True,
    help="rules per symbol; repeated. The collapse is over all, at the deepest L",
)
@click.option(
    "--L",
    "L",
    type=int,
    multiple=True,
    default=(3, 4, 5, 6),
    show_default=True,
    help="levels of rules; repeated. Flatness is over all, at the middle m",
)
@click.option(
    "--level", type=int, help="level that is judged; by default the highest below the root, L-1"
)
@click.option(
    "--grammars",
    type=click.IntRange(2),
    default=4,
    show_default=True,
    help="random grammars at each size",
)
@click.option(
    "--max-strings",
    "most",
    type=click.IntRange(100),
    default=2**17,
    show_default=True,
    help="largest number of strings tried",
)
@click.option("--workers", type=click.IntRange(1), help="processes; all cores by default")
@click.option("--store", type=Path, default=Path("results/rows"), show_default=True, help="folder")
@click.option("--out", type=Path, help="folder for check.json, with all rows, and check.svg")
@as_json
@click.pass_context
def command(
    ctx: click.Context,
    /,
    store: Path,
    workers: int | None,
    out: Path | None,
    as_json: bool,
    **sizes: Any,
) -> None:
    """Your own learner: does it need vm³/(1−f) strings, whatever the depth?

    It is a function learn(train, test, *, v, s, L, seed) of two integer arrays of strings, (P, s^L)
    and (n, s^L). It returns a list of arrays for `test`, one for each level it has learned (or one
    array), told by its width w = s^(L-level): labels, integers (n, w) from 0 to v-1, or v where
    unknown, scored by the best permutation; or representations, floats (n, w, d), scored by a
    linear probe that sees the true latents of half of `test`. It must not learn from `test`.

    P* is the number of strings at which half of the latents of the highest level are right,
    searched for each size and grammar. Finished rows are kept: an interrupted run goes on, and a
    learner whose file has changed is a new one. Exit status 1 where a check does not come out well.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        plan = own_learner.Plan(source=own_learner.fingerprint(sizes["learner"]), **sizes)
        tasks = plan.tasks()
        with Progress(console, f"searching thresholds of {plan.learner}") as progress:
            found = sweep.run_tasks(
                tasks,
                own_learner.run,
                sweep.Store(store),
                progress,
                enough=own_learner.enough,
                workers=workers,
            )
    except own_learner.LearnerError as error:
        console.print(error.trace, markup=False, end="")
        raise
    except KeyboardInterrupt:
        console.print("ownlatents: interrupted; finished rows are kept, the same command goes on")
        ctx.exit(130)
    rows = [{**task.settings, **row} for task, its in zip(tasks, found, strict=True) for row in its]
    findings = own_learner.judge(plan, rows)
    answer = {
        "settings": dict(vars(plan)),
        "findings": [vars(finding) for finding in findings],
        "thresholds": _thresholds(rows),
        "rows": rows,
    }
    if out is not None:
        _write(out, answer, plan, rows)
    if as_json:
        print_json(answer)
    else:
        _print(answer)
    ctx.exit(0 if all(finding.holds for finding in findings) else 1)


def _thresholds(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Median P* of each size; 0 where above 50 % from the start, None where never."""
    found = []
    for p, one in thresholds(curves(rows, "accuracy"), own_learner.HALF).items():
        star = one.median if math.isfinite(one.median) else None
        unit = latent_unit(p)
        found.append({**p.as_dict(), "P*": star, "P*(1−f)/vm³": star and star / unit})
    return found


def _print(answer: dict[str, Any]) -> None:
    table = Table("m", "L", "P*", "P*(1−f)/vm³")
    for row in answer["thresholds"]:
        stars = ("–" if row[name] is None else f"{row[name]:.3g}" for name in ("P*", "P*(1−f)/vm³"))
        table.add_row(str(row["m"]), str(row["L"]), *stars)
    console = Console(highlight=False, soft_wrap=True)
    console.print(table)
    for finding in answer["findings"]:
        good = {True: "yes", False: "no", None: "undecided"}[finding["holds"]]
        console.print(f"{finding['check']}: {good}, {finding['words']}", markup=False)


def _write(folder: Path, answer: dict[str, Any], plan: Any, rows: Sequence[Any]) -> None:
    from ownlatents.paper_figs.own_learner import draw  # noqa: PLC0415  (matplotlib takes a second)
    from ownlatents.paper_figs.style import save, style  # noqa: PLC0415

    with style(), replacing(folder / "check.svg", "wb") as picture:
        save(draw(plan, rows), picture)
    with replacing(folder / "check.json") as file:
        json.dump(answer, file, indent=1, ensure_ascii=False)
        file.write("\n")
