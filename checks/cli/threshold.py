"""`ownlatents threshold`: all laws side by side for one setting."""

from __future__ import annotations

import math

import click
from rich.console import Console
from rich.table import Table

from checks.cli.options import as_json, print_json, sizes
from sim import InputError, RHMParams
from theory import OBJECTIVES, sharp_laws, threshold

_SCALES = {
    "latent": ("own latents, vm³/(1−f)", "scale (Theorem 2)"),
    "token": ("tokens, vm^(L+1)", "scale (Eq. 1)"),
    "root": ("labels, vm^L", "scale (Section 2)"),
}
_SHARP = {
    "known-centres": "one level, centres known, one target token",
    "found-centres": "one level, centres estimated too",
    "coverage": "every tuple seen",
}


@click.command()
@sizes(with_m=True, required=True)
@click.option("--delta", type=float, default=0.5, show_default=True, help="failure probability")
@click.option("--objective", type=click.Choice(list(OBJECTIVES)), help="this one's scale alone")
@as_json
def command(
    v: int, m: int, s: int, L: int, delta: float, objective: str | None, as_json: bool
) -> None:
    """Predicted numbers of strings for typical grammars, by every law.

    Scales come without constant and logarithm. For what suffices for one grammar: `assumptions`.
    """
    if not 0 < delta <= 1:
        raise InputError(f"--delta {delta}, but a number in (0, 1] was expected")
    params = RHMParams(v=v, m=m, s=s, L=L)
    wanted = [objective] if objective else list(OBJECTIVES)
    rows = [(name, *_SCALES[name], threshold(name, **params.as_dict())) for name in wanted]
    if objective is None:
        laws = sharp_laws(v=v, m=m, s=s, delta=delta)
        rows += [
            (law, _SHARP[law], f"failing with probability {delta}", P) for law, P in laws.items()
        ]
    if as_json:
        laws_found = {name: P if math.isfinite(P) else None for name, _, _, P in rows}
        print_json({**params.as_dict(), "f": params.f, "delta": delta, "strings": laws_found})
        return
    table = Table("law", "", "strings")
    for _, what, kind, P in rows:
        table.add_row(what, kind, f"{P:.3g}")
    console = Console(highlight=False)
    console.print(f"{params}, f = {params.f:.4g}")
    console.print(table)
