"""SLC and depth (Fig. 12): the same number of strings whatever L?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ownlatents.checks.measure.curves import (
    FLAT,
    Curves,
    class_probe,
    curves_of,
    families,
    hard_labels,
    in_units,
    stars_of,
    threshold_table,
)
from ownlatents.checks.measure.grids import Grid
from ownlatents.checks.measure.training import ended
from ownlatents.checks.measure.verdicts import Outcome, Verdict, shown
from ownlatents.checks.stats.intervals import Estimate, bootstrap, log_growth
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, Task

TITLE = "SLC: depth"

PROFILES = ("quick", "full", "paper")

# Above half a unit nothing is left to learn, and a network of L = 5 takes half an hour of a CPU
# core: the deepest, on a GPU, were given more strings.
_MEASURED = [
    Grid([(16, 8, 3, 3)], (0.125, 0.21, 0.35), 3, "large"),
    Grid([(16, 8, 3, 5)], (0.125, 0.35, 0.5, 0.7, 1.0, 2.0), 3, "large"),
]
_GRIDS = {
    "quick": [
        Grid([(8, 2, 2, L) for L in (3, 4)], (0.125, 0.5, 2.0), 2, "small", ["least_steps=1500"])
    ],
    "full": [
        Grid([(8, 3, 2, L) for L in (3, 4, 5)], (0.25, 0.5, 1.0, 2.0, 4.0), 4, "small"),
        *_MEASURED,
    ],
    "paper": [
        *_MEASURED,
        Grid([(16, 8, 3, L) for L in (4, 6, 7)], (0.125, 0.21, 0.35), 3, "large"),
    ],
}


def tasks(profile: str) -> list[Task]:
    """One batch of networks for each depth and number of strings."""
    return [task for grid in _GRIDS[profile] for task in grid.tasks("slc_depth", 1)]


def train(tasks: Sequence[Task], *, device: str = "cpu") -> list[Row]:
    """The last records of the networks of each task."""
    return ended(tasks, device)


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Flat: the threshold of the top level's hard labels grows by far less than m a level."""
    flat, told = zip(*(_flatness(family) for family in families(rows, "L")), strict=True)
    return [
        Verdict(
            "slc-depth",
            Outcome.HOLDS if all(flat) else Outcome.IN_PART,
            "strings at which half of the hard labels of the top level are right, in units of "
            f"vm³/(1−f): {'; '.join(told)} (tokens and labels: about m)",
            (threshold_table(rows),),
        )
    ]


def _flatness(rows: Sequence[Row]) -> tuple[bool, str]:
    """Whether the thresholds of one family of sizes are flat, and what they are."""
    v, m, s = (rows[0][letter] for letter in "vms")
    hard, probed = curves_of(rows, hard_labels), curves_of(rows, class_probe)
    growth = _growth(hard)
    found = ", ".join(shown(in_units(p, hard)) for p in hard)
    return growth.high < FLAT, (
        f"{found} at L = {', '.join(str(p.L) for p in hard)} (v = {v}, m = {m}, s = {s}), a factor "
        f"{growth} a level, {_growth(probed)} by class probe"
    )


def _growth(curves: Curves) -> Estimate:
    """Factor a level; NaN where some threshold is beyond the grid."""
    depths = [p.L for p in curves]
    return bootstrap(
        [heights for _, heights in curves.values()],
        lambda groups: log_growth(depths, _stars(curves, groups)),
    )


def _stars(curves: Curves, heights: Sequence[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """P* of each depth in the law's units, by the curves' heights or resampled ones."""
    return stars_of(curves, heights, [1 / latent_unit(p) for p in curves])
