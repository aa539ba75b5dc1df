"""SLC and depth (Fig. 12): the same number of strings whatever L?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from checks.claims import Outcome, Verdict
from checks.drawing import COLOURS, figure
from checks.intervals import bootstrap
from checks.learning_curves import Curves, curves_of, threshold_of
from checks.sweep import Row, Task
from checks.training import ended, training_grid
from sim import RHMParams
from theory import threshold

TITLE = "SLC: depth"
CAPTION = (
    "Class probe of SLC against strings for several depths (mean and range over grammars), and the "
    "strings at half accuracy, in units of vm³/(1−f), against depth; dotted: growth by m a level."
)

PROFILES = ("quick", "full", "paper")

_SIZES = {
    "quick": [(8, 2, 2, L) for L in (3, 4)],
    "full": [(8, 3, 2, L) for L in (3, 4, 5)],
    "paper": [(16, 8, 3, L) for L in (3, 4, 5, 6, 7)],
}
_STRINGS = {
    "quick": (0.125, 0.5, 2.0),
    "full": (0.125, 0.25, 0.5, 1.0, 2.0),
    "paper": (0.125, 0.25, 0.35, 0.5, 0.7, 1.0, 2.0),
}
_GRAMMARS = {"quick": 2, "full": 4, "paper": 3}
_PRESET = {"quick": "small", "full": "small", "paper": "paper"}
_CHANGES = {"quick": ["least_steps=1500"], "full": [], "paper": []}
_FLAT = 1.5  # growth a level below which a threshold counts as flat; the rivals' is m


def tasks(profile: str) -> list[Task]:
    """One batch of networks for each depth and number of strings."""
    return training_grid(
        "slc_depth",
        1,
        [RHMParams(*size) for size in _SIZES[profile]],
        _STRINGS[profile],
        learner="slc",
        preset=_PRESET[profile],
        grammars=_GRAMMARS[profile],
        changes=_CHANGES[profile],
    )


def run(task: Task, *, device: str = "cpu") -> Row:
    """The last records of the networks of one batch."""
    return ended(task, device)


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Flat: the threshold grows by far less than m a level."""
    curves = _curves(rows)
    depths = [p.L for p in curves]

    def factor(groups: list[NDArray[np.float64]]) -> float:
        stars = _stars(curves, groups)
        if not all(0 < star < np.inf for star in stars):
            return float("nan")
        return float(np.exp(np.polyfit(depths, np.log(stars), 1)[0]))

    growth = bootstrap([heights for _, heights in curves.values()], factor)
    stars = _stars(curves, [heights for _, heights in curves.values()])
    told = ", ".join(f"{x:.2g}" for x in stars)
    return [
        Verdict(
            "slc-depth",
            Outcome.HOLDS if growth.value < _FLAT else Outcome.IN_PART,
            f"P* of the class probe is {told} vm³/(1−f) at L = {', '.join(map(str, depths))}: "
            f"it grows by a factor {growth} a level (tokens and labels: about m = {rows[0]['m']})",
        )
    ]


def draw(rows: Sequence[Row]) -> Figure:
    """Curves by depth, and thresholds against depth."""
    fig, (left, right) = figure(columns=2)
    curves = _curves(rows)
    for (p, (strings, heights)), colour in zip(curves.items(), COLOURS, strict=False):
        x = np.array(strings) / threshold("latent", **p.as_dict())
        left.plot(x, heights.mean(0), ".-", color=colour, label=f"L = {p.L}")
        left.fill_between(x, heights.min(0), heights.max(0), color=colour, alpha=0.12, lw=0)
    left.set(xscale="log", ylim=(0, 1.02), xlabel="P / (vm³/(1−f))", ylabel="class probe")
    left.legend()
    depths = np.array([p.L for p in curves])
    stars = _stars(curves, [heights for _, heights in curves.values()])
    right.plot(depths, stars, "o-", color=COLOURS[0], label="SLC")
    growth = stars[0] * float(rows[0]["m"]) ** (depths - depths[0])
    right.plot(depths, growth, ":", color="0.4", label="growth by m a level")
    right.set(yscale="log", xlabel="L", ylabel="P* / (vm³/(1−f))")
    right.set_xticks(depths)
    right.legend()
    return fig


def _curves(rows: Sequence[Row]) -> Curves:
    return curves_of(rows, lambda record: float(record["class_probe"]))


def _stars(curves: Curves, groups: Sequence[NDArray[np.float64]]) -> list[float]:
    return [
        threshold_of(strings, heights) / threshold("latent", **p.as_dict())
        for (p, (strings, _)), heights in zip(curves.items(), groups, strict=True)
    ]
