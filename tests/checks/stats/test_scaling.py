"""How planted thresholds scale: exponents, their intervals, ranges in units of a law, growth."""

import math

import numpy as np
import pytest

from ownlatents.checks.stats.scaling import exponent, exponents, fold_range, growth_per_level
from ownlatents.checks.stats.threshold import Bracket, Threshold
from ownlatents.checks.stats.units import latent_unit
from ownlatents.sim import RHMParams
from tests.statistics import assert_binomial

SIZES = [RHMParams(v=v, m=m, s=2, L=3) for v in (16, 32, 64) for m in (4, 8, 12)]
IN_M = [p for p in SIZES if p.v == 16]
FACTORS = {"v": [p.v for p in SIZES], "m": [p.m for p in SIZES], "1−f": [1 - p.f for p in SIZES]}
TRUTH = {"v": 1.0, "m": 3.0, "1−f": -1.0}


def of(stars):
    return Threshold(tuple(Bracket(x, x, x) for x in map(float, stars)), min(stars), max(stars))


def planted(law=latent_unit, *, sizes=SIZES, grammars=16, noise=0.4, seed=0):
    rng = np.random.default_rng(seed)
    return {p: of(law(p) * np.exp(noise * rng.normal(size=grammars))) for p in sizes}


def test_without_noise_exponents_are_exact():
    found = exponents(planted(lambda p: 0.03 * latent_unit(p), noise=0), FACTORS)
    assert {name: pytest.approx(x.value, abs=1e-3) for name, x in found.items()} == TRUTH


def test_intervals_of_three_grammars_contain_the_exponent_as_often_as_they_promise():
    sets = 420
    hits = 0
    for seed in range(sets):
        found = exponent(planted(sizes=IN_M, grammars=3, seed=seed))
        hits += found.low <= TRUTH["m"] <= found.high
    assert_binomial([hits], sets, 0.95)
    with pytest.raises(AssertionError, match="tail probability"):
        assert_binomial([hits - 40], sets, 0.95)


def test_intervals_leave_out_exponents_that_were_not_planted():
    found = exponents(planted(lambda p: latent_unit(p) * p.m**0.5 / p.v, noise=0.1), FACTORS)
    assert not found["v"].low <= 1 <= found["v"].high
    assert not found["m"].low <= 3 <= found["m"].high


def test_the_exponent_of_one_letter_is_that_of_P_times_1_minus_f():
    assert exponent(planted(sizes=IN_M, noise=0)).value == pytest.approx(3, abs=1e-3)


def test_a_size_beyond_the_grid_pulls_an_exponent_upward_and_is_not_dropped():
    known = planted(lambda p: p.m**3.0 / (1 - p.f), sizes=IN_M, noise=0.1)
    most = 12**3 * 16
    beyond = Threshold((Bracket(most, math.inf, math.inf),) * 16, 1.0, most)
    first, second, third = known
    found = exponent({first: known[first], second: known[second], third: beyond})
    assert found.low > exponent({first: known[first], second: known[second]}).low
    assert found.value > 3.2


def test_the_range_in_units_of_the_law_is_one_and_in_others_it_is_not():
    found = planted(sizes=IN_M, noise=0)
    assert fold_range(found, "latent").value == pytest.approx(1)
    rivals = [p.m * (1 - p.f) for p in IN_M]  # vm⁴ over vm³/(1−f)
    assert fold_range(found, "token").value == pytest.approx(max(rivals) / min(rivals))
    assert fold_range({**found, IN_M[0]: of([math.inf])}, "latent").value == math.inf


@pytest.mark.parametrize("factor", [1.0, 1.3, 4.0])
def test_growth_is_the_factor_from_one_level_to_the_next(factor):
    rng = np.random.default_rng(0)
    found = growth_per_level(
        {L: of(100 * factor**L * np.exp(0.05 * rng.normal(size=4))) for L in (2, 3, 5)}
    )
    assert found.value == pytest.approx(factor, rel=0.06)
    assert found.low < factor < found.high
