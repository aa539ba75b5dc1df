"""What the visible threshold owes to the clusterer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from matplotlib.figure import Figure

from ownlatents.checks.experiments.clusterers import GOAL, PAPER, Found, thresholds
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row
from ownlatents.paper_figs.axes import plain
from ownlatents.paper_figs.plots import draw_dots
from ownlatents.paper_figs.points import Panel, Panels, Points, medians
from ownlatents.paper_figs.style import COLOURS, figure, legend

TITLE = "Clusterers"
CAPTION = (
    "Strings at which accuracy is ½, P*, in units of vm³/(1−f), each grammar a dot, medians large. "
    "Left: tuples of one level, all cousin tokens of one tuple, from counts (L = 2). Right: top "
    "level of whole fits from strings (L = 5), pooled over all grandparents of a string but for "
    "the paper's ILC. Balanced: classes of equal size. The oracle arm knows the centres. Bars: 95 "
    "% intervals. Dashed: a quarter of the median of the paper's ILC."
)
EXPERIMENTS = ("clusterers",)
_PANELS = {"one level": 2, "whole fits": 5}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """A series for each size; x counts the learners."""
    found = thresholds(rows["clusterers"])
    return {name: _panel(found, L) for name, L in _PANELS.items()}


def _panel(found: Found, L: int) -> Panel:
    arms = list(dict.fromkeys(arm for p, arm in found if p.L == L))
    series = [
        medians(
            f"v = {p.v}, m = {p.m}, s = {p.s}",
            {
                arms.index(arm): one.scaled(1 / latent_unit(p))
                for (q, arm), one in found.items()
                if p == q
            },
        )
        for p in dict.fromkeys(p for p, _ in found if p.L == L)
    ]
    goals = tuple(_goal(its, arms.index(PAPER)) for its in series if PAPER in arms)
    return Panel(tuple(series), laws=goals, names=tuple(arms))


def _goal(series: Points, paper: int) -> Points:
    """The goal of one size, beside all learners: a share of the median of the paper's ILC."""
    goal = GOAL * dict(zip(series.x, series.y, strict=True))[paper]
    return Points(series.label, series.x, (goal,) * len(series.x))


def draw(data: Panels) -> Figure:
    """One level, whole fits."""
    fig, axes = figure(columns=2, height=2.8)
    for axis, (name, panel) in zip(axes, data.items(), strict=True):
        draw_dots(axis, replace(panel, laws=()))
        for law, colour in zip(panel.laws, COLOURS, strict=False):
            axis.plot(law.y, law.x, "--", color=colour, linewidth=0.8)
        axis.set(xscale="log", xlabel="P* (1−f) / vm³", title=name)
        plain(axis.xaxis)
        legend(axis, loc="upper left", bbox_to_anchor=(0, -0.2), ncols=1)
    return fig
