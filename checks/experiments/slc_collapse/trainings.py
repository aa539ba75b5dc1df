"""What is trained: SLC at the sizes of Fig. 3 and at small ones."""

from __future__ import annotations

from collections.abc import Sequence

from ownlatents.checks.measure.grids import Grid
from ownlatents.checks.measure.training import ended
from ownlatents.checks.sweep import Row, Task

PROFILES = ("quick", "full")


_UNITS = (0.0625, 0.09, 0.125, 0.21, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 4.0)


def _as_in_the_paper(m: int, units: Sequence[float]) -> Grid:
    return Grid([(10, m, 3, 4)], units, 3, "large")


_GRIDS = {
    "quick": [
        Grid([(8, m, 2, 3) for m in (2, 3)], (0.5, 2.0, 8.0), 3, "balanced", ["least_steps=2000"])
    ],
    "full": [
        Grid(
            [
                *((8, m, 2, 4) for m in (2, 3, 4, 5)),  # where latents and tokens differ most
                *((v, 3, 2, 3) for v in (8, 12, 16)),
            ],
            (0.25, 0.5, 1.0, 2.0, 4.0, 8.0),
            5,
            "balanced",
        ),
        # The larger m, the fewer of these units SLC needs.
        _as_in_the_paper(7, _UNITS[3:]),
        _as_in_the_paper(8, _UNITS[2:9]),
        *(_as_in_the_paper(m, _UNITS[:9]) for m in (10, 12)),
        _as_in_the_paper(15, _UNITS),
    ],
}


def tasks(profile: str) -> list[Task]:
    """One batch of networks, a grammar each, for each size and number of strings."""
    return [task for grid in _GRIDS[profile] for task in grid.tasks("slc_collapse", 2)]


def train(tasks: Sequence[Task], *, device: str = "cpu") -> list[Row]:
    """The last records of the networks of each task."""
    return ended(tasks, device)
