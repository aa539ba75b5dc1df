"""The strings at which parts of a tree are learned, grammar by grammar, and tables of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from checks.experiments import encoders
from checks.intervals import crossing, middle
from checks.sweep import Row, size_of
from checks.units import latent_unit
from checks.verdicts import Cell, Table, within
from sim import RHMParams


def thresholds(
    rows: Sequence[Row], learner: str, what: str, height: float = 0.5
) -> dict[RHMParams, np.ndarray]:
    """Strings P* at which half is learned, of each grammar by size; ∞ beyond the grid.

    Args:
        rows: of fixed training sets.
        learner: of the networks.
        what: one of `encoders.gains`.
        height: share of what an untrained network lacks.
    """
    curves: dict[RHMParams, dict[int, list[tuple[int, float]]]] = {}
    for row in encoders.best_evaluations(rows):
        if row["learner"] == learner:
            p = size_of(row)
            its = curves.setdefault(p, {}).setdefault(row["seed"], [])
            its.append((row["P"], row["gains"][what]))
    return {
        p: np.array([_crossing(sorted(points), height) for _, points in sorted(its.items())])
        for p, its in sorted(curves.items())
    }


def medians(
    rows: Sequence[Row], learner: str, p: RHMParams, height: float = 0.5
) -> dict[str, Cell]:
    """Median threshold of each part at one size, in units of vm³/(1−f)."""
    its = [row for row in rows if row["learner"] == learner and size_of(row) == p]
    tried, unit = [row["P"] for row in its], latent_unit(p)
    return {
        part: within(middle(thresholds(its, learner, part, height)[p]), tried, unit)
        for part in encoders.parts(p)
    }


def by_part(
    title: str, named: str, found: Sequence[tuple[RHMParams, str, Mapping[str, Cell]]]
) -> Table:
    """A table with a column for each part.

    Args:
        title: of the table.
        named: what a row's name is.
        found: size, name and cells of each row.
    """
    deepest = max((p for p, _, _ in found), key=lambda p: p.L)
    rows = (
        (p.v, p.m, p.s, p.L, name, *(cells.get(part) for part in encoders.parts(deepest)))
        for p, name, cells in found
    )
    return Table(title, (*"vmsL", named, *encoders.parts(deepest)), tuple(rows))


def _crossing(points: Sequence[tuple[int, float]], height: float) -> float:
    return float(crossing([P for P, _ in points], [y for _, y in points], at=height))
