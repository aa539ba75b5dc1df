"""Panels drawn: learning curves, and thresholds with laws beside them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from ownlatents.checks.axes import plain, ticks
from ownlatents.checks.drawing import COLOURS, say_empty
from ownlatents.paper_figs.points import Panel, Panels, Points
from ownlatents.paper_figs.style import INK, SOFT, marker, shade

_KEYS_A_LINE = 8  # what fits above a panel
_LABELS_APART = 7.0  # points
NOTHING = "not measured here,\nno points read off"
_DASHES = ("-", (0, (5, 2)), (0, (1, 1.5)))
_BARS: Any = {"markersize": 3.5, "linewidth": 0.8, "elinewidth": 0.9, "capsize": 1.5}
_ARM_MARKERS = "osD^v"
_TYPESET = {"vm³/(1−f)": "$vm^3/(1-f)$", "vm^L": "$vm^L$", "vm^(L+1)": "$vm^{L+1}$"}
_TYPESET["vm^L, vm^(L+1)"] = "$vm^L$, $vm^{L+1}$"


def draw_collapse(axes: Sequence[Axes], panels: Panels, letter: str, accuracy: str) -> None:
    """The three panels of `collapse.panels`: in units of the law, raw, and P*."""
    rescaled, raw, stars = axes
    keys = _keys((panels["rescaled"], panels["raw"]))
    draw_curves(rescaled, panels["rescaled"], "P (1−f) / vm³", accuracy, keys)
    draw_curves(raw, panels["raw"], "strings, P", accuracy, keys)
    legend_of_keys(rescaled, (panels["rescaled"], panels["raw"]), f"{letter} =")
    draw_stars(stars, panels["stars"], letter)


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
    keys = keys or _keys([panel])
    for series in panel.measured:
        assert series.key is not None  # what is measured is of some m, L, level or rule
        colour, sign = shade(series.key, keys), marker(series.key, keys)
        axis.plot(series.x, series.y, "-", marker=sign, color=colour, markersize=2.8, linewidth=0.9)
        if series.low:
            axis.fill_between(series.x, series.low, series.high, color=colour, alpha=0.12, lw=0)
    for series in panel.paper:
        _draw_paper(axis, series, keys)
    axis.set(xlabel=xlabel, ylabel=ylabel)
    if panel.empty:
        say_empty(axis, NOTHING)


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
    axis: Axes, panels: Sequence[Panel], letter: str, told: Mapping[int, str] | None = None
) -> None:
    """Above a panel: which colour and marker is which m, L, level or, as `told`, anything else.

    Args:
        axis: of the panel.
        panels: whose keys are named.
        letter: before the keys; "" where each tells what it is, and needs more room.
        told: what the keys mean, where they do not speak for themselves.
    """
    keys = _keys(panels)
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
        lines = math.ceil(len(handles) / (_KEYS_A_LINE if letter else 2))
        axis.legend(
            handles=handles,
            loc="lower left",
            bbox_to_anchor=(-0.12, 1),
            ncols=math.ceil(len(handles) / lines),
            columnspacing=0.7,
            handletextpad=0.3,
            handlelength=1.2,
        )


def draw_stars(axis: Axes, panel: Panel, letter: str) -> None:
    """P* against m or L with intervals, the paper's points, the laws, fitted exponents."""
    for law, dashes in zip(panel.laws, _DASHES, strict=False):
        axis.plot(law.x, law.y, color=SOFT, linestyle=dashes, linewidth=0.8)
    draw_arms(axis, panel, joined=False)
    for series in panel.paper:
        axis.plot(
            *(series.x, series.y, "*"),
            color=INK,
            markerfacecolor="white",
            markersize=6,
            markeredgewidth=0.7,
            label=_with_exponent(panel, series),
        )
    axis.set(xscale="log", yscale="log", xlabel=letter, ylabel="P*, strings at ½")
    ticks(axis.xaxis, sorted({x for each in (*panel.measured, *panel.paper) for x in each.x}))
    plain(axis.yaxis)
    _name_laws(axis, panel.laws)
    if panel.empty:
        say_empty(axis, NOTHING)
    else:
        axis.legend(fontsize=6, handletextpad=0.2)


def _name_laws(axis: Axes, laws: Sequence[Points]) -> None:
    """Names at the ends of the lines, the upper of two that end together moved up."""
    lowest = -np.inf
    for law in sorted(laws, key=lambda law: law.y[-1]):
        end = (law.x[-1], law.y[-1])
        height = axis.transData.transform(end)[1] * 72 / axis.figure.dpi
        lowest = max(height, lowest + _LABELS_APART)
        axis.annotate(
            _TYPESET.get(law.label, law.label),
            end,
            (5, lowest - height),
            fontsize=6,
            textcoords="offset points",
            va="center",
            color=SOFT,
            annotation_clip=False,
        )


def draw_arms(axis: Axes, panel: Panel, *, joined: bool = True) -> None:
    """Several learners side by side: points with intervals, a colour and marker for each."""
    for series, colour, sign in zip(panel.measured, COLOURS, _ARM_MARKERS, strict=False):
        axis.errorbar(
            series.x,
            series.y,
            _interval(series),
            fmt=sign + ("-" if joined else ""),
            color=colour,
            label=_with_exponent(panel, series),
            **_BARS,
        )
    if panel.empty:
        say_empty(axis, NOTHING)


def draw_dots(axis: Axes, panel: Panel) -> None:
    """Named things from top to bottom, each with a point of every series, none on another."""
    count = len(panel.measured)
    for i, (series, colour) in enumerate(zip(panel.measured, COLOURS, strict=False)):
        axis.errorbar(
            series.y,
            np.add(series.x, 0.6 / max(count, 1) * (i - (count - 1) / 2)),
            xerr=_interval(series),
            fmt=_ARM_MARKERS[i],
            color=colour,
            label=series.label,
            **_BARS,
        )
    for law in panel.laws:
        middle = np.array(law.x)
        axis.vlines(law.y, middle - 0.4, middle + 0.4, color=INK, linestyle="--", linewidth=0.9)
    axis.set_yticks(range(len(panel.names)), labels=list(panel.names))
    axis.invert_yaxis()
    if panel.empty:
        say_empty(axis, NOTHING)


def _interval(series: Points) -> list[NDArray[np.float64]]:
    """Lengths below and above; an interval without an end is drawn over a decade."""
    y, high = np.array(series.y), np.array(series.high)
    return [y - np.array(series.low), np.where(np.isinf(high), 9 * y, high - y)]


def _with_exponent(panel: Panel, series: Points) -> str:
    """A legend's line, with what was fitted to P*(1−f) ∝ m^…"""
    found = panel.exponents.get(series.label)
    if found is None:
        return series.label
    interval = f" [{found.low:.1f}, {found.high:.1f}]" if found.high > found.low else ""
    return f"{series.label}: $m^{{{found.value:.1f}}}${interval}"


def _keys(panels: Sequence[Panel]) -> list[int]:
    """All m or L of the series of some panels."""
    series = [one for panel in panels for one in (*panel.measured, *panel.paper)]
    return sorted({one.key for one in series if one.key is not None})
