"""data2vec on fixed sets of P strings: the data each level needs, and its exponent (Fig. 14)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from checks.claims import Outcome, Verdict
from checks.drawing import COLOURS, figure
from checks.experiments import encoders
from checks.intervals import Estimate
from checks.scaling import exponent
from checks.sweep import Row, Task
from checks.training import strings_at, trained, training_task
from sim import RHMParams
from theory import threshold

TITLE = "data2vec, offline"
CAPTION = (
    "data2vec on fixed sets of P strings (v = 6, s = 2, L = 3). Left and middle: share of what an "
    "untrained network lacks in reading level 1 (linear readout) and the root (MLP probe), at the "
    "best evaluation, mean over grammars, against distinct strings in units of vm³/(1−f). Right: "
    "strings at which half is learned; each grammar a dot, medians joined; dashed: vm³/(1−f) "
    "through the medians."
)

PROFILES = ("quick", "full", "paper")

_SIZES = {
    "quick": [RHMParams(v=4, m=2, s=2, L=2)],
    "full": [RHMParams(v=6, m=m, s=2, L=3) for m in (2, 3, 4)],
    "paper": [RHMParams(v=16, m=m, s=2, L=4) for m in range(3, 8)],
}
_GRAMMARS = {"quick": 2, "full": 4, "paper": 3}
_CHANGES = {
    "quick": ["schedule.steps=400", "schedule.every=200"],
    "full": [],
    "paper": ["schedule.every=32768"],
}
_PRESETS = {"quick": "small", "full": "small", "paper": "paper"}
_UNITS = {"quick": (1,), "full": (1, 3, 9, 27), "paper": (1, 2, 4, 8, 16, 32, 64, 128)}
_EXPECTED = 3.0
_DRAWN = ("level 1", "root")


def tasks(profile: str) -> list[Task]:
    """One batch of networks, a grammar each, for each size and number of strings."""
    return [batch(profile, p, "data2vec", x) for x in _UNITS[profile] for p in _SIZES[profile]]


def batch(profile: str, p: RHMParams, learner: str, x: float) -> Task:
    """The networks of one objective on x units of vm³/(1−f) strings each."""
    return training_task(
        "data2vec_offline",
        2,
        p,
        strings_at(x, p),
        learner=learner,
        preset=_PRESETS[profile],
        grammars=_GRAMMARS[profile],
        changes=_CHANGES[profile],
    )


def run(task: Task, *, device: str = "cpu") -> Row:
    """All evaluations of a batch."""
    return trained(task, device)


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """The exponent in m of the data that each level needs."""
    deepest = max(row["L"] for row in rows)
    names = (*(f"level {i}" for i in range(1, deepest)), "root")
    found = {name: slope(encoders.thresholds(rows, "data2vec", name)) for name in names}
    slopes = {name: its for name, its in found.items() if not np.isnan(its.value)}
    if not slopes:
        what = f"no level crosses on the grid at all sizes; {encoders.lost(rows)}"
        return [Verdict("data2vec-offline", Outcome.IN_PART, what)]
    fitting = [its.low <= _EXPECTED <= its.high for its in slopes.values()]
    outcome = Outcome.IN_PART
    if all(fitting):
        outcome = Outcome.HOLDS
    elif not any(fitting):
        outcome = Outcome.CONTRADICTED
    told = ", ".join(f"{name} {its}" for name, its in slopes.items())
    beyond = [name for name in names if name not in slopes]
    untold = f", not crossed at all sizes: {', '.join(beyond)}" if beyond else ""
    return [
        Verdict(
            "data2vec-offline",
            outcome,
            f"exponent in m of P*(1−f) at which half is learned: {told} (expected 3){untold}; "
            f"{encoders.lost(rows)}",
        )
    ]


def slope(stars: dict[RHMParams, np.ndarray]) -> Estimate:
    """Exponent in m; NaN where fewer than two sizes have a threshold, or some has none."""
    return exponent(stars) if len(stars) > 1 else Estimate(*3 * (float("nan"),))


def draw(rows: Sequence[Row]) -> Figure:
    """Level 1 and the root rescaled, and their thresholds against m."""
    fig, axes = figure(columns=3, height=2.8)
    found = encoders.best_evaluations(rows)
    sizes = sorted({RHMParams(**{letter: row[letter] for letter in "vmsL"}) for row in rows})
    for what, axis in zip(_DRAWN, axes, strict=False):
        for p, colour in zip(sizes, COLOURS, strict=False):
            its = [row for row in found if row["m"] == p.m]
            strings = sorted({row["P"] for row in its})
            heights = [
                np.mean([row["gains"][what] for row in its if row["P"] == P]) for P in strings
            ]
            axis.plot(np.array(strings) / _unit(p), heights, "o-", color=colour, label=f"m = {p.m}")
        axis.set(xscale="log", xlabel="P (1−f) / vm³", ylabel=f"{what}, share learned")
        axis.set_ylim(-0.05, 1.05)
    for what, colour in zip(_DRAWN, COLOURS[3:], strict=False):
        stars = encoders.thresholds(rows, "data2vec", what)
        for p, values in stars.items():
            axes[2].plot([p.m] * len(values), values, ".", color=colour, alpha=0.5)
        finite = {p: np.median(x) for p, x in stars.items() if 0 < np.median(x) < np.inf}
        m = [p.m for p in finite]
        axes[2].plot(m, list(finite.values()), "o-", color=colour, label=what)
        if not finite:
            continue
        constant = np.exp(np.mean([np.log(x / _unit(p)) for p, x in finite.items()]))
        axes[2].plot(m, [constant * _unit(p) for p in finite], "--", color=colour)
    axes[2].set(xscale="log", yscale="log", xlabel="m", ylabel="strings at half, P*")
    axes[2].minorticks_off()
    axes[2].set_xticks([p.m for p in sizes], labels=[str(p.m) for p in sizes])
    axes[0].legend()
    axes[2].legend()
    return fig


def _unit(p: RHMParams) -> float:
    return threshold("latent", **p.as_dict())
