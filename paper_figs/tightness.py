"""Where Theorem 2 loses its factor: strings that each step of its proof asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ownlatents.checks.experiments.tightness import thresholds
from ownlatents.checks.experiments.tightness.searches import STAGES
from ownlatents.checks.sweep import Row
from ownlatents.paper_figs.plots import draw_dots
from ownlatents.paper_figs.points import Panel, Panels, Points
from ownlatents.paper_figs.style import COLOURS, figure

TITLE = "Tightness of Theorem 2"
CAPTION = (
    "Strings at which each step of Theorem 2's proof, then recovery itself, succeeds at all levels "
    "with probability 0.95 (one tuple, one cousin token; counts, levels below known). Δ: distance "
    "of the closest two centres. Medians over grammars, bars: middle half; on the right the "
    "factors from row to row, by size. Grammars with p_min = 0 or Δ = 0 are left out."
)
EXPERIMENTS = ("tightness",)
_COLUMN = 0.11  # from one size's factors to the next's, of the panel's width


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """A series for each size; x counts the stages."""
    places = tuple(float(i) for i in range(len(STAGES)))
    series = []
    for p, stages in thresholds(rows["tightness"]).items():
        low, median, high = np.percentile(
            [one.stars for one in stages.values()], [25, 50, 75], axis=1
        ).tolist()
        series.append(Points(str(p), places, tuple(median), tuple(low), tuple(high)))
    return {"stages": Panel(tuple(series), names=tuple(STAGES.values()))}


def draw(data: Panels) -> Figure:
    """Stages from top to bottom, and the factors between them."""
    fig, (axis,) = figure(width=6.0, height=3.2)
    panel = data["stages"]
    axis.set(xlabel="strings in units of vm³/(1−f)")
    draw_dots(axis, panel)
    if panel.empty:
        return fig
    axis.set_xscale("log")
    low, high = axis.get_xlim()
    axis.set_xlim(low, high * (high / low) ** 0.5)  # room for the factors
    for i, (series, colour) in enumerate(zip(panel.measured, COLOURS, strict=False)):
        at = 1 - _COLUMN * (len(panel.measured) - i - 0.5)
        _write_factors(axis, series, at, colour)
    fig.legend(loc="outside upper center", ncols=len(panel.measured))
    return fig


def _write_factors(axis: Axes, series: Points, at: float, colour: str) -> None:
    """Between the rows, `at` this share of the width."""
    for (place, strings), (_, fewer) in pairwise(zip(series.x, series.y, strict=True)):
        factor = strings / fewer
        axis.text(
            at,
            place + 0.5,
            f"×{factor:.0f}" if factor > 10 else f"×{factor:.1f}",
            transform=axis.get_yaxis_transform(),
            color=colour,
            ha="center",
            va="center",
        )
