"""From a tuple of symbols to the rule that generates it."""

from __future__ import annotations

import numpy as np
from jaxtyping import Int64, Integer

_DENSE = 1 << 24  # largest v^s for which tuples are looked up in a table rather than searched


class TupleLookup:
    """Finds tuples among the distinct tuples of one level.

    Args:
        tuples: `(n, s)` distinct tuples of symbols 0 … v−1.
        v: number of symbols; v^s below 2^63.

    A look-up costs O(1) up to v^s = 2^24, O(log n) beyond.
    """

    def __init__(self, tuples: Integer[np.ndarray, "n s"], v: int) -> None:
        self._v, self._s = v, tuples.shape[1]
        codes = tuple_codes(tuples, v)
        self._table: Int64[np.ndarray, "N"] | None = None
        if v**self._s <= _DENSE:
            self._table = np.full(v**self._s, -1, dtype=np.int64)
            self._table[codes] = np.arange(len(codes))
        self._order = np.argsort(codes)
        self._sorted = codes[self._order]

    def find(self, symbols: Integer[np.ndarray, "*batch ks"]) -> Int64[np.ndarray, "*batch k"]:
        """Index of each tuple, −1 where it is none of them.

        Args:
            symbols: `(…, k·s)`, read as k tuples of s neighbours.

        Returns:
            `(…, k)`.
        """
        k = symbols.shape[-1] // self._s
        codes = tuple_codes(symbols.reshape(*symbols.shape[:-1], k, self._s), self._v)
        if self._table is not None:
            return self._table[codes]
        at = np.searchsorted(self._sorted, codes)
        at[at == len(self._sorted)] = 0
        return np.where(self._sorted[at] == codes, self._order[at], -1)


def tuple_codes(tuples: Integer[np.ndarray, "*batch s"], v: int) -> Int64[np.ndarray, "*batch"]:
    """Number of each tuple `(…, s)` in base v, first symbol most significant."""
    codes = tuples[..., 0].astype(np.int64)
    for place in range(1, tuples.shape[-1]):
        codes *= v
        codes += tuples[..., place]
    return codes
