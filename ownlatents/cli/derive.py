"""`ownlatents derive`: a derivation, step by step, verified while it is printed."""

from __future__ import annotations

import click

from ownlatents.cli.options import as_json, print_json
from ownlatents.errors import InputError
from ownlatents.theory.derivations import derive, names


@click.command()
@click.argument("name", required=False)
@click.option("--list", "listed", is_flag=True, help="list the derivations")
@click.option("--latex", is_flag=True, help="print LaTeX in place of text")
@as_json
@click.pass_context
def command(ctx: click.Context, name: str | None, listed: bool, latex: bool, as_json: bool) -> None:
    """Print a derivation from its definition to its result; --list names them all.

    Each step says what it is: an equality, a bound by a named lemma, a limit (all verified now, by
    symbolic computation or exact enumeration) or a heuristic, with what would make it rigorous.
    Exit status 1 if a step is found wrong.
    """
    if latex and as_json:
        raise InputError("--latex and --json were both given, but JSON has each step's LaTeX")
    if listed or name is None:
        if as_json:
            print_json(names())
        else:
            for one in names():
                click.echo(one)
        return
    if name not in names():
        raise InputError(f"derivation {name!r}, but one of {', '.join(names())} was expected")
    derivation = derive(name)
    found = derivation.as_dict()
    wrong = [step["name"] for step in found["steps"] if step["verified"] is False]
    if as_json:
        print_json(found)
    else:
        click.echo(derivation.latex() if latex else derivation.text())
        verified = sum(step["verified"] is True for step in found["steps"])
        others = len(derivation.steps) - verified - len(wrong)
        told = f"{verified} steps verified, {len(wrong)} wrong"
        click.echo(f"\n{told}; definitions and heuristics: {others}", err=True)
    if wrong:
        click.echo(f"ownlatents: wrong: {', '.join(wrong)}", err=True)
        ctx.exit(1)
