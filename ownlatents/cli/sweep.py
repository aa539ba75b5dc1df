"""`ownlatents sweep`: the measurements of one experiment, here or on a cluster."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from ownlatents import models
from ownlatents.checks import experiments, sweep
from ownlatents.checks.experiments import EXPERIMENTS, PROFILES
from ownlatents.checks.measure.grids import batch_key
from ownlatents.checks.sweep.progress import Progress
from ownlatents.cli.options import as_json, print_json
from ownlatents.errors import InputError


@click.command()
@click.argument("name", required=False)
@click.option("--list", "listed", is_flag=True, help="list the experiments")
@click.option("--profile", type=click.Choice(PROFILES), default="quick", show_default=True)
@click.option("--on", type=click.Choice(["local", "slurm"]), default="local", show_default=True)
@click.option(
    "--device", default="cpu", show_default=True, help="torch device that networks are trained on"
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    help="local: processes; by default all cores, or one that shares --device",
)
@click.option(
    "--together",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="trainings that are done as one batch, by which a GPU is used better",
)
@click.option(
    "--minutes", type=click.FloatRange(0), help="local: begin nothing more after this time"
)
@click.option("--jobs", type=click.IntRange(1), default=32, show_default=True, help="slurm: jobs")
@click.option(
    "--limit", type=click.IntRange(1), default=60, show_default=True, help="slurm: minutes a job"
)
@click.option("--partition", help="slurm: queue; the cluster's default")
@click.option("--store", type=Path, default=Path("results/rows"), show_default=True, help="folder")
@as_json
@click.pass_context
def command(
    ctx: click.Context,
    name: str | None,
    listed: bool,
    profile: str,
    on: str,
    device: str,
    workers: int | None,
    together: int,
    minutes: float | None,
    jobs: int,
    limit: int,
    partition: str | None,
    store: Path,
    as_json: bool,
) -> None:
    """Run the tasks of an experiment that the store lacks; --list names the experiments.

    Rows are kept as they finish: after an interrupt, a kill or --minutes the same command goes on,
    and it may go on elsewhere. With a --device other than cpu, jobs on Slurm ask for a GPU. Exit
    status 1 while rows are missing.
    """
    if listed or name is None:
        _print_list(as_json)
        return
    if name not in EXPERIMENTS:
        raise InputError(f"experiment {name!r}, but one of {', '.join(EXPERIMENTS)} was expected")
    if on == "slurm" and (workers or minutes is not None):
        raise InputError("--workers and --minutes are for --on local, but --on slurm was given")
    accelerated, enough = device != "cpu", experiments.enough
    if accelerated:
        _check_device(name, device, on)
    tasks = experiments.experiment(name).tasks(profile)
    run, rows = partial(experiments.run, device=device), sweep.Store(store, device=device)
    batched = _batched(name, together, device)
    console = Console(stderr=True, highlight=False)
    try:
        with Progress(console, f"{experiments.experiment(name).title}, {profile}") as progress:
            if on == "slurm":
                cluster = sweep.Cluster(jobs, limit, partition, gpus=int(accelerated))
                found = sweep.run_on_slurm(
                    tasks, run, rows, progress, cluster, enough=enough, batched=batched
                )
            else:
                workers = workers or (1 if accelerated else None)
                found = sweep.run_tasks(
                    tasks,
                    run,
                    rows,
                    progress,
                    enough=enough,
                    workers=workers,
                    minutes=minutes,
                    batched=batched,
                )
    except KeyboardInterrupt:
        console.print("ownlatents: interrupted; finished rows are kept, the same command goes on")
        ctx.exit(130)
    finished = sum(enough(task, its) for task, its in zip(tasks, found, strict=True))
    counts = {"tasks": len(tasks), "finished": finished, "rows": sum(map(len, found))}
    if as_json:
        print_json({"experiment": name, "profile": profile, **counts, "store": str(store)})
    else:
        click.echo(f"{name}: {finished} of {len(tasks)} tasks finished, {counts['rows']} rows")
    ctx.exit(0 if finished == len(tasks) else 1)


def _print_list(as_json: bool) -> None:
    found = [experiments.overview(name) for name in EXPERIMENTS]
    if as_json:
        print_json(found)
        return
    table = Table("experiment", "about", "profile: tasks, floating-point operations of trainings")
    for one in found:
        told = [
            f"{profile}: {its['tasks']}" + (f", {its['flops']:.1e}" if "flops" in its else "")
            for profile, its in one["profiles"].items()
        ]
        table.add_row(one["experiment"], one["title"], "; ".join(told))
    Console(highlight=False).print(table)


def _batched(name: str, most: int, device: str) -> sweep.Batched | None:
    if most == 1:
        return None
    if experiments.experiment(name).train is None:
        raise InputError(f"--together {most}, but {name} trains no network: 1 was expected")
    return sweep.Batched(partial(experiments.train, device=device), batch_key, most)


def _check_device(name: str, device: str, on: str) -> None:
    """Raise an InputError where --device is no device, or the experiment has no use for it."""
    if experiments.experiment(name).train is None:
        raise InputError(f"--device {device}, but {name} trains no network: cpu was expected")
    # A cluster's nodes may have what is lacking here.
    models.devices.checked_device(device, here=on == "local")
