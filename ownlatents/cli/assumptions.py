"""`ownlatents assumptions`: Assumption 1 measured on one grammar."""

from __future__ import annotations

import math

import click
from rich.console import Console
from rich.table import Table

from ownlatents import theory
from ownlatents.checks.stats.units import latent_unit
from ownlatents.cli.options import (
    as_json,
    check_delta,
    context_source,
    grammar_source,
    print_json,
)
from ownlatents.json_values import json_values
from ownlatents.sim import Assumptions, Context, Grammar, assumptions


@click.command()
@grammar_source
@context_source(targets="token")
@click.option(
    "--delta", type=float, default=0.05, show_default=True, help="admitted failure probability"
)
@as_json
def command(grammar: Grammar, context: Context, delta: float, as_json: bool) -> None:
    """Balance and separation of one grammar, exactly (Assumption 1).

    Also the number of strings that Theorem 2 says suffices for it (κ = 1/8; one site, since the
    tuples of one string are not independent).
    """
    check_delta(delta)
    found = assumptions(grammar, context, exact=True)
    result = _result(grammar, found, delta)
    if as_json:
        print_json(result)
    else:
        _print(grammar, found, result)


def _result(grammar: Grammar, found: Assumptions, delta: float) -> dict[str, object]:
    p = grammar.params
    sufficient = theory.sufficient_strings(
        p_min=float(found.p_min),
        separation=float(found.separation),
        n_tuples=p.n_tuples,
        L=p.L,
        delta=delta,
        targets=len(found.sites[0].targets(p.s)),
    )
    if found.sites[0].grandparent is None:
        sufficient = math.inf
    scale = latent_unit(p)
    return {
        "grammar": grammar.content_hash,
        **p.as_dict(),
        "f": p.f,
        "c_bal": float(found.c_bal),
        "c_sep": found.c_sep,
        "levels": [
            {
                "level": level.level,
                "p_min": str(level.p_min),
                "c_bal": str(level.c_bal),
                "separation": str(level.separation),
                "c_sep_squared": None if level.c_sep_squared is None else str(level.c_sep_squared),
            }
            for level in found.levels
        ],
        "predicted_scale": json_values(scale),
        "delta": delta,
        "sufficient_strings": json_values(sufficient),
    }


def _print(grammar: Grammar, found: Assumptions, result: dict[str, object]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{grammar!r}, f = {grammar.params.f:.4g}", markup=False)
    table = Table("tuples → latents", "c_bal", "c_sep", "rarest tuple", "closest centres, ‖μa−μb‖²")
    for level in found.levels:
        c_sep = None if level.c_sep_squared is None else float(level.c_sep_squared) ** 0.5
        table.add_row(
            f"level {level.level} → {level.level + 1}",
            f"{float(level.c_bal):.4f}",
            "undefined at f = 1" if c_sep is None else f"{c_sep:.4f}",
            _both(level.p_min),
            _both(level.separation),
        )
    console.print(table)
    if found.c_bal == 0:
        console.print("A symbol never occurs at this site: no number of strings suffices here.")
    elif found.separation == 0:
        console.print("Two parents have equal context vectors: nothing seen here tells them apart.")
    else:
        sufficient = result["sufficient_strings"]
        console.print(
            f"predicted scale vm³/(1−f): {result['predicted_scale']:.3g} strings; "
            f"sufficient by Theorem 2 at δ = {result['delta']}: "
            + ("not known for pooled sites" if sufficient is None else f"{sufficient:.3g}")
        )


def _both(fraction: object) -> str:
    text = str(fraction)
    return f"{text} = {float(fraction):.3g}" if len(text) <= 24 else f"{float(fraction):.6g}"  # type: ignore[arg-type]
