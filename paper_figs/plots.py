"""Thresholds with laws beside them, and learners side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ownlatents.paper_figs.axes import plain, say_empty, ticks
from ownlatents.paper_figs.curves import draw_curves, keys_of, legend_of_keys
from ownlatents.paper_figs.points import Panel, Panels, Points
from ownlatents.paper_figs.style import COLOURS, INK, SOFT, figure

_LABELS_APART = 7.0  # points
_WIDEST = 5.0  # factor beyond the points up to which intervals are in view
_APART = 0.03  # of the width, from learner to learner
_ROOM = 0.25  # of the height, for each line of a legend beyond two
_DASHES = ("-", (0, (5, 2)), (0, (1, 1.5)))
_BARS: Any = {"markersize": 3.5, "linewidth": 0.8, "elinewidth": 0.9, "capsize": 1.5}
_SINGLE: Any = {"linestyle": "", "marker": ".", "markersize": 2.5, "alpha": 0.35, "zorder": 1}
MARKERS = "osD^v"
"""Of learners or sizes that stand side by side, in the order of `COLOURS`."""
_TYPESET = {"vm³/(1−f)": "$vm^3/(1-f)$", "vm^L": "$vm^L$", "vm^(L+1)": "$vm^{L+1}$"}
_TYPESET["vm^L, vm^(L+1)"] = "$vm^L$, $vm^{L+1}$"


def draw_collapses(found: Panels, letter: str, accuracy: str) -> Figure:
    """A picture of several collapses: a row for each, whose name stands before ": " if it has one.

    Args:
        found: as `draw_collapse` takes them, by name.
        letter: the size that varies.
        accuracy: whose accuracy it is.
    """
    strips: dict[str, dict[str, Panel]] = {}
    for key, panel in found.items():
        name, _, what = key.rpartition(": ")
        strips.setdefault(name, {})[what] = panel
    fig, axes = figure(columns=3, rows=len(strips), height=2.3 * len(strips))
    for i, (name, its) in enumerate(strips.items()):
        label = f"{accuracy}\n({name})" if name else accuracy
        draw_collapse(axes[3 * i : 3 * i + 3], its, letter, label)
    return fig


def draw_collapse(axes: Sequence[Axes], panels: Panels, letter: str, accuracy: str) -> None:
    """The three panels of `collapse.panels`: in units of the law, raw, and P*."""
    rescaled, raw, stars = axes
    keys = keys_of((panels["rescaled"], panels["raw"]))
    draw_curves(rescaled, panels["rescaled"], "P (1−f) / vm³", accuracy, keys)
    draw_curves(raw, panels["raw"], "strings, P", accuracy, keys)
    legend_of_keys(rescaled, (panels["rescaled"], panels["raw"]), f"{letter} =")
    draw_stars(stars, panels["stars"], letter)


def draw_stars(axis: Axes, panel: Panel, letter: str) -> None:
    """P* against m or L with intervals, the paper's points, the laws, fitted exponents."""
    for law, dashes in zip(panel.laws, _DASHES, strict=False):
        axis.plot(law.x, law.y, color=SOFT, linestyle=dashes, linewidth=0.8)
    draw_arms(axis, _apart(panel), joined=False)
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
    low, high = axis.get_ylim()
    names = len(panel.measured) + len(panel.paper)
    axis.set_ylim(low, high * (high / low) ** (_ROOM * max(names - 2, 0)))
    plain(axis.yaxis)
    _name_laws(axis, panel.laws)
    if panel.empty:
        say_empty(axis)
    else:
        axis.legend(fontsize=6, handletextpad=0.2)


def _apart(panel: Panel) -> Panel:
    """Learners a little apart along a logarithmic axis, so that none hides another."""
    x = [x for series in panel.measured for x in series.x]
    step = (max(x) / min(x)) ** _APART if x else 1.0
    first = (1 - len(panel.measured)) / 2
    apart = (
        replace(series, x=tuple(x * step ** (first + i) for x in series.x))
        for i, series in enumerate(panel.measured)
    )
    return replace(panel, measured=tuple(apart))


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
    for series, colour, sign in zip(panel.measured, COLOURS, MARKERS, strict=False):
        for x, values in zip(series.x, series.values, strict=False):
            axis.plot([x] * len(values), values, color=colour, **_SINGLE)
        axis.errorbar(
            series.x,
            series.y,
            _interval(series),
            fmt=sign + ("-" if joined else ""),
            color=colour,
            label=_with_exponent(panel, series),
            **_BARS,
        )
    _keep_points_in_view(axis, panel)
    if panel.empty:
        say_empty(axis)


def _keep_points_in_view(axis: Axes, panel: Panel) -> None:
    """Limits of the vertical axis by points and laws where an interval is far wider than these.

    Of three grammars of which one lies beyond the strings tried an interval may span decades.
    """
    drawn = (*panel.measured, *panel.paper, *panel.laws)
    points = [y for its in drawn for y in (*its.y, *chain.from_iterable(its.values))]
    ends = [y for its in panel.measured for y in (*its.low, *its.high)]
    if points and ends and min(points) > 0:
        low, high = min(points) / _WIDEST, max(points) * _WIDEST
        if min(ends) < low or max(ends) > high:
            axis.set_ylim(low, high)


def draw_dots(axis: Axes, panel: Panel) -> None:
    """Named things from top to bottom, each with a point of every series, none on another."""
    count = len(panel.measured)
    for i, (series, colour) in enumerate(zip(panel.measured, COLOURS, strict=False)):
        places = np.add(series.x, 0.6 / max(count, 1) * (i - (count - 1) / 2))
        for place, values in zip(places, series.values, strict=False):
            axis.plot(values, [place] * len(values), color=colour, **_SINGLE)
        axis.errorbar(
            series.y,
            places,
            xerr=_interval(series),
            fmt=MARKERS[i],
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
        say_empty(axis)


def _interval(series: Points) -> list[NDArray[np.float64]] | None:
    """Lengths below and above; an interval without an end is drawn over a decade."""
    if not series.low:
        return None
    y, high = np.array(series.y), np.array(series.high)
    return [y - np.array(series.low), np.where(np.isinf(high), 9 * y, high - y)]


def _with_exponent(panel: Panel, series: Points) -> str:
    """A legend's line, with what was fitted to P*(1−f) ∝ m^…"""
    found = panel.exponents.get(series.label)
    if found is None:
        return series.label
    interval = f" [{found.low:.1f}, {found.high:.1f}]" if found.high > found.low else ""
    return f"{series.label}: $m^{{{found.value:.1f}}}${interval}"
