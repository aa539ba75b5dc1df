"""`ownlatents store`: look at stores of rows, check them, merge them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from ownlatents.checks.sweep import PACKED, Store, merged, write_merged
from ownlatents.cli.options import as_json, print_json
from ownlatents.errors import InputError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Stores of rows, made by `verify` and `sweep`."""


@command.command()
@click.argument("folder", type=Path)
@as_json
def show(folder: Path, as_json: bool) -> None:
    """Rows and seconds of each experiment."""
    records, _ = merged(_stores([folder]))
    rows = Counter[str]()
    seconds = Counter[str]()
    for record in records:
        rows[record.task["experiment"]] += 1
        seconds[record.task["experiment"]] += record.seconds  # type: ignore[assignment]
    found = {name: {"rows": rows[name], "seconds": round(seconds[name], 1)} for name in rows}
    if as_json:
        print_json(found)
    else:
        for name, one in found.items():
            click.echo(f"{name}: {one['rows']} rows, {one['seconds']} s")


@command.command()
@click.argument("folders", nargs=-1, required=True, type=Path)
@as_json
def check(folders: tuple[Path, ...], as_json: bool) -> None:
    """Read every row; say how many came more than once; fail where two of one task differ."""
    records, repeated = merged(_stores(folders))
    found = {"rows": len(records), "repeated": repeated}
    if as_json:
        print_json(found)
    else:
        click.echo(f"{len(records)} rows; {repeated} came more than once, with equal contents")


@command.command()
@click.argument("folders", nargs=-1, required=True, type=Path)
@click.option("--out", type=Path, required=True, help="file for all rows, .jsonl or .jsonl.gz")
@as_json
def merge(folders: tuple[Path, ...], out: Path, as_json: bool) -> None:
    """All rows of several stores in one file, each once, in an order of their own."""
    if not out.name.endswith((".jsonl", PACKED)):
        raise InputError(f"--out {out}, but a name that ends in .jsonl or {PACKED} was expected")
    records, repeated = merged(_stores(folders))
    write_merged(records, out)
    found = {"rows": len(records), "repeated": repeated, "out": str(out)}
    if as_json:
        print_json(found)
    else:
        click.echo(f"{out}: {len(records)} rows; {repeated} came more than once")


def _stores(folders: Sequence[Path]) -> list[Store]:
    for folder in folders:
        if not folder.is_dir():
            raise InputError(f"{folder} is no folder, but a store was expected")
    return [Store(folder) for folder in folders]
