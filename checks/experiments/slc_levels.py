"""SLC level by level: latents as targets beside visible tokens (Eq. 1), and training in time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ownlatents.checks.drawing import COLOURS, figure
from ownlatents.checks.measure.curves import FLAT, Curves, curves_of, threshold_of
from ownlatents.checks.measure.grids import Grid
from ownlatents.checks.measure.training import trained
from ownlatents.checks.measure.verdicts import Outcome, Verdict, shown, within
from ownlatents.checks.stats.intervals import bootstrap, log_growth
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, Task, size_of
from ownlatents.models import slc
from ownlatents.sim import Grammar

TITLE = "SLC: level by level"
CAPTION = (
    "Left and middle: accuracy of SLC's hard labels at each level against strings, with its own "
    "latents as targets and, the control, with visible tokens. Right: prediction losses of one "
    "network against steps, above their floors (exact conditional entropies, dashed)."
)

PROFILES = ("quick", "full", "paper")

_SIZES = {"quick": (8, 3, 2, 4), "full": (8, 3, 2, 4), "paper": (16, 8, 3, 7)}
_STRINGS = {
    "quick": (1.0, 16.0),
    "full": tuple(2.0**k for k in range(-3, 6)),
    "paper": (0.25, 0.5, 1.15854, 4.0),  # the third is Fig. 10's P = 9797
}
_GRAMMARS = {"quick": 2, "full": 4, "paper": 3}
_PRESET = {"quick": "balanced", "full": "balanced", "paper": "paper"}
_CHANGES = {"quick": ["least_steps=1500"], "full": [], "paper": []}
_TARGETS = ("latent", "token")


def tasks(profile: str) -> list[Task]:
    """One batch of networks for each kind of target and number of strings."""
    return [
        task
        for target in _TARGETS
        for task in Grid(
            [_SIZES[profile]],
            _STRINGS[profile],
            _GRAMMARS[profile],
            _PRESET[profile],
            changes=[f"target={target}", "every=250", *_CHANGES[profile]],
        ).tasks("slc_levels", 2, target=target)
    ]


def train(tasks: Sequence[Task], *, device: str = "cpu") -> list[Row]:
    """All evaluations of the networks of each task."""
    return trained(tasks, device)


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """The control's thresholds grow by m a level more than those of own latents, which are flat."""
    heights = {target: _heights(rows, target) for target in _TARGETS}
    growth = {
        target: bootstrap([its], lambda groups: _growth(rows, groups[0]))
        for target, its in heights.items()
    }
    ratio = bootstrap(
        list(heights.values()),
        lambda groups: _growth(rows, groups[1]) / _growth(rows, groups[0]),
    )
    strings = [row["P"] for row in rows]
    stars = {
        target: ", ".join(shown(within(star, strings)) for star in _stars(rows, its))
        for target, its in heights.items()
    }
    m = rows[0]["m"]
    outcome = Outcome.IN_PART
    if growth["latent"].high < FLAT and ratio.low > 1 and ratio.high >= m:
        outcome = Outcome.HOLDS
    elif ratio.low <= 1 and ratio.high < m:
        outcome = Outcome.CONTRADICTED
    return [
        Verdict(
            "slc-levels",
            outcome,
            f"strings at which hard labels of levels 1, 2, … are half right: {stars['latent']} "
            f"with latents as targets, {stars['token']} with tokens: a factor {growth['latent']} "
            f"and {growth['token']} a level (Eq. 1: 1 and m = {m}), {ratio} times each other",
        )
    ]


def draw(rows: Sequence[Row]) -> Figure:
    """Accuracy of each level by kind of target, and one training in time."""
    fig, (left, middle, right) = figure(columns=3)
    for axes, target in ((left, "latent"), (middle, "token")):
        for level, colour in zip(range(rows[0]["L"] - 1), COLOURS, strict=False):
            ((strings, heights),) = _curves(rows, target, level).values()
            unit = latent_unit(size_of(rows[0]))
            axes.plot(
                np.array(strings) / unit, heights.mean(0), ".-", color=colour,
                label=f"level {level + 1}",
            )  # fmt: skip
        axes.set(xscale="log", ylim=(0, 1.02), xlabel="P / (vm³/(1−f))", title=f"{target}s")
    left.set_ylabel("accuracy of hard labels")
    left.legend()
    latent = [row for row in rows if row["target"] == "latent"]
    records = max(latent, key=lambda row: row["P"])["records"][0]
    floors = slc.prediction_floors(Grammar.sample(size_of(rows[0]), 0))
    trained_on = [record for record in records if "losses" in record]
    for level, (floor, colour) in enumerate(zip(floors, COLOURS, strict=False)):
        losses = [record["losses"][2 * level] for record in trained_on]
        right.plot([record["step"] for record in trained_on], losses, color=colour)
        right.axhline(floor, ls="--", color=colour, lw=0.8)
    right.set(xlabel="steps", ylabel="prediction loss (nats)", title="one network")
    return fig


def _curves(rows: Sequence[Row], target: str, level: int) -> Curves:
    chosen = [row for row in rows if row["target"] == target]
    return curves_of(chosen, lambda record: float(record["accuracy"][level]))


def _heights(rows: Sequence[Row], target: str) -> NDArray[np.float64]:
    """Accuracies of the networks of one kind of target, `(networks, L−1, n)`."""
    levels = range(rows[0]["L"] - 1)
    return np.stack(
        [heights for level in levels for _, heights in _curves(rows, target, level).values()], 1
    )


def _stars(rows: Sequence[Row], heights: NDArray[np.float64]) -> NDArray[np.float64]:
    """P* of each level, `(…, L−1)`, from the heights of several networks."""
    strings = sorted({row["P"] for row in rows})
    return threshold_of(strings, heights.swapaxes(-3, -2))


def _growth(rows: Sequence[Row], heights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Factor a level of each resample, over levels whose threshold lies within what was tried."""
    found = []
    for stars in _stars(rows, heights):
        levels = np.flatnonzero((stars > 0) & np.isfinite(stars))
        found.append(log_growth(levels, stars[levels]) if len(levels) > 1 else np.nan)
    return np.array(found)
