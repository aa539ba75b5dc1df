"""Pictures of experiments that the paper does not draw: what they show of planted rows."""

import numpy as np
import pytest

from ownlatents.checks.experiments.concentration import DRAWS, RADII
from ownlatents.checks.experiments.slc_merges import meeting_point
from ownlatents.checks.experiments.stability import ERRORS
from ownlatents.checks.experiments.sufficiency import FRACTIONS, SIZES
from ownlatents.checks.experiments.tightness.searches import STAGES
from ownlatents.models.slc import most_alike
from ownlatents.paper_figs import picture
from ownlatents.paper_figs.style import style
from ownlatents.sim import Grammar
from ownlatents.theory import exceedance_bound, threshold
from tests.checks.experiments.test_tightness_verdicts import AFTER, STEPS
from tests.paper_figs.planted import NOISE, SMALL, shown


def test_assumptions_show_quartiles_void_shares_and_ratios(rows):
    data = shown("assumptions", rows)
    one = data["c_bal"].measured[0]
    assert (one.label, one.x) == ("one site", (8.0, 16.0, 64.0))
    for low, median, high, planted in zip(one.low, one.y, one.high, (0.2, 0.4, 0.6), strict=True):
        assert low < median < high
        assert median == pytest.approx(planted, rel=0.2)
    assert data["c_sep"].measured[0].y == pytest.approx(np.sqrt(one.y), rel=1e-3)
    assert data["void"].names == ("8, 2, 2", "16, 4, 2", "64, 16, 2")
    assert data["void"].measured[0].y == pytest.approx((0.3, 0.1, 0.0))
    for series in data["ratios"].measured:
        assert series.y == pytest.approx([1.0] * 3, abs=0.03)
    assert [series.key for series in data["ratios"].measured] == [1, 2, 3] * 2


def test_lemma_1_shows_noise_for_synonyms_and_more_for_others(rows):
    synonyms, others = shown("lemma1", rows)["synonyms"].measured
    assert synonyms.y == (1.5, 1.5)
    assert others.y == (200.0, 200.0)


def test_concentration_ends_where_nothing_was_seen_and_stands_beside_its_bound(rows):
    panel = shown("concentration", rows)["survival"]
    assert [series.label for series in panel.measured] == [f"N = {N}" for N in DRAWS]
    seen = panel.measured[0]
    assert seen.y[0] == 1.0
    assert seen.y[-1] == pytest.approx(0.01)
    assert len(seen.x) < len(RADII)
    (bound,) = panel.laws
    assert bound.y == pytest.approx([exceedance_bound(x) for x in RADII])


def test_stability_counts_failures_and_leaves_void_grammars_out(rows):
    for panel in shown("stability", rows).values():
        shares = {series.label: series.y for series in panel.measured}
        assert shares["k-means"] == (1.0,) * len(ERRORS)
        assert shares["Ward"] == tuple(1.0 if x <= 1 / 8 else 0.5 for x in ERRORS)


def test_sufficiency_shows_the_share_that_is_recovered_at_each_fraction(rows):
    panel = shown("sufficiency", rows)["recovered"]
    assert [series.label for series in panel.measured] == [str(p) for p in SIZES]
    for series in panel.measured:
        assert series.x == FRACTIONS
        assert series.y == (*(1.0,) * 6, 0.25, *(0.0,) * (len(FRACTIONS) - 7))
        assert series.low[6] < 0.25 < series.high[6]


def test_necessity_shows_both_worlds(rows):
    worlds = shown("necessity", rows)
    one, other = worlds.parents
    assert {u for u in one if one[u] != other[u]} == {(0, 2), (1, 2)}
    with style():
        _, *tables = picture("necessity").draw(worlds).axes
    for axis, parents in zip(tables, worlds.parents, strict=True):
        told = {(int(t.get_position()[1]), int(t.get_position()[0])): t for t in axis.texts}
        assert {u: int(text.get_text()) for u, text in told.items()} == parents


def test_success_shows_where_measured_and_predicted_differ(rows):
    data = shown("success", rows)
    for panel in data.values():
        assert [x.label for x in panel.measured] == [x.label for x in panel.laws]
    off = [
        np.subtract(measured.y, law.y)
        for measured, law in zip(data["accuracy"].measured, data["accuracy"].laws, strict=True)
    ]
    assert off[0][4] == pytest.approx(0.1)
    assert np.count_nonzero(np.round(off, 6)) == 1


