"""Checks of arrays of symbols: each passes an array on or says in a sentence why not."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ownlatents.errors import InputError


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


def as_array(values: ArrayLike, name: str, wanted: str) -> NDArray[Any]:
    """`values` as an array; rows of unequal length are an InputError."""
    try:
        return np.asarray(values)
    except ValueError as error:
        raise InputError(f"{name}: rows of unequal length, but {wanted} expected") from error
