import math

import numpy as np
import pytest
from scipy.stats import beta, binom

import ownlatents.checks.stats.intervals as intervals_of
from ownlatents.checks.stats.intervals import (
    LEVEL,
    Estimate,
    bootstrap,
    crossing,
    log_slope,
    middle,
    rate,
)
from ownlatents.errors import InputError
from tests.statistics import assert_binomial


def mean(groups):
    return groups[0].mean(axis=1)


@pytest.mark.parametrize(
    ("successes", "trials"), [(0, 1), (1, 1), (0, 50), (50, 50), (7, 20), (1, 1000), (500, 1000)]
)
def test_the_interval_of_a_rate_is_clopper_and_pearsons(successes, trials):
    found, tail, failures = rate(successes, trials), (1 - LEVEL) / 2, trials - successes
    assert found.value == successes / trials
    low = beta.ppf(tail, successes, failures + 1) if successes else 0
    high = beta.ppf(1 - tail, successes + 1, failures) if failures else 1
    assert found.low == pytest.approx(low, rel=1e-9)
    assert found.high == pytest.approx(high, rel=1e-9)


@pytest.mark.parametrize("p", [0.01, 0.05, 0.3, 0.5, 0.97])
@pytest.mark.parametrize("trials", [3, 20, 200])
def test_the_interval_of_a_rate_covers_the_truth_at_every_size(p, trials):
    intervals = [rate(k, trials) for k in range(trials + 1)]
    law = binom.pmf(range(trials + 1), trials, p)
    assert sum(q for q, x in zip(law, intervals, strict=True) if x.low <= p <= x.high) >= LEVEL


def intervals_of_means(statistic, repeats=400, n=60):
    rng = np.random.default_rng(0)
    groups = [rng.normal(loc=3, size=n) for _ in range(repeats)]
    return [bootstrap([x], statistic, resamples=300, seed=i) for i, x in enumerate(groups)]


def test_bootstrap_intervals_cover_the_truth_as_often_as_they_say():
    intervals = intervals_of_means(mean)
    assert_binomial(sum(x.low <= 3 <= x.high for x in intervals), len(intervals), LEVEL)


def test_intervals_that_are_too_narrow_are_noticed():
    intervals = intervals_of_means(mean)
    narrow = [Estimate(x.value, (x.value + x.low) / 2, (x.value + x.high) / 2) for x in intervals]
    covered = sum(x.low <= 3 <= x.high for x in narrow)
    with pytest.raises(AssertionError, match="expected"):
        assert_binomial(covered, len(narrow), LEVEL)


def test_each_group_is_resampled_by_itself():
    # A group of equal values stays what it is; pooled, it would be mixed with the other one.
    found = bootstrap([[1.0, 1.0, 1.0], [4.0, 6.0]], lambda g: g[0].mean(1) - g[1].mean(1))
    assert (found.value, found.low, found.high) == (-4, -5, -3)


def test_a_bootstrap_is_the_same_every_time():
    values = np.random.default_rng(1).normal(size=30)
    assert bootstrap([values], mean) == bootstrap([values], mean)
    assert bootstrap([values], mean) != bootstrap([values], mean, seed=1)


def test_resamples_on_which_the_statistic_is_undefined_may_be_anything():
    found = bootstrap([[1.0, 3.0]], lambda g: np.where(g[0].min(1) < 3, mean(g), np.nan))
    assert (found.value, found.low, found.high) == (2, -math.inf, math.inf)
    rarely = bootstrap([range(100)], lambda g: np.where((g[0] == 0).sum(1) < 5, mean(g), np.nan))
    assert math.isfinite(rarely.high - rarely.low)


@pytest.mark.parametrize("n", [2, 3, 4, 10])
def test_the_mean_of_a_few_covers_the_truth_as_often_as_it_says(n):
    drawn = np.random.default_rng(n).normal(loc=3, size=(1000, n))
    intervals = [intervals_of.mean(x) for x in drawn]
    assert_binomial(sum(x.low <= 3 <= x.high for x in intervals), len(intervals), LEVEL)


def test_a_mean_of_one_has_no_ends():
    assert intervals_of.mean([2.0]) == Estimate(2.0, -math.inf, math.inf, "Student", 1)


@pytest.mark.parametrize(("n", "covered"), [(3, 0.75), (4, 0.875)])
def test_medians_of_three_or_four_cover_as_the_docstring_says(n, covered):
    drawn = np.random.default_rng(n).normal(size=(200, n))
    found = [bootstrap([x], lambda g: np.median(g[0], axis=1), resamples=400) for x in drawn]
    assert [(x.low, x.high) for x in found] == [(x.min(), x.max()) for x in drawn]
    assert_binomial(sum(x.low <= 0 <= x.high for x in found), len(found), covered)


def test_an_interval_may_end_at_infinity():
    found = bootstrap([[1.0, 2.0, math.inf]], lambda g: np.median(g[0], axis=1))
    assert (found.value, found.low, found.high) == (2, 1, math.inf)


def test_an_estimate_is_told_with_its_interval():
    assert str(Estimate(1 / 3, 0.25, 0.5)) == "0.333 [0.25, 0.5]"
    assert str(Estimate(2.0, -math.inf, math.inf)) == "2 [-∞, ∞]"


