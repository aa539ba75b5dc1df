"""Series drawn as lines: learning curves, a colour and marker for each m, L or level."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ownlatents.paper_figs.axes import plain, say_empty
from ownlatents.paper_figs.points import Panel, Points
from ownlatents.paper_figs.style import INK, marker, shade

_KEYS_A_LINE = 8  # what fits above a panel


def draw_curves(
    axis: Axes, panel: Panel, xlabel: str, ylabel: str, keys: Sequence[int] | None = None
) -> None:
    """Accuracy against a number of strings, one colour and marker for each m or L.

    Ours: filled, joined, intervals as bands. The paper's: open and dashed; its thresholds, stars.
    """
    axis.set_xscale("log")
    draw_lines(axis, panel, xlabel, ylabel, keys)
    axis.set_ylim(0, 1.04)
    if not panel.empty:
        plain(axis.xaxis)


def draw_lines(
    axis: Axes, panel: Panel, xlabel: str, ylabel: str, keys: Sequence[int] | None = None
) -> None:
    """Series on axes as they are, in the colours of their keys among `keys`, by default its own."""
    keys = keys or keys_of([panel])
    for series in panel.measured:
        assert series.key is not None  # what is measured is of some m, L, level or rule
        colour, sign = shade(series.key, keys), marker(series.key, keys)
        axis.plot(
            *(series.x, series.y, "-"),
            marker=sign,
            color=colour,
            markersize=2.8,
            linewidth=0.9,
            label=series.label,
        )
        if series.low:
            axis.fill_between(series.x, series.low, series.high, color=colour, alpha=0.12, lw=0)
    for series in panel.paper:
        _draw_paper(axis, series, keys)
    axis.set(xlabel=xlabel, ylabel=ylabel)
    if panel.empty:
        say_empty(axis)


def _draw_paper(axis: Axes, series: Points, keys: Sequence[int]) -> None:
    assert series.key is not None
    colour = shade(series.key, keys)
    if len(series.x) == 1:
        axis.plot(
            *(series.x, series.y, "*"),
            markersize=6.5,
            color=colour,
            markeredgecolor=INK,
            markeredgewidth=0.5,
            zorder=3,
        )
    else:
        axis.plot(
            *(series.x, series.y),
            linestyle=(0, (3, 2)),
            linewidth=0.8,
            color=colour,
            marker=marker(series.key, keys),
            markersize=3,
            markerfacecolor="white",
            markeredgewidth=0.8,
        )


def legend_of_keys(
    axis: Axes,
    panels: Sequence[Panel],
    letter: str = "",
    told: Mapping[int, str] | None = None,
    columns: int = _KEYS_A_LINE,
) -> None:
    """Above a panel: which colour and marker is which m, L, level or, as `told`, anything else.

    Args:
        axis: of the panel.
        panels: whose keys are named.
        letter: before the keys, where these are numbers alone.
        told: what the keys mean, where they do not speak for themselves.
        columns: how many stand side by side.
    """
    keys = keys_of(panels)
    ours = {series.key for panel in panels for series in panel.measured}
    handles = [
        Line2D(
            [],
            [],
            color=shade(key, keys),
            marker=marker(key, keys),
            markersize=3.2,
            linewidth=0.9 if key in ours else 0,
            label=told[key] if told else str(key),
        )
        for key in keys
    ]
    if letter and handles:
        handles.insert(0, Line2D([], [], linewidth=0, label=letter))
    if handles:
        lines = math.ceil(len(handles) / columns)
        axis.legend(
            handles=handles,
            loc="lower left",
            bbox_to_anchor=(-0.12, 1),
            ncols=math.ceil(len(handles) / lines),
            columnspacing=0.7,
            handletextpad=0.3,
            handlelength=1.2,
        )


def keys_of(panels: Sequence[Panel]) -> list[int]:
    """All m or L of the series of some panels."""
    series = [one for panel in panels for one in (*panel.measured, *panel.paper)]
    return sorted({one.key for one in series if one.key is not None})
