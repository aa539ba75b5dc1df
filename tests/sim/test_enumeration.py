"""The brute force itself: small enough to check by hand."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from ownlatents.sim import Context, Grammar, RHMParams
from tests.enumeration import derivations, n_derivations, sites_and_targets, tuples_and_targets
from tests.sim.strategies import searched, small_grammars

# 0 → 00 | 01 and 1 → 11 | 10: the left child copies its parent, the right one is a coin.
COPY_LEFT = [[[0, 0], [0, 1]], [[1, 1], [1, 0]]]


def test_one_level_by_hand():
    listed = derivations(Grammar([COPY_LEFT]))
    assert listed.tree[0].tolist() == [[0, 0], [0, 1], [1, 1], [1, 0]]
    assert listed.tree[1].tolist() == [[0], [0], [1], [1]]
    assert listed.rules[0].tolist() == [[0], [1], [0], [1]]
    assert listed.law((2,), listed.tree[0][:, 1]).tolist() == [Fraction(1, 2)] * 2


def test_two_levels_by_hand():
    listed = derivations(Grammar([COPY_LEFT, COPY_LEFT]))
    joint = tuples_and_targets(listed, RHMParams(2, 2, 2, 2), 0, Context(cousin=1, token=0))
    assert joint.shape == (2, 2, 1, 2)
    assert (joint == Fraction(1, 8)).all()  # the cousin's first token is a coin
    root = tuples_and_targets(listed, RHMParams(2, 2, 2, 2), 0, Context("root"))
    assert (root[0, :, 0, 0] == Fraction(1, 4)).all()
    assert (root[0, :, 0, 1] == 0).all()


@searched
@given(small_grammars())
def test_every_derivation_is_listed_once_and_obeys_the_rules(grammar):
    p, listed = grammar.params, derivations(grammar)
    assert len(listed.weights) == n_derivations(p.v, p.m, p.s, p.L)
    whole = np.concatenate([*listed.rules, listed.tree[p.L]], axis=1)
    assert len(np.unique(whole, axis=0)) == len(whole)
    for level in range(p.L):
        for i in range(p.width(level)):
            parent, rule = listed.tree[level + 1][:, i // p.s], listed.rules[level][:, i // p.s]
            expected = grammar.rules[level][parent, rule, i % p.s]
            assert (listed.tree[level][:, i] == expected).all()


def test_targets_by_hand():
    # s = 3, L = 3: under the last grandparent the tuple of place 1 has the cousins 8 and 6.
    params = RHMParams(v=3, m=1, s=3, L=3)
    at = {"grandparent": 2, "place": 1, "token": 1}
    assert list(sites_and_targets(params, 0, Context(**at))) == [(7, [(0, 25), (0, 19)])]
    assert list(sites_and_targets(params, 1, Context(**at))) == [(1, [(1, 7), (1, 1)])]
    assert list(sites_and_targets(params, 1, Context("token", **at))) == [(1, [(0, 21), (0, 3)])]
    assert list(sites_and_targets(params, 0, Context("root", grandparent=None))) == [
        (site, [(3, 0)]) for site in (0, 3, 6)
    ]


def test_too_many_derivations_are_refused():
    with pytest.raises(AssertionError, match="too many derivations"):
        derivations(Grammar.sample(RHMParams(v=8, m=4, s=2, L=5), seed=0))
