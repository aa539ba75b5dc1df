"""The exponents of v, m and 1−f one by one, learner by learner."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.experiments.exponents import size_exponents, thresholds
from ownlatents.checks.stats.threshold import Thresholds
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row
from ownlatents.paper_figs.axes import plain, ticks
from ownlatents.paper_figs.plots import draw_arms, draw_dots
from ownlatents.paper_figs.points import Panel, Panels, Points, estimated, medians
from ownlatents.paper_figs.style import figure
from ownlatents.sim import RHMParams

TITLE = "Exponents"
CAPTION = (
    "Strings at which half of the tuples are labelled rightly, P*, s = 2, one tuple, all cousin "
    "tokens; pooled: all tuples of strings of L = 4. Left and middle: in units of vm³/(1−f) "
    "against v at m = 8 and against m at v = 32, each grammar a dot, medians joined. Right: "
    "exponents of v, m and 1−f in a joint fit to all sizes. Dashed: the law vm³/(1−f). Bars: 95 % "
    "intervals."
)
EXPERIMENTS = ("exponents",)
ARMS = {"kmeans": "k-means", "ward": "Ward", "pooled": "pooled k-means", "oracle": "oracle"}
LAW = {"v": 1.0, "m": 3.0, "1−f": -1.0}
_LEAST_SIZES = len(LAW) + 2


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """Scans over v and m, and the exponents: x counts the factors of `LAW`."""
    stars = {
        name: {p: x for p, x in thresholds(rows["exponents"], arm).items() if p.s == 2}
        for arm, name in ARMS.items()
    }
    fitted = [_fitted(name, its) for name, its in stars.items() if len(its) >= _LEAST_SIZES]
    law = Points("law", tuple(float(i) for i in range(len(LAW))), tuple(LAW.values()))
    return {
        "v": _scan(stars, "v", lambda p: p.m == 8),
        "m": _scan(stars, "m", lambda p: p.v == 32),
        "exponents": Panel(tuple(fitted), laws=(law,), names=tuple(LAW)),
    }


def _scan(
    found: Mapping[str, Thresholds], letter: str, wanted: Callable[[RHMParams], bool]
) -> Panel:
    """P* in units of vm³/(1−f) against one letter, a series for each learner."""
    series = []
    for name, its in found.items():
        sizes = sorted((p for p in its if wanted(p)), key=lambda p: getattr(p, letter))
        scaled = {getattr(p, letter): its[p].scaled(1 / latent_unit(p)) for p in sizes}
        if scaled:
            series.append(medians(name, scaled))
    return Panel(tuple(series))


def _fitted(name: str, sizes: Thresholds) -> Points:
    """Exponents of v, m and 1−f together."""
    found = size_exponents(sizes)
    return estimated(name, {i: found[letter] for i, letter in enumerate(LAW)})


def draw(data: Panels) -> Figure:
    """Scans, then exponents."""
    fig, axes = figure(columns=3, height=2.4)
    for axis, letter in zip(axes, ("v", "m"), strict=False):
        draw_arms(axis, data[letter])
        axis.set(xscale="log", yscale="log", xlabel=letter, ylabel="P* (1−f) / vm³")
        plain(axis.yaxis)
        ticks(axis.xaxis, (8, 32, 128, 512) if letter == "v" else (4, 8, 16, 32))
    draw_dots(axes[2], data["exponents"])
    axes[2].set(xlabel="exponent of P*")
    fig.legend(*axes[2].get_legend_handles_labels(), loc="outside upper left", ncols=len(ARMS))
    return fig
