"""`ownlatents verify`: the main job."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ownlatents import verify
from ownlatents.checks.experiments import COMMON
from ownlatents.checks.ledger import claim
from ownlatents.cli.options import as_json, print_json

_STYLES = {"holds": "green", "holds in part": "yellow", "contradicted": "red"}


@click.command()
@click.option("--profile", type=click.Choice(COMMON), default="quick", show_default=True)
@click.option("--results", type=Path, default=Path("results"), show_default=True, help="folder")
@click.option("--workers", type=click.IntRange(1), help="processes; all cores by default")
@click.option("--recompute", is_flag=True, help="measure all of it here, networks too")
@as_json
@click.pass_context
def command(
    ctx: click.Context,
    profile: str,
    results: Path,
    workers: int | None,
    recompute: bool,
    as_json: bool,
) -> None:
    """Measure, judge every claim, write results/report.html and results/verify.json.

    Exit status: 0 all outcomes as recorded in the ledger, 1 some outcome differs, 2 bad usage.
    Finished measurements are kept: an interrupted run goes on where it stopped. The rows of the
    full profile come with the package, so that it takes half a minute, and networks are judged by
    them in the quick one too; --recompute reads none of them.
    """
    progress = Console(stderr=True, highlight=False)
    progress.print(f"ownlatents verify, profile {profile}")
    try:
        found = verify.verify(profile, results, progress, workers, recompute=recompute)
    except KeyboardInterrupt:
        progress.print("ownlatents: interrupted; finished rows are kept, the same command goes on")
        ctx.exit(130)
    files = verify.write(found, results)
    if as_json:
        print_json(found.as_dict())
    else:
        table = Table("claim", "outcome", "found", show_lines=True)
        for verdict in found.verdicts:
            recorded, outcome = claim(verdict.claim).expected, verdict.outcome
            style = _STYLES[outcome.value]
            told = outcome.value if outcome is recorded else f"{outcome.value} (!)"
            table.add_row(
                f"{claim(verdict.claim).number}\n[dim]{claim(verdict.claim).statement}[/dim]",
                f"[{style}]{told}[/{style}]",
                escape(verdict.finding),
            )
        console = Console(highlight=False)
        console.print(table)
        console.print(f"written: {', '.join(map(str, files))}")
    ctx.exit(0 if found.as_recorded else 1)
