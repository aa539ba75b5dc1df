"""Strings of each stage, a line for each size, and the factors between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from ownlatents.checks.drawing import COLOURS, figure
from ownlatents.checks.experiments.tightness.searches import SIZES, STAGES, factors_of, thresholds
from ownlatents.checks.sweep import Row


def draw(rows: Sequence[Row]) -> Figure:
    """Strings of each stage, a line for each size, and the factors between them."""
    fig, (axis,) = figure(width=6.6, height=3.6)
    places = np.arange(len(STAGES))
    for i, ((p, stages), colour) in enumerate(zip(thresholds(rows).items(), COLOURS, strict=False)):
        low, median, high = np.percentile(
            [one.stars for one in stages.values()], [25, 50, 75], axis=1
        )
        shifted = places + 0.16 * (i - 1)
        axis.hlines(shifted, low, high, color=colour, linewidth=4, alpha=0.4)
        axis.plot(median, shifted, "o-", color=colour, linewidth=0.8, label=str(p))
        for place, factor in zip(places[1:], factors_of(stages), strict=True):
            text = f"×{factor:.0f}" if factor > 10 else f"×{factor:.1f}"
            where = (10 ** (5.6 + 0.9 * i), place - 0.5)
            axis.text(*where, text, color=colour, fontsize=8, ha="center", va="center")
    axis.set(xscale="log", xlabel="strings in units of vm³/(1−f)", ylabel="what succeeds")
    axis.set_xlim(0.1, 10**8)
    axis.set_yticks(places, labels=list(STAGES.values()))
    axis.invert_yaxis()
    if axis.lines:
        fig.legend(loc="outside upper center", ncols=len(SIZES))
    return fig
