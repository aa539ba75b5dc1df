"""`ownlatents report`: the page of claims, from what is stored."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from ownlatents.checks.experiments import EXPERIMENTS
from ownlatents.cli.options import as_json, print_json


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
    from ownlatents.checks.ledger.stored import LARGEST, PACKAGED, stored  # noqa: PLC0415  (torch takes a second)
    from ownlatents.checks.ledger.verification import judged  # noqa: PLC0415
    from ownlatents.checks.sweep import Store  # noqa: PLC0415
    from ownlatents.files import replacing  # noqa: PLC0415
    from ownlatents.report import drawings, page  # noqa: PLC0415

    found = judged(LARGEST, stored(EXPERIMENTS, Store(store, also=[PACKAGED])))
    with replacing(out) as file:
        file.write(page(found, drawings(found)))
    if as_json:
        print_json(found.as_dict())
    else:
        console = Console(stderr=True, highlight=False)
        for claim in found.unjudged:
            told = found.sources[claim.experiment].lacking
            console.print(f"not judged: {claim.number}: {told}", markup=False)
        click.echo(f"written: {out}")
    ctx.exit(0 if found.as_recorded else 1)
