"""Counts of a seed are those of the plain cascade over all cells: kept rows stay what they were."""

import numpy as np
import pytest

from ownlatents.sim import Context, Grammar, Law, RHMParams, sample_counts

SITES = [Context(), Context(place=1), Context("latent", cousin=1, token=0, grandparent=1)]


def spread(rng, counts, law):
    """Each positive number over the cells of a law, on new last axes."""
    result = np.zeros((*counts.shape, len(law)), dtype=np.int64)
    for at in zip(*np.nonzero(counts), strict=True):
        result[at] = rng.multinomial(counts[at], law)
    return result


def dense_counts(grammar, level, context, P, seed):
    """`sample_counts` of latent targets: every pair of rules has its number of strings."""
    p = grammar.params
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(level,)))
    law = Law(grammar).marginal(level + 2, context.grandparent_at(level, p.s)) / p.m
    law = np.repeat(law, p.m)
    used = np.zeros(p.n_tuples, dtype=np.int64)
    used[law > 0] = rng.multinomial(P, law[law > 0] / law.sum())
    each = np.full(p.m, 1 / p.m)
    of_tuple = spread(rng, used, each)
    targets = context.targets(p.s)
    counts = np.zeros((p.v, p.m, len(targets), p.v), dtype=np.int64)
    rules = grammar.rules[level + 1].reshape(-1, p.s)
    for cousin in sorted({cousin for cousin, _ in targets}):
        pairs = np.zeros((p.v, p.m, p.v), dtype=np.int64)
        for rule, numbers in zip(rules, of_tuple, strict=True):
            pairs[rule[context.place], :, rule[cousin]] += numbers
        by_rule = spread(rng, pairs, each)
        for j, (of, token) in enumerate(targets):
            if of == cousin:
                for (a, r, b, its), n in np.ndenumerate(by_rule):
                    counts[a, r, j, grammar.rules[level][b, its, token]] += n
    return counts


@pytest.mark.parametrize("P", [1, 100, 10**12])
@pytest.mark.parametrize("sizes", [(4, 3, 3, 3), (3, 2, 2, 4), (7, 2, 2, 3), (2, 4, 3, 3)])
@pytest.mark.parametrize("context", SITES)
def test_counts_of_a_seed_are_those_of_the_plain_cascade(sizes, context, P):
    grammar = Grammar.sample(RHMParams(*sizes), seed=sum(sizes))
    for level in context.levels(grammar.params.L):
        found = sample_counts(grammar, level, context, P=P, seed=5)
        assert (found == dense_counts(grammar, level, context, P, seed=5)).all()
        assert found.sum() == P * found.shape[2]


def test_a_cascade_from_another_stream_would_be_noticed():
    grammar = Grammar.sample(RHMParams(4, 3, 3, 3), seed=0)
    found = sample_counts(grammar, 0, P=1000, seed=5)
    assert (found != dense_counts(grammar, 0, Context(), 1000, seed=6)).any()
