"""Logarithmic axes with a few round numbers on them, and panels that have nothing to show."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FixedFormatter, FixedLocator, LogLocator, NullLocator

from ownlatents.paper_figs.style import SOFT


def ticks(axis: Axis, values: Sequence[float]) -> None:
    """A log axis with these numbers on it and nothing between them."""
    axis.set_major_locator(FixedLocator(list(values)))
    axis.set_major_formatter(FixedFormatter([_number(value) for value in values]))
    axis.set_minor_locator(NullLocator())


def _number(value: float) -> str:
    """Plain, or with a power of ten where there would be many zeros."""
    power = math.floor(math.log10(value))
    if -4 < power < 5:
        return f"{value:g}"
    digits = f"{value / 10.0**power:.2g}"
    return f"$10^{{{power}}}$" if digits == "1" else f"${digits}\\times10^{{{power}}}$"


def plain(axis: Axis) -> None:
    """A log axis with a few round numbers on it: powers of ten where it spans three or more."""
    low, high = axis.get_view_interval()
    if low <= 0:  # nothing is drawn
        return
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    if sum(low <= 10.0**k <= high for k in decades) > 2:
        axis.set_major_locator(LogLocator(numticks=6))
        axis.set_minor_locator(NullLocator())
        return
    for digits in ((1, 3), (1, 2, 5), (1, 1.5, 2, 3, 5, 7)):
        values = [d * 10.0**k for k in decades for d in digits if low <= d * 10.0**k <= high]
        if len(values) > 2:
            break
    ticks(axis, values)


def say_empty(axes: Axes) -> None:
    """Write into a panel, in place of ticks, that there is nothing to show."""
    axes.set(xticks=[], yticks=[])
    axes.minorticks_off()
    middle = (0.5, 0.5, "not measured here")
    axes.text(*middle, transform=axes.transAxes, ha="center", va="center", color=SOFT)
