"""The picture of a learner's checks: rescaled learning curves, and thresholds against depth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

from ownlatents.checks.drawing import COLOURS, figure
from ownlatents.checks.measure.searches import curves
from ownlatents.checks.own_learner.searches import HALF, Plan
from ownlatents.checks.stats.threshold import thresholds
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row
from ownlatents.sim import RHMParams


def draw(plan: Plan, rows: Sequence[Row]) -> Figure:
    """Left: accuracy against P in units of vm³/(1−f). Right: P* against L and the rivals' m^L."""
    fig, (left, right) = figure(columns=2, height=3.2)
    for p, colour in zip(plan.over_m, COLOURS * len(plan.over_m), strict=False):
        unit = latent_unit(p)
        for seed in range(plan.grammars):
            P, accuracy = _curve(rows, p, seed)
            label = f"m = {p.m}" if seed == 0 else None
            left.plot(P / unit, accuracy, "o-", color=colour, alpha=0.6, label=label)
    left.axhline(HALF, color="grey", linestyle=":")
    left.set(xscale="log", xlabel="P (1−f) / vm³", ylabel="accuracy", ylim=(0, 1.03))
    left.xaxis.set_major_locator(LogLocator(subs=(1, 3)))
    left.xaxis.set_major_formatter("{x:g}")
    left.minorticks_off()
    left.set_title(f"collapse, L = {max(plan.L)}")
    left.legend()
    stars = thresholds(curves(rows, "accuracy"), HALF)
    medians = {p.L: stars[p].median for p in plan.over_L}
    found = {p.L: stars[p].median for p in plan.over_L if stars[p].within}
    for p in plan.over_L:
        right.plot([p.L] * len(stars[p].stars), stars[p].stars, ".", color=COLOURS[0], alpha=0.5)
    right.plot(list(found), list(found.values()), "o-", color=COLOURS[0], label="median")
    if found:
        m, first = plan.over_L[0].m, min(found)
        rival = [found[first] * float(m) ** (L - first) for L in medians]
        right.plot(list(medians), rival, ":", color="grey", label="as m^L")
        right.legend()
    right.set(yscale="log", xlabel="depth L", ylabel="strings at 50 % accuracy, P*")
    right.set_xticks(list(medians), labels=[str(L) for L in medians])
    right.set_title(f"depth, m = {plan.over_L[0].m}")
    return fig


def _curve(rows: Sequence[Row], p: RHMParams, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of strings tried for one grammar, and the accuracies there."""
    same = sorted(
        (row["P"], row["accuracy"])
        for row in rows
        if row["seed"] == seed and all(row[k] == x for k, x in p.as_dict().items())
    )
    return np.array([P for P, _ in same], dtype=float), np.array([x for _, x in same])
