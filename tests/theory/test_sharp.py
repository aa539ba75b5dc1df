"""The sharp laws: known centres, found centres, coverage."""

import math

import pytest
import sympy as sp

from ownlatents.theory import LAWS, threshold
from ownlatents.theory.symbols import Lambda, f, m, v

NAMES = ("known-centres", "found-centres", "coverage")
KNOWN_CENTRES, FOUND_CENTRES, COVERAGE = (LAWS[law].strings for law in NAMES)
SIZES = [(8, 6, 3), (16, 8, 2), (10, 15, 3), (2, 1, 2), (256, 255, 2)]


def laws(sizes, **others):
    v_, m_, s_ = sizes
    return {law: threshold(law, v=v_, m=m_, s=s_, L=3, **others) for law in NAMES}


@pytest.mark.parametrize("delta", [1, 0.5, 0.01])
@pytest.mark.parametrize("sizes", SIZES)
def test_the_laws_are_those_of_the_formulas(sizes, delta):
    v_, m_, s_ = sizes
    log = math.log(v_ * v_ * m_ / delta)
    known = 4 * m_**3 / (1 - m_ / v_ ** (s_ - 1)) * log
    found = known * (1 + math.sqrt(1 + v_ / (m_ * log))) / 2
    coverage = v_ * m_ * math.log(v_ * m_ / delta)
    expected = {"known-centres": known, "found-centres": found, "coverage": coverage}
    assert laws(sizes, delta=delta) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("law", NAMES)
def test_one_level_costs_the_same_at_every_depth(law):
    found = {threshold(law, v=8, m=6, s=3, L=depth) for depth in (2, 3, 9)}
    assert len(found) == 1


def test_known_centres_have_no_factor_v_but_in_f_and_the_logarithm():
    fraction = sp.Symbol("fraction", positive=True)
    at_fixed_f = KNOWN_CENTRES.subs(f, fraction)
    assert at_fixed_f.free_symbols == {m, fraction, Lambda}
    assert sp.simplify(KNOWN_CENTRES * (1 - f) / (m**3 * Lambda)) == 4
    assert sp.simplify(COVERAGE / (v * m * Lambda)) == 1


def test_known_centres_grow_with_v_as_the_logarithm():
    # f is negligible at s = 9, so that only v²m in the logarithm is left of v.
    few, many = (laws((v_, 2, 9), delta=0.5)["known-centres"] for v_ in (16, 64))
    assert many / few == pytest.approx(math.log(64**2 * 4) / math.log(16**2 * 4), rel=1e-6)


@pytest.mark.parametrize("sizes", SIZES)
def test_centres_that_are_found_cost_more_than_known_ones(sizes):
    found = laws(sizes)
    assert found["found-centres"] > found["known-centres"]


def test_what_finding_centres_costs_grows_with_v_over_m():
    ratios = []
    for m_ in (256, 64, 16, 4, 1):
        found = laws((256, m_, 3))
        ratios.append(found["found-centres"] / found["known-centres"])
    assert ratios == sorted(ratios)
    assert 1 < ratios[0] < 1.03
    assert ratios[-1] > 2
    x = sp.Symbol("x", positive=True)
    ratio = (FOUND_CENTRES / KNOWN_CENTRES).subs(v, x * m)
    assert sp.diff(sp.simplify(ratio), x).is_positive


@pytest.mark.parametrize("sizes", SIZES)
def test_surer_success_costs_more_strings(sizes):
    unsure, sure = laws(sizes, delta=0.5), laws(sizes, delta=0.001)
    assert all(sure[law] > unsure[law] for law in sure)
    assert laws(sizes) == unsure


@pytest.mark.parametrize("sizes", [(8, 8, 2), (4, 16, 3), (2, 2, 2)])
def test_without_ungrammatical_tuples_only_coverage_is_finite(sizes):
    found = laws(sizes)
    assert found["known-centres"] == found["found-centres"] == math.inf
    assert math.isfinite(found["coverage"])


def test_coverage_is_the_coupon_collector():
    # The expected number of v·m equally likely tuples that are missed at these P is δ.
    P = laws((8, 6, 3), delta=0.1)["coverage"]
    missed = 48 * (1 - 1 / 48) ** P
    assert missed == pytest.approx(0.1, rel=0.1)
