"""SLC level by level: latents as targets beside visible tokens (Eq. 1), and training in time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from checks.claims import Outcome, Verdict
from checks.drawing import COLOURS, figure
from checks.learning_curves import Curves, curves_of, threshold_of
from checks.sweep import Row, Task
from checks.training import trained, training_grid
from models.slc import prediction_floors
from sim import Grammar, RHMParams
from theory import threshold

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
    "full": (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0),
    "paper": (0.25, 0.5, 1.15854, 4.0),  # the third is Fig. 10's P = 9797
}
_GRAMMARS = {"quick": 2, "full": 4, "paper": 3}
_PRESET = {"quick": "small", "full": "small", "paper": "paper"}
_CHANGES = {"quick": ["least_steps=1500"], "full": [], "paper": []}
_TARGETS = ("latent", "token")


def tasks(profile: str) -> list[Task]:
    """One batch of networks for each kind of target and number of strings."""
    return [
        task
        for target in _TARGETS
        for task in training_grid(
            "slc_levels",
            1,
            [RHMParams(*_SIZES[profile])],
            _STRINGS[profile],
            learner="slc",
            preset=_PRESET[profile],
            grammars=_GRAMMARS[profile],
            changes=[f"target={target}", "every=250", *_CHANGES[profile]],
            target=target,
        )
    ]


def run(task: Task, *, device: str = "cpu") -> Row:
    """All evaluations of the networks of one batch."""
    return trained(task, device)


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """The control's thresholds grow with the level, those of own latents less."""
    growth = {target: _growth(rows, target) for target in _TARGETS}
    stars = {
        target: ", ".join(f"{star:.3g}" for star in _stars(rows, target)) for target in _TARGETS
    }
    m = rows[0]["m"]
    holds = growth["token"] > 2 * growth["latent"]
    return [
        Verdict(
            "slc-levels",
            Outcome.HOLDS if holds else Outcome.CONTRADICTED,
            f"strings at which hard labels of levels 1, 2, … are half right: {stars['latent']} "
            f"with latents as targets, {stars['token']} with tokens: a factor "
            f"{growth['latent']:.2g} and {growth['token']:.2g} a level (Eq. 1: 1 and m = {m})",
        )
    ]


def draw(rows: Sequence[Row]) -> Figure:
    """Accuracy of each level by kind of target, and one training in time."""
    fig, (left, middle, right) = figure(columns=3)
    for axes, target in ((left, "latent"), (middle, "token")):
        for level, colour in zip(range(rows[0]["L"] - 1), COLOURS, strict=False):
            ((strings, heights),) = _curves(rows, target, level).values()
            unit = _unit(rows)
            axes.plot(
                np.array(strings) / unit, heights.mean(0), ".-", color=colour,
                label=f"level {level + 1}",
            )  # fmt: skip
        axes.set(xscale="log", ylim=(0, 1.02), xlabel="P / (vm³/(1−f))", title=f"{target}s")
    left.set_ylabel("accuracy of hard labels")
    left.legend()
    latent = [row for row in rows if row["target"] == "latent"]
    records = max(latent, key=lambda row: row["P"])["records"][0]
    floors = prediction_floors(Grammar.sample(_params(rows), 0))
    trained_on = [record for record in records if "losses" in record]
    for level, (floor, colour) in enumerate(zip(floors, COLOURS, strict=False)):
        losses = [record["losses"][2 * level] for record in trained_on]
        right.plot([record["step"] for record in trained_on], losses, color=colour)
        right.axhline(floor, ls="--", color=colour, lw=0.8)
    right.set(xlabel="steps", ylabel="prediction loss (nats)", title="one network")
    return fig


def _params(rows: Sequence[Row]) -> RHMParams:
    return RHMParams(**{letter: rows[0][letter] for letter in "vmsL"})


def _unit(rows: Sequence[Row]) -> float:
    return threshold("latent", **_params(rows).as_dict())


def _curves(rows: Sequence[Row], target: str, level: int) -> Curves:
    chosen = [row for row in rows if row["target"] == target]
    return curves_of(chosen, lambda record: float(record["accuracy"][level]))


def _stars(rows: Sequence[Row], target: str) -> list[float]:
    return [
        threshold_of(*curve)
        for level in range(rows[0]["L"] - 1)
        for curve in _curves(rows, target, level).values()
    ]


def _growth(rows: Sequence[Row], target: str) -> float:
    """Factor a level from the first threshold to the last; at least, where the last is beyond."""
    stars = _stars(rows, target)
    most = max(row["P"] for row in rows)
    first, last = max(stars[0], 1.0), min(stars[-1], most)
    return float((last / first) ** (1 / (len(stars) - 1)))
