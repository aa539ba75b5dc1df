"""SLC and depth (Fig. 12): the same number of strings whatever L?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from checks.axes import plain
from checks.claims import Outcome, Verdict
from checks.drawing import COLOURS, figure, say_empty
from checks.intervals import Estimate, bootstrap, log_growth
from checks.learning_curves import FLAT, Curves, curves_of, draw_curves, threshold_of
from checks.sweep import Row, Task
from checks.training import ended, training_grid
from sim import RHMParams
from theory import threshold

TITLE = "SLC: depth"
CAPTION = (
    "Class probe and top level's hard labels of SLC against strings for several depths (mean and "
    "range over grammars), and the strings at which half of the labels are right, in units of "
    "vm³/(1−f), against depth; dotted: growth by m a level."
)

PROFILES = ("quick", "full", "paper")

_SIZES = {
    "quick": [(8, 2, 2, L) for L in (3, 4)],
    "full": [(8, 3, 2, L) for L in (3, 4, 5)],
    "paper": [(16, 8, 3, L) for L in (3, 4, 5)],
}
_STRINGS = {
    "quick": (0.125, 0.5, 2.0),
    "full": (0.25, 0.5, 1.0, 2.0, 4.0),
    "paper": (0.35, 0.5, 0.7, 1.0, 2.0),
}
_GRAMMARS = {"quick": 2, "full": 4, "paper": 3}
_PRESET = {"quick": "small", "full": "small", "paper": "large"}
_CHANGES = {"quick": ["least_steps=1500"], "full": [], "paper": []}


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


def train(tasks: Sequence[Task], *, device: str = "cpu") -> list[Row]:
    """The last records of the networks of each task."""
    return ended(tasks, device)


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Flat: the threshold of the top level's hard labels grows by far less than m a level."""
    growth = _growth(rows, _hard)
    depths = ", ".join(str(p.L) for p in curves_of(rows, _hard))
    told = "; ".join(
        f"{name} {', '.join(f'{x:.2g}' for x in _stars(curves_of(rows, height)))}, a factor "
        f"{_growth(rows, height)} a level"
        for name, height in (("hard labels of the top level", _hard), ("class probe", _probe))
    )
    return [
        Verdict(
            "slc-depth",
            Outcome.HOLDS if growth.value < FLAT else Outcome.IN_PART,
            f"strings at half accuracy in units of vm³/(1−f) at L = {depths}: {told} (tokens and "
            f"labels: about m = {rows[0]['m']})",
        )
    ]


def _growth(rows: Sequence[Row], height: Callable[[Row], float]) -> Estimate:
    """Factor a level; NaN where some threshold is beyond the grid."""
    curves = curves_of(rows, height)
    depths = [p.L for p in curves]

    def factor(groups: list[NDArray[np.float64]]) -> float:
        return log_growth(depths, _stars(curves, groups))

    return bootstrap([heights for _, heights in curves.values()], factor)


def draw(rows: Sequence[Row]) -> Figure:
    """Curves by depth, and thresholds against depth."""
    fig, (left, middle, right) = figure(columns=3)
    draw_curves(left, curves_of(rows, _probe), "L", "class probe")
    draw_curves(middle, curves_of(rows, _hard), "L", "hard labels, top level")
    left.legend()
    curves = curves_of(rows, _hard)
    depths = np.array([p.L for p in curves])
    stars = np.array(_stars(curves))
    right.set(xlabel="L", ylabel="P* / (vm³/(1−f))", xticks=depths)
    reached = (stars > 0) & np.isfinite(stars)
    if reached.any():
        right.plot(depths[reached], stars[reached], "o-", color=COLOURS[0], label="hard labels")
        first = np.flatnonzero(reached)[0]
        growth = stars[first] * float(rows[0]["m"]) ** (depths - depths[first])
        right.plot(depths, growth, ":", color="0.4", label="growth by m a level")
        right.set_yscale("log")
        plain(right.yaxis)
        right.legend()
    else:
        say_empty(right, "nowhere half right")
    return fig


def _probe(record: Row) -> float:
    return float(record["class_probe"])


def _hard(record: Row) -> float:
    return float(record["accuracy"][-1])


def _stars(curves: Curves, groups: Sequence[NDArray[np.float64]] | None = None) -> list[float]:
    """P* of each depth in the law's units, of the curves' heights or of resampled ones."""
    heights = groups or [its for _, its in curves.values()]
    return [
        threshold_of(strings, its) / threshold("latent", **p.as_dict())
        for (p, (strings, _)), its in zip(curves.items(), heights, strict=True)
    ]
