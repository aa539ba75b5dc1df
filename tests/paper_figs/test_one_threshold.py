"""P* of a claim is one: its verdict's tables and its picture show the same numbers."""

import pytest

from ownlatents.checks.experiments import (
    clusterers,
    depth,
    recovery,
    slc_collapse,
    slc_depth,
)
from ownlatents.checks.stats.threshold import Outside
from ownlatents.checks.stats.units import latent_unit
from ownlatents.sim import RHMParams
from tests.paper_figs.planted import planted_rows, shown


@pytest.fixture(scope="module")
def rows():
    return planted_rows()


def column(table, name):
    """The cells of a column, numbers alone, in the order of the rows."""
    place = table.columns.index(name)
    return [row[place] for row in table.rows if not isinstance(row[place], Outside | None)]


def drawn(panel, label):
    """The series of a panel."""
    (series,) = (one for one in panel.measured if one.label == label)
    return list(series.y)


def test_of_figure_3_left(rows):
    (verdict,) = recovery.judge(rows["recovery"])
    table, stars = verdict.tables[0], shown("fig03_left", rows)["stars"]
    units = [latent_unit(RHMParams(v=8, m=m, s=3, L=5)) for m in column(table, "m")]
    for name, label in (("ILC, k-means", "ILC"), ("oracle arm", "oracle")):
        told = [cell * unit for cell, unit in zip(column(table, name), units, strict=True)]
        assert drawn(stars, label) == pytest.approx(told)


@pytest.mark.parametrize(
    ("module", "name", "experiment"),
    [(slc_collapse, "fig03_right", "slc_collapse"), (slc_depth, "fig12", "slc_depth")],
)
def test_of_slc_by_each_reading(rows, module, name, experiment):
    (verdict,) = module.judge(rows[experiment])
    table, stars = verdict.tables[-1], shown(name, rows)["stars"]
    sizes = [RHMParams(**dict(zip("vmsL", row[:4], strict=True))) for row in table.rows]
    for reading, label in (("hard labels", "hard labels"), ("latent probe", "probe")):
        cells = zip(column(table, reading), sizes, strict=True)
        assert drawn(stars, label) == pytest.approx([x * latent_unit(p) for x, p in cells])


def test_of_depth(rows):
    (verdict,) = depth.judge(rows["depth"])
    for name in depth.NAMES.values():
        assert drawn(shown("depth", rows)["depth"], name) == column(verdict.tables[0], name)


def test_of_clusterers(rows):
    found = clusterers.thresholds(rows["clusterers"])
    panel = shown("clusterers", rows)["one level"]
    (series,) = panel.measured
    told = [one.median / latent_unit(p) for (p, _), one in found.items() if p.L == 2]
    assert list(series.y) == pytest.approx(told)
