"""Distances between centres against all grammars of small sizes and samples of larger ones."""

from collections import Counter
from fractions import Fraction
from itertools import combinations, product

import pytest

from ownlatents.theory.centres import (
    expected_pair_distance,
    expected_spread,
    rules_with_symbol,
)
from ownlatents.theory.moments import balance_spread, exact
from tests.theory.tables import SMALL, channels, tops

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


@pytest.mark.parametrize("above", [0, 1, 3])
@pytest.mark.parametrize("sizes", [(2, 2, 2), (2, 4, 3), (8, 8, 2)])
def test_centres_coincide_where_every_tuple_is_grammatical(sizes, above):
    assert expected_spread(*sizes, above) == expected_pair_distance(*sizes, above) == 0
    assert rules_with_symbol(*sizes).get(0, 0) == 0


@pytest.mark.parametrize("sizes", [(16, 4, 2), (64, 16, 2), (8, 6, 3)])
def test_centres_are_about_the_root_of_two_farther_from_each_other_than_from_their_mean(sizes):
    v = sizes[0]
    ratio = float(expected_pair_distance(*sizes) / expected_spread(*sizes))
    assert ratio == pytest.approx(2 / (1 - 1 / v), rel=0.03)
