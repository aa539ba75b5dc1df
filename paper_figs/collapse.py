"""Learning curves and thresholds, raw and in units of a law: most figures of the paper are these.

A figure hands in its learning curves; what becomes of them (means, intervals, P*, exponents) is the
same for all, ours and the paper's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ownlatents.checks.stats.intervals import Estimate, log_slope
from ownlatents.checks.stats.scaling import exponent
from ownlatents.checks.stats.threshold import HALF, LearningCurve, Thresholds, thresholds
from ownlatents.checks.stats.units import UNITS, strings_by
from ownlatents.paper_figs.points import Panel, Panels, Points, means, medians
from ownlatents.sim import RHMParams


def panels(
    curves: Sequence[LearningCurve],
    paper: Sequence[LearningCurve] = (),
    paper_stars: Mapping[RHMParams, float] | None = None,
    *,
    others: Mapping[str, Sequence[LearningCurve]] | None = None,
    name: str = "ours",
    by: str = "m",
    unit: str = "latent",
) -> Panels:
    """The three panels of a collapse.

    Args:
        curves: ours.
        paper: the paper's curves, where they were read off.
        paper_stars: the paper's P*, where these were; by default those of its curves.
        others: curves of further learners or other readings, by name; their P* alone is shown.
        name: of our learner.
        by: "m" or "L", what tells the curves apart.
        unit: a law of `theory.LAWS`.

    Returns:
        `"raw"`, accuracy against P; `"rescaled"`, against P in this unit; `"stars"`, P* against m
        or L.
    """
    arms = {name: curves, **(others or {})}
    ours = {arm: thresholds(its) for arm, its in arms.items() if its}
    theirs = thresholds(paper)
    if paper_stars is None:
        paper_stars = {p: one.median for p, one in theirs.items() if one.within}
    raw = Panel(_means(curves, by), _means(paper, by))
    rescaled = Panel(
        tuple(_in_units(curves, by, unit)),
        (*_in_units(paper, by, unit), *_half_points(paper_stars, by, unit)),
    )
    return {"raw": raw, "rescaled": rescaled, "stars": _stars(ours, paper_stars, by)}


def _means(curves: Sequence[LearningCurve], by: str) -> tuple[Points, ...]:
    """Mean accuracy over grammars at each P, one series for each size."""
    series = []
    for p in sorted({curve.params for curve in curves}):
        key = getattr(p, by)
        pairs = (
            pair
            for curve in curves
            if curve.params == p
            for pair in zip(curve.P, curve.heights, strict=True)
        )
        series.append(means(f"{by} = {key}", pairs, key))
    return tuple(series)


def _in_units(curves: Sequence[LearningCurve], by: str, unit: str) -> list[Points]:
    sizes = sorted({curve.params for curve in curves})
    return [
        series.scaled(strings_by(unit, p))
        for p, series in zip(sizes, _means(curves, by), strict=True)
    ]


def _half_points(stars: Mapping[RHMParams, float], by: str, unit: str) -> list[Points]:
    """The paper's thresholds, where they stand among rescaled curves."""
    return [
        Points("P*", (star / strings_by(unit, p),), (HALF,), key=getattr(p, by))
        for p, star in stars.items()
    ]


def _stars(ours: Mapping[str, Thresholds], paper: Mapping[RHMParams, float], by: str) -> Panel:
    """P* of each learner, the laws through the first of them, and exponents in m.

    Where the median lies outside of the strings tried there is no point; the exponent takes account
    of such a size by its bound.
    """
    theirs: tuple[Points, ...] = ()
    if paper:
        x = tuple(float(getattr(p, by)) for p in paper)
        theirs = (Points("paper", x, tuple(paper.values())),)
    within = {arm: {p: x for p, x in its.items() if x.within} for arm, its in ours.items()}
    exponents = {
        arm: exponent(its) for arm, its in ours.items() if by == "m" and len(within[arm]) > 2
    }
    if by == "m" and len(paper) > 2:
        free = [star * (1 - p.f) for p, star in paper.items()]
        slope = float(log_slope([p.m for p in paper], free))
        exponents["paper"] = Estimate(slope, slope, slope)
    return Panel(
        tuple(
            medians(arm, {getattr(p, by): x for p, x in its.items()})
            for arm, its in within.items()
            if its
        ),
        theirs,
        _laws(next(iter(ours.values()), {}), paper, by),
        exponents,
    )


def _laws(ours: Thresholds, paper: Mapping[RHMParams, float], by: str) -> tuple[Points, ...]:
    """What each objective's law says, drawn through the first threshold that there is."""
    start = {p: one.median for p, one in ours.items()} or dict(paper)
    inside = {p: x for p, x in start.items() if 0 < x < math.inf}
    if not inside:
        return ()
    first = min(inside)
    sizes = [p for p in sorted({*ours, *paper}) if _family(p, by) == _family(first, by)]
    x = tuple(float(getattr(p, by)) for p in sizes)
    lines: dict[tuple[float, ...], list[str]] = {}
    for law, name in UNITS.items():
        growth = (strings_by(law, p) / strings_by(law, first) for p in sizes)
        lines.setdefault(tuple(inside[first] * g for g in growth), []).append(name)
    return tuple(Points(", ".join(names), x, y) for y, names in lines.items())


def _family(p: RHMParams, by: str) -> tuple[int, ...]:
    """The sizes that do not vary along a curve."""
    return tuple(value for letter, value in p.as_dict().items() if letter != by)
