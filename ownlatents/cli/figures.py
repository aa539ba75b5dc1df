"""`ownlatents figures`: every figure of the paper, from stored rows or measured now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from ownlatents.checks import experiments, sweep
from ownlatents.checks.ledger import stored
from ownlatents.checks.sweep.progress import Progress
from ownlatents.cli.options import as_json, print_json
from ownlatents.errors import InputError
from ownlatents.files import replacing
from ownlatents.json_values import json_values
from ownlatents.paper_figs import PICTURES, picture

FORMATS = ("svg", "pdf", "png")
_STORED = "stored"


@click.command()
@click.argument("figures", nargs=-1)
@click.option(
    "--profile",
    type=click.Choice([_STORED, *experiments.PROFILES]),
    default=_STORED,
    show_default=True,
    help="rows to draw from; stored: of each experiment the largest profile that is complete",
)
@click.option("--recompute", is_flag=True, help="measure what the store lacks of --profile first")
@click.option(
    "--format", "formats", default="svg", show_default=True, help="of svg, pdf and png, by commas"
)
@click.option(
    "--out", type=Path, default=Path("results/paper_figs"), show_default=True, help="folder"
)
@click.option(
    "--store", type=Path, default=Path("results/rows"), show_default=True, help="folder of rows"
)
@click.option("--workers", type=click.IntRange(1), help="processes; all cores by default")
@as_json
@click.pass_context
def command(
    ctx: click.Context,
    figures: tuple[str, ...],
    profile: str,
    recompute: bool,
    formats: str,
    out: Path,
    store: Path,
    workers: int | None,
    as_json: bool,
) -> None:
    """Draw figures of the paper by number, or others by name; all by default.

    Rows come from the package and from --store, where `verify` and `sweep` keep theirs. Where an
    experiment was not run, the paper's points are drawn alone and the command that runs it is said.
    """
    wanted = _pictures(figures)
    kinds = _formats(formats)
    if recompute and profile == _STORED:
        raise InputError(
            f"--recompute with --profile {_STORED}, "
            f"but one of {', '.join(experiments.PROFILES)} was expected"
        )
    names = list(dict.fromkeys(name for one in wanted for name in picture(one).EXPERIMENTS))
    console = Console(stderr=True, highlight=False)
    if recompute:
        try:
            _measure(names, profile, sweep.Store(store), workers, console)
        except KeyboardInterrupt:
            console.print("ownlatents: interrupted; finished rows are kept")
            ctx.exit(130)
    packaged = None if recompute else stored.PACKAGED
    found = stored.stored(names, sweep.Store(store, packaged=packaged), profile)
    told = [_draw(one, found, kinds, out) for one in wanted]
    if as_json:
        print_json(told)
    else:
        for one in told:
            click.echo(f"{', '.join(one['files'])}  {one['title']}")
        for experiment in found.values():
            if experiment.lacking:
                console.print(f"not measured: {experiment.lacking}", markup=False)


def _pictures(figures: Sequence[str]) -> list[str]:
    for name in figures:
        if name not in PICTURES:
            raise InputError(f"figure {name!r}, but one of {', '.join(PICTURES)} was expected")
    return [one for name in figures or PICTURES for one in PICTURES[name]]


def _formats(text: str) -> list[str]:
    kinds = text.split(",")
    for kind in kinds:
        if kind not in FORMATS:
            raise InputError(f"format {kind!r}, but some of {', '.join(FORMATS)} were expected")
    return kinds


def _measure(
    names: Sequence[str], profile: str, store: Any, workers: int | None, console: Console
) -> None:
    for name in names:
        if name in experiments.EXPERIMENTS:
            with Progress(console, experiments.experiment(name).title) as progress:
                known = experiments.experiment(name).profiles
                its = profile if profile in known else known[-1]
                wanted = experiments.experiment(name).tasks(its)
                sweep.run_tasks(
                    wanted,
                    experiments.run,
                    store,
                    progress,
                    enough=experiments.enough,
                    workers=workers,
                )


def _draw(name: str, found: Mapping[str, Any], kinds: Sequence[str], out: Path) -> dict[str, Any]:
    """Write one picture; what was drawn, for JSON."""
    from ownlatents.paper_figs.drawing import drawing  # noqa: PLC0415
    from ownlatents.paper_figs.points import Panel  # noqa: PLC0415

    one = drawing(name, found)
    files = [out / f"{name}.{kind}" for kind in kinds]
    for path, kind in zip(files, kinds, strict=True):
        with replacing(path, "wb") as file:
            one.save(file, kind)
    shown = one.data
    panels = isinstance(shown, dict) and all(isinstance(x, Panel) for x in shown.values())
    return {
        "figure": name,
        "title": one.module.TITLE,
        "caption": one.module.CAPTION,
        "note": one.small_print,
        "files": [str(path) for path in files],
        "panels": json_values(shown) if panels else None,
    }