def test_tightness_writes_the_factors_from_stage_to_stage(rows):
    panel = shown("tightness", rows)["stages"]
    assert panel.names == tuple(STAGES.values())
    factors = [*STEPS, *AFTER]
    for series in panel.measured:
        assert np.divide(series.y[:-1], series.y[1:]) == pytest.approx(factors, rel=0.1)
        assert (np.array(series.low) <= series.y).all()
        assert (np.array(series.high) >= series.y).all()
    with style():
        (axis,) = picture("tightness").draw({"stages": panel}).axes
    assert len(axis.texts) == len(panel.measured) * len(factors)
    assert all(0 < text.get_position()[0] < 1 for text in axis.texts)


def test_merges_stand_at_the_similarity_of_their_level(rows):
    data = shown("slc_merges", rows)
    fixed, *others = data["levels"].measured
    grammars = (Grammar.sample(SMALL, seed) for seed in range(len(NOISE)))
    assert fixed.x == pytest.approx([x for grammar in grammars for x in most_alike(grammar)])
    assert fixed.y == (0.0, 1.0) * len(NOISE)
    assert all(set(series.y) == {0.0} for series in others)
    assert data["levels"].laws[0].x == (meeting_point(),)
    assert [series.y for series in data["networks"].measured] == [(1.0,), (0.0,), (0.0,)]


def test_levels_in_time_have_a_panel_for_each_learner_and_size(rows):
    data = shown("data2vec_online", rows)
    sizes = [f"v = 16, m = {m}, L = 4" for m in (4, 6)]
    assert list(data) == [f"{name}, {p}" for name in ("data2vec", "mlm") for p in sizes]
    panel = data[f"data2vec, {sizes[0]}"]
    assert {series.label: series.key for series in panel.measured} == {
        "root, probe": 0, "level 1": 1, "level 2": 2, "level 3": 3
    }  # fmt: skip
    unit = threshold("latent", v=16, m=4, s=2, L=4)
    for series in panel.measured:
        assert series.x == pytest.approx([50 * 32 / unit, 100 * 32 / unit])
    assert panel.measured[1].y == pytest.approx([0.25 / 0.9, 0.5 / 0.9])  # of what was lacking


def test_levels_by_strings_have_thresholds_and_the_law_through_them(rows):
    def learning(m, P):
        unit = threshold("latent", v=16, m=m, s=2, L=4)
        share = float(np.clip(0.5 + 0.25 * np.log(P / (9 * unit)) / np.log(3), 0, 1))
        record = {
            "finite": True, "collapsed": False, "few": 0.0, "linear": 0.0, "synonym_scores": [],
        }  # fmt: skip
        before = {**record, "step": 0, "accuracy": [0.0] * 4, "mlp": 0.0}
        return [before, {**record, "step": 9, "accuracy": [share] * 4, "mlp": share}]

    template = rows["data2vec_offline"][0]
    planted = []
    for m in (4, 6):
        unit = threshold("latent", v=16, m=m, s=2, L=4)
        for times in (3, 27):
            records = [learning(m, times * unit)] * 2
            planted.append({**template, "m": m, "P": times * unit, "records": records})
    data = shown("data2vec_offline", {"data2vec_offline": planted})
    parts = ("level 1", "level 2", "level 3", "root", "P*")
    assert list(data) == [f"m, v = 16, L = 4: {part}" for part in parts]
    stars = data["m, v = 16, L = 4: P*"]
    assert [series.label for series in stars.measured] == list(parts[:-1])
    expected = [9 * threshold("latent", v=16, m=m, s=2, L=4) for m in (4, 6)]
    for series, law in zip(stars.measured, stars.laws, strict=True):
        assert series.y == pytest.approx(expected)
        assert law.y == pytest.approx(expected)


def test_objectives_show_the_strings_that_half_of_each_level_takes(rows):
    panel = shown("objectives", rows)["m = 6, half learned"]
    assert panel.names == ("1", "2", "3", "root")
    for series in panel.measured:
        assert all(len(values) == 2 for values in series.values)
