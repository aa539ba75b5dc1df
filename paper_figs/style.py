"""The one drawing style of the figures: widths in print, colour and marker of m, axes, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from textwrap import fill
from typing import Any

import matplotlib
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from ownlatents.checks.drawing import style as shared

SINGLE, DOUBLE = 3.4, 7.0
"""Widths of one and of two columns, inches."""

INK, SOFT, FAINT = "#000000", "#595959", "#d9d9d9"
_TYPE: Any = {"font.size": 7.5, "legend.fontsize": 6.5, "xtick.labelsize": 7, "ytick.labelsize": 7}
_NOTE = 5.6  # points
_NOTE_LETTERS = 25.5  # of a note's line, to an inch
_SHADES = matplotlib.colormaps["viridis"]
_LIGHTEST = 0.86  # of the colour map: beyond it lines vanish on white
_MARKERS = "os^Dv<>PX"


@contextmanager
def style() -> Iterator[None]:
    """Within it everything is drawn in our style, with type that is read at column width."""
    with shared(), rc_context(_TYPE):
        yield


def figure(
    columns: int = 1, width: float = DOUBLE, height: float = 2.3, rows: int = 1
) -> tuple[Figure, list[Axes]]:
    """An empty figure with panels side by side, row by row, inches."""
    fig = Figure(figsize=(width, height), layout="constrained")
    return fig, list(fig.subplots(rows, columns, squeeze=False).ravel())


def shade(key: int, keys: Sequence[int]) -> str:
    """Colour of an m or an L: viridis, whose lightness alone tells the order in grey print."""
    return to_hex(_SHADES(_LIGHTEST * keys.index(key) / max(len(keys) - 1, 1)))


def marker(key: int, keys: Sequence[int]) -> str:
    """Marker of an m or an L."""
    return _MARKERS[keys.index(key) % len(_MARKERS)]


def legend(axis: Axes, **options: Any) -> None:
    """A legend, where there is anything to name."""
    if axis.get_legend_handles_labels()[0]:
        axis.legend(**options)


def blank(axis: Axes) -> None:
    """A panel for a diagram: no axes, equal scales."""
    axis.set_axis_off()
    axis.set_aspect("equal")


def note(fig: Figure, text: str) -> None:
    """Small print in the lower left corner; room is made for it."""
    width = round(fig.get_figwidth() * _NOTE_LETTERS)
    lines = "\n".join(fill(line, width) for line in text.splitlines())
    fig.supxlabel(lines, x=0.005, ha="left", fontsize=_NOTE, color=SOFT, linespacing=1.25)
