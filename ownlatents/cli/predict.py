"""`ownlatents predict`: the success curve of one grammar, from its exact law."""

from __future__ import annotations

import math

import click
from rich.console import Console
from rich.table import Table

from ownlatents.checks.measure.level_laws import level_laws
from ownlatents.checks.stats.units import latent_unit
from ownlatents.cli.options import as_json, context_source, grammar_source, print_json
from ownlatents.errors import InputError
from ownlatents.sim import Context, Grammar
from ownlatents.theory.oracle import success

_WIDE = 1000
"""Columns, so that a deep grammar's numbers are not cut off; a table is no wider than it needs."""
_UNITS = tuple(2.0**k for k in range(-4, 6))


@click.command()
@grammar_source
@context_source(targets="all")
@click.option(
    "--strings", "numbers", multiple=True, type=float, help="number of strings; may be repeated"
)
@as_json
def command(grammar: Grammar, context: Context, numbers: tuple[float, ...], as_json: bool) -> None:
    """Success of a learner that knows the centres, predicted without a fitted parameter.

    Accuracy of the tuples of each level, the levels below taken as known, and the probability that
    all tuples of all levels are right: what the data allow at best with these context vectors.
    Without --strings, from 1/16 to 32 vm³/(1−f).
    """
    laws = level_laws(grammar, context)
    unit = latent_unit(grammar.params)
    if not (numbers or math.isfinite(unit)):
        raise InputError("f = 1: vm³/(1−f) is infinite, but --strings was not given")
    wrong = [P for P in numbers if not (P >= 1 and math.isfinite(P))]
    if wrong:
        raise InputError(f"--strings {wrong[0]:g}, but a number of at least 1 was expected")
    strings = numbers or [unit * x for x in _UNITS]
    accuracies, exact = (found.tolist() for found in success(laws, strings))
    curve = list(zip(strings, accuracies, exact, strict=True))
    if as_json:
        points = [
            {"strings": P, "accuracy": levels, "exact": all_right} for P, levels, all_right in curve
        ]
        sizes = {**grammar.params.as_dict(), "f": grammar.params.f}
        print_json({"grammar": grammar.content_hash, **sizes, "curve": points})
        return
    names = [f"level {level + 1}" for level in range(len(laws))]
    table = Table("strings", "(1−f)/vm³", *names, "all exactly")
    for P, levels, all_right in curve:
        row = [f"{P:.4g}", f"{P / unit:.3g}", *(f"{x:.4f}" for x in levels), f"{all_right:.4f}"]
        table.add_row(*row)
    console = Console(highlight=False)
    console.print(f"{grammar!r}, f = {grammar.params.f:.4g}", markup=False)
    Console(highlight=False, width=_WIDE).print(table)
