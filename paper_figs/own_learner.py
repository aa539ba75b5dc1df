"""A learner's checks, as `ownlatents check` shows them: rescaled curves, and P* against depth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ownlatents.checks.measure.searches import curves
from ownlatents.checks.own_learner.searches import HALF, Plan
from ownlatents.checks.stats.threshold import thresholds
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, of_size
from ownlatents.paper_figs.axes import plain
from ownlatents.paper_figs.style import COLOURS, SOFT, figure, legend


def draw(plan: Plan, rows: Sequence[Row]) -> Figure:
    """Left: accuracy against P in units of vm³/(1−f). Right: P* against L and the rivals' m^L.

    Args:
        plan: what was measured.
        rows: every row with its task's settings.
    """
    fig, (left, right) = figure(columns=2, height=2.8)
    _draw_collapse(left, plan, rows)
    _draw_depth(right, plan, rows)
    return fig


def _draw_collapse(axis: Axes, plan: Plan, rows: Sequence[Row]) -> None:
    """A line for each grammar, a colour for each m."""
    for p, colour in zip(plan.over_m, COLOURS * len(plan.over_m), strict=False):
        for seed in range(plan.grammars):
            its = sorted(
                (row["P"], row["accuracy"]) for row in of_size(rows, p) if row["seed"] == seed
            )
            P, accuracy = np.array(its, dtype=float).T
            label = f"m = {p.m}" if seed == 0 else None
            axis.plot(P / latent_unit(p), accuracy, "o-", color=colour, alpha=0.6, label=label)
    axis.axhline(HALF, color=SOFT, linestyle=":")
    axis.set(xscale="log", xlabel="P (1−f) / vm³", ylabel="accuracy", ylim=(0, 1.03))
    axis.set_title(f"collapse, L = {max(plan.L)}")
    plain(axis.xaxis)
    legend(axis)


def _draw_depth(axis: Axes, plan: Plan, rows: Sequence[Row]) -> None:
    """Each grammar a dot, medians joined, and growth by m a level."""
    by_size = thresholds(curves(rows, "accuracy"), HALF)
    medians = {p.L: by_size[p].median for p in plan.over_L}
    found = {p.L: by_size[p].median for p in plan.over_L if by_size[p].within}
    for p in plan.over_L:
        stars = by_size[p].stars
        within = stars[(stars > 0) & np.isfinite(stars)]
        axis.plot([p.L] * len(within), within, ".", color=COLOURS[0], alpha=0.5)
    axis.plot(list(found), list(found.values()), "o-", color=COLOURS[0], label="median")
    if found:
        m, first = plan.over_L[0].m, min(found)
        rival = [found[first] * float(m) ** (L - first) for L in medians]
        axis.plot(list(medians), rival, ":", color=SOFT, label="as m^L")
        axis.set_yscale("log")
        plain(axis.yaxis)
        legend(axis)
    axis.set(xlabel="depth L", ylabel="strings at 50 % accuracy, P*")
    axis.set_xticks(list(medians), labels=[str(L) for L in medians])
    axis.set_title(f"depth, m = {plan.over_L[0].m}")
