"""Assumption 2: clusterers return the true partition although every tuple is moved a little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from matplotlib.figure import Figure

from ownlatents.checks.experiments.stability import CLUSTERERS, ERRORS, KINDS
from ownlatents.checks.stats.intervals import rate
from ownlatents.checks.sweep import Row
from ownlatents.paper_figs.plots import draw_arms
from ownlatents.paper_figs.points import Panel, Panels, estimated
from ownlatents.paper_figs.style import INK, figure, legend

TITLE = "Assumption 2: stability"
CAPTION = (
    "Share of grammars whose true partition is returned when every tuple's exact context vector is "
    "moved by ε, in a random direction or, half of the tuples each, towards and away from the "
    "nearest other centre. Dotted: ε = Δ/8, up to which Assumption 2 promises it. Bars: 95 % "
    "intervals; the clusterers stand a little apart, so that none hides another."
)
EXPERIMENTS = ("stability",)
_APART = 0.008  # in ε/Δ


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """A panel for each kind of error, a series for each clusterer."""
    used = [row for row in rows["stability"] if not row["void"]]
    return {kind: _panel(used, kind) for kind in KINDS}


def _panel(rows: Sequence[Row], kind: str) -> Panel:
    if not rows:
        return Panel()
    right = {
        name: {x: sum(row[f"{name}/{kind}/{x}"] for row in rows) for x in ERRORS}
        for name in CLUSTERERS
    }
    return Panel(
        tuple(
            estimated(name, {x: rate(many, len(rows)) for x, many in its.items()})
            for name, its in right.items()
        )
    )


def draw(data: Panels) -> Figure:
    """Success against the size of the error, by its kind."""
    fig, axes = figure(columns=2, width=5.6)
    for axis, (kind, panel) in zip(axes, data.items(), strict=True):
        apart = (
            replace(series, x=tuple(x + _APART * i for x in series.x))
            for i, series in enumerate(panel.measured)
        )
        axis.set(xlabel="error ε / Δ", title=f"{kind} direction")
        draw_arms(axis, replace(panel, measured=tuple(apart)))
        if not panel.empty:
            axis.axvline(1 / 8, color=INK, linestyle=":", linewidth=0.8)
            axis.set_ylim(-0.05, 1.05)
    axes[0].set_ylabel("true partition returned")
    legend(axes[0], loc="lower left")
    return fig
