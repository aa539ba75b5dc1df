"""Figures of the paper, and pictures beside them: what they show of planted rows."""

import math

import numpy as np
import pytest
from scipy.stats import t

from ownlatents.checks.measure.digitised import curve
from ownlatents.checks.stats.units import latent_unit
from ownlatents.models.slc import prediction_floors
from ownlatents.paper_figs import exponents
from ownlatents.sim import Grammar
from ownlatents.theory import threshold
from tests.paper_figs.planted import NOISE, SMALL, network_rows, shown


def test_figure_3_left_shows_the_planted_thresholds_beside_the_papers(rows):
    stars = shown("fig03_left", rows)["stars"]
    ilc, oracle = stars.measured
    units = [threshold("latent", v=8, m=m, s=3, L=5) for m in (6, 8, 12)]
    assert (ilc.label, oracle.label) == ("ILC", "oracle")
    assert ilc.x == (6.0, 8.0, 12.0)
    assert ilc.y == pytest.approx([2 * unit for unit in units])
    width = t.ppf(0.975, 2) * np.std(np.log(NOISE), ddof=1) / math.sqrt(3)  # Student's
    factor = math.exp(math.sqrt(math.pi / 2) * width)
    assert ilc.low == pytest.approx([2 * unit / factor for unit in units], rel=1e-3)
    assert ilc.high == pytest.approx([2 * unit * factor for unit in units], rel=1e-3)
    assert stars.exponents["ILC"].value == pytest.approx(3)
    assert (stars.paper[0].x, stars.paper[0].y) == curve("3", "left", "P_star")


def test_figure_3_right_reads_the_last_probe_of_every_network(rows):
    stars = shown("fig03_right", rows)["stars"]
    probe, labels = stars.measured
    assert (probe.label, labels.label) == ("probe", "hard labels")
    assert probe.y == pytest.approx(
        [3 * threshold("latent", v=10, m=m, s=3, L=4) for m in (7, 8, 10)]
    )
    assert stars.paper[0].x == curve("3", "right", "P_star")[0]


def test_figure_3_right_leaves_out_sizes_that_differ_in_more_than_m(rows):
    others = network_rows([(8, 3, 2, 3), (6, 3, 2, 3)])
    data = shown("fig03_right", {"slc_collapse": [*others, *rows["slc_collapse"]]})
    assert data["stars"].measured[0].x == (7.0, 8.0, 10.0)


def test_other_families_of_sizes_have_a_row_of_their_own(rows):
    smaller = network_rows([(8, m, 2, 3) for m in (2, 3)])
    data = shown("fig03_right", {"slc_collapse": [*smaller, *rows["slc_collapse"]]})
    assert list(data)[3:] == [f"v = 8, s = 2, L = 3: {x}" for x in ("raw", "rescaled", "stars")]
    stars = data["v = 8, s = 2, L = 3: stars"]
    assert stars.measured[0].x == (2.0, 3.0)
    assert stars.paper == ()
    assert data["stars"].paper


def test_figure_11_shows_the_runs_of_figure_3_in_the_units_of_tokens(rows):
    for panel in shown("fig11", rows).values():
        middles = [np.interp(0.5, series.y, series.x) for series in panel.measured]
        assert max(middles) / min(middles) > 1.4


def test_figure_12_tells_depths_apart_and_lays_the_papers_curves_over(rows):
    raw = shown("fig12", rows)["raw"]
    assert [series.label for series in raw.measured] == ["L = 3", "L = 4"]
    assert [series.key for series in raw.paper] == [3, 4, 5, 6, 7]


def test_hard_labels_have_their_thresholds_beside_the_probes(rows):
    for name in ("fig03_right", "fig12"):
        probe, labels = shown(name, rows)["stars"].measured
        assert np.divide(labels.y, probe.y) == pytest.approx(2)


