"""The assertions themselves: right laws pass, wrong laws and powerless measurements do not."""

import numpy as np
import pytest
from scipy.stats import chi2

from tests.statistics import (
    ALARM,
    assert_binomial,
    assert_chi_square,
    assert_same_law,
    assert_z_scores,
)

LAW = np.array([0.1, 0.2, 0.3, 0.4, 0.0])


def drawn(n, law=LAW, seed=0):
    return np.random.default_rng(seed).multinomial(n, law)


@pytest.mark.parametrize("seed", range(20))
def test_the_right_law_passes(seed):
    counts = drawn(1000, seed=seed)
    assert_chi_square(counts, LAW)
    assert_chi_square(counts, 7 * LAW)
    assert_binomial(counts, 1000, LAW)
    assert_same_law(counts, drawn(500, seed=seed + 100))
    error = np.sqrt(LAW * (1 - LAW) / 1e6)
    assert_z_scores(drawn(10**6, seed=seed) / 1e6, LAW, error)


def test_a_slightly_wrong_law_fails():
    wrong = drawn(10_000, [0.14, 0.16, 0.3, 0.4, 0])
    with pytest.raises(AssertionError, match="chi-square"):
        assert_chi_square(wrong, LAW)
    with pytest.raises(AssertionError, match=r"at \(0,\): .* 1000 was expected"):
        assert_binomial(wrong, 10_000, LAW)
    with pytest.raises(AssertionError, match="tail probability"):
        assert_same_law(wrong, drawn(10_000))
    with pytest.raises(AssertionError, match=r"0\.1 was expected within"):
        assert_z_scores(wrong / 1e4, LAW, np.sqrt(LAW / 1e4))


def test_one_count_in_an_impossible_cell_fails():
    counts = np.add(drawn(1000), [0, 0, 0, 0, 1])
    with pytest.raises(AssertionError, match="1 counts in impossible cells"):
        assert_chi_square(counts, LAW)
    with pytest.raises(AssertionError, match=r"at \(4,\)"):
        assert_binomial(counts, counts.sum(), LAW)


def test_a_measurement_without_power_fails():
    with pytest.raises(AssertionError, match="no power"):
        assert_z_scores(LAW, LAW, 0.1)
    with pytest.raises(AssertionError, match="no power"):
        assert_z_scores([0.0], [0.0], [0.1])
    with pytest.raises(AssertionError, match="no power"):
        assert_chi_square(drawn(79), LAW)
    with pytest.raises(AssertionError, match="no power"):
        assert_same_law(drawn(30), drawn(30))
    with pytest.raises(AssertionError, match="no power"):
        assert_binomial([30, 0], [49, 10**6], [0.6, 0])
    assert_z_scores(LAW, LAW, 0.1, within=0.2)


@pytest.mark.parametrize("error", [np.nan, -1.0])
def test_a_standard_error_that_is_none_fails(error):
    with pytest.raises(AssertionError, match="standard error"):
        assert_z_scores([1.0], [1.0], [error])
    with pytest.raises(AssertionError, match="not a number"):
        assert_z_scores([np.nan], [1.0], [0.01])


@pytest.mark.parametrize("freedom", [1, 10, 100, 1000])
def test_the_bound_on_the_chi_square_tail_is_no_smaller_than_its_limit(freedom):
    # The likelihood-ratio chi-square has this limit law, and its bound must hold there too.
    x = np.linspace(freedom, 20 * freedom + 200, 100)
    bound = freedom * (1 + np.log(x / freedom)) - x
    assert (bound >= chi2.logsf(2 * x, freedom)).all()
    assert bound[-1] < np.log(ALARM)
