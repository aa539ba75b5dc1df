"""Learning curves rescaled, thresholds against m, and the objectives side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from checks.axes import plain, ticks
from checks.drawing import COLOURS, figure
from checks.experiments import encoders
from checks.experiments.data2vec_offline.trainings import RIVALS
from checks.sweep import Row, size_of
from sim import RHMParams
from theory import threshold

_DRAWN = ("level 1", "root")


def draw(rows: Sequence[Row]) -> Figure:
    """Top: data2vec by size. Bottom: its rivals beside it, at the smallest size that has them."""
    rows, depth = encoders.widest(rows), rows[0]["L"]
    fig, axes = figure(columns=max(3, depth), rows=2, height=5.2)
    top, bottom = axes[: len(axes) // 2], axes[len(axes) // 2 :]
    found = encoders.best_evaluations(rows)
    ours = [row for row in found if row["learner"] == "data2vec"]
    sizes = sorted({size_of(row) for row in ours})
    for what, axis in zip(_DRAWN, top, strict=False):
        for p, colour in zip(sizes, COLOURS, strict=False):
            its = [row for row in ours if size_of(row) == p]
            _means(axis, its, what, colour, f"m = {p.m}", _unit(p))
        axis.set(xscale="log", xlabel="P (1−f) / vm³", ylabel=f"{what}, share learned")
    if sizes:
        top[0].legend()
    _draw_thresholds(top[2], rows)
    compared = {size_of(row) for row in found if row["learner"] in RIVALS}
    names = {"data2vec": "data2vec", **RIVALS}
    for level, axis in enumerate(bottom[:depth], start=1):
        what = "root" if level == depth else f"level {level}"
        for (learner, name), colour in zip(names.items(), COLOURS, strict=False):
            its = [
                r for r in found if r["learner"] == learner and size_of(r) in sorted(compared)[:1]
            ]
            axis.plot([r["P"] for r in its], [r["gains"][what] for r in its], ".", color=colour,
                      alpha=0.4)  # fmt: skip
            _means(axis, its, what, colour, name)
        axis.set(xscale="log", xlabel="distinct strings P", ylabel=f"{what}, share learned")
    if compared:
        bottom[0].legend()
    for axis in (*top[3:], *bottom[depth:]):
        axis.remove()
    return fig


def _means(
    axis: Axes, rows: Sequence[Row], what: str, colour: str, label: str, unit: float = 1.0
) -> None:
    strings = sorted({row["P"] for row in rows})
    heights = [np.mean([row["gains"][what] for row in rows if row["P"] == P]) for P in strings]
    axis.plot(np.array(strings) / unit, heights, "o-", color=colour, label=label)
    axis.set_ylim(-0.05, 1.05)


def _draw_thresholds(axis: Axes, rows: Sequence[Row]) -> None:
    for what, colour in zip(_DRAWN, COLOURS[3:], strict=False):
        stars = encoders.thresholds(rows, "data2vec", what)
        for p, values in stars.items():
            axis.plot([p.m] * len(values), values, ".", color=colour, alpha=0.5)
        finite = {p: np.median(x) for p, x in stars.items() if 0 < np.median(x) < np.inf}
        m = [p.m for p in finite]
        if finite:
            axis.plot(m, list(finite.values()), "o-", color=colour, label=what)
            constant = np.exp(np.mean([np.log(x / _unit(p)) for p, x in finite.items()]))
            axis.plot(m, [constant * _unit(p) for p in finite], "--", color=colour)
    axis.set(xscale="log", xlabel="m", ylabel="strings at half, P*")
    if axis.get_legend_handles_labels()[0]:  # none where no level is half learned
        axis.set_yscale("log")
        plain(axis.yaxis)
        axis.legend()
    ticks(axis.xaxis, sorted({row["m"] for row in rows}))


def _unit(p: RHMParams) -> float:
    return threshold("latent", **p.as_dict())
