"""Every picture: what it shows of planted rows, and that it can be drawn with rows and without."""

import io

import numpy as np
import pytest

from ownlatents.checks.measure.digitised import curve
from ownlatents.paper_figs import PICTURES, exponents, picture
from ownlatents.paper_figs.points import Panel
from ownlatents.paper_figs.style import style
from ownlatents.sim import RHMParams
from ownlatents.theory import threshold
from tests.paper_figs.planted import network_rows, recovery_rows, search_rows

NAMES = [name for names in PICTURES.values() for name in names]
SLC = [(10, m, 3, 4) for m in (7, 8, 10)]
OBSERVABLE = {"latent": "latent", "strings": "latent", "token": "token", "root": "root"}


def law(arm, p):
    return 2 * threshold(OBSERVABLE.get(arm, "latent"), **p.as_dict())


def encoder_rows(P=None):
    """Two networks for each of two m, as `training.trained` has them; learned after one step."""

    def record(step, P):
        return {
            "step": step,
            "finite": True,
            "collapsed": False,
            "accuracy": [0.1 + step / 200] * 4,
            "linear": (0.2 if P == 1000 else 0.45) * step / 100,
            "mlp": (0.4 if P == 1000 else 0.9) * step / 100,
            "few": 0.1,
            "synonym_scores": [[0.1 * layer, 0.2, 0.3] for layer in range(8)],
            "targets": {"ffn": [0.5, 0.6, 0.7]},
        }

    sizes = [RHMParams(v=16, m=m, s=2, L=4) for m in (4, 6)]
    return [
        {
            **p.as_dict(),
            "learner": learner,
            "changes": [],
            "preset": "small",
            "batch": 32,
            "P": strings,
            "records": [[record(step, strings) for step in (0, 50, 100)]] * 2,
        }
        for p in sizes
        for learner in ("data2vec", "mlm")
        for strings in (P or [-1])
    ]


@pytest.fixture(scope="module")
def rows():
    """Of every experiment that a picture shows."""
    shallow = [RHMParams(v=v, m=8, s=2, L=2) for v in (12, 16, 32)]
    shallow += [RHMParams(v=32, m=m, s=2, L=2) for m in (4, 16)]
    deep = [RHMParams(v=16, m=8, s=2, L=L) for L in (2, 4, 8)]
    trees = [RHMParams(v=8, m=8, s=3, L=L) for L in (2, 5)]
    rules = ("end to end, teacher", "everywhere, no teacher")
    return {
        "recovery": recovery_rows(),
        "exponents": search_rows(shallow, ("kmeans", "oracle"), law),
        "depth": search_rows(deep, ("latent", "strings", "token", "root"), law),
        "clusterers": search_rows(trees, ("Ward", "spectral"), law),
        "slc_collapse": network_rows(SLC),
        "slc_depth": network_rows([(16, 8, 3, L) for L in (3, 4)]),
        "slc_rules": [
            row for rule in rules for row in network_rows(SLC[2:], rule=rule, form="log")
        ],
        "slc_levels": network_rows([(16, 8, 3, 7)], target="latent"),
        "data2vec_online": encoder_rows(),
        "data2vec_offline": encoder_rows([1000, 9000]),
    }


def shown(name, rows):
    module = picture(name)
    return module.data({experiment: rows[experiment] for experiment in module.EXPERIMENTS})


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_has_all_that_a_picture_has(name):
    module = picture(name)
    assert module.TITLE
    assert module.CAPTION.endswith(".")
    assert isinstance(module.EXPERIMENTS, tuple)


def test_all_fourteen_figures_are_there():
    assert [number for number in PICTURES if number.isdecimal()] == [str(i) for i in range(1, 15)]
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("full", [True, False], ids=["with rows", "without rows"])
def test_every_picture_is_drawn(name, full, rows):
    data = shown(name, rows if full else dict.fromkeys(rows, ()))
    with style():
        file = io.BytesIO()
        picture(name).draw(data).savefig(file, format="svg", metadata={"Date": None})
    assert b"<svg" in file.getvalue()


