"""Distances between centres against all grammars of small sizes and samples of larger ones."""

import math
from collections import Counter
from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest

from sim import Context, Grammar, Law, RHMParams, assumptions
from tests.statistics import assert_z_scores
from tests.theory.test_moments import channels, tops
from theory.centres import (
    expected_pair_distance,
    expected_spread,
    missing_symbol,
    rules_with_symbol,
)
from theory.moments import balance_spread, exact

SMALL = [(2, 1, 2), (2, 2, 2), (3, 1, 2), (2, 1, 3), (2, 2, 3), (2, 4, 3)]
GRAMMARS = 1500


@pytest.mark.parametrize("sizes", [*SMALL[:5], (3, 2, 2)])
def test_rules_with_a_symbol_are_counted_over_all_grammars(sizes):
    v, m, s = sizes
    counts = Counter(
        sum(symbols[0] == 0 for symbols in drawn)
        for drawn in combinations(list(product(range(v), repeat=s)), v * m)
    )
    expected = {n: Fraction(k, counts.total()) for n, k in counts.items()}
    assert rules_with_symbol(*sizes) == expected
    assert missing_symbol(*sizes) == expected.get(0, 0)


@pytest.mark.parametrize("sizes", [*SMALL, (8, 6, 3), (16, 4, 2)])
def test_the_number_of_rules_with_a_symbol_has_the_mean_m_and_the_variance_of_balance(sizes):
    _, m, _ = sizes
    law = rules_with_symbol(*sizes)
    assert sum(law.values()) == 1
    assert sum(n * p for n, p in law.items()) == m
    variance = sum((n - m) ** 2 * p for n, p in law.items())
    assert variance == m**2 * balance_spread(exact(*sizes), 1)


@pytest.mark.parametrize("sizes", SMALL)
def test_the_spread_over_all_grammars(sizes):
    v, m, _ = sizes
    total = occurring = Fraction(0)
    for (top, p), (channel, q) in product(tops(sizes), channels(sizes)):
        joint = top @ channel
        mean = [Fraction(int(n), v * m**2) for n in joint.sum(axis=0)]
        for row in joint:
            count = int(row.sum())
            if count:
                centre = [Fraction(int(n), count) for n in row]
                squared = sum((x - y) ** 2 for x, y in zip(centre, mean, strict=True))
                total += p * q * squared
                occurring += p * q
    assert expected_spread(*sizes) == total / occurring


@pytest.mark.parametrize("sizes", [(2, 2, 2), (2, 4, 3), (8, 8, 2)])
def test_centres_coincide_where_every_tuple_is_grammatical(sizes):
    assert expected_spread(*sizes) == expected_pair_distance(*sizes) == missing_symbol(*sizes) == 0


@pytest.mark.parametrize("sizes", [(16, 4, 2), (64, 16, 2), (8, 6, 3)])
def test_centres_are_about_the_root_of_two_farther_from_each_other_than_from_their_mean(sizes):
    v = sizes[0]
    ratio = float(expected_pair_distance(*sizes) / expected_spread(*sizes))
    assert ratio == pytest.approx(2 / (1 - 1 / v), rel=0.03)


@pytest.fixture(scope="module", params=[(16, 4, 2), (8, 6, 3)], ids=str)
def sampled(request):
    """Per grammar: how many parents occur, the mean spread and the mean pair distance."""
    v, m, s = request.param
    rows = []
    for seed in range(GRAMMARS):
        grammar = Grammar.sample(RHMParams(v=v, m=m, s=s, L=2), seed)
        (level,) = assumptions(grammar, Context(cousin=1, token=0)).levels
        rows.append(((Law(grammar).marginal(1) > 0).sum(), level.spread, level.pair))
    return request.param, np.array(rows, dtype=float).T


def weighted(values, weights):
    """Mean over all grammars' occurring parents (or pairs), and its standard error."""
    mean = (weights * values).sum() / weights.sum()
    residual = weights * (values - mean) / weights.mean()
    return mean, residual.std(ddof=1) / math.sqrt(len(values))


def test_random_grammars_have_this_spread(sampled):
    sizes, (occurring, spread, _) = sampled
    mean, error = weighted(spread, occurring)
    assert_z_scores(mean, float(expected_spread(*sizes)), error, within=0.02 * mean)


def test_random_grammars_have_this_pair_distance(sampled):
    # The counts' dependence is below a thousandth here, and the standard error above.
    sizes, (occurring, _, pair) = sampled
    mean, error = weighted(pair, occurring * (occurring - 1) / 2)
    assert_z_scores(mean, float(expected_pair_distance(*sizes)), error, within=0.02 * mean)


@pytest.mark.parametrize("expected", [expected_spread, expected_pair_distance])
def test_the_missing_factor_1_minus_f_is_caught(sampled, expected):
    sizes, (occurring, spread, pair) = sampled
    v, m, s = sizes
    if expected is expected_spread:
        mean, error = weighted(spread, occurring)
    else:
        mean, error = weighted(pair, occurring * (occurring - 1) / 2)
    planted = float(expected(*sizes)) / (1 - m / v ** (s - 1))
    with pytest.raises(AssertionError, match="standard errors"):
        assert_z_scores(mean, planted, error)
