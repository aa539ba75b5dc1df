"""Learning curves rescaled, thresholds against m, and the objectives side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from checks.axes import plain, ticks
from checks.drawing import COLOURS, figure
from checks.experiments import encoders
from checks.experiments.data2vec_offline.trainings import NAMES, RIVALS
from checks.sweep import Row, size_of
from sim import RHMParams
from theory import threshold


def draw(rows: Sequence[Row]) -> Figure:
    """Top: data2vec by size. Bottom: its rivals beside it, at the smallest size that has them."""
    rows, depth = encoders.widest(rows), rows[0]["L"]
    names = (*(f"level {level}" for level in range(1, depth)), "root")
    fig, axes = figure(columns=depth + 1, rows=2, width=8.4, height=4.8)
    top, bottom = axes[: depth + 1], axes[depth + 1 :]
    found = encoders.best_evaluations(rows)
    ours = [row for row in found if row["learner"] == "data2vec"]
    for what, axis in zip(names, top, strict=False):
        for p, colour in zip(sorted({size_of(row) for row in ours}), COLOURS, strict=False):
            its = [row for row in ours if size_of(row) == p]
            _means(axis, its, what, colour, f"m = {p.m}", _unit(p))
        _label(axis, what, "P (1−f) / vm³")
    _draw_thresholds(top[-1], rows, names)
    compared = sorted({size_of(row) for row in found if row["learner"] in RIVALS})[:1]
    for what, axis in zip(names, bottom, strict=False):
        for (learner, name), colour in zip(NAMES.items(), COLOURS, strict=False):
            its = [r for r in found if r["learner"] == learner and size_of(r) in compared]
            strings, gains = [r["P"] for r in its], [r["gains"][what] for r in its]
            axis.plot(strings, gains, ".", color=colour, alpha=0.4)
            _means(axis, its, what, colour, name)
        _label(axis, what, "distinct strings P")
    for axis in (top[0], bottom[0]):
        axis.set_ylabel("share learned")
        if axis.lines:
            axis.legend()
    bottom[-1].remove()
    return fig


def _label(axis: Axes, what: str, strings: str) -> None:
    axis.set(xscale="log", xlabel=strings, ylim=(-0.05, 1.05), title=what)
    plain(axis.xaxis)


def _means(
    axis: Axes, rows: Sequence[Row], what: str, colour: str, label: str, unit: float = 1.0
) -> None:
    strings = sorted({row["P"] for row in rows})
    heights = [np.mean([row["gains"][what] for row in rows if row["P"] == P]) for P in strings]
    axis.plot(np.array(strings) / unit, heights, "o-", color=colour, label=label)


def _draw_thresholds(axis: Axes, rows: Sequence[Row], names: Sequence[str]) -> None:
    for what, colour in zip(names, COLOURS[3:], strict=False):
        stars = encoders.thresholds(rows, "data2vec", what)
        for p, values in stars.items():
            within = values[(values > 0) & np.isfinite(values)]
            axis.plot([p.m] * len(within), within, ".", color=colour, alpha=0.5)
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
