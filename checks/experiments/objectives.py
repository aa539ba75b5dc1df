"""The same encoder by data2vec, masked tokens and next tokens, as the training set grows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from checks.claims import Outcome, Verdict
from checks.drawing import COLOURS, figure
from checks.experiments import data2vec_offline, encoders
from checks.intervals import Estimate, bootstrap
from checks.sweep import Row, Task
from checks.training import trained
from sim import RHMParams

TITLE = "Objectives"
CAPTION = (
    "One encoder, three objectives, on fixed sets of P strings: share of what an untrained network "
    "lacks in reading each level (linear readout; root: MLP probe with 1024 labels); best "
    "evaluation, each grammar a dot, means joined. Causal attention for next tokens alone."
)

PROFILES = ("quick", "full", "paper")

_SIZES = {
    "quick": [RHMParams(v=4, m=2, s=2, L=2)],
    "full": [RHMParams(v=6, m=3, s=2, L=3)],
    "paper": [RHMParams(v=16, m=m, s=2, L=4) for m in (4, 6)],
}
_UNITS = {"quick": (1,), "full": (1, 3, 9, 27), "paper": (1, 2, 4, 8, 16, 32, 64, 128)}
_NAMES = {
    "data2vec": "data2vec",
    "mlm": "masked tokens",
    "ntp": "next tokens",
}


def tasks(profile: str) -> list[Task]:
    """One batch of grammars for each objective and number of strings.

    They are tasks of `data2vec_offline`, whose rows of data2vec are used here too.
    """
    return [
        data2vec_offline.batch(profile, p, learner, x)
        for p in _SIZES[profile]
        for learner in _NAMES
        for x in _UNITS[profile]
    ]


def run(task: Task, *, device: str = "cpu") -> Row:
    """All evaluations of a batch."""
    return trained(task, device)


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Whether data2vec is ahead of tokens at the level below the root, and at the root."""
    below = f"level {max(row['L'] for row in rows) - 1}"
    ahead = {
        f"over {_NAMES[rival]}, {what}": advantage(rows, rival, what)
        for rival in _NAMES
        if rival != "data2vec"
        for what in (below, "root")
    }
    outcome = Outcome.IN_PART
    if all(found.low > 0 for found in ahead.values()):
        outcome = Outcome.HOLDS
    elif all(found.high < 0 for found in ahead.values()):
        outcome = Outcome.CONTRADICTED
    told = "; ".join(f"{name} {found}" for name, found in ahead.items())
    sizes = ", ".join(sorted({f"v = {row['v']}, m = {row['m']}, L = {row['L']}" for row in rows}))
    return [
        Verdict(
            "objectives",
            outcome,
            f"lead of data2vec in the share learned, mean over the numbers of strings tried: "
            f"{told} ({sizes}); {encoders.lost(rows)}",
        )
    ]


def advantage(rows: Sequence[Row], rival: str, what: str) -> Estimate:
    """data2vec's lead in the share learned of one of `encoders.gains`, mean over grammars.

    Of each grammar and size the mean over the numbers of strings tried, so that none is picked.
    """
    heights: dict[tuple[RHMParams, int], dict[int, dict[str, float]]] = {}
    for row in encoders.best_evaluations(rows):
        p = RHMParams(**{letter: row[letter] for letter in "vmsL"})
        its = heights.setdefault((p, row["seed"]), {}).setdefault(row["P"], {})
        its[row["learner"]] = row["gains"][what]
    leads = [
        [
            both["data2vec"] - both[rival]
            for both in its.values()
            if {"data2vec", rival} <= set(both)
        ]
        for its in heights.values()
    ]
    means = [float(np.mean(its)) for its in leads if its]
    if not means:
        return Estimate(*3 * (float("nan"),))
    return bootstrap([means], lambda groups: float(np.mean(groups[0])))


def draw(rows: Sequence[Row]) -> Figure:
    """Levels below the root, and the root, of the first size."""
    found = encoders.best_evaluations(rows)
    m = min(row["m"] for row in rows)
    depth = rows[0]["L"]
    fig, axes = figure(columns=depth, height=2.8)
    for (learner, name), colour in zip(_NAMES.items(), COLOURS, strict=False):
        its = [row for row in found if row["learner"] == learner and row["m"] == m]
        strings = sorted({row["P"] for row in its})
        for level, axis in enumerate(axes, start=1):
            what = "root" if level == depth else f"level {level}"
            points = [(row["P"], row["gains"][what]) for row in its]
            axis.plot(*zip(*points, strict=True), ".", color=colour, alpha=0.4)
            means = [np.mean([y for x, y in points if x == P]) for P in strings]
            axis.plot(strings, means, "o-", color=colour, label=name)
            axis.set(xscale="log", xlabel="distinct strings P")
            axis.set_ylabel(f"{what}, share learned")
    axes[0].legend()
    return fig