def test_figure_14_has_both_probes(rows):
    data = shown("fig14", rows)
    assert data["mlp raw"].measured[0].y[-1] == 2 * data["linear raw"].measured[0].y[-1]
    assert len(data["linear raw"].paper) == len(data["mlp raw"].paper) == 5


def test_figure_13_shows_the_end_of_training_by_layer(rows):
    layers = shown("fig13", rows)["layers"]
    assert layers.measured[0].y == pytest.approx([0.1 * layer for layer in range(8)])
    assert [series.key for series in layers.paper] == [1, 2, 3]


def test_figure_10_takes_the_prediction_losses_alone(rows):
    data = shown("fig10", rows)
    assert [series.y[-1] for series in data["loss"].measured] == [1.5, 2.5]
    assert [series.y[-1] for series in data["accuracy"].measured] == [0.9, 0.0]


def test_figure_10_has_the_floors_of_the_losses_and_the_control(rows):
    data = shown("fig10", rows)
    floors = np.mean([prediction_floors(Grammar.sample(SMALL, seed)) for seed in (0, 1, 2)], axis=0)
    assert [law.y[0] for law in data["loss"].laws] == pytest.approx(floors)
    unit = latent_unit(SMALL)
    for target, star in (("latent", 3), ("token", 12)):
        strings = [star * unit * factor for factor in (1 / 4, 1, 4)]
        for series in data[target].measured:
            assert series.x == pytest.approx([P / unit for P in strings])


def test_figure_9_names_the_rules_that_were_run(rows):
    panel = shown("fig09", rows)["rules"]
    assert [series.label for series in panel.measured] == [
        "end to end, teacher",
        "everywhere, no teacher",
    ]


def test_figure_9_shows_every_network_and_the_share_of_merged_ones(rows):
    data = shown("fig09", rows)
    (log,) = data["forms"].measured
    assert log.x == (0.0, 3.0)  # places of the two rules that were run
    assert log.values == ((1.0, 1.0, 0.0), (1.0, 1.0, 0.0))  # the last has broken off
    assert log.y == pytest.approx((2 / 3, 2 / 3))
    assert data["forms"].laws[0].y[0] == pytest.approx(1 / 10)
    (merged,) = data["merged"].measured
    assert merged.y == pytest.approx((1 / 3,))
    assert merged.low[0] < 1 / 3 < merged.high[0]


def test_planted_exponents_come_out(rows):
    fitted = {x.label: x for x in shown("exponents", rows)["exponents"].measured}
    assert fitted["k-means"].y == pytest.approx(tuple(exponents.LAW.values()), abs=0.05)


def test_depth_is_flat_for_latents_and_steep_for_tokens(rows):
    latent, _, token, _ = shown("depth", rows)["depth"].measured
    assert latent.y == pytest.approx([latent.y[0]] * 3)
    assert token.y[2] / token.y[1] == pytest.approx(8**4)


def test_clusterers_are_named_and_in_units_of_the_law(rows):
    panel = shown("clusterers", rows)["whole fits"]
    assert panel.names == ("Ward", "paper's ILC")
    assert panel.measured[0].y == pytest.approx((2.0, 8.0))
    assert panel.measured[0].values[0] == pytest.approx([2 * noise for noise in NOISE])
    assert panel.laws[0].y == pytest.approx((2.0, 2.0))  # a quarter of 8


def test_objectives_have_a_strip_for_each_m_of_the_largest_size(rows):
    smaller = [{**row, "L": 3, "m": 5} for row in rows["data2vec_offline"]]
    data = shown("objectives", {"data2vec_offline": [*smaller, *rows["data2vec_offline"]]})
    parts = ("level 1", "level 2", "level 3", "root", "half learned")
    assert list(data) == [f"m = {m}, {part}" for m in (4, 6) for part in parts]
    series = data["m = 6, root"].measured
    assert [its.label for its in series] == ["data2vec", "masked tokens", "next tokens"]
    assert series[0].x == pytest.approx(
        [P / threshold("latent", v=16, m=6, s=2, L=4) for P in (1000, 9000)]
    )
