"""`ownlatents certify`: how many strings suffice for one grammar, checked by a proof assistant."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console

from ownlatents.checks.certificates import STABILITY, certificate
from ownlatents.checks.stats.units import latent_unit
from ownlatents.cli.options import as_json, context_of, grammar_source, print_json, targets_choice
from ownlatents.errors import InputError
from ownlatents.files import replacing
from ownlatents.sim import Grammar
from ownlatents.theory import proofs


@click.command()
@grammar_source
@click.option("--delta", default="1/20", show_default=True, help="admitted failure probability")
@targets_choice("all")
@click.option("--out", type=Path, help="keep the Rocq file (.v)")
@as_json
@click.pass_context
def command(
    ctx: click.Context,
    grammar: Grammar,
    delta: str,
    targets: str,
    out: Path | None,
    as_json: bool,
) -> None:
    """So many strings suffice for this very grammar, by Theorem 2, checked by Rocq (Coq).

    Balance and separation are computed exactly at the best site of each level, stated in a Rocq
    file, computed again by Rocq from the rules, and the theorem is applied. Without Rocq the
    numbers are printed and said to be unchecked. Exit status 1 if Rocq refuses the certificate.
    """
    found = certificate(grammar, _probability(delta), context_of(targets))
    text = found.rocq()
    if out is not None:
        if out.suffix != ".v":
            raise InputError(f"--out {out}, but a name that ends in .v was expected")
        with replacing(out) as file:
            file.write(text)
    console = Console(stderr=True, highlight=False)
    lacking = proofs.missing()
    start, refusal = time.monotonic(), None
    if lacking is None:
        console.print("checking with Rocq (the first time the theorem itself, half a minute) …")
        refusal = _refusal(text)
    checked = None if lacking else refusal is None
    p = grammar.params
    if as_json:
        exact = {"p_min": found.p_min, "separation": found.separation, "delta": found.delta}
        print_json(
            {
                "grammar": grammar.content_hash,
                **p.as_dict(),
                "f": p.f,
                **{name: str(value) for name, value in exact.items()},
                "kappa": str(found.kappa),
                "sites": [[site.grandparent, site.place] for site in found.sites],
                "strings": found.strings,
                "checked": checked,
            }
        )
    else:
        scale = found.strings / latent_unit(p)
        click.echo(
            f"{grammar!r}\n"
            f"p_min = {found.p_min}, Δ² ≥ {found.separation} ≈ {float(found.separation):.3g}, "
            f"κ = {STABILITY}\n"
            f"{found.strings} strings suffice with probability 1 − {found.delta}, "
            f"{scale:.3g} vm³/(1−f)"
        )
        click.echo(_said(lacking, refusal, time.monotonic() - start))
    ctx.exit(1 if refusal else 0)


def _probability(delta: str) -> Fraction:
    try:
        value = Fraction(delta)
    except (ValueError, ZeroDivisionError):
        value = Fraction(0)
    if not 0 < value <= 1:
        raise InputError(f"--delta {delta}, but a number in (0, 1] was expected, as 0.05 or 1/20")
    return value


def _refusal(text: str) -> str | None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "certificate.v"
        file.write_text(text, encoding="utf-8")
        try:
            proofs.compiled(file)
        except proofs.ProofError as error:
            return str(error)
    return None


def _said(lacking: str | None, refusal: str | None, seconds: float) -> str:
    if lacking:
        return f"unchecked: {lacking}"
    if refusal:
        return f"REFUSED by Rocq: {refusal}"
    return f"checked by Rocq in {seconds:.0f} s: theorem certificate_closed"