@pytest.mark.parametrize("power", [-2, 0, 0.5, 3, 6])
def test_the_exponent_of_a_power_law_is_exact(power):
    x = np.array([3, 5, 17, 100.0])
    assert log_slope(x, 7 * x**power) == pytest.approx(power, abs=1e-12)


@pytest.mark.parametrize("missing", [0, math.inf, math.nan])
def test_where_a_value_is_missing_that_gives_the_slope_no_sign_there_is_no_exponent(missing):
    assert math.isnan(log_slope([1, 2, 4], [1, missing, 16]))


@pytest.mark.parametrize(
    ("y", "slope"),
    [
        ([1, 2, math.inf], math.inf),
        ([0, 2, 4], math.inf),
        ([math.inf, 2, 4], -math.inf),
        ([1, 2, 0], -math.inf),
        ([0, 2, math.inf], math.inf),
        ([0, 2, 0], math.nan),
    ],
)
def test_a_threshold_beyond_what_was_tried_tells_the_sign_of_the_slope(y, slope):
    assert log_slope([1, 2, 5], y) == pytest.approx(slope, nan_ok=True)


@pytest.mark.parametrize("star", [2, 10, 63])
@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_a_straight_line_in_log_x_is_crossed_where_it_was_planted(star, at):
    x = np.geomspace(1, 100, 7)
    assert crossing(x, at + 0.2 * np.log(x / star), at) == pytest.approx(star)


def test_the_crossing_lies_between_the_points_around_it():
    assert 10 < crossing([1, 10, 100, 1000], [0, 0.4, 0.6, 1], 0.5) < 100


def test_a_point_on_the_line_is_the_crossing():
    assert crossing([1, 10, 100], [0, 0.5, 1], 0.5) == pytest.approx(10)


def test_a_chance_peak_below_the_threshold_is_not_taken_for_it():
    assert crossing([1, 2, 4, 8, 16], [0.1, 0.7, 0.2, 0.4, 0.6], 0.5) == pytest.approx(
        math.sqrt(8 * 16)
    )


@pytest.mark.parametrize(
    ("y", "where"),
    [([0.1, 0.2, 0.4], math.inf), ([0.1, 0.9, 0.4], math.inf), ([0.6, 0.7, 0.8], 0)],
    ids=["always below", "falls again", "always above"],
)
def test_a_curve_that_does_not_rise_through_the_line_crosses_it_beyond_its_end(y, where):
    assert crossing([1, 10, 100], y, 0.5) == where


def test_many_curves_are_crossed_as_each_alone():
    curves = np.random.default_rng(0).choice([0.1, 0.4, 0.5, 0.7, 0.9], (5, 40, 6))
    x = np.geomspace(1, 100, 6)
    each = [[crossing(x, one, 0.5) for one in some] for some in curves]
    assert np.array_equal(crossing(x, curves, 0.5), each)
    assert {0.0, np.inf} < set(np.ravel(each))


def test_slopes_of_many_columns_are_those_of_each_alone():
    y = np.random.default_rng(0).uniform(1, 9, (4, 30))
    y[2, 7] = 0
    found = log_slope([1, 2, 3, 5], y)
    assert found == pytest.approx([float(log_slope([1, 2, 3, 5], one)) for one in y.T], nan_ok=True)
    assert np.flatnonzero(np.isinf(found)) == [7]


def test_a_group_is_resampled_grammar_by_grammar():
    # Rows of one number each: whatever is drawn, a row stays whole.
    rows = np.repeat(np.arange(5.0)[:, None], 3, axis=1)
    seen = []
    bootstrap([rows], lambda groups: seen.append(groups[0]) or groups[0].mean((1, 2)), resamples=50)
    (resamples,) = seen
    assert np.array_equal(resamples[0], rows)
    assert (resamples == resamples[..., :1]).all()
    assert len(np.unique(resamples[1:, :, 0])) == 5


def test_next_to_an_unknown_point_the_crossing_is_unknown():
    assert math.isnan(crossing([1, 10, 100], [0.1, math.nan, 0.9], 0.5))


def test_a_median_is_no_mean_with_a_threshold_that_was_not_found():
    pairs = [[2.0, 4.0], [0.0, 4.0], [2.0, math.inf], [0.0, 0.0], [2.0, math.nan], [0.0, math.inf]]
    assert np.array_equal(middle(pairs), [3, 0, math.inf, 0, math.nan, math.nan], equal_nan=True)
    others = np.random.default_rng(0).uniform(1, 2, (3, 7))
    assert np.array_equal(middle(others), np.median(others, axis=-1))


def test_a_statistic_that_no_resample_has_is_told_without_warnings():
    found = bootstrap([[np.inf, np.inf]], lambda groups: np.full(21, np.nan), resamples=20)
    assert np.isnan([found.value, found.low, found.high]).all()


@pytest.mark.parametrize(
    ("successes", "trials", "sentence"),
    [
        (3, 2, "successes=3, but 0 to 2 was expected"),
        (-1, 2, "successes=-1, but 0 to 2 was expected"),
        (1.5, 2, "successes=1.5, but an integer was expected"),
        (0, 0, "trials=0, but at least 1 was expected"),
    ],
)
def test_a_rate_that_no_trials_have_is_refused(successes, trials, sentence):
    with pytest.raises(InputError) as refusal:
        rate(successes, trials)
    assert str(refusal.value) == sentence