@pytest.mark.parametrize("name", [name for name in NAMES if picture(name).EXPERIMENTS])
def test_what_is_measured_is_shown_and_nothing_is_without_rows(name, rows):
    full, empty = shown(name, rows), shown(name, dict.fromkeys(rows, ()))
    assert all(isinstance(panel, Panel) for panel in full.values())
    assert any(panel.measured for panel in full.values())
    assert not any(panel.measured for panel in empty.values())


def test_figure_3_left_shows_the_planted_thresholds_beside_the_papers(rows):
    stars = shown("fig03_left", rows)["stars"]
    ilc, oracle = stars.measured
    units = [threshold("latent", v=8, m=m, s=3, L=5) for m in (6, 8, 12)]
    assert (ilc.label, oracle.label) == ("ILC", "oracle")
    assert ilc.x == (6.0, 8.0, 12.0)
    assert ilc.y == pytest.approx([2 * unit for unit in units])
    assert ilc.low == pytest.approx([1.6 * unit for unit in units])
    assert ilc.high == pytest.approx([2.5 * unit for unit in units])
    assert stars.exponents["ILC"].value == pytest.approx(3)
    assert (stars.paper[0].x, stars.paper[0].y) == curve("3", "left", "P_star")


def test_figure_3_right_reads_the_last_probe_of_every_network(rows):
    stars = shown("fig03_right", rows)["stars"]
    (slc,) = stars.measured
    assert slc.y == pytest.approx(
        [3 * threshold("latent", v=10, m=m, s=3, L=4) for m in (7, 8, 10)]
    )
    assert stars.paper[0].x == curve("3", "right", "P_star")[0]


def test_figure_3_right_leaves_out_sizes_that_differ_in_more_than_m(rows):
    others = network_rows([(8, 3, 2, 3), (6, 3, 2, 3)])
    data = shown("fig03_right", {"slc_collapse": [*others, *rows["slc_collapse"]]})
    assert data["stars"].measured[0].x == (7.0, 8.0, 10.0)


def test_figure_11_shows_the_runs_of_figure_3_in_the_units_of_tokens(rows):
    for panel in shown("fig11", rows).values():
        middles = [np.interp(0.5, series.y, series.x) for series in panel.measured]
        assert max(middles) / min(middles) > 1.4


def test_figure_12_tells_depths_apart_and_lays_the_papers_curves_over(rows):
    raw = shown("fig12", rows)["raw"]
    assert [series.label for series in raw.measured] == ["L = 3", "L = 4"]
    assert [series.key for series in raw.paper] == [3, 4, 5, 6, 7]


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
    assert [series.y[-1] for series in data["accuracy"].measured] == pytest.approx([0.9, 0.8])


def test_figure_9_names_the_rules_that_were_run(rows):
    panel = shown("fig09", rows)["rules"]
    assert [series.label for series in panel.measured] == [
        "end to end, teacher",
        "everywhere, no teacher",
    ]


def test_planted_exponents_come_out(rows):
    fitted = {x.label: x for x in shown("exponents", rows)["exponents"].measured}
    assert fitted["k-means"].y == pytest.approx(tuple(exponents.LAW.values()), abs=0.05)


def test_depth_is_flat_for_latents_and_steep_for_tokens(rows):
    latent, _, token, _ = shown("depth", rows)["depth"].measured
    assert latent.y == pytest.approx([latent.y[0]] * 3)
    assert token.y[2] / token.y[1] == pytest.approx(8**4)


def test_clusterers_are_named_and_in_units_of_the_law(rows):
    panel = shown("clusterers", rows)["whole fits"]
    assert panel.names == ("Ward", "spectral")
    assert panel.measured[0].y == pytest.approx((2.0, 2.0))


def test_objectives_have_a_strip_for_each_m_of_the_largest_size(rows):
    smaller = [{**row, "L": 3, "m": 5} for row in rows["data2vec_offline"]]
    data = shown("objectives", {"data2vec_offline": [*smaller, *rows["data2vec_offline"]]})
    parts = ("level 1", "level 2", "level 3", "root")
    assert list(data) == [f"m = {m}, {part}" for m in (4, 6) for part in parts]
    series = data["m = 6, root"].measured
    assert [its.label for its in series] == ["data2vec", "masked tokens", "next tokens"]
    assert series[0].x == pytest.approx(
        [P / threshold("latent", v=16, m=6, s=2, L=4) for P in (1000, 9000)]
    )
