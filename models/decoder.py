"""Label tables: what a learner knows of the grammar, and how it reads strings with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Int, Int32, Integer
from numpy.typing import ArrayLike
from torch import Tensor

from ownlatents.arrays import as_array, checked_symbols
from ownlatents.errors import InputError
from ownlatents.sim import Grammar
from ownlatents.validation import checked_integer

_MAX_TABLE = 1 << 28


def tuple_codes(symbols: Integer[Tensor, "*batch s"], v: int) -> Int[Tensor, "*batch"]:
    """Numbers of s-tuples in base v+1, the last axis holding the s symbols (0 … v; v: unknown)."""
    code = symbols[..., 0].long()
    for place in range(1, symbols.shape[-1]):
        code = code * (v + 1) + symbols[..., place]
    return code


def table_size(v: int, s: int) -> int:
    """Entries of one label table, (v+1)^s; an InputError where that would not fit in memory."""
    size = (v + 1) ** s
    if size > _MAX_TABLE:
        raise InputError(
            f"(v+1)^s={v + 1}^{s} tuples, but at most 2^28 were expected: "
            "labels are kept in a table over all tuples"
        )
    return size


@dataclass(frozen=True, eq=False)
class Decoder:
    """A label for every tuple of every level learned so far: strings in, latents out.

    Args:
        v, s: symbols per level and children per rule.
        tables: for each level ℓ an array of (v+1)^s labels 0 … v, indexed by `tuple_codes`.
            The label v means unknown, as every tuple that was never seen is.
    """

    v: int
    s: int
    tables: tuple[Int[Tensor, "tuples"], ...] = ()

    def __post_init__(self) -> None:
        checked_integer("v", self.v, 2)
        checked_integer("s", self.s, 2)
        for level, table in enumerate(self.tables):
            if len(table) != table_size(self.v, self.s):
                raise InputError(
                    f"a table of {len(table)} labels for level {level}, "
                    f"but (v+1)^s={table_size(self.v, self.s)} were expected"
                )

    def then(self, table: Int[Tensor, "tuples"]) -> Decoder:
        """The decoder that also knows one more level."""
        return Decoder(self.v, self.s, (*self.tables, table))

    def lift(
        self, symbols: Integer[Tensor, "*batch n"], start: int, stop: int
    ) -> Integer[Tensor, "*batch k"]:
        """Labels at level `stop` of level-`start` symbols, n = k·s^(stop−start)."""
        for table in self.tables[start:stop]:
            codes = tuple_codes(symbols.reshape(*symbols.shape[:-1], -1, self.s), self.v)
            symbols = table[codes]
        return symbols

    def decode(self, strings: ArrayLike) -> list[Int[np.ndarray, "P _"]]:
        """Labels of levels 1, 2, … (as many as were learned) of visible strings `(P, s^L)`.

        Returns:
            One array `(P, s^(L−ℓ))` per level with entries 0 … v−1, or v where unknown. Labels
            are those of the clusters: equal to the true latents up to a permutation per level.
        """
        given = as_array(strings, "strings", "strings of equal length were")
        known = self.s ** len(self.tables)
        if given.ndim != 2 or given.shape[1] % known or given.dtype.kind not in "iu":
            raise InputError(
                f"strings: shape {given.shape} and type {given.dtype}, but integers of shape "
                f"(P, a multiple of {known}) were expected for {len(self.tables)} levels"
            )
        tokens = checked_symbols(given, self.v, given.shape[1])
        symbols = torch.as_tensor(tokens.astype(np.int32))
        levels = []
        for level, table in enumerate(self.tables):
            symbols = self.lift(symbols.to(table.device), level, level + 1)
            levels.append(symbols.cpu().numpy())
        return levels


def relabellings(decoder: Decoder, grammar: Grammar) -> list[Int32[np.ndarray, "v"]]:
    """How far a decoder is exactly right, and the permutations that say so.

    Returns:
        `[π_0, π_1, …]`, π_ℓ of shape `(v,)` mapping each true level-ℓ symbol to its label; π_0 is
        the identity. The list ends before the first level at which some rule's tuple is unknown,
        two symbols share a label or a synonym class is split.
    """
    v = grammar.params.v
    if (decoder.v, decoder.s) != (v, grammar.params.s):
        raise InputError(
            f"a decoder of v={decoder.v}, s={decoder.s} and a grammar of {grammar.params}, "
            "but equal v and s were expected"
        )
    found = [np.arange(v, dtype=np.int32)]
    for rules, table in zip(grammar.rules, decoder.tables, strict=False):
        codes = tuple_codes(torch.as_tensor(found[-1][rules], device=table.device), v)
        labels = table[codes].cpu().numpy()
        one_label = (labels == labels[:, :1]).all()
        if not one_label or len(np.unique(labels[:, 0])) < v or (labels == v).any():
            break
        found.append(labels[:, 0].astype(np.int32))
    return found


def exactly_recovered(decoder: Decoder, grammar: Grammar) -> bool:
    """Whether all rule classes below the root are right up to relabelling (Theorem 2's event)."""
    return len(relabellings(decoder, grammar)) >= grammar.params.L
