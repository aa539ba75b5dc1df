"""Options that several commands share."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from ownlatents.errors import InputError
from ownlatents.sim import Context, Grammar, RHMParams

_F = TypeVar("_F", bound=Callable[..., Any])

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")


def sizes(*, with_m: bool, required: bool) -> Callable[[_F], _F]:
    """--v, --s, --L and, where wanted, --m."""

    def decorate(function: _F) -> _F:
        letters = {"v": "symbols per level", "m": "rules per symbol", "s": "children per rule"}
        letters["L"] = "levels of rules"
        for letter in reversed(letters):
            if letter != "m" or with_m:
                option = click.option(
                    f"--{letter}", letter, type=int, required=required, help=letters[letter]
                )
                function = option(function)
        return function

    return decorate


def grammar_source(function: Callable[..., Any]) -> Callable[..., Any]:
    """--grammar FILE, or --v --m --s --L --seed for a random one; the command gets `grammar`."""

    @wraps(function)
    def with_grammar(
        *,
        file: Path | None,
        v: int | None,
        m: int | None,
        s: int | None,
        L: int | None,
        seed: int,
        **others: Any,
    ) -> Any:
        return function(grammar=_grammar(file, v, m, s, L, seed), **others)

    decorated = click.option(
        "--seed", type=int, default=0, show_default=True, help="seed of the random grammar"
    )(with_grammar)
    decorated = sizes(with_m=True, required=False)(decorated)
    return click.option("--grammar", "file", type=Path, help="grammar file (JSON)")(decorated)


def _grammar(
    file: Path | None, v: int | None, m: int | None, s: int | None, L: int | None, seed: int
) -> Grammar:
    given = {"v": v, "m": m, "s": s, "L": L}
    if file is not None:
        if any(value is not None for value in given.values()):
            raise InputError("--grammar and sizes were both given, but one of them was expected")
        return Grammar.load(file)
    missing = [f"--{name}" for name, value in given.items() if value is None]
    if missing:
        raise InputError(f"{' '.join(missing)} missing: all of --v --m --s --L, or --grammar FILE")
    return Grammar.sample(RHMParams(**given), seed)  # type: ignore[arg-type]


def targets_choice(default: str) -> Callable[[_F], _F]:
    """--targets: what is predicted of a tuple; see `context_of`."""
    return click.option(
        "--targets",
        type=click.Choice(["all", "patch", "token"]),
        default=default,
        show_default=True,
        help="all s(s-1) cousin tokens, one cousin's s tokens, or one token",
    )


def context_of(targets: str, grandparent: int | None = 0, place: int = 0) -> Context:
    """The context with these --targets."""
    return Context(
        cousin=None if targets == "all" else 1,
        token=0 if targets == "token" else None,
        grandparent=grandparent,
        place=place,
    )


def context_source(targets: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """--targets (with this default), --site and --place; the command gets `context`."""
    options = (
        targets_choice(targets),
        click.option(
            "--site",
            default="0",
            show_default=True,
            metavar="N|pooled",
            help="level-2 variable above the tuple, or 'pooled' over all of them",
        ),
        click.option(
            "--place", type=int, default=0, show_default=True, help="place under the grandparent"
        ),
    )

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def with_context(*, targets: str, site: str, place: int, **others: Any) -> Any:
            return function(context=_context(targets, site, place), **others)

        decorated: Callable[..., Any] = with_context
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate


def _context(targets: str, site: str, place: int) -> Context:
    if site != "pooled" and not site.isdecimal():
        raise InputError(f"--site {site}, but a number or 'pooled' was expected")
    return context_of(targets, None if site == "pooled" else int(site), place)


def check_delta(delta: float) -> None:
    """Raise an InputError where --delta is no failure probability."""
    if not 0 < delta <= 1:
        raise InputError(f"--delta {delta}, but a number in (0, 1] was expected")


def print_json(content: object) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(content, indent=1, ensure_ascii=False))
