"""Curves in the paper's units, and thresholds against m beside the laws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ownlatents.checks.axes import plain, ticks
from ownlatents.checks.drawing import COLOURS, figure, say_empty
from ownlatents.checks.experiments.slc_collapse.verdicts import crossed
from ownlatents.checks.measure.curves import (
    class_probe,
    curves_of,
    draw_curves,
    hard_labels,
    thresholds,
    varying,
)
from ownlatents.checks.stats.intervals import Estimate
from ownlatents.checks.stats.units import UNITS, strings_by
from ownlatents.checks.sweep import Row
from ownlatents.sim import RHMParams


def draw(rows: Sequence[Row]) -> Figure:
    """Curves of the probe and of hard labels in the paper's units, and P* against m."""
    shown = varying(rows, "m")
    fig, axes = figure(columns=3, rows=len(shown), height=2.5 * len(shown))
    for k, its in enumerate(shown):
        left, middle, right = axes[3 * k : 3 * k + 3]
        size = f"(v = {its[0]['v']}, s = {its[0]['s']}, L = {its[0]['L']})"
        draw_curves(left, curves_of(its, class_probe), "m", f"class probe / its ceiling\n{size}")
        draw_curves(middle, curves_of(its, hard_labels), "m", "hard labels, top level")
        left.legend()
        _draw_thresholds(right, thresholds(crossed(curves_of(its, hard_labels))))
    return fig


def _draw_thresholds(axis: Axes, stars: Mapping[RHMParams, Estimate]) -> None:
    axis.set(xlabel="m", ylabel="P* (half accuracy)")
    if len(stars) < 2:
        say_empty(axis, "fewer than two thresholds\nwithin the strings tried")
        return
    m = [p.m for p in stars]
    values = np.array([[star.value, star.low, star.high] for star in stars.values()])
    errors = np.abs(values[:, 1:] - values[:, :1]).T
    axis.errorbar(m, values[:, 0], errors, fmt="o", color=COLOURS[0], label="SLC")
    for law, line in (("latent", "-"), ("token", ":")):
        law_at = np.array([strings_by(law, p) for p in stars])
        scale = np.exp(np.log(values[:, 0] / law_at).mean())
        axis.plot(m, scale * law_at, line, color="0.4", label=f"∝ {UNITS[law]}")
    axis.set(xscale="log", yscale="log")
    ticks(axis.xaxis, m)
    plain(axis.yaxis)
    axis.legend()
