"""The exact law of one grammar: any variable, any two variables, any context vector.

Everything is a product of the channels from a symbol to its child at one place, so nothing is
enumerated: a law of a grammar of depth L costs O(L) products of v×v matrices.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ownlatents.errors import InputError
from ownlatents.sim.context import Context
from ownlatents.sim.grammar import Grammar
from ownlatents.validation import checked_instance, checked_integer

Node = tuple[int, int]  # (level, position): the variable h_position^(level)


class Law:
    """Exact probabilities under the uniform law on the derivations of a grammar.

    Args:
        grammar: the rules.
        exact: False gives float64 arrays; True gives object arrays of `fractions.Fraction`, the
            probabilities themselves, with the same methods and shapes.

    >>> from ownlatents.sim import RHMParams
    >>> law = Law(Grammar.sample(RHMParams(v=3, m=2, s=2, L=2), seed=0), exact=True)
    >>> print(*law.marginal(0, position=1))
    7/12 1/12 1/3
    """

    def __init__(self, grammar: Grammar, *, exact: bool = False) -> None:
        self.grammar = checked_instance("grammar", grammar, Grammar)
        self.exact = exact
        self._marginal = lru_cache(maxsize=None)(self._uncached_marginal)
        self._channel = lru_cache(maxsize=None)(self._uncached_channel)

    def marginal(self, level: int, position: int | None = 0) -> NDArray[Any]:
        """Law of the variable at `position` of `level`, `(v,)`; None averages over positions."""
        self._check(level, position or 0)
        return self._probability(self._marginal(level, position))

    def tuples(self, level: int, position: int | None = 0) -> NDArray[Any]:
        """Probability of each rule of `rules[level]` at a place, `(v, m)`: Pr[T = ν].

        Args:
            level: level ℓ of the tuple's symbols, 0 … L−1.
            position: position of its parent at level ℓ+1; None averages over positions.
        """
        p = self.grammar.params
        checked_integer("level", level, 0, p.L - 1)
        parent = self.marginal(level + 1, position)
        return np.repeat((parent / p.m)[:, None], p.m, axis=1)

    def pair(self, first: Node, second: Node) -> NDArray[Any]:
        """Joint law of any two variables of the tree, `(v, v)`."""
        path_a, path_b = self._path(*first), self._path(*second)
        common = 0
        while common < min(len(path_a), len(path_b)) and path_a[common] == path_b[common]:
            common += 1
        level = self.grammar.params.L - common
        top = self._marginal(level, first[1] // self.grammar.params.s ** (level - first[0]))
        return self._probability(self._below(top, level, path_a[common:], path_b[common:]))

    def contexts(self, level: int, context: Context | None = None) -> NDArray[Any]:
        """Joint law of a level-ℓ tuple's parent with each target.

        Args:
            level: level ℓ of the tuple, 0 … L−2.
            context: site and targets; `Context()` by default.

        Returns:
            `(k, v, v)`: Pr[A = a, Z_j = z] for target j; k = number of targets (1 for `"root"`).

        The tuple ν of a parent a has Pr[T = ν, Z_j = z] = Pr[A = a, Z_j = z] / m (Lemma 1).
        """
        context = context or Context()
        params = self.grammar.params
        context.check(params.s, params.L, level)
        grandparent = context.grandparent_at(level, params.s)
        if context.observable == "root":
            joint = self._root_and_parent(level, grandparent, context.place)
            return self._probability(joint)[None]
        top = self._marginal(level + 2, grandparent)
        down = (0,) * level if context.observable == "token" else ()
        targets = [(cousin, token, *down) for cousin, token in context.targets(params.s)]
        joints = (self._below(top, level + 2, (context.place,), target) for target in targets)
        return np.stack([self._probability(joint) for joint in joints])

    def context_vectors(self, level: int, context: Context | None = None) -> NDArray[Any]:
        """Centres μ_{ℓ,a}: the law of each target given the tuple's parent, side by side.

        Returns:
            `(v, k·v)`. The row of a parent that never occurs at the site is 0.
        """
        joint = self.contexts(level, context)
        parent = joint[0].sum(axis=1)
        parent = np.where(parent == 0, parent + 1, parent)
        centres = (joint / parent[None, :, None]).transpose(1, 0, 2)
        return centres.reshape(len(parent), -1)

    def context_covariances(self, level: int, context: Context | None = None) -> NDArray[Any]:
        """Covariance of one draw of all targets, one-hot and side by side, given the parent.

        The sampling noise of an empirical context vector after N draws is this over N.

        Args:
            level, context: as in `contexts`; not for the root label.

        Returns:
            `(v, k·v, k·v)`; 0 for a parent that never occurs at the site.
        """
        context = context or Context()
        p = self.grammar.params
        context.check(p.s, p.L, level)
        if context.observable == "root":
            raise InputError("observable='root', but 'latent' or 'token' was expected")
        targets = context.targets(p.s)
        grandparent = context.grandparent_at(level, p.s)
        used = np.repeat(self.marginal(level + 2, grandparent) / p.m, p.m)
        rules = self.grammar.rules[level + 1].reshape(-1, p.s)
        parent = rules[:, context.place]
        seen = self._seen(level if context.observable == "token" else 0)[self.grammar.rules[level]]
        moments = np.zeros((p.v, len(targets), p.v, len(targets), p.v))
        for i, (first, own) in enumerate(targets):
            for j, (second, other) in enumerate(targets):
                if first == second:
                    both = np.einsum("brx,bry->bxy", seen[:, :, own], seen[:, :, other]) / p.m
                    if own == other:
                        both = np.stack([np.diag(x) for x in seen[:, :, own].mean(axis=1)])
                    both = both[rules[:, first]]
                else:
                    one, two = (seen[:, :, t].mean(axis=1) for t in (own, other))
                    both = one[rules[:, first], :, None] * two[rules[:, second], None, :]
                np.add.at(moments[:, i, :, j], parent, used[:, None, None] * both)
        occurs = np.bincount(parent, weights=used, minlength=p.v)
        size = len(targets) * p.v
        moments = moments.reshape(p.v, size, size) / np.where(occurs == 0, 1, occurs)[:, None, None]
        centres = self.context_vectors(level, context)
        covariances: NDArray[Any] = moments - centres[:, :, None] * centres[:, None, :]
        return covariances

    def _seen(self, levels: int) -> NDArray[Any]:
        """`(v, v)`: law of the leftmost descendant so many levels down; the identity for 0."""
        channel = np.eye(self.grammar.params.v)
        for level in range(levels):
            channel = self._channel(level, 0).numerators @ channel
        return channel

    def correlation(self, parent: Node, observable: Node) -> NDArray[Any]:
        """Connected correlation C_Z(ν, z) of each tuple of `parent` with any variable Z, `(v, v)`.

        Row a holds the common value of the m tuples ν of the parent a:
        Pr[T=ν, Z=z] − Pr[T=ν] Pr[Z=z] (Section 2, arXiv:2605.27734). Z is not below the parent.
        """
        joint = self.pair(parent, observable)
        product = self.marginal(*parent)[:, None] * self.marginal(*observable)[None, :]
        difference: NDArray[Any] = (joint - product) / self.grammar.params.m
        return difference

    def _path(self, level: int, position: int) -> tuple[int, ...]:
        self._check(level, position)
        s, depth = self.grammar.params.s, self.grammar.params.L - level
        return tuple(position // s ** (depth - 1 - i) % s for i in range(depth))

    def _check(self, level: int, position: int) -> None:
        most = self.grammar.params.width(level) - 1
        checked_integer("position", position, 0, most, of=f" at level {level}")

    # Everything below works on `_Weights`: integer numerators over one denominator when exact,
    # floats over 1 otherwise, so that deep trees neither round nor overflow.

    def _uncached_marginal(self, level: int, position: int | None) -> _Weights:
        p = self.grammar.params
        if level == p.L:
            return self._weights(np.ones(p.v, dtype=np.int64), p.v)
        above = self._marginal(level + 1, None if position is None else position // p.s)
        return above.then(self._channel(level, None if position is None else position % p.s))

    def _uncached_channel(self, level: int, place: int | None) -> _Weights:
        """From a level-(ℓ+1) symbol to its child at `place`; None averages over places."""
        p = self.grammar.params
        places = range(p.s) if place is None else (place,)
        parent = np.repeat(np.arange(p.v), p.m)
        counts = np.zeros((p.v, p.v), dtype=np.int64)
        for i in places:
            np.add.at(counts, (parent, self.grammar.rules[level][:, :, i].ravel()), 1)
        return self._weights(counts, p.m * len(places))

    def _below(
        self, top: _Weights, level: int, first: tuple[int, ...], second: tuple[int, ...]
    ) -> _Weights:
        """Joint law of the variables two paths of places below one of law `top` at `level`."""
        p = self.grammar.params
        if first and second:
            rules = self.grammar.rules[level - 1]
            joint = np.zeros((p.v, p.v), dtype=top.numerators.dtype)
            at = (rules[:, :, first[0]].ravel(), rules[:, :, second[0]].ravel())
            np.add.at(joint, at, np.repeat(top.numerators, p.m))
            weights = self._weights(joint, top.denominator * p.m)
            level, first, second = level - 1, first[1:], second[1:]
        else:
            weights = _Weights(np.diag(top.numerators), top.denominator)
        for below, place in enumerate(second):
            weights = weights.then(self._channel(level - 1 - below, place))
        weights = weights.transposed()
        for below, place in enumerate(first):
            weights = weights.then(self._channel(level - 1 - below, place))
        return weights.transposed()

    def _root_and_parent(self, level: int, grandparent: int | None, place: int) -> _Weights:
        """Joint law of a level-ℓ tuple's parent and the root label."""
        p = self.grammar.params
        weights = self._weights(np.eye(p.v, dtype=np.int64), p.v)
        depth = p.L - level - 2
        path = (None,) * depth if grandparent is None else self._path(level + 2, grandparent)
        for below, step in enumerate((*path, place)):
            weights = weights.then(self._channel(p.L - 1 - below, step))
        return weights.transposed()

    def _weights(self, numerators: NDArray[Any], denominator: int) -> _Weights:
        if self.exact:
            return _Weights(numerators.astype(object), denominator)
        return _Weights(numerators / denominator, 1)

    def _probability(self, weights: _Weights) -> NDArray[Any]:
        if not self.exact:
            return weights.numerators
        return _fractions(weights.numerators, weights.denominator)


@dataclass(frozen=True)
class _Weights:
    numerators: NDArray[Any]
    denominator: int

    def then(self, channel: _Weights) -> _Weights:
        return _Weights(
            self.numerators @ channel.numerators, self.denominator * channel.denominator
        )

    def transposed(self) -> _Weights:
        return _Weights(self.numerators.T, self.denominator)


_fractions = np.frompyfunc(Fraction, 2, 1)
