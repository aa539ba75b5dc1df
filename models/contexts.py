"""Empirical context vectors, counted from a stream of strings on any device (steps 3–5 of ILC)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Bool, Float64, Int64, Integer
from torch import Tensor

from ownlatents.models.decoder import table_size, tuple_codes
from ownlatents.validation import checked_integer


@dataclass(frozen=True, eq=False)
class TupleContexts:
    """The tuples seen at a site and what was seen with them.

    Attributes:
        codes: `(S,)` numbers of the tuples of the support, ascending (`decoder.tuple_codes`).
        counts: `(S,)` how often each was seen, N(ν).
        vectors: `(S, k·v)` float64 empirical context vectors φ̂(ν), the k targets side by side.
    """

    codes: Int64[Tensor, "S"]
    counts: Int64[Tensor, "S"]
    vectors: Float64[Tensor, "S kv"]

    @classmethod
    def of_points(cls, points: Float64[np.ndarray, "S kv"]) -> TupleContexts:
        """Tuples 0 … S−1, seen once each, with these context vectors."""
        ones = torch.ones(len(points), dtype=torch.long)
        return cls(torch.arange(len(points)), ones, torch.as_tensor(points))

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
        for name, size, least in (("B", B, 1), ("v", v, 2), ("s", s, 2), ("k", k, 1)):
            checked_integer(name, size, least)
        self._B, self._v = B, v
        self._size = table_size(v, s)
        self._row = torch.full((B, self._size), -1, dtype=torch.long, device=device)
        self._rows_used = torch.zeros(B, dtype=torch.long)
        self._pairs = torch.zeros((B, 0, k, v + 1), dtype=torch.long, device=device)

    def add(self, tuples: Integer[Tensor, "B n s"], targets: Integer[Tensor, "B n k"]) -> None:
        """Count a chunk.

        Args:
            tuples: symbols 0 … v; a tuple with the unknown symbol v is left out.
            targets: symbols 0 … v; an unknown target counts for no symbol.
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

    def _enter(self, codes: Int64[Tensor, "B n"], rows: Int64[Tensor, "B n"]) -> None:
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


def _has_unknown(codes: Int64[Tensor, "S"], v: int, size: int) -> Bool[Tensor, "S"]:
    unknown = torch.zeros_like(codes, dtype=torch.bool)
    place = 1
    while place < size:
        unknown |= codes // place % (v + 1) == v
        place *= v + 1
    return unknown


def contexts_from_counts(
    counts: Int64[np.ndarray, "v m k v"], device: torch.device | str = "cpu"
) -> TupleContexts:
    """Context vectors from a count table (`sim.sample_counts`).

    Tuples are numbered by their rule, a·m + r, for want of a learner's own numbering.
    """
    table = torch.as_tensor(counts, device=device).flatten(0, 1)
    n = table[:, 0].sum(dim=-1)
    seen = torch.nonzero(n)[:, 0]
    vectors = table[seen].double() / n[seen, None, None]
    return TupleContexts(seen, n[seen], vectors.flatten(1))
