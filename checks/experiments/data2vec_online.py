"""data2vec on fresh strings: levels become decodable one after another (Figs. 4, 5 and 13)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from checks.claims import Outcome, Verdict
from checks.drawing import COLOURS, figure
from checks.experiments import encoders
from checks.grids import training_task
from checks.intervals import Estimate, bootstrap, crossing
from checks.sweep import Row, Task
from checks.training import trained
from models.ensemble import ENDLESS
from sim import RHMParams

TITLE = "data2vec, online"
CAPTION = (
    "Encoders on fresh strings at every step: share learned of what an untrained network lacks in "
    "reading each level (mean and range over grammars), and root accuracy of an MLP probe "
    "with 1024 labels; data2vec solid, masked tokens dashed, at equal strings and steps. The "
    "horizontal axis is training time, not data."
)

PROFILES = ("quick", "full", "paper")

_SIZES = {
    "quick": [RHMParams(v=4, m=2, s=2, L=2)],
    "full": [RHMParams(v=6, m=m, s=2, L=3) for m in (2, 3)],
    "paper": [RHMParams(v=16, m=m, s=2, L=4) for m in range(3, 8)],
}
_GRAMMARS = {"quick": 2, "full": 4, "paper": 3}
_SCHEDULES: dict[str, list[list[str]]] = {
    "quick": [["schedule.steps=400", "schedule.every=200", "d=32", "hidden=128"]],
    # The lowest level is learned in the first of the 200 steps: its beginning is looked at again.
    "full": [["schedule.every=200"], ["schedule.steps=600", "schedule.every=20"]],
    "paper": [[]],
}
_PRESETS = {"quick": "small", "full": "small", "paper": "paper"}
_LEARNERS = ("data2vec", "mlm")
_GOAL = 0.9  # of the root probe
_HALF = 0.5


def tasks(profile: str) -> list[Task]:
    """One batch of networks, a grammar each, for each size, objective and schedule."""
    return [
        training_task(
            "data2vec_online",
            2,
            p,
            ENDLESS,
            learner=learner,
            preset=_PRESETS[profile],
            grammars=_GRAMMARS[profile],
            changes=changes,
        )
        for p in _SIZES[profile]
        for learner in _LEARNERS
        for changes in _SCHEDULES[profile]
    ]


def train(tasks: Sequence[Task], *, device: str = "cpu") -> list[Row]:
    """All evaluations of the networks of each task."""
    return trained(tasks, device)


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Levels in order, the root read, and masked tokens beside it."""
    of = {name: [row for row in rows if row["learner"] == name] for name in _LEARNERS}
    ordered, roots = in_order(of["data2vec"]), root(of["data2vec"], "mlp")
    complete = [
        all(gain >= _HALF for gain in encoders.gains(records).values())
        for _, _, records in encoders.networks(of["data2vec"])
    ]
    outcome = Outcome.IN_PART
    if ordered.value == 1 and all(complete) and roots.low >= _GOAL:
        outcome = Outcome.HOLDS
    elif roots.high < _GOAL or ordered.high < 1:
        outcome = Outcome.CONTRADICTED
    probes = "; ".join(
        f"{name} " + ", ".join(f"{probe} {root(its, probe)}" for probe in ("mlp", "linear", "few"))
        for name, its in of.items()
        if its
    )
    sizes = ", ".join(sorted({f"m = {row['m']}" for row in rows}))
    times = "; ".join(
        f"{name} " + ", ".join(f"{x:.2g}" for x in np.median(half_learned(its), axis=0))
        for name, its in of.items()
        if its
    )
    finding = (
        f"levels are half learned one after the other in a share {ordered} of the grammars, "
        f"all of them and the root in {sum(complete)} of {len(complete)} ({sizes}); median strings "
        f"seen until then, level by level: {times}; median root accuracy at the end by probe, "
        f"after as many strings: {probes}; {encoders.lost(rows)}"
    )
    return [Verdict("data2vec-online", outcome, finding)]


def in_order(rows: Sequence[Row]) -> Estimate:
    """Share of the networks of which no level is half learned before the one below it."""
    found = []
    for times in half_learned(rows):
        reached = times[np.isfinite(times)]
        found.append(float(np.isfinite(times[0]) and (np.diff(reached) > 0).all()))
    return bootstrap([found], lambda groups: float(np.mean(groups[0])))


def half_learned(rows: Sequence[Row]) -> NDArray[np.float64]:
    """Strings seen when half of each level below the root is learned, `(networks, L−1)`; ∞: never.

    Between evaluations interpolated, from the last time that the share rises through one half.
    """
    found = []
    for row, _, records in encoders.networks(rows):
        strings = [max(record["step"], 1) * row["batch"] for record in records]
        shares = encoders.gain_course(records)[:, :-1].T
        found.append([crossing(strings, share, at=_HALF) for share in shares])
    return np.array(found)


def root(rows: Sequence[Row], probe: str) -> Estimate:
    """Median over grammars of a root probe ("mlp", "linear" or "few") at the end."""
    ends = [records[-1][probe] for _, _, records in encoders.networks(rows)]
    return bootstrap([ends], lambda groups: float(np.median(groups[0])))


def draw(rows: Sequence[Row]) -> Figure:
    """A panel for each size."""
    sizes = sorted({row["m"] for row in rows})
    fig, axes = figure(columns=len(sizes), height=2.8)
    for axis, m in zip(axes, sizes, strict=True):
        for learner, line in zip(_LEARNERS, ("-", "--"), strict=True):
            chosen = [row for row in rows if row["m"] == m and row["learner"] == learner]
            its = list(encoders.networks(chosen))
            if not its:
                continue
            strings = [record["step"] * its[0][0]["batch"] for record in its[0][2]]
            courses = np.array([encoders.gain_course(records) for _, _, records in its])
            for level, colour in zip(range(courses.shape[2] - 1), COLOURS, strict=False):
                _band(axis, strings, courses[:, :, level], line, colour, f"level {level + 1}")
            probes = np.array([[r["mlp"] for r in records] for _, _, records in its])
            _band(axis, strings, probes, line, "#000000", "root, probe")
        axis.set(title=f"m = {m}", xlabel="strings seen", ylabel="share learned, or accuracy")
        axis.set(xscale="log", ylim=(-0.05, 1.05))
    axes[0].legend()
    return fig


def _band(
    axis: Axes, strings: list[int], courses: np.ndarray, line: str, colour: str, name: str
) -> None:
    label = name if line == "-" else None
    axis.plot(strings, courses.mean(0), line, color=colour, label=label)
    axis.fill_between(strings, courses.min(0), courses.max(0), color=colour, alpha=0.12, lw=0)
