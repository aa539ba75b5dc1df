"""Assumption 1 over ensembles of grammars: constants against v, void grammars, exact scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

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
from ownlatents.paper_figs.axes import say_empty, ticks
from ownlatents.paper_figs.plots import MARKERS, draw_dots
from ownlatents.paper_figs.points import Panel, Panels, Points, estimated
from ownlatents.paper_figs.style import COLOURS, INK, figure
from ownlatents.sim import RHMParams

TITLE = "Assumption 1: balance and separation"
CAPTION = (
    "Assumption 1 on random grammars, measured exactly, L = 4; one cousin token where not said "
    "otherwise. Top: constants of the worst level at f = 1/4, s = 2 (joined) and s = 3 (open), "
    "c_sep per target token; medians over grammars, bars: middle half. Bottom left: share of "
    "grammars with c_bal = 0 or c_sep = 0, for which Theorem 2 is void. Right: mean squared "
    "distances over their averages derived at finite sizes, right below the root (filled) and to "
    "second order further down (open); bars at the bottom: 95 % intervals."
)
EXPERIMENTS = ("assumptions",)
_CONSTANTS = {"c_bal": "balance constant $c_{bal}$", "c_sep": "separation constant $c_{sep}$"}
_MEANS = {"spread": "‖μ − π‖²", "pair": "‖μ − μ′‖²"}
_BRANCHED = ", s = 3"
_APART = 1.06  # in v, from site to site


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """Constants of each site by v; void shares and ratios, where x counts the sizes."""
    ours = rows["assumptions"]
    sizes = [p for p in SIZES if of_size(ours, p)]
    names = tuple(f"{p.v}, {p.m}, {p.s}" for p in sizes)
    voids = (
        estimated(told, {i: void_share(ours, p, site) for i, p in enumerate(sizes)})
        for site, told in SITES.items()
    )
    return {
        **{name: _constants(ours, name) for name in _CONSTANTS},
        "void": Panel(tuple(voids) if sizes else (), names=names),
        "ratios": Panel(_ratios(ours, sizes), names=names),
    }


def _constants(rows: Sequence[Row], name: str) -> Panel:
    series = []
    for site, told in SITES.items():
        for sizes, more in ((SERIES, ""), (BRANCHED, _BRANCHED)):
            found = [p for p in sizes if of_size(rows, p)]
            if found:
                constants = [constants_of(rows, p, name, site) for p in found]
                quartiles = np.percentile(np.array(constants), [50, 25, 75], axis=1).tolist()
                v = tuple(float(p.v) for p in found)
                median, low, high = map(tuple, quartiles)
                series.append(Points(told + more, v, median, low, high))
    return Panel(tuple(series))


def _ratios(rows: Sequence[Row], sizes: Sequence[RHMParams]) -> tuple[Points, ...]:
    """A series for each mean and level, the level below the root keyed 1."""
    found = {name: [ratios_of(rows, p, name) for p in sizes] for name in _MEANS}
    return tuple(
        estimated(_MEANS[name], {i: its[-depth] for i, its in enumerate(ratios)}, depth)
        for name, ratios in found.items()
        for depth in range(1, min(map(len, ratios), default=0) + 1)
    )


def draw(data: Panels) -> Figure:
    """Constants above, void grammars and ratios below."""
    fig, axes = figure(columns=2, rows=2, height=5.6)
    for axis, (name, label) in zip(axes, _CONSTANTS.items(), strict=False):
        axis.set(xlabel="v", ylabel=label)
        _draw_constants(axis, data[name])
    draw_dots(axes[2], data["void"])
    axes[2].set(xlabel="void grammars", ylabel="v, m, s")
    _draw_ratios(axes[3], data["ratios"])
    axes[3].set(xlabel="measured / predicted", ylabel="v, m, s")
    names = axes[2].get_legend_handles_labels()
    if names[0]:
        fig.legend(*names, loc="outside upper center", ncols=len(SITES))
    return fig


def _draw_constants(axis: Axes, panel: Panel) -> None:
    """Medians and quartiles of the sites, a little apart."""
    if panel.empty:
        say_empty(axis)
        return
    sites = list(SITES.values())
    for series in panel.measured:
        i = sites.index(series.label.removesuffix(_BRANCHED))
        x = [v * _APART ** (i - 1.5) for v in series.x]
        joined = series.label in sites
        axis.vlines(x, series.low, series.high, color=COLOURS[i], linewidth=2.5, alpha=0.4)
        axis.plot(
            *(x, series.y, MARKERS[i] + ("-" if joined else "")),
            color=COLOURS[i],
            markerfacecolor=COLOURS[i] if joined else "white",
        )
    axis.set(xscale="log", ylim=(0, None))
    ticks(axis.xaxis, sorted({v for series in panel.measured for v in series.x}))


def _draw_ratios(axis: Axes, panel: Panel) -> None:
    """By size from top to bottom, levels below each other."""
    if panel.empty:
        say_empty(axis)
        return
    for i, series in enumerate(panel.measured):
        first = list(_MEANS.values()).index(series.label)
        colour, filled = COLOURS[4 + first], series.key == 1
        y = np.add(series.x, 0.8 * ((i + 0.5) / len(panel.measured) - 0.5))
        axis.hlines(y, series.low, series.high, color=colour, alpha=0.5, linewidth=0.9)
        axis.plot(
            *(series.y, y, "os"[first]),
            color=colour,
            markersize=2.8,
            markerfacecolor=colour if filled else "white",
            label=series.label if filled else None,
        )
    axis.axvline(1, color=INK, linewidth=0.6)
    axis.set_yticks(range(len(panel.names)), labels=list(panel.names))
    axis.invert_yaxis()
    axis.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2)
