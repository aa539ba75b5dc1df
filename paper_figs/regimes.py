"""Which law asks for the most strings, over v and m."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ownlatents.checks.experiments.derivations import dominant
from ownlatents.checks.sweep import Row
from ownlatents.paper_figs.axes import plain
from ownlatents.paper_figs.style import INK, SINGLE, figure

TITLE = "Map of regimes"
CAPTION = (
    "Which law asks for the most strings at one level (s = 2, one target token, δ = ½): seeing "
    "every tuple, telling tuples apart with known centres, or (where it more than doubles that) "
    "finding the centres. Predictions for typical grammars; above the line m = v every tuple is "
    "grammatical and nothing can be learned. Dots: the sizes of the paper's figures with s = 2."
)
EXPERIMENTS = ()
_TOLD = ("every tuple\nseen", "known centres:\nm³/(1−f)", "found\ncentres")
"""Of each of `REGIMES`."""
_V = np.unique(np.rint(2.0 ** np.arange(2, 9.01, 1 / 3)))
_M = np.unique(np.rint(2.0 ** np.arange(0, 9.01, 1 / 3)))
_PAPER = [(16, m) for m in (3, 4, 5, 6, 7)]
_FACES = ("#d7e8f5", "#8fbfe0", "#e8b48c")


@dataclass(frozen=True)
class Regimes:
    """The map.

    Attributes:
        v, m: its grid.
        law: number of the dominant law of `REGIMES`, `(len(m), len(v))`; NaN where m ≥ v.
        paper: sizes of the paper's figures.
    """

    v: NDArray[np.float64]
    m: NDArray[np.float64]
    law: NDArray[np.float64]
    paper: tuple[tuple[int, int], ...]


def data(rows: Mapping[str, Sequence[Row]]) -> Regimes:
    """The law of each cell."""
    del rows
    law = [[dominant(int(v), int(m)) if m < v else np.nan for v in _V] for m in _M]
    return Regimes(_V, _M, np.array(law), tuple(_PAPER))


def draw(data: Regimes) -> Figure:
    """A map at column width."""
    fig, (axis,) = figure(width=SINGLE, height=2.7)
    axis.pcolormesh(data.v, data.m, data.law, cmap=ListedColormap(_FACES), vmin=0, vmax=2)
    axis.plot(data.v, data.v, color=INK, linewidth=1)
    axis.plot(*zip(*data.paper, strict=True), "o", color=INK, markersize=2.5)
    for number, told in enumerate(_TOLD):
        i, j = (float(x.mean()) for x in np.nonzero(data.law == number))
        where = (
            float(np.interp(j, range(len(data.v)), data.v)),
            float(np.interp(i, range(len(data.m)), data.m)),
        )
        axis.text(*where, told, ha="center", va="center")
    axis.text(9, 90, "m ≥ v: nothing\ncan be learned", ha="center", va="center")
    axis.set(
        xscale="log", yscale="log", xlabel="symbols per level, v", ylabel="rules per symbol, m"
    )
    axis.grid(visible=False)
    plain(axis.xaxis)
    plain(axis.yaxis)
    return fig
