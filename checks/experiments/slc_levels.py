"""SLC level by level: latents as targets beside visible tokens (Eq. 1), and training in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ownlatents.checks.experiments.experiment import PROFILES, Experiment
from ownlatents.checks.measure.curves import FLAT, curves_of
from ownlatents.checks.measure.grids import Grid
from ownlatents.checks.measure.training import trained
from ownlatents.checks.measure.verdicts import Outcome, Verdict, shown
from ownlatents.checks.stats import threshold
from ownlatents.checks.stats.intervals import Estimate
from ownlatents.checks.stats.regression import regression
from ownlatents.checks.stats.scaling import as_factor, growth_per_level
from ownlatents.checks.stats.threshold import Bracket, LearningCurve, Threshold
from ownlatents.checks.sweep import Row, Task

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
    found = {target: thresholds(rows, target) for target in _TARGETS}
    growth = {target: growth_per_level(its) for target, its in found.items()}
    ratio = _growth_apart(found["latent"], found["token"])
    stars = {
        target: ", ".join(shown(one.cell()) for one in its.values())
        for target, its in found.items()
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


def thresholds(rows: Sequence[Row], target: str) -> dict[int, Threshold]:
    """P* of the hard labels of each level ℓ = 1 … L−1 of networks with one kind of target."""
    return {
        level: one
        for level in range(1, rows[0]["L"])
        for one in threshold.thresholds(curves(rows, target, level)).values()
    }


def curves(rows: Sequence[Row], target: str, level: int) -> list[LearningCurve]:
    """Accuracy of the hard labels of one level ℓ = 1 … L−1 of networks with one kind of target."""
    chosen = [row for row in rows if row["target"] == target]
    return curves_of(chosen, lambda record: float(record["accuracy"][level - 1]))


def _growth_apart(latent: Mapping[int, Threshold], token: Mapping[int, Threshold]) -> Estimate:
    """Factor a level by which the thresholds of tokens grow over those of latents."""
    levels: list[float] = []
    tokens: list[float] = []
    brackets: list[Bracket] = []
    for of_tokens, found in ((0.0, latent), (1.0, token)):
        for level, one in found.items():
            levels += [float(level)] * len(one.brackets)
            tokens += [of_tokens] * len(one.brackets)
            brackets += one.brackets
    apart = np.multiply(levels, tokens)
    return as_factor(
        regression({"level": levels, "token": tokens, "apart": apart}, brackets)["apart"]
    )


EXPERIMENT = Experiment(
    name="slc_levels",
    title="SLC: level by level",
    design=tasks,
    judge=judge,
    train=train,
    profiles=PROFILES,
)
