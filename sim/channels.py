"""Laws carried down the tree: the one arithmetic behind every formula of `Law`.

A symbol's law becomes that of its child at a place by a product with a v×v matrix, the channel.
Nothing is enumerated, so that a law of a grammar of depth L costs O(L) such products.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ownlatents.sim.grammar import Grammar

Path = tuple[int | None, ...]  # the place of each child on the way down; None: a random place


@dataclass(frozen=True)
class Weights:
    """Numbers over one common denominator.

    Deep trees neither round nor overflow: the integers of exact weights are Python's, and weights
    in floating point are divided at each step, so that their denominator stays 1.

    Attributes:
        numerators: an array of any shape; Python integers where exact, else float64.
        denominator: of all of them.
    """

    numerators: NDArray[Any]
    denominator: int

    def then(self, channel: Weights) -> Weights:
        """The law, `(…, v)`, of what a `(v, v)` channel makes of the last variable."""
        return Weights(self.numerators @ channel.numerators, self.denominator * channel.denominator)

    def transposed(self) -> Weights:
        """The joint law of two variables in the other order."""
        return Weights(self.numerators.T, self.denominator)


class Channels:
    """Marginals and joint laws of the variables of one grammar, each computed once.

    Args:
        grammar: the rules.
        exact: whether weights are exact.
    """

    def __init__(self, grammar: Grammar, *, exact: bool) -> None:
        self.grammar = grammar
        self.exact = exact
        self._marginals: dict[tuple[int, int | None], Weights] = {}
        self._channels: dict[tuple[int, int | None], Weights] = {}

    def weights(self, numerators: NDArray[Any], denominator: int) -> Weights:
        """Weights of one's own, in the arithmetic of the others."""
        if self.exact:
            return Weights(numerators.astype(object), denominator)
        return Weights(numerators / denominator, 1)

    def marginal(self, level: int, position: int | None) -> Weights:
        """Law of the variable at `position` of `level`, `(v,)`; None averages over positions."""
        at = level, position
        if at not in self._marginals:
            self._marginals[at] = self._computed_marginal(level, position)
        return self._marginals[at]

    def _computed_marginal(self, level: int, position: int | None) -> Weights:
        p = self.grammar.params
        if level == p.L:
            return self.weights(np.ones(p.v, dtype=np.int64), p.v)
        above = self.marginal(level + 1, None if position is None else position // p.s)
        return above.then(self.channel(level, None if position is None else position % p.s))

    def channel(self, level: int, place: int | None) -> Weights:
        """From a level-(ℓ+1) symbol to its child at `place`, `(v, v)`; None: at a random place."""
        at = level, place
        if at not in self._channels:
            self._channels[at] = self._computed_channel(level, place)
        return self._channels[at]

    def _computed_channel(self, level: int, place: int | None) -> Weights:
        p = self.grammar.params
        places = range(p.s) if place is None else (place,)
        parent = np.repeat(np.arange(p.v), p.m)
        counts = np.zeros((p.v, p.v), dtype=np.int64)
        for i in places:
            np.add.at(counts, (parent, self.grammar.rules[level][:, :, i].ravel()), 1)
        return self.weights(counts, p.m * len(places))

    def descent(self, level: int, path: Path) -> Weights:
        """From a level-`level` symbol to the one down a path of places, `(v, v)`."""
        start = self.weights(np.eye(self.grammar.params.v, dtype=np.int64), 1)
        return self._down(start, level, path)

    def pair(self, top: Weights, level: int, first: Path, second: Path) -> Weights:
        """Joint law of the variables at the ends of two paths from one variable, `(v, v)`.

        Args:
            top: law of that variable, `(v,)`.
            level: its level.
            first, second: the places on each path; where neither is empty, the first places differ.
        """
        p = self.grammar.params
        if first and second:
            rules = self.grammar.rules[level - 1]
            joint = np.zeros((p.v, p.v), dtype=top.numerators.dtype)
            at = (rules[:, :, first[0]].ravel(), rules[:, :, second[0]].ravel())
            np.add.at(joint, at, np.repeat(top.numerators, p.m))
            weights = self.weights(joint, top.denominator * p.m)
            level, first, second = level - 1, first[1:], second[1:]
        else:
            weights = Weights(np.diag(top.numerators), top.denominator)
        below_second = self._down(weights, level, second)
        return self._down(below_second.transposed(), level, first).transposed()

    def _down(self, weights: Weights, level: int, path: Path) -> Weights:
        for below, place in enumerate(path):
            weights = weights.then(self.channel(level - 1 - below, place))
        return weights
