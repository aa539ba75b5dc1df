"""`ownlatents threshold`: all laws side by side for one setting."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from ownlatents import theory
from ownlatents.cli.options import as_json, check_delta, print_json, sizes
from ownlatents.errors import InputError
from ownlatents.json_values import json_values
from ownlatents.sim import RHMParams

_OBJECTIVES = list(dict.fromkeys(law.objective for law in theory.LAWS.values()))


@click.command()
@sizes(with_m=True, required=True)
@click.option("--delta", type=float, default=0.5, show_default=True, help="failure probability")
@click.option("--objective", type=click.Choice(_OBJECTIVES), help="the laws of this one alone")
@as_json
def command(
    v: int, m: int, s: int, L: int, delta: float, objective: str | None, as_json: bool
) -> None:
    """Predicted numbers of strings for typical grammars, by every law.

    Scales come without constant and logarithm; beside them, the strings at which signal equals
    noise at exactly these sizes. The others fail with probability --delta. For what suffices for
    one grammar: `assumptions`; for its success curve: `predict`.
    """
    check_delta(delta)
    params = RHMParams(v=v, m=m, s=s, L=L)
    if L < 2:
        raise InputError(f"L={L}, but at least 2 was expected: nothing lies below the root")
    wanted = {name: law for name, law in theory.LAWS.items() if objective in (None, law.objective)}
    strings = {name: theory.threshold(name, **params.as_dict(), delta=delta) for name in wanted}
    meets = {name: theory.finite_threshold(name, **params.as_dict()) for name in wanted}
    if as_json:
        laws = {
            name: {
                "objective": law.objective,
                "strings": json_values(strings[name]),
                "finite_size": json_values(meets[name]),
                "law": str(law.strings),
                "regime": law.regime,
                "source": law.source,
            }
            for name, law in wanted.items()
        }
        print_json({**params.as_dict(), "f": params.f, "delta": delta, "laws": laws})
        return
    table = Table("law", "strings", "at these sizes", "where")
    for name, law in wanted.items():
        exact = meets[name]
        table.add_row(
            law.what,
            f"{strings[name]:.3g}",
            "" if exact is None else f"{exact:.3g}",
            law.regime,
        )
    console = Console(highlight=False)
    console.print(f"{params}, f = {params.f:.4g}, δ = {delta}")
    console.print(table)
