"""Strings of a grammar: the i-th string of a seed, whoever asks for it and in whatever chunks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Int64, Integer
from numpy.typing import ArrayLike

from ownlatents.arrays import checked_positions
from ownlatents.sim.expansion import Expansion, expansions
from ownlatents.sim.grammar import Grammar
from ownlatents.validation import checked_instance, checked_integer, checked_part, checked_seed

_BLOCK_TOKENS = 1 << 23


@dataclass(frozen=True)
class Corpus:
    """P strings drawn independently from a grammar, generated when they are asked for.

    Each node of the tree has a random stream of its own, keyed by seed, node and block of strings.
    So string i does not depend on P, on chunks or on which levels are asked for, and asking for the
    latents of a few positions costs only their ancestors.

    Args:
        grammar: the rules.
        P: number of strings, at least 1.
        seed: non-negative; equal seeds give equal strings.

    >>> from ownlatents.sim import RHMParams
    >>> corpus = Corpus(Grammar.sample(RHMParams(v=4, m=2, s=2, L=2), seed=0), P=1000, seed=1)
    >>> strings = corpus.symbols()
    >>> strings.shape, strings.dtype
    ((1000, 4), dtype('uint8'))
    >>> bool((corpus.grammar.parse(strings)[1] == corpus.symbols(level=1)).all())
    True
    """

    grammar: Grammar
    P: int
    seed: int

    def __post_init__(self) -> None:
        checked_instance("grammar", self.grammar, Grammar)
        checked_integer("P", self.P, 1, of=" (strings)")
        checked_seed(self.seed)

    def symbols(
        self,
        level: int = 0,
        positions: ArrayLike | None = None,
        start: int = 0,
        stop: int | None = None,
    ) -> Integer[np.ndarray, "P n"]:
        """Level-`level` symbols of strings `start` … `stop`−1.

        Args:
            level: 0 (the visible strings) … L (the root labels).
            positions: which of the s^(L−level) variables, in the order wanted; all by default.
            start, stop: range of strings; the whole corpus by default.

        Returns:
            `(stop−start, number of positions)` uint8, or a wider integer where v > 256.

        Cost: O(strings · nodes on the way to the positions), about 1 ns a token where all are
        asked for.
        """
        blocks = list(self._blocks(level, positions, start, self.P if stop is None else stop))
        return blocks[0] if len(blocks) == 1 else np.concatenate(blocks)

    def chunks(
        self, level: int = 0, positions: ArrayLike | None = None, size: int | None = None
    ) -> Iterator[Integer[np.ndarray, "P n"]]:
        """The same symbols as a stream of arrays; memory does not grow with P.

        Args:
            level, positions: as in `symbols`.
            size: strings per chunk (the last may be shorter); by default what generates fastest.
        """
        if size is None:
            yield from self._blocks(level, positions, 0, self.P)
            return
        checked_integer("size", size, 1, of=" (strings per chunk)")
        rest: list[Integer[np.ndarray, "P _"]] = []
        for block in self._blocks(level, positions, 0, self.P):
            joined = np.concatenate([*rest, block])
            whole = len(joined) // size * size
            yield from (joined[i : i + size] for i in range(0, whole, size))
            rest = [joined[whole:]]
        yield from (last for last in rest if len(last))

    def tree(self, start: int = 0, stop: int | None = None) -> list[Integer[np.ndarray, "P _"]]:
        """The latent trees `[h^(0), …, h^(L)]` of strings `start` … `stop`−1."""
        levels = range(self.grammar.params.L + 1)
        return [self.symbols(level, start=start, stop=stop) for level in levels]

    @property
    def v(self) -> int:
        """Symbols per level."""
        return self.grammar.params.v

    @property
    def s(self) -> int:
        """Children per rule."""
        return self.grammar.params.s

    @property
    def L(self) -> int:
        """Levels of rules."""
        return self.grammar.params.L

    @cached_property
    def _steps(self) -> list[Expansion]:
        return expansions(self.grammar)

    @cached_property
    def _block(self) -> int:
        # Part of what defines the strings of a seed, hence a function of the sizes alone.
        return max(1 << 8, min(1 << 15, _BLOCK_TOKENS // self.grammar.params.length))

    def _blocks(
        self, level: int, positions: ArrayLike | None, start: int, stop: int
    ) -> Iterator[Integer[np.ndarray, "P n"]]:
        width = self.grammar.params.width(level)
        wanted = checked_positions(positions, width, of=f"level {level}")
        checked_part(start, stop, self.P)
        for block in range(start // self._block, (stop - 1) // self._block + 1):
            first = block * self._block
            n = min(stop - first, self._block)
            yield self._generate(block, n, level, wanted)[max(start - first, 0) :]

    def _generate(
        self, block: int, P: int, level: int, wanted: Int64[np.ndarray, "n"]
    ) -> Integer[np.ndarray, "P n"]:
        p = self.grammar.params
        root = self._stream(block, p.L, 0).integers(0, p.v, size=P, dtype=np.uint32)
        nodes = np.zeros(1, dtype=np.int64)
        symbols = root.astype(self.grammar.rules[0].dtype)[:, None]
        for step in self._steps:
            if step.top == level:
                break
            down = min(step.depth, step.top - level)
            below = step.top - down
            parents = np.unique(wanted // p.s ** (step.top - level))
            columns = np.searchsorted(nodes, parents)
            symbols = self._expand(step, down, symbols, columns, parents, block)
            nodes = (parents[:, None] * p.s**down + np.arange(p.s**down)).ravel()
            if below == level:
                break
        if len(nodes) == len(wanted) and (nodes == wanted).all():
            return symbols
        return symbols[:, np.searchsorted(nodes, wanted)]

    def _expand(
        self,
        step: Expansion,
        down: int,
        symbols: Integer[np.ndarray, "P n"],
        columns: Int64[np.ndarray, "parents"],
        parents: Int64[np.ndarray, "parents"],
        block: int,
    ) -> Integer[np.ndarray, "P children"]:
        n = len(symbols)
        table = step.tables[down - 1]
        # Viewing a row of s^down symbols as one opaque item makes the gather a single move.
        item = np.dtype((np.void, table.shape[1] * table.itemsize))
        rows = table.view(item)[:, 0]
        out = np.empty((n, len(parents) * table.shape[1]), dtype=table.dtype)
        out_rows = out.view(item)
        index = np.empty(n, dtype=np.intp)
        draw_type = np.uint16 if step.choices <= 1 << 16 else np.uint32
        for i, (column, parent) in enumerate(zip(columns, parents, strict=True)):
            stream = self._stream(block, step.top - 1, int(parent))
            np.multiply(symbols[:, column], step.choices, out=index, dtype=np.intp)
            index += stream.integers(0, step.choices, size=n, dtype=draw_type)
            out_rows[:, i] = rows.take(index, mode="clip")
        return out

    def _stream(self, block: int, level: int, node: int) -> np.random.Generator:
        key = np.random.SeedSequence(self.seed, spawn_key=(level, node, block))
        return np.random.Generator(np.random.SFC64(key))
