"""Thresholds of trained networks: accuracy on a grid of strings, over several grammars."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from checks.intervals import Estimate, bootstrap, crossing, log_slope
from checks.sweep import Row, size_of
from models.ensemble import Record
from sim import RHMParams

Curves = Mapping[RHMParams, tuple[Sequence[float], NDArray[np.float64]]]
"""Per size the numbers of strings, `(n,)`, and the accuracy of each grammar there, `(g, n)`."""


def threshold_of(strings: Sequence[float], heights: NDArray[np.float64], at: float = 0.5) -> float:
    """P*: where the mean accuracy over grammars rises through `at`; 0 or ∞ beyond the grid."""
    return crossing(strings, heights.mean(axis=0), at=at)


def thresholds(curves: Curves, at: float = 0.5) -> dict[RHMParams, Estimate]:
    """P* of each size, with an interval over grammars."""
    return {
        p: bootstrap([heights], lambda groups: threshold_of(strings, groups[0], at))  # noqa: B023
        for p, (strings, heights) in curves.items()
    }


def exponent_in(letter: str, curves: Curves, at: float = 0.5) -> Estimate:
    """Exponent of P*(1−f) in v or m (or growth exponent in L), with an interval over grammars.

    Args:
        letter: the size that varies among the curves.
    """
    sizes = [getattr(p, letter) for p in curves]
    return bootstrap(
        [heights for _, heights in curves.values()],
        lambda groups: log_slope(sizes, _free(curves, groups, at)),
    )


def collapse(curves: Curves, units: Mapping[RHMParams, float], at: float = 0.5) -> Estimate:
    """Largest over smallest P* in these units, with an interval over grammars."""

    def ratio(groups: list[NDArray[np.float64]]) -> float:
        stars = [
            threshold_of(strings, heights, at) / units[p]
            for (p, (strings, _)), heights in zip(curves.items(), groups, strict=True)
        ]
        some = min(stars) > 0 and np.isfinite(max(stars))
        return max(stars) / min(stars) if some else float("nan")

    return bootstrap([heights for _, heights in curves.values()], ratio)


def _free(curves: Curves, groups: Sequence[NDArray[np.float64]], at: float) -> list[float]:
    return [
        threshold_of(strings, heights, at) * (1 - p.f)
        for (p, (strings, _)), heights in zip(curves.items(), groups, strict=True)
    ]


def curves_of(rows: Sequence[Row], height: Callable[[Record], float]) -> Curves:
    """Learning curves from the rows of `checks.training.trained`.

    Args:
        rows: with the settings of their tasks; every size with the same grammars at each P.
        height: the accuracy that a network's last record tells. A network whose training broke
            off counts as 0: it has learned nothing, and is not left out.
    """
    found: dict[RHMParams, dict[int, list[float]]] = {}
    for row in rows:
        p = size_of(row)
        finals = [records[-1] for records in row["records"]]
        heights = [height(record) if record["finite"] else 0.0 for record in finals]
        found.setdefault(p, {})[row["P"]] = heights
    return {
        p: (sorted(by_strings), np.array([by_strings[P] for P in sorted(by_strings)]).T)
        for p, by_strings in found.items()
    }
