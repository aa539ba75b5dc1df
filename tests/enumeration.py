"""Brute force: every derivation of a tiny grammar, straight from the definition of the model.

Root uniform, then one rule for every node. Uses the rules and sizes of a grammar and no law,
sampler or inference of `sim`, so that those can be tested against it.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np

MOST = 20_000  # derivations; 2·2^13 of v=2, m=2, s=3, L=3 are still instantaneous


def n_derivations(v, m, s, L):
    """Number of derivations, v·m^(number of nodes above the tokens)."""
    return v * m ** sum(s**depth for depth in range(L))


@dataclass(frozen=True)
class Derivations:
    """All derivations of a grammar, one per row.

    `tree[ℓ]` `(N, s^(L−ℓ))` holds the level-ℓ variables; `rules[ℓ]` `(N, s^(L−ℓ−1))` the number
    0 … m−1 of the rule that generates each level-ℓ tuple; `weights` `(N,)` integers proportional to
    the probabilities (all 1 under the model).
    """

    tree: tuple[np.ndarray, ...]
    rules: tuple[np.ndarray, ...]
    weights: np.ndarray

    def reweighted(self, factors):
        """The same derivations under another law, `factors` `(N,)` times as likely."""
        return Derivations(self.tree, self.rules, self.weights * factors)

    def counts(self, shape, *columns):
        """Total weight of each joint value of integer columns `(N,)`, an array of `shape`."""
        flat = np.ravel_multi_index(columns, shape)
        totals = np.zeros(int(np.prod(shape)), dtype=np.int64)
        np.add.at(totals, flat, self.weights)
        return totals.reshape(shape)

    def law(self, shape, *columns):
        """Joint law of integer columns `(N,)` as an array of `Fraction` of `shape`."""
        return fractions(self.counts(shape, *columns), int(self.weights.sum()))

    def tuple_and_target(self, level, site, target, v, m):
        """Pr[T = ν, Z = z], `(v, m, v)`, of the tuple at `site` and the node `target`."""
        columns = (self.tree[level + 1][:, site], self.rules[level][:, site])
        return self.law((v, m, v), *columns, self.tree[target[0]][:, target[1]])


def derivations(grammar):
    """List all derivations, equally weighted."""
    p = grammar.params
    assert n_derivations(p.v, p.m, p.s, p.L) <= MOST, f"{p} has too many derivations"
    tree, rules = [np.arange(p.v)[:, None]], []
    for level in reversed(range(p.L)):
        n, width = tree[0].shape
        choices = np.array(list(product(range(p.m), repeat=width)))
        rules = [np.repeat(numbers, len(choices), axis=0) for numbers in rules]
        tree = [np.repeat(symbols, len(choices), axis=0) for symbols in tree]
        rules.insert(0, np.tile(choices, (n, 1)))
        children = grammar.rules[level][tree[0], rules[0]].astype(np.int64)
        tree.insert(0, children.reshape(len(tree[0]), -1))
    return Derivations(tuple(tree), tuple(rules), np.ones(len(tree[0]), dtype=np.int64))


def sites_and_targets(params, level, context):
    """For each grandparent that `context` admits: the tuple's site and the nodes of its targets."""
    s = params.s
    if context.grandparent is None:
        grandparents = range(s ** (params.L - level - 2))
    else:  # the ancestor, `level` levels up, of a variable of level 2
        grandparents = (context.grandparent // s**level,)
    shifts = range(1, s) if context.cousin is None else (context.cousin,)
    tokens = range(s) if context.token is None else (context.token,)
    for grandparent in grandparents:
        if context.observable == "root":
            targets = [(params.L, 0)]
        else:
            cousins = [s * grandparent + (context.place + shift) % s for shift in shifts]
            nodes = [s * cousin + token for cousin in cousins for token in tokens]
            if context.observable == "token":  # the leftmost visible descendant
                targets = [(0, node * s**level) for node in nodes]
            else:
                targets = [(level, node) for node in nodes]
        yield s * grandparent + context.place, targets


def tuples_and_targets(listed, params, level, context):
    """Pr[T = ν, Z_j = z], `(v, m, k, v)`, averaged over the grandparents that `context` admits."""
    v, m = params.v, params.m
    per_grandparent = [
        np.stack([listed.tuple_and_target(level, site, z, v, m) for z in targets], axis=2)
        for site, targets in sites_and_targets(params, level, context)
    ]
    return sum(per_grandparent) * Fraction(1, len(per_grandparent))


fractions = np.frompyfunc(lambda n, d: Fraction(int(n), d), 2, 1)
