"""Depth to 64: own latents beside tokens and labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents import theory
from ownlatents.checks.experiments.depth import NAMES, thresholds
from ownlatents.checks.sweep import Row
from ownlatents.paper_figs.axes import plain, ticks
from ownlatents.paper_figs.plots import draw_arms
from ownlatents.paper_figs.points import Panel, Panels, Points, medians
from ownlatents.paper_figs.style import SOFT, figure, legend

TITLE = "Depth"
CAPTION = (
    "Strings at which half of the tuples are labelled rightly, P*, against depth at v = 16, m = 8, "
    "s = 2 (k-means; each grammar a dot, medians joined). Own latents: mean over all levels, from "
    "counts with the levels below known, to L = 64, and whole fits from strings. Tokens: the "
    "highest level. Labels: the lowest. Dotted: where signal equals noise, nothing fitted. Bars: "
    "95 % intervals."
)
EXPERIMENTS = ("depth",)
_SIZE = {"v": 16, "m": 8, "s": 2}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """P* by depth, and the predicted lines of the rivals."""
    stars = {arm: thresholds(rows["depth"], arm) for arm in NAMES}
    laws = [
        Points(
            NAMES[arm],
            tuple(float(L) for L in stars[arm]),
            tuple(theory.finite_threshold(arm, L=L, **_SIZE) or 0.0 for L in stars[arm]),
        )
        for arm in ("token", "root")
    ]
    measured = (medians(NAMES[arm], its) for arm, its in stars.items() if its)
    return {"depth": Panel(tuple(measured), laws=tuple(laws))}


def draw(data: Panels) -> Figure:
    """P* against L."""
    fig, (axis,) = figure(width=4.6, height=2.9)
    draw_arms(axis, data["depth"])
    if data["depth"].empty:
        return fig
    for law in data["depth"].laws:
        axis.plot(law.x, law.y, ":", color=SOFT, linewidth=0.9)
    axis.set(xscale="log", yscale="log", xlabel="depth, L", ylabel="P*, strings")
    ticks(axis.xaxis, (2, 4, 8, 16, 32, 64))
    plain(axis.yaxis)
    legend(axis, loc="upper right")
    return fig
