"""SLC and depth (Fig. 12): the same number of strings whatever L?"""

from __future__ import annotations

from collections.abc import Sequence

from ownlatents.checks.experiments.experiment import PROFILES, Experiment
from ownlatents.checks.measure.curves import (
    FLAT,
    class_probe,
    curves_of,
    families,
    hard_labels,
    threshold_table,
)
from ownlatents.checks.measure.grids import Grid
from ownlatents.checks.measure.training import ended
from ownlatents.checks.measure.verdicts import Outcome, Verdict, shown
from ownlatents.checks.stats.scaling import growth_per_level
from ownlatents.checks.stats.threshold import thresholds
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, Task

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
    hard, probed = (thresholds(curves_of(rows, height)) for height in (hard_labels, class_probe))
    growth, by_probe = (
        growth_per_level({p.L: x for p, x in its.items()}) for its in (hard, probed)
    )
    found = ", ".join(shown(one.cell(latent_unit(p))) for p, one in hard.items())
    return growth.high < FLAT, (
        f"{found} at L = {', '.join(str(p.L) for p in hard)} (v = {v}, m = {m}, s = {s}), a factor "
        f"{growth} a level, {by_probe} by class probe"
    )


EXPERIMENT = Experiment(
    name="slc_depth",
    title="SLC: depth",
    design=tasks,
    judge=judge,
    train=train,
    profiles=PROFILES,
)
