"""`ownlatents report`: the page of claims, from what is stored."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from ownlatents import report
from ownlatents.checks.experiments import EXPERIMENTS
from ownlatents.checks.ledger import stored
from ownlatents.checks.ledger.verification import judged
from ownlatents.checks.sweep import Store
from ownlatents.checks.sweep.progress import Progress
from ownlatents.cli.options import as_json, print_json
from ownlatents.files import replacing


@click.command()
@click.option(
    "--store", type=Path, default=Path("results/rows"), show_default=True, help="folder of rows"
)
@click.option(
    "--out", type=Path, default=Path("results/report.html"), show_default=True, help="file"
)
@as_json
@click.pass_context
def command(ctx: click.Context, store: Path, out: Path, as_json: bool) -> None:
    """Judge every claim from stored rows and write one page; measure nothing.

    Rows come from the package and from --store, where `verify` and `sweep` keep theirs; of each
    experiment the largest profile that is complete is judged, and what is missing is said. Exit
    status 1 if some outcome differs from the ledger's.
    """
    console = Console(stderr=True, highlight=False)
    rows = Store(store, packaged=stored.PACKAGED)
    with Progress(console, "reading rows") as progress:
        sources = stored.stored(progress.track(EXPERIMENTS), rows)
    with Progress(console, "judging claims") as progress:
        found = judged(stored.LARGEST, sources, progress.track)
    with Progress(console, "drawing") as progress, replacing(out) as file:
        file.write(report.page(found, report.drawings(found), progress.track))
    if as_json:
        print_json(found.as_dict())
    else:
        for claim in found.unjudged:
            told = found.sources[claim.experiment].lacking
            console.print(f"not judged: {claim.number}: {told}", markup=False)
        click.echo(f"written: {out}")
    ctx.exit(0 if found.as_recorded else 1)
