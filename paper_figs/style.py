"""The one style of all pictures: widths in print, colours and markers, panels, small print."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from textwrap import fill
from typing import IO, Any

import matplotlib
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

SINGLE, DOUBLE = 3.4, 7.0
"""Widths of one and of two columns, inches."""

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
"""Okabe and Ito's palette: colour-blind readers tell its colours apart."""

INK, SOFT, FAINT = "#000000", "#595959", "#d9d9d9"
_STYLE: Any = {
    "axes.edgecolor": "#444444",
    "axes.grid": True,
    "axes.linewidth": 0.7,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": "medium",
    "figure.constrained_layout.use": True,
    "font.size": 7.5,
    "grid.alpha": 0.25,
    "grid.linewidth": 0.6,
    "legend.borderaxespad": 0.3,
    "legend.columnspacing": 1.0,
    "legend.edgecolor": "white",
    "legend.framealpha": 0.75,
    "legend.fontsize": 6.5,
    "legend.handlelength": 1.6,
    "legend.labelspacing": 0.3,
    "lines.linewidth": 1.2,
    "lines.markersize": 4,
    "pdf.fonttype": 42,  # text stays text
    "savefig.dpi": 200,
    "svg.fonttype": "none",
    "svg.hashsalt": "ownlatents",  # equal drawings give equal files
    "xtick.labelsize": 7,
    "xtick.major.width": 0.7,
    "ytick.labelsize": 7,
    "ytick.major.width": 0.7,
}

_NOTE = 5.6  # points
_NOTE_LETTERS = 25.5  # of a note's line, to an inch
_SHADES = matplotlib.colormaps["viridis"]
_LIGHTEST = 0.86  # of the colour map: beyond it lines vanish on white
_MARKERS = "os^Dv<>PX"


def style() -> AbstractContextManager[None]:
    """Within it everything is drawn and saved in our style; settings outside are left alone."""
    return rc_context(_STYLE)


def figure(
    columns: int = 1,
    width: float = DOUBLE,
    height: float = 2.3,
    rows: int = 1,
    widths: Sequence[float] | None = None,
) -> tuple[Figure, list[Axes]]:
    """An empty figure with panels side by side, row by row, inches; `widths`: their ratios."""
    fig = Figure(figsize=(width, height))
    return fig, list(fig.subplots(rows, columns, squeeze=False, width_ratios=widths).ravel())


def save(fig: Figure, file: IO[bytes], kind: str = "svg") -> None:
    """Write a figure; equal figures give equal files, since none has a date.

    Args:
        fig: drawn in our style.
        file: open for bytes.
        kind: "svg", "pdf" or "png".
    """
    undated = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": None}[kind]
    fig.savefig(file, format=kind, metadata=undated)


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
