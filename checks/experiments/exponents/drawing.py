"""The thresholds of all that is asked for: against v, against m, and against the best laws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

from ownlatents.checks.drawing import COLOURS, figure
from ownlatents.checks.experiments.exponents.searches import (
    ARMS,
    FIXED_F,
    FIXED_M,
    FIXED_V,
    HEIGHTS,
    at_depth_of,
    thresholds,
)
from ownlatents.checks.experiments.exponents.verdicts import FORMULAS, compared_laws
from ownlatents.checks.stats.intervals import middle
from ownlatents.checks.stats.units import latent_unit, strings_by
from ownlatents.checks.sweep import Row
from ownlatents.sim import RHMParams

_SCANS = (
    (FIXED_M, "v", "full"),
    (FIXED_F, "v", "none"),
    (FIXED_V, "m", "full"),
)
_TICKS = {"v": (8, 32, 128, 512), "m": (4, 8, 16, 32)}


def draw(rows: Sequence[Row]) -> Figure:
    """A row of panels for each of `HEIGHTS`: rescaled thresholds, and measured by predicted."""
    fig, axes = figure(columns=3, rows=len(HEIGHTS), height=6.6)
    for i, (what, where) in enumerate(HEIGHTS.items()):
        by_v, by_m, by_law = axes[3 * i : 3 * i + 3]
        by_m.sharey(by_v)
        for (arm, name), colour in zip(ARMS.items(), COLOURS, strict=False):
            stars = thresholds(rows, arm, *where)
            _draw_scans({"v": by_v, "m": by_m}, arm, name, stars, colour)
            _draw_law(by_law, {p: x for p, x in stars.items() if p.s == 2}, colour)
        for axis, letter in ((by_v, "v"), (by_m, "m")):
            axis.set(xscale="log", yscale="log", xlabel=letter)
            axis.set_xticks(_TICKS[letter], labels=[str(tick) for tick in _TICKS[letter]])
            axis.minorticks_off()
        by_v.yaxis.set_major_locator(LogLocator(subs=(1, 3)))
        by_v.yaxis.set_major_formatter("{x:g}")
        by_v.set_ylabel(f"{what}\nP* (1−f) / vm³")
        by_law.set(xscale="log", yscale="log", xlabel="law, strings", ylabel="P*, strings")
        line = by_law.get_xlim()
        by_law.plot(line, line, "-", color="grey", linewidth=0.8)
        by_law.set_ylim(line[0], 300 * line[1])  # room for the legend
        by_law.legend()
    fig.legend(*axes[1].get_legend_handles_labels(), loc="outside upper center", ncols=len(ARMS))
    return fig


def _draw_scans(
    axes: Mapping[str, Axes],
    arm: str,
    name: str,
    stars: Mapping[RHMParams, np.ndarray],
    colour: str,
) -> None:
    for sizes, letter, fill in _SCANS:
        found = [p for p in (at_depth_of(p, arm) for p in sizes) if p in stars]
        height = [middle(stars[p]) / latent_unit(p) for p in found]
        x = [getattr(p, letter) for p in found]
        axes[letter].plot(x, height, "o-", color=colour, fillstyle=fill, label=name)


def _draw_law(axis: Axes, stars: dict[RHMParams, np.ndarray], colour: str) -> None:
    if not stars:  # nothing was learned
        return
    best, fit = next(iter(compared_laws(stars).items()))
    predicted = [fit.constant * strings_by(best, p) for p in stars]
    measured = [middle(x) for x in stars.values()]
    axis.plot(predicted, measured, "o", color=colour, label=FORMULAS[best])
