"""Exponents of censored thresholds, against least squares and scipy's censored fit; coverage."""

import math

import numpy as np
import pytest
from scipy.stats import CensoredData, linregress, norm, t

from ownlatents.checks.stats.regression import regression
from ownlatents.checks.stats.threshold import Bracket


def exact(stars):
    return [Bracket(star, star, star) for star in stars]


def censored(stars, least=0.0, most=math.inf):
    """Thresholds of which only those within the grid are known."""
    return [
        Bracket(0.0, least, 0.0)
        if star < least
        else Bracket(most, math.inf, math.inf)
        if star > most
        else Bracket(star, star, star)
        for star in stars
    ]


def planted(seed, *, slope=3.0, noise=0.3, grammars=3, m=(2, 3, 4)):
    rng = np.random.default_rng(seed)
    x = np.log(np.repeat(m, grammars))
    return x, np.exp(1 + slope * x + noise * rng.standard_normal(len(x)))


def test_where_nothing_is_censored_it_is_students_interval_of_least_squares():
    x, stars = planted(0, grammars=4)
    found, line = regression({"m": x}, exact(stars))["m"], linregress(x, np.log(stars))
    half = t.ppf(0.975, len(x) - 2) * line.stderr
    assert found.value == pytest.approx(line.slope, abs=1e-5)
    assert [found.low, found.high] == pytest.approx(
        [line.slope - half, line.slope + half], abs=2e-3
    )
    assert found.n == len(x)


def test_several_columns_are_fitted_together():
    rng = np.random.default_rng(1)
    x, z = rng.standard_normal((2, 40))
    stars = np.exp(1 + 2 * x - z + 0.1 * rng.standard_normal(40))
    found = regression({"x": x, "z": z}, exact(stars))
    design = np.column_stack([x, z, np.ones(40)])
    least_squares = np.linalg.lstsq(design, np.log(stars), rcond=None)[0]
    assert [one.value for one in found.values()] == pytest.approx(least_squares[:2], abs=1e-4)


@pytest.mark.parametrize(("least", "most"), [(0.0, 5.0), (2.0, math.inf), (2.0, 5.0)])
def test_the_location_of_censored_thresholds_is_that_of_scipys_fit(least, most):
    stars = np.exp(np.random.default_rng(2).normal(1, 0.5, 60))
    logs = np.log(stars)
    inside = (stars >= least) & (stars <= most)
    data = CensoredData(
        uncensored=logs[inside],
        left=np.full((stars < least).sum(), np.log(least) if least else 0),
        right=np.full((stars > most).sum(), np.log(most)),
    )
    location, _ = norm.fit(data)
    found = regression({}, censored(stars, least, most))["constant"]
    assert found.value == pytest.approx(location, abs=1e-3)
    assert found.low < location < found.high


def test_a_threshold_beyond_the_grid_is_not_one_at_its_end():
    # Three grammars at m = 3 and at m = 4, one of which never gets there.
    x = np.log([3, 3, 3, 4, 4, 4])
    stars = [21e3, 24e3, 20e3, 60e3, 80e3, math.inf]
    found = regression({"m": x}, censored(stars, most=131_072))["m"]
    assert found.value == pytest.approx(4.94, abs=0.01)
    assert 1 < found.low < 3
    assert 7 < found.high < 10
    at_the_end = regression({"m": x}, exact([*stars[:-1], 131_072]))["m"]
    assert at_the_end.value < found.value - 0.1


def test_with_too_few_thresholds_an_interval_is_infinite():
    x = np.log([3, 4, 5])
    found = regression({"m": x}, censored([10.0, 20.0, math.inf], most=30.0))["m"]
    assert (found.low, found.high) == (-math.inf, math.inf)


def test_where_all_are_censored_nothing_is_known():
    found = regression({"m": np.log([3, 4])}, censored([math.inf] * 2, most=30.0))["m"]
    assert math.isnan(found.value)
    assert (found.low, found.high) == (-math.inf, math.inf)


def test_equal_thresholds_have_a_narrow_interval_and_no_error():
    found = regression({"m": np.log([2, 2, 4, 4])}, exact([1.0, 1.0, 8.0, 8.0]))["m"]
    assert found.value == pytest.approx(3, abs=1e-3)
    assert 0 < found.high - found.low < 0.3


@pytest.mark.parametrize("most", [math.inf, 150.0])
def test_intervals_cover_the_truth_in_95_of_100_cases_with_three_grammars(most):
    trials = 200
    hits = 0
    for seed in range(trials):
        x, stars = planted(seed)
        found = regression({"m": x}, censored(stars, most=most))["m"]
        hits += found.low <= 3 <= found.high
    # Six standard errors of a share of 0.95, and more is no fault.
    assert hits / trials > 0.95 - 6 * math.sqrt(0.95 * 0.05 / trials)


def test_another_exponent_is_noticed():
    x, stars = planted(0, slope=4.0, noise=0.1)
    assert regression({"m": x}, exact(stars))["m"].low > 3
