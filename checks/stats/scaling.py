"""How thresholds scale: gathered in units of a law, their exponent in m, their growth with L."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ownlatents.checks.stats.intervals import (
    Estimate,
    Groups,
    bootstrap,
    log_growth,
    log_slope,
    middle,
)
from ownlatents.checks.stats.units import strings_by
from ownlatents.sim import RHMParams

Stars = Mapping[RHMParams, NDArray[Any]]
"""P* of each grammar by size."""


def known(stars: Stars) -> dict[RHMParams, NDArray[Any]]:
    """Those of sizes whose median lies within the strings tried, where neither 0 nor ∞ is told."""
    return {p: its for p, its in stars.items() if 0 < middle(its) < np.inf}


def spread(stars: Stars, law: str) -> Estimate:
    """Largest over smallest median P* in units of a law, with its interval over grammars."""
    units = [strings_by(law, p) for p in stars]
    return bootstrap(
        list(stars.values()),
        lambda groups: span([middle(x) / unit for x, unit in zip(groups, units, strict=True)]),
    )


def span(stars: ArrayLike) -> NDArray[np.float64]:
    """Largest over smallest along the first axis; ∞ where one is 0 or ∞, NaN where all are."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.max(stars, axis=0) / np.min(stars, axis=0))


def exponent(stars: Stars, letter: str = "m") -> Estimate:
    """Exponent of P*(1−f) in m or v, with its interval over grammars."""

    def slope(groups: Groups) -> NDArray[np.float64]:
        scaled = [middle(x) * (1 - p.f) for p, x in zip(stars, groups, strict=True)]
        return log_slope([getattr(p, letter) for p in stars], scaled)

    return bootstrap(list(stars.values()), slope)


def growth_per_level(stars: Mapping[int, NDArray[Any]]) -> Estimate:
    """Factor by which the median threshold grows from one depth to the next, with its interval."""
    return bootstrap(
        list(stars.values()), lambda groups: log_growth(list(stars), [middle(x) for x in groups])
    )
