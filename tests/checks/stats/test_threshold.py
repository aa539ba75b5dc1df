"""P*: its bracket, its median over grammars, what is censored."""

import math

import numpy as np
import pytest

from ownlatents.checks.stats.threshold import (
    Bracket,
    LearningCurve,
    Outside,
    Threshold,
    bracket,
    thresholds,
)
from ownlatents.sim import RHMParams

SMALL, DEEP = (RHMParams(v=4, m=2, s=2, L=L) for L in (2, 3))


def curve(heights, P=(10, 100, 1000, 10_000), params=SMALL, seed=0):
    return LearningCurve.of(params, seed, zip(P, heights, strict=True))


def of(*stars, least=10.0, most=1000.0):
    ends = {0.0: (0.0, least), math.inf: (most, math.inf)}
    return Threshold(
        tuple(Bracket(*ends.get(star, (star, star)), star) for star in stars), least, most
    )


def test_a_threshold_is_interpolated_in_the_logarithm_of_P_between_its_neighbours():
    assert bracket(curve([0, 0.25, 0.75, 1])) == Bracket(100, 1000, pytest.approx(10**2.5))
    assert bracket(curve([0, 0.2, 0.4, 0.6]), 0.6) == Bracket(1000, 10_000, pytest.approx(1e4))


def test_a_curve_on_one_side_has_an_open_bracket():
    assert bracket(curve([0.6, 0.7, 0.8, 0.9])) == Bracket(0, 10, 0)
    assert bracket(curve([0.1, 0.2, 0.3, 0.4])) == Bracket(10_000, math.inf, math.inf)


def test_the_last_rise_counts_and_not_a_chance_peak_below_it():
    assert bracket(curve([0.1, 0.9, 0.25, 0.75])).low == 1000
    assert bracket(curve([0.9, 0.9, 0.9, 0.4])).star == math.inf  # nor what is not kept


def test_a_reading_that_is_not_defined_gives_no_threshold():
    found = thresholds([curve([0, np.nan, 0.75, 1])])[SMALL]
    assert math.isnan(found.median)
    assert not found.within


def test_points_may_come_in_any_order():
    assert curve([1, 0.75, 0.25, 0], P=(10_000, 1000, 100, 10)) == curve([0, 0.25, 0.75, 1])


def test_sizes_and_seeds_are_in_order_and_the_median_is_over_grammars():
    curves = [
        curve([0, 1], (star / 2, star * 2), params, seed)
        for params, seed, star in (
            (DEEP, 0, 500.0),
            (SMALL, 1, 30.0),
            (SMALL, 2, 90.0),
            (SMALL, 0, 10),
        )
    ]
    found = thresholds(curves)
    assert list(found) == [SMALL, DEEP]
    np.testing.assert_allclose(found[SMALL].stars, [10, 30, 90])
    assert found[SMALL].median == pytest.approx(30)
    assert (found[SMALL].least, found[SMALL].most) == (5, 180)


@pytest.mark.parametrize(
    ("stars", "cell"),
    [
        ((20.0, 40.0, 80.0), 4.0),
        ((0.0, 0.0, 80.0), Outside("<", 1.0)),
        ((20.0, math.inf, math.inf), Outside(">", 100.0)),
    ],
)
def test_a_cell_says_on_which_side_of_the_grid_a_median_lies(stars, cell):
    assert of(*stars).cell(10.0) == cell
    assert of(*stars).within == isinstance(cell, float)


def test_outside_is_written_with_the_number_tried():
    assert str(Outside("<", 2.5)) == "< 2.5"
    assert str(Outside(">", 131072.0)) == "> 131072"


def test_a_unit_scales_all():
    assert of(20.0, 0.0, math.inf).scaled(0.5) == of(10.0, 0.0, math.inf, least=5.0, most=500.0)


def test_those_that_never_reach_it_can_be_left_out():
    assert of(20.0, 0.0, math.inf).reached == of(20.0, 0.0)


def test_the_estimate_of_a_median_is_students_on_logarithms():
    found = of(20.0, 40.0, 80.0).estimate
    quantile = 4.302652729911275  # Student's, at 2 degrees of freedom
    half = math.sqrt(math.pi / 2) * quantile * math.log(2) / math.sqrt(3)
    assert found.value == 40
    assert [found.low, found.high] == pytest.approx([40 * math.exp(x) for x in (-half, half)], 1e-3)
    assert found.n == 3


@pytest.mark.parametrize("stars", [(10.0, 80.0, 90.0), (20.0, 30.0, 900.0), (20.0, 40.0, math.inf)])
def test_an_interval_holds_its_median(stars):
    found = of(*stars).estimate
    assert found.low < found.value < found.high


def test_of_one_grammar_nothing_is_known_of_the_others():
    found = of(20.0).estimate
    assert (found.value, found.low, found.high) == (20, 0, math.inf)
