"""Checks of what is given to the package: each passes a value on or says in a sentence why not."""

from __future__ import annotations

import math
from numbers import Integral, Real
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ownlatents.errors import InputError

_LONGEST = 1 << 24


def checked_integer(
    name: str, value: object, least: int, most: int | None = None, of: str = ""
) -> int:
    """`value` as an int of the range `least` … `most`.

    Args:
        name: the argument's name, for the message.
        value: anything.
        least, most: bounds, both included.
        of: what the bounds hold for, appended to the message.
    """
    if not _is_integer(value):
        raise InputError(f"{name}={value!r}, but an integer was expected")
    if value < least or (most is not None and value > most):
        wanted = f"at least {least}" if most is None else f"{least} to {most}"
        raise InputError(f"{name}={value}, but {wanted} was expected{of}")
    return int(value)


def checked_number(
    name: str, value: object, least: float = 0.0, most: float = math.inf, *, positive: bool = False
) -> float:
    """`value` as a finite float of the range `least` … `most`; 0 is refused where `positive`."""
    if not _is_number(value) or not least <= value <= most or (positive and value == 0):
        above = "a positive number" if positive else f"a number of at least {least:g}"
        upto = "" if most == math.inf else f", at most {most:g},"
        raise InputError(f"{name}={value!r}, but {above}{upto} was expected")
    return float(value)


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
        raise InputError(f"level={level!r}, but 0 to L={L} was expected")
    return int(level)


def checked_seed(seed: object) -> int:
    """`seed` as a non-negative int."""
    if not _is_integer(seed) or seed < 0:
        raise InputError(f"seed={seed!r}, but a non-negative integer was expected")
    return int(seed)


def symbol_type(v: int) -> type[np.integer[Any]]:
    """The smallest type that holds the symbols 0 … v−1."""
    return np.uint8 if v <= 1 << 8 else np.uint16 if v <= 1 << 16 else np.int64


def checked_symbols(
    values: ArrayLike, v: int, width: int, name: str = "strings", first: int = 0
) -> NDArray[Any]:
    """`values` as an array `(P, width)` of symbols 0 … v−1 in `symbol_type(v)`.

    Args:
        values: anything.
        v: number of symbols.
        width: symbols per row.
        name: what the values are called in a message.
        first: number of the first row, for the message.
    """
    array = as_array(values, name, "strings of equal length were")
    if array.ndim != 2 or array.shape[1] != width or array.dtype.kind not in "iu":
        raise InputError(
            f"{name}: shape {array.shape} and type {array.dtype}, "
            f"but integers of shape (P, s^L={width}) were expected"
        )
    if array.size and (array.min() < 0 or array.max() >= v):
        string, place = (int(i) for i in np.argwhere((array < 0) | (array >= v))[0])
        raise InputError(
            f"{name}, string {first + string}, place {place}: token {array[string, place]}, "
            f"but 0 to {v - 1} was expected"
        )
    return array.astype(symbol_type(v), copy=False)


def checked_positions(positions: ArrayLike | None, width: int, of: str) -> NDArray[np.int64]:
    """`positions` as a non-empty array of indices 0 … width−1; all of them for None."""
    if positions is None:
        return np.arange(width)
    array = np.atleast_1d(as_array(positions, "positions", "a list of indices was"))
    integers = array.dtype.kind in "iu" and array.ndim == 1 and array.size
    if not integers or array.min() < 0 or array.max() >= width:
        raise InputError(
            f"positions={positions!r}, but indices 0 to {width - 1} of {of} were expected"
        )
    return array.astype(np.int64)


def checked_part(start: object, stop: object, P: int) -> None:
    """An InputError unless strings `start` … `stop`−1 are a non-empty part of P."""
    if not _is_integer(start) or not _is_integer(stop) or not 0 <= start < stop <= P:
        raise InputError(
            f"strings {start} to {stop}, but a non-empty part of 0 to P={P} was expected"
        )


def as_array(values: ArrayLike, name: str, wanted: str) -> NDArray[Any]:
    """`values` as an array; rows of unequal length are an InputError."""
    try:
        return np.asarray(values)
    except ValueError as error:
        raise InputError(f"{name}: rows of unequal length, but {wanted} expected") from error


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def _is_integer(value: object) -> TypeGuard[int]:
    return isinstance(value, Integral) and not isinstance(value, bool)
