"""Learning curves to panels: means, thresholds, units, laws, exponents."""

import numpy as np
import pytest

from ownlatents.checks.stats.threshold import Bracket, LearningCurve, Threshold
from ownlatents.paper_figs.collapse import panels
from ownlatents.paper_figs.points import means, medians
from ownlatents.sim import RHMParams
from ownlatents.theory import threshold

SIZES = [RHMParams(v=8, m=m, s=3, L=5) for m in (6, 12, 24)]


def curves(star, sizes=SIZES, seeds=2):
    """Accuracy rises through 1/2 at star(p)."""
    heights = ((0.25, 0.0), (1.0, 0.5), (4.0, 1.0))
    return [
        LearningCurve.of(p, seed, ((star(p) * factor, height) for factor, height in heights))
        for p in sizes
        for seed in range(seeds)
    ]


def latent(p):
    return 2 * threshold("latent", **p.as_dict())


def test_in_units_of_the_law_all_curves_are_one():
    rescaled = panels(curves(latent))["rescaled"].measured
    assert [series.key for series in rescaled] == [6, 12, 24]
    for series in rescaled:
        assert series.x == pytest.approx((0.5, 2.0, 8.0))
        assert series.y == (0.0, 0.5, 1.0)


def test_in_other_units_they_are_not():
    rescaled = panels(curves(latent), unit="token")["rescaled"].measured
    middles = [series.x[1] for series in rescaled]
    assert max(middles) / min(middles) > 10


def test_the_exponent_is_fitted_with_its_interval_and_the_papers_too():
    paper = {p: 5 * p.m**4 / (1 - p.f) for p in SIZES}
    found = panels(curves(latent), paper_stars=paper, name="ILC")["stars"].exponents
    assert found["ILC"].value == pytest.approx(3)
    assert found["ILC"].low <= found["ILC"].value <= found["ILC"].high
    assert found["paper"].value == pytest.approx(4)


def test_laws_pass_through_the_first_threshold_and_stay_in_its_family():
    other = RHMParams(v=10, m=7, s=3, L=4)
    stars = panels(curves(latent), paper_stars={other: 1e4})["stars"]
    assert [law.label for law in stars.laws] == ["vm³/(1−f)", "vm^L", "vm^(L+1)"]
    for law in stars.laws:
        assert law.x == (6.0, 12.0, 24.0)
        assert law.y[0] == pytest.approx(latent(SIZES[0]))
    assert stars.laws[1].y[1] / stars.laws[1].y[0] == pytest.approx(2**5)


def test_laws_that_grow_alike_are_one_line():
    deep = [RHMParams(v=8, m=6, s=3, L=L) for L in (3, 4, 5)]
    labels = [law.label for law in panels(curves(latent, deep), by="L")["stars"].laws]
    assert labels == ["vm³/(1−f)", "vm^L, vm^(L+1)"]


def test_the_papers_curves_and_their_thresholds_stand_beside_ours():
    found = panels([], curves(latent, seeds=1))
    assert found["raw"].measured == ()
    assert [series.key for series in found["raw"].paper] == [6, 12, 24]
    halves = [series for series in found["rescaled"].paper if len(series.x) == 1]
    assert [series.x[0] for series in halves] == pytest.approx([2.0] * 3)
    assert [series.y for series in halves] == [(0.5,)] * 3


def test_where_no_grammar_rises_there_is_neither_a_threshold_nor_an_exponent():
    points = [(10.0, 0.1), (100.0, 0.1)]
    flat = [LearningCurve.of(p, seed, points) for p in SIZES for seed in (0, 1)]
    stars = panels(flat)["stars"]
    assert stars.exponents == {}
    assert stars.empty


def test_without_anything_the_panels_are_empty():
    found = panels([])
    assert all(panel.empty for panel in found.values())
    assert found["stars"].laws == ()


def test_points_are_the_medians_and_their_estimates():
    stars = [3.0, 5.0, 8.0, 9.0, 20.0, np.inf]
    brackets = tuple(Bracket(min(x, 50.0), x, x) for x in stars)
    one = Threshold(brackets, 1.0, 50.0)
    found = medians("x", {4: one})
    assert found.y == (8.5,)
    assert (found.low, found.high) == ((one.estimate.low,), (one.estimate.high,))
    assert found.values == (tuple(stars[:-1]),)


def test_a_single_run_has_no_interval():
    found = means("x", [(2.0, 0.3), (1.0, 0.2)])
    assert (found.x, found.y, found.low, found.high) == ((1.0, 2.0), (0.2, 0.3), (), ())
