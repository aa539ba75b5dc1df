"""`ownlatents tune`: hyperparameter search, resumable, by several processes where wanted."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from ownlatents.checks.measure.tuning import Search, best, search
from ownlatents.checks.sweep.progress import Progress
from ownlatents.cli.options import as_json, print_json, sizes
from ownlatents.sim import RHMParams


@click.command()
@click.argument("learner")
@sizes(with_m=True, required=True)
@click.option("--P", "P", type=click.IntRange(1), required=True, help="strings of each training")
@click.option("--preset", default="small", show_default=True, help="settings to search around")
@click.option(
    "--set", "changes", multiple=True, metavar="NAME=VALUE", help="change a setting; repeatable"
)
@click.option("--grammars", type=click.IntRange(1), default=4, show_default=True, help="a trial")
@click.option("--trials", type=click.IntRange(1), default=50, show_default=True, help="in all")
@click.option(
    "--storage", type=Path, default=Path("results/tune.db"), show_default=True, help="SQLite file"
)
@as_json
@click.pass_context
def command(
    ctx: click.Context,
    learner: str,
    v: int,
    m: int,
    s: int,
    L: int,
    P: int,
    preset: str,
    changes: tuple[str, ...],
    grammars: int,
    trials: int,
    storage: Path,
    as_json: bool,
) -> None:
    """Search rates, margins and weights of losses for the best accuracy of hard labels.

    Optuna's tree-structured Parzen estimator proposes, Hyperband breaks off what does badly. The
    same command goes on where it stopped, and may run several times at once on one file.
    """
    what = Search(learner, preset, RHMParams(v, m, s, L), P, grammars, changes)
    console = Console(stderr=True, highlight=False)
    try:
        with Progress(console, f"trials of {what.name}") as progress:
            progress.expect(trials, trials)
            study = search(what, storage, trials, lambda n: progress.advance(n, done=n))
    except KeyboardInterrupt:
        console.print("ownlatents: interrupted; finished trials are kept, the same command goes on")
        ctx.exit(130)
    found = best(study)
    if as_json:
        print_json(found)
        return
    counts = ", ".join(f"{n} {state}" for state, n in found["trials"].items())
    click.echo(f"{found['study']}: {counts}; best accuracy {found['score']:.3f}")
    for name, value in found["settings"].items():
        click.echo(f"  --set {name}={value:.4g}")
