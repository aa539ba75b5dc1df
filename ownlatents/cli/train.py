"""`ownlatents train`: one network, from a preset, with a checkpoint that survives a kill."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from ownlatents import models
from ownlatents.checks.sweep.progress import Progress
from ownlatents.checks.sweep.provenance import machine, versions
from ownlatents.cli.options import as_json, grammar_source, print_json
from ownlatents.errors import InputError
from ownlatents.files import replacing
from ownlatents.models.ensemble import Run
from ownlatents.models.learners import LEARNERS, Learner
from ownlatents.sim import Grammar


@click.command()
@click.argument("learner", type=click.Choice(list(LEARNERS)))
@grammar_source
@click.option("--preset", default="small", show_default=True, help="settings that have a name")
@click.option(
    "--set", "changes", multiple=True, metavar="NAME=VALUE", help="change a setting; repeatable"
)
@click.option("--P", "P", type=click.IntRange(0), required=True, help="strings; 0: always new ones")
@click.option(
    "--training-seed", type=int, default=0, show_default=True, help="of strings and weights"
)
@click.option("--device", default="cpu", show_default=True, help="torch device")
@click.option("--out", type=Path, help="folder; by default results/train/LEARNER-KEY")
@click.option("--resume", is_flag=True, help="go on from the folder's checkpoint")
@as_json
@click.pass_context
def command(
    ctx: click.Context,
    learner: str,
    grammar: Grammar,
    preset: str,
    changes: tuple[str, ...],
    P: int,
    training_seed: int,
    device: str,
    out: Path | None,
    resume: bool,
    as_json: bool,
) -> None:
    """Train a network on P strings of a grammar and say, level by level, what it found.

    Writes record.json and curve.svg into its folder, and checkpoint.pt at every evaluation: after
    an interrupt or a kill the same command with --resume ends as if there had been none.
    """
    chosen = Learner(learner)
    run = Run(chosen.settings(preset, changes), grammar, P, training_seed)
    key = hashlib.sha256(json.dumps(run.as_dict(), sort_keys=True).encode()).hexdigest()[:12]
    folder = out or Path("results/train") / f"{learner}-{key}"
    checkpoint = folder / "checkpoint.pt"
    if checkpoint.exists() and not resume:
        raise InputError(f"{checkpoint} is there: --resume, or another --out, was expected")
    models.devices.checked_device(device)
    began = time.monotonic()
    title = f"{learner}, {grammar.params}, P = {P or 'endless'}"
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        with Progress(console, f"training {title}") as progress:
            steps = run.settings.steps(P)
            progress.expect(steps, steps)
            records = chosen.package.train(
                [run],
                device=device,
                checkpoint=checkpoint,
                tell=lambda n: progress.advance(n, done=n),
            )[0]
    except KeyboardInterrupt:
        console.print("ownlatents: interrupted; the same command with --resume goes on")
        ctx.exit(130)
    found = {
        "learner": learner,
        "preset": preset,
        **run.as_dict(),
        **grammar.params.as_dict(),
        "device": device,
        "seconds": round(time.monotonic() - began, 1),
        "machine": machine(),
        "versions": versions(),
        "records": records,
    }
    from ownlatents.paper_figs.style import save, style  # noqa: PLC0415  (matplotlib takes a second)
    from ownlatents.paper_figs.training import draw  # noqa: PLC0415

    with replacing(folder / "record.json") as file:
        json.dump(found, file, indent=1)
    with style(), replacing(folder / "curve.svg", "wb") as picture:
        save(draw(records[:-1], title), picture)
    if as_json:
        print_json(found)
    else:
        _print(records[-1], folder)


def _print(last: dict[str, Any], folder: Path) -> None:
    console = Console(highlight=False)
    levels = len(last["accuracy"])
    columns = {
        name.replace("_", " "): value
        for name, value in last.items()
        if isinstance(value, list) and len(value) == levels
    }
    table = Table("level", *columns, box=SIMPLE, padding=(0, 1, 0, 0))  # fits in 80
    for level in range(levels):
        table.add_row(str(level + 1), *(_short(column[level]) for column in columns.values()))
    console.print(table)
    numbers = {name: value for name, value in last.items() if isinstance(value, float | int)}
    for name, value in numbers.items():
        console.print(f"{name.replace('_', ' ')}: {_short(value)}")
    if not last["finite"]:
        console.print(f"diverged by step {last['step']}: these are the last finite weights")
    console.print(f"kept in {folder}")


def _short(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
