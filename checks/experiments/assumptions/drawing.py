"""Constants against v; void grammars, and means by their predictions, by size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ownlatents.checks.drawing import COLOURS, figure
from ownlatents.checks.experiments.assumptions.ensembles import (
    BRANCHED,
    SERIES,
    SITES,
    SIZES,
    constants_of,
    ratios_of,
    void_share,
)
from ownlatents.checks.sweep import Row, of_size

_MARKERS = {"spread": ("o", "‖μ − π‖²"), "pair": ("s", "‖μ − μ′‖²")}


def draw(rows: Sequence[Row]) -> Figure:
    """Constants against v; void grammars and means by their predictions, by size."""
    fig, axes = figure(columns=2, rows=2, height=6.2)
    _draw_constants(axes[0], "c_bal", "balance constant $c_{bal}$", rows)
    _draw_constants(axes[1], "c_sep", "separation constant $c_{sep}$", rows)
    sizes = [p for p in SIZES if of_size(rows, p)]
    for y, p in enumerate(sizes):
        for i, (site, colour) in enumerate(zip(SITES, COLOURS, strict=False)):
            share = void_share(rows, p, site)
            at = y + 0.18 * (i - 1.5)
            axes[2].plot([share.low, share.high], [at, at], color=colour, alpha=0.4)
            axes[2].plot([share.value], [at], "o", color=colour)
        for i, (name, (marker, told)) in enumerate(_MARKERS.items()):
            colour = COLOURS[4 + i]
            for level, ratio in enumerate(ratios_of(rows, p, name)):
                at = y + 0.12 * (3 * i + level - 2.5)
                fill = "full" if level == p.L - 2 else "none"
                legend = told if y == 0 and fill == "full" else None
                axes[3].plot([ratio.low, ratio.high], [at, at], color=colour, alpha=0.4)
                axes[3].plot([ratio.value], [at], marker, c=colour, fillstyle=fill, label=legend)
    for axis, label in ((axes[2], "void grammars"), (axes[3], "measured / predicted")):
        axis.set_yticks(range(len(sizes)), labels=[f"{p.v}, {p.m}, {p.s}" for p in sizes])
        axis.set(xlabel=label, ylabel="v, m, s")
        axis.invert_yaxis()
    axes[3].legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2)
    fig.legend(*axes[1].get_legend_handles_labels(), loc="outside upper center", ncols=4)
    return fig


def _draw_constants(axis: Axes, name: str, label: str, rows: Sequence[Row]) -> None:
    for i, ((site, told), colour) in enumerate(zip(SITES.items(), COLOURS, strict=False)):
        for sizes, marker, legend in ((SERIES, "o-", told), (BRANCHED, "o", None)):
            fill = "full" if sizes is SERIES else "none"
            found = [p for p in sizes if of_size(rows, p)]
            if found:
                constants = [constants_of(rows, p, name, site) for p in found]
                low, median, high = np.percentile(np.array(constants), [25, 50, 75], axis=1)
                x = [p.v * 1.06 ** (i - 1.5) for p in found]
                axis.vlines(x, low, high, color=colour, linewidth=3, alpha=0.4)
                axis.plot(x, median, marker, color=colour, fillstyle=fill, label=legend)
    axis.set(xscale="log", xlabel="v", ylabel=label, ylim=(0, None))
    axis.set_xticks([p.v for p in SERIES], labels=[str(p.v) for p in SERIES])
    axis.minorticks_off()
