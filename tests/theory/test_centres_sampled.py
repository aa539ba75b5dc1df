"""Distances between centres, right below the root and further down, against random grammars."""

import math
from itertools import pairwise

import numpy as np
import pytest

from ownlatents.sim import Context, Grammar, Law, RHMParams, assumptions
from ownlatents.theory.centres import expected_pair_distance, expected_spread
from tests.statistics import assert_z_scores

GRAMMARS = {16: 1500, 64: 150, 8: 1500}
REMAINDER = 0.02  # third orders in the imbalance of the marginals, below the root
BELOW = [((16, 8, 2), 1), ((16, 8, 2), 2), ((64, 8, 2), 1), ((64, 8, 2), 2)]
BELOW += [((8, 6, 3), 1), ((8, 6, 3), 2), ((16, 4, 2), 1), ((16, 4, 2), 2)]
EXPECTED = {"spread": expected_spread, "pair": expected_pair_distance}


def measured(sizes, above):
    """Mean squared distances over all grammars' occurring parents (or pairs), standard errors."""
    v, m, s = sizes
    rows = []
    for seed in range(GRAMMARS[v]):
        grammar = Grammar.sample(RHMParams(v=v, m=m, s=s, L=above + 2), seed)
        level = assumptions(grammar, Context(cousin=1, token=0)).levels[0]
        rows.append(((Law(grammar).marginal(1) > 0).sum(), level.spread, level.pair))
    occurring, spread, pair = np.array(rows, dtype=float).T
    pairs = occurring * (occurring - 1) / 2
    return {"spread": weighted(spread, occurring), "pair": weighted(pair, pairs)}


def weighted(values, weights):
    mean = (weights * values).sum() / weights.sum()
    residual = weights * (values - mean) / weights.mean()
    return mean, residual.std(ddof=1) / math.sqrt(len(values))


def assert_distance(found, expected, remainder=0.0):
    """The mean is what is expected, up to a remainder of this relative size and noise."""
    (mean, error), expected = found, float(expected)
    left = mean - np.clip(mean - expected, -remainder * expected, remainder * expected)
    assert_z_scores(left, expected, error, within=0.02 * mean)


@pytest.fixture(scope="module", params=[(16, 4, 2), (8, 6, 3)], ids=str)
def sampled(request):
    return request.param, measured(request.param, above=0)


@pytest.fixture(scope="module", params=BELOW, ids=str)
def sampled_below(request):
    return *request.param, measured(*request.param)


# The counts' dependence is below a thousandth at these sizes, and the standard errors above.
@pytest.mark.parametrize("kind", EXPECTED)
def test_random_grammars_have_these_distances(sampled, kind):
    sizes, found = sampled
    assert_distance(found[kind], EXPECTED[kind](*sizes))


@pytest.mark.parametrize("kind", EXPECTED)
def test_the_missing_factor_1_minus_f_is_caught(sampled, kind):
    sizes, found = sampled
    v, m, s = sizes
    with pytest.raises(AssertionError, match="standard errors"):
        assert_distance(found[kind], EXPECTED[kind](*sizes) / (1 - m / v ** (s - 1)))


@pytest.mark.parametrize("kind", EXPECTED)
def test_random_grammars_have_these_distances_below_other_levels_too(sampled_below, kind):
    sizes, above, found = sampled_below
    assert_distance(found[kind], EXPECTED[kind](*sizes, above), REMAINDER)


@pytest.mark.parametrize("kind", EXPECTED)
def test_marginals_taken_as_balanced_are_caught(sampled_below, kind):
    """The zeroth order, which is exact right below the root, is off by more than 5 %."""
    sizes, above, found = sampled_below
    zeroth, second = (EXPECTED[kind](*sizes, levels) for levels in (0, above))
    assert second > 1.05 * float(zeroth)
    with pytest.raises(AssertionError, match="standard errors"):
        assert_distance(found[kind], zeroth, REMAINDER)


@pytest.mark.parametrize("kind", EXPECTED)
@pytest.mark.parametrize("sizes", [(16, 4, 2), (64, 16, 2), (8, 6, 3)])
def test_distances_grow_with_the_imbalance_from_level_to_level(sizes, kind):
    found = [EXPECTED[kind](*sizes, above) for above in range(4)]
    steps = [float(b / a) - 1 for a, b in pairwise(found)]
    assert steps == sorted(steps, reverse=True)
    assert steps[-1] > 0
    # The first step is about ρ ≃ (1−f)/m.
    v, m, s = sizes
    assert 0.6 < steps[0] * m / (1 - m / v ** (s - 1)) < 1.4
