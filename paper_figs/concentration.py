"""Lemma 2 on strings: how far an empirical context vector strays, and the bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from ownlatents.checks.experiments.concentration import DRAWS, RADII
from ownlatents.checks.sweep import Row
from ownlatents.paper_figs.axes import say_empty
from ownlatents.paper_figs.points import Panel, Panels, Points
from ownlatents.paper_figs.style import COLOURS, INK, figure, legend
from ownlatents.theory import exceedance_bound

TITLE = "Lemma 2: concentration"
CAPTION = (
    "How often √N‖φ̂−φ‖ exceeds x, over all tuples of a grammar (v = 16, m = 4, s = 2, L = 4, "
    "level 0), N strings a context vector. Dashed: the bound exp(−(x−1)²), McDiarmid around the "
    "mean's bound."
)
EXPERIMENTS = ("concentration",)


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """Survival functions over all grammars, as far as they were seen, and their bound."""
    ours = rows["concentration"]
    bound = Points("bound", tuple(RADII.tolist()), tuple(map(exceedance_bound, RADII)))
    measured = tuple(_survival(ours, N) for N in DRAWS) if ours else ()
    return {"survival": Panel(measured, laws=(bound,))}


def _survival(rows: Sequence[Row], N: int) -> Points:
    its = [row[str(N)] for row in rows]
    shares = np.sum([one["survival"] for one in its], axis=0) / sum(one["groups"] for one in its)
    seen = shares > 0
    return Points(f"N = {N}", tuple(RADII[seen].tolist()), tuple(shares[seen].tolist()))


def draw(data: Panels) -> Figure:
    """Survival functions below the bound."""
    fig, (axis,) = figure(width=3.8, height=2.5)
    panel = data["survival"]
    axis.set(xlabel="x", ylabel="Pr[√N ‖φ̂−φ‖ ≥ x]")
    if panel.empty:
        say_empty(axis)
        return fig
    for series, colour in zip(panel.measured, COLOURS, strict=False):
        axis.plot(series.x, series.y, color=colour, label=series.label)
    for law in panel.laws:
        axis.plot(law.x, law.y, "--", color=INK, label=law.label)
    axis.set(yscale="log", ylim=(1e-6, 1.5))
    legend(axis, loc="lower left")
    return fig
