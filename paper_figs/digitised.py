"""The paper's own points, as series to lay over ours; where they come from: `published.SOURCE`."""

from __future__ import annotations

from ownlatents.checks.measure.digitised import curve, curves
from ownlatents.checks.stats.threshold import LearningCurve
from ownlatents.sim import RHMParams


def stars(figure: str, panel: str, *, v: int, s: int, L: int) -> dict[RHMParams, float]:
    """P* by size, of a figure that shows it against m."""
    ms, found = curve(figure, panel, "P_star")
    return {RHMParams(v=v, m=int(m), s=s, L=L): star for m, star in zip(ms, found, strict=True)}


def learning_curves(figure: str, panel: str, *, v: int, s: int) -> list[LearningCurve]:
    """Learning curves, as if each were of one grammar."""
    return [
        LearningCurve.of(RHMParams(v=v, m=int(m), s=s, L=L), 0, zip(*line, strict=True))
        for (m, L), line in curves(figure, panel, "probe_accuracy").items()
    ]
