"""Theorem 2: exact recovery at fractions of the number of strings that it says suffices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.experiments.sufficiency import DELTA, FRACTIONS, SIZES
from ownlatents.checks.stats.intervals import rate
from ownlatents.checks.sweep import Row, of_size
from ownlatents.paper_figs.plots import draw_arms
from ownlatents.paper_figs.points import Panel, Panels, estimated
from ownlatents.paper_figs.style import INK, figure, legend

TITLE = "Theorem 2: sufficiency"
CAPTION = (
    "Share of grammars all of whose levels are recovered exactly from counts (literal Algorithm 1: "
    "one tuple, one cousin token, k-means) at P strings, in units of what Theorem 2 says suffices "
    "for that very grammar at δ = 0.05, κ = 1/8; dotted: 1−δ. Grammars with p_min = 0 or Δ = 0 are "
    "left out. Bars: 95 % intervals."
)
EXPERIMENTS = ("sufficiency",)


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """A series for each size."""
    series = []
    for p in SIZES:
        recovered = [r["recovered"] for r in of_size(rows["sufficiency"], p) if not r["void"]]
        if recovered:
            shares = [rate(sum(its), len(its)) for its in zip(*recovered, strict=True)]
            series.append(estimated(str(p), dict(zip(FRACTIONS, shares, strict=True))))
    return {"recovered": Panel(tuple(series))}


def draw(data: Panels) -> Figure:
    """Recovery against the fraction of the sufficient number."""
    fig, (axis,) = figure(width=4.2, height=2.5)
    panel = data["recovered"]
    axis.set(xlabel="P / sufficient P", ylabel="recovered exactly")
    draw_arms(axis, panel)
    if not panel.empty:
        axis.axhline(1 - DELTA, color=INK, linestyle=":", linewidth=0.8)
        axis.set(xscale="log", ylim=(-0.03, 1.03))
        legend(axis, loc="center left")
    return fig
