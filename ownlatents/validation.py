"""Checks of numbers and words: each passes a value on or says in a sentence why not.

They need the standard library alone, so that every part of the package can afford them; those of
arrays are in `ownlatents.arrays`, and what a field's annotation says is checked by
`ownlatents.constraints`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from numbers import Integral, Real
from typing import TypeGuard, TypeVar

from ownlatents.errors import InputError

_LONGEST = 1 << 24
_SHOWN = 80
_T = TypeVar("_T")


def shown(value: object) -> str:
    """A value as a sentence can hold it: its repr on one line, cut where it is long."""
    text = " ".join(repr(value).split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def checked_integer(
    name: str, value: object, least: int, most: int | None = None, of: str = ""
) -> int:
    """`value` as an int of the range `least` … `most`.

    Args:
        name: the argument's name, for the message.
        value: anything.
        least, most: bounds, both included.
        of: what the bounds hold for, appended to the message.

    Raises:
        InputError: `value` is no integer, or out of the range.
    """
    if not _is_integer(value):
        raise InputError(f"{name}={shown(value)}, but an integer was expected")
    if value < least or (most is not None and value > most):
        wanted = f"at least {least}" if most is None else f"{least} to {most}"
        raise InputError(f"{name}={value}, but {wanted} was expected{of}")
    return int(value)


def checked_number(
    name: str, value: object, least: float = 0.0, most: float = math.inf, *, positive: bool = False
) -> float:
    """`value` as a finite float of the range `least` … `most`; 0 is refused where `positive`.

    Raises:
        InputError: `value` is no finite number, or out of the range.
    """
    if not _is_number(value) or not least <= value <= most or (positive and value == 0):
        above = "a positive number" if positive else f"a number of at least {least:g}"
        above = "a finite number" if least == -math.inf else above
        upto = "" if most == math.inf else f", at most {most:g},"
        raise InputError(f"{name}={shown(value)}, but {above}{upto} was expected")
    return float(value)


def checked_choice(name: str, value: object, choices: Iterable[str]) -> None:
    """An InputError unless `value` is one of these words.

    Args:
        name: what is chosen, for the message.
        value: anything.
        choices: the words, in the order in which the message lists them.
    """
    known = list(choices)
    if value not in known:
        raise InputError(f"{name} {shown(value)}, but one of {', '.join(known)} was expected")


def checked_instance(name: str, value: object, kind: type[_T]) -> _T:
    """`value`, which an InputError says to be no `kind` where it is none."""
    if not isinstance(value, kind):
        raise InputError(f"{name}={shown(value)}, but a {kind.__name__} was expected")
    return value


def checked_sizes(v: object, m: object, s: object, L: object, least_L: int = 1) -> None:
    """An InputError unless v ≥ 2, s ≥ 2, 1 ≤ m ≤ v^(s−1) and L ≥ `least_L` are integers."""
    symbols, rules = checked_integer("v", v, 2), checked_integer("m", m, 1)
    children = checked_integer("s", s, 2)
    checked_integer("L", L, least_L)
    most = symbols ** (children - 1)
    if rules > most:
        raise InputError(
            f"m={m}, but at most v^(s-1)={most} was expected "
            f"(v={v}, s={s}): the rules of one level are v*m distinct tuples"
        )


def checked_length(L: int, length: int) -> int:
    """The tokens of a whole string, s^L, where whole strings are held: at most 2^24."""
    if length > _LONGEST:
        raise InputError(
            f"L={L}: strings of s^L={length} tokens, but at most {_LONGEST} were expected"
        )
    return length


def checked_level(level: object, L: int) -> int:
    """`level` as an int 0 … L."""
    if not _is_integer(level) or not 0 <= level <= L:
        raise InputError(f"level={shown(level)}, but 0 to L={L} was expected")
    return int(level)


def checked_seed(seed: object) -> int:
    """`seed` as a non-negative int."""
    if not _is_integer(seed) or seed < 0:
        raise InputError(f"seed={shown(seed)}, but a non-negative integer was expected")
    return int(seed)


def checked_part(start: object, stop: object, P: int) -> None:
    """An InputError unless strings `start` … `stop`−1 are a non-empty part of P."""
    if not _is_integer(start) or not _is_integer(stop) or not 0 <= start < stop <= P:
        raise InputError(
            f"strings {start} to {stop}, but a non-empty part of 0 to P={P} was expected"
        )


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def _is_integer(value: object) -> TypeGuard[int]:
    return isinstance(value, Integral) and not isinstance(value, bool)
