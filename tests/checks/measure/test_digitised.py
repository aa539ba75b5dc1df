import csv
import math
from pathlib import Path

import pytest

from ownlatents import checks
from ownlatents.checks.experiments import COMMON, recovery
from ownlatents.checks.measure.digitised import curve
from ownlatents.theory import threshold

FILE = Path(checks.__file__).parent / "data" / "figures.csv"

# Pinned, so that a change of what was read off Fig. 3 is meant and not a slip.
LEFT = {6: 3500, 8: 7500, 12: 12000, 16: 41000, 22: 230000, 32: 570000}
RIGHT = {7: 3400, 8: 3500, 10: 6200, 12: 9800, 15: 20000}


def rows():
    return list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize(("panel", "points"), [("left", LEFT), ("right", RIGHT)])
def test_the_points_of_figure_3_are_those_of_the_file(panel, points):
    m, stars = curve("3", panel, "P_star")
    assert dict(zip(m, stars, strict=True)) == points


@pytest.mark.parametrize(
    ("panel", "v", "L", "points", "units"),
    [
        ("left", 8, 5, LEFT, (2.0, 1.8, 0.86, 1.24, 2.7, 2.2)),
        ("right", 10, 4, RIGHT, (0.98, 0.68, 0.62, 0.57, 0.60)),
    ],
)
def test_in_units_of_v_m_cubed_they_are_those_noted_beside_them(panel, v, L, points, units):
    m, stars = curve("3", panel, "P_star")
    assert list(m) == list(points)
    assert [y / (v * k**3) for k, y in zip(m, stars, strict=True)] == pytest.approx(units, rel=0.06)


def test_the_units_of_the_drawing_are_those_of_theory():
    # Drawn units carry the 1/(1−f) that the paper's own axis leaves out.
    for m in LEFT:
        unit = threshold("latent", v=8, m=m, s=3, L=5) * (1 - m / 64)
        assert unit == pytest.approx(8 * m**3)


@pytest.mark.parametrize("profile", COMMON)
def test_the_experiment_measures_at_the_papers_own_m(profile):
    assert {task.settings["m"] for task in recovery.tasks(profile)} <= set(LEFT)
    assert {task.settings["m"] for task in recovery.tasks("full")} == set(LEFT)


def test_every_row_is_a_finite_point_that_is_marked_as_read_off():
    for row in rows():
        assert math.isfinite(float(row["x"]))
        assert math.isfinite(float(row["y"]))
        assert row["tag"] == "read-off"


def test_accuracies_are_shares():
    found = [float(row["y"]) for row in rows() if row["quantity"] == "probe_accuracy"]
    assert found
    assert all(0 <= y <= 1 for y in found)


def test_a_curve_that_was_never_read_off_is_empty():
    assert curve("99", "left", "P_star") == ((), ())


def test_another_panel_is_another_curve():
    assert curve("3", "left", "P_star") != curve("3", "right", "P_star")
