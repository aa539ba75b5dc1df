"""Learning curves and thresholds, raw and in units of a law: most figures of the paper are these.

A figure hands in its runs; what becomes of them (means, intervals, P*, exponents) is the same for
all, ours and the paper's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ownlatents.checks.stats.intervals import Estimate, crossing, log_slope, middle
from ownlatents.checks.stats.scaling import exponent, known
from ownlatents.checks.stats.units import UNITS, strings_by
from ownlatents.paper_figs.points import Panel, Panels, Points, means, medians
from ownlatents.sim import RHMParams

HALF = 0.5
"""Accuracy at which P* is read."""


@dataclass(frozen=True)
class Run:
    """One learner on the strings of one grammar.

    Attributes:
        params: sizes of the model.
        seed: of grammar and strings; runs of one seed make a curve.
        P: number of strings.
        accuracy: reached with them, in [0, 1].
    """

    params: RHMParams
    seed: int
    P: float
    accuracy: float


def panels(
    runs: Sequence[Run],
    paper: Sequence[Run] = (),
    paper_stars: Mapping[RHMParams, float] | None = None,
    *,
    others: Mapping[str, Sequence[Run]] | None = None,
    name: str = "ours",
    by: str = "m",
    unit: str = "latent",
) -> Panels:
    """The three panels of a collapse.

    Args:
        runs: ours.
        paper: the paper's curves, where they were read off.
        paper_stars: the paper's P*, where these were; by default those of its curves.
        others: runs of further learners by name, of which P* alone is shown.
        name: of our learner.
        by: "m" or "L", what tells the curves apart.
        unit: a law of `theory.LAWS`.

    Returns:
        `"raw"`, accuracy against P; `"rescaled"`, against P in this unit; `"stars"`, P* against m
        or L.
    """
    arms = {name: runs, **(others or {})}
    ours = {arm: thresholds(its) for arm, its in arms.items() if its}
    theirs = thresholds(paper)
    if paper_stars is None:
        paper_stars = {p: float(x[0]) for p, x in theirs.items() if 0 < x[0] < np.inf}
    raw = Panel(_curves(runs, by), _curves(paper, by))
    rescaled = Panel(
        tuple(_in_units(runs, by, unit)),
        (*_in_units(paper, by, unit), *_half_points(paper_stars, by, unit)),
    )
    return {"raw": raw, "rescaled": rescaled, "stars": _stars(ours, paper_stars, by)}


def thresholds(runs: Sequence[Run]) -> dict[RHMParams, NDArray[Any]]:
    """P* of each grammar by size: where its accuracy last rises through 1/2; 0 or ∞ outside."""
    curves: dict[tuple[RHMParams, int], list[tuple[float, float]]] = {}
    for run in runs:
        curves.setdefault((run.params, run.seed), []).append((run.P, run.accuracy))
    found: dict[RHMParams, list[float]] = {}
    for p, seed in sorted(curves):
        P, accuracy = zip(*sorted(curves[p, seed]), strict=True)
        found.setdefault(p, []).append(float(crossing(P, accuracy, at=HALF)))
    return {p: np.array(stars) for p, stars in found.items()}


def _curves(runs: Sequence[Run], by: str) -> tuple[Points, ...]:
    """Mean accuracy over grammars at each P, one series for each size."""
    series = []
    for p in sorted({run.params for run in runs}):
        key = getattr(p, by)
        pairs = ((run.P, run.accuracy) for run in runs if run.params == p)
        series.append(means(f"{by} = {key}", pairs, key))
    return tuple(series)


def _in_units(runs: Sequence[Run], by: str, unit: str) -> list[Points]:
    sizes = sorted({run.params for run in runs})
    return [
        series.scaled(strings_by(unit, p))
        for p, series in zip(sizes, _curves(runs, by), strict=True)
    ]


def _half_points(stars: Mapping[RHMParams, float], by: str, unit: str) -> list[Points]:
    """The paper's thresholds, where they stand among rescaled curves."""
    return [
        Points("P*", (star / strings_by(unit, p),), (HALF,), key=getattr(p, by))
        for p, star in stars.items()
    ]


def _stars(
    ours: Mapping[str, Mapping[RHMParams, NDArray[Any]]], paper: Mapping[RHMParams, float], by: str
) -> Panel:
    """P* of each learner, the laws through the first of them, and exponents in m.

    Where the median lies beyond the numbers of strings that were tried there is no point, and an
    exponent is that of the others.
    """
    theirs: tuple[Points, ...] = ()
    if paper:
        x = tuple(float(getattr(p, by)) for p in paper)
        theirs = (Points("paper", x, tuple(paper.values())),)
    within = {arm: known(stars) for arm, stars in ours.items()}
    exponents = {arm: exponent(x) for arm, x in within.items() if by == "m" and len(x) > 2}
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


def _laws(
    ours: Mapping[RHMParams, NDArray[Any]], paper: Mapping[RHMParams, float], by: str
) -> tuple[Points, ...]:
    """What each objective's law says, drawn through the first threshold that there is."""
    start = {p: float(middle(x)) for p, x in ours.items()} or dict(paper)
    inside = {p: x for p, x in start.items() if 0 < x < np.inf}
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
