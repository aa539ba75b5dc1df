"""Empirical context vectors, counted from a stream of strings on any device (steps 3–5 of ILC)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from ownlatents.models.decoder import table_size, tuple_codes


@dataclass(frozen=True, eq=False)
class TupleContexts:
    """The tuples seen at a site and what was seen with them.

    Attributes:
        codes: `(S,)` numbers of the tuples of the support, ascending (`decoder.tuple_codes`).
        counts: `(S,)` how often each was seen, N(ν).
        vectors: `(S, k·v)` float64 empirical context vectors φ̂(ν), the k targets side by side.
    """

    codes: torch.Tensor
    counts: torch.Tensor
    vectors: torch.Tensor

    @classmethod
    def of_points(cls, points: NDArray[np.float64]) -> TupleContexts:
        """Tuples 0 … S−1, seen once each, with these context vectors, `(S, k·v)`."""
        return cls(torch.arange(len(points)), torch.ones(len(points)), torch.as_tensor(points))

    def __len__(self) -> int:
        return len(self.codes)


class ContextCounter:
    """Counts (tuple, target) pairs of B problems of equal sizes at once, chunk by chunk.

    Args:
        B: number of problems (grammars, say).
        v, s: symbols per level and children per rule.
        k: number of targets per tuple.
        device: torch device of the tables; memory is O(B·(v+1)^s + B·S·k·v) for a support of S
            tuples, whatever the number of strings.
    """

    def __init__(self, B: int, v: int, s: int, k: int, device: torch.device | str) -> None:
        self._B, self._v, self._k = B, v, k
        self._size = table_size(v, s)
        self._row = torch.full((B, self._size), -1, dtype=torch.long, device=device)
        self._rows_used = torch.zeros(B, dtype=torch.long)
        self._pairs = torch.zeros((B, 0, k, v + 1), dtype=torch.long, device=device)

    def add(self, tuples: torch.Tensor, targets: torch.Tensor) -> None:
        """Count a chunk.

        Args:
            tuples: `(B, n, s)` symbols 0 … v; a tuple with the unknown symbol v is left out.
            targets: `(B, n, k)` symbols 0 … v; an unknown target counts for no symbol.
        """
        codes = tuple_codes(tuples, self._v)
        rows = self._row.gather(1, codes)
        if (rows < 0).any():
            self._enter(codes, rows)
            rows = self._row.gather(1, codes)
        _, capacity, k, width = self._pairs.shape
        offset = torch.arange(self._B, device=rows.device)[:, None] * capacity
        first = (rows + offset) * (k * width)
        table = self._pairs.view(-1)
        one = torch.ones(1, dtype=torch.long, device=rows.device).expand(first.numel())
        for j in range(k):
            table.scatter_add_(0, (first + (targets[..., j] + j * width)).view(-1), one)

    def finish(self) -> list[TupleContexts]:
        """The support and context vectors of each problem."""
        return [self._contexts(b) for b in range(self._B)]

    def _enter(self, codes: torch.Tensor, rows: torch.Tensor) -> None:
        """Give each tuple that is new in this chunk a row of its own."""
        for b in range(self._B):
            new = torch.unique(codes[b][rows[b] < 0])
            used = int(self._rows_used[b])
            self._row[b, new] = torch.arange(used, used + len(new), device=new.device)
            self._rows_used[b] += len(new)
        needed, capacity = int(self._rows_used.max()), self._pairs.shape[1]
        if needed > capacity:
            more = max(needed, min(2 * capacity, self._size)) - capacity
            self._pairs = torch.nn.functional.pad(self._pairs, (0, 0, 0, 0, 0, more))

    def _contexts(self, b: int) -> TupleContexts:
        codes = torch.nonzero(self._row[b] >= 0)[:, 0]
        codes = codes[~_has_unknown(codes, self._v, self._size)]
        pairs = self._pairs[b, self._row[b, codes]]
        counts = pairs[:, 0].sum(dim=-1)
        known = pairs[..., : self._v].double()
        vectors = known / known.sum(dim=-1, keepdim=True).clamp(min=1)
        return TupleContexts(codes, counts, vectors.flatten(1))


def _has_unknown(codes: torch.Tensor, v: int, size: int) -> torch.Tensor:
    unknown = torch.zeros_like(codes, dtype=torch.bool)
    place = 1
    while place < size:
        unknown |= codes // place % (v + 1) == v
        place *= v + 1
    return unknown


def contexts_from_counts(
    counts: NDArray[np.int64], device: torch.device | str = "cpu"
) -> TupleContexts:
    """Context vectors from a count table `(v, m, k, v)` (`sim.sample_counts`).

    Tuples are numbered by their rule, a·m + r, for want of a learner's own numbering.
    """
    table = torch.as_tensor(counts, device=device).flatten(0, 1)
    n = table[:, 0].sum(dim=-1)
    seen = torch.nonzero(n)[:, 0]
    vectors = table[seen].double() / n[seen, None, None]
    return TupleContexts(seen, n[seen], vectors.flatten(1))
