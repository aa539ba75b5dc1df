"""The exact law of one grammar: any variable, any two variables, any context vector."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from jaxtyping import Shaped
from numpy.typing import NDArray

from ownlatents.errors import InputError
from ownlatents.sim.channels import Channels, Weights
from ownlatents.sim.context import Context
from ownlatents.sim.grammar import Grammar
from ownlatents.validation import checked_instance, checked_integer

Node = tuple[int, int]  # (level, position): the variable h_position^(level)


@dataclass(frozen=True)
class Law:
    """Exact probabilities under the uniform law on the derivations of a grammar.

    Marginals and channels are computed once and kept, so that one `Law` should be asked for all
    that is wanted of a grammar.

    Args:
        grammar: the rules.
        exact: False gives float64 arrays; True gives object arrays of `fractions.Fraction`, the
            probabilities themselves, by the same methods and in the same shapes.

    >>> from ownlatents.sim import RHMParams
    >>> law = Law(Grammar.sample(RHMParams(v=3, m=2, s=2, L=2), seed=0), exact=True)
    >>> print(*law.marginal(0, position=1))
    7/12 1/12 1/3
    """

    grammar: Grammar
    exact: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        checked_instance("grammar", self.grammar, Grammar)

    @cached_property
    def _channels(self) -> Channels:
        return Channels(self.grammar, exact=self.exact)

    def marginal(self, level: int, position: int | None = 0) -> Shaped[np.ndarray, "v"]:
        """Law of one variable.

        Args:
            level: level ℓ of the variable, 0 … L.
            position: its position, 0 … s^(L−ℓ)−1; None averages over positions.

        Returns:
            `(v,)`: Pr[h = a].

        Raises:
            InputError: no such variable.
        """
        self._check(level, position or 0)
        # A copy: the array of floats is the one that is kept.
        return self._probability(self._channels.marginal(level, position)).copy()

    def tuples(self, level: int, position: int | None = 0) -> Shaped[np.ndarray, "v m"]:
        """Probability of each rule of `rules[level]` at a place.

        Args:
            level: level ℓ of the tuple's symbols, 0 … L−1.
            position: position of its parent at level ℓ+1; None averages over positions.

        Returns:
            `(v, m)`: Pr[T = ν] of rule r of the parent a.

        Raises:
            InputError: no such place.
        """
        p = self.grammar.params
        checked_integer("level", level, 0, p.L - 1)
        parent = self.marginal(level + 1, position)
        return np.repeat((parent / p.m)[:, None], p.m, axis=1)

    def pair(self, first: Node, second: Node) -> Shaped[np.ndarray, "v v"]:
        """Joint law of any two variables of the tree.

        Args:
            first, second: (level, position) of each, level 0 … L and position 0 … s^(L−level)−1.

        Returns:
            `(v, v)`: Pr[first = a, second = b].

        Raises:
            InputError: no such variable.

        Cost: O(L·v³).
        """
        path_a, path_b = self._path(*first), self._path(*second)
        common = 0
        while common < min(len(path_a), len(path_b)) and path_a[common] == path_b[common]:
            common += 1
        level = self.grammar.params.L - common
        ancestor = first[1] // self.grammar.params.s ** (level - first[0])
        top = self._channels.marginal(level, ancestor)
        joint = self._channels.pair(top, level, path_a[common:], path_b[common:])
        return self._probability(joint)

    def contexts(self, level: int, context: Context | None = None) -> Shaped[np.ndarray, "k v v"]:
        """Joint law of a level-ℓ tuple's parent with each target.

        The tuple ν of a parent a has Pr[T = ν, Z_j = z] = Pr[A = a, Z_j = z] / m (Lemma 1).

        Args:
            level: level ℓ of the tuple, 0 … L−2.
            context: site and targets; `Context()` by default.

        Returns:
            `(k, v, v)`: Pr[A = a, Z_j = z] for target j; k = number of targets (1 for `"root"`).

        Raises:
            InputError: a level or a site outside the tree.

        Cost: O(k·L·v³).
        """
        context = context or Context()
        params = self.grammar.params
        context.check(params.s, params.L, level)
        grandparent = context.grandparent_at(level, params.s)
        if context.observable == "root":
            joint = self._parent_and_root(level, grandparent, context.place)
            return self._probability(joint)[None]
        top = self._channels.marginal(level + 2, grandparent)
        down = (0,) * level if context.observable == "token" else ()
        joints = [
            self._channels.pair(top, level + 2, (context.place,), (cousin, token, *down))
            for cousin, token in context.targets(params.s)
        ]
        return np.stack([self._probability(joint) for joint in joints])

    def context_vectors(
        self, level: int, context: Context | None = None
    ) -> Shaped[np.ndarray, "v kv"]:
        """Centres μ_{ℓ,a}: the law of each target given the tuple's parent (Section 2).

        Args:
            level, context: as in `contexts`.

        Returns:
            `(v, k·v)`: row a holds k laws of v numbers side by side. The row of a parent that never
            occurs at the site is 0.

        Raises:
            InputError: a level or a site outside the tree.

        Cost: O(k·L·v³).
        """
        joint = self.contexts(level, context)
        parent = joint[0].sum(axis=1)
        parent = np.where(parent == 0, parent + 1, parent)
        centres = (joint / parent[None, :, None]).transpose(1, 0, 2)
        return centres.reshape(len(parent), -1)

    def context_covariances(
        self, level: int, context: Context | None = None
    ) -> Shaped[np.ndarray, "v kv kv"]:
        """Covariance of one draw of all targets, one-hot and side by side, given the parent.

        The sampling noise of an empirical context vector after N draws is this over N.

        Args:
            level, context: as in `contexts`; not for the root label.

        Returns:
            `(v, k·v, k·v)`; 0 for a parent that never occurs at the site.

        Raises:
            InputError: a level or a site outside the tree, or the root label.

        Cost: O(k²·v³·m).
        """
        context = context or Context()
        p = self.grammar.params
        context.check(p.s, p.L, level)
        if context.observable == "root":
            raise InputError("observable='root', but 'latent' or 'token' was expected")
        parents = self.contexts(level, context)[0].sum(axis=1)
        size = len(context.targets(p.s)) * p.v
        moments = self._probability(self._second_moments(level, context)).reshape(p.v, size, size)
        moments = moments / np.where(parents == 0, parents + 1, parents)[:, None, None]
        centres = self.context_vectors(level, context)
        return moments - centres[:, :, None] * centres[:, None, :]

    def correlation(self, parent: Node, observable: Node) -> Shaped[np.ndarray, "v v"]:
        """Connected correlation of each tuple of `parent` with any variable Z (Section 2).

        Args:
            parent: (level, position) of the variable that generates the tuple, level 1 … L.
            observable: (level, position) of Z, which is not below the parent.

        Returns:
            `(v, v)`: row a holds Pr[T=ν, Z=z] − Pr[T=ν] Pr[Z=z], which is the same for each of the
            m tuples ν of the parent a.

        Raises:
            InputError: no such variable.

        Cost: O(L·v³).
        """
        joint = self.pair(parent, observable)
        product = self.marginal(*parent)[:, None] * self.marginal(*observable)[None, :]
        return (joint - product) / self.grammar.params.m

    def _path(self, level: int, position: int) -> tuple[int, ...]:
        self._check(level, position)
        s, depth = self.grammar.params.s, self.grammar.params.L - level
        return tuple(position // s ** (depth - 1 - i) % s for i in range(depth))

    def _check(self, level: int, position: int) -> None:
        most = self.grammar.params.width(level) - 1
        checked_integer("position", position, 0, most, of=f" at level {level}")

    def _parent_and_root(self, level: int, grandparent: int | None, place: int) -> Weights:
        """Joint law of a level-ℓ tuple's parent and the root label."""
        L = self.grammar.params.L
        depth = L - level - 2
        path = (None,) * depth if grandparent is None else self._path(level + 2, grandparent)
        return self._channels.pair(self._channels.marginal(L, 0), L, (*path, place), ())

    def _second_moments(self, level: int, context: Context) -> Weights:
        """Pr[A = a, Z_i = x, Z_j = y] of a tuple's parent and two targets, `(v, k, v, k, v)`."""
        p, targets = self.grammar.params, context.targets(self.grammar.params.s)
        down = (0,) * level if context.observable == "token" else ()
        channel = self._channels.descent(level, down)
        # Laws of what is seen of a cousin's s tokens, under each of its m rules and summed.
        by_rule = channel.numerators[self.grammar.rules[level]]
        summed = by_rule.sum(axis=1)
        grandparents = self._channels.marginal(level + 2, context.grandparent_at(level, p.s))
        used = np.repeat(grandparents.numerators, p.m)[:, None, None]
        rules = self.grammar.rules[level + 1].reshape(-1, p.s)
        moments = np.zeros((p.v, len(targets), p.v, len(targets), p.v), dtype=used.dtype)
        for i, (first, own) in enumerate(targets):
            for j, (second, other) in enumerate(targets):
                # Factors m and of the denominator bring all three cases to one denominator.
                if first != second:  # two cousins: independent given the grandparent's rule
                    one, two = summed[rules[:, first], own], summed[rules[:, second], other]
                    joint = one[:, :, None] * two[:, None, :]
                elif own != other:  # two tokens of one cousin: independent given the cousin's rule
                    both = by_rule[:, :, own].swapaxes(1, 2) @ by_rule[:, :, other]
                    joint = (p.m * both)[rules[:, first]]
                else:
                    same = summed[:, own, :, None] * np.eye(p.v, dtype=np.int64)
                    joint = (p.m * channel.denominator * same)[rules[:, first]]
                np.add.at(moments[:, i, :, j], rules[:, context.place], used * joint)
        denominator = grandparents.denominator * p.m * (p.m * channel.denominator) ** 2
        return self._channels.weights(moments, denominator)

    def _probability(self, weights: Weights) -> NDArray[Any]:
        if not self.exact:
            return weights.numerators
        return _fractions(weights.numerators, weights.denominator)


_fractions = np.frompyfunc(Fraction, 2, 1)
