"""The count sampler: tables of (tuple, target) counts of P strings, without the strings.

Given how often each rule of the grandparent was used, every level below splits those numbers
uniformly over rules, independently. So the joint table over all targets is a cascade of multinomial
draws whose cost does not depend on P.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float64, Int64

from ownlatents.errors import InputError
from ownlatents.sim.context import Context
from ownlatents.sim.grammar import Grammar
from ownlatents.sim.law import Law
from ownlatents.validation import checked_instance, checked_integer, checked_seed

_MOST = 2**62  # sums of two counts still fit in 64 bits


def expected_counts(
    grammar: Grammar, level: int, context: Context | None = None, *, P: int = 1
) -> Float64[np.ndarray, "v m k v"]:
    """Exact mean of `sample_counts`: P · Pr[T = ν, Z_j = z], of shape `(v, m, k, v)`."""
    checked_integer("P", P, 1)
    joint = Law(grammar).contexts(level, context).transpose(1, 0, 2) * (P / grammar.params.m)
    return np.repeat(joint[:, None], grammar.params.m, axis=1)


def sample_counts(
    grammar: Grammar, level: int, context: Context | None = None, *, P: int, seed: int
) -> Int64[np.ndarray, "v m k v"]:
    """Counts of a level-ℓ tuple with each of its targets among P independent strings.

    Args:
        grammar: the rules.
        level: level ℓ of the tuple, 0 … L−2.
        context: site (one, not pooled) and targets; `Context()` by default.
        P: number of strings, 1 to 2^62.
        seed: non-negative; equal seeds give equal counts.

    Returns:
        `(v, m, k, v)`: entry (a, r, j, z) counts the strings whose tuple is rule r of a and whose
        target j is z. For each j the total is P, and N(ν) = sum over z is the same for every j.
        The joint law over j is that of the strings.

    Cost: O(v·m³ + k·v²·m²) whatever P.

    >>> from ownlatents.sim import RHMParams
    >>> grammar = Grammar.sample(RHMParams(v=4, m=2, s=2, L=2), seed=0)
    >>> sample_counts(grammar, 0, P=10**12, seed=1).sum(axis=(0, 1, 3)).tolist()
    [1000000000000, 1000000000000]
    """
    context = context or Context()
    p = checked_instance("grammar", grammar, Grammar).params
    context.check(p.s, p.L, level)
    checked_seed(seed)
    checked_integer("P", P, 1, _MOST)
    grandparent = context.grandparent_at(level, p.s)
    if grandparent is None:
        raise InputError(
            "grandparent=None (pooled), but one site was expected: the tuples of one string are "
            "not independent; count strings instead"
        )
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(level,)))
    law = Law(grammar)
    if context.observable == "root":
        joint = law.contexts(level, context)[0]
        return _split(rng, _multinomial(rng, P, joint), p.m).transpose(0, 2, 1)[:, :, None, :]
    used = np.repeat((law.marginal(level + 2, grandparent) / p.m)[:, None], p.m, axis=1)
    by_tuple = _split(rng, _multinomial(rng, P, used), p.m).reshape(-1, p.m)
    rules = grammar.rules[level + 1].reshape(-1, p.s)
    targets = context.targets(p.s)
    counts = np.zeros((p.v, p.m, len(targets), p.v), dtype=np.int64)
    for cousin in sorted({cousin for cousin, _ in targets}):
        pairs = np.zeros((p.v, p.v, p.m), dtype=np.int64)
        np.add.at(pairs, (rules[:, context.place], rules[:, cousin]), by_tuple)
        # (parent, its rule, cousin symbol) that occur together, split over the cousin's own rule.
        parent, rule, other = np.nonzero(pairs.transpose(0, 2, 1))
        split = rng.multinomial(pairs[parent, other, rule], np.full(p.m, 1 / p.m))
        first = ((parent * p.m + rule) * p.v)[:, None]
        for j, (of, token) in enumerate(targets):
            if of == cousin:
                table = np.zeros(p.v * p.m * p.v, dtype=np.int64)
                np.add.at(table, first + grammar.rules[level][other, :, token], split)
                counts[:, :, j] = table.reshape(p.v, p.m, p.v)
    if context.observable == "token":
        channel = _leftmost_descendant(grammar, level)
        return np.sum([_thinned(rng, counts[..., b], channel[b]) for b in range(p.v)], axis=0)
    return counts


def _multinomial(
    rng: np.random.Generator, P: int, law: Float64[np.ndarray, "*cells"]
) -> Int64[np.ndarray, "*cells"]:
    # Only possible cells take part: numpy gives what rounding leaves over to the last one.
    counts = np.zeros(law.shape, dtype=np.int64)
    possible = law > 0
    counts[possible] = rng.multinomial(P, law[possible] / law[possible].sum())
    return counts


def _split(
    rng: np.random.Generator, counts: Int64[np.ndarray, "*cells"], m: int
) -> Int64[np.ndarray, "*cells m"]:
    """Each number over m equally likely rules, on a new last axis."""
    split = np.zeros((*counts.shape, m), dtype=np.int64)
    some = counts > 0
    split[some] = rng.multinomial(counts[some], np.full(m, 1 / m))
    return split


def _thinned(
    rng: np.random.Generator,
    counts: Int64[np.ndarray, "*cells"],
    law: Float64[np.ndarray, "v"],
) -> Int64[np.ndarray, "*cells v"]:
    result = np.zeros((*counts.shape, len(law)), dtype=np.int64)
    possible = np.flatnonzero(law)
    result[..., possible] = rng.multinomial(counts, law[possible] / law[possible].sum())
    return result


def _leftmost_descendant(grammar: Grammar, level: int) -> Float64[np.ndarray, "v v"]:
    """Law of the leftmost visible token under each level-`level` symbol."""
    p = grammar.params
    channel = np.eye(p.v)
    for rules in reversed(grammar.rules[:level]):
        one_step = np.zeros((p.v, p.v))
        np.add.at(one_step, (np.repeat(np.arange(p.v), p.m), rules[:, :, 0].ravel()), 1 / p.m)
        channel = channel @ one_step
    return channel
