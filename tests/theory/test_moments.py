"""Exact averages over grammars, against all grammars of small sizes."""

from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
import pytest

from ownlatents.theory import moments, replicas
from ownlatents.theory.moments import exact
from tests.theory.tables import (
    COUSIN,
    FULL,
    HIGHER,
    PARTIAL,
    SMALL,
    SMALLEST,
    TOKEN,
    WRONG,
    average,
    channels,
    correlation_squares,
    cousin_listed,
    one_higher_listed,
    one_lower_listed,
    weighted_distances,
    weighted_pairs,
    with_replacement,
)

DEFINITIONS = {
    moments.squared_correlation: correlation_squares,
    moments.squared_pair_distance: weighted_distances,
    moments.squared_pairs: weighted_pairs,
}


@cache
def evaluated(moment, sizes, above, paths):
    """The moment in closed form."""
    paths = paths[:1] if moment is moments.squared_pairs else paths
    return moment(exact(*sizes), above, *paths)


@pytest.mark.parametrize("moment", DEFINITIONS)
@pytest.mark.parametrize("sizes", SMALL)
def test_a_cousin_token_over_all_grammars(sizes, moment):
    assert evaluated(moment, sizes, 0, COUSIN) == cousin_listed(DEFINITIONS[moment], sizes)


@pytest.mark.parametrize("moment", DEFINITIONS)
@pytest.mark.parametrize("sizes", [*SMALLEST, (3, 1, 2)])
def test_a_cousin_token_below_another_grandparent_over_all_grammars(sizes, moment):
    assert evaluated(moment, sizes, 1, COUSIN) == one_lower_listed(DEFINITIONS[moment], sizes)


@pytest.mark.parametrize(
    ("moment", "sizes"),
    [
        *product((moments.squared_correlation, moments.squared_pairs), SMALLEST),
        # Six nodes through two levels: seconds where m is not 1.
        *product([moments.squared_pair_distance], [(2, 1, 2), (2, 1, 3), (2, 2, 3)]),
    ],
)
def test_a_higher_common_ancestor_over_all_grammars(moment, sizes):
    assert evaluated(moment, sizes, 0, HIGHER) == one_higher_listed(DEFINITIONS[moment], sizes)


@pytest.mark.parametrize("sizes", SMALL)
def test_contraction_over_all_grammars(sizes):
    v, m, _ = sizes

    def of(channel):
        agree = channel @ channel.T
        same, apart = int(np.trace(agree)), int(agree.sum() - np.trace(agree))
        return Fraction(same, v * m**2) - Fraction(apart, v * (v - 1) * m**2)

    assert moments.contraction(exact(*sizes)) == average(of, channels(sizes))


def below_roots(sizes, depth):
    """Law of `channel … channel`, from root labels down, in units of m^−depth."""
    return [channels(sizes)] * depth


def chained(tables):
    return np.linalg.multi_dot(tables) if len(tables) > 1 else tables[0]


@pytest.mark.parametrize("depth", [1, 2])
@pytest.mark.parametrize("sizes", SMALL)
def test_marginals_over_all_grammars(sizes, depth):
    v, m, _ = sizes

    def of(*tables):
        return Fraction(int((chained(tables).sum(axis=0) ** 2).sum()), (v * m**depth) ** 2)

    listed = average(of, *below_roots(sizes, depth))
    assert moments.squared_marginals(exact(*sizes), depth) == listed
    assert moments.balance_spread(exact(*sizes), depth) == v * listed - 1


@pytest.mark.parametrize("depth", [1, 2])
@pytest.mark.parametrize("sizes", SMALL)
def test_the_root_label_over_all_grammars(sizes, depth):
    v, m, _ = sizes
    of = lambda *tables: correlation_squares(chained(tables), v * m**depth)  # noqa: E731
    listed = average(of, *below_roots(sizes, depth))
    assert moments.squared_root_correlation(exact(*sizes), depth) == listed


def test_there_is_a_root_label_and_none_of_the_listed_averages_is_trivial():
    assert moments.squared_marginals(exact(5, 2, 2), 0) == Fraction(1, 5)
    assert moments.squared_root_correlation(exact(5, 2, 2), 0) == Fraction(4, 25)
    for sizes in PARTIAL:
        assert all(cousin_listed(of, sizes) > 0 for of in DEFINITIONS.values())


@pytest.mark.parametrize("sizes", FULL)
def test_without_ungrammatical_tuples_nothing_is_learnt_from_cousins(sizes):
    for above, paths in ((0, COUSIN), (1, COUSIN), (0, TOKEN), (0, HIGHER)):
        assert moments.squared_correlation(exact(*sizes), above, *paths) == 0
    assert evaluated(moments.squared_pair_distance, sizes, 0, COUSIN) == 0
    assert moments.balance_spread(exact(*sizes), 2) == 0
    assert moments.squared_root_correlation(exact(*sizes), 2) > 0


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_factor_is_caught_by_the_list_of_grammars(wrong):
    sizes = (3, 2, 2)
    listed = cousin_listed(correlation_squares, sizes)
    found = moments.squared_correlation(exact(*sizes), 0, *COUSIN)
    assert found == listed != WRONG[wrong](found, sizes)


@pytest.mark.parametrize("moment", DEFINITIONS)
@pytest.mark.parametrize("sizes", PARTIAL)
def test_moments_with_replacement_are_caught_by_the_list_of_grammars(sizes, moment, monkeypatch):
    monkeypatch.setattr(replicas, "_probability_of_pattern", with_replacement)
    planted = evaluated.__wrapped__(moment, sizes, 0, COUSIN)
    assert planted != cousin_listed(DEFINITIONS[moment], sizes)
