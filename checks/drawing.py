"""One way to draw: sizes, colours, and figures as inline SVG."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
"""Okabe and Ito's palette, told apart by colour-blind readers and in grey by order of use."""

_STYLE: Any = {
    "axes.edgecolor": "#444444",
    "axes.grid": True,
    "axes.linewidth": 0.7,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": "medium",
    "figure.constrained_layout.use": True,
    "font.size": 9,
    "grid.alpha": 0.25,
    "grid.linewidth": 0.6,
    "legend.borderaxespad": 0.3,
    "legend.columnspacing": 1.0,
    "legend.edgecolor": "white",
    "legend.framealpha": 0.75,
    "legend.fontsize": 7.5,
    "legend.handlelength": 1.6,
    "legend.labelspacing": 0.3,
    "lines.linewidth": 1.2,
    "lines.markersize": 4,
    "pdf.fonttype": 42,  # text stays text
    "savefig.dpi": 200,
    "svg.fonttype": "none",
    "svg.hashsalt": "ownlatents",  # equal drawings give equal files
    "xtick.major.width": 0.7,
    "ytick.major.width": 0.7,
}


def style() -> AbstractContextManager[None]:
    """Within it everything is drawn in our style; settings outside are left alone."""
    return rc_context(_STYLE)


def figure(
    columns: int = 1,
    width: float = 7.2,
    height: float = 2.5,
    rows: int = 1,
    widths: Sequence[float] | None = None,
) -> tuple[Figure, list[Axes]]:
    """An empty figure with panels side by side, row by row, inches; `widths`: their ratios."""
    fig = Figure(figsize=(width, height))
    return fig, list(fig.subplots(rows, columns, squeeze=False, width_ratios=widths).ravel())


def say_empty(axes: Axes, why: str) -> None:
    """Why nothing is drawn in this panel, written into it in place of ticks."""
    axes.set(xticks=[], yticks=[])
    axes.minorticks_off()
    axes.text(0.5, 0.5, why, transform=axes.transAxes, ha="center", va="center", color="0.35")


def svg(fig: Figure) -> str:
    """The figure as an SVG file's text."""
    with io.StringIO() as file:
        fig.savefig(file, format="svg", metadata={"Date": None})
        return file.getvalue()


def inline_svg(fig: Figure) -> str:
    """The figure as an `<svg>` element that scales with the page."""
    text = svg(fig)
    element = text[text.index("<svg") :]
    natural = f'class="figure" style="max-width: {1.3 * fig.get_figwidth():.1f}in"'
    return re.sub(r'width="[\d.]+pt" height="[\d.]+pt"', natural, element, count=1)
